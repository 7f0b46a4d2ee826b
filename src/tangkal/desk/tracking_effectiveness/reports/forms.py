"""Forms of evaluation reports."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.tracking_effectiveness.models import EvaluationReport
from tangkal.desk.tracking_effectiveness.reports import paper
from tangkal.desk.ui.refusals import RefusableForm


class DraftForm(RefusableForm):
    """Which office, which month or quarter, in which language."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Organisation.objects.none())
    kind = forms.ChoiceField(
        label=pgettext_lazy("report", "Period"),
        choices=EvaluationReport.Kind.choices,
        initial=EvaluationReport.Kind.QUARTER,
    )
    day = forms.DateField(
        label=_("A day in it"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Any day of the month or quarter."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=EvaluationReport.Language.choices,
        initial=EvaluationReport.Language.INDONESIAN,
    )
    exercise = forms.BooleanField(label=_("About an exercise"), required=False)

    def __init__(self, *arguments: Any, offices: list[Organisation], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in offices])
        field.initial = offices[0].pk if offices else None
        self.fields["day"].initial = timezone.localdate


class WordsForm(RefusableForm):
    """The summary, a sentence a chart, a note a section, and what is to change."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    summary = forms.CharField(
        label=_("In short"), max_length=2000, widget=forms.Textarea({"rows": 5}), required=False
    )

    def __init__(self, *arguments: Any, report: EvaluationReport, **more: Any) -> None:
        said = report.words.get("says", {})
        notes = report.words.get("notes", {})
        more.setdefault(
            "initial",
            {
                "version": report.version,
                "summary": report.words.get("summary", ""),
                "recommendations": report.words.get("recommendations", ""),
            },
        )
        super().__init__(*arguments, **more)
        self.charts = paper.charts_of(report)
        for block in self.charts:
            self.fields[f"says_{block['key']}"] = forms.CharField(
                label=_("So what: %(chart)s") % {"chart": block["title"]},
                max_length=1000,
                required=False,
                widget=forms.Textarea({"rows": 3}),
                initial=said.get(block["key"]) or block["suggestion"],
                help_text=_("Suggested by rule from the figures. Saving it confirms it."),
            )
        self.sections = report.measured.get("sections", [])
        for section in self.sections:
            self.fields[f"note_{section['key']}"] = forms.CharField(
                label=_("Note on: %(section)s") % {"section": section["heading"]},
                max_length=2000,
                required=False,
                widget=forms.Textarea({"rows": 2}),
                initial=notes.get(section["key"], ""),
            )
        self.fields["recommendations"] = forms.CharField(
            label=_("What we change"),
            max_length=3000,
            required=False,
            widget=forms.Textarea({"rows": 4}),
        )

    @property
    def words(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "summary": values["summary"],
            "recommendations": values["recommendations"],
            "says": {b["key"]: v for b in self.charts if (v := values[f"says_{b['key']}"])},
            "notes": {s["key"]: v for s in self.sections if (v := values[f"note_{s['key']}"])},
        }
