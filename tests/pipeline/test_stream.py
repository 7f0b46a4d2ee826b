"""The stream path: what goes in once comes out once, measured."""

import json

import numpy as np
import pyarrow as pa
import pytest

from tangkal.engines import DuckLake, MemoryLake
from tangkal.kernel import InvalidInput, NarrativeOrder
from tangkal.kernel.schema import LAKE
from tangkal.pipeline.seen import SeenItems, keys_of
from tangkal.pipeline.stream import VERSION, Stream
from tangkal.recognise.families import FamilyIndex
from tests.pipeline.streams import WordClaims, chatter, intake, item_id

FUEL = "Besok harga bensin naik dua kali lipat, isi penuh tangki kendaraan sekarang juga"
FLOOD = "Video banjir bandang menyeret puluhan mobil di jembatan kota kecil tadi malam"


def claims_of(measured):
    return [[match["claim_id"] for match in row] for row in measured["matches"].to_pylist()]


def test_rows_come_out_in_order_with_everything_they_brought():
    sent = intake([FUEL, FLOOD, FUEL], region_code="32.04", title="Awas", shares=0)
    stream = Stream(WordClaims("bensin"))
    found = stream.process(sent, "b1")
    assert found.schema == LAKE
    assert found.select(sent.schema.names) == sent
    assert found["language"].to_pylist() == ["id"] * 3
    assert found["batch_id"].to_pylist() == ["b1"] * 3
    first, other, copy = found["family_id"].to_pylist()
    assert (first, other) == tuple(sent["item_id"].to_pylist()[:2])
    assert copy == first
    assert found["narrative_id"][0] == found["narrative_id"][2]
    assert claims_of(found) == [["bensin"], [], ["bensin"]]
    MemoryLake().append("b1", found)  # a lake takes it as it is


def test_an_item_seen_before_is_dropped_within_and_across_batches():
    stream = Stream(WordClaims())
    first = intake([FUEL, FLOOD])
    assert stream.process(pa.concat_tables([first, first]), "b1").num_rows == 2
    again = stream.process(pa.concat_tables([first, intake(["Kabar baru"], start=2)]), "b2")
    assert again["item_id"].to_pylist() == [item_id("row 2")]
    assert stream.process(first, "b3") == LAKE.empty_table()


def test_only_the_first_of_a_family_pays_for_matching():
    claims = WordClaims("bensin")
    stream = Stream(claims)
    found = stream.process(intake([FUEL, FUEL, FLOOD]), "b1")
    later = stream.process(intake([FUEL + " ya", FLOOD], start=3), "b2")
    assert claims.asked == [item_id("row 0"), item_id("row 2")]
    assert claims_of(found) + claims_of(later) == [["bensin"], ["bensin"], [], ["bensin"], []]


def test_a_new_claim_reaches_families_already_known():
    claims = WordClaims("bensin")
    stream = Stream(claims)
    stream.process(intake([FUEL, FLOOD]), "b1")
    claims.add("banjir")
    assert claims_of(stream.process(intake([FLOOD], start=2), "b2")) == [["banjir"]]


def test_the_title_is_part_of_what_an_item_says():
    stream = Stream(WordClaims("bensin"))
    assert claims_of(stream.process(intake(["Benarkah?"], title="Harga bensin"), "b")) == [
        ["bensin"]
    ]


def test_a_table_of_another_shape_is_refused_and_changes_nothing():
    stream = Stream(WordClaims())
    sent = intake([FUEL])
    with pytest.raises(InvalidInput, match="observed_at"):
        stream.process(sent.drop_columns(["observed_at"]), "b1")
    assert stream.process(sent, "b1").num_rows == 1


def test_a_batch_that_failed_on_the_way_can_come_again():
    class Failing(WordClaims):
        def match_batch(self, item_ids, texts, k=3):
            raise ValueError("the index is being rebuilt")

    stream = Stream(Failing())
    with pytest.raises(ValueError, match="rebuilt"):
        stream.process(intake([FUEL]), "b1")
    stream.matches.claims = WordClaims()
    assert stream.process(intake([FUEL]), "b1").num_rows == 1


def test_the_time_of_each_stage_is_kept():
    stream = Stream(WordClaims())
    stream.process(intake([FUEL]), "b1")
    stages = {
        "seen",
        "language",
        "tokens",
        "families",
        "narratives",
        "match",
        "assemble",
        "figures",
    }
    assert set(stream.seconds) == stages
    assert all(spent > 0 for spent in stream.seconds.values())


def placed(tables):
    found = pa.concat_tables(tables).select(["item_id", "family_id", "narrative_id"])
    return found.to_pylist()


def test_a_restored_stream_goes_on_as_if_it_had_never_stopped(tmp_path):
    batches = chatter(12)
    whole = Stream(WordClaims("bensin"))
    expected = [whole.process(batch, f"b{n}") for n, batch in enumerate(batches)]
    stopped = Stream(WordClaims("bensin"))
    for n, batch in enumerate(batches[:5]):
        stopped.process(batch, f"b{n}")
    stopped.save(tmp_path, position=5)
    stopped.process(batches[5], "b5")  # after the snapshot, and lost
    resumed, position = Stream.load(tmp_path, WordClaims("bensin"))
    assert position == 5
    assert resumed.process(batches[4], "b4").num_rows == 0
    found = [resumed.process(batch, f"b{n}") for n, batch in enumerate(batches) if n >= 5]
    assert placed(found) == placed(expected[5:])
    assert found == expected[5:]


def test_without_a_snapshot_a_stream_begins_empty(tmp_path):
    stream, position = Stream.load(tmp_path, WordClaims(), lake=DuckLake(tmp_path / "lake"))
    assert position == 0
    assert stream.process(intake([FUEL]), "b").num_rows == 1


def tear(folder):
    path = next(folder.glob("*.npz"))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_a_bit(folder):
    path = next(folder.glob("*.npz"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def remove(folder):
    next(folder.glob("*.npz")).unlink()


def scribble(folder):
    (folder / "stream.json").write_bytes(b'{"version": \xff')


def empty(folder):
    (folder / "stream.json").write_bytes(b"[]")


def grow_old(folder):
    path = folder / "stream.json"
    path.write_text(path.read_text().replace('"version": ', '"version": 99'))


def swap(folder):
    path = next(folder.glob("*.npz"))
    np.savez(path, unknown=np.zeros(3))


@pytest.mark.parametrize("harm", [tear, flip_a_bit, remove, scribble, empty, grow_old, swap])
def test_a_damaged_snapshot_is_rebuilt_from_the_lake_and_said_so(tmp_path, caplog, harm):
    lake = DuckLake(tmp_path / "lake")
    stream = Stream(WordClaims("bensin"))
    batches = chatter(6)
    for n, batch in enumerate(batches[:5]):
        lake.append(f"b{n}", stream.process(batch, f"b{n}"))
    stream.save(tmp_path, 5)
    expected = stream.process(batches[5], "b5")
    harm(tmp_path)
    rebuilt, position = Stream.load(tmp_path, WordClaims("bensin"), lake=lake)
    assert position == 0
    assert "snapshot is not used" in caplog.text
    assert all(rebuilt.process(batch, "again").num_rows == 0 for batch in batches[:5])
    assert placed([rebuilt.process(batches[5], "b5")]) == placed([expected])


def test_a_sound_snapshot_is_used(tmp_path):
    stream = Stream(WordClaims())
    stream.save(tmp_path, 7)
    stream.save(tmp_path, 8)
    assert Stream.load(tmp_path, WordClaims())[1] == 8
    assert len(list(tmp_path.glob("*.npz"))) == 1


def test_seen_items_remember_the_last_window_and_let_older_ones_go():
    seen = SeenItems(window=1000)
    keys = np.arange(1, 10_001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for start in range(0, 10_000, 100):
        part = keys[start : start + 100]
        assert seen.are_new(part).all()
        seen.add(part)
        assert not seen.are_new(keys[max(0, start - 900) : start + 100]).any()
    assert seen.are_new(keys[:7000]).all()
    again = SeenItems.restore(seen.snapshot())
    assert (again.are_new(keys) == seen.are_new(keys)).all()


def test_keys_differ_for_ids_that_differ_and_repeat_for_those_that_do_not():
    ids = pa.chunked_array([[f"{n}" for n in range(5000)], ["0", "é", ""]])
    keys = keys_of(ids)
    assert len(set(keys.tolist())) == 5002
    assert keys[5000] == keys[0]
    assert (keys_of(ids.slice(10, 100)) == keys[10:110]).all()
    assert len(keys_of(pa.chunked_array([], pa.string()))) == 0


def parts(folder, log):
    return json.loads((folder / "stream.json").read_text())["logs"][log][3]


def test_a_snapshot_writes_what_is_new_and_a_restart_reads_all_of_it(tmp_path):
    batches = chatter(30)
    whole = Stream(WordClaims())
    expected = [whole.process(batch, f"b{n}") for n, batch in enumerate(batches)]
    stream = Stream(WordClaims())
    found, written = [], 0
    for n, batch in enumerate(batches):
        found.append(stream.process(batch, f"b{n}"))
        before = {path.name for path in tmp_path.glob("*.npz")}
        stream.save(tmp_path, n + 1)
        new = [path for path in tmp_path.glob("stream-families-*.npz") if path.name not in before]
        written += sum(len(np.load(path)["contents"]) for path in new)
        if n % 7 == 6:
            stream, position = Stream.load(tmp_path, WordClaims())
            assert position == n + 1
    assert found == expected
    texts = stream.families.written
    assert len(parts(tmp_path, "families")) <= 6
    assert written < 6 * texts, "a row is written once for every doubling, not at every snapshot"
    named = {part[0] for log in ("families", "seen") for part in parts(tmp_path, log)}
    assert len(list(tmp_path.glob("*.npz"))) == len(named) + 1


def test_another_stream_does_not_go_on_from_a_snapshot_that_is_not_its_own(tmp_path):
    batches = chatter(4)
    for order in ([0, 1], [2, 3]):
        stream = Stream(WordClaims())
        for n in order:
            stream.process(batches[n], f"b{n}")
            stream.save(tmp_path, n)
    resumed, _ = Stream.load(tmp_path, WordClaims())
    assert resumed.process(batches[2], "again").num_rows == 0
    assert resumed.process(batches[0], "b0").num_rows == batches[0].num_rows


def test_forgotten_rows_leave_the_disk_too(tmp_path):
    stream = Stream(WordClaims(), families=FamilyIndex(50), seen=SeenItems(60))
    twin = Stream(WordClaims(), families=FamilyIndex(50), seen=SeenItems(60))
    for n, batch in enumerate(chatter(20)):
        assert stream.process(batch, f"b{n}") == twin.process(batch, f"b{n}")
        stream.save(tmp_path, n)
        if n % 3 == 0:
            stream, _ = Stream.load(tmp_path, WordClaims())
        twin.seen.forget_unsaved()
    for log in ("families", "seen"):
        first, end = parts(tmp_path, log)[0][1], parts(tmp_path, log)[-1][2]
        assert end - first <= 6 * 60, log


def test_a_snapshot_of_an_older_version_is_refused_with_its_reason(tmp_path, caplog):
    (tmp_path / "stream.json").write_text('{"version": 1, "file": "stream-1.npz", "facts": {}}')
    assert Stream.load(tmp_path, WordClaims())[1] == 0
    assert f"stream has version 1; this code reads {VERSION}" in caplog.text


def test_figures_follow_narratives_that_become_one():
    stream = Stream(WordClaims())
    measured = stream.process(
        intake([FUEL, "Vaksin flu gratis di puskesmas Garut hari Senin pagi"]), "b1"
    )
    stays, ends = measured["narrative_id"].to_pylist()
    assert stays != ends
    figures = stream.figures.of(is_exercise=measured["is_exercise"][0].as_py())

    stream.apply([NarrativeOrder(kind="merge", narrative_id=stays, other_id=ends)])

    assert figures.totals([stays, ends]).tolist() == [2, 0]
