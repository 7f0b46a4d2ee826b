"""A named encoder is used; one that cannot be used is told of, and words go on answering."""

import logging

import pytest

from tangkal.kernel import InvalidInput, KnownClaim
from tangkal.pipeline.encoder import configure, read_prefixes, vectors_of
from tangkal.pipeline.home import Home
from tangkal.pipeline.matching import Encoding, Matcher
from tangkal.pipeline.settings import Settings
from tests.recognise.encoders.fakes import PlantedEncoder


def settings(tmp_path, **given):
    names = {f"TANGKAL_{name.upper()}": value for name, value in given.items()}
    return Settings.from_environment({"TANGKAL_HOME": str(tmp_path), **names})


def test_no_name_is_no_encoder_and_no_fault(tmp_path):
    found = configure(settings(tmp_path))
    assert (found.encoder, found.fault) == (None, "")


def test_an_unusable_one_is_told_of_at_the_start(tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        found = configure(settings(tmp_path, encoder=str(tmp_path / "nowhere")))
    assert found.encoder is None
    assert "nowhere" in found.fault
    assert "words alone" in caplog.text


def test_prefixes_that_are_not_two_are_told_of(tmp_path):
    found = configure(settings(tmp_path, encoder=str(tmp_path), encoder_prefixes="query:"))
    assert "TANGKAL_ENCODER_PREFIXES" in found.fault


@pytest.mark.parametrize(
    ("value", "read"),
    [("", None), ("query:|passage:", ("query: ", "passage: ")), (" | ", ("", ""))],
)
def test_prefixes_are_read_from_one_line(value, read):
    assert read_prefixes(value) == read


def test_three_prefixes_are_refused():
    with pytest.raises(InvalidInput, match="write two"):
        read_prefixes("a|b|c")


def test_a_home_opened_from_python_answers_with_its_encoder_and_says_so(tmp_path):
    claims = [KnownClaim(claim_id="kc-1", title="beras cuma-cuma")]
    vectors = vectors_of(PlantedEncoder(), Home(tmp_path))
    found = Matcher(claims, encoding=Encoding(vectors=vectors)).match("makanan gratis")
    assert [match.claim.claim_id for match in found.matches] == ["kc-1"]
    assert (found.encoder, found.encoder_fault) == ("planted", "")
    assert "encoder planted" in found.matches[0].method

    words = Matcher(claims, encoding=Encoding(fault="there is no folder x")).match("makanan gratis")
    assert (words.matches, words.encoder) == ((), "")
    assert words.encoder_fault == "there is no folder x"
