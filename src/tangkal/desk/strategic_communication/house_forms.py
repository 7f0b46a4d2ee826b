"""Forms of a message house: its rooms on one page, a translation, a step."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.strategic_communication.house_labels import IMPORTANCES, KINDS
from tangkal.desk.ui.languages import language_name
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.strategic_communication import house as rooms
from tangkal.strategic_communication.checks import UMBRELLA_WORDS

FREE_ROWS = 2  # empty rows below what is there: of questions, slots and locked facts
NO_KIND = ("", gettext_lazy("choose"))
DATETIME = "%Y-%m-%dT%H:%M"
# Rows of the form: name → the parts of a row, in order.
ROWS = {
    "question": ("question", "answer"),
    "slot": ("name", "hint", "example"),
    "lock": ("text", "kind"),
}


def moment_field(label: Any, help_text: Any, *, required: bool) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=DATETIME),
    )


def text_field(label: Any, *, rows: int = 0, most: int = 600, help_text: Any = "") -> Any:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, required=False, max_length=most, widget=widget, help_text=help_text
    )


class HouseForm(RefusableForm):
    """Every room of a house. Pillars keep their ids; rows left empty fall away."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, house: rooms.House, asks_title: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.house = house
        self.ids = pillar_ids(house)
        if asks_title:
            self.fields["title"] = forms.CharField(
                label=_("Title"),
                max_length=160,
                help_text=_("What it is about, without repeating the claim. Not published."),
            )
        self.fields["umbrella"] = text_field(
            _("Umbrella message"),
            rows=2,
            help_text=_("One sentence that everyone says, of at most %(most)d words.")
            % {"most": UMBRELLA_WORDS},
        )
        for at, name in enumerate(self.ids, start=1):
            self._add_pillar(at, name)
        self.fields["do_not_say"] = text_field(
            _("Words or sentences, one a line"),
            rows=3,
            most=4000,
            help_text=_("What repeats the rumour, hurts or panics."),
        )
        for name in ROWS:
            for row in range(self._rows(name)):
                self._add_row(name, row)
        self.fields["truth_as_of"] = moment_field(
            _("True as of"), _("The moment for which the facts were checked."), required=True
        )
        self.fields["expires_at"] = moment_field(
            _("Holds until"), _("From then on nobody should say it any more."), required=False
        )
        self.initial = initial_of(house) | dict(self.initial)

    def _add_pillar(self, at: int, name: str) -> None:
        self.fields[f"{name}_text"] = text_field(
            _("Message of pillar %(number)d") % {"number": at}, rows=2
        )
        self.fields[f"{name}_importance"] = forms.TypedChoiceField(
            label=_("Importance"),
            coerce=int,
            initial=2,
            required=False,
            choices=[(value, label) for value, label in IMPORTANCES.items()],
        )
        self.fields[f"{name}_proof"] = text_field(_("Proof, one a line"), rows=2, most=2000)
        self.fields[f"{name}_source"] = text_field(_("Where the proof comes from"))
        self.fields[f"{name}_actions"] = text_field(_("What people can do, or what is being done"))

    def _add_row(self, name: str, row: int) -> None:
        labels: Mapping[str, Any] = {
            "question_question": _("Question"),
            "question_answer": _("Answer"),
            "slot_name": _("Name of the place"),
            "slot_hint": _("What belongs there"),
            "slot_example": _("Example"),
            "lock_text": _("Words, exactly as they stand above"),
        }
        for part in ROWS[name]:
            key = f"{name}_{row}_{part}"
            if (name, part) == ("lock", "kind"):
                self.fields[key] = forms.ChoiceField(
                    label=_("Kind of fact"), required=False, choices=[NO_KIND, *KINDS.items()]
                )
                continue
            rows = 2 if part == "answer" else 0
            self.fields[key] = text_field(labels[f"{name}_{part}"], rows=rows)
            if (name, part) == ("slot", "name"):
                self.fields[key].validators.append(
                    RegexValidator(
                        r"^[a-z][a-z0-9_]{0,39}$",
                        _("Use one word of small letters, digits and underscores."),
                    )
                )

    def _rows(self, name: str) -> int:
        """How many rows a room has: those there and two free ones, or those that were sent."""
        first = ROWS[name][0]
        sent = 0
        if self.is_bound:
            while sent < rooms.MOST_ROWS and f"{name}_{sent}_{first}" in self.data:
                sent += 1
        there = {
            "question": len(self.house.questions),
            "slot": len(self.house.slots),
            "lock": len(self.house.locked),
        }[name]
        return max(sent, min(there + FREE_ROWS, rooms.MOST_ROWS))

    # ---- drawing -----------------------------------------------------------------------

    @property
    def unmarked(self) -> frozenset[str]:
        """Fields that are not called optional: a draft is saved without them, but no house comes
        into force so, or its whole section is marked."""
        return frozenset(self.fields) - {"expires_at", *(f"{name}_actions" for name in self.ids)}

    def pillars(self) -> Iterator[list[forms.BoundField]]:
        """The fields of each pillar, for its card."""
        for name in self.ids:
            yield [
                self[f"{name}_{part}"]
                for part in ("text", "importance", "proof", "source", "actions")
            ]

    def rows(self, name: str) -> list[list[forms.BoundField]]:
        return [
            [self[f"{name}_{row}_{part}"] for part in ROWS[name]] for row in range(self._rows(name))
        ]

    def questions(self) -> list[list[forms.BoundField]]:
        return self.rows("question")

    def slots(self) -> list[list[forms.BoundField]]:
        return self.rows("slot")

    def locks(self) -> list[list[forms.BoundField]]:
        return self.rows("lock")

    # ---- reading -----------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        said = rooms.same(
            " \n ".join(
                [str(found.get("umbrella", ""))]
                + [str(found.get(f"{name}_text", "")) for name in self.ids]
            )
        )
        for row in range(self._rows("lock")):
            key = f"lock_{row}_text"
            words = str(found.get(key, ""))
            if words and rooms.same(words) not in said:
                self.add_error(key, _("These words stand in neither the umbrella nor a pillar."))
            if words and not found.get(f"lock_{row}_kind"):
                self.add_error(f"lock_{row}_kind", _("Say what kind of fact it is."))
        return found

    def content(self) -> dict[str, Any]:
        """What was written, with the proposals that were ticked; translations stay as they were."""
        ticked = [
            {"kind": kind, "text": text}
            for kind, text in (each.split("|", 1) for each in self._ticked())
        ]
        locked = [
            *(row for row in self._row_texts("lock") if row["text"]),
            *ticked,
        ]
        kept_ids = [name for name in self.ids if self._said(f"{name}_text")]
        translations = {
            code: {
                "umbrella": each.umbrella,
                "pillars": {name: text for name, text in each.pillars.items() if name in kept_ids},
            }
            for code, each in self.house.translations.items()
        }
        return {
            "umbrella": self._said("umbrella"),
            "pillars": [
                {
                    "id": name,
                    "text": self._said(f"{name}_text"),
                    "importance": self.cleaned_data.get(f"{name}_importance") or 2,
                    "proof": lines(self._said(f"{name}_proof")),
                    "source": self._said(f"{name}_source"),
                    "actions": self._said(f"{name}_actions"),
                }
                for name in kept_ids
            ],
            "do_not_say": lines(self._said("do_not_say")),
            "questions": self._row_texts("question"),
            "slots": self._row_texts("slot"),
            "translations": translations,
            "locked": locked,
        }

    def so_far(self) -> rooms.House:
        """The words as sent, without locked facts: what facts are looked for in."""
        return rooms.House(
            umbrella=self._said("umbrella"),
            pillars=tuple(
                rooms.Pillar(id=name, text=text)
                for name in self.ids
                if (text := self._said(f"{name}_text"))
            ),
        )

    def _ticked(self) -> list[str]:
        sent = self.data.getlist("propose") if hasattr(self.data, "getlist") else []
        return [each for each in sent if "|" in each]

    def _row_texts(self, name: str) -> list[dict[str, str]]:
        return [
            {part: self._said(f"{name}_{row}_{part}") for part in ROWS[name]}
            for row in range(self._rows(name))
        ]

    def _said(self, key: str) -> str:
        return str(self.cleaned_data.get(key) or "").strip()


def pillar_ids(house: rooms.House) -> list[str]:
    """The ids that are there, then free ones, five in all."""
    names = [pillar.id for pillar in house.pillars]
    free = (f"p{number}" for number in range(1, 100))
    while len(names) < rooms.MOST_PILLARS:
        name = next(free)
        if name not in names:
            names.append(name)
    return names


def initial_of(house: rooms.House) -> dict[str, object]:
    """A house as the form's first values."""
    found: dict[str, object] = {
        "umbrella": house.umbrella,
        "do_not_say": "\n".join(house.do_not_say),
    }
    for pillar in house.pillars:
        found |= {
            f"{pillar.id}_text": pillar.text,
            f"{pillar.id}_importance": pillar.importance,
            f"{pillar.id}_proof": "\n".join(pillar.proof),
            f"{pillar.id}_source": pillar.source,
            f"{pillar.id}_actions": pillar.actions,
        }
    for row, (question, answer) in enumerate(house.questions):
        found |= {f"question_{row}_question": question, f"question_{row}_answer": answer}
    for row, slot in enumerate(house.slots):
        found |= {
            f"slot_{row}_name": slot.name,
            f"slot_{row}_hint": slot.hint,
            f"slot_{row}_example": slot.example,
        }
    for row, lock in enumerate(house.locked):
        found |= {f"lock_{row}_text": lock.text, f"lock_{row}_kind": lock.kind}
    return found


class TranslationForm(RefusableForm):
    """The umbrella and the pillars in one language, each beside the words it translates."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, house: rooms.House, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house, self.language = house, language
        there = house.translations.get(language, rooms.Translation())
        self.fields["umbrella"] = text_field(_("Umbrella message"), rows=2)
        self.fields["umbrella"].initial = there.umbrella
        for at, pillar in enumerate(house.pillars, start=1):
            field = text_field(_("Pillar %(number)d") % {"number": at}, rows=3)
            field.initial = there.pillars.get(pillar.id, "")
            self.fields[f"pillar_{pillar.id}"] = field

    @property
    def unmarked(self) -> frozenset[str]:
        """None is called optional: each may wait, and a whole translation has them all."""
        return frozenset(self.fields)

    def pairs(self) -> list[tuple[str, forms.BoundField]]:
        """The words of the house, each with the field of its translation."""
        return [
            (self.house.umbrella, self["umbrella"]),
            *((each.text, self[f"pillar_{each.id}"]) for each in self.house.pillars),
        ]

    def content(self) -> dict[str, Any]:
        whole = self.house.content()
        whole["translations"][self.language] = {
            "umbrella": self.cleaned_data["umbrella"],
            "pillars": {
                each.id: self.cleaned_data[f"pillar_{each.id}"] for each in self.house.pillars
            },
        }
        return whole


def translations_of(house: rooms.House, own: str) -> list[tuple[str, str, bool]]:
    """The languages a house can be put into: code, name, whether any of it is there."""
    return [
        (code, language_name(code), code in house.translations)
        for code in rooms.LANGUAGES
        if code != own
    ]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def now_to_the_minute() -> datetime:
    return timezone.localtime().replace(second=0, microsecond=0)
