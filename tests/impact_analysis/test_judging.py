"""FIRST, intent, ABCDE, techniques, the second look and the response gate's suggestion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.impact_analysis import abcde, first, intent, response, second_look
from tangkal.impact_analysis.techniques import Matrix, Technique, check_content
from tangkal.kernel import InvalidInput

marks = st.dictionaries(st.sampled_from(sorted(first.HEAD_OF)), st.sampled_from(first.Present))


@given(marks)
def test_a_head_is_yes_only_where_one_of_its_items_is(found):
    for head, present in first.heads(found).items():
        own = [found[item] for item in first.ITEMS[head] if item in found]
        assert (present is None) == (not own)
        assert (present == "yes") == ("yes" in own)


def test_the_doctrines_items_stand_under_five_heads():
    assert [len(first.ITEMS[head]) for head in first.Head] == [4, 5, 7, 5, 6]
    assert len(first.HEAD_OF) == 27


@pytest.mark.parametrize("item", sorted(first.HEAD_OF))
def test_a_yes_needs_evidence_and_a_no_does_not(item):
    first.check_mark(item, "no", has_evidence=False)
    with pytest.raises(InvalidInput, match=item):
        first.check_mark(item, "yes", has_evidence=False)


ratings = st.lists(
    st.builds(
        intent.Rating,
        rater=st.integers(1, 4),
        intent=st.sampled_from(intent.Intent),
        is_independent=st.booleans(),
    ),
    max_size=5,
)


@given(ratings, st.booleans())
def test_disinformation_takes_two_independent_raters_who_all_agree(found, is_genuine):
    heavy = {intent.Disorder.DISINFORMATION, intent.Disorder.MALINFORMATION}
    said = intent.disorder(found, is_genuine=is_genuine)
    meant = {r.rater for r in found if r.intent == "deliberate" and r.is_independent}
    agree = len(meant) >= 2 and all(r.intent == "deliberate" for r in found)
    assert (said in heavy) == agree
    assert (said is intent.Disorder.MALINFORMATION) <= is_genuine


@pytest.mark.parametrize(
    ("cues", "speaks"),
    [
        ({}, False),
        ({"corrected_when_challenged": "yes"}, False),
        ({"corrected_when_challenged": "no"}, True),
        ({"repeated": "unclear"}, False),
        ({"coordinated": "yes"}, True),
    ],
)
def test_deliberate_needs_evidence_and_a_cue(cues, speaks):
    with pytest.raises(InvalidInput, match="evidence"):
        intent.check_rating("deliberate", cues, has_evidence=False)
    if speaks:
        intent.check_rating("deliberate", cues, has_evidence=True)
    else:
        with pytest.raises(InvalidInput, match="cue"):
            intent.check_rating("deliberate", cues, has_evidence=True)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("jejaring akun anonim", []),
        ("akun @budi.santoso77", ["handle"]),
        ("hubungi 0812-3456-7890", ["phone"]),
        ("NIK 3204011234567890", ["identity"]),
        ("tulis ke budi@contoh.id", ["email"]),
    ],
)
def test_what_names_a_person_is_seen(text, kinds):
    assert abcde.personal_kinds(text) == kinds


@given(st.sets(st.sampled_from(abcde.SCOTCH)))
def test_a_brief_is_said_only_when_no_part_is_missing(missing):
    parts = {part: f"kata-{part}" for part in abcde.SCOTCH if part not in missing}
    found = abcde.brief(parts)
    assert bool(found) == (not missing)
    assert all(f"kata-{part}" in found.lower() for part in parts if found)


scores = st.lists(st.tuples(*[st.integers(-2, 2)] * 3), min_size=1, max_size=6)


@given(scores)
def test_what_speaks_for_a_hypothesis_never_weighs_against_it(rows):
    matrix = Matrix(
        hypotheses=("a", "b", "c"),
        evidence=tuple(f"e{at}" for at in range(len(rows))),
        scores=tuple(rows),
    )
    best = min(matrix.contradictions())
    assert set(matrix.least_contradicted()) == {
        name for name, n in zip("abc", matrix.contradictions(), strict=True) if n == best
    }
    assert matrix.contradictions() == tuple(
        -sum(min(0, row[at]) for row in rows) for at in range(3)
    )


@pytest.mark.parametrize("technique", list(Technique))
def test_a_technique_without_content_is_refused(technique):
    for empty in ({}, {"text": " "}, {"rows": []}, {"hypotheses": ["a"], "evidence": []}):
        with pytest.raises(InvalidInput):
            check_content(technique, empty)


@pytest.mark.parametrize(
    ("priority", "share", "draw", "why"),
    [
        ("HIGH", 0, 0.999, "high"),
        ("LOW", 0, 0.0, None),
        ("LOW", 10, 0.0999, "drawn"),
        ("MEDIUM", 10, 0.1, None),
        ("MEDIUM", 100, 0.999, "drawn"),
    ],
)
def test_high_is_always_judged_twice_and_others_by_their_share(priority, share, draw, why):
    assert second_look.why_due(priority, share_percent=share, draw=draw) == why


@given(
    st.fixed_dictionaries({q.key: st.sampled_from(q.answers) for q in second_look.QUESTIONS}),
    st.fixed_dictionaries({q.key: st.sampled_from(q.answers) for q in second_look.QUESTIONS}),
)
def test_differences_are_the_same_from_either_side_and_none_with_oneself(one, other):
    keys = [each.key for each in second_look.differences(one, other)]
    assert keys == [each.key for each in second_look.differences(other, one)]
    assert keys == [q.key for q in second_look.QUESTIONS if one[q.key] != other[q.key]]
    assert not second_look.differences(one, one)


@pytest.mark.parametrize(
    ("harm", "reach", "priority", "right", "said"),
    [
        (1, 1, "LOW", False, "monitor"),
        (0, 0, "LOW", False, "monitor"),
        (2, 1, "LOW", False, "respond"),
        (1, 2, "LOW", False, "respond"),
        (4, 4, "HIGH", False, "escalate"),
        (0, 0, "LOW", True, "admit"),
    ],
)
def test_the_suggestion_follows_the_gate(harm, reach, priority, right, said):
    found = response.suggest(harm=harm, reach=reach, priority=priority, criticism_is_right=right)
    assert found == said
