"""What a first visit costs on a dear connection: at most 30 kB for everything, over the wire."""

import subprocess
import sys

import pytest

from tests.servers import tables
from tests.servers.desk import environment_of, start, stop, wait_until_served
from tests.servers.ports import free_port

MOST = 30_000  # bytes: page, styles, scripts, icons, manifest, with their heads
ANSWERS = 40
FILL = f"""
import random
from dataclasses import replace

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.portal import commands
from tangkal.desk.portal.records import ApprovedText, Source
from tangkal.desk.recognise.commands import store_claims
from tangkal.kernel import KnownClaim

PARTS = (("fact", 45), ("myth", 45), ("explanation", 220), ("fact_again", 45), ("action", 90))
SYLLABLES = "ba ca di du ga ha ja ka la me na nga nya pe ra sa ta tu wa ya ber kan men ter".split()

def words(seed, number):
    "Invented ones, which no other page shares: the same words over and over would weigh nothing."
    drawn = random.Random(seed)
    made = ("".join(drawn.choices(SYLLABLES, k=drawn.randint(2, 4))) for _word in range(number))
    return " ".join(made).capitalize() + "."

office = Organisation.objects.get_or_create(name="Kementerian Contoh", type="kementerian")[0]
for n in range({ANSWERS}):
    text = ApprovedText(
        claim_text=words(n, 30),
        verdict=("SALAH", "MENYESATKAN", "PENIPUAN")[n % 3],
        headline=f"Tidak benar ada perubahan harga dan jadwal pelayanan nomor {{n}} pekan ini",
        parts=tuple((key, words(f"{{n}} {{key}}", number)) for key, number in PARTS),
        sources=tuple(
            Source(title=f"Dokumen {{k}}", url=f"https://sumber.example/{{n}}/{{k}}", publisher="K")
            for k in range(8)
        ),
        language="id",
        reference=f"2026-{{n:04}}",
        category="perdagangan",
    )
    found = commands.publish_clarification(text, issuer=office, by=None)
    found.known_claim_id = f"own-{{found.pk}}"
    found.save(update_fields=["known_claim_id"])
    store_claims([KnownClaim(claim_id=found.known_claim_id, title=found.claim_text,
                             verdict=text.verdict)], by=None)
for edition in range(3):  # the newest was corrected again and again
    parts = (("fact", words(f"edition {{edition}}", 45)), *text.parts[1:])
    commands.correct_clarification(
        found.slug, replace(text, parts=parts), reason=words(edition, 20), by=None
    )
print(found.slug)
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal with many long answers, served as in production: its address and an answer's."""
    root = tmp_path_factory.mktemp("portal") / "home"
    port = free_port()
    environment = environment_of(root, port)
    tables.put_into(root)
    code = f"from tangkal.desk import entry\nentry.prepare()\n{FILL}"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    log = root / "web.log"
    web = start(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
            "tangkal.desk.wsgi:application",
        ],
        environment,
        log,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_served(url, web, log)
        yield url, done.stdout.split()[-1]
    finally:
        stop(web)


def weigh(chromium, address: str) -> dict[str, int]:
    """Bytes over the wire of each file that a browser without memory fetches for a page."""
    context = chromium.new_context(viewport={"width": 390, "height": 780})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    names: dict[str, str] = {}
    bytes_of: dict[str, int] = {}
    network.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )
    network.on(
        "Network.loadingFinished",
        lambda e: bytes_of.update({names.get(e["requestId"], "?"): int(e["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    context.close()
    return bytes_of


@pytest.mark.parametrize("name", ["home", "search", "all", "clarification", "region list"])
def test_a_first_visit_costs_at_most_thirty_kilobytes(portal, chromium, name):
    url, slug = portal
    path = {
        "home": "/",
        "search": "/cari/?q=perubahan+harga+pelayanan",
        "all": "/cari/",
        "clarification": f"/klarifikasi/{slug}/",
        "region list": "/wilayah/",
    }[name]
    found = weigh(chromium, url + path)

    assert len([each for each in found if "/static/" in each]) >= 4, found  # all of it was seen
    assert url + path in found
    assert 0 < sum(found.values()) <= MOST, found


def test_text_goes_out_packed_to_whoever_reads_it_and_plain_to_others(portal):
    import urllib.request

    def got(accepts: str) -> tuple[str | None, int]:
        request = urllib.request.Request(portal[0], headers={"Accept-Encoding": accepts})
        with urllib.request.urlopen(request) as answer:
            return answer.headers["Content-Encoding"], len(answer.read())

    plain, packed = got("identity"), got("br, gzip")
    assert (plain[0], packed[0]) == (None, "gzip")
    assert packed[1] < plain[1] / 3
    assert got("identity") == plain  # what is kept for one is not given to the other
    assert got("gzip;q=0") == plain
