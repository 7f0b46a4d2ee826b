"""A row that could not be read is never lost: it waits, is corrected, or set aside on record."""

import json
from datetime import UTC, datetime

import pytest

from tangkal.kernel import InvalidInput
from tangkal.pipeline.intake import IntakeOptions, ingest
from tangkal.pipeline.retry import retry
from tests.pipeline.intake_helpers import ClaimShelf, delivered, stores_in

NOW = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def stores(tmp_path):
    with stores_in(tmp_path / "home", ClaimShelf()) as opened:
        yield opened


def hold(stores, tmp_path, *records, options=None):
    """Ingest records and answer the names of those in quarantine, by line."""
    path = tmp_path / "posts.jsonl"
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    path.write_text("\n".join(lines) + "\n")
    ingest(path, stores, options, now=NOW)
    rows = stores.quarantine.list(source="posts.jsonl")
    return [row.row_id for row in sorted(rows, key=lambda row: row.line)]


BAD_DATE = {
    "id": "98765432109",
    "text": "Banjir",
    "author": "warga_satu",
    "display_name": "Warga Satu",
    "url": "https://twitter.com/warga_satu/status/98765432109",
    "created_at": "32/1/2026",
}


def test_a_corrected_row_is_taken_in_once_under_its_own_name(stores, tmp_path):
    (row_id,) = hold(stores, tmp_path, {"text": "lain"}, BAD_DATE)
    waiting = retry(stores, row_id, now=NOW)
    assert not waiting.taken
    assert "32/1/2026" in waiting.reason
    assert stores.quarantine.show(row_id).status == "waiting"

    assert retry(stores, row_id, corrections={"published_at": "31/1/2026"}, now=NOW).taken

    assert stores.quarantine.show(row_id).status == "retried"
    retried = delivered(stores.bus)[-1]
    with pytest.raises(InvalidInput, match="retried already"):
        retry(stores, row_id, now=NOW)
    # The same post in a repaired file is the same item, by the same person.
    ingested = hold_repaired(stores, tmp_path)
    assert {k: retried[k] for k in ("item_id", "author", "text", "published_at")} == {
        k: ingested[k] for k in ("item_id", "author", "text", "published_at")
    }


def hold_repaired(stores, tmp_path):
    path = tmp_path / "repaired.jsonl"
    path.write_text(json.dumps({**BAD_DATE, "created_at": "31/1/2026"}) + "\n")
    ingest(path, stores, now=NOW)
    return delivered(stores.bus)[-1]


def test_a_field_can_be_cleared(stores, tmp_path):
    (row_id,) = hold(stores, tmp_path, {"text": "lain"}, BAD_DATE)
    assert retry(stores, row_id, corrections={"published_at": ""}, now=NOW).taken
    assert delivered(stores.bus)[-1]["published_at"] is None


def test_another_column_can_be_taken(stores, tmp_path):
    rows = [{"text": "lain", "tgl_baru": ""}, {**BAD_DATE, "tgl_baru": "2026-01-31"}]
    (row_id,) = hold(stores, tmp_path, *rows)
    assert retry(stores, row_id, by_hand={"published_at": "tgl_baru"}, now=NOW).taken


def test_a_broken_line_can_be_typed_in(stores, tmp_path):
    (row_id,) = hold(stores, tmp_path, {"text": "lain"}, '{"text": "terpotong')
    refused = retry(stores, row_id, now=NOW)
    assert "by hand" in refused.reason
    assert retry(stores, row_id, corrections={"text": "terpotong di tengah"}, now=NOW).taken
    assert delivered(stores.bus)[-1]["text"] == "terpotong di tengah"


def test_a_claim_is_retried_as_a_claim(stores, tmp_path):
    record = {"title": "", "label": "SALAH", "url": "https://cek.example/1"}
    (row_id,) = hold(stores, tmp_path, {**record, "title": "A", "url": ""}, record)
    assert retry(stores, row_id, corrections={"title": "Bantuan lewat tautan"}, now=NOW).taken
    titles = [claim.title for claim in stores.claim_sink.claims.values()]
    assert titles == ["A", "Bantuan lewat tautan"]
    assert delivered(stores.bus) == []


def test_the_options_of_the_ingest_hold_for_the_retry(stores, tmp_path):
    options = IntakeOptions(
        platform="tiktok", source_kind="mitra", timezone="WIT", is_exercise=True, source="mitra-a"
    )
    record = {"text": "Banjir", "created_at": "2026-02-30 09:00"}
    (row_id,) = hold(stores, tmp_path, {"text": "lain"}, record, options=options)
    retry(stores, row_id, corrections={"published_at": "2026-02-28 09:00"}, now=NOW)
    item = delivered(stores.bus)[-1]
    assert (item["platform"], item["source_kind"], item["source"]) == ("tiktok", "mitra", "mitra-a")
    assert item["is_exercise"]
    assert item["published_at"] == datetime(2026, 2, 28, 0, tzinfo=UTC)


def test_a_wrong_correction_is_named_and_the_row_waits_on(stores, tmp_path):
    (row_id,) = hold(stores, tmp_path, {"text": "lain"}, BAD_DATE)
    with pytest.raises(InvalidInput, match="'warna'"):
        retry(stores, row_id, corrections={"warna": "merah"})
    assert not retry(stores, row_id, corrections={"region_code": "99"}, now=NOW).taken
    assert stores.quarantine.count() == 1


def test_a_discarded_row_stays_on_record_and_does_not_come_back(stores, tmp_path):
    (row_id,) = hold(stores, tmp_path, {"text": "lain"}, BAD_DATE)
    stores.quarantine.discard([row_id])
    hold(stores, tmp_path, {"text": "lain"}, BAD_DATE, {"text": "tambahan"})
    assert stores.quarantine.count() == 0
    (row,) = stores.quarantine.list(status=None)
    assert (row.row_id, row.status, row.line) == (row_id, "discarded", 2)
    with pytest.raises(InvalidInput, match="discarded already"):
        stores.quarantine.discard([row_id])


def test_what_is_not_there_is_said(stores):
    with pytest.raises(InvalidInput, match="q-nothing"):
        stores.quarantine.show("q-nothing")
    with pytest.raises(InvalidInput, match="'lost'"):
        stores.quarantine.list(status="lost")
