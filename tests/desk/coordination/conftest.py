"""One fictional week through intake and measurement, for the proofs of the whole job."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pyarrow as pa
import pytest

from tangkal.bus import open_bus
from tangkal.engines import MemoryLake
from tangkal.exercises.week import iter_rows
from tangkal.exercises.writing import write_week
from tangkal.pipeline.home import Home
from tangkal.pipeline.intake import ingest
from tangkal.pipeline.options import IntakeOptions
from tangkal.pipeline.settings import Settings
from tangkal.pipeline.stores import open_stores
from tangkal.pipeline.stream import Stream
from tests.pipeline.streams import WordClaims

ITEMS, SEED = 2_000, 25
START = datetime.fromisoformat("2026-11-14T00:00:00+07:00")


@pytest.fixture(scope="session")
def week(tmp_path_factory):
    """The measured items, which of them the plan made a group post, and the week's end."""
    folder = tmp_path_factory.mktemp("week")
    home = Home(folder / "home")
    home.make()
    write_week(folder / "week", ITEMS, seed=SEED, start=START)
    with open_stores(Settings(home=home)) as stores:
        options = IntakeOptions(kind="items", is_exercise=True, source="pekan")
        ingest(folder / "week" / "items.jsonl", stores, options)
    bus, stream = open_bus(home.spool), Stream(WordClaims())
    batches = [stream.process(each.table, each.batch_id) for each in bus.read(0, 1_000)]
    items = pa.concat_tables(batches)
    planted = {
        row["text"]
        for row, truth in iter_rows(ITEMS, seed=SEED, start=START)
        if truth.label == "coordinated"
    }
    is_planted = pa.array([text in planted for text in items["text"].to_pylist()])
    return SimpleNamespace(items=items, is_planted=is_planted, end=START + timedelta(days=7))


@pytest.fixture
def week_lake(week):
    """A function from some of the week's items to a lake that holds them."""

    def make(items):
        lake = MemoryLake()
        lake.append("b1", items)
        return lake

    return make
