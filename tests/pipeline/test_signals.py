"""Which narratives are put before a person, and why: by what is known now, never by later."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pyarrow as pa
import pytest

from tangkal.engines import MemoryLake
from tangkal.kernel import NarrativeSummary
from tangkal.kernel.schema import LAKE
from tangkal.pipeline.narrative_figures import NarrativeFigures
from tangkal.pipeline.signals import (
    BACKFILL,
    MAYBE_ITEMS,
    NEW_NARRATIVE_AUTHORS,
    NEW_NARRATIVE_ITEMS,
    SETTLED,
    SPARK_HOURS,
    draft_signals,
    urgency_of,
)
from tangkal.recognise.restraint import MAYBE, SAME

NOW = datetime(2026, 3, 20, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
MIDDLE = (SAME + MAYBE) / 2


def row(name, *, narrative="N1", at=NOW, score=None, **fields):
    matches = []
    if score is not None:
        matches = [{"claim_id": "c1", "score": score, "reasons": ["words|bbm"], "method": "m/1"}]
    return {
        "item_id": sha256(name.encode()).hexdigest()[:32],
        "source": "test",
        "source_kind": "crawler",
        "platform": "x",
        "text": f"isi {name}",
        "author": f"author {name}",
        "observed_at": at,
        "published_at": at,
        "is_exercise": False,
        "language": "id",
        "family_id": "f",
        "narrative_id": narrative,
        "matches": matches,
        "batch_id": "b",
        **fields,
    }


def many(name, count, **fields):
    return [row(f"{name} {n}", **fields) for n in range(count)]


def table(rows):
    return pa.Table.from_pylist(rows, schema=LAKE)


def quiet_past(narrative="N0", days=13):
    """One item every three hours, so that the lake has a past and an ordinary rate."""
    return [
        row(f"past {narrative} {n}", narrative=narrative, at=NOW - days * 24 * HOUR + n * 3 * HOUR)
        for n in range(days * 8)
    ]


def drafts(batch, past=(), *, now=NOW, summaries=()):
    lake, figures = MemoryLake(), NarrativeFigures()
    for name, rows in (("past", list(past)), ("batch", batch)):
        if rows:
            lake.append(name, table(rows))
            figures.add(table(rows))
    return draft_signals(table(batch), lake=lake, figures=figures, summaries=summaries, now=now)


def kinds(found, narrative="N1"):
    return [
        reason["kind"]
        for each in found
        if each.narrative_id == narrative
        for reason in each.reasons
    ]


def test_an_empty_batch_raises_nothing():
    none = LAKE.empty_table()
    assert (
        draft_signals(none, lake=MemoryLake(), figures=NarrativeFigures(), summaries=[], now=NOW)
        == []
    )


def test_ordinary_chatter_raises_nothing():
    assert drafts(many("a", 3), quiet_past()) == []


def test_a_known_claim_is_a_reason_with_its_figures():
    (found,) = drafts([row("a", score=SAME)])

    (reason,) = found.reasons
    assert (reason["kind"], reason["claim_id"]) == ("known_claim", "c1")
    assert reason["score"] == pytest.approx(SAME, abs=0.001)
    assert found.best.claim_id == "c1"
    assert found.best.reasons == ("words|bbm",)
    assert (found.key, found.items_total) == ("narrative:N1", 1)


def test_the_best_match_of_a_narrative_speaks_for_it():
    (found,) = drafts([row("a", score=MIDDLE), row("b", score=0.99), row("c", score=MIDDLE)])

    assert kinds([found]) == ["known_claim"]
    assert found.best.score == pytest.approx(0.99)


def test_a_doubtful_match_waits_until_it_repeats():
    assert drafts([row("a", score=MIDDLE)]) == []
    assert kinds(drafts(many("a", MAYBE_ITEMS, score=MIDDLE))) == ["maybe_claim"]


def test_a_match_too_weak_to_show_is_no_reason():
    assert drafts(many("a", 20, score=MAYBE - 0.05)) == []


def test_a_burst_against_its_own_past_is_a_reason_with_its_figures():
    found = drafts(many("now", 40), quiet_past("N1"))

    (reason,) = [r for each in found for r in each.reasons if r["kind"] == "burst"]
    assert reason["observed"] == 40
    assert reason["usual_high"] < 40
    assert reason["hour"] == NOW.replace(minute=0).isoformat()
    assert 0 <= reason["q_value"] <= 0.05


def test_a_steady_stream_does_not_burst_however_large():
    steady = [
        row(f"s {hour} {n}", at=NOW - hour * HOUR) for hour in range(1, 13 * 24) for n in range(10)
    ]

    assert "burst" not in kinds(drafts(many("now", 11), steady))


def bursts(found, narrative="N1"):
    """Bursts without the q-value, which counts how many series were tested beside."""
    return [
        {name: value for name, value in reason.items() if name != "q_value"}
        for each in found
        if each.narrative_id == narrative
        for reason in each.reasons
        if reason["kind"] == "burst"
    ]


def test_a_warning_never_depends_on_what_came_later():
    past, early = quiet_past("N1"), NOW - 20 * HOUR
    past = [each for each in past if each["published_at"] < early]
    batch = many("early", 40, at=early)
    known_then = drafts(batch, past, now=early)
    later = [row(f"later {n}", narrative="N3", at=NOW - n * HOUR / 8) for n in range(120)]
    own = many("own", 300, at=NOW - 2 * HOUR)

    assert len(bursts(known_then)) == 1
    assert bursts(drafts([*batch, *later], past)) == bursts(known_then)  # others' later items
    assert bursts(drafts([*batch, *later], [*past, *own])) == bursts(known_then)  # and its own


@pytest.mark.parametrize(("age", "is_news"), [(BACKFILL - HOUR, True), (BACKFILL + HOUR, False)])
def test_history_is_not_news(age, is_news):
    imported = [*many("old", 60, at=NOW - age), row("now", narrative="N3")]

    assert bool(bursts(drafts(imported, quiet_past("N1")))) is is_news


@pytest.mark.parametrize(("age", "is_news"), [(BACKFILL - HOUR, True), (BACKFILL + HOUR, False)])
def test_a_story_born_long_ago_is_not_new_when_it_is_imported(age, is_news):
    imported = [*newborn(at=NOW - age), row("now", narrative="N3")]

    assert ("new" in kinds(drafts(imported, quiet_past()), "N2")) is is_news


def test_reports_are_counted_whole_not_by_the_batch():
    past = many("before", 3, at=NOW - HOUR, source_kind="aduan")
    (found,) = drafts(many("now", 2, source_kind="aduan"), past)

    (reason,) = [r for r in found.reasons if r["kind"] == "report"]
    assert reason["count"] == 5
    assert found.source_kind == "aduan"
    (again,) = drafts(many("x", 1), [*past, *many("now", 2, source_kind="aduan")])
    assert [r["count"] for r in again.reasons if r["kind"] == "report"] == [5]


def newborn(items=NEW_NARRATIVE_ITEMS, authors=NEW_NARRATIVE_AUTHORS, at=NOW - 3 * HOUR):
    return [
        row(
            f"born {n}", narrative="N2", at=at + n * timedelta(minutes=10), author=f"a{n % authors}"
        )
        for n in range(items)
    ]


def test_a_newborn_story_that_many_take_up_is_a_reason():
    assert "new" in kinds(drafts(newborn(), quiet_past()), "N2")


@pytest.mark.parametrize(
    "fields", [{"items": NEW_NARRATIVE_ITEMS - 1}, {"authors": NEW_NARRATIVE_AUTHORS - 1}]
)
def test_few_items_or_few_accounts_are_no_story(fields):
    assert "new" not in kinds(drafts(newborn(**fields), quiet_past()), "N2")


def test_nothing_is_new_to_a_lake_without_a_past():
    just_begun = [row("first", narrative="N0", at=NOW - SETTLED)]

    assert "new" not in kinds(drafts(newborn(), just_begun), "N2")


def test_an_old_story_is_not_new_because_it_is_told_again():
    past = [*quiet_past(), row("first", narrative="N2", at=NOW - 10 * 24 * HOUR)]

    assert "new" not in kinds(drafts(newborn(), past), "N2")


def test_a_clock_that_runs_ahead_counts_as_now():
    (found,) = drafts([row("a", score=0.99, at=NOW + 500 * HOUR)])

    assert found.volume_until == NOW.replace(minute=0) + HOUR


def test_the_spark_line_ends_with_the_newest_hour():
    past = many("old", 3, at=NOW - (SPARK_HOURS + 5) * HOUR)
    (found,) = drafts([*many("a", 4, score=0.99), row("b", at=NOW - HOUR)], past)

    assert len(found.volume) == SPARK_HOURS
    assert found.volume[-2:] == (1, 4)
    assert sum(found.volume) == 5
    assert found.items_total == 8


def test_the_most_urgent_comes_first_and_reasons_add_up():
    found = drafts(
        [
            *many("a", 3, narrative="weak", score=MIDDLE),
            *many("b", 2, narrative="strong", score=1.0, source_kind="aduan"),
            row("c", narrative="middle", score=0.95),
        ]
    )

    assert [each.narrative_id for each in found] == ["strong", "middle", "weak"]
    assert [each.urgency for each in found] == sorted(
        (each.urgency for each in found), reverse=True
    )
    assert all(0 <= each.urgency <= 1 for each in found)
    strong = found[0]
    assert strong.urgency == urgency_of(strong.reasons)
    assert strong.urgency > urgency_of(strong.reasons[:1])


def summary_of(*typical):
    return NarrativeSummary(
        narrative_id="N1",
        title="Harga bensin",
        first_seen=NOW,
        last_seen=NOW,
        items=2,
        families=1,
        typical_items=typical,
    )


def test_the_typical_item_speaks_not_the_first():
    batch = [
        row("a", score=0.99),
        row("copy of typical", text="Besok harga bensin naik", family_id="typical"),
    ]
    (found,) = drafts(batch, summaries=[summary_of("gone", "typical")])

    assert (found.title, found.excerpt) == ("Harga bensin", "Besok harga bensin naik")
    assert found.excerpt_is_typical
    assert found.sample_item_ids == ("gone", "typical")


def test_where_no_typical_text_came_now_the_first_is_said_to_be_only_that():
    (found,) = drafts([row("a", score=0.99)], summaries=[summary_of("gone")])

    assert (found.excerpt, found.excerpt_is_typical) == ("isi a", False)


def test_an_exercise_stays_one_only_while_all_of_it_is():
    (found,) = drafts([row("a", score=0.99, is_exercise=True)])
    (mixed,) = drafts([row("a", score=0.99, is_exercise=True), row("b")])

    assert found.is_exercise
    assert not mixed.is_exercise


def test_the_order_of_rows_does_not_matter():
    batch = [*many("a", 3, score=0.97), *many("b", 4, narrative="N2", score=0.95)]

    def said(found):
        return [(d.key, d.urgency, d.items_total, d.volume) for d in found]

    assert said(drafts(batch)) == said(drafts(batch[::-1]))


def filled_in(count, *, known=0, at=NOW):
    """One sentence with exchanged words, from as many accounts; some posted before."""
    places = ("Sukamaju", "Mekarsari", "Tanjungrejo", "Karanganyar")
    posts = [
        row(
            f"t {n}",
            at=at - n * timedelta(minutes=5),
            text=f"warga {places[n % 4]} kecewa bantuan beras tidak pernah sampai ke rumah kami",
        )
        for n in range(count)
    ]
    before = [
        row(f"b {n}", narrative="N0", at=at - 5 * 24 * HOUR, author=f"author t {n}")
        for n in range(known)
    ]
    return posts, before


def test_one_pattern_filled_in_by_new_accounts_is_a_reason_with_its_figures():
    posts, _ = filled_in(12)
    found = drafts(posts, quiet_past())

    (reason,) = [r for each in found for r in each.reasons if r["kind"] == "template"]
    assert (reason["texts"], reason["accounts"], reason["new_accounts"]) == (12, 12, 12)
    assert "… kecewa bantuan beras" in reason["pattern"]
    assert "author" not in reason["pattern"]


def test_the_same_pattern_from_accounts_known_before_is_none():
    posts, before = filled_in(12, known=12)
    assert "template" not in kinds(drafts(posts, quiet_past() + before))


def test_a_lake_without_a_past_calls_no_account_new():
    posts, _ = filled_in(12)
    assert "template" not in kinds(drafts(posts))
