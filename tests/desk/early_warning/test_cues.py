"""The panel of cues on a signal's page: what is marked, who reads which words, and no verdict."""

import pytest

from tangkal.desk.cases import items
from tests.desk.lakes import item, lake_of

QUEUE = "/desk/signals/"
PLANTED = "<b>Kemensos</b> bagi bansos Rp 600 ribu, klik link https://bansos-kemensos.com/x"


def panel(browser, signal) -> str:
    """The panel's part of the page."""
    text = browser.get(f"{QUEUE}{signal.pk}/").text
    start = text.index('card cues"')
    return text[start : text.index("Typical items", start)]


def test_a_planted_mark_is_shown_where_it_stands_with_its_sentence(signed_in, make_signal, lake):
    found = panel(signed_in("analis"), make_signal(excerpt=PLANTED))
    assert "<mark>https://bansos-kemensos.com/x</mark>" in found
    assert "The address bansos-kemensos.com resembles kemensos.go.id and is another." in found
    assert "A cue is no verdict" in found
    assert "<b>" not in found.partition("<blockquote")[2].partition("</blockquote>")[0]


@pytest.mark.parametrize(
    ("role", "shown"),
    [("analis", True), ("verifikator", True), ("pemantau", False), ("admin_daerah", False)],
)
def test_technique_ids_are_for_those_who_triage_and_verify(
    signed_in, make_signal, lake, role, shown
):
    found = panel(signed_in(role), make_signal(excerpt=PLANTED))
    assert ("T0149.003" in found) is shown
    assert "FIRST: Identity" in found


def test_a_text_without_marks_is_not_called_true(signed_in, make_signal, lake):
    found = panel(signed_in("analis"), make_signal(excerpt="Besok ada arisan di balai desa"))
    assert "That does not make it true" in found
    assert "<mark>" not in found


def test_many_copies_in_a_short_time_are_told(signed_in, make_signal, tmp_path, monkeypatch):
    rows = [
        item(f"{n:032x}", text="kabar yang sama", family_id="0" * 32, narrative_id="N1")
        for n in range(40)
    ]
    monkeypatch.setattr(items, "open_lake", lambda _place: lake_of(tmp_path / "copies", *rows))
    found = panel(signed_in("analis"), make_signal(excerpt="kabar yang sama"))
    assert "posted 40 times within 0 minutes" in found


def test_a_lake_that_cannot_be_read_hides_no_mark(signed_in, make_signal, tmp_path, monkeypatch):
    from tangkal.engines import LakeError

    class Broken:
        def __getattr__(self, name):
            raise LakeError("the disk is away")

    monkeypatch.setattr(items, "open_lake", lambda _place: Broken())
    assert "bansos-kemensos" in panel(signed_in("analis"), make_signal(excerpt=PLANTED))
