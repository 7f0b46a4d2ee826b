"""A named encoder answers questions at the desk and says so; an unusable one is told of."""

import pytest

from tangkal.desk.recognise import matcher, second
from tangkal.desk.recognise.models import KnownClaim
from tangkal.pipeline import encoder as pipeline_encoder
from tangkal.pipeline.encoder import Configured
from tests.recognise.encoders.fakes import PlantedEncoder

MATCH = "/desk/known-claims/match/"


@pytest.fixture(autouse=True)
def fresh():
    matcher.forget()
    second.second_reader.cache_clear()
    yield
    matcher.forget()
    second.second_reader.cache_clear()


@pytest.fixture
def claim(db):
    return KnownClaim.objects.create(claim_id="kc-1", title="beras cuma-cuma", revision=1)


def with_encoder(monkeypatch, encoder=None, fault=""):
    found = Configured(encoder, fault)
    monkeypatch.setattr(second, "configured", lambda: found)
    monkeypatch.setattr(pipeline_encoder, "configured", lambda: found)
    second.second_reader.cache_clear()


def test_a_question_finds_a_claim_in_other_words_and_the_page_names_the_encoder(
    signed_in, claim, monkeypatch
):
    with_encoder(monkeypatch, PlantedEncoder())
    matcher.live().refresh(force=True)
    matcher.live().questions().encode()
    text = signed_in("analis").post(MATCH, {"text": "makanan gratis"}).text
    assert "beras cuma-cuma" in text
    assert "Sentence encoder: planted" in text
    assert "near in meaning, as the sentence encoder planted reads both" in text


def test_without_one_the_page_says_that_words_answer(signed_in, claim, monkeypatch):
    with_encoder(monkeypatch)
    text = signed_in("analis").post(MATCH, {"text": "makanan gratis"}).text
    assert "No sentence encoder is configured" in text
    assert "near in meaning" not in text


def test_an_unusable_one_leaves_words_and_is_told_without_the_servers_paths(
    signed_in, claim, monkeypatch
):
    with_encoder(monkeypatch, fault="there is no folder /srv/models/e5")
    text = signed_in("analis").post(MATCH, {"text": "beras cuma-cuma"}).text
    assert "words alone answer" in text
    assert "/srv/models" not in text
    assert "beras cuma-cuma" in text


def test_the_stream_asks_for_no_encoder(claim, monkeypatch):
    def never() -> Configured:
        raise AssertionError("the stream opened the encoder")

    monkeypatch.setattr(pipeline_encoder, "configured", never)
    live = matcher.live()
    live.refresh(force=True)
    assert live.stream.match_batch(["a"], ["beras cuma-cuma"])[0][0].claim_id == "kc-1"


def test_a_withdrawn_claim_leaves_the_encoder_too(signed_in, claim, monkeypatch):
    with_encoder(monkeypatch, PlantedEncoder())
    matcher.live().refresh(force=True)
    matcher.live().questions().encode()
    KnownClaim.objects.filter(pk="kc-1").update(is_withdrawn=True, revision=2)
    matcher.live().refresh(force=True)
    assert matcher.live().match("makanan gratis", floor=0.0) == []
