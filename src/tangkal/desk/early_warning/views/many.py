"""Acts on several signals, and taking acts back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.early_warning import commands, words
from tangkal.desk.early_warning.views.acting import signal_named
from tangkal.desk.early_warning.views.base import (
    list_query,
    named_signals,
    queue_url,
    undo_url,
)
from tangkal.desk.ui.errors import referring_page
from tangkal.desk.ui.notices import add_undo


@require_POST
@login_required
def act_on_many(request: HttpRequest) -> HttpResponse:
    """The bulk bar: dismiss, mark as duplicate, claim, or link to one case."""
    reader = reader_of(request)
    chosen = named_signals(request.POST.getlist("signals"), commands.MOST_AT_ONCE)
    action = request.POST.get("action", "")
    try:
        if not chosen:
            raise ValidationError(_("Select at least one signal."))
        outcome = run(request, action, chosen, reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        tell(request, outcome, action)
    return redirect(queue_url(list_query(request)))


def run(request: HttpRequest, action: str, chosen: commands.Chosen, by: User) -> commands.Outcome:
    if action == "dismiss":
        why = words.dismissal(request.POST.get("why", ""), request.POST.get("words", ""))
        return commands.dismiss_all(chosen, why=why, by=by)
    if action == "duplicate":
        return commands.mark_all_duplicates(
            chosen, of=signal_named(request.POST.get("of", "")), by=by
        )
    if action == "link":
        number = request.POST.get("case", "").strip().split(" ", 1)[0]
        case = visible_cases(by).filter(number=number).first()
        if case is None:
            raise ValidationError(
                _("No case you may see is called “%(value)s”.") % {"value": number}
            )
        return commands.link_all(chosen, case=case, by=by)
    if action == "claim":
        return commands.claim_all(chosen, by=by)
    raise ValidationError(_("Choose what to do with the selected signals."))


def tell(request: HttpRequest, outcome: commands.Outcome, action: str) -> None:
    """Say how many moved, and of the others why not."""
    moved = len(outcome.moved)
    text = ngettext("%(n)d signal moved.", "%(n)d signals moved.", moved) % {"n": moved}
    if moved and action != "link":
        add_undo(request, text, undo_url(outcome.moved, action))
    elif moved:
        messages.success(request, text)
    if outcome.stale:
        messages.warning(
            request,
            ngettext(
                "%(n)d signal was left: already changed by %(who)s.",
                "%(n)d signals were left: already changed by %(who)s.",
                len(outcome.stale),
            )
            % {"n": len(outcome.stale), "who": ", ".join(sorted(set(outcome.stale)))},
        )
    for sentence in sorted(set(outcome.refused)):
        messages.error(request, sentence)


@require_POST
@login_required
def undo(request: HttpRequest) -> HttpResponse:
    """Take an act back, on the signals nobody has touched since."""
    reader = reader_of(request)
    names = request.GET.get("signals", "").split(",")
    chosen = named_signals(names, commands.MOST_AT_ONCE)
    outcome = commands.take_back(chosen, request.GET.get("what", ""), by=reader)
    moved = len(outcome.moved)
    if moved:
        text = ngettext("Taken back for %(n)d signal.", "Taken back for %(n)d signals.", moved)
        messages.success(request, text % {"n": moved})
    if outcome.stale:
        messages.warning(
            request,
            _("Not taken back: already changed by %(who)s.")
            % {"who": ", ".join(sorted(set(outcome.stale)))},
        )
    for sentence in sorted(set(outcome.refused)):
        messages.error(request, sentence)
    return redirect(referring_page(request) or "queue")
