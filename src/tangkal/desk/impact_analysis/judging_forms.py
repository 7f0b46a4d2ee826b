"""Forms of FIRST, ABCDE, intent, techniques and the second look."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tangkal.desk.cases import words as case_words
from tangkal.desk.cases.forms import VersionedForm
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.impact_analysis import words
from tangkal.desk.impact_analysis.commands import Mark
from tangkal.desk.impact_analysis.forms import add_harms, numbered
from tangkal.desk.impact_analysis.models import SecondLook
from tangkal.impact_analysis.abcde import LETTERS, SCOTCH
from tangkal.impact_analysis.first import ITEMS, Head
from tangkal.impact_analysis.intent import Cue, Intent
from tangkal.impact_analysis.severity import GROUPS
from tangkal.impact_analysis.techniques import TABLES, Technique

ROWS = 4  # of a table or of competing evidence on one form; more are a second record
HYPOTHESES = 4
HELP = {
    "actor": _("A kind of actor in the aggregate, never a person: no name, no account."),
    "behaviour": _("How it is done: which channels, whether repeated, coordinated or bought."),
    "content": _("What is said, in which form and language, to whom."),
    "degree": _("How far it has gone: platforms, communities, media."),
    "effect": _("What it does or may do, and to whom."),
}


def evidence_field(label: Any) -> "forms.ModelMultipleChoiceField[Any]":
    return forms.ModelMultipleChoiceField(
        Evidence.objects.none(),
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class FirstForm(VersionedForm):
    """27 items under five heads; an item left alone was not asked."""

    note = forms.CharField(
        label=_("What else is to be said"), required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evidence = {str(each.pk): each for each in case.evidence.all()}
        for items in ITEMS.values():
            for item in items:
                self.fields[f"present_{item}"] = forms.ChoiceField(
                    label=str(words.FIRST_ITEMS[item]),
                    required=False,
                    choices=lambda: case_words.choices(words.PRESENTS, empty=_("not asked")),
                )
                self.fields[f"evidence_{item}"] = forms.ChoiceField(
                    label=_("Evidence: %(item)s") % {"item": words.FIRST_ITEMS[item]},
                    required=False,
                    choices=[
                        ("", _("none")),
                        *((key, each.title[:80]) for key, each in self.evidence.items()),
                    ],
                )

    def heads(
        self, suggested: Mapping[str, list[str]]
    ) -> list[tuple[object, list[tuple[forms.BoundField, forms.BoundField]], list[str]]]:
        """(question, its items with their evidence, what the machine suggests) by head."""
        return [
            (
                words.FIRST_HEADS[head],
                [(self[f"present_{item}"], self[f"evidence_{item}"]) for item in items],
                suggested.get(head, []),
            )
            for head, items in ITEMS.items()
        ]

    def marks(self) -> list[Mark]:
        """What was answered."""
        values = self.cleaned_data
        return [
            Mark(
                item=item,
                present=values[f"present_{item}"],
                evidence=[self.evidence[key]] if (key := values[f"evidence_{item}"]) else [],
            )
            for items in ITEMS.values()
            for item in items
            if values[f"present_{item}"]
        ]


class AbcdeForm(VersionedForm):
    actor_kind = forms.ChoiceField(
        label=_("Kind of actor"),
        choices=lambda: case_words.choices(words.ACTOR_KINDS),
        help_text=_("Foreign interference is a word for foreign actors alone, on evidence."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter in LETTERS:
            self.fields[letter] = forms.CharField(
                label=str(words.LETTERS[letter]),
                help_text=str(HELP[letter]),
                widget=forms.Textarea({"rows": 2}),
            )
        for part in SCOTCH:
            self.fields[f"scotch_{part}"] = forms.CharField(
                label=str(words.SCOTCH_PARTS[part]), required=False, max_length=200
            )
        self.fields["evidence"] = evidence_field(_("Rests on this evidence"))
        self.fields["evidence"].queryset = case.evidence.all()  # type: ignore[attr-defined]

    @property
    def letters(self) -> list[forms.BoundField]:
        return [self[letter] for letter in LETTERS]

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[f"scotch_{part}"] for part in SCOTCH]

    def values(self) -> dict[str, Any]:
        kept = self.cleaned_data
        return {
            "actor_kind": kept["actor_kind"],
            "letters": {letter: kept[letter] for letter in LETTERS},
            "scotch": {part: kept[f"scotch_{part}"] for part in SCOTCH},
            "evidence": list(kept["evidence"]),
            "version": kept["version"],
        }


class IntentForm(VersionedForm):
    disorder_type = forms.ChoiceField(
        label=_("How it misleads"),
        required=False,
        choices=lambda: case_words.choices(case_words.DISORDER_TYPES, empty=_("Not said")),
    )
    intent = forms.ChoiceField(
        label=_("Intent, as far as evidence shows"),
        widget=forms.RadioSelect,
        initial=Intent.UNKNOWN.value,
        choices=lambda: case_words.choices(words.INTENTS),
        help_text=_("“Deliberate” needs evidence and a cue that speaks for it."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cue in Cue:
            self.fields[f"cue_{cue.value}"] = forms.ChoiceField(
                label=str(words.CUES[cue.value]),
                required=False,
                choices=lambda: case_words.choices(words.PRESENTS, empty=_("Not said")),
            )
        self.fields["reasoning"] = forms.CharField(
            label=_("What speaks for and against it"), widget=forms.Textarea({"rows": 4})
        )
        self.fields["evidence"] = evidence_field(_("Rests on this evidence"))
        self.fields["evidence"].queryset = case.evidence.all()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        kept = self.cleaned_data
        return {
            "intent": kept["intent"],
            "disorder_type": kept["disorder_type"],
            "cues": {cue.value: kept[f"cue_{cue.value}"] for cue in Cue},
            "reasoning": kept["reasoning"],
            "evidence": list(kept["evidence"]),
            "version": kept["version"],
        }


class TechniqueForm(VersionedForm):
    """What was asked, what the technique holds, what it changed."""

    asked = forms.CharField(
        label=_("Which question was it to answer?"), widget=forms.Textarea({"rows": 2})
    )
    changed = forms.CharField(
        label=_("What did it change in the judgement?"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("“Nothing” is an answer; say why."),
    )

    def __init__(self, technique: Technique, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.technique = technique
        self.columns = words.columns_of(technique.value)
        if technique is Technique.COMPETING_HYPOTHESES:
            self.add_matrix()
        elif self.columns:
            for row in range(ROWS):
                for key, heading in self.columns:
                    self.fields[f"row_{row}_{key}"] = cell(heading, row)
        else:
            self.fields["text"] = forms.CharField(
                label=str(words.TEXTS[technique.value]), widget=forms.Textarea({"rows": 6})
            )

    def add_matrix(self) -> None:
        for at in range(HYPOTHESES):
            self.fields[f"hypothesis_{at}"] = forms.CharField(
                label=_("Hypothesis %(n)d") % {"n": at + 1}, required=at < 2, max_length=200
            )
        for row in range(ROWS):
            self.fields[f"evidence_{row}"] = forms.CharField(
                label=_("Evidence %(n)d") % {"n": row + 1}, required=row < 1, max_length=200
            )
            for at in range(HYPOTHESES):
                self.fields[f"score_{row}_{at}"] = forms.TypedChoiceField(
                    label=_("Evidence %(row)d against hypothesis %(n)d")
                    % {"row": row + 1, "n": at + 1},
                    coerce=int,
                    initial="0",
                    choices=lambda: numbered(words.SCORES),
                )

    @property
    def is_matrix(self) -> bool:
        return self.technique is Technique.COMPETING_HYPOTHESES

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The cells of a table, row by row."""
        return [[self[f"row_{row}_{key}"] for key, _heading in self.columns] for row in range(ROWS)]

    @property
    def hypotheses(self) -> list[forms.BoundField]:
        return [self[f"hypothesis_{at}"] for at in range(HYPOTHESES)]

    @property
    def scores(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        return [
            (self[f"evidence_{row}"], [self[f"score_{row}_{at}"] for at in range(HYPOTHESES)])
            for row in range(ROWS)
        ]

    def content(self) -> dict[str, Any]:
        """What was filled in, in the shape the library checks."""
        kept = self.cleaned_data
        if self.is_matrix:
            columns = [at for at in range(HYPOTHESES) if kept[f"hypothesis_{at}"].strip()]
            rows = [row for row in range(ROWS) if kept[f"evidence_{row}"].strip()]
            return {
                "hypotheses": [kept[f"hypothesis_{at}"] for at in columns],
                "evidence": [kept[f"evidence_{row}"] for row in rows],
                "scores": [[kept[f"score_{row}_{at}"] for at in columns] for row in rows],
            }
        if not self.columns:
            return {"text": kept["text"]}
        first = TABLES[self.technique][0]
        return {
            "rows": [
                {key: kept[f"row_{row}_{key}"] for key, _heading in self.columns}
                for row in range(ROWS)
                if kept[f"row_{row}_{first}"].strip()
            ]
        }


def cell(heading: object, row: int) -> forms.CharField:
    """One cell of a table: every one has a name of its own."""
    return forms.CharField(
        label=f"{heading} ({row + 1})",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )


class SecondForm(VersionedForm):
    """The same questions as the first judgement, without its answers."""

    reach = forms.TypedChoiceField(
        label=_("How far has it gone?"), coerce=int, choices=lambda: numbered(case_words.REACHES)
    )
    breakout = forms.TypedChoiceField(
        label=_("Which breakout level?"),
        coerce=int,
        choices=lambda: numbered(case_words.BREAKOUTS),
    )
    probability_term = forms.ChoiceField(
        label=_("How likely is the harm?"), choices=lambda: case_words.choices(case_words.TERMS)
    )
    confidence = forms.ChoiceField(
        label=_("How much confidence does the evidence carry?"),
        choices=lambda: case_words.choices(case_words.CONFIDENCES),
    )
    disorder_type = forms.ChoiceField(
        label=_("How it misleads"),
        required=False,
        choices=lambda: case_words.choices(case_words.DISORDER_TYPES, empty=_("Not said")),
    )
    intent = forms.ChoiceField(
        label=_("Intent, as far as evidence shows"),
        required=False,
        choices=lambda: case_words.choices(words.INTENTS, empty=_("Not said")),
    )
    reasoning = forms.CharField(
        label=_("How did you come to this judgement?"), widget=forms.Textarea({"rows": 5})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_harms(self)
        for head in Head:
            self.fields[f"head_{head.value}"] = forms.ChoiceField(
                label=str(words.FIRST_HEADS[head.value]),
                required=False,
                choices=lambda: case_words.choices(words.PRESENTS, empty=_("not asked")),
            )

    @property
    def harms(self) -> list[tuple[object, list[forms.BoundField]]]:
        return [
            (case_words.SEVERITY_GROUPS[group], [self[f"harm_{item}"] for item in items])
            for group, items in GROUPS.items()
        ]

    @property
    def heads(self) -> list[forms.BoundField]:
        return [self[f"head_{head.value}"] for head in Head]

    def values(self) -> dict[str, Any]:
        kept = self.cleaned_data
        plain = ("reach", "breakout", "probability_term", "confidence", "reasoning")
        return {
            **{name: kept[name] for name in (*plain, "intent", "disorder_type")},
            "severities": {
                item: kept[f"harm_{item}"] for items in GROUPS.values() for item in items
            },
            "first_heads": {
                head.value: said for head in Head if (said := kept[f"head_{head.value}"])
            },
            "expected_version": kept["version"],
        }


class ReconcileForm(VersionedForm):
    choice = forms.ChoiceField(
        label=_("What stands?"),
        widget=forms.RadioSelect,
        choices=lambda: SecondLook.Choice.choices,
    )
    reconciliation = forms.CharField(
        label=_("How did you come to agree?"), widget=forms.Textarea({"rows": 4})
    )
