"""What goes in comes out once: masked, checked, under a name that stays."""

import json
import random
import string
from datetime import UTC, datetime

import pytest

from tangkal.kernel import InvalidInput, UnreadableSource
from tangkal.kernel.schema import INTAKE
from tangkal.pipeline.intake import IntakeOptions, ingest, preview, single_item
from tangkal.pipeline.mapping import MappingUnclear
from tangkal.pipeline.refusal import RowRefused
from tangkal.sources import Document
from tests.pipeline.intake_helpers import ClaimShelf, delivered, stores_in

NOW = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def stores(tmp_path):
    with stores_in(tmp_path / "home", ClaimShelf()) as opened:
        yield opened


def write_lines(path, records):
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def test_every_record_is_accepted_known_or_quarantined(stores, tmp_path):
    path = write_lines(
        tmp_path / "posts.jsonl",
        [
            {"id": "post-a", "text": "Harga naik", "platform": "X", "created_at": "2026-03-02"},
            {"id": "post-b", "text": " ", "platform": "x"},
            {"id": "post-c", "text": "Banjir", "platform": "x", "created_at": "2027-01-01"},
            {"id": "post-d", "text": "Hujan", "platform": "x", "like_count": "banyak"},
            {"id": "post-e", "text": "Macet", "platform": "x", "kode_wilayah": 11.1},
        ],
    )
    report = ingest(path, stores, now=NOW)
    assert (report.read, report.accepted, report.already_known, report.quarantined) == (5, 1, 0, 4)
    assert report.reasons == {
        "no text": 1,
        "date in the future": 1,
        "likes not a count": 1,
        "region unknown": 1,
    }
    reasons = {row.line: row.reason for row in stores.quarantine.list()}
    assert '"11.10" (Kabupaten Aceh Singkil)' in reasons[5]
    (item,) = delivered(stores.bus)
    assert (item["text"], item["platform"], item["source"]) == (
        "Harga naik",
        "x",
        "file:posts.jsonl",
    )
    assert item["observed_at"] == NOW
    assert item["published_at"] == datetime(2026, 3, 1, 17, tzinfo=UTC)


def test_nothing_personal_is_on_the_bus_or_in_quarantine(stores, tmp_path):
    secrets = ["warga_rahasia", "081234567890", "3201014507900003", "budi@surel.example"]
    rows = [
        {
            "id": f"post-{n}",
            "text": "Hubungi @warga_rahasia 081234567890 NIK 3201014507900003 budi@surel.example",
            "title": "dari budi@surel.example",
            "username": "warga_rahasia",
            "author_name": "warga_rahasia",
            "nama_lengkap": "warga_rahasia",
            "user_id": "warga_rahasia",
            "url": "https://x.com/warga_rahasia/status/1",
            "created_at": when,
        }
        for n, when in enumerate(["2026-03-02", "kapan-kapan"])
    ]
    path = write_lines(tmp_path / "posts.jsonl", rows)
    with path.open("a") as file:
        file.write('{"rusak": "@warga_rahasia 081234567890 3201014507900003 budi@surel.example"')
    report = ingest(path, stores, now=NOW)
    assert (report.accepted, report.quarantined) == (1, 2)
    (item,) = delivered(stores.bus)
    kept = json.dumps(item, default=str) + "".join(
        stores.quarantine.held(row.row_id).row.raw for row in stores.quarantine.list()
    )
    assert [secret for secret in secrets if secret in kept] == []
    assert item["author"] == stores.pseudonymiser.author("x", "warga_rahasia")
    assert item["author_name"] is None
    everything = b"".join(p.read_bytes() for p in tmp_path.glob("home/**/*") if p.is_file())
    assert [secret for secret in secrets if secret.encode() in everything] == []


@pytest.mark.parametrize(
    ("options", "extra", "name"),
    [
        ({}, {}, None),
        ({"public_accounts": frozenset({"bmkg_daerah"})}, {}, "@BMKG_Daerah"),
        ({"public_accounts": frozenset({"x:bmkg_daerah"})}, {}, "@BMKG_Daerah"),
        ({"public_accounts": frozenset({"tiktok:bmkg_daerah"})}, {}, None),
        ({}, {"author_is_public": True}, "@BMKG_Daerah"),
        ({}, {"author_is_public": "tidak", "author_name": "BMKG Daerah"}, None),
        ({}, {"author_is_public": "ya", "author_name": "BMKG Daerah"}, "BMKG Daerah"),
    ],
)
def test_a_handle_is_kept_only_where_it_was_declared_public(stores, tmp_path, options, extra, name):
    row = {"id": "post-a", "text": "cuaca", "author": "@BMKG_Daerah", "platform": "x", **extra}
    ingest(write_lines(tmp_path / "a.jsonl", [row]), stores, IntakeOptions(**options), now=NOW)
    (item,) = delivered(stores.bus)
    assert item["author_name"] == name
    assert len(item["author"]) == 32


def test_repeating_an_ingest_doubles_nothing(stores, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [{"text": f"teks ke {n}"} for n in range(4500)])
    first, again = ingest(path, stores, now=NOW), ingest(path, stores)
    assert (first.accepted, again.accepted, again.already_known) == (4500, 0, 4500)
    assert len(delivered(stores.bus)) == 4500
    assert ingest(path, stores, IntakeOptions(again=True)).accepted == 0


def test_a_grown_file_keeps_the_names_of_its_rows(stores, tmp_path):
    rows = [{"text": random.Random(1).choice(["sama", "sama", "lain"])} for _ in range(30)]
    path = write_lines(tmp_path / "a.jsonl", rows)
    ingest(path, stores, now=NOW)
    before = [item["item_id"] for item in delivered(stores.bus)]
    write_lines(path, [*rows, {"text": "sama"}, {"text": "baru"}])
    ingest(path, stores, now=NOW)
    after = [item["item_id"] for item in delivered(stores.bus)][len(before) :]
    assert len(set(before)) == 30  # equal rows are rows of their own
    assert after[:30] == before
    assert len(set(after)) == 32


def test_a_limit_goes_on_where_the_last_one_ended(stores, tmp_path):
    rows = [{"text": "sama saja"} for _ in range(50)]
    path = write_lines(tmp_path / "a.jsonl", rows)
    for limit, accepted in ((10, 10), (10, 0), (25, 15), (None, 25)):
        report = ingest(path, stores, IntakeOptions(limit=limit), now=NOW)
        assert report.accepted == accepted
        assert report.read == report.accepted + report.already_known
    items = delivered(stores.bus)
    assert len({item["item_id"] for item in items}) == len(items) == 50


def test_skip_leaves_the_first_records_out(stores, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [{"text": f"teks {n}"} for n in range(9)])
    ingest(path, stores, IntakeOptions(skip=4, limit=3), now=NOW)
    assert [item["text"] for item in delivered(stores.bus)] == ["teks 4", "teks 5", "teks 6"]


def test_row_numbers_of_two_files_are_not_taken_for_one_item(stores, tmp_path):
    for name in ("a", "b"):
        rows = [{"id": n, "text": f"{name} {n}"} for n in range(5)]
        ingest(write_lines(tmp_path / f"{name}.jsonl", rows), stores, now=NOW)
    assert len({item["item_id"] for item in delivered(stores.bus)}) == 10


def test_a_platforms_own_id_names_an_item_whatever_file_brings_it(stores, tmp_path):
    for name, text in (("a", "teks"), ("b", "teks yang disunting")):
        row = {"id": "1234567890123", "text": text, "platform": "twitter"}
        ingest(write_lines(tmp_path / f"{name}.jsonl", [row]), stores, now=NOW)
    first, second = delivered(stores.bus)
    assert first["item_id"] == second["item_id"]


def test_a_reply_names_the_item_it_answers(stores, tmp_path):
    rows = [
        {"id": "12345678901", "text": "satu", "platform": "x"},
        {"id": "12345678902", "text": "dua", "platform": "x", "in_reply_to": "12345678901"},
    ]
    ingest(write_lines(tmp_path / "a.jsonl", rows), stores, now=NOW)
    first, second = delivered(stores.bus)
    assert second["reply_to"] == first["item_id"]


FEED = """<rss version="2.0"><channel><title>Kabar</title>{}</channel></rss>"""
ENTRY = (
    "<item><guid>g{0}</guid><title>Judul {0}</title><link>https://kabar.example/{0}</link></item>"
)


def test_a_feed_fetched_again_brings_only_what_is_new(stores):
    def fetched(*numbers):
        entries = "".join(ENTRY.format(n) for n in numbers) + "<item><guid>kosong</guid></item>"
        body = FEED.format(entries).encode()
        return Document(name="umpan", body=body, url="https://kabar.example/rss")

    told = [
        (r.accepted, r.already_known, r.quarantined)
        for r in (
            ingest(fetched(2, 1), stores, now=NOW),
            ingest(fetched(2, 1), stores, now=NOW),
            ingest(fetched(3, 2, 1), stores, now=NOW),
        )
    ]
    assert told == [(2, 0, 1), (0, 2, 1), (1, 2, 1)]
    assert len(delivered(stores.bus)) == 3
    assert stores.quarantine.count() == 1  # though its place in the feed moved


def test_two_feeds_may_use_the_same_guid(stores):
    for host in ("kabar", "berita"):
        body = FEED.format(ENTRY.format(1).replace("kabar.", f"{host}.")).encode()
        ingest(Document(name=host, body=body, url=f"https://{host}.example/rss"), stores, now=NOW)
    assert len({item["item_id"] for item in delivered(stores.bus)}) == 2


@pytest.mark.parametrize(("kind", "name"), [(None, None), ("media", "Kabar")])
def test_an_outlets_name_is_kept_where_the_operator_says_it_is_one(stores, kind, name):
    document = Document(
        name="umpan", body=FEED.format(ENTRY.format(1)).encode(), url="https://kabar.example/rss"
    )
    ingest(document, stores, IntakeOptions(source_kind=kind), now=NOW)
    (item,) = delivered(stores.bus)
    assert (item["author_name"], item["source_kind"]) == (name, "media")


def test_claims_go_to_the_desk_and_a_second_time_change_nothing(stores, tmp_path):
    path = tmp_path / "klaim.csv"
    path.write_text(
        "title,label,date,url\n"
        "Bantuan lewat tautan,SALAH,2026-02-01,https://cek.example/1\n"
        ",SALAH,2026-02-01,https://cek.example/2\n"
        "Hubungi 081234567890,SALAH,,\n"
    )
    first, again = ingest(path, stores, now=NOW), ingest(path, stores, now=NOW)
    assert (first.kind, first.accepted, first.quarantined) == ("claims", 2, 1)
    assert (again.accepted, again.already_known, again.quarantined) == (0, 2, 1)
    titles = {c.title: c for c in stores.claim_sink.claims.values()}
    assert set(titles) == {"Bantuan lewat tautan", "Hubungi [telepon]"}
    claim = titles["Bantuan lewat tautan"]
    assert (claim.verdict, claim.published_on.isoformat()) == ("SALAH", "2026-02-01")
    assert claim.claim_id.startswith("kc-")
    assert len(claim.claim_id) == 19


def test_without_a_place_for_claims_they_are_refused(tmp_path):
    path = tmp_path / "klaim.csv"
    path.write_text("title,label\nA,SALAH\n")
    with stores_in(tmp_path / "home") as stores, pytest.raises(InvalidInput, match="claims"):
        ingest(path, stores)


def test_a_preview_shows_and_writes_nothing(stores, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("akun,isi\n@warga_rahasia,telepon 081234567890\nrusak\n")
    seen = preview(path)
    assert (seen.reader, seen.kind, seen.bad_rows) == ("CSV", "items", 1)
    assert seen.mapping.fields == {"text": "isi", "author": "akun"}
    assert seen.sample == ({"akun": "[akun]", "isi": "telepon [telepon]"},)
    assert delivered(stores.bus) == []
    assert stores.quarantine.count() == 0


def test_a_preview_passes_the_question_on_and_an_ingest_refuses(stores, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [{"title": "t", "narasi": "n", "label_tag": "SALAH"}])
    seen = preview(path)
    assert seen.kind is None
    assert "--as items or --as claims" in seen.question
    with pytest.raises(MappingUnclear):
        ingest(path, stores)


def test_progress_ends_at_the_end(stores, tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [{"text": f"teks {n}"} for n in range(4100)])
    told = []
    ingest(path, stores, progress=told.append)
    assert [p.records for p in told] == [2000, 4000, 4100]
    assert told[-1].bytes_read == told[-1].bytes_total == path.stat().st_size


def test_a_source_that_breaks_off_keeps_what_came_before(stores, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    noise = random.Random(3)
    texts = ["".join(noise.choices(string.ascii_letters, k=80)) for _ in range(9000)]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": texts}), path, row_group_size=1000, compression="none")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200_000] = bytes(200_000)
    path.write_bytes(content)
    report = ingest(path, stores, now=NOW)
    assert "not a whole Parquet file" in report.error
    assert 0 < report.accepted < 9000
    assert len(delivered(stores.bus)) == report.accepted


@pytest.mark.parametrize(("content", "sentence"), [("", "empty"), ("isi\n", "no records")])
def test_a_source_without_records_is_one_sentence(stores, tmp_path, content, sentence):
    path = tmp_path / "a.csv"
    path.write_text(content)
    with pytest.raises(UnreadableSource, match=sentence):
        ingest(path, stores)


def test_a_single_report_is_published_once_and_masked(stores):
    report = {"text": "Benarkah? WA 081234567890", "native_id": "TKT-7", "region_code": "3204"}
    name = single_item(stores, **report, now=NOW)
    assert single_item(stores, **report) == name
    (item,) = delivered(stores.bus)
    assert (item["item_id"], item["text"]) == (name, "Benarkah? WA [telepon]")
    assert (item["source_kind"], item["platform"], item["region_code"]) == (
        "aduan",
        "portal",
        "32.04",
    )
    assert set(item) == set(INTAKE.names)
    with pytest.raises(RowRefused, match="neither text nor title"):
        single_item(stores, text=" ", native_id="TKT-8")


@pytest.mark.realdata
def test_the_real_fact_checks_and_posts_are_read_to_the_last_row(stores, shared_data):
    path = shared_data / "turnbackhoax" / "pairs.jsonl"
    if not path.exists():
        pytest.skip(f"no {path}")
    claims = ingest(path, stores, IntakeOptions(kind="claims"))
    lines = sum(1 for _ in path.open("rb"))
    assert (claims.read, claims.accepted, claims.quarantined) == (lines, lines, 0)
    options = IntakeOptions(kind="items", by_hand={"text": "narasi"}, limit=2000)
    items = ingest(path, stores, options)
    assert (items.accepted, items.quarantined) == (2000, 0)
    rows = delivered(stores.bus)
    assert len({row["item_id"] for row in rows}) == 2000
    assert not any(row["title"] or row["url"] for row in rows)  # the answer must not leak
