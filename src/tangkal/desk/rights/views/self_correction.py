"""Claims made by government, by the same standard; and our own answers put in question."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.rules import check_role
from tangkal.desk.rights import self_correction as store
from tangkal.desk.ui.refusals import RefusableForm, run

PAGE = 40


class ReasonForm(RefusableForm):
    reason = forms.CharField(
        label=gettext_lazy("What may be wrong with it, and what points to it?"),
        widget=forms.Textarea({"rows": 5}),
    )


@require_GET
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """What government asserted, with its verdicts; and our newest answers, to be questioned."""
    reader = reader_of(request)
    context = {
        "page": Paginator(store.official_claims(reader), PAGE).get_page(request.GET.get("page")),
        "ours": store.questionable(reader)[:20],
        "may_question": reader.has_role(Role.ANALYST),
    }
    return render(request, "rights/self_correction.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a case on one of our own answers."""
    reader = reader_of(request)
    found = get_object_or_404(store.questionable(reader), slug=slug)
    check_role(reader, [Role.ANALYST.value], at=found.issuer)
    form = ReasonForm(request.POST or None)
    opened: list[Case] = []

    def act() -> None:
        opened.append(store.question_our_own(found, reason=form.cleaned_data["reason"], by=reader))

    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, _("The case is open; whoever made the answer has no say in it."))
        return redirect("case", opened[0].number)
    context = {
        "form": form,
        "title": _("Our own answer may be wrong"),
        "lede": found.headline,
        "send": _("Open a case on it"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "rights/form.html", context, status=status)
