"""Whether exercises may alert outside: an exercise controller says so, for some hours."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tangkal.desk.accounts.models import User
from tangkal.desk.alerts import commands, rules
from tangkal.desk.alerts.models import ExerciseLeave
from tangkal.desk.ui.numbers import whole_number

SHOWN = 20


@require_http_methods(["GET", "POST"])
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    """Let exercise signals alert outside for some hours, or end that."""
    user = request.user
    assert isinstance(user, User)
    rules.check_can_give_leave(user)
    if request.method == "POST":
        return act(request, user)
    now = timezone.now()
    leaves = list(ExerciseLeave.objects.select_related("by")[:SHOWN])
    in_force = [each for each in leaves if each.ended_at is None and each.until > now]
    return render(request, "alerts/exercise.html", {"leaves": leaves, "in_force": in_force})


def act(request: HttpRequest, user: User) -> HttpResponse:
    if request.POST.get("action") == "end":
        commands.end_leaves(by=user)
        notices.success(request, _("Exercises alert nobody outside any more."))
        return redirect("alert-exercise")
    try:
        commands.give_leave(
            by=user,
            why=request.POST.get("why", ""),
            hours=whole_number(request.POST.get("hours")),
        )
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    else:
        notices.success(request, _("Exercise signals may alert outside, marked LATIHAN."))
    return redirect("alert-exercise")
