"""Rows that could not be read: see why, correct and retry, or discard."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.intake import commands
from tangkal.desk.intake.forms import FIELD_LABELS
from tangkal.desk.intake.reasons import in_words
from tangkal.desk.intake.views.runs import giver_of
from tangkal.kernel import InvalidInput, QuarantinedRow
from tangkal.pipeline.mapping import FIELDS
from tangkal.pipeline.quarantine import Held, Quarantine

PAGE_SIZE = 30


@contextmanager
def opened() -> Iterator[Quarantine]:
    with Quarantine(settings.TANGKAL.home.intake_database) as store:
        yield store


class Rows:
    """Quarantined rows as a sequence that a paginator can cut."""

    def __init__(self, store: Quarantine, status: str) -> None:
        self.store, self.status = store, status

    def __len__(self) -> int:
        return self.store.count(status=self.status)

    def __getitem__(self, part: slice) -> list[QuarantinedRow]:
        return self.store.list(status=self.status, limit=part.stop - part.start, offset=part.start)


@require_GET
@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """What waits, what was taken after all, what was set aside."""
    giver_of(request)
    labels = {"waiting": _("Waiting"), "retried": _("Taken in later"), "discarded": _("Discarded")}
    status = request.GET.get("status", "waiting")
    status = status if status in labels else "waiting"
    with opened() as store:
        page = Paginator(cast("Sequence[QuarantinedRow]", Rows(store, status)), PAGE_SIZE).get_page(
            request.GET.get("page")
        )
        found = list(page.object_list)
        tabs = [
            {
                "key": key,
                "label": label,
                "url": f"?status={key}",
                "count": store.count(status=key),
            }
            for key, label in labels.items()
        ]
    named = [(each, in_words(each.about)) for each in found]
    context = {"page": page, "rows": named, "tabs": tabs, "tab": status}
    return render(request, "intake/quarantine.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def row(request: HttpRequest, row_id: str) -> HttpResponse:
    """One row: what it says, why it was refused, and a form to correct it."""
    giver = giver_of(request)
    held = find(row_id)
    values = values_of(held)
    if request.method == "POST":
        corrections = changed(request, values)
        try:
            outcome = commands.retry_row(row_id, corrections, by=giver)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if outcome.taken:
                messages.success(request, _("Taken in."))
                return redirect("quarantine")
            messages.error(request, _("Still refused: %(why)s") % {"why": outcome.reason})
            held, values = find(row_id), values | corrections
    fields = [(name, FIELD_LABELS.get(name, name), value) for name, value in values.items()]
    context = {
        "row": held.row,
        "why": in_words(held.about),
        "fields": fields,
        "is_waiting": held.row.status == "waiting",
    }
    return render(request, "intake/quarantine_row.html", context)


def find(row_id: str) -> Held:
    try:
        with opened() as store:
            return store.held(row_id)
    except InvalidInput as error:
        raise Http404(row_id) from error


def values_of(held: Held) -> dict[str, str]:
    """The row under our field names; empty values for an unreadable line."""
    kind = "claims" if held.row.kind == "claims" else "items"
    try:
        raw = json.loads(held.row.raw)
    except ValueError:
        raw = None
    columns = held.context.get("fields", {})
    given = raw if isinstance(raw, dict) else {}
    values = {}
    for name in FIELDS[kind]:  # type: ignore[index]
        value = given.get(columns.get(name, name))
        values[name] = "" if value is None else str(value)
    return values


def changed(request: HttpRequest, values: dict[str, str]) -> dict[str, str]:
    """Only what somebody changed is a correction; the rest is read as it was."""
    given = {name: request.POST.get(f"field-{name}", before) for name, before in values.items()}
    plain = {name: value.replace("\r\n", "\n") for name, value in given.items()}
    return {
        name: value for name, value in plain.items() if value != values[name].replace("\r\n", "\n")
    }


@require_POST
@login_required
def discard(request: HttpRequest) -> HttpResponse:
    """Set the selected rows aside, with a reason."""
    giver = giver_of(request)
    try:
        count = commands.discard_rows(
            request.POST.getlist("rows"), why=request.POST.get("why", ""), by=giver
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext("%(n)d row discarded.", "%(n)d rows discarded.", count)
        messages.success(request, text % {"n": count})
    return redirect("quarantine")
