"""Writing, releasing and taking back public notes; connecting the questions that wait."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.cases.forms import VersionedForm
from tangkal.desk.cases.public_notes import commands, connecting, rules
from tangkal.desk.cases.views.base import find_case, run_button
from tangkal.desk.cases.views.writing import READ_OR_SEND, form_page
from tangkal.desk.portal.languages import OWN_NAMES
from tangkal.desk.questions.models import Family
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.numbers import whole_number


class PublicNoteForm(VersionedForm):
    text = forms.CharField(
        label=gettext_lazy("What is known so far"),
        max_length=commands.LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "For those who asked and wait. No names, numbers or accounts of people: they are "
            "masked."
        ),
    )
    more_at = forms.DateTimeField(
        label=gettext_lazy("When there will be more"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the text"), choices=list(OWN_NAMES.items())
    )


@READ_OR_SEND
@login_required
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Write the draft of a case's next public note."""
    reader, case = find_case(request, number)
    rules.check_can(reader, "write_public", case)
    draft = commands.draft_of(case)
    form = PublicNoteForm(request.POST or None, initial=shown(draft))

    def act() -> None:
        commands.write(case, by=reader, **form.cleaned_data)

    return form_page(
        request,
        case,
        form,
        act,
        done=_("Draft saved. The public reads it once a second person has released it."),
        title=_("Public note"),
        lede=_("Until the answer is out, those who asked read this on their question’s page."),
        send=_("Save the draft"),
    )


def shown(draft: Any) -> dict[str, Any]:
    if draft is None:
        return {"version": 0, "language": "id"}
    return {
        "version": draft.version,
        "text": draft.text,
        "more_at": draft.more_at,
        "language": draft.language,
    }


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Release the public note"))
def release(request: HttpRequest, number: str, note_id: int) -> HttpResponse:
    """Let those who wait read it."""
    reader, case = find_case(request, number)
    note = get_object_or_404(case.public_notes, pk=note_id)
    return run_button(
        request,
        case,
        lambda: commands.release(note, by=reader, version=posted_version(request) or 0),
        _("Released. Those who asked and wait read it on their question’s page."),
    )


@require_POST
@login_required
def withdraw(request: HttpRequest, number: str, note_id: int) -> HttpResponse:
    """Take it back, with a reason."""
    reader, case = find_case(request, number)
    note = get_object_or_404(case.public_notes, pk=note_id)
    return run_button(
        request,
        case,
        lambda: commands.withdraw(
            note,
            why=request.POST.get("why", ""),
            by=reader,
            version=posted_version(request) or 0,
        ),
        _("Taken back. The public no longer reads it."),
    )


@require_POST
@login_required
def connect(request: HttpRequest, number: str) -> HttpResponse:
    """Let a family of questions wait for this case."""
    reader, case = find_case(request, number)
    typed = request.POST.get("family", "").strip()[:20]

    def act() -> None:
        family = Family.objects.filter(pk=whole_number(typed) or 0).first()
        if family is None:
            raise ValidationError(
                _("There is no family of questions “%(value)s”.") % {"value": typed}
            )
        connecting.connect(case, family, by=reader)

    return run_button(request, case, act, _("Connected: this case’s answer goes to all of them."))
