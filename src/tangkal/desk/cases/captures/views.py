"""Asking for page snapshots, and watching them come."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.cases import rules
from tangkal.desk.cases.captures import commands, panel
from tangkal.desk.cases.views.base import case_url, find_case
from tangkal.desk.ui.refusals import RefusableForm, run


class CaptureForm(RefusableForm):
    url = forms.CharField(
        label=gettext_lazy("Address of the page"),
        max_length=1000,
        help_text=gettext_lazy(
            "What anybody can read without an account. A site that asks programs to stay away is "
            "left alone."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("Who or what provided it?"),
    )


@require_http_methods(["GET", "POST"])
@login_required
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a snapshot of one page."""
    reader, case = find_case(request, number)
    rules.check_can(reader, "add_evidence", case)
    form = CaptureForm(request.POST or None)

    def act() -> None:
        commands.ask(case, by=reader, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, _("Asked for. The page shows here once it is kept."))
        return redirect(case_url(case, request) + "#captures")
    context = {
        "case": case,
        "form": form,
        "title": _("Page snapshot"),
        "lede": _("The page is fetched once, kept with its hash, and shown as text."),
        "send": _("Ask for the snapshot"),
        "back": case_url(case, request),
        "is_exercise": case.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/form.html", context, status=status)


@require_GET
@login_required
def captures(request: HttpRequest, number: str) -> HttpResponse:
    """The snapshots on their way, as the card of the case page asks for them anew."""
    reader, case = find_case(request, number)
    context = {"case": case, "panel": panel.of_case(case, reader)}
    return render(request, "cases/captures/list.html", context)


@require_POST
@login_required
def retry(request: HttpRequest, number: str, capture_id: int) -> HttpResponse:
    """Ask again for what failed."""
    reader, case = find_case(request, number)
    capture = get_object_or_404(case.captures, pk=capture_id)
    try:
        commands.retry(capture, by=reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Asked for again."))
    return redirect(case_url(case, request) + "#captures")
