"""Linking a case to another, merging it, and taking either back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import queries, rules
from tangkal.desk.cases.forms import VersionedForm
from tangkal.desk.cases.linking import commands
from tangkal.desk.cases.models import Case, CaseLink, CaseMerge, LinkKind
from tangkal.desk.cases.views.base import case_url, find_case
from tangkal.desk.cases.views.writing import READ_OR_SEND, form_page
from tangkal.desk.ui.conflicts import check_seen


class OtherForm(VersionedForm):
    """Names the other case by its number; a pasted title behind it does no harm."""

    other = forms.CharField(
        label=gettext_lazy("Number of the other case"),
        max_length=300,
        help_text=gettext_lazy("For example 2026-0012."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader

    def clean_other(self) -> Case:
        number = str(self.cleaned_data["other"]).strip().split(" ", 1)[0]
        found = queries.visible_cases(self.reader).filter(number=number).first()
        if found is None:
            raise ValidationError(
                _("No case you may see is called “%(value)s”.") % {"value": number}
            )
        return found


class LinkForm(OtherForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("This case"), widget=forms.RadioSelect, choices=LinkKind.choices
    )
    field_order = ("kind", "other", "reason")


@READ_OR_SEND
@login_required
def link(request: HttpRequest, number: str) -> HttpResponse:
    """Link this case to another."""
    reader, case = find_case(request, number)
    rules.check_can(reader, "relate", case)
    initial = {"version": case.version, "other": request.GET.get("other", ""), "kind": "related"}
    form = LinkForm(request.POST or None, reader=reader, initial=initial)

    def act() -> None:
        values = form.cleaned_data
        commands.link_cases(
            case, values["other"], kind=values["kind"], reason=values["reason"], by=reader
        )

    return form_page(
        request,
        case,
        form,
        act,
        done=_("Linked. Both cases show it."),
        title=_("Link to another case"),
        lede=case.title,
        send=_("Link the cases"),
    )


@READ_OR_SEND
@login_required
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Make this case part of another."""
    reader, case = find_case(request, number)
    check_seen(request, case)
    rules.check_can(reader, "merge", case)
    initial = {"version": case.version, "other": request.GET.get("other", "")}
    form = OtherForm(request.POST or None, reader=reader, initial=initial)

    def act() -> None:
        values = form.cleaned_data
        commands.merge(
            case, values["other"], reason=values["reason"], by=reader, version=values["version"]
        )

    return form_page(
        request,
        case,
        form,
        act,
        done=_("Merged. It can be taken back until either is decided."),
        title=_("Merge into another case"),
        lede=_(
            "Signals, claims, evidence, spreads and notes of this case move to the other one; this "
            "number stays readable and leads there."
        ),
        send=_("Merge"),
    )


@require_POST
@login_required
def unlink(request: HttpRequest, number: str, link_id: int) -> HttpResponse:
    """End a link."""
    reader, case = find_case(request, number)
    found = get_object_or_404(CaseLink.objects.filter(case=case), pk=link_id)
    return press(
        request,
        case,
        lambda: commands.end_link(found, why=request.POST.get("why", ""), by=reader),
        _("The link is ended."),
    )


@require_POST
@login_required
def undo(request: HttpRequest, number: str, merge_id: int) -> HttpResponse:
    """Take a merge back."""
    reader, case = find_case(request, number)
    found = get_object_or_404(CaseMerge.objects.filter(into=case), pk=merge_id)
    return press(
        request,
        case,
        lambda: commands.undo_merge(found, why=request.POST.get("why", ""), by=reader),
        _("Taken back: both cases stand as before."),
    )


def press(request: HttpRequest, case: Case, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(case_url(case, request) + "#linked")
