"""The queue's rows as HTML: drawn by Jinja2, each once a minute for all who see it alike."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from tangkal.desk.cases.states import SignalState
from tangkal.desk.early_warning import words
from tangkal.desk.early_warning.filters import SignalFilter
from tangkal.desk.early_warning.queries import Choices
from tangkal.desk.early_warning.views.base import Row

# Stands for the reader's own token. Text in a row cannot hold it: its "<" would be escaped.
TOKEN = mark_safe("<!--token-->")
MOST_KEPT = 5_000


class DrawnRows:
    """Rows drawn in the present minute; the next one forgets them, as all deadlines move then."""

    def __init__(self) -> None:
        self.minute = ""
        self.kept: dict[object, str] = {}

    def of(self, minute: str) -> dict[object, str]:
        if minute != self.minute or len(self.kept) > MOST_KEPT:
            self.kept, self.minute = {}, minute
        return self.kept


drawn = DrawnRows()


def draw(rows: Sequence[Row], query: str, request: HttpRequest) -> SafeString:
    """The rows as HTML. A row that others saw with the same words and buttons is not drawn again.

    Fifty officers look at the same twenty-five rows; what is drawn holds nothing of the reader
    but language, clock and buttons, and those are part of the key.
    """
    now = timezone.now()
    kept = drawn.of(now.strftime("%Y%m%d%H%M"))
    shared = (
        translation.get_language(),
        timezone.get_current_timezone_name(),
        get_urlconf(),
        get_script_prefix(),
        query,
    )
    suffix = f"?{urlencode({'list': query})}" if query else ""
    parts = []
    for row in rows:
        key = (shared, seen_in(row, now))
        html = kept.get(key)
        if html is None:
            context = {"row": row, "list_query": query, "list_suffix": suffix, "csrf_input": TOKEN}
            html = kept[key] = row_template().render(context)
        parts.append(html)
    page = "\n".join(parts).replace(TOKEN, csrf_input(request))
    return mark_safe(page)  # noqa: S308 - Jinja2 has escaped it, and answers a plain string


def seen_in(row: Row, now: datetime) -> object:
    """Everything of a row that its template draws."""
    signal, claim = row.signal, row.signal.best_claim
    return (
        signal.pk,
        signal.version,
        signal.state,
        signal.title,
        repr(signal.reasons),
        tuple(row.titles.get(str(reason.get("claim_id", "")), "") for reason in signal.reasons),
        claim and (claim.publisher, claim.verdict),
        repr(signal.best_reasons),
        repr(signal.platforms),
        signal.region and signal.region.name,
        signal.owner and signal.owner.display_name,
        signal.is_exercise,
        # The minute itself turns while a page's deadlines still have seconds left.
        signal.due_at and (signal.due_at, int((signal.due_at - now).total_seconds() // 60)),
        repr(signal.volume),
        signal.items_total,
        (row.can_screen, row.can_dismiss, row.can_open),
    )


@lru_cache(maxsize=1)
def row_template() -> Any:
    return engines["jinja2"].get_template("early_warning/signal_row.html")


def filter_form(chosen: SignalFilter, choices: Choices) -> SafeString:
    """The fields of the filter, as they stand in force."""
    return drawn_form(chosen, choices, translation.get_language(), get_script_prefix())


@lru_cache(maxsize=500)
def drawn_form(
    chosen: SignalFilter, choices: Choices, _language: str | None, _prefix: str
) -> SafeString:
    context = {
        "chosen": chosen,
        "choices": choices,
        "states": SignalState.choices,
        "reason_labels": words.REASON_LABELS.items(),
    }
    drawn = render_to_string("early_warning/filters.html", context)
    return mark_safe(drawn)  # noqa: S308 - the template has escaped it
