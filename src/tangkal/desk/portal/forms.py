"""What a citizen may send."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from tangkal.desk.portal import appeals
from tangkal.desk.portal.attachments import Attachment, check_attachment
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.reports import LONGEST
from tangkal.desk.portal.tokens import read_token
from tangkal.desk.portal.words import FIELDS, PARTS


class WebAddressField(forms.URLField):
    """An address that a browser opens: no ftp, no javascript, nothing else."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class ReportForm(forms.Form):
    """A question for a person to check. No name, no address, no number is asked for."""

    text = forms.CharField(
        label=_("What did you see?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Telephone numbers, identity numbers and e-mail addresses are removed."),
    )
    url = WebAddressField(
        label=_("Where did you see it?"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("The link, if you have it."),
    )
    token = forms.CharField(max_length=200, widget=forms.HiddenInput)  # see portal.tokens
    # No person sees this field (the template hides it); robots fill in what they find.
    website = forms.CharField(required=False)

    def clean_token(self) -> str:
        name = read_token(self.cleaned_data["token"])
        if name is None:
            raise forms.ValidationError(_("The page was open for long; please send it once more."))
        return name


def contestable(clarification: Clarification) -> list[tuple[str, object]]:
    """What of a page can be contested: its label, its parts, its sources."""
    named = [(key, FIELDS[key]) for key in ("verdict", "claim_text", "headline")]
    parts = [(part["key"], PARTS.get(part["key"], part["key"])) for part in clarification.parts]
    return [*named, *parts, ("sources", FIELDS["sources"])]


class AppealForm(forms.Form):
    """ "This is wrong": which statement, why, what shows it. A name is never needed."""

    part = forms.ChoiceField(label=_("Which statement do you contest?"))
    why = forms.CharField(
        label=_("What is wrong with it, and why?"),
        max_length=appeals.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Telephone numbers, identity numbers and e-mail addresses are removed."),
    )
    evidence_url = WebAddressField(
        label=_("A link that shows it"), required=False, max_length=1000, assume_scheme="https"
    )
    evidence_file = forms.FileField(
        label=_("A file that shows it"),
        required=False,
        help_text=_("A PDF, PNG or JPEG of at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Not needed. Kept apart from what you wrote, and never published."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("E-mail address or telephone number for the reply"),
        required=False,
        max_length=200,
        help_text=_("Not needed: the reply also stands on the page of your number."),
    )
    token = forms.CharField(max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(required=False)  # no person sees this field

    def __init__(self, clarification: Clarification, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = contestable(clarification)  # type: ignore[attr-defined]

    def clean_token(self) -> str:
        name = read_token(self.cleaned_data["token"])
        if name is None:
            raise forms.ValidationError(_("The page was open for long; please send it once more."))
        return name

    def clean_evidence_file(self) -> Attachment | None:
        upload = self.cleaned_data["evidence_file"]
        return check_attachment(upload) if upload else None
