"""A version learns from the past, is tested on what came later, and never takes another's place."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput, InvalidRecord, KnownClaim, UnreadableSource
from tangkal.pipeline import judged_pairs
from tangkal.pipeline.judged_pairs import JudgedPair, in_time, missing_pairs, read_pairs
from tangkal.pipeline.matcher_training import compare, divide, measure, recall_at, train
from tangkal.pipeline.matcher_versions import Card, MatcherVersions
from tangkal.pipeline.matching import Matcher
from tangkal.recognise import learning
from tangkal.recognise.knowledge import Knowledge
from tests.pipeline import learned

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> tuple[MatcherVersions, Card]:
    versions = MatcherVersions(tmp_path_factory.mktemp("versions"))
    return versions, train(versions, learned.judged(), learned.titles(), now=NOW)


def test_a_version_says_what_it_learned_from_and_how_it_did_afterwards(trained):
    versions, card = trained
    assert (card.number, versions.numbers()) == (1, [1])
    assert (card.confirmed, card.rejected) == (208, 104)
    assert card.learned_since == learned.FIRST_DAY
    assert card.learned_until == learned.FIRST_DAY + timedelta(days=207)
    assert card.tested_until > card.learned_until
    assert (card.figures.pairs, card.figures.unknown) == (52, 52 + 26)
    assert card.figures.s_at_1 > 0.9
    assert versions.card(1) == card


def test_a_trained_version_answers_otherwise_where_people_said_so(trained):
    versions, _card = trained
    claims = [KnownClaim(claim_id=str(i), title=t) for i, t in enumerate(learned.titles())]
    later = learned.strangers()[120:]
    shipped, own = Matcher(claims), Matcher(claims, knowledge=versions.load(1), version=1)
    for text in later:
        before, after = (each.match(text, floor=0.0).matches[0].score for each in (shipped, own))
        assert after < before - 0.2
        assert own.match(text).answer == "unknown"
    assert own.match(learned.posts()[255]).answer == "same"
    assert own.match(learned.posts()[255]).version == 1


def test_a_second_training_stands_beside_the_first(trained):
    versions, card = trained
    second = versions.keep(versions.load(1), card)
    assert (second.number, versions.numbers()) == (2, [1, 2])
    assert versions.card(1) == card
    assert versions.card(2) == replace(card, number=2)
    assert [each.number for each in versions.cards()] == [2, 1]


def test_versions_are_compared_on_what_none_of_them_learned(trained):
    versions, card = trained
    figures, last = compare(versions, [0, 1], learned.judged(), learned.titles())
    assert last == card.learned_until
    assert figures[1] == card.figures
    assert figures[0] == card.shipped
    assert figures[1].false_alarms is not None


def test_too_few_later_pairs_compare_nothing(trained):
    versions, card = trained
    past = [pair for pair in learned.judged() if pair.on <= card.learned_until]
    with pytest.raises(InvalidInput, match="50 more are needed"):
        compare(versions, [1], past, learned.titles())


def test_what_a_version_cannot_be_read_from_is_said(tmp_path, trained):
    versions, card = trained
    with pytest.raises(InvalidInput, match="no version 9"):
        versions.load(9)
    broken = MatcherVersions(tmp_path)
    broken.keep(versions.load(1), card)
    (tmp_path / "1" / "card.json").write_text("{}")
    with pytest.raises(InvalidInput, match="no card"):
        broken.card(1)
    (tmp_path / "not-a-number").mkdir()
    (tmp_path / "7").mkdir()  # left behind without a card
    assert broken.numbers() == [1]


@pytest.mark.parametrize(
    ("confirmed", "words"),
    [(0, "250 more"), (249, "1 more"), (250, "another day with --until")],
)
def test_too_few_pairs_say_how_many_are_missing(tmp_path, confirmed, words):
    pairs = [
        JudgedPair(text=f"t{i}", title=f"j{i}", is_same=True, on=date(2026, 1, 1))
        for i in range(confirmed)
    ]
    with pytest.raises(InvalidInput, match=words):
        train(MatcherVersions(tmp_path), pairs, [], now=NOW)
    assert MatcherVersions(tmp_path).numbers() == []


def test_what_is_said_where_no_kernel_is_loaded_is_what_the_learner_needs():
    assert judged_pairs.MIN_PAIRS == learning.MIN_PAIRS
    assert missing_pairs(0) == judged_pairs.NEEDED


days = st.none() | st.dates(date(2020, 1, 1), date(2020, 3, 1))


@given(st.lists(st.tuples(days, st.booleans()), max_size=60), st.none() | days)
def test_nothing_later_is_ever_learned(rows, until):
    pairs = [
        JudgedPair(text=f"t{i}", title="j", is_same=same, on=on)
        for i, (on, same) in enumerate(rows)
    ]
    earlier, later = divide(in_time(pairs), until)
    assert sorted(map(id, [*earlier, *later])) == sorted(map(id, pairs))
    last = max((pair.on or date.min for pair in earlier), default=date.min)
    assert all((pair.on or date.min) > last for pair in later) or not earlier


def test_a_perfect_and_a_useless_score_are_told_apart():
    assert recall_at([0.9, 0.8], [True, True], [0.1]) == 1.0
    assert recall_at([0.5, 0.5], [True, True], [0.5]) is None
    assert recall_at([], [], [0.5]) is None
    assert measure(Knowledge.unlearned(), [], ["judul"]).false_alarms is None


def test_pairs_are_read_from_a_file_of_json_lines(tmp_path):
    path = tmp_path / "pairs.jsonl"
    rows = [
        {"narasi": "teks", "title": "judul", "date": "2025-03-01"},
        {"post": "lain", "title": "judul", "date": "2025-03-02T10:00:00Z", "same": False},
        {"text": "tak dikenal", "title": ""},
    ]
    path.write_text("\n".join([json.dumps(rows[0]), "", *map(json.dumps, rows[1:])]))
    found = read_pairs(path)
    assert [(pair.text, pair.is_same, pair.on) for pair in found] == [
        ("teks", True, date(2025, 3, 1)),
        ("lain", False, date(2025, 3, 2)),
        ("tak dikenal", False, None),
    ]


@pytest.mark.parametrize("line", ["{", "[]", "7", '{"title": "x"}', '{"post": "x", "date": "?"}'])
def test_a_line_that_cannot_be_read_is_named(tmp_path, line):
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"post": "a", "title": "b"}\n' + line)
    with pytest.raises(UnreadableSource, match="line 2"):
        read_pairs(path)


def test_a_pair_without_text_or_claim_is_none():
    with pytest.raises(InvalidRecord):
        JudgedPair(text=" ", title="x", is_same=True)
    with pytest.raises(InvalidRecord):
        JudgedPair(text="x", title="", is_same=True)
