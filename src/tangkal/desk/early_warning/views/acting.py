"""Steps on one signal: a plain form's, or a row's through htmx."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import commands, items
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.early_warning import queries, words
from tangkal.desk.early_warning.filters import searchable
from tangkal.desk.early_warning.views.base import (
    list_filter,
    list_query,
    queue_url,
    rows_of,
    signal_url,
    undo_url,
)
from tangkal.desk.early_warning.views.drawing import draw
from tangkal.desk.portal.completeness import labels
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.notices import add_undo
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.views import next_page
from tangkal.engines import LakeError

Act = Callable[[HttpRequest, Signal, User], str]


def screen(request: HttpRequest, signal: Signal, by: User) -> str:
    done = commands.screen(signal, by=by, version=posted_version(request))
    text = _("In your hands: %(title)s") % {"title": done.title}
    add_undo(request, text, undo_url([done], "screen"))
    return text


def dismiss(request: HttpRequest, signal: Signal, by: User) -> str:
    why = words.dismissal(request.POST.get("why", ""), request.POST.get("words", ""))
    done = commands.dismiss(signal, by=by, why=why, version=posted_version(request))
    text = _("Dismissed: %(title)s") % {"title": done.title}
    add_undo(request, text, undo_url([done], "dismiss"))
    return text


def ask_data(request: HttpRequest, signal: Signal, by: User) -> str:
    named = labels(request.POST.getlist("missing"))
    said = request.POST.get("what", "").strip()
    done = commands.ask_data(
        signal,
        by=by,
        what="; ".join(part for part in (named, said) if part),
        version=posted_version(request),
    )
    text = _("Waiting for data: %(title)s") % {"title": done.title}
    add_undo(request, text, undo_url([done], "ask_data"))
    return text


def duplicate(request: HttpRequest, signal: Signal, by: User) -> str:
    original = signal_named(request.POST.get("of", ""))
    done = commands.mark_duplicate(signal, of=original, by=by, version=posted_version(request))
    text = _("Marked as a duplicate of “%(title)s”") % {"title": original.title}
    add_undo(request, text, undo_url([done], "duplicate"))
    return text


def signal_named(value: str) -> Signal:
    """The signal a picker names: "12" or "12 its title".

    Raises:
        ValidationError: there is none.
    """
    number = value.strip().lstrip("#").split(" ", 1)[0]
    found = Signal.objects.filter(pk=whole_number(number)).first()
    if found is None:
        raise ValidationError(
            _("No signal is called “%(value)s”; choose one from the list.") % {"value": value}
        )
    return found


def claim(request: HttpRequest, signal: Signal, by: User) -> str:
    done = commands.claim_ownership(signal, by=by, version=posted_version(request))
    text = _("Yours now: %(title)s") % {"title": done.title}
    add_undo(request, text, undo_url([done], "claim"))
    return text


def release(request: HttpRequest, signal: Signal, by: User) -> str:
    done = commands.release(signal, by=by, version=posted_version(request))
    text = _("Given back: %(title)s") % {"title": done.title}
    messages.success(request, text)
    return text


def link(request: HttpRequest, signal: Signal, by: User) -> str:
    number = request.POST.get("case", "").strip().split(" ", 1)[0]
    case = visible_cases(by).filter(number=number).first()
    if case is None:
        raise ValidationError(_("No case you may see is called “%(value)s”.") % {"value": number})
    commands.link(
        signal, case, by=by, items=chosen_items(request, signal), version=posted_version(request)
    )
    text = _("Linked to case %(number)s.") % {"number": case.number}
    messages.success(request, text)
    return text


def chosen_items(request: HttpRequest, signal: Signal) -> list[dict[str, object]]:
    """The ticked sample items, to be copied as evidence.

    Raises:
        ValidationError: the lake cannot be read now.
    """
    chosen = [i for i in request.POST.getlist("items") if i in signal.sample_item_ids]
    try:
        return items.items(chosen)
    except LakeError as error:
        raise ValidationError(
            _("The items cannot be copied now (%(why)s).") % {"why": error}
        ) from error


ACTS: dict[str, Act] = {
    "screen": screen,
    "dismiss": dismiss,
    "ask-data": ask_data,
    "duplicate": duplicate,
    "claim": claim,
    "release": release,
    "link": link,
}


@require_POST
@login_required
def act(request: HttpRequest, signal_id: int, action: str) -> HttpResponse:
    """Take one step; the row, the next signal or the page it came from follows."""
    reader = reader_of(request)
    if action not in ACTS:
        raise Http404(action)
    signal = get_object_or_404(Signal, pk=signal_id)
    following = next_signal(request, reader, signal)  # before the step takes it off the list
    try:
        ACTS[action](request, signal, reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        following = signal_url(signal_id, list_query(request))
    if wants_row(request):
        return row_after(request, reader, signal_id)
    return redirect(following)


def wants_row(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def next_signal(request: HttpRequest, reader: User, signal: Signal) -> str:
    """Where to go after a step: the next signal where asked, else where the form says."""
    query = list_query(request)
    if request.POST.get("then") != "next":
        return next_page(request, signal_url(signal.pk, query))
    _before, after = queries.neighbours(reader, signal, list_filter(request))
    return signal_url(after, query) if after else queue_url(query)


def row_after(request: HttpRequest, reader: User, signal_id: int) -> HttpResponse:
    """The row as it now is, or nothing where it left the list; and what to tell."""
    chosen = list_filter(request)
    still = searchable().filter(chosen.condition(user=reader, now=timezone.now()), pk=signal_id)
    found = list(still.select_related("owner", "best_claim", "region"))
    context = {"drawn_rows": draw(rows_of(found, reader), chosen.as_query(), request)}
    return render(request, "early_warning/row_after.html", context)


@require_GET
@login_required
def dismissal(request: HttpRequest, signal_id: int) -> HttpResponse:
    """The short list of reasons: in the row for keys, a page of its own without script."""
    reader_of(request)
    signal = get_object_or_404(Signal, pk=signal_id)
    query = list_query(request)
    context = {
        "signal": signal,
        "dismissals": words.DISMISSALS.items(),
        "list_query": query,
        "back": queue_url(query),
        "is_exercise": signal.is_exercise,
    }
    part = "dismissal_row" if wants_row(request) else "dismissal"
    return render(request, f"early_warning/{part}.html", context)
