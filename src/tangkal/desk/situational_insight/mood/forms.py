"""The form that draws a sample."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.situational_insight.mood.commands import FEWEST_DRAWS
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.situational_insight.mood import MOST_DRAWS


class MoodForm(RefusableForm):
    """Which policy, in which items, and how many are drawn."""

    question = forms.CharField(
        label=_("Policy"),
        max_length=200,
        help_text=_("What people may be for or against, e.g. “the new water tariff in our city”."),
    )
    narrative = forms.CharField(
        label=_("Narrative"),
        max_length=300,
        required=False,
        help_text=_("Its code or address; or leave it empty and give words."),
    )
    words = forms.CharField(
        label=_("Words"),
        max_length=200,
        required=False,
        help_text=_("Items that hold all of them."),
    )
    days = forms.IntegerField(label=_("Days back"), min_value=1, max_value=90, initial=7)
    draws = forms.IntegerField(
        label=_("Items drawn"),
        min_value=FEWEST_DRAWS,
        max_value=MOST_DRAWS,
        initial=100,
        help_text=_("100 give about ±10 points, 400 about ±5. Copies of a text are read once."),
    )
