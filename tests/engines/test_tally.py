"""One pass that counts items by several fields: the same of every engine."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.engines import DuckLake, MemoryLake
from tangkal.engines.base import TALLIED
from tangkal.kernel import InvalidInput, InvalidRecord
from tests.engines.lakes import MONDAY, row, table
from tests.engines.test_lake_contract import HOUR


@pytest.fixture(params=["memory", "duckdb"])
def lake(request, tmp_path):
    return MemoryLake() if request.param == "memory" else DuckLake(tmp_path / "lake")


def test_items_are_counted_by_fields_and_the_earliest_is_named(lake):
    lake.append(
        "b1",
        table(
            row("b", hours=1),
            row("a", hours=0),
            row("c", platform="tiktok", hours=2),
            row("d", narrative="N2", hours=1, is_exercise=True),
            row("e", narrative="N2", hours=1, region_code="32.04"),
        ),
    )
    end = MONDAY + 3 * HOUR
    found = lake.tally(MONDAY, end, ["narrative_id", "platform"])
    assert found.to_pylist() == [
        {"narrative_id": "N1", "platform": "tiktok", "items": 1, "first_item": "c"},
        {"narrative_id": "N1", "platform": "x", "items": 2, "first_item": "a"},
        {"narrative_id": "N2", "platform": "x", "items": 2, "first_item": "d"},
    ]
    assert lake.tally(MONDAY, end, ["hour"], is_exercise=False)["hour"].to_pylist() == [0, 1, 2]
    only = lake.tally(MONDAY, end, ["narrative_id"], narrative_ids=["N2", "N9"], is_exercise=False)
    assert only["first_item"].to_pylist() == ["e"]
    assert lake.tally(MONDAY, end, ["region_code"])["region_code"].to_pylist() == ["32.04", None]
    assert lake.tally(MONDAY, end, ["source"], region="32")["items"].to_pylist() == [1]
    assert lake.tally(MONDAY, end, ["source"], narrative_ids=[]).num_rows == 0
    assert lake.tally(end, end + HOUR, ["hour"]).num_rows == 0


def test_a_tally_refuses_what_it_cannot_count(lake):
    for wrong in ([], ["text"], ["hour", "hour"]):
        with pytest.raises(InvalidInput, match="tally"):
            lake.tally(MONDAY, MONDAY + HOUR, wrong)
    with pytest.raises(InvalidRecord):
        lake.tally(datetime(2026, 3, 2), MONDAY, ["hour"])


made = st.lists(
    st.tuples(
        st.sampled_from(["N1", "N2"]),
        st.integers(-3, 6),
        st.none() | st.integers(-6, 12),
        st.sampled_from(["x", "tiktok"]),
        st.sampled_from([None, "32", "32.04", "3"]),
        st.booleans(),
    ),
    max_size=14,
)


@given(
    made=made,
    by=st.lists(st.sampled_from(TALLIED), min_size=1, max_size=3, unique=True),
    region=st.sampled_from([None, "32"]),
    is_exercise=st.sampled_from([None, True, False]),
)
@settings(max_examples=40, deadline=None)
def test_the_engine_tallies_as_its_plain_twin(tmp_path_factory, made, by, region, is_exercise):
    lakes = [MemoryLake(), DuckLake(tmp_path_factory.mktemp("lake"))]
    rows = [
        row(str(n), narrative=narrative, hours=seen, platform=platform, region_code=place,
            is_exercise=drill, published_at=None if told is None else MONDAY + told * HOUR / 2)
        for n, (narrative, seen, told, platform, place, drill) in enumerate(made)
    ]  # fmt: skip
    asked = {"region": region, "is_exercise": is_exercise}
    for lake in lakes:
        lake.append("b1", table(*rows))
    twin, engine = (lake.tally(MONDAY - HOUR, MONDAY + 5 * HOUR, by, **asked) for lake in lakes)
    assert engine.to_pylist() == twin.to_pylist()
