"""The auditor's overview, and findings addressed to organisations."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.rights import findings as store
from tangkal.desk.rights import overview as figures
from tangkal.desk.rights import rules
from tangkal.desk.rights.states import FINDING
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.refusals import RefusableForm, run
from tangkal.desk.workflow import ActionDenied

PERIODS = (7, 30, 90, 365)
PAGE = 40


class FindingForm(RefusableForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("To which organisation"), empty_label=None
    )
    title = forms.CharField(label=gettext_lazy("What, in a line"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What was found, and what is asked for"),
        widget=forms.Textarea({"rows": 8}),
    )


@require_GET
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Cases, decisions, safeguards, second persons, reading: counts of a period."""
    user = request.user
    assert isinstance(user, User)
    rules.check_auditor(user)
    days = whole_number(request.GET.get("days")) or 30
    days = days if days in PERIODS else 30
    since = timezone.now() - timedelta(days=days)
    context = {
        "days": days,
        "periods": PERIODS,
        "counts": figures.counts(user, since=since),
        "quick": figures.quick_words(user, since=since),
        "pairs": figures.pairs(user, since=since),
        "changes": figures.setting_changes(user, since=since),
        "hasty": figures.HASTY_S,
    }
    return render(request, "rights/overview.html", context)


def check_sees_findings(user: User) -> None:
    if not user.has_role(Role.AUDITOR, *store.ANSWERING):
        raise ActionDenied(_("Findings are read by auditors and by those who answer them."))


@require_GET
@login_required
def findings(request: HttpRequest) -> HttpResponse:
    """Findings addressed to the reader's organisations, open ones first."""
    reader = reader_of(request)
    check_sees_findings(reader)
    found = store.visible(reader).order_by("closed_at", "-at")
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "may_write": reader.has_role(Role.AUDITOR),
    }
    return render(request, "rights/findings.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_finding(request: HttpRequest) -> HttpResponse:
    """Write a finding to an organisation."""
    reader = reader_of(request)
    rules.check_auditor(reader)
    form = FindingForm(request.POST or None, initial={"organisation": reader.organisation_id})
    form.fields["organisation"].queryset = store.audited(reader)  # type: ignore[attr-defined]
    if (
        request.method == "POST"
        and form.is_valid()
        and run(form, lambda: store.write(by=reader, **form.cleaned_data))
    ):
        messages.success(request, _("The finding is on record; the organisation was told."))
        return redirect("findings")
    context = {"form": form, "title": _("Write a finding"), "send": _("Put it on record")}
    return render(
        request, "rights/form.html", context, status=422 if request.method == "POST" else 200
    )


@require_GET
@login_required
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """One finding with its reply."""
    reader = reader_of(request)
    found = get_object_or_404(store.visible(reader), pk=finding_id)
    actions = FINDING.actions(found.state, reader.roles_at(found.organisation))
    return render(request, "rights/finding.html", {"finding": found, "actions": actions})


@require_POST
@login_required
def finding_step(request: HttpRequest, finding_id: int, action: str) -> HttpResponse:
    """Reply, ask again, close."""
    reader = reader_of(request)
    found = get_object_or_404(store.visible(reader), pk=finding_id)
    FINDING.check(found.state, action, reader.roles_at(found.organisation))
    try:
        store.take_step(
            found,
            action,
            text=request.POST.get("text", ""),
            by=reader,
            version=posted_version(request),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done. The audit trail has it."))
    return redirect("finding", finding_id)
