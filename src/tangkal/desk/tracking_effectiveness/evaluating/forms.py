"""Forms of evaluations; the plan's opens with everything proposed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from tangkal.desk.tracking_effectiveness.evaluating.commands import FIELDS
from tangkal.desk.tracking_effectiveness.evaluation_models import (
    Audience,
    EvaluationPlan,
    Finding,
    MessageType,
    Overlap,
    ReachFigure,
    Reading,
)
from tangkal.desk.ui.charts import number
from tangkal.desk.ui.refusals import RefusableForm

WHEN = "%Y-%m-%dT%H:%M"
# Shown at once; everything else of the plan is proposed and lies folded below.
FIRST = ("title", "message_type", "audience", "tier", "acted_at", "triggered_by_peak",
         "target", "target_percent", "comparisons")  # fmt: skip
WINDOW = ("bucket_hours", "days_before", "days_after", "outage_since", "outage_until",
          "outage_why")  # fmt: skip
RECORD = ("baseline", "method", "comparison", "limits")
CHAIN = ("inputs", "outputs", "outtakes", "outcomes", "impact", "learning")


def words(label: Any, help_text: Any = "", rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": rows}),
    )


def when(label: Any, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=WHEN),
    )


class PlanForm(RefusableForm):
    """How one response is to be judged."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Which response?"), max_length=200)
    message_type = forms.ChoiceField(label=_("Kind of answer"), choices=MessageType.choices)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)
    tier = forms.ChoiceField(
        label=_("Depth"),
        choices=EvaluationPlan.Tier.choices,
        help_text=_(
            "Basic: counts alone. Enhanced: also what readers say. Comprehensive: also a survey."
        ),
    )
    acted_at = when(
        _("When was the answer out?"),
        _("Leave open if it will appear on the portal: its moment is then taken from there."),
    )
    triggered_by_peak = forms.ChoiceField(
        label=_("Do we answer because it is growing or high?"),
        choices=EvaluationPlan.Peak.choices,
        required=False,
        help_text=_(
            "What is high falls by itself. Say so, and the fall is compared with peaks that "
            "nobody answered."
        ),
    )
    target = words(_("Target"), _("What should be different afterwards, and by when?"))
    target_percent = forms.IntegerField(
        label=_("Change aimed at, in percent"),
        required=False,
        min_value=-100,
        max_value=0,
        help_text=_("-30 means 30% fewer items than expected."),
    )
    comparisons = forms.MultipleChoiceField(
        label=_("Comparison narratives"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Narratives of like volume that nobody answered. Take out what our answer may have "
            "touched as well."
        ),
    )
    bucket_hours = forms.TypedChoiceField(
        label=_("Counted by"), choices=EvaluationPlan.Bucket.choices, coerce=int
    )
    days_before = forms.IntegerField(label=_("Days before"), min_value=2, max_value=90)
    days_after = forms.IntegerField(label=_("Days after"), min_value=1, max_value=60)
    outage_since = when(_("Known outage: from"), _("Of a source or platform; it is left out."))
    outage_until = when(_("Known outage: until"))
    outage_why = forms.CharField(label=_("What failed?"), required=False, max_length=120)
    baseline = words(_("Baseline"))
    method = words(_("Method"), rows=3)
    comparison = words(_("Comparison"))
    limits = words(_("Limitations"), rows=3)
    inputs = words(_("Inputs"), _("Time, money, channels."))
    outputs = words(_("Outputs"), _("What is published, and how far it gets."))
    outtakes = words(_("Outtakes"), _("What people remember and understand."))
    outcomes = words(_("Outcomes"), _("What they believe, intend, share or use."))
    impact = words(_("Impact"), _("Harm avoided, trust."))
    learning = words(_("Learning"), _("What we want to know for the next time."))

    def __init__(
        self, *args: Any, offered: Sequence[Mapping[str, Any]] = (), is_out: bool, **kwargs: Any
    ) -> None:
        """The form.

        Args:
            offered: comparison narratives to choose from, as plans keep them.
            is_out: whether a clarification tells the moment; then nobody is asked for it.
        """
        super().__init__(*args, **kwargs)
        self.offered = {str(each["id"]): dict(each) for each in offered}
        choices = self.fields["comparisons"]
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.choices = [(key, label_of(each)) for key, each in self.offered.items()]
        if is_out:
            del self.fields["acted_at"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("outage_since"), cleaned.get("outage_until")
        if (since is None) != (until is None):
            self.add_error("outage_until", _("Give both ends of the outage, or none."))
        elif since is not None and until is not None and until <= since:
            self.add_error("outage_until", _("The outage ends before it begins."))
        return cleaned

    def values(self, narratives: list[str]) -> dict[str, Any]:
        """What the command takes."""
        cleaned = dict(self.cleaned_data)
        found = {name: cleaned[name] for name in FIELDS if name in cleaned}
        found["comparisons"] = [self.offered[key] for key in cleaned["comparisons"]]
        found["narratives"] = narratives
        since, until = cleaned.get("outage_since"), cleaned.get("outage_until")
        found["outages"] = (
            [
                {
                    "since": since.isoformat(),
                    "until": until.isoformat(),
                    "why": cleaned.get("outage_why", ""),
                }
            ]
            if since and until
            else []
        )
        return found


def label_of(candidate: Mapping[str, Any]) -> str:
    text = _("%(title)s (%(items)s items before)") % {
        "title": candidate["title"],
        "items": number(candidate["items"]),
    }
    return (
        f"{text}: {_('like topic; our answer may touch it')}"
        if candidate.get("shares_topic")
        else str(text)
    )


def first_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A proposal as the form opens with it: what shares the topic is offered, not chosen."""
    return dict(fields) | {
        "comparisons": [each["id"] for each in fields["comparisons"] if not each["shares_topic"]]
    }


def values_of(plan: EvaluationPlan) -> dict[str, Any]:
    """A plan as the form shows it."""
    found = {name: getattr(plan, name) for name in FIELDS}
    found["comparisons"] = [each["id"] for each in plan.comparisons]
    if plan.outages:
        first = plan.outages[0]
        found["outage_since"] = parse_datetime(str(first["since"]))
        found["outage_until"] = parse_datetime(str(first["until"]))
        found["outage_why"] = first.get("why", "")
    return found | {"version": plan.version}


class JudgeForm(RefusableForm):
    """What a person concludes from the newest measurement."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What follows?"),
        choices=[choice for choice in Finding.Kind.choices if choice[0] != Finding.Kind.LESSON],
    )
    text = forms.CharField(
        label=_("The finding in one sentence"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )
    advice = forms.CharField(
        label=_("What to do next time"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )


class LessonForm(RefusableForm):
    """A lesson about how we work; it claims no effect."""

    message_type = forms.ChoiceField(label=_("Kind of answer"), choices=MessageType.choices)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)
    text = forms.CharField(
        label=_("What did we learn?"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    advice = forms.CharField(
        label=_("What to do next time"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )


class BringingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose command refuses in words above it."""

    def take_in(self, error: Any) -> None:
        for message in error.messages:
            self.add_error(None, message)


class ReachForm(BringingForm):
    """One figure of reach, brought by hand."""

    class Meta:
        model = ReachFigure
        fields = ("side", "metric", "platform", "value", "source")
        labels = {
            "side": _("Of what"),
            "metric": _("Measure"),
            "platform": _("Platform"),
            "value": _("Within 72 hours"),
            "source": _("Who says so"),
        }


class OverlapForm(BringingForm):
    """An aggregate of both audiences, lawfully given."""

    class Meta:
        model = Overlap
        fields = (
            "platform",
            "reached_by_falsehood",
            "reached_by_both",
            "source",
            "legal_basis",
        )
        labels = {
            "platform": _("Platform"),
            "reached_by_falsehood": _("People reached by the false claim"),
            "reached_by_both": _("of them reached by our answer too"),
            "source": _("Who says so"),
            "legal_basis": _("On which legal basis was the aggregate given?"),
        }


class ReadingForm(BringingForm):
    """One figure of the chain."""

    class Meta:
        model = Reading
        fields = ("stage", "metric", "unit", "baseline", "value", "method", "limitation")
        labels = {
            "stage": _("Stage"),
            "metric": _("What is measured"),
            "unit": _("Unit of the figure"),
            "baseline": _("Before"),
            "value": _("After; leave open if nobody knows"),
            "method": _("How"),
            "limitation": _("What it does not tell"),
        }
