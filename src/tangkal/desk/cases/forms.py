"""Forms of the case pages. They read what was typed; commands decide what may be."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.cases import response_gate, rules, tripwires, words
from tangkal.desk.cases.files import KINDS
from tangkal.desk.cases.models import Case, Evidence, Verdict
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.ui import vocabulary
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.impact_analysis.response import OPTIONS
from tangkal.impact_analysis.verdicts import Verdict as VerdictCode

LONG = {"rows": 4}


class VersionedForm(RefusableForm):
    """Carries the version of what the page showed, so that nobody overwrites unseen work."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class OpenForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What is it about, in neutral words?")
    )
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea(LONG))
    lead_organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Lead organisation"),
        empty_label=None,
        help_text=_("Its people work on the case and decide it."),
    )
    items = forms.MultipleChoiceField(
        label=_("Copy as evidence"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The copy stays with the case when the raw item is removed."),
    )

    def __init__(
        self,
        *args: Any,
        organisations: "forms.ModelChoiceField[Any] | Any",
        items: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        lead, copies = self.fields["lead_organisation"], self.fields["items"]
        lead.queryset = organisations  # type: ignore[attr-defined]
        copies.choices = items  # type: ignore[attr-defined]
        if not items:
            del self.fields["items"]


class ClaimForm(VersionedForm):
    text = forms.CharField(
        label=_("The claim"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("One sentence that evidence can show true or false, in the speaker’s sense."),
    )
    category = forms.ChoiceField(
        label=_("Subject"),
        required=False,
        choices=lambda: words.choices(words.CATEGORIES, empty=_("Not said")),
    )
    disorder_type = forms.ChoiceField(
        label=_("How it misleads"),
        required=False,
        choices=lambda: words.choices(words.DISORDER_TYPES, empty=_("Not said")),
    )
    claimant_kind = forms.ChoiceField(
        label=_("Who says it"),
        required=False,
        choices=lambda: words.choices(words.CLAIMANTS, empty=_("Not said")),
        help_text=_("The same standard holds for what government itself claims."),
    )


class GradeForm(VersionedForm):
    reliability = forms.ChoiceField(
        label=_("How reliable is the source?"),
        required=False,
        choices=lambda: [("", _("Not graded")), *Evidence.Reliability.choices],
    )
    credibility = forms.ChoiceField(
        label=_("How credible is the content?"),
        required=False,
        choices=lambda: [("", _("Not graded")), *Evidence.Credibility.choices],
    )
    is_public = forms.BooleanField(
        label=_("May be shown on the portal as a source"), required=False
    )
    is_graphic = forms.BooleanField(
        label=_("Hurts to look at: covered until somebody asks for it"), required=False
    )
    archive_reference = forms.CharField(
        label=_("Where an archive keeps it"),
        required=False,
        max_length=300,
        help_text=_("An address of a web archive, or the number in your own."),
    )


class EvidenceForm(GradeForm):
    """Words, a page or a file; a file wins where both are given."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [
            (kind.value, kind.label)
            for kind in (
                Evidence.Kind.PAGE,
                Evidence.Kind.DOCUMENT,
                Evidence.Kind.STATEMENT,
                Evidence.Kind.FILE,
            )
        ],
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Who or what provided it?")
    )
    url = forms.URLField(label=_("Address"), required=False, max_length=1000, assume_scheme="https")
    text = forms.CharField(
        label=_("What it says"),
        required=False,
        widget=forms.Textarea(LONG),
        help_text=_("The words that matter, exactly as they stand there."),
    )
    file = forms.FileField(label=_("File"), required=False)
    field_order = ("kind", "title", "source", "url", "text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ", ".join(sorted(KINDS))
        self.fields["file"].help_text = _("At most 20 MB: %(kinds)s.") % {"kinds": kinds}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not (values.get("file") or values.get("url") or str(values.get("text", "")).strip()):
            raise ValidationError(_("Give a file, an address, or the words themselves."))
        if values.get("kind") == Evidence.Kind.FILE and not values.get("file"):
            self.add_error("file", _("Choose the file."))
        return values


def verdict_choices() -> list[tuple[str, object]]:
    return [(code.value, vocabulary.VERDICTS[code].label) for code in VerdictCode]


class VerdictForm(VersionedForm):
    claim = forms.ModelChoiceField(Case.objects.none(), label=_("Claim"), empty_label=None)
    value = forms.ChoiceField(
        label=_("Verdict"),
        widget=forms.RadioSelect,
        choices=verdict_choices,
        help_text=_("A graded set: choose the mildest word that is true."),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What the evidence shows, step by step, so that others can follow it."),
    )
    evidence = forms.ModelMultipleChoiceField(
        Evidence.objects.none(),
        label=_("Rests on this evidence"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, case: Case, verdict: Verdict | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        claims = case.claims.filter(pk=verdict.claim_id) if verdict else case.claims.all()
        self.fields["claim"].queryset = claims  # type: ignore[attr-defined]
        self.fields["evidence"].queryset = case.evidence.all()  # type: ignore[attr-defined]
        gate = rules.latest_gate(case)
        if gate is not None and not gate.may_be_labelled:
            self.fields["value"].choices = [  # type: ignore[attr-defined]
                (code, label) for code, label in verdict_choices() if code in rules.UNLABELLED
            ]


class DecisionForm(VersionedForm):
    """Five options of one size, and six questions that stand before all of them."""

    option = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        # The mildest that may be enough stands first.
        choices=lambda: [(code, DecisionOption(code).label) for code in OPTIONS],
    )
    approach = forms.ChoiceField(
        label=_("How it is answered"),
        required=False,
        choices=lambda: words.choices(response_gate.APPROACHES, empty=_("Not said")),
        help_text=_("Where the criticism is right: fix it and admit it, in our own words."),
    )
    rationale = forms.CharField(label=_("Reasons"), widget=forms.Textarea({"rows": 5}))
    refer_to = forms.CharField(
        label=_("Refer to"),
        required=False,
        max_length=200,
        help_text=_("Only where the case is referred: whose matter is it?"),
    )
    refer_office = forms.ModelChoiceField(
        Organisation.objects.filter(people__is_active=True).distinct().order_by("path"),
        label=_("Refer to an office of the desk"),
        required=False,
        empty_label=_("none, or one that is not listed"),
        help_text=_("Its approvers and analysts are told at once."),
    )
    tripwire_reach = forms.TypedChoiceField(
        label=_("Look again when the reach is"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: words.choices(_as_text(words.REACHES)),
    )
    tripwire_breakout = forms.TypedChoiceField(
        label=_("Look again when the breakout level is"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: words.choices(_as_text(words.BREAKOUTS)),
    )
    tripwire_items = forms.IntegerField(
        label=_("Look again when so many items have been seen"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
    )
    review_at = forms.DateTimeField(
        label=_("Look again at the latest on"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("For no response and monitor. Left empty: after 1, 3 or 14 days by priority."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in response_gate.QUESTIONS:
            self.fields[f"gate_{question.key}"] = as_field(question)
        self.assumed = tripwires.assumed(case, rules.latest_assessment(case))
        for key, value in tripwires.usual(self.assumed).items():
            self.fields[f"tripwire_{key}"].initial = value
        for key, scale in (("reach", words.REACHES), ("breakout", words.BREAKOUTS)):
            highest = self.assumed[key] >= tripwires.HIGHEST[key]
            self.fields[f"tripwire_{key}"].choices = [  # type: ignore[attr-defined]
                (code, label)
                for code, label in words.choices(_as_text(scale))
                if int(code) > self.assumed[key] or (highest and int(code) == self.assumed[key])
            ]
        office = self.fields["refer_office"]
        office.queryset = office.queryset.exclude(pk=case.lead_organisation_id)  # type: ignore[attr-defined]

    @property
    def assumptions(self) -> list[tuple[object, object]]:
        """What the decision will state as its assumptions, in words."""
        return [
            (_("Reach"), words.REACHES.get(self.assumed["reach"], self.assumed["reach"])),
            (
                _("Breakout level"),
                words.BREAKOUTS.get(self.assumed["breakout"], self.assumed["breakout"]),
            ),
            (_("Items seen"), self.assumed["items"]),
        ]

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[f"gate_{question.key}"] for question in response_gate.QUESTIONS]

    def answers(self) -> dict[str, str]:
        given = {
            question.key: self.cleaned_data[f"gate_{question.key}"]
            for question in response_gate.QUESTIONS
        }
        approach = self.cleaned_data["approach"]
        return given | ({response_gate.APPROACH: approach} if approach else {})

    def tripwire(self) -> dict[str, int]:
        """What was chosen; the command fills in the rest."""
        asked = {key: self.cleaned_data[f"tripwire_{key}"] for key in tripwires.LOWEST}
        return {key: value for key, value in asked.items() if value is not None}


def _as_text(table: Any) -> dict[str, object]:
    return {str(code): label for code, label in table.items()}


def as_field(question: response_gate.Question) -> forms.Field:
    if question.is_choice:
        return forms.ChoiceField(
            label=str(question.text),
            help_text=str(question.help),
            widget=forms.RadioSelect,
            choices=lambda: words.choices(response_gate.ANSWERS),
        )
    return forms.CharField(
        label=str(question.text), help_text=str(question.help), widget=forms.Textarea({"rows": 2})
    )
