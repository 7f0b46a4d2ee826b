import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.text.language import detect_languages
from tangkal.text.stem import stem_text

SENTENCES = [
    ("id", "Warga diminta tidak percaya kabar bantuan yang beredar karena itu sudah lama"),
    ("id", "Katanya besok harga bensin naik lagi, kok gak ada pengumuman resmi sih"),
    ("jv", "Jarene sesuk rega bensin arep munggah maneh, kowe wis krungu durung?"),
    ("jv", "Aku ora ngerti kabar iki bener opo ora, nanging wong-wong wis padha wedi"),
    ("su", "Cenah isuk harga bensin bade naek deui, naha leres atawa henteu nya?"),
    ("su", "Abdi mah teu percaya kana béja éta, da can aya bukti nu jelas"),
    ("ms", "Kerajaan akan umum harga minyak baharu esok petang kerana dakwaan yang tular"),
    ("en", "The government will announce new fuel prices tomorrow morning"),
]


@pytest.mark.parametrize(("code", "text"), SENTENCES)
def test_everyday_sentences_get_their_language(code, text):
    assert detect_languages([text]) == [code]


@pytest.mark.parametrize("text", ["", "ok", "😀😀😀", "12345 67890 12345", "\x00\u200b"])
def test_what_cannot_be_told_is_unsure_not_guessed(text):
    assert detect_languages([text]) == [None]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_no_text_breaks_the_detector_or_the_stemmer(text):
    assert len(detect_languages([text])) == 1
    assert isinstance(stem_text(text), str)
