"""Our own small icons: 24 × 24 strokes, drawn in the text's colour."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "bell": "M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5zM10 20h4",
    "bend": "M4 7h8a5 5 0 0 1 5 5v7M13 15l4 4 4-4",
    "box": "M4 8h16v12H4zM3 4h18v4H3zM10 12h4",
    "check": "M4 12.5 9.5 18 20 6.5",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2.5",
    "copy": "M8 8h12v12H8zM4 16V4h12",
    "cross": "M5 5l14 14M19 5 5 19",
    "dash": "M5 12h14",
    "dot": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
    "down": "M12 4v16M6 14l6 6 6-6",
    "eye": (
        "M2 12s4-6.5 10-6.5S22 12 22 12s-4 6.5-10 6.5S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"
    ),
    "filter": "M3 5h18l-7 8v6l-4 2v-8z",
    "flag": "M6 21V4h12l-3 4.5 3 4.5H6",
    "half": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18",
    "inbox": "M4 13 7 5h10l3 8v6H4zM4 13h5l1 3h4l1-3h5",
    "keyboard": "M3 7h18v10H3zM7 14h10M7 10.5h.01M11 10.5h.01M15 10.5h.01M18 10.5h.01",
    "link": (
        "M10 14a4 4 0 0 0 6 .5l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5"
        "M14 10a4 4 0 0 0-6-.5l-3 3a4.2 4.2 0 0 0 6 6L12.5 17"
    ),
    "mask": (
        "M3 8c3-2 6-2 9-.5C15 6 18 6 21 8c0 6-3 9-5.5 9-2 0-2.5-2-3.5-2s-1.5 2-3.5 2C6 17 3"
        " 14 3 8zM7.5 11h2M14.5 11h2"
    ),
    "megaphone": "M4 10v4h3l8 5V5l-8 5zM18.5 9a4 4 0 0 1 0 6",
    "menu": "M4 6.5h16M4 12h16M4 17.5h16",
    "moon": "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
    "pen": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
    "plus": "M12 5v14M5 12h14",
    "question": (
        "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7"
        "M12 17h.01"
    ),
    "quote": "M5 17c3-1 4-3 4-6H5V6h5v5c0 4-2 6-5 7zM14 17c3-1 4-3 4-6h-4V6h5v5c0 4-2 6-5 7z",
    "scale": "M12 4v16M7 20h10M5 7h14M5 7l-3 7a3.2 3.2 0 0 0 6 0zM19 7l-3 7a3.2 3.2 0 0 0 6 0z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
    "shield": "M12 3 4 6v6c0 5 3.5 8 8 9 4.5-1 8-4 8-9V6zM8.5 12l2.5 2.5 4.5-5",
    "sun": (
        "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22"
        "M5 5l1.7 1.7M17.3 17.3 19 19M19 5l-1.7 1.7M6.7 17.3 5 19"
    ),
    "undo": "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3",
    "up": "M12 20V4M6 10l6-6 6 6",
    "upload": "M12 16V4M7 9l5-5 5 5M4 16v4h16v-4",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c1-4.5 4-6.5 8-6.5s7 2 8 6.5",
    "warning": "M12 4 2.5 20h19zM12 10v4.5M12 17.5h.01",
}


def icon(name: str) -> SafeString:
    """The icon as inline SVG, hidden from screen readers: words beside it carry the meaning.

    Raises:
        KeyError: no icon has this name; PATHS lists them.
    """
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        PATHS[name],
    )


# A shield whose field is a raised palm's three lines: to parry (tangkal) is not to strike.
LOGO = mark_safe(
    '<svg viewBox="0 0 32 36" aria-hidden="true" focusable="false" fill="none">'
    '<path d="M16 1.5 2.5 6.5v11C2.5 26 8 32 16 34.5 24 32 29.5 26 29.5 17.5v-11z"'
    ' fill="currentColor" fill-opacity=".16" stroke="currentColor" stroke-width="2.4"'
    ' stroke-linejoin="round"/>'
    '<path d="M8.5 12.5h15M16 12.5v14.5M9.5 18c1.8 0 3 1.2 3 3v2.5M22.5 18c-1.8 0-3 1.2-3 3v2.5"'
    ' stroke="currentColor" stroke-width="2.6" stroke-linecap="round"/></svg>'
)
