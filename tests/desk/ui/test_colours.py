"""Contrast is computed from the tokens themselves, in light and in dark (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

from tangkal.desk.ui.messages import UI

TOKENS = (UI / "static" / "ui" / "tokens.css").read_text(encoding="utf-8")

TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "surface", "sunken")),
    *((ink, ground) for ink in ("brand", "accent") for ground in ("paper", "surface")),
    *((ink, ground) for ink in ("danger", "ok", "warn", "info") for ground in ("paper", "surface")),
    *((tone, f"{tone}-soft") for tone in ("brand", "accent", "danger", "warn", "ok", "info")),
    *(("ink", f"{tone}-soft") for tone in ("brand", "accent", "danger", "warn", "ok", "info")),
    ("ink-soft", "accent-soft"),  # the small print of the row under the keys
    ("ink-soft", "brand-soft"),
    ("on-brand", "brand"),
    ("on-rail", "rail"),
    ("on-rail", "rail-active"),
    ("on-rail-soft", "rail"),
    ("rail-mark", "rail"),
]
# Controls, focus and what a chart must show: 3 to 1 is enough.
SHAPES = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("focus", "paper"),
    ("focus", "surface"),
    ("rail-mark", "rail-active"),
    ("chart", "surface"),
    ("chart", "paper"),
    ("accent", "surface"),
]


def block(start: str) -> dict[str, str]:
    """The tokens of the first rule after a text."""
    body = TOKENS[TOKENS.index(start) :]
    body = body[body.index("{", len(start) - 1) + 1 : body.index("}")]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;", body))


LIGHT = block(":root {")
DARK = block(':root[data-theme="dark"] {')
DEVICE_DARK = block(':root:not([data-theme="light"]) {')
THEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, by WCAG's definition."""

    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[n : n + 2]) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(theme: str, ink: str, ground: str):
    tokens = THEMES[theme]

    assert contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_controls_and_charts_stand_out_from_their_ground(theme: str, shape: str, ground: str):
    tokens = THEMES[theme]

    assert contrast(tokens[shape], tokens[ground]) >= 3


def test_dark_is_the_same_whether_chosen_or_the_device_s():
    assert DARK == DEVICE_DARK
    assert DARK.keys() == LIGHT.keys()
    assert len(LIGHT) > 25


@pytest.mark.parametrize("path", sorted((UI / "static" / "ui").glob("*.css")), ids=lambda p: p.name)
def test_style_sheets_use_only_tokens_that_exist_and_fetch_nothing(path: Path):
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--([\w-]+)", text))
    known = set(re.findall(r"--([\w-]+):", TOKENS))

    assert used <= known
    assert "url(" not in text
    assert "@import" not in text
