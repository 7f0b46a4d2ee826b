"""Training with an encoder also learns what to make of it, and keeps that with the version."""

import json

import pytest

from tangkal.kernel import InvalidInput
from tangkal.pipeline.matcher_training import learn_readings
from tangkal.pipeline.matcher_versions import MatcherVersions, reading_name
from tangkal.recognise.encoders.second_reading import Reading
from tangkal.recognise.encoders.vectors import ClaimVectors
from tangkal.recognise.knowledge import Knowledge
from tests.pipeline import learned
from tests.pipeline.test_matcher_training import trained  # noqa: F401 - a fixture
from tests.recognise.encoders.fakes import PlantedEncoder

LEARNED = Reading(words=0.5, apart=0.2, ahead=1.5, intercept=-1.0, highest_unsaid=0.8)


def known():
    return [pair for pair in learned.judged() if pair.is_same]


def test_without_an_encoder_nothing_is_learned_of_one():
    assert learn_readings(None, known(), learned.titles()) == {}


def test_a_reading_is_kept_for_the_encoder_it_was_learned_with():
    encoder = PlantedEncoder("a" * 16)
    found = learn_readings(ClaimVectors(encoder), known(), learned.titles())
    assert list(found) == ["a" * 16]
    assert found["a" * 16].words > 0


def test_too_few_pairs_leave_the_shipped_reading():
    vectors = ClaimVectors(PlantedEncoder())
    assert learn_readings(vectors, known()[:50], learned.titles()) == {}


@pytest.fixture
def versions(tmp_path, trained):  # noqa: F811
    found = MatcherVersions(tmp_path)
    found.keep(Knowledge.shipped(), trained[1], {"a" * 16: LEARNED})
    return found


def test_a_version_knows_its_reading_and_no_other_encoders(versions):
    assert versions.reading(1, "a" * 16) == LEARNED
    assert versions.reading(1, "b" * 16) is None
    assert versions.reading(0, "a" * 16) is None


@pytest.mark.parametrize(
    "content", ["", "[]", '{"words": 1}', json.dumps(dict.fromkeys(LEARNED.table(), "x"))]
)
def test_a_damaged_reading_is_refused(versions, content):
    (versions.folder / "1" / reading_name("a" * 16)).write_text(content)
    with pytest.raises(InvalidInput):
        versions.reading(1, "a" * 16)
