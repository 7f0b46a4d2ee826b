"""Forms of breakout flags."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.situational_insight.spread.models import BreakoutFlag
from tangkal.desk.ui.refusals import RefusableForm


class FlagForm(RefusableForm):
    kind = forms.ChoiceField(
        label=_("What happened?"), widget=forms.RadioSelect, choices=BreakoutFlag.Kind.choices
    )
    evidence = forms.CharField(
        label=_("Where can it be seen?"),
        max_length=500,
        help_text=_(
            "An address, or the evidence in words. Name no private person: public figures by "
            "their office."
        ),
    )
    happened_at = forms.DateTimeField(
        label=_("When did it happen?"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("On your clock."),
    )

    @classmethod
    def blank(cls, kind: str = "", evidence: str = "") -> "FlagForm":
        """The form as it is first shown, perhaps with what a suggestion knows."""
        known = kind if kind in BreakoutFlag.Kind.values else ""
        now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
        return cls(initial={"kind": known, "evidence": evidence[:500], "happened_at": now})
