"""The allow-list: what is left out of every run, why, by whom and until when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.coordination import commands, queries, rules
from tangkal.desk.coordination.forms import AllowForm, in_half_a_year
from tangkal.desk.coordination.models import AllowedEntry


@require_http_methods(["GET", "POST"])
@login_required
def allowed(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more entry; a link may have filled it in."""
    reader = reader_of(request)
    form = AllowForm(initial={"until": in_half_a_year(), **given(request)})
    status = 200
    if request.method == "POST":
        rules.check_can_work(reader)
        form = AllowForm(request.POST)
        if form.is_valid():
            try:
                commands.allow(by=reader, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Left out from the next run on."))
                return redirect("coordination-allowed")
        status = 422
    context = {
        "form": form,
        "entries": queries.allowed_entries(),
        "today": timezone.localdate(),
        "may_work": rules.may_work(reader),
    }
    return render(request, "coordination/allowed.html", context, status=status)


def given(request: HttpRequest) -> dict[str, str]:
    names = ("kind", "value", "title")
    return {name: request.GET[name][:500] for name in names if request.GET.get(name)}


@require_POST
@login_required
def end_allowed(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Compare it again from the next run on, with a reason."""
    reader = reader_of(request)
    rules.check_can_work(reader)
    entry = get_object_or_404(AllowedEntry, pk=entry_id)
    try:
        commands.end_allowed(entry, why=request.POST.get("why", ""), by=reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is compared again from the next run on."))
    return redirect("coordination-allowed")
