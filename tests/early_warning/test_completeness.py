"""What a report lacks is named by a table of rules, each alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.early_warning.completeness import (
    CODES,
    Report,
    Weight,
    completeness_of,
    weight_of,
)

FULL = {
    "text": "Kabar vaksin gratis besok pagi di balai desa",
    "urls": ("https://kabar.example/a",),
    "platforms": ("whatsapp",),
    "has_date": True,
    "region": "32",
}
LACKING = [
    ({"text": "cek ini"}, ("claim",)),
    ({"text": "https://kabar.example/abc cek"}, ("claim",)),
    ({"urls": ()}, ("link",)),
    ({"urls": (), "platforms": ()}, ("link", "where")),
    ({"has_date": False}, ("when",)),
    ({"region": ""}, ("region",)),
    ({}, ()),
]


@pytest.mark.parametrize(("changes", "missing"), LACKING)
def test_each_rule_misses_what_is_missing_and_nothing_else(changes, missing):
    assert completeness_of(Report(**(FULL | changes))).missing == missing


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("kemarin", "when"),
        ("12/03/2026", "when"),
        ("lihat www.kabar.example/a", "link"),
        ("di grup WhatsApp", "where"),
        ("warga Garut Selatan", "region"),
    ],
)
def test_words_of_the_text_count_too(words, code):
    bare = Report(text=f"Vaksin gratis di balai desa {words}", place_names={"garut selatan"})
    assert code in completeness_of(bare).told


def test_a_picture_stands_for_a_link():
    found = completeness_of(Report(**(FULL | {"urls": (), "has_picture": True})))
    assert "link" not in found.missing


@given(st.text(max_size=200), st.booleans())
def test_every_rule_is_answered_once_whatever_the_text(text, has_picture):
    found = completeness_of(Report(text=text, has_picture=has_picture))
    assert sorted([*found.told, *found.missing]) == sorted(CODES)
    assert found.is_checkable == ("claim" in found.told)


def test_only_the_claim_is_essential():
    assert [code for code in CODES if weight_of(code) == Weight.ESSENTIAL] == ["claim"]
