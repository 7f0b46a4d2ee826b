"""What every lake promises, told once and asked of each engine."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.engines import DuckLake, Membership, MemoryLake, Search
from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.kernel.schema import LAKE
from tests.engines.lakes import MONDAY, ids, row, table

HOUR = timedelta(hours=1)


@pytest.fixture(params=["memory", "duckdb"])
def lake(request, tmp_path):
    return MemoryLake() if request.param == "memory" else DuckLake(tmp_path / "lake")


def test_an_empty_lake_answers_every_question(lake):
    assert lake.count() == 0
    assert lake.days() == []
    assert lake.search("apa").schema == LAKE
    assert lake.search("apa").num_rows == 0
    assert lake.items(["a"]).num_rows == 0
    assert lake.hourly_counts(["N1"], MONDAY, 2).tolist() == [[0, 0]]
    assert lake.totals(["N1"]).tolist() == [0]
    assert lake.first_last(["N1"]) == [None]
    assert lake.platform_counts("N1") == {}
    lake.compact(MONDAY.date())
    assert lake.drop_before(MONDAY.date()) == 0


def test_a_batch_is_appended_once_by_name(lake):
    assert lake.append("b1", table(row("a"), row("b")))
    assert not lake.append("b1", table(row("a"), row("b")))
    assert lake.count() == 2


def test_a_batch_is_still_known_after_compaction_and_retention(lake):
    lake.append("b1", table(row("a"), batch_id="b1"))
    lake.append("b2", table(row("b"), batch_id="b2"))
    lake.compact(MONDAY.date())
    assert not lake.append("b2", table(row("b"), batch_id="b2"))
    assert lake.drop_before(MONDAY.date() + timedelta(days=1)) == 2
    assert not lake.append("b1", table(row("a"), batch_id="b1"))
    assert lake.count() == 0


def test_an_empty_batch_is_remembered_too(lake):
    assert lake.append("b1", LAKE.empty_table())
    assert not lake.append("b1", table(row("a")))


def test_what_goes_in_comes_out(lake):
    match = {"claim_id": "c", "score": 0.5, "reasons": ["words|gratis"], "method": "m/1"}
    given_row = row(
        "a", title="Judul", matches=[match], shares=0, views=None, published_at=MONDAY - HOUR,
        region_code="32.04", language="jv",
    )  # fmt: skip
    sent = table(given_row)
    lake.append("b1", sent)
    assert lake.items(["a"]).to_pylist() == sent.to_pylist()


def test_items_come_in_the_order_asked_for_and_once(lake):
    lake.append("b1", table(row("a"), row("b"), row("c")))
    assert ids(lake.items(["c", "x", "a", "c"])) == ["c", "a"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bensin", ["b", "a"]),
        ("BENSIN naik", ["a"]),
        (["harga bensin"], ["a"]),  # a phrase, given as one word
        ("judul", ["b"]),
        ("é", ["c"]),
        ("100%", ["d"]),  # not a wildcard
        ("_", []),
        ("' OR true --", []),
        ("", ["d", "c", "b", "a"]),
    ],
)
def test_search_finds_every_word_in_any_case_newest_first(lake, words, found):
    lake.append(
        "b1",
        table(
            row("a", text="Harga BENSIN naik", hours=0),
            row("b", text="bensin turun", title="JUDUL", hours=1),
            row("c", text="Kafé É", hours=2),
            row("d", text="diskon 100% besok", hours=3),
        ),
    )
    assert ids(lake.search(words)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"platform": "tiktok"}, ["b"]),
        ({"language": "su"}, ["b"]),
        ({"region": "32"}, ["c", "b"]),
        ({"region": "32.04"}, ["b"]),
        ({"region": "3"}, []),
        ({"since": MONDAY + HOUR}, ["c", "b"]),
        ({"until": MONDAY + HOUR}, ["a"]),
        ({"since": (MONDAY + HOUR).astimezone(timezone(7 * HOUR)), "limit": 1}, ["c"]),
        ({"narrative_id": "N2"}, ["c"]),
        ({"limit": 1, "offset": 1}, ["b"]),
        ({"language": "su", "platform": "x"}, []),
    ],
)
def test_search_filters_narrow_and_pages_follow_on(lake, filters, found):
    lake.append(
        "b1",
        table(
            row("a", hours=0),
            row("b", hours=1, platform="tiktok", language="su", region_code="32.04"),
            row("c", hours=2, narrative="N2", region_code="32.73"),
        ),
    )
    assert ids(lake.search(**filters)) == found


def test_search_refuses_a_page_that_makes_no_sense(lake):
    for page in ({"limit": 0}, {"offset": -1}, {"limit": 1_000_000}):
        with pytest.raises(InvalidInput):
            lake.search("a", **page)
    with pytest.raises(InvalidRecord, match="time zone"):
        lake.search("a", since=datetime(2026, 1, 1))


def test_hours_count_when_it_was_published_and_else_when_it_was_seen(lake):
    lake.append(
        "b1",
        table(
            row("a", hours=30, published_at=MONDAY + timedelta(minutes=59)),
            row("b", hours=1),
            row("c", hours=1, narrative="N2"),
            row("d", hours=2),  # after the last hour
            row("e", hours=-1),  # before the first
        ),
    )
    counts = lake.hourly_counts(["N2", "N1", "N9", "N1"], MONDAY, 2)
    assert counts.dtype == np.int64
    assert counts.tolist() == [[0, 1], [1, 1], [0, 0], [1, 1]]


def test_an_hour_that_is_not_whole_is_refused(lake):
    with pytest.raises(InvalidInput, match="10:30"):
        lake.hourly_counts(["N1"], MONDAY + HOUR / 2, 2)


def test_totals_spans_and_platforms_of_a_narrative(lake):
    lake.append(
        "b1",
        table(
            row("a", hours=5),
            row("b", hours=30, platform="tiktok", published_at=MONDAY - 9 * HOUR),
            row("c", hours=6, platform="tiktok"),
            row("d", hours=6, narrative="N2"),
        ),
    )
    assert lake.totals(["N2", "N1", "N3", "N1"]).tolist() == [1, 3, 0, 3]
    assert lake.first_last(["N1", "N3"]) == [(MONDAY - 9 * HOUR, MONDAY + 6 * HOUR), None]
    assert list(lake.platform_counts("N1").items()) == [("tiktok", 2), ("x", 1)]


def test_retention_drops_whole_days_of_when_things_were_seen(lake):
    late = datetime(2026, 3, 2, 23, 59, 59, 999999, UTC)
    lake.append("b1", table(row("a", observed_at=late), row("b", hours=14)))
    assert lake.days() == [date(2026, 3, 2), date(2026, 3, 3)]
    assert lake.drop_before(date(2026, 3, 3)) == 1
    assert ids(lake.search()) == ["b"]


def test_replay_gives_everything_in_the_order_it_came(lake):
    for batch in range(4):
        rows = [row(f"{batch}{place}") for place in (2, 0, 1)]
        lake.append(f"b{batch}", table(*rows))
        if batch == 2:
            lake.compact(MONDAY.date())
    found = pa.concat_tables(lake.replay(["item_id", "text"]))
    assert ids(found) == [f"{batch}{place}" for batch in range(4) for place in (2, 0, 1)]


@pytest.mark.parametrize("batch_id", ["", "../b", "a/b", ".b", "x" * 121])
def test_a_name_that_could_leave_its_folder_is_refused(lake, batch_id):
    with pytest.raises(InvalidInput, match="batch id"):
        lake.append(batch_id, table(row("a")))


def test_a_table_of_another_shape_is_refused(lake):
    with pytest.raises(InvalidInput, match="family_id"):
        lake.append("b1", table(row("a")).drop_columns(["family_id"]))
    with pytest.raises(InvalidInput, match="narrative_id"):
        lake.append("b1", table(row("a", narrative=None)))
    assert lake.count() == 0
    assert lake.append("b1", table(row("a")))


rows = st.lists(
    st.tuples(
        st.sampled_from(["N1", "N2", "N3"]),
        st.integers(-30, 30),
        st.none() | st.integers(-30, 30),
        st.sampled_from(
            ["Harga BBM naik", "bbm TURUN", "İstanbul ß", "ῼ Straße", "a\x00b", "😀 ok"]
        ),
    ),
    max_size=12,
)


@given(rows=rows, word=st.sampled_from(["bbm", "NAIK", "i", "SS", "ß", "😀", "ῳ", "\x00"]))
@settings(max_examples=40, deadline=None)
def test_the_engine_agrees_with_its_plain_twin(tmp_path_factory, rows, word):
    lakes = [MemoryLake(), DuckLake(tmp_path_factory.mktemp("lake"))]
    made = [
        row(str(n), narrative=narrative, hours=seen, text=text,
            published_at=None if told is None else MONDAY + told * HOUR / 2)
        for n, (narrative, seen, told, text) in enumerate(rows)
    ]  # fmt: skip
    for lake in lakes:
        lake.append("b1", table(*made[::2]))
        lake.append("b2", table(*made[1::2]))
        for day in lake.days():
            lake.compact(day)
    twin, engine = lakes
    names = ["N3", "N1", "N2"]
    assert ids(engine.search(word)) == ids(twin.search(word))
    assert ids(engine.search(since=MONDAY, until=MONDAY + 9 * HOUR)) == ids(
        twin.search(since=MONDAY, until=MONDAY + 9 * HOUR)
    )
    start = MONDAY - 10 * HOUR
    assert (engine.hourly_counts(names, start, 24) == twin.hourly_counts(names, start, 24)).all()
    assert engine.totals(names).tolist() == twin.totals(names).tolist()
    assert engine.first_last(names) == twin.first_last(names)


def test_narratives_come_largest_first_with_their_earliest_words(lake):
    lake.append(
        "b1",
        table(
            row("b", text="Kedua", hours=1),
            row("a", text="Pertama bensin", hours=0),
            row("d", narrative="N2", text="Banjir", title="", hours=2),
            row("c", narrative="N3", title="Judul bensin", text="isi", hours=3),
        ),
    )

    found = lake.narratives(Search())

    assert [(each.narrative_id, each.items, each.lead) for each in found] == [
        ("N1", 2, "Pertama bensin"),
        ("N2", 1, "Banjir"),
        ("N3", 1, "Judul bensin"),
    ]
    assert (found[0].first, found[0].last) == (MONDAY, MONDAY + HOUR)
    page = lake.narratives(Search(limit=1, offset=1))
    assert [each.narrative_id for each in page] == ["N2"]
    some = lake.narratives(Search(words=("bensin",)))
    assert [(each.narrative_id, each.items) for each in some] == [("N1", 1), ("N3", 1)]


def test_a_count_of_what_is_found_ignores_the_page(lake):
    lake.append("b1", table(row("a"), row("b"), row("c", platform="facebook")))

    assert lake.count_found(Search(limit=1, offset=2)) == 3
    assert lake.count_found(Search(platform="facebook", limit=1)) == 1


def test_a_search_refuses_a_moment_without_a_zone():
    with pytest.raises(InvalidRecord):
        Search(since=datetime(2026, 3, 2))


def test_a_window_is_read_oldest_first_and_keeps_the_newest_where_it_is_too_full(lake):
    rows = [row("c", hours=2), row("a"), row("d", hours=2), row("b", hours=1), row("e", hours=3)]
    early = row("f", hours=30, published_at=MONDAY + HOUR)  # its moment is its publication
    lake.append("b1", table(*rows, early))

    def window(until, most=10, columns=("item_id", "platform")):
        return lake.window(MONDAY, MONDAY + until * HOUR, columns, most=most)

    assert window(3).column_names == ["item_id", "platform"]
    assert ids(window(3)) == ["a", "b", "f", "c", "d"]
    assert ids(window(3, most=3)) == ["b", "c", "d"]
    assert window(0).num_rows == 0
    for wrong in ({"most": 0}, {"columns": ("item_id", "secret")}):
        with pytest.raises(InvalidInput):
            window(3, **wrong)


def test_a_window_may_be_of_some_narratives_as_they_are_now(lake):
    lake.append(
        "b1",
        table(
            row("a", narrative_id="N1"), row("b", narrative_id="N2"), row("c", narrative_id="N3")
        ),
    )

    def found(*narratives):
        span = (MONDAY - HOUR, MONDAY + 9 * HOUR)
        return ids(lake.window(*span, ["item_id"], most=9, narrative_ids=narratives))

    assert found("N2") == ["b"]
    assert found() == []
    lake.belong(Membership(narratives={"N3": "N2"}))
    assert found("N2") == ["b", "c"]


MOVES = st.builds(
    lambda narratives, families: Membership(
        narratives={old: now for old, now in narratives.items() if now not in narratives},
        families={old: now for old, now in families.items() if now not in narratives},
    ),
    st.dictionaries(st.sampled_from(["N1", "N2", "N3"]), st.sampled_from(["N1", "N2", "N4"])),
    st.dictionaries(st.sampled_from(["F0", "F1", "F2", "F9"]), st.sampled_from(["N1", "N4", "N5"])),
)
NAMES = ["N1", "N2", "N3", "N4", "N5"]


def every_answer(lake):
    """What a lake says of its narratives, in all the ways it can be asked."""
    columns = ["item_id", "narrative_id"]
    window = lake.window(MONDAY - 99 * HOUR, MONDAY + 99 * HOUR, columns, most=50)
    return {
        "items": lake.items([str(n) for n in range(12)])["narrative_id"].to_pylist(),
        "search": [lake.search("", narrative_id=name).to_pylist() for name in NAMES],
        "narrative_items": [ids(lake.narrative_items(name)) for name in NAMES],
        "all": lake.search("bbm").to_pylist(),
        "counted": [lake.count_found(Search(narrative_id=name)) for name in NAMES],
        "narratives": lake.narratives(Search()),
        "narrative": [lake.narratives(Search(narrative_id=name)) for name in NAMES],
        "hours": lake.hourly_counts(NAMES, MONDAY - 10 * HOUR, 24).tolist(),
        "totals": lake.totals(NAMES).tolist(),
        "spans": lake.first_last(NAMES),
        "platforms": [lake.platform_counts(name) for name in NAMES],
        "families": lake.counts_by(NAMES, "platform"),
        "tally": lake.tally(
            MONDAY - 99 * HOUR, MONDAY + 99 * HOUR, ["narrative_id"], narrative_ids=NAMES[:3]
        ).to_pylist(),
        "window": window.to_pylist(),
        "alone": lake.window(
            MONDAY - 99 * HOUR, MONDAY + 99 * HOUR, ["narrative_id"], most=50
        ).to_pylist(),
        "replay": pa.concat_tables(lake.replay(columns)).to_pylist(),
        "replay alone": pa.concat_tables(lake.replay(["narrative_id"])).to_pylist(),
    }


@given(rows=rows.filter(len), moves=MOVES, seed=st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_items_that_moved_are_found_and_told_where_they_belong_now(
    tmp_path_factory, rows, moves, seed
):
    made = [
        row(str(n), narrative=narrative, family_id=f"F{(n + seed) % 4}", hours=seen, text=text,
            platform="x" if n % 3 else "web",
            published_at=None if told is None else MONDAY + told * HOUR / 2)
        for n, (narrative, seen, told, text) in enumerate(rows)
    ]  # fmt: skip
    told = [
        {**each, "narrative_id": moves.current(each["narrative_id"], each["family_id"])}
        for each in made
    ]
    plain, twin, engine = (
        MemoryLake(), MemoryLake(), DuckLake(tmp_path_factory.mktemp("lake"))
    )  # fmt: skip
    for lake, given_rows in ((plain, told), (twin, made), (engine, made)):
        lake.append("b1", table(*given_rows))
        for day in lake.days():
            lake.compact(day)
    twin.belong(moves)
    engine.belong(moves)
    expected = every_answer(plain)
    assert every_answer(twin) == expected
    assert every_answer(engine) == expected
    engine.belong(Membership())
    assert sorted(engine.search()["narrative_id"].to_pylist()) == sorted(
        each["narrative_id"] for each in made
    )


def test_a_family_that_moved_is_not_found_where_it_was_and_others_stay(lake):
    lake.append("b1", table(row("a"), row("b", family_id="F"), row("c", narrative="N2")))
    lake.belong(Membership(narratives={"N2": "N1"}, families={"F": "N9"}))
    assert ids(lake.narrative_items("N1")) == ["a", "c"]
    assert ids(lake.narrative_items("N9")) == ["b"]
    assert ids(lake.narrative_items("N2")) == []
    assert lake.totals(["N1", "N9", "N2"]).tolist() == [2, 1, 0]
    lake.belong(Membership())
    assert ids(lake.narrative_items("N2")) == ["c"]


def test_a_membership_that_is_not_resolved_is_refused():
    with pytest.raises(InvalidRecord, match=r"'b'.*'c'.*last of a chain"):
        Membership(narratives={"a": "b", "b": "c"})
    with pytest.raises(InvalidRecord, match="last of a chain"):
        Membership(narratives={"b": "c"}, families={"f": "b"})
    assert not Membership()
