"""What each mark of a chart is painted with: the style sheet's rules, for where none reaches.

A chart in a PDF has no style sheet. This table says the same as base.css (a test compares
them), and the colours are read from tokens.css, so that no colour is written down twice.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

TOKENS = Path(__file__).resolve().parents[1] / "static" / "ui" / "tokens.css"
THEMES = {"light": ":root {", "dark": ':root[data-theme="dark"] {'}

Paint = Mapping[str, str]

# class → properties; a value that begins with -- is a token
PAINT: Mapping[str, Paint] = MappingProxyType(
    {
        "chart-bar": {"fill": "--chart"},
        "chart-bar--high": {"fill": "--accent"},
        "chart-bar--other": {"fill": "--accent"},
        "chart-grid": {"stroke": "--line", "stroke-width": "1"},
        "chart-axis": {"stroke": "--edge", "stroke-width": "1"},
        "chart-band": {"fill": "--chart-band"},
        "chart-line": {
            "fill": "none",
            "stroke": "--chart",
            "stroke-width": "2",
            "stroke-linejoin": "round",
        },
        "chart-mark": {"stroke": "--accent", "stroke-width": "1.5", "stroke-dasharray": "4 3"},
        "chart-ours": {"stroke": "--info", "stroke-width": "2"},
        "chart-badge": {"fill": "--info"},
        "chart-span": {"fill": "--accent-soft"},
        "chart-span-line": {"stroke": "--accent", "stroke-width": "3"},
        "chart-dot": {"fill": "--chart", "stroke": "--surface", "stroke-width": "1.5"},
        "chart-dot--flag": {"fill": "--accent"},
        "chart-lane": {"stroke": "--chart", "stroke-width": "4", "stroke-linecap": "round"},
        "chart-link": {"fill": "none", "stroke": "--edge"},
        "tile-none": {"fill": "none", "stroke": "--edge", "stroke-dasharray": "3 3"},
        "tile-0": {"fill": "--tile-0", "stroke": "--edge"},
        "tile-1": {"fill": "--tile-1", "stroke": "--edge"},
        "tile-2": {"fill": "--tile-2", "stroke": "--edge"},
        "tile-3": {"fill": "--tile-3", "stroke": "--edge"},
        "tile-4": {"fill": "--tile-4", "stroke": "--edge"},
    }
)
# class of a text → what differs from the common text
TEXT: Paint = MappingProxyType({"fill": "--ink-soft"})
TEXTS: Mapping[str, Paint] = MappingProxyType(
    {
        "mark-text": {"fill": "--ink", "font-weight": "600"},
        "badge-text": {"fill": "--surface", "font-weight": "600"},
        "dot-text": {"fill": "--on-brand", "font-weight": "600"},
        "tile-text": {"fill": "--ink"},
        "tile-text--strong": {"fill": "--on-brand"},
        "tile-number": {"font-weight": "600"},
    }
)


@cache
def colours(theme: str = "light") -> Mapping[str, str]:
    """Token → colour, e.g. "--chart" → "#0a6675", of the theme "light" or "dark"."""
    text = TOKENS.read_text(encoding="utf-8")
    body = text[text.index(THEMES[theme]) :]
    body = body[body.index("{") + 1 : body.index("}")]
    return MappingProxyType(dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})\s*;", body)))


def paint_of(classes: str, *, is_text: bool, theme: str = "light") -> dict[str, str]:
    """The properties of an element of some classes, with concrete colours; later classes win."""
    found: dict[str, str] = dict(TEXT) if is_text else {}
    for name in classes.split():
        found |= (TEXTS if is_text else PAINT).get(name, {})
    known = colours(theme)
    return {name: known.get(value, value) for name, value in found.items()}
