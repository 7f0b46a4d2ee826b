"""Forms of local texts. What a command refuses is shown above the form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.alignment import queries
from tangkal.desk.alignment.models import Resolution, Value
from tangkal.desk.portal.forms import WebAddressField
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.desk.ui.refusals import RefusableForm


class TextForm(RefusableForm):
    """Whose text it is, and the text itself or its address."""

    office = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whose text is it?"))
    text = forms.CharField(
        label=_("The text as it was published"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    url = WebAddressField(
        assume_scheme="https",
        label=_("Or the address of its page"),
        required=False,
        max_length=500,
        help_text=_("The page is read within a minute, unless its site asks programs not to."),
    )

    def __init__(self, *args: Any, house: MessageHouse, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["office"].queryset = queries.offices(house)  # type: ignore[attr-defined]


class FeedForm(RefusableForm):
    """Whose site it is, and its feed."""

    office = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whose site is it?"))
    url = WebAddressField(
        label=_("Address of its RSS or Atom feed"), max_length=500, assume_scheme="https"
    )

    def __init__(self, *args: Any, house: MessageHouse, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["office"].queryset = queries.offices(house)  # type: ignore[attr-defined]


class ConfirmationForm(RefusableForm):
    """What a person finds in the text."""

    value = forms.ChoiceField(
        label=_("What does the text make of this message?"),
        choices=Value.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why do you see it so?"),
        required=False,
        help_text=_("Needed where you see it otherwise than was measured."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ResolutionForm(RefusableForm):
    """Who was right, and why."""

    favour = forms.ChoiceField(
        label=_("Which of the two is right?"),
        choices=Resolution.Favour.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The office reads it. Name the source that settles it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
