"""Every language the detector tells has a name on the screens, in both of the desk's languages."""

import pytest
from django.utils import translation

from tangkal.desk.ui.languages import NAMES, language_choices, language_name
from tangkal.text.language import LANGUAGES, MIXED


def test_the_desk_names_exactly_the_languages_that_are_told():
    assert set(NAMES) == {*LANGUAGES, MIXED}


@pytest.mark.parametrize(
    ("code", "english", "indonesian"),
    [("bjn", "Banjarese", "Banjar"), ("mul", "mixed with English", "campuran dengan Inggris")],
)
def test_a_code_is_said_in_the_reader_s_language(code, english, indonesian):
    with translation.override("en"):
        assert language_name(code) == english
    with translation.override("id"):
        assert language_name(code) == indonesian
        assert (code, indonesian) in language_choices()


def test_other_codes_stay_codes_and_none_is_said_in_words():
    with translation.override("en"):
        assert language_name("nl") == "nl"
        assert language_name("") == language_name(None) == "language not told"
