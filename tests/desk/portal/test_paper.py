"""On paper: the answer with its sources and its address, black on white, and nothing to press."""

import io
import re
import unicodedata

import pytest
from pypdf import PdfReader

from tangkal.desk.portal import commands
from tests.desk.portal.conftest import PARTS, approved


@pytest.fixture
def printed(live_server, page, publish):
    """``printed("dark")``: the text of an answer's printed pages, for such a screen."""
    parts = (("fact", "Harga tetap sampai akhir tahun."), *PARTS[1:])
    found = publish()
    commands.correct_clarification(found.slug, approved(parts=parts), reason="Tanggal.", by=None)

    def text(scheme="light"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{live_server.url}/klarifikasi/{found.slug}/")
        pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
        drawn = unicodedata.normalize("NFKC", " ".join(each.extract_text() for each in pages))
        return re.sub(r"\s+", " ", drawn)

    return text


def test_paper_has_the_answer_its_sources_and_what_changed(printed):
    text = printed()

    for words in (
        "Harga BBM tetap, stok cukup",
        "SALAH",
        "Harga tetap sampai akhir tahun.",
        "https://energi.example/harga",
        "/klarifikasi/harga-bbm-tetap-stok-cukup-2026-0001/",
        "akhir bulan",  # the old words, though they are folded away on a screen
    ):
        assert words in text, words


def test_paper_has_nothing_to_press(printed, page):
    text = printed()

    for place in (
        *(".masthead nav a", ".helpful p", "[href*='wa.me']", "[href$='/sanggah/']"),
        *("a[download]", ".more a"),
    ):
        words = page.locator(place).first.text_content()
        assert words
        assert words not in text, place


def test_paper_is_black_on_white_also_from_a_dark_screen(printed, page):
    printed("dark")
    page.emulate_media(color_scheme="dark", media="print")
    colours = page.evaluate(
        """['h1', '.article a', '.article p'].map(
          (each) => getComputedStyle(document.querySelector(each)).color)"""
    )

    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(68, 68, 68)"}
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
