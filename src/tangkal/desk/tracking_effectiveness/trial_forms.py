"""The form of a test of wordings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.trial_models import Trial
from tangkal.desk.tracking_effectiveness.trial_rules import VOUCHES, parts_of
from tangkal.desk.ui.refusals import RefusableForm


class TrialForm(RefusableForm):
    """What B says otherwise, by what it is decided, and why it does no harm."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Name of the test"), max_length=160)
    headline = forms.CharField(label=_("Headline of version B"), max_length=200)
    part_key = forms.ChoiceField(label=_("A part that B words otherwise"), required=False)
    part_text = forms.CharField(
        label=_("That part in version B"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 5}),
    )
    outcome = forms.ChoiceField(
        label=_("Decided by"),
        choices=Trial.Outcome.choices,
        help_text=_("Chosen beforehand; the others are shown beside it."),
    )
    smallest_percent = forms.IntegerField(
        label=_("Smallest difference that matters, in per cent"),
        min_value=5,
        max_value=300,
        initial=25,
    )
    days = forms.IntegerField(label=_("Days at most"), min_value=1, max_value=60, initial=14)
    why = forms.CharField(
        label=_("Why test at all"), max_length=5_000, widget=forms.Textarea({"rows": 3})
    )
    ethics = forms.CharField(
        label=_("Ethics note"),
        max_length=5_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Who could be worse off by reading one of the two, and why that is so little."),
    )
    vouched = forms.MultipleChoiceField(
        label=_("You vouch for"),
        choices=list(VOUCHES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, answer: Clarification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("None: the headline alone")), *parts_of(answer)]
        self.fields["part_key"].choices = choices  # type: ignore[attr-defined]


def values_of(trial: Trial) -> dict[str, Any]:
    """A trial as its form shows it."""
    names = [name for name in TrialForm.base_fields if hasattr(trial, name)]
    return {name: getattr(trial, name) for name in names}
