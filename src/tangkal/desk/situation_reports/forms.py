"""Forms of situation reports: a series, what people write in an edition, a reason."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.alerts.rules import destinations_usable
from tangkal.desk.situation_reports import rules
from tangkal.desk.situation_reports.document import charts_of
from tangkal.desk.situation_reports.models import Edition, Series
from tangkal.desk.situation_reports.words import CLASSIFICATIONS, HEADINGS, NOTED
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.situational_insight.report.readiness import MOST_TOP_WORDS, count_words

SPARE_ACTIONS = 2  # empty lines offered beside those that are filled
MOST_ACTIONS = 12
HOURS = (2, 6, 12, 24, 72, 168)
CHART_STATES = (
    ("", lazy("not looked at yet")),
    ("confirmed", lazy("I confirm this sentence")),
    ("left_out", lazy("leave the chart out")),
)


class SeriesForm(forms.ModelForm):  # type: ignore[type-arg]
    """A series; an office and its reality are chosen once."""

    organisation = forms.ModelChoiceField(
        label=lazy("Office"), queryset=Organisation.objects.none()
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Series
        fields = (
            "name",
            "organisation",
            "region",
            "kind",
            "daily_at",
            "crisis_level",
            "time_zone",
            "language",
            "destination",
            "is_exercise",
        )
        widgets = {"daily_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
        help_texts = {
            "region": lazy(
                "Only items that carry this region are counted. Empty: the whole country."
            ),
            "daily_at": lazy("For a daily series: when its draft is made."),
            "crisis_level": lazy(
                "For a crisis: 1 is daily at 08:00; 2 is 08:00, 13:00 and 18:00; 3 every two hours."
            ),
            "destination": lazy("The message holds a link and no figure."),
            "is_exercise": lazy("Counts exercise items only and bears the mark LATIHAN."),
        }

    def __init__(self, *arguments: Any, by: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offices = rules.drafting_offices(by)
        self.fields["organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            pk__in=[office.pk for office in offices]
        )
        self.fields["region"].queryset = Region.objects.filter(parent=None)  # type: ignore[attr-defined]
        if any(office.region_id for office in offices):
            own = rules.own_regions(by)
            self.fields["region"].queryset = Region.objects.filter(  # type: ignore[attr-defined]
                Q(parent=None) | Q(pk__in=own)
            )
        self.fields["destination"].queryset = destinations_usable(by)  # type: ignore[attr-defined]
        if self.instance.pk:
            for name in ("organisation", "is_exercise"):
                self.fields[name].disabled = True
            self.fields["is_active"] = forms.BooleanField(
                label=_("Drafts are made on schedule"),
                required=False,
                initial=self.instance.is_active,
            )
            self.fields["version"].initial = self.instance.version

    def take_in(self, error: Any) -> None:
        for message in error.messages:
            self.add_error(None, message)


class DraftForm(RefusableForm):
    """How far back a report that somebody asks for reaches."""

    hours = forms.TypedChoiceField(
        label=lazy("Hours looked back"), choices=[(n, n) for n in HOURS], coerce=int, initial=24
    )


class StepForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(label=lazy("Reason"), max_length=500, required=False)


class WordsForm(RefusableForm):
    """Everything that people write in one edition."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    top_line = forms.CharField(
        label=lazy("Top line"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy(
            "What it means, in at most 50 words. Fill or delete what is in [brackets]. Needed "
            "before the report can be checked."
        ),
    )
    distribution = forms.CharField(
        label=lazy("Distribution"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy(
            "Offices and functions that get the report. Needed before it can be checked."
        ),
    )
    classification = forms.ChoiceField(
        label=lazy("Classification"),
        required=False,
        choices=[("", lazy("choose one")), *CLASSIFICATIONS.items()],
    )

    def __init__(self, edition: Edition, *arguments: Any, **named: Any) -> None:
        words = edition.words
        first = {
            name: words.get(name, "") for name in ("top_line", "distribution", "classification")
        }
        named["initial"] = {**first, "version": edition.version}
        super().__init__(*arguments, **named)
        self.charts = charts_of(edition.measured)
        self.lines = min(len(words.get("actions", [])) + SPARE_ACTIONS, MOST_ACTIONS)
        self.add_notes(words)
        self.add_charts(words)
        self.add_actions(words)

    def add_notes(self, words: Mapping[str, Any]) -> None:
        for part in NOTED:
            self.fields[f"note_{part.value}"] = forms.CharField(
                label=_("Your note on “%(part)s”") % {"part": HEADINGS[part]},
                required=False,
                max_length=1500,
                initial=words.get("notes", {}).get(part.value, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def add_charts(self, words: Mapping[str, Any]) -> None:
        for block in self.charts:
            said = words.get("charts", {}).get(block["key"], {})
            self.fields[f"says_{block['key']}"] = forms.CharField(
                label=_("So what? %(chart)s") % {"chart": block["title"]},
                required=False,
                max_length=300,
                initial=said.get("says", block["suggestion"]),
            )
            self.fields[f"state_{block['key']}"] = forms.ChoiceField(
                label=_("This chart: %(chart)s") % {"chart": block["title"]},
                required=False,
                choices=CHART_STATES,
                initial=said.get("state", ""),
            )

    def add_actions(self, words: Mapping[str, Any]) -> None:
        rows = [*words.get("actions", []), *[{}] * SPARE_ACTIONS][: self.lines]
        for place, row in enumerate(rows, start=1):
            named = {"n": place}
            self.fields[f"action_{place}"] = forms.CharField(
                label=_("Recommendation %(n)s") % named,
                required=False,
                max_length=300,
                initial=row.get("text", ""),
            )
            self.fields[f"owner_{place}"] = forms.CharField(
                label=_("Owner %(n)s") % named,
                required=False,
                max_length=120,
                initial=row.get("owner", ""),
            )
            self.fields[f"due_{place}"] = forms.DateField(
                label=_("Deadline %(n)s") % named,
                required=False,
                initial=row.get("due") or None,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean_top_line(self) -> str:
        text = " ".join(str(self.cleaned_data["top_line"]).split())
        n = count_words(text)
        if n > MOST_TOP_WORDS:
            raise forms.ValidationError(
                _("The top line has %(n)s words; at most %(most)s are allowed.")
                % {"n": n, "most": MOST_TOP_WORDS}
            )
        return text

    def note_fields(self) -> list[Any]:
        return [self[f"note_{part.value}"] for part in NOTED]

    def chart_fields(self) -> list[tuple[Mapping[str, Any], Any, Any]]:
        return [
            (block, self[f"says_{block['key']}"], self[f"state_{block['key']}"])
            for block in self.charts
        ]

    def action_fields(self) -> list[list[Any]]:
        return [
            [self[f"{name}_{place}"] for name in ("action", "owner", "due")]
            for place in range(1, self.lines + 1)
        ]

    def words(self) -> dict[str, Any]:
        """What was written, as an edition keeps it."""
        given = self.cleaned_data
        actions = [
            {
                "text": given[f"action_{place}"].strip(),
                "owner": given[f"owner_{place}"].strip(),
                "due": given[f"due_{place}"].isoformat() if given[f"due_{place}"] else "",
            }
            for place in range(1, self.lines + 1)
        ]
        return {
            "top_line": given["top_line"],
            "notes": {
                part.value: given[f"note_{part.value}"].strip()
                for part in NOTED
                if given[f"note_{part.value}"].strip()
            },
            "charts": {
                block["key"]: {
                    "says": given[f"says_{block['key']}"].strip(),
                    "state": given[f"state_{block['key']}"],
                }
                for block in self.charts
            },
            "actions": [row for row in actions if any(row.values())],
            "distribution": given["distribution"].strip(),
            "classification": given["classification"],
        }
