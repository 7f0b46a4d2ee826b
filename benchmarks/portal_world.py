"""The portals that `portal.search` and `portal.load` ask: published answers in a home of their own.

Each function sets Django up in the process that calls it, with the home that its environment names.
"""

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

BATCH = 1000
PLACES = [
    *("Ambon", "Bandung", "Banjarmasin", "Bekasi", "Bengkulu", "Bogor", "Cirebon", "Denpasar"),
    *("Depok", "Jambi", "Jayapura", "Kendari", "Kupang", "Lampung", "Madiun", "Makassar"),
    *("Malang", "Manado", "Mataram", "Medan", "Padang", "Palembang", "Palu", "Pekanbaru"),
    *("Pontianak", "Samarinda", "Semarang", "Serang", "Solo", "Surabaya", "Tarakan", "Ternate"),
]
MATTERS = (
    "harga pertalite naik menjadi Rp{n}.000",
    "bantuan tunai Rp{n}00.000 lewat tautan",
    "air keran mengandung logam berat",
    "sekolah libur {n} hari",
    "vaksin membuat {n} murid pingsan",
    "listrik padam {n} hari",
    "jembatan retak dan ditutup {n} bulan",
    "lowongan kerja di dinas meminta biaya Rp{n}0.000",
    "gempa besar diramalkan tanggal {n}",
    "pasien di rumah sakit ditolak {n} kali",
    "beras palsu dari plastik dijual {n} toko",
    "surat tilang lewat pesan berkas apk",
)
TELLERS = ("Kabar", "Pesan berantai", "Video", "Unggahan", "Rekaman suara", "Tangkapan layar")
FACT = (
    "Kabar itu tidak benar. Dinas yang berwenang memeriksanya pada hari yang sama dan tidak "
    "menemukan dasar apa pun; keadaan di lapangan berjalan seperti biasa dan layanan tetap buka."
)


def drawn_titles(number: int, seed: int) -> list[str]:
    """So many claims, no two alike."""
    draws = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < number:
        matter = draws.choice(MATTERS).format(n=draws.randint(2, 60))
        where = f"di {draws.choice(PLACES)}, kecamatan {draws.randint(1, 400)}"
        found[f"{draws.choice(TELLERS)} {matter} {where}"] = None
    return list(found)


def make_portal(titles: Sequence[str]) -> int:
    """A home with tables, one ministry, and an answer to each title; answers how many."""
    from tangkal.desk import entry  # noqa: PLC0415 - after the home is known

    entry.prepare()
    from tangkal.desk.accounts.models import Organisation  # noqa: PLC0415
    from tangkal.desk.portal.models import Clarification  # noqa: PLC0415
    from tangkal.desk.recognise.commands import store_claims  # noqa: PLC0415
    from tangkal.desk.recognise.models import KnownClaim  # noqa: PLC0415
    from tangkal.kernel import KnownClaim as Record  # noqa: PLC0415

    office = Organisation.objects.create(name="Kementerian", type="kementerian")
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for first in range(0, len(titles), BATCH):
        part = list(enumerate(titles))[first : first + BATCH]
        rows = [answer_to(n, title, office, start + timedelta(minutes=n)) for n, title in part]
        Clarification.objects.bulk_create(rows)
        store_claims(
            [
                Record(claim_id=row.known_claim_id, title=row.claim_text, language="id")
                for row in rows
            ],
            by=None,
            origin=KnownClaim.Origin.OWN,
        )
    return Clarification.objects.count()


def answer_to(number: int, title: str, office: Any, at: datetime) -> Any:
    from tangkal.desk.portal.models import Clarification  # noqa: PLC0415
    from tangkal.text.stem import stem_text  # noqa: PLC0415

    return Clarification(
        slug=f"jawaban-{number}",
        claim_text=title,
        headline=title[:200],
        verdict="SALAH",
        parts=[{"key": "fact", "text": FACT}, {"key": "fact_again", "text": "Kabar itu keliru."}],
        issuer=office,
        reference=f"2024-{number:06}",
        known_claim_id=f"portal-{number}",
        published_at=at,
        updated_at=at,
        search_text=stem_text(f"{title} {FACT}"),
    )


def search(asked: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Ask the portal's search each list of questions; the first five answers' numbers of each.

    Returns:
        "found": for each list, for each question, its answers; "bare": what the question path
        alone ranks for the first list; "ms": how long each page of results of the first took.
    """
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from django.test import Client  # noqa: PLC0415

    from tangkal.desk.portal.search import find  # noqa: PLC0415
    from tangkal.desk.recognise import matcher  # noqa: PLC0415

    matcher.warm_up()
    index = matcher.live().index
    bare = [
        [int(key.removeprefix("portal-")) for key, _score in found]
        for found in index.rank(list(asked[0]), 5)
    ]
    found = [
        [[int(each.slug.removeprefix("jawaban-")) for each in find(text)[:5]] for text in texts]
        for texts in asked
    ]
    client, took = Client(SERVER_NAME="127.0.0.1"), []
    for text in [*asked[0][:20], *asked[0][:300]]:  # the first few warm it
        began = time.perf_counter()
        page = client.get("/cari/", {"q": text})
        took.append((time.perf_counter() - began) * 1e3)
        assert page.status_code == 200, f"{page.status_code}: {text[:80]}"
    return {"found": found, "bare": bare, "ms": took[20:]}


def receipts() -> list[str]:
    """Of every report that is there."""
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from tangkal.desk.portal.models import PublicReport  # noqa: PLC0415

    return list(PublicReport.objects.values_list("receipt", flat=True))
