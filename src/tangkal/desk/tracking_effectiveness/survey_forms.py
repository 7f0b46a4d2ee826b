"""Forms of polls. What each column is, a person says once; later waves follow it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.tracking_effectiveness.survey_commands import WIDTH, Asked, Mapped
from tangkal.desk.tracking_effectiveness.survey_models import Survey, SurveyQuestion, SurveyWave
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.tracking_effectiveness.survey_tables import MISSING, Column, fold, number

IGNORE, QUESTION = "", "question"
ROLES = (
    (IGNORE, _("Leave out: it is thrown away")),
    (QUESTION, _("A question")),
    ("weight", _("Weight")),
    ("stratum", _("Stratum of the sample")),
    ("cluster", _("Cluster of the sample (village, school …)")),
    ("group", _("Group to compare, e.g. who saw the answer")),
)


class SurveyForm(RefusableForm):
    """Who is asked, how, by whom; and what it cannot say."""

    title = forms.CharField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=Survey.Kind.choices)
    sampling = forms.ChoiceField(
        label=_("How people were chosen"),
        choices=Survey.Sampling.choices,
        help_text=_("Intervals hold for a random sample; for the others they are the least."),
    )
    population = forms.CharField(
        label=_("For whom it stands"),
        max_length=300,
        help_text=_("For example: adults in Jawa Barat with a telephone."),
    )
    provider = forms.CharField(label=_("Who asked"), max_length=200, required=False)
    limits = forms.CharField(
        label=_("What it cannot say"), required=False, widget=forms.Textarea({"rows": 3})
    )


class WaveForm(RefusableForm):
    """One round: its file and its days."""

    label = forms.CharField(label=_("Round"), max_length=80, help_text=_("Before, week 1 …"))
    since = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput({"accept": ".csv,.json"}),
        help_text=_(
            "CSV or JSON, at most 5 MB. Columns about persons are refused; free text is not kept."
        ),
    )


class MappingForm(RefusableForm):
    """What every column is; one group of fields a column, numbered as in the wave."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, wave: SurveyWave, columns: list[Column]) -> None:
        self.columns = columns
        super().__init__(data, initial=first_values(wave, columns))
        for place, column in enumerate(columns):
            self.fields |= {f"{name}-{place}": f for name, f in fields_of(column).items()}

    def groups(self) -> list[dict[str, Any]]:
        """The fields of each column, for the page."""
        return [
            {
                "column": column,
                "role": self[f"role-{place}"],
                "fields": [self[f"{name}-{place}"] for name in list(fields_of(column))[1:]],
            }
            for place, column in enumerate(self.columns)
        ]

    def mapped(self) -> Mapped:
        """What was said, as the command takes it."""
        values = self.cleaned_data
        places = {
            values[f"role-{place}"]: column.name
            for place, column in enumerate(self.columns)
            if values[f"role-{place}"] in WIDTH
        }
        return Mapped(
            questions=tuple(
                asked(place, column, values)
                for place, column in enumerate(self.columns)
                if values[f"role-{place}"] == QUESTION
            ),
            **places,
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        roles = [values.get(f"role-{place}", "") for place in range(len(self.columns))]
        for role in WIDTH:
            if roles.count(role) > 1:
                name = dict(ROLES)[role]
                self.add_error(None, _("Two columns are named “%(what)s”.") % {"what": name})
        return values


def asked(place: int, column: Column, values: dict[str, Any]) -> Asked:
    counted = tuple(values.get(f"counted-{place}") or ())
    folded = set(map(fold, counted))
    return Asked(
        code=column.name,
        outcome=values[f"outcome-{place}"] or SurveyQuestion.Outcome.OTHER,
        wording=values[f"wording-{place}"],
        measure=values[f"measure-{place}"] or SurveyQuestion.Measure.SHARE,
        counted=counted,
        others=tuple(
            each for each in values.get(f"others-{place}") or () if fold(each) not in folded
        ),
        low=1.0 if values.get(f"low-{place}") is None else values[f"low-{place}"],
        high=5.0 if values.get(f"high-{place}") is None else values[f"high-{place}"],
        wanted=values[f"wanted-{place}"] or SurveyQuestion.Wanted.NEITHER,
    )


def fields_of(column: Column) -> dict[str, forms.Field]:
    """A column's fields, its role first."""
    found: dict[str, forms.Field] = {
        "role": forms.ChoiceField(label=_("What it is"), choices=ROLES, required=False),
        "wording": forms.CharField(label=_("The question’s words"), max_length=300, required=False),
        "outcome": forms.ChoiceField(
            label=_("What it is about"), choices=SurveyQuestion.Outcome.choices, required=False
        ),
        "measure": forms.ChoiceField(
            label=_("Counted as"), choices=SurveyQuestion.Measure.choices, required=False
        ),
    }
    if column.answers:
        answers = [(each, each) for each in column.answers]
        for name, label in (
            ("counted", _("Answers that count")),
            ("others", _("Answers that do not count")),
        ):
            found[name] = forms.MultipleChoiceField(
                label=label,
                choices=answers,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
    if column.kind == "number":
        found["low"] = forms.FloatField(label=_("Lowest of the scale"), required=False)
        found["high"] = forms.FloatField(label=_("Highest of the scale"), required=False)
    found["wanted"] = forms.ChoiceField(
        label=_("What is hoped for"), choices=SurveyQuestion.Wanted.choices, required=False
    )
    return found


def first_values(wave: SurveyWave, columns: list[Column]) -> dict[str, Any]:
    """As it was read before; at first, nothing is a question and every answer does not count."""
    known = {each.code: each for each in wave.survey.questions.all()}
    widths = {wave.reading.get(name): name for name in WIDTH if wave.reading.get(name)}
    found: dict[str, Any] = {"version": wave.version}
    for place, column in enumerate(columns):
        question = known.get(column.name)
        is_asked = column.name in wave.reading.get("questions", []) or (
            question is not None and not wave.reading
        )
        found[f"role-{place}"] = QUESTION if is_asked else widths.get(column.name, IGNORE)
        scale = [number(each) for each in column.answers] if column.kind == "number" else []
        found |= {
            f"others-{place}": [each for each in column.answers if fold(each) not in MISSING],
            f"measure-{place}": "mean" if column.kind == "number" else "share",
            f"low-{place}": min(scale, default=1.0),
            f"high-{place}": max(scale, default=5.0),
            f"outcome-{place}": SurveyQuestion.Outcome.OTHER,
            f"wanted-{place}": SurveyQuestion.Wanted.NEITHER,
        }
        if question is not None:
            names = ("wording", "outcome", "measure", "counted", "others", "low", "high", "wanted")
            found |= {f"{name}-{place}": getattr(question, name) for name in names}
    return found


class LinkForm(RefusableForm):
    case = forms.CharField(
        label=_("Number of the case"), max_length=20, help_text=_("For example 2026-0001.")
    )


class ReasonForm(RefusableForm):
    reason = forms.CharField(label=_("Why"), max_length=300)
