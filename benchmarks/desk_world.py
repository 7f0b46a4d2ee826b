"""The desk that `desk.load` works at: people, an archive, a lake, and thousands of open signals.

Each function sets Django up in the process that calls it, with the home (and the database) that
its environment names; `desk_load` calls them in processes of their own.
"""

import hashlib
import random
from datetime import UTC, datetime, timedelta
from typing import Any

PASSWORD = "kata-sandi-untuk-ukuran"  # noqa: S105 - of a desk that lives for minutes, on loopback
HOUR = timedelta(hours=1)
SAMPLES = 3  # items of the lake behind each signal
CLAIMS = 2_000
PLATFORMS = ("x", "tiktok", "facebook", "instagram", "youtube", "telegram", "whatsapp")
REGIONS = (None, None, None, "31", "32", "33", "35", "73", "32.04")
THEMES = (
    "harga beras naik dua kali lipat mulai besok",
    "bantuan tunai dibagikan lewat tautan pendaftaran",
    "vaksin sekolah membuat anak pingsan",
    "jembatan baru ditutup karena retak",
    "pemadaman listrik seminggu penuh di seluruh provinsi",
    "air keran mengandung logam berat",
    "pendaftaran kerja di kementerian memungut biaya",
    "gempa besar diramalkan terjadi pekan ini",
)


def make_desk(officers: int) -> None:
    """A home with tables, regions, static files, one ministry and its officers."""
    from tangkal.desk import entry  # noqa: PLC0415 - after the home is known

    entry.prepare()
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from tangkal.desk.accounts.models import Organisation, RoleAssignment, User  # noqa: PLC0415
    from tangkal.desk.accounts.roles import Role  # noqa: PLC0415

    office = Organisation.objects.create(name="Kementerian", type="kementerian")
    encoded = make_password(PASSWORD)  # slow on purpose: once for all
    people = User.objects.bulk_create(
        User(
            username=username(number),
            display_name=f"Petugas {number}",
            organisation=office,
            password=encoded,
        )
        for number in range(officers)
    )
    RoleAssignment.objects.bulk_create(
        # Half screen only; half may also open cases and take them further.
        RoleAssignment(user=each, role=role, scope=office)
        for number, each in enumerate(people)
        for role in (Role.MONITOR, Role.ANALYST)[: 1 + number % 2]
    )


def username(number: int) -> str:
    return f"petugas{number:02}"


def add_signals(first: int, until: int, seed: int) -> None:
    """Open signals of every kind, each with items in the lake, a third of them claimed."""
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from tangkal.desk.accounts.models import User  # noqa: PLC0415
    from tangkal.desk.cases.models import Signal  # noqa: PLC0415
    from tangkal.desk.recognise.models import KnownClaim  # noqa: PLC0415

    if not KnownClaim.objects.exists():
        KnownClaim.objects.bulk_create(known_claim(number) for number in range(CLAIMS))
    draws = random.Random(seed * 1_000_003 + first)
    owners = list(User.objects.order_by("pk"))
    signals = [signal(number, draws, owners) for number in range(first, until)]
    Signal.objects.bulk_create(signals, batch_size=500)
    fill_lake(signals, f"{first}")


def known_claim(number: int) -> Any:
    from tangkal.desk.recognise.models import KnownClaim  # noqa: PLC0415

    return KnownClaim(
        claim_id=f"klaim-{number}",
        title=f"{THEMES[number % len(THEMES)].capitalize()} ({number})",
        verdict="SALAH",
        publisher="Pemeriksa fakta",
        url=f"https://periksa.example/{number}",
        revision=number + 1,
    )


def signal(number: int, draws: random.Random, owners: list[Any]) -> Any:
    """One open signal; half rest on a known claim, a third belong to somebody."""
    from tangkal.desk.cases.models import Priority, Signal  # noqa: PLC0415

    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    is_taken = draws.random() < 1 / 3
    claim = f"klaim-{draws.randrange(CLAIMS)}" if draws.random() < 0.5 else None
    text = THEMES[draws.randrange(len(THEMES))]
    volume = [int(draws.expovariate(0.2)) for _ in range(48)]
    return Signal(
        key=f"narrative:N{number}",
        narrative_id=f"N{number}",
        state=draws.choice(("DISARING", "PERLU_DATA")) if is_taken else "BARU",
        title=f"{text.capitalize()}, kabar nomor {number}",
        excerpt=f"Tolong sebarkan: {text}. Info dari grup sebelah, nomor {number}.",
        reasons=reasons(claim, now, draws),
        urgency=round(draws.betavariate(2, 5), 6),
        priority=draws.choice(Priority.values),
        platforms={name: draws.randrange(1, 400) for name in draws.sample(PLATFORMS, 4)},
        language=draws.choice(("id", "id", "id", "jv", "su")),
        region_id=draws.choice(REGIONS),
        items_total=sum(volume),
        volume=volume,
        volume_until=now,
        sample_item_ids=[item_id(number, place) for place in range(SAMPLES)],
        best_claim_id=claim,
        best_score=draws.random() if claim else None,
        best_reasons=["shared_words|harga, naik"] if claim else [],
        first_seen_at=now - draws.randrange(1, 72) * HOUR,
        last_seen_at=now - draws.randrange(0, 6) * HOUR,
        due_at=None if is_taken else now + draws.randrange(-6, 48) * HOUR,
        screened_at=now if is_taken else None,
        owner=draws.choice(owners) if is_taken else None,
    )


def reasons(claim: str | None, now: datetime, draws: random.Random) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    if claim:
        found.append({"kind": "known_claim", "claim_id": claim, "score": round(draws.random(), 2)})
    if draws.random() < 0.5:
        found.append(
            {
                "kind": "burst",
                "hour": now.isoformat(),
                "started_at": (now - 3 * HOUR).isoformat(),
                "observed": draws.randrange(40, 900),
                "usual_low": 2,
                "usual_high": 19,
            }
        )
    if draws.random() < 0.3:
        found.append({"kind": "report", "count": draws.randrange(1, 9)})
    return found or [{"kind": "new", "items": 12, "first_seen": (now - 5 * HOUR).isoformat()}]


def item_id(number: int, place: int) -> str:
    """A digest, as real items' ids are: the lake's index tells ids apart by their beginnings."""
    return hashlib.blake2b(f"{number}/{place}".encode(), digest_size=16).hexdigest()


def fill_lake(signals: list[Any], name: str) -> None:
    """The items behind the signals, in the lake, so that opening one reads them."""
    import pyarrow as pa  # noqa: PLC0415

    from tangkal.desk.cases.items import lake  # noqa: PLC0415
    from tangkal.kernel.schema import LAKE  # noqa: PLC0415

    rows = [
        {
            "item_id": each,
            "source": f"sumber{place}",
            "source_kind": "crawler",
            "platform": PLATFORMS[place],
            "text": f"{one.excerpt} Kiriman {place}.",
            "url": f"https://{PLATFORMS[place]}.example/{each}",
            "published_at": one.first_seen_at,
            "observed_at": one.last_seen_at,
            "is_exercise": False,
            "language": one.language,
            "family_id": one.sample_item_ids[0],
            "narrative_id": one.narrative_id,
            "matches": [],
            "batch_id": name,
        }
        for one in signals
        for place, each in enumerate(one.sample_item_ids)
    ]
    lake().append(name, pa.Table.from_pylist(rows, schema=LAKE))
    for day in lake().days():
        lake().compact(day)


def count_queries() -> dict[str, int]:
    """Queries a page of the queue takes, by what the page shows; warm, as every page but one is."""
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from tangkal.desk.accounts.models import User  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        User.objects.get(username=username(1)),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    found = {}
    for name, query in PAGES.items():
        client.get(f"/desk/signals/?{query}")
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/desk/signals/?{query}")
        assert page.status_code == 200, f"{name}: {page.status_code}"
        found[name] = len(asked)
    return found


PAGES = {
    "first": "",
    "later": "page=30",
    "overdue": "overdue=1",
    "claimed": "state=DISARING",
    "matched": "reason=known_claim",
    "reported": "reason=report",
    "empty": "q=tidakadakatainidimanapun",
}


def held() -> dict[str, Any]:
    """What the database and the audit chain hold at the end, to compare with what was told."""
    from tangkal.desk import entry  # noqa: PLC0415

    entry.set_up()
    from tangkal.desk.accounts.models import User  # noqa: PLC0415
    from tangkal.desk.audit.models import AuditEvent  # noqa: PLC0415
    from tangkal.desk.audit.queries import verify_chain  # noqa: PLC0415
    from tangkal.desk.cases.models import Case, CaseNote, Signal  # noqa: PLC0415

    people = dict(User.objects.values_list("pk", "username"))
    events = AuditEvent.objects.filter(action__regex=r"^(signal|case)\.").order_by("sequence")
    return {
        "events": [
            (people.get(e.actor_id or 0, ""), e.action, e.object_id, e.details) for e in events
        ],
        "signals": {
            pk: (version, state)
            for pk, version, state in Signal.objects.values_list("pk", "version", "state")
        },
        "cases": dict(Case.objects.values_list("number", "pk")),
        "notes": list(CaseNote.objects.values_list("text", flat=True)),
        "chain_holds": verify_chain().holds,
    }
