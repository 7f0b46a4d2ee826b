"""Forms of targets and of how stated probabilities turned out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.tracking_effectiveness.models import StatedOutcome
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.tracking_effectiveness.kpis import Kpi, Unit

FACTORS = {Unit.TIME: 3600.0, Unit.PERCENT: 0.01}
UNITS = {Unit.TIME: _("hours"), Unit.PERCENT: _("percent")}


class TargetForm(RefusableForm):
    """A target in the unit that people think in: hours, percent, or the figure itself."""

    value = forms.FloatField(label=_("Target"), required=False, min_value=0)
    why = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *arguments: Any, kpi: Kpi, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.factor = FACTORS.get(kpi.unit, 1.0)
        unit = UNITS.get(kpi.unit)
        empty = _("Left empty: no target.")
        self.fields["value"].help_text = f"{_('In')} {unit}. {empty}" if unit else empty

    @property
    def target(self) -> float | None:
        value = self.cleaned_data.get("value")
        return None if value is None else value * self.factor


class OutcomeForm(RefusableForm):
    answer = forms.ChoiceField(
        label=_("How it turned out"), choices=StatedOutcome.Answer.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("How you know"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )
