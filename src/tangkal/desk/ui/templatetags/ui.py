"""The vocabulary of our templates; `{% load ui %}` is built in on the desk."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tangkal.desk.ui import (
    charts,
    icons,
    languages,
    links,
    moments,
    notices,
    platforms,
    reasons,
    vocabulary,
)

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.simple_tag(charts.number, name="number")
register.filter("number", charts.number)
register.filter("undo_url", notices.undo_url)
register.filter("web_address", links.web_address)
register.filter("language_name", languages.language_name)
register.filter("platform_label", platforms.platform_label)
register.filter("platform_labels", platforms.platform_labels)
register.filter("platform_counts", platforms.platform_counts)
register.simple_tag(languages.language_choices, name="language_choices")


@register.simple_tag
def logo() -> SafeString:
    """Tangkal's mark as inline SVG."""
    return icons.LOGO


@register.simple_tag
def moment(value: datetime | date | None, style: str = "full") -> SafeString | str:
    """A moment on the reader's clock: style "full", "ago", "seconds" or "day"."""
    if not value:
        return _("unknown")
    if style == "day" or not isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>', stamp(value), moments.day_in_words(value)
        )
    exact = moments.in_words(value, with_seconds=style == "seconds")
    if style == "ago":
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', stamp(value), exact, moments.ago(value)
        )
    return format_html('<time datetime="{}" class="nowrap">{}</time>', stamp(value), exact)


def stamp(value: date) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


@register.simple_tag
def deadline(
    due: datetime | None, done_at: datetime | None = None, pause: object = None
) -> SafeString | str:
    """A chip saying how much time is left, how late it is or was, or why its clock stands still.

    Args:
        due: when the step is due; None draws nothing.
        done_at: when the step was done, where it was: then the chip tells on time or late.
        pause: what holds the clock now, where anything does: a thing with a reason and an end.
    """
    if pause:
        return paused(pause)
    if not due:  # an absent template variable arrives as ""
        return ""
    words = moments.deadline_words(due, done_at or None)
    if done_at:
        tone, name = ("warn", "clock") if words.is_overdue else ("ok", "check")
        text = words.text if words.is_overdue else _("on time")
        return chip(text, tone, name)
    name = "warning" if words.is_overdue else "clock"
    return format_html(
        '<time class="chip{}" datetime="{}" title="{}"{}>{}{}</time>',
        f" chip--{words.tone}" if words.tone else "",
        stamp(due),
        moments.in_words(due),
        " data-overdue-row" if words.is_overdue else "",
        icons.icon(name),
        words.text,
    )


def paused(pause: object) -> SafeString:
    """A chip for a clock that stands still: why, and until when at the latest."""
    reason = getattr(pause, "get_reason_display", str)()
    until = getattr(pause, "until", None)
    title = _("at the latest until %(when)s") % {"when": moments.in_words(until)} if until else ""
    return format_html(
        '<span class="chip" title="{}">{}{}</span>',
        title,
        icons.icon("clock"),
        _("paused: %(reason)s") % {"reason": reason},
    )


@register.simple_tag
def duration(span: timedelta | None) -> str:
    """A length of time in words."""
    return moments.length(span) if isinstance(span, timedelta) else _("unknown")


@register.simple_tag
def sparkline(counts: Sequence[int] | None, what: str = "") -> SafeString:
    """Recent counts as small bars, oldest first."""
    return charts.sparkline(list(counts or ()), what=str(what))


@register.simple_tag
def chip(text: object, tone: str = "", icon: str = "") -> SafeString:
    """A word in a small box; tone is ok, warn, danger, info, brand or empty."""
    return format_html(
        '<span class="chip{}">{}{}</span>',
        f" chip--{tone}" if tone in {"ok", "warn", "danger", "info", "brand"} else "",
        icons.icon(icon) if icon else "",
        text,
    )


@register.simple_tag
def verdict(code: str | None, size: str = "") -> SafeString | str:
    """A verdict of the graded set as a chip; size "large" for a page's head."""
    if not code:
        return chip(_("No verdict yet"))
    word = vocabulary.find(vocabulary.VERDICTS, code)
    return format_html(
        '<span class="chip verdict{}{}">{}{}</span>',
        f" chip--{word.tone}" if word.tone else "",
        " verdict--large" if size == "large" else "",
        icons.icon(word.icon),
        word.label,
    )


@register.simple_tag
def priority(code: str | None) -> SafeString | str:
    """A priority as a chip."""
    if not code:
        return chip(_("No priority yet"))
    word = vocabulary.find(vocabulary.PRIORITIES, code)
    return chip(word.label, word.tone, word.icon)


@register.simple_tag
def state(thing: object, field: str = "state") -> SafeString:
    """The state of a model instance (its own label), or of a bare code, as a chip."""
    if isinstance(thing, str):
        code, label = thing, None
    else:
        code = getattr(thing, field)
        label = getattr(thing, f"get_{field}_display", lambda: None)()
    word = vocabulary.find(vocabulary.STATES, code)
    # A model without a translated label shows its bare code: then our word is better.
    shown = word.label if label is None or str(label) == str(code) else label
    return chip(shown, word.tone, word.icon)


@register.simple_tag
def reason(text: str) -> str:
    """Why a text matched, in the reader's language."""
    return reasons.in_words(text)


@register.simple_tag(takes_context=True)
def field(context: Context, bound: BoundField) -> SafeString:
    """A form field with label, help, error and required mark."""
    return bound.render(template_name="ui/forms/field.html")


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*forms: object) -> dict[str, object]:
    """Every error of the forms, each a link to its field; nothing while there is none."""
    return {"forms": [form for form in forms if getattr(form, "errors", None)]}


@register.inclusion_tag("ui/components/page_head.html")
def page_head(title: object, *crumbs: object, lede: object = "") -> dict[str, object]:
    """A page's heading; crumbs are pairs: address, label, address, label …"""
    if len(crumbs) % 2:
        raise template.TemplateSyntaxError("page_head takes crumbs as address, label pairs")
    return {
        "title": title,
        "lede": lede,
        "crumbs": list(zip(crumbs[::2], crumbs[1::2], strict=True)),
    }


@register.inclusion_tag("ui/components/empty.html")
def empty(
    title: object, text: object = "", url: str = "", action: object = "", icon: str = "inbox"
) -> dict[str, object]:
    """A page with nothing to show says what to do next."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(current: str, entries: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Tabs as links: entries of {key, label, url, count?, unit?}; a unit says what is counted."""
    return {"current": current, "entries": entries}


@register.inclusion_tag("ui/components/pages.html", takes_context=True)
def pages(context: Context, page: object, name: str = "page") -> dict[str, object]:
    """Previous and next of a Django Page, keeping the list's filters."""
    request = context.get("request")
    query = request.GET if request else QueryDict()
    paginator = page.paginator  # type: ignore[attr-defined]
    number = page.number  # type: ignore[attr-defined]
    return {
        "page": page,
        "links": [
            (n, n == number, query_with(query, **{name: n}) if isinstance(n, int) else "")
            for n in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
        ],
        "previous": query_with(query, **{name: number - 1}),
        "next": query_with(query, **{name: number + 1}),
    }


def query_with(query: QueryDict, **changes: object) -> str:
    changed = query.copy()
    for key, value in changes.items():
        changed.pop(key, None)
        if value not in (None, ""):
            changed[key] = str(value)
    return f"?{changed.urlencode()}"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This page's query string with some values changed; an empty value removes its key."""
    return query_with(context["request"].GET, **changes)


@register.simple_tag
def bar_table(
    rows: Sequence[tuple[object, int]], title: str, what: str, so_what: str = ""
) -> SafeString:
    """A table that draws its counts as bars."""
    return charts.bar_table(rows, title=title, what=what, so_what=so_what)


@register.simple_tag
def timeline(
    points: Sequence[tuple[datetime, int]],
    title: str,
    so_what: str = "",
    usual: tuple[float, float] | None = None,
    marks: Sequence[charts.Mark | tuple[datetime, str]] = (),
    what: str = "",
    spans: Sequence[charts.Span] = (),
) -> SafeString:
    """A bar a period with the usual range, bursts, marks and a table."""
    return charts.timeline(
        points,
        title=title,
        so_what=so_what,
        usual=usual,
        marks=marks or (),
        what=what,
        spans=spans or (),
    )


@register.inclusion_tag("ui/components/diff.html")
def diff(changes: Iterable[object]) -> dict[str, object]:
    """Word differences, as (operation, text) pairs: "same", "added" or "removed"."""
    return {"changes": [tuple(change) for change in changes]}  # type: ignore[arg-type]


@register.inclusion_tag("ui/components/source_line.html")
def source_line(
    url: str = "", sha256: str = "", captured_at: datetime | None = None, name: object = ""
) -> dict[str, object]:
    """Where something was seen, when, and the hash that proves it unchanged."""
    return {
        "url": url,
        "link": links.web_address(url),
        "sha256": sha256,
        "captured_at": captured_at,
        "name": name,
    }


@register.simple_tag
def hx_headers(token: str) -> str:
    """The CSRF header for htmx, as JSON for `hx-headers` on body."""
    return json.dumps({"X-CSRFToken": str(token)})
