"""SIGKILL at any moment, of publishers and of the reader: nothing lost, nothing doubled."""

import random
from secrets import token_hex

import pyarrow as pa
import pytest

from tangkal.bus import open_bus
from tests import killing

BATCHES = 60
RUNS = 8


@pytest.fixture(params=["spool", "nats"])
def address(request, tmp_path):
    if request.param == "spool":
        return str(tmp_path / "spool")
    return f"{request.getfixturevalue('nats_server').url}/kill-{token_hex(6)}"


def publish_for_ever(address, publisher):
    """Offer the same batches from the first again and again, as repeated ingests do."""
    with open_bus(address) as bus:
        while True:
            publish_all(bus, publisher)


def publish_all(bus, publisher, batches=BATCHES):
    for number in range(batches):
        bus.publish(f"{publisher}-{number}", pa.table({"number": [number] * 50}))


def read_for_ever(address, diary):
    """A reader whose state is its diary: a line counts once it is whole."""
    with open_bus(address) as bus, diary.open("ab") as stream:
        while True:
            for delivery in bus.read(last_position(diary), limit=4):
                stream.write(f"{delivery.position} {delivery.batch_id}\n".encode())
                stream.flush()
            bus.forget(last_position(diary))


def whole_lines(diary):
    """Complete entries; a torn last line, if any, is cut off as a database would."""
    content = diary.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if whole != content:
        diary.write_bytes(whole)
    return [line.split() for line in whole.decode().splitlines()]


def last_position(diary):
    lines = whole_lines(diary)
    return int(lines[-1][0]) if lines else 0


def test_kills_lose_and_double_nothing(tmp_path, address):
    chance = random.Random(7)
    diary = tmp_path / "diary"
    diary.touch()
    with open_bus(address) as bus:
        publish_all(bus, "a", BATCHES // 4)
    for _ in range(RUNS):
        killing.wait(
            killing.start(publish_for_ever, address, "a", calls=chance.randrange(1, 6000)),
            killing.start(publish_for_ever, address, "b", calls=chance.randrange(1, 6000)),
            killing.start(read_for_ever, address, diary, calls=chance.randrange(1, 6000)),
        )
    with open_bus(address) as bus:
        publish_all(bus, "a")
        publish_all(bus, "b")
        rest = [delivery.batch_id for delivery in bus.read(last_position(diary), limit=1000)]
        assert bus.aside() == []
    read_before = [name for _, name in whole_lines(diary)]
    assert read_before, "the readers were all killed before they read anything"
    offered = [f"{publisher}-{number}" for publisher in "ab" for number in range(BATCHES)]
    assert sorted(read_before + rest) == sorted(offered)
    of_a = [name for name in read_before + rest if name.startswith("a")]
    assert of_a == offered[:BATCHES]  # in the order they were published
