"""Which language an item is in, asked once a family."""

import pytest

from tangkal.pipeline import family_languages as module
from tangkal.pipeline.family_languages import family_languages, keep_languages, packed, unpacked
from tangkal.recognise.families import FamilyIndex
from tangkal.text.tokens import tokenise

SUNDA = "Abdi parantos ngadangu wartos ieu ti tatanggi tapi teu acan tangtos leres henteuna"
STORY = "Banjir bandang menyeret puluhan mobil di jembatan kota kecil tadi malam"
SHORT = "wkwk"


@pytest.fixture
def asked(monkeypatch):
    """The texts that were really asked about; those with "wkwk" tell nothing."""
    texts = []

    def detect(batch):
        texts.extend(batch)
        return [
            None if "wkwk" in text or len(text) < 9 else "su" if "abdi" in text.lower() else "id"
            for text in batch
        ]

    monkeypatch.setattr(module, "detect_languages", detect)
    return texts


def languages(index, texts, first=0):
    ids = [f"{first + n:032x}" for n in range(len(texts))]
    return family_languages(index, index.assign(ids, tokenise(texts)), texts)


def test_a_family_is_asked_once_across_batches_and_restarts(asked):
    index = FamilyIndex(100)
    copies = [SUNDA, STORY, SUNDA.upper(), f"Diteruskan: {STORY}"]
    assert languages(index, copies) == ["su", "id", "su", "id"]
    again = FamilyIndex.restore(index.snapshot())
    assert languages(again, [f"{SUNDA} 🙏", f"{STORY} hari ini"], 10) == ["su", "id"]
    assert sorted(asked) == [SUNDA, STORY]


def test_where_a_family_tells_none_each_is_asked(asked):
    index = FamilyIndex(100)
    texts = [SHORT, SHORT, "", "😀", SHORT]
    assert languages(index, texts) == [None] * 5
    assert sorted(asked) == sorted(texts)
    wkwk = f"{STORY} wkwk"
    assert languages(index, [wkwk, STORY, wkwk], 10) == [None, "id", None]
    assert languages(index, [STORY], 20) == ["id"]


def test_a_rebuilt_index_knows_the_languages_that_were_stored(asked):
    index = FamilyIndex(100)
    found = index.assign(["a", "b"], tokenise([SUNDA, STORY]))
    keep_languages(index, found, ["su", None])
    assert languages(index, [SUNDA, STORY], 10) == ["su", "id"]
    assert asked == [STORY]


@pytest.mark.parametrize("code", ["id", "jv", "min", "ban", "mul", "en"])
def test_a_code_comes_back_from_its_number(code):
    assert unpacked(packed(code)) == code
    assert 0 < packed(code) < 1 << 16


@pytest.mark.parametrize("code", [None, "", "zh-Hant", "ID", "x1"])
def test_what_is_no_short_code_is_not_kept(code):
    assert packed(code) == 0
