"""Templates keep the debunking order, say everything in both languages, and never go out open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.checks import check_message
from tangkal.strategic_communication.placeholders import check_filled, fill, find_placeholders
from tangkal.strategic_communication.templates import (
    HINTS,
    LANGUAGES,
    TEMPLATES,
    fill_template,
)

EVERY = [(code, language) for code in TEMPLATES for language in LANGUAGES]
VALUES = {name: f"isi {name}" for name in HINTS["id"]}


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_an_empty_template_cannot_be_sent_and_a_filled_one_can(code, language):
    empty = "\n".join(fill_template(code, {}, language).values())
    with pytest.raises(InvalidInput, match="fill these places"):
        check_filled(empty)
    assert "{" not in empty
    for text in fill_template(code, VALUES, language).values():
        check_filled(text)


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_every_open_place_says_what_belongs_there(code, language):
    hints = {f"[{hint}]" for hint in HINTS[language].values()}
    for text in fill_template(code, {}, language).values():
        assert set(find_placeholders(text)) <= hints


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_every_message_names_its_sender(code, language):
    whole = " ".join(fill_template(code, {"issuer": "Dinas Contoh"}, language).values())
    assert "Dinas Contoh" in whole


def test_both_languages_have_the_same_hints():
    assert set(HINTS["id"]) == set(HINTS["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clarification_says_fact_myth_once_reason_fact(language):
    fact, claim = "Harga bensin tetap.", "bensin naik dua kali lipat tengah malam"
    parts = fill_template("clarification", {"fact": fact, "claim": claim}, language)
    order = list(parts)
    assert order.index("fact") < order.index("myth") < order.index("explanation")
    assert order.index("explanation") < order.index("fact_again")
    assert " ".join(parts.values()).count(claim) == 1
    assert fact in parts["fact"]
    assert fact in parts["fact_again"]


@pytest.mark.parametrize(
    ("language", "weakened"), [("id", "tidak sesuai bukti"), ("en", "evidence does not support")]
)
def test_a_prebunk_warns_shows_one_weakened_example_and_refutes_it(language, weakened):
    fact, claim = "Harga bensin tetap.", "bensin naik dua kali lipat tengah malam"
    told = {"warning": "isu harga", "claim": claim, "technique": "rasa takut", "fact": fact}
    parts = fill_template("prebunk", told, language)
    steps = ["warning", "myth", "explanation", "fact_again"]
    assert [part for part in parts if part in steps] == steps
    assert "isu harga" in parts["warning"]
    assert " ".join(parts.values()).count(claim) == 1
    assert claim in parts["myth"]
    assert weakened in parts["myth"]
    assert "rasa takut" in parts["explanation"]
    assert fact in parts["fact_again"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_holding_statement_has_every_element_of_a_first_message(language):
    parts = fill_template("holding_statement", {}, language)
    assert set(parts) >= {
        "empathy",
        "confirmed",
        "unknown",
        "process",
        "commitment",
        "information",
        "action",
        "next_update",
    }


def test_a_filled_template_passes_the_careful_colleague():
    for code, template in TEMPLATES.items():
        parts = fill_template(code, VALUES)
        assert check_message(parts, channel=template.channel, claim="lain sama sekali ini") == []


def test_unknown_templates_and_languages_are_refused_by_name():
    with pytest.raises(InvalidInput, match="sonnet"):
        fill_template("sonnet", {})
    with pytest.raises(InvalidInput, match="xx"):
        fill_template("clarification", {}, "xx")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Harga {price} berlaku [tanggal berlaku].", ["{price}", "[tanggal berlaku]"]),
        ("[isi di sini] dan [isi di sini]", ["[isi di sini]"]),
        ("Kata ____ dan XXX dan TODO", ["____", "XXX", "TODO"]),
        ("{} []", ["{}", "[]"]),
        ("Lihat [situs resmi](https://contoh.example) dan catatan [1].", []),
        ("Biasa saja: a_b, {1, 2}, 10 < 20.", []),
    ],
)
def test_open_places_are_found_and_ordinary_writing_is_not(text, places):
    assert find_placeholders(text) == places


def test_a_quotation_with_brackets_is_no_open_place():
    filled = fill("Beredar: {claim}", {"claim": "[VIDEO] Jembatan {roboh}"})
    assert filled == "Beredar: (VIDEO) Jembatan (roboh)"
    check_filled(filled)


def test_a_blank_value_leaves_the_place_open():
    assert fill("{fact}", {"fact": "  "}, {"fact": "fakta"}) == "[fakta]"
    assert fill("{fact}", {}) == "{fact}"


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_a_value_holds_is_taken_for_a_template(one, other):
    filled = fill("{a} {b}", {"a": one, "b": other})
    if one.strip() and other.strip():
        assert "{" not in filled
        assert "[" not in filled
