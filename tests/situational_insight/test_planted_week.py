"""On the fictional week, narratives hold what was planted together and little else."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from tangkal.exercises.week import generate_week
from tangkal.recognise.families import FamilyIndex
from tangkal.situational_insight.narratives import NarrativeIndex
from tangkal.text.tokens import tokenise


@pytest.fixture(scope="module", params=[7, 11])
def week(request):
    """(planted narrative or None, found narrative) of each row, in time order; the index."""
    scenario = generate_week(2000, seed=request.param, start=datetime(2031, 3, 3, tzinfo=UTC))
    moment = {
        row["native_id"]: datetime.fromisoformat(row["published_at"]) for row in scenario.rows
    }
    rows = sorted(scenario.rows, key=lambda row: (moment[row["native_id"]], row["native_id"]))
    ids = [row["native_id"] for row in rows]
    texts = [row["text"] for row in rows]
    tokens = tokenise(texts)
    families = FamilyIndex().assign(ids, tokens)
    index = NarrativeIndex()
    moments = [moment[one] for one in ids]
    at_arrival = index.assign(families.family_ids, families.is_first, tokens, texts, moments)
    found = [index.current_id(one) for one in at_arrival]
    return [scenario.truth[one].narrative for one in ids], found, index


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
