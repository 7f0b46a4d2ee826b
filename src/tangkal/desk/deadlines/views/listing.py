"""What is due, the calls that wait for an answer, and the number for the tab's title."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.deadlines import board, commands, queries, words
from tangkal.desk.deadlines.models import Escalation


@require_GET
@login_required
def deadlines(request: HttpRequest) -> HttpResponse:
    """Mine, my office's or all that I read, overdue first."""
    reader = reader_of(request)
    asked = request.GET.get("scope", board.OFFICE)
    scope = asked if asked in {board.MINE, board.OFFICE, board.ALL} else board.OFFICE
    step = request.GET.get("step", "")[:30]
    shown = board.board(reader, scope=scope, step=step)
    context = {
        "board": shown,
        "scope": scope,
        "step": step,
        "step_name": words.step_name(step),
        "tabs": tabs(shown.counts),
        "calls": board.calls_for(reader),
        "signals_overdue": board.signals_overdue(timezone.now()),
    }
    return render(request, "deadlines/deadlines.html", context)


def tabs(counts: dict[str, int]) -> list[dict[str, object]]:
    """The number beside a name is of what is late, and says so; a bare 0 would seem the list's."""
    labels = {
        board.MINE: _("Mine"),
        board.OFFICE: _("My office’s"),
        board.ALL: _("All that I read"),
    }
    return [
        {
            "key": key,
            "label": label,
            "url": f"?scope={key}",
            "count": counts[key] or None,
            "unit": _("overdue"),
        }
        for key, label in labels.items()
    ]


@require_GET
@login_required
def count(request: HttpRequest) -> HttpResponse:
    """How much is late and this person's or their office's: the number in the tab's title."""
    user = request.user
    assert isinstance(user, User)
    answer = JsonResponse({"overdue": len(queries.overdue(user)) if user.reads_content else 0})
    answer["Cache-Control"] = "private, max-age=30"
    return answer


@require_POST
@login_required
def acknowledge(request: HttpRequest, call_id: int) -> HttpResponse:
    """ "I have it"."""
    reader = reader_of(request)
    call = get_object_or_404(Escalation, pk=call_id, person=reader)
    commands.acknowledge(call, by=reader)
    messages.success(request, _("On record: you have it. Nobody further is called for this."))
    return redirect("deadlines")
