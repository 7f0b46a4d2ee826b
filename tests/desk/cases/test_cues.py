"""Cues on a case: of the posts it holds, and never as a technique of criticism."""

import pytest

from tangkal.desk.cases import commands
from tests.desk.cases.walk import item, make_signal, open_case, to_triage, with_gate

PLANTED = "Kemensos bagi bansos Rp 600 ribu, klik link https://bansos-kemensos.com/x"


def page(browser, case) -> str:
    return browser.get(f"/desk/cases/{case.number}/").text


@pytest.mark.parametrize(("kind", "named"), [("fact_claim", True), ("opinion", False)])
def test_no_technique_is_named_of_what_may_not_be_labelled(signed_in, people, kind, named):
    case = commands.open_case([], title="Bansos", by=people["analis"], items=[item(text=PLANTED)])
    to_triage(case, people)
    with_gate(case, people, kind)
    found = page(signed_in("analis"), case)
    assert "<mark>https://bansos-kemensos.com/x</mark>" in found
    assert ("T0149.003" in found) is named


@pytest.mark.parametrize(("is_gated", "named"), [(False, False), (True, True)])
def test_how_a_text_spreads_is_no_technique_before_the_gate(signed_in, people, is_gated, named):
    posts = [item(text="Viralkan! Kirim ke 10 teman")]
    case = commands.open_case([], title="Pesan", by=people["analis"], items=posts)
    to_triage(case, people)
    if is_gated:
        with_gate(case, people)
    found = page(signed_in("analis"), case)
    assert "<mark>Kirim ke 10 teman</mark>" in found
    assert ("T0120" in found) is named


def test_a_case_without_posts_shows_its_signals_words(signed_in, people):
    signal = make_signal(excerpt="Viralkan! Kirim ke 10 teman")
    case = commands.open_case([signal], title="Pesan", by=people["analis"], items=[])
    assert "<mark>Kirim ke 10 teman</mark>" in page(signed_in("analis"), case)


def test_a_cue_changes_nothing_of_the_case(signed_in, people):
    case = open_case(people)
    page(signed_in("analis"), case)
    before = case.version
    case.refresh_from_db()
    assert (case.version, case.verdicts.count(), case.priority) == (before, 0, "")
