"""Forms of the coordination pages: what a run is asked, and what is left out."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.coordination.models import AllowedEntry, Definition

DAYS = (1, 3, 7, 14, 30)
DEFAULT_DAYS = 7
MOST_SECONDS = 86_400


class RunForm(forms.Form):
    """Settings of a run; the defaults are the library's."""

    days = forms.TypedChoiceField(
        label=_("Days looked back"),
        choices=[(each, each) for each in DAYS],
        coerce=int,
        initial=DEFAULT_DAYS,
    )
    window_seconds = forms.IntegerField(
        label=_("Together means within (seconds)"),
        min_value=1,
        max_value=MOST_SECONDS,
        initial=60,
        help_text=_("A wider window finds patient groups, and chance explains more."),
    )
    min_weight = forms.IntegerField(
        label=_("Objects shared together, at least"),
        min_value=1,
        max_value=50,
        initial=2,
    )
    definition = forms.ChoiceField(
        label=_("What counts"), choices=Definition.choices, initial=Definition.TANGKAL
    )
    is_exercise = forms.BooleanField(label=_("Exercise items only"), required=False)


class AllowForm(forms.Form):
    """One thing to leave out, why, and until when."""

    kind = forms.ChoiceField(label=_("What is left out"), choices=AllowedEntry.Kind.choices)
    value = forms.CharField(
        label=_("Which one"),
        max_length=500,
        help_text=_("As it stands on a community's page; an outlet by the name it shows itself."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: news alerts of this outlet, read by many at once."),
    )
    until = forms.DateField(
        label=_("Until (last day)"), widget=forms.DateInput(attrs={"type": "date"})
    )
    title = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


def in_half_a_year() -> str:
    return (timezone.localdate() + timedelta(days=180)).isoformat()
