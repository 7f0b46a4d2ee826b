"""Watching, assigning, and who else has the case open."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import rules
from tangkal.desk.cases.forms import VersionedForm
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.people import commands, queries
from tangkal.desk.cases.views.base import case_url, find_case
from tangkal.desk.cases.views.writing import READ_OR_SEND, form_page
from tangkal.desk.ui.conflicts import check_seen, posted_version


class AssignForm(VersionedForm):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who looks after the case"),
        required=False,
        empty_label=gettext_lazy("nobody for now"),
        help_text=gettext_lazy("They are told in their inbox."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = queries.assignable(case)
        field = self.fields["to"]
        field.queryset = User.objects.filter(pk__in=[u.pk for u, _roles in people])  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            ("", _("nobody for now")),
            *((user.pk, f"{user.display_name} ({roles})") for user, roles in people),
        ]


@READ_OR_SEND
@login_required
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Name who looks after the case."""
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "assign", case)
    initial = {"version": case.version, "to": case.owner_id}
    form = AssignForm(request.POST or None, case=case, initial=initial)
    return form_page(
        request,
        case,
        form,
        lambda: cases.assign(case, by=reader, **form.cleaned_data),
        done=_("Assigned."),
        title=_("Assign the case"),
        lede=case.title,
        send=_("Assign"),
    )


@require_POST
@login_required
def watch(request: HttpRequest, number: str) -> HttpResponse:
    """Watch the case, or stop."""
    reader, case = find_case(request, number)
    if request.POST.get("stop"):
        commands.unwatch(case, by=reader)
        messages.success(request, _("You no longer hear of this case."))
    else:
        commands.watch(case, by=reader)
        messages.success(request, _("You hear of this case in your inbox."))
    return redirect(case_url(case, request))


@require_POST
@login_required
def here(request: HttpRequest, number: str) -> HttpResponse:
    """The heartbeat of an open case page: who else is here, and whether the page is old."""
    reader, case = find_case(request, number)
    others = commands.beat(case, by=reader, now=timezone.now())
    shown = posted_version(request)
    context = {
        "case": case,
        "others": others,
        "is_old": 0 <= shown < case.version,
    }
    return render(request, "cases/people/here.html", context)
