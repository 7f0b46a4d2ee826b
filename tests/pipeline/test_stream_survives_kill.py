"""SIGKILL the worker at random points: every item is in the lake once, in its right place."""

import random

import pyarrow as pa
import pyarrow.parquet as pq

from tangkal.bus import SpoolBus
from tangkal.engines import DuckLake
from tangkal.pipeline.home import Home
from tangkal.pipeline.stream import Stream
from tests import killing
from tests.pipeline.streams import WordClaims, chatter

BATCHES, ROWS = 40, 40
RUNS = 15


def work(root):
    """What the desk's worker does, without the desk; it goes on for ever."""
    home = Home(root)
    bus, lake = SpoolBus(home.spool), DuckLake(home.lake)
    stream, position = Stream.load(home.state, WordClaims("bensin"), lake=lake)
    while True:
        position = take(bus, lake, stream, home, position)


def take(bus, lake, stream, home, position):
    for delivery in bus.read(position, limit=3):
        lake.append(delivery.batch_id, stream.process(delivery.table, delivery.batch_id))
        position = delivery.position
    stream.save(home.state, position)
    bus.forget(position)
    for day in lake.days():
        lake.compact(day)
    return position


def publish(root):
    bus = SpoolBus(Home(root).spool)
    while True:
        publish_all(bus, root)


def publish_all(bus, root, batches=BATCHES):
    rows = pq.read_table(root / "sent.parquet")
    for number in range(batches):
        bus.publish(f"b{number}", rows.slice(number * ROWS, ROWS))


def test_kills_lose_and_double_nothing_and_move_no_item(tmp_path):
    home = Home(tmp_path)
    home.make()
    sent = chatter(BATCHES, rows=ROWS)
    pq.write_table(pa.concat_tables(sent), tmp_path / "sent.parquet")
    chance = random.Random(11)
    bus, lake = SpoolBus(home.spool), DuckLake(home.lake)
    publish_all(bus, tmp_path, BATCHES // 4)
    growth = []
    for _ in range(RUNS):
        killing.wait(
            killing.start(publish, tmp_path, calls=chance.randrange(1, 12_000)),
            killing.start(work, tmp_path, calls=chance.randrange(1, 120_000)),
        )
        growth.append(lake.count())
    assert len(set(growth)) > RUNS // 3, f"the worker was hardly ever at work when killed: {growth}"

    publish_all(bus, tmp_path)
    stream, position = Stream.load(home.state, WordClaims("bensin"), lake=lake)
    while bus.depth(position):
        position = take(bus, lake, stream, home, position)

    whole = Stream(WordClaims("bensin"))
    expected = [whole.process(batch, f"b{n}") for n, batch in enumerate(sent)]
    columns = ["item_id", "family_id", "narrative_id", "batch_id"]
    found = pa.concat_tables(lake.replay(columns)).sort_by("item_id")
    assert (
        found.to_pylist()
        == pa.concat_tables(expected).select(columns).sort_by("item_id").to_pylist()
    )
    assert bus.aside() == []
