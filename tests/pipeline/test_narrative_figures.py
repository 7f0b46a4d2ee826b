"""The figures kept as items come in are those that the lake would count, at any moment."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.engines import MemoryLake
from tangkal.kernel import InvalidInput
from tangkal.kernel.schema import LAKE
from tangkal.pipeline.account_ages import AWAY_HOURS, NEW_HOURS, AccountAges, account_key
from tangkal.pipeline.narrative_figures import (
    ENOUGH_AUTHORS,
    KEPT_HOURS,
    LiveFigures,
    NarrativeFigures,
)
from tangkal.pipeline.sparse_counts import SparseCounts

START = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = ("N1", "N2", "N3", "N4")


def item(number, narrative, hour, *, platform="x", kind="crawler", author=None, exercise=False):
    at = START + hour * HOUR + timedelta(minutes=number % 60)
    return {
        "item_id": f"{number:032x}",
        "source": "test",
        "source_kind": kind,
        "platform": platform,
        "text": f"isi {number}",
        "author": author,
        "observed_at": at,
        "published_at": None if number % 3 == 0 else at,
        "is_exercise": exercise,
        "family_id": f"{number:032x}",
        "narrative_id": narrative,
        "matches": [],
        "batch_id": "b",
    }


def table(rows):
    return pa.Table.from_pylist(rows, schema=LAKE)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(NAMES[:3]),
        st.integers(0, 300),
        st.sampled_from(["x", "tiktok", "web"]),
        st.sampled_from(["crawler", "aduan"]),
        st.sampled_from([None, "a", "b", "c", "d", "e", "f", "g"]),
    ),
    min_size=1,
    max_size=60,
)


def items(drawn, first=0):
    return [
        item(first + n, name, hour, platform=platform, kind=kind, author=author)
        for n, (name, hour, platform, kind, author) in enumerate(drawn)
    ]


def said(counted, lake_like=True):
    authors = (
        [min(len(each), ENOUGH_AUTHORS) for each in counted.counts_by(NAMES, "author").values()]
        if lake_like
        else counted.authors(NAMES)
    )
    return (
        counted.beginning(),
        counted.hourly_counts(NAMES, START, 300).tolist(),
        counted.totals(NAMES).tolist(),
        counted.first_last(NAMES),
        counted.counts_by(NAMES, "platform"),
        counted.counts_by(NAMES, "source_kind"),
        authors,
    )


@settings(deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=4))
def test_they_are_what_the_lake_counts(batches):
    lake, figures, number = MemoryLake(), NarrativeFigures(), 0
    for place, drawn in enumerate(batches):
        rows = table(items(drawn, number))
        number += len(drawn)
        lake.append(f"b{place}", rows)
        figures.add(rows)
    assert said(figures, lake_like=False) == said(lake)


@settings(deadline=None)
@given(ROWS, ROWS)
def test_a_snapshot_goes_on_where_it_was(before, after):
    figures = LiveFigures()
    figures.add(table(items(before)))
    again = LiveFigures.restore(figures.snapshot())
    for each in (figures, again):
        each.add(table(items(after, len(before))))
    for is_exercise in (False, True):
        one, other = (each.of(is_exercise=is_exercise) for each in (figures, again))
        assert said(one, lake_like=False) == said(other, lake_like=False)
        end = START + 300 * HOUR
        assert one.due_for_reading(NAMES, end, at_least=1) == other.due_for_reading(
            NAMES, end, at_least=1
        )


@settings(deadline=None)
@given(ROWS)
def test_merging_counts_both_and_forgetting_leaves_the_rest(drawn):
    figures, both = NarrativeFigures(), NarrativeFigures()
    figures.add(table(items(drawn)))
    merged = [("N1" if name == "N2" else name, *rest) for name, *rest in drawn]
    both.add(table(items(merged)))
    figures.merge("N1", "N2")
    for each in (figures, both):
        each.keep_only(["N1"])
    one, other = said(figures, lake_like=False), said(both, lake_like=False)
    assert one[1:-1] == other[1:-1]
    assert (one[-1][0] >= ENOUGH_AUTHORS) == (other[-1][0] >= ENOUGH_AUTHORS)
    figures.add(table(items(drawn, 1_000)))  # room that was freed holds nothing old
    again = Counter(name for name, *_ in drawn)
    assert figures.totals(["N3"]).tolist() == [again["N3"]]


def test_after_a_split_both_parts_are_read_from_the_lake():
    rows = [item(n, "N1", n) for n in range(5)] + [item(n, "N4", n) for n in range(5, 8)]
    lake, figures = MemoryLake(), LiveFigures()
    lake.append("b", table(rows))
    figures.add(table([{**row, "narrative_id": "N1"} for row in rows]))

    figures.read_again(["N1", "N4"], lake)

    assert figures.of(is_exercise=False).totals(["N1", "N4"]).tolist() == [5, 3]
    assert figures.of(is_exercise=True).totals(["N1", "N4"]).tolist() == [0, 0]


def test_an_exercise_and_the_world_never_meet():
    figures = LiveFigures()
    figures.add(table([item(1, "N1", 1, exercise=True), item(2, "N1", 1), item(3, "N1", 2)]))
    assert figures.of(is_exercise=True).totals(["N1"]).tolist() == [1]
    assert figures.of(is_exercise=False).totals(["N1"]).tolist() == [2]


def test_texts_are_read_for_new_accounts_and_again_when_a_quarter_more_came():
    figures = NarrativeFigures()
    past = [item(n, "N0", 0, author=f"known {n}") for n in range(10)]
    old = [item(100 + n, "N1", 100, author=f"known {n}") for n in range(10)]
    new = [item(200 + n, "N2", 100, author=f"new {n}") for n in range(10)]
    figures.add(table(past))
    figures.add(table(old + new))
    end = START + 101 * HOUR

    assert figures.due_for_reading(["N1", "N2"], end, at_least=8) == ["N2"]
    assert figures.due_for_reading(["N1", "N2"], end, at_least=8) == []
    figures.add(table([item(300 + n, "N2", 100, author=f"newer {n}") for n in range(5)]))
    assert figures.due_for_reading(["N1", "N2"], end, at_least=8) == ["N2"]
    assert figures.due_for_reading(["N2"], end + 25 * HOUR, at_least=8) == []


def test_hours_long_past_are_refused_rather_than_called_quiet():
    figures = NarrativeFigures()
    figures.add(table([item(1, "N1", 2 * KEPT_HOURS)]))
    with pytest.raises(InvalidInput, match="no longer kept"):
        figures.hourly_counts(["N1"], START, 24)


def test_memory_does_not_grow_with_time():
    figures = LiveFigures()
    sizes = []
    for day in range(120):
        names = [f"D{day}-{n}" for n in range(30)]
        figures.add(table([item(n, name, 24 * day) for n, name in enumerate(names)]))
        figures.tidy(names)
        sizes.append(sum(array.nbytes for array in figures.snapshot().values()))
    assert max(sizes[60:]) <= 1.1 * max(sizes[:30])


# -- what it stands on ---------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(480_000, 480_020), st.integers(1, 9))),
    st.integers(480_000, 480_010),
)
def test_sparse_counts_are_a_dictionary_of_counts(cells, first):
    counts, plain = SparseCounts(), Counter()
    for series, hour, items_seen in cells:
        counts.add(np.array([series]), np.array([hour]), np.array([items_seen]))
        plain[series, hour] += items_seen
    want = [[plain[series, first + n] for n in range(12)] for series in range(7)]
    assert counts.table(np.arange(7), first, 12).tolist() == want
    assert len(counts) == len(plain)


def test_an_account_is_new_when_it_comes_and_when_it_comes_back():
    ages, key = AccountAges(), np.array([account_key("a")])

    def at(hour):
        return bool(ages.take(key, np.array([hour]))[0])

    assert at(1_000)
    assert at(1_000 + NEW_HOURS - 1)
    assert not at(1_000 + NEW_HOURS)
    assert at(1_000 + NEW_HOURS + AWAY_HOURS + 1)


def test_accounts_are_held_without_their_names():
    ages = AccountAges()
    ages.take(np.array([account_key("warga")]), np.array([5]))
    assert {each.dtype.kind for each in ages.snapshot().values()} == {"i"}
