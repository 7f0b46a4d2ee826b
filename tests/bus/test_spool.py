"""What the spool folder survives: torn files, flipped bits, publishers that died."""

import pyarrow as pa
import pytest

from tangkal.bus import BusError, SpoolBus
from tangkal.bus.envelope import checksum, pack
from tests import killing


@pytest.fixture
def bus(tmp_path):
    return SpoolBus(tmp_path / "spool")


def batch(number):
    return pa.table({"number": [number], "text": ["harga bensin naik " * 20]})


def fill(bus, count=3):
    for number in range(count):
        bus.publish(f"b{number}", batch(number))


def names(bus, after=0):
    return [delivery.batch_id for delivery in bus.read(after)]


def stored(bus):
    return sorted(bus.folder.glob("[0-9]*.arrow"))


def tear(path):
    path.write_bytes(path.read_bytes()[:-9])


def flip_a_bit(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(content)


def empty(path):
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [tear, flip_a_bit, empty])
def test_a_damaged_batch_is_set_aside_with_its_reason_and_the_stream_goes_on(bus, caplog, harm):
    fill(bus)
    damaged = stored(bus)[1]
    harm(damaged)
    content = damaged.read_bytes()
    assert names(bus) == ["b0", "b2"]
    assert bus.depth(0) == 2
    (aside,) = bus.aside()
    assert aside.position == 2
    assert "checksum" in aside.reason
    assert damaged.name in caplog.text
    assert (bus.folder / "aside" / damaged.name).read_bytes() == content


def test_a_damaged_batch_can_be_brought_again(bus):
    fill(bus)
    tear(stored(bus)[1])
    assert names(bus) == ["b0", "b2"]
    assert bus.publish("b1", batch(1))
    assert names(bus) == ["b0", "b2", "b1"]


def test_a_file_that_is_whole_but_no_batch_is_set_aside(bus):
    content = b"not Arrow at all"
    (bus.folder / f"{7:020d}.{checksum(content)}.arrow").write_bytes(content)
    assert names(bus) == []
    assert bus.aside()[0].position == 7
    bus.publish("b", batch(1))
    assert bus.read(7)[0].batch_id == "b"  # its place is not given again


def test_a_publisher_that_died_before_naming_its_batch_published_it_all_the_same(bus):
    fill(bus, 1)
    content = pack("late", batch(9))
    (bus.folder / f"{2:020d}.{checksum(content)}.arrow").write_bytes(content)
    again = SpoolBus(bus.folder)
    assert names(again) == ["b0", "late"]
    assert not again.publish("late", batch(9))
    again.publish("next", batch(3))
    assert [delivery.position for delivery in again.read(0)] == [1, 2, 3]


def test_a_batch_half_written_was_never_published(bus):
    fill(bus, 1)
    half = bus.folder / f".writing-abc-{2:020d}.00000000.arrow"
    half.write_bytes(b"half")
    assert names(bus) == ["b0"]
    assert bus.publish("b1", batch(1))
    assert names(bus) == ["b0", "b1"]
    assert not half.exists()


def test_strange_files_in_the_folder_do_no_harm(bus):
    fill(bus, 1)
    for name in ("1.arrow", "x.y.arrow", "notes.txt", "12.a.b.arrow"):
        (bus.folder / name).write_bytes(b"?")
    assert names(bus) == ["b0"]


def publish_one(folder):
    SpoolBus(folder).publish("late", batch(9))


def test_killed_at_any_step_a_publisher_has_published_all_or_nothing(tmp_path):
    def fresh(attempt):
        fill(SpoolBus(tmp_path / str(attempt)), 1)
        return (tmp_path / str(attempt),)

    for (folder,) in killing.at_every_step(publish_one, fresh, step=53):
        bus = SpoolBus(folder)
        was_there = names(bus) == ["b0", "late"]
        assert was_there or names(bus) == ["b0"]
        assert bus.publish("late", batch(9)) != was_there
        assert names(bus) == ["b0", "late"]
        assert bus.aside() == []


def test_a_full_disk_is_told_in_a_sentence_and_the_batch_can_be_sent_again(bus, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as while_full:
        while_full.setattr("pathlib.Path.write_bytes", full)
        with pytest.raises(BusError, match="No space left"):
            bus.publish("b0", batch(0))
    assert names(bus) == []
    assert bus.publish("b0", batch(0))
    assert names(bus) == ["b0"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BusError, match="cannot be written"):
        SpoolBus(tmp_path / "file" / "spool")
