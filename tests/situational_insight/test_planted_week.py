"""On the fictional week, narratives hold what was planted together and little else."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from tangkal.exercises.week import generate_week
from tangkal.kernel import NarrativeOrder
from tangkal.recognise.families import FamilyIndex
from tangkal.situational_insight.narratives import NarrativeIndex
from tangkal.text.tokens import tokenise


def measured(seed):
    """A week's planted narratives in time order, and what the index is told of its rows."""
    scenario = generate_week(2000, seed=seed, start=datetime(2031, 3, 3, tzinfo=UTC))
    moment = {
        row["native_id"]: datetime.fromisoformat(row["published_at"]) for row in scenario.rows
    }
    rows = sorted(scenario.rows, key=lambda row: (moment[row["native_id"]], row["native_id"]))
    ids = [row["native_id"] for row in rows]
    texts = [row["text"] for row in rows]
    tokens = tokenise(texts)
    families = FamilyIndex().assign(ids, tokens)
    moments = [moment[one] for one in ids]
    planted = [scenario.truth[one].narrative for one in ids]
    return planted, (families.family_ids, families.is_first, tokens, texts, moments)


@pytest.fixture(scope="module")
def rows():
    return measured(7)[1]


@pytest.fixture(scope="module", params=[7, 11])
def week(request):
    """(planted narrative or None, found narrative) of each row, in time order; the index."""
    planted, told = measured(request.param)
    index = NarrativeIndex()
    at_arrival = index.assign(*told)
    return planted, [index.current_id(one) for one in at_arrival], index


def test_planted_stories_are_pure_and_hold_together(week):
    """B³ over the planted rows: purity first, for a mixed story misleads."""
    planted, found, _ = week
    together = Counter(zip(planted, found, strict=True))
    of_planted, of_found = Counter(planted), Counter(found)
    pairs = [pair for pair in zip(planted, found, strict=True) if pair[0] is not None]
    precision = sum(together[pair] / of_found[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(together[pair] / of_planted[pair[0]] for pair in pairs) / len(pairs)
    assert precision > 0.88
    assert recall > 0.5


def test_the_largest_narrative_of_a_planted_story_is_titled_from_that_story(week):
    planted, found, index = week
    for story in set(planted) - {None}:
        rows = Counter(f for p, f in zip(planted, found, strict=True) if p == story)
        [(largest, _)] = rows.most_common(1)
        [summary] = index.summaries([largest])
        assert summary.items >= rows[largest]
        assert len(summary.title.split()) >= 3


def machine_merges(index):
    return [c for c in index.take_changes() if (c.kind, c.by) == ("merged", "machine")]


def test_stories_begun_in_two_wordings_become_one_and_say_why(rows):
    index = NarrativeIndex()
    at_arrival = index.assign(*rows)
    merges = machine_merges(index)
    assert merges
    for change in merges:
        assert {change.narrative_id, change.other_id} <= set(at_arrival)
        assert at_arrival.index(change.narrative_id) < at_arrival.index(change.other_id)
        assert index.current_id(change.other_id) == index.current_id(change.narrative_id)
        assert change.other_id not in index.ids()
        evidence = change.evidence
        assert 0 < evidence["cosine"] <= 1
        assert evidence["words"]
        assert all(text in "\n".join(rows[3]) for text in evidence["texts"])
    assert sum(summary.items for summary in index.summaries()) == len(at_arrival)


@pytest.mark.parametrize("kind", ["keep_apart", "pin"])
def test_the_machine_keeps_to_what_an_analyst_ordered(rows, kind):
    free, bound = NarrativeIndex(), NarrativeIndex()
    free.assign(*rows)
    pair = machine_merges(free)[0]
    other = pair.other_id if kind == "keep_apart" else None
    bound.apply([NarrativeOrder(kind=kind, narrative_id=pair.narrative_id, other_id=other)])
    bound.assign(*rows)
    joined = [{c.narrative_id, c.other_id} for c in machine_merges(bound)]
    assert {pair.narrative_id, pair.other_id} not in joined
    if kind == "pin":
        assert not any(pair.narrative_id in pair_of for pair_of in joined)


def test_cut_batches_and_restarts_change_neither_merges_nor_ids(rows):
    whole, index = NarrativeIndex(max_narratives=60), NarrativeIndex(max_narratives=60)
    expected = whole.assign(*rows)
    families, firsts, _, texts, moments = rows
    found = []
    for start in range(0, len(texts), 333):
        part = slice(start, start + 333)
        tokens = tokenise(texts[part])
        found += index.assign(families[part], firsts[part], tokens, texts[part], moments[part])
        index = NarrativeIndex.restore(index.snapshot())
    assert found == expected
    assert index.take_changes() == whole.take_changes()
    assert index.summaries() == whole.summaries()
    assert len(index) <= 60
