"""Spark lines for rows of a list, and tables whose second column draws."""

from collections.abc import Sequence
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tangkal.desk.ui.charts.frames import number


def sparkline(counts: Sequence[int], *, what: str = "") -> SafeString:
    """Bars of recent counts, oldest first, the latest in the accent colour.

    Args:
        counts: items per period, n equal periods; an empty sequence draws nothing.
        what: what is counted, for screen readers; "items" where empty.
    """
    if not counts:
        return mark_safe("")
    bars = mark_safe(drawn(tuple(counts)))  # noqa: S308 - our own figures and names only
    label = _("%(what)s over %(n)s periods: highest %(top)s, latest %(last)s") % {
        "what": what or _("Items"),
        "n": len(counts),
        "top": number(max(counts)),
        "last": number(counts[-1]),
    }
    return format_html(
        '<svg class="spark" role="img" aria-label="{}" viewBox="0 0 100 24" '
        'preserveAspectRatio="none">{}</svg>',
        label,
        bars,
    )


@lru_cache(maxsize=2_000)
def drawn(counts: tuple[int, ...]) -> str:
    """The bars as one path a colour: a queue draws 1,200 bars, and its readers share them."""
    top, step = max(*counts, 1), 100 / len(counts)
    width = f"{max(step - 0.8, 0.6):.1f}"
    paths: dict[str, list[str]] = {}
    for place, count in enumerate(counts):
        tall = f"{bar_height(count, top):.1f}"
        name = bar_class(count, is_last=place == len(counts) - 1)
        paths.setdefault(name, []).append(f"M{place * step:.1f} 24v-{tall}h{width}v{tall}z")
    return "".join(f'<path class="{name}" d="{"".join(d)}"/>' for name, d in paths.items())


def bar_class(count: int, *, is_last: bool) -> str:
    if not count:
        return "nothing"
    return "last" if is_last else "bar"


def bar_height(count: int, top: int) -> float:
    """At least a hair line, so that a quiet period differs from a missing one."""
    return max(1.0, 23 * count / top)


def bar_table(
    rows: Sequence[tuple[object, int]], *, title: str, what: str, so_what: str = ""
) -> SafeString:
    """A table whose second column draws each count: chart and table in one.

    Args:
        rows: (label, count), in the order to show them.
        title: the table's caption.
        what: heading of the label column.
        so_what: the sentence a reader should take away.
    """
    top = max((count for _label, count in rows), default=1) or 1
    return render_to_string(
        "ui/components/bar_table.html",
        {
            "title": title,
            "what": what,
            "so_what": so_what,
            "rows": [(label, number(n), f"{100 * n / top:.1f}") for label, n in rows],
        },
    )
