"""Forms of the gate and of the impact judgement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.cases import words
from tangkal.desk.cases.forms import VersionedForm
from tangkal.desk.cases.models import Priority
from tangkal.impact_analysis.severity import GROUPS


def numbered(table: Any) -> list[tuple[str, object]]:
    return [(str(code), label) for code, label in table.items()]


class GateForm(VersionedForm):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=lambda: words.choices(words.GATE_KINDS),
        help_text=_("Judge the content, never the person who wrote it."),
    )
    is_checkable = forms.BooleanField(
        label=_("Evidence could show it true or false"), required=False, initial=True
    )
    rests_on_false_information = forms.BooleanField(
        label=_("An opinion that rests on verifiably false information capable of harm"),
        required=False,
        help_text=_("Then that information may be clarified; the opinion stays up."),
    )
    reason = forms.CharField(label=_("What makes it so?"), widget=forms.Textarea({"rows": 4}))


def add_harms(form: forms.Form) -> None:
    """One question of harm an item, from none to severe."""
    for items in GROUPS.values():
        for item in items:
            form.fields[f"harm_{item}"] = forms.TypedChoiceField(
                label=words.say(words.SEVERITY_ITEMS, item),
                coerce=int,
                initial="0",
                choices=lambda: numbered(words.SEVERITIES),
            )


class ImpactForm(VersionedForm):
    """Fourteen questions of harm, and how far and how likely; the priority is not asked."""

    reach = forms.TypedChoiceField(
        label=_("How far has it gone?"), coerce=int, choices=lambda: numbered(words.REACHES)
    )
    breakout = forms.TypedChoiceField(
        label=_("Which breakout level?"),
        coerce=int,
        choices=lambda: numbered(words.BREAKOUTS),
        help_text=_("Levels 4 to 6 need evidence in the case."),
    )
    probability_term = forms.ChoiceField(
        label=_("How likely is the harm?"), choices=lambda: words.choices(words.TERMS)
    )
    probability_percent = forms.IntegerField(
        label=_("In percent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Only within the term’s range: the gaps between terms are deliberate."),
    )
    confidence = forms.ChoiceField(
        label=_("How much confidence does the evidence carry?"),
        choices=lambda: words.choices(words.CONFIDENCES),
        help_text=_("Kept apart from likelihood."),
    )
    reasoning = forms.CharField(
        label=_("How did you come to this judgement?"), widget=forms.Textarea({"rows": 5})
    )
    override_priority = forms.ChoiceField(
        label=_("Ask for another priority"),
        required=False,
        choices=lambda: [("", _("No, take the computed one")), *Priority.choices],
        help_text=_("It counts once a second person has confirmed it."),
    )
    override_reason = forms.CharField(
        label=_("Why another priority?"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_harms(self)

    @property
    def harms(self) -> list[tuple[object, list[forms.BoundField]]]:
        """The questions of harm by group: (group, its fields)."""
        return [
            (words.SEVERITY_GROUPS[group], [self[f"harm_{item}"] for item in items])
            for group, items in GROUPS.items()
        ]

    def severities(self) -> dict[str, int]:
        return {
            item: self.cleaned_data[f"harm_{item}"] for items in GROUPS.values() for item in items
        }


class OverrideForm(VersionedForm):
    why = forms.CharField(
        label=_("Your reason"), required=False, widget=forms.Textarea({"rows": 3})
    )
