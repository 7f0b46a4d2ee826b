"""Forms of breakout flags."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.cases.models import Evidence
from tangkal.desk.situational_insight.spread.models import BreakoutFlag
from tangkal.desk.ui.refusals import RefusableForm


class FlagForm(RefusableForm):
    kind = forms.ChoiceField(
        label=_("What happened?"), widget=forms.RadioSelect, choices=BreakoutFlag.Kind.choices
    )
    evidence = forms.CharField(
        label=_("Where can it be seen?"),
        max_length=500,
        required=False,
        help_text=_(
            "An address, or the evidence in words. Name no private person: public figures by "
            "their office."
        ),
    )
    case_evidence = forms.ModelChoiceField(
        label=_("Evidence kept in a case"),
        queryset=Evidence.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("Of the cases on this narrative that you may see."),
    )
    happened_at = forms.DateTimeField(
        label=_("When did it happen?"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("On your clock."),
    )

    def __init__(self, *args: Any, evidence_of: QuerySet[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case_evidence"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = evidence_of


def first_values(kind: str, evidence: str) -> dict[str, object]:
    """What the form shows at first, perhaps with what a suggestion knows."""
    now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
    return {
        "kind": kind if kind in BreakoutFlag.Kind.values else "",
        "evidence": evidence[:500],
        "happened_at": now,
    }
