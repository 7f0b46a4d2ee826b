"""A tile map of the provinces with the number in each tile; on a phone a sorted bar list."""

from collections.abc import Mapping
from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts.frames import FRAMES, number, picture, short_number
from tangkal.desk.ui.charts.provinces import COLUMNS, ROWS, TILES, Tile

SIZE, GAP = 57, 3
STEPS = 4  # shades above the one for 0
STRONG = 3  # shades from here on bear light text


def tile_map(
    counts: Mapping[str, int | None],
    names: Mapping[str, str],
    *,
    title: str,
    what: str = "",
    so_what: str = "",
    elsewhere: int = 0,
    dash: str = "",
    top: int | None = None,
) -> SafeString:
    """The provinces as tiles, shaded by count.

    Args:
        counts: province code → items; None or a missing code is "not known", never 0.
        names: province code → full name, for table and screen readers.
        title: what the chart shows.
        what: the counted thing; "items" where empty.
        so_what: the sentence a reader should take away.
        elsewhere: items that carry no province, said below the map.
        dash: what a tile without a number means; that it is not known where empty.
        top: what a whole bar and the strongest shade stand for, such as 100 per cent; the
            highest count where left out.
    """
    known = sorted(
        ((code, count) for code, count in counts.items() if count is not None and code in TILES),
        key=lambda each: (-each[1], each[0]),
    )
    top = top or max((count for _code, count in known), default=0) or 1
    return render_to_string(
        "ui/components/tile_map.html",
        {
            "title": title,
            "so_what": so_what,
            "what": what or _("Items"),
            "drawing": draw_map(counts, top) if known else "",
            "rows": [
                (names.get(code, TILES[code].short), number(count), f"{100 * count / top:.1f}")
                for code, count in known
            ],
            "elsewhere": number(elsewhere) if elsewhere else "",
            "not_known": len(TILES) - len(known),
            "dash": dash,
        },
    )


def draw_map(counts: Mapping[str, int | None], top: int) -> SafeString:
    """The map; only for wide places, where a tile's text is 12 px or more."""
    frame = replace(
        FRAMES[0],
        name="map",
        width=COLUMNS * (SIZE + GAP),
        height=ROWS * (SIZE + GAP),
    )
    known = sum(counts.get(code) is not None for code in TILES)
    says = _("Tile map of %(provinces)s provinces; figures are known of %(known)s.") % {
        "provinces": len(TILES),
        "known": known,
    }
    return picture(
        frame,
        says,
        format_html_join(
            "",
            "{}",
            ((draw_tile(tile, counts.get(code), top),) for code, tile in TILES.items()),
        ),
    )


def draw_tile(tile: Tile, count: int | None, top: int) -> SafeString:
    x, y = tile.column * (SIZE + GAP) + 1, tile.row * (SIZE + GAP) + 1
    shade = shade_of(count, top)
    text = "tile-text--strong" if shade is not None and shade >= STRONG else "tile-text"
    return format_html(
        '<rect class="tile-{0}" x="{1}" y="{2}" width="{3}" height="{3}" rx="4"/>'
        '<text class="{4}" x="{5}" y="{6}" text-anchor="middle">{7}</text>'
        '<text class="{4} tile-number" x="{5}" y="{8}" text-anchor="middle">{9}</text>',
        "none" if shade is None else shade,
        x,
        y,
        SIZE,
        text,
        x + SIZE / 2,
        y + 23,
        tile.short,
        y + 43,
        "–" if count is None else short_number(count),
    )


def shade_of(count: int | None, top: int) -> int | None:
    """0 for none, else 1 to 4 by quarters of the highest; None where not known.

    >>> [shade_of(count, 100) for count in (None, 0, 1, 25, 26, 100)]
    [None, 0, 1, 1, 2, 4]
    """
    if count is None:
        return None
    return -(-STEPS * count // top) if top else 0
