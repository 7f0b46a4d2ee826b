"""Forms of the crisis room. What a command refuses is shown above the form."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.levels import LEVELS
from tangkal.desk.crisis.models import Crisis, House, LogEntry, Question, Seat
from tangkal.desk.crisis.models.learning import PARTS
from tangkal.desk.crisis.team import SeatRole
from tangkal.desk.ui.refusals import RefusableForm

ROWS = {"rows": 3}
CASES_SHOWN = 200
Moment = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def area(**more: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs=ROWS), **more)


def level_choices() -> list[tuple[int, str]]:
    return [
        (
            level.number,
            _("Level %(n)d, %(name)s (%(colour)s): %(triggers)s")
            % {
                "n": level.number,
                "name": level.name,
                "colour": level.colour,
                "triggers": "; ".join(map(str, level.triggers)),
            },
        )
        for level in LEVELS[1:]
    ]


class LevelForm(RefusableForm):
    """Which level, which trigger holds, and why."""

    level = forms.TypedChoiceField(label=lazy("Level"), coerce=int, widget=forms.RadioSelect)
    trigger = forms.CharField(
        label=lazy("What holds of it"), max_length=200, help_text=lazy("In one sentence.")
    )
    reason = area(label=lazy("Why now"), max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = level_choices()  # type: ignore[attr-defined]


class ProposalForm(LevelForm):
    """The first level of a crisis that is not there yet."""

    title = forms.CharField(label=lazy("Title"), max_length=160)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=lazy("Lead agency"))
    cases = forms.ModelMultipleChoiceField(
        Case.objects.none(),
        label=lazy("Cases"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("What the crisis is about; more can be learned from their facts."),
    )
    is_exercise = forms.BooleanField(
        label=lazy("This is an exercise"),
        required=False,
        help_text=lazy("Nothing of an exercise reaches the public."),
    )
    field_order = ("title", "organisation", "level", "trigger", "reason", "cases", "is_exercise")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [a.scope_id for a in by.active_assignments if a.role == Role.APPROVER]
        offices = Organisation.objects.filter(pk__in=held)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]
        self.fields["organisation"].initial = offices.first()
        open_cases = visible_cases(by).filter(closed_at=None).order_by("-opened_at")
        keys = list(open_cases.values_list("pk", flat=True)[:CASES_SHOWN])
        chosen = Case.objects.filter(pk__in=keys).order_by("-opened_at")
        self.fields["cases"].queryset = chosen  # type: ignore[attr-defined]


class ReasonForm(RefusableForm):
    """One reason, for steps that need nothing else."""

    why = area(label=lazy("Reason"), max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SeatForm(RefusableForm):
    """Who takes a seat."""

    role = forms.ChoiceField(label=lazy("Seat"), choices=SeatRole.choices)
    person = forms.ModelChoiceField(User.objects.none(), label=lazy("Who"))
    is_alternate = forms.BooleanField(label=lazy("As an alternate"), required=False)
    contact = forms.CharField(
        label=lazy("How to reach them"),
        max_length=120,
        required=False,
        help_text=lazy("Seen inside the room alone."),
    )

    def __init__(self, *args: Any, crisis: Crisis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_for(crisis)  # type: ignore[attr-defined]


class HandOverForm(RefusableForm):
    """Change of shift."""

    person = forms.ModelChoiceField(User.objects.none(), label=lazy("To whom"))
    note = area(label=lazy("What the next person has to know"), max_length=2000)
    contact = forms.CharField(label=lazy("How to reach them"), max_length=120, required=False)

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = User.objects.filter(rules.fitting(seat.role, seat.crisis)).distinct()
        self.fields["person"].queryset = fitting.exclude(pk=seat.holder_id)  # type: ignore[attr-defined]


def people_for(crisis: Crisis) -> Any:
    """Everybody who could hold some seat: readers of the lead agency's tree, then others."""
    root = crisis.organisation.path.split(".")[0]
    return (
        User.objects.filter(
            assignments__role__in=[str(role) for role in rules.WORKING],
            is_active=True,
            organisation__path__startswith=f"{root}.",
        )
        .select_related("organisation")
        .distinct()
        .order_by("display_name")
    )


class EntryForm(RefusableForm):
    """One entry of the log."""

    kind = forms.ChoiceField(
        label=lazy("Kind"), choices=LogEntry.Kind.choices, widget=forms.RadioSelect,
        initial=LogEntry.Kind.FACT,
    )  # fmt: skip
    text = area(label=lazy("What happened"), max_length=2000)
    done_by = forms.CharField(
        label=lazy("Who did or said it"), max_length=120, required=False,
        help_text=lazy("Leave it empty where it was you."),
    )  # fmt: skip
    at = forms.DateTimeField(
        label=lazy("When"), required=False, widget=Moment,
        help_text=lazy("Leave it empty for now."),
    )  # fmt: skip


class HouseForm(RefusableForm):
    """The message house: roof, pillars with proof, and what a first statement needs."""

    umbrella = forms.CharField(
        label=lazy("Roof: the one message"), max_length=400, required=False,
        help_text=lazy("At most 27 words."),
    )  # fmt: skip
    event = forms.CharField(
        label=lazy("What happened, where and when"), max_length=300, required=False
    )
    affected = forms.CharField(label=lazy("Who is affected"), max_length=200, required=False)
    confirmed = area(label=lazy("Confirmed facts"), required=False, max_length=1500)
    unknown = area(label=lazy("What is not known yet"), required=False, max_length=1500)
    process = forms.CharField(
        label=lazy("How we find out"), max_length=300, required=False,
        help_text=lazy("Completes: “To find out, …”"),
    )  # fmt: skip
    commitment = forms.CharField(label=lazy("What we commit to"), max_length=300, required=False)
    protective_action = forms.CharField(
        label=lazy("What people should do now"), max_length=300, required=False,
        help_text=lazy("Completes: “For now, please …”"),
    )  # fmt: skip
    source = forms.CharField(label=lazy("Where to read it"), max_length=200, required=False)
    contact = forms.CharField(label=lazy("Where to ask"), max_length=200, required=False)
    do_not_say = area(
        label=lazy("Not to be said"), required=False, max_length=1500,
        help_text=lazy("Stays inside the room."),
    )  # fmt: skip
    truth_as_of = forms.DateTimeField(label=lazy("Facts checked at"), required=False, widget=Moment)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, house: House, data: Mapping[str, Any] | None = None) -> None:
        first = {name: getattr(house, name) for name in self.base_fields}
        for n in range(3):
            pillar = house.pillars[n] if n < len(house.pillars) else {}
            first |= {f"pillar_{n}": pillar.get("text", ""), f"proof_{n}": pillar.get("proof", "")}
        super().__init__(data, initial=first)
        for n in range(3):
            for name, label in (
                ("pillar", _("Pillar %(n)d")),
                ("proof", _("Proof of pillar %(n)d")),
            ):
                self.fields[f"{name}_{n}"] = forms.CharField(
                    label=label % {"n": n + 1}, max_length=300, required=False
                )
        self.order_fields(
            ["umbrella", *(f"{name}_{n}" for n in range(3) for name in ("pillar", "proof"))]
        )

    def pillars(self) -> list[dict[str, str]]:
        found = self.cleaned_data
        return [{"text": found[f"pillar_{n}"], "proof": found[f"proof_{n}"]} for n in range(3)]


class AlertForm(RefusableForm):
    """Which regions are told, and what."""

    text = area(label=lazy("What they have to know and to do"), max_length=2000)
    regions = forms.ModelMultipleChoiceField(
        Region.objects.none(),
        label=lazy("Regions"),
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("With a province, its regencies and cities are told too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = Region.objects.filter(level=Region.Level.PROVINCE)
        self.fields["regions"].queryset = provinces  # type: ignore[attr-defined]


class QuestionForm(RefusableForm):
    """A question for the board."""

    text = forms.CharField(label=lazy("Question"), max_length=400)
    source = forms.ChoiceField(label=lazy("Who asks"), choices=Question.Source.choices)
    asker = forms.CharField(
        label=lazy("Which outlet or office"), max_length=120, required=False,
        help_text=lazy("No private person’s name."),
    )  # fmt: skip
    void_id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class AnswerForm(RefusableForm):
    """The next version of an answer."""

    text = area(label=lazy("Answer"), max_length=2000)
    not_to_be_said = area(label=lazy("Not to be said"), required=False, max_length=2000)
    truth_as_of = forms.DateTimeField(
        label=lazy("Facts checked at"), required=False, widget=Moment,
        help_text=lazy("Leave it empty for now."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BriefingForm(RefusableForm):
    """One update of the rhythm."""

    situation = area(label=lazy("Situation"), max_length=4000)
    decisions = area(label=lazy("Decisions"), required=False, max_length=4000)
    actions = area(label=lazy("Actions: who does what until when"), required=False, max_length=4000)
    next_update_at = forms.DateTimeField(
        label=lazy("Next update"), required=False, widget=Moment,
        help_text=lazy("Leave it empty for the rhythm’s next hour."),
    )  # fmt: skip


class RhythmForm(RefusableForm):
    """An office's own hours."""

    times = forms.CharField(
        label=lazy("Hours of updates"), required=False, max_length=200,
        help_text=lazy("For instance 08:00, 12:00, 17:30. Empty: the level’s own hours."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_times(self) -> list[time]:
        return list(read_times(self.cleaned_data["times"].replace(".", ":").split(",")))


def read_times(words: Iterable[str]) -> Iterable[time]:
    for word in filter(None, (each.strip() for each in words)):
        try:
            yield time.fromisoformat(word.zfill(5))
        except ValueError:
            raise ValidationError(
                _("“%(word)s” is no time of the day; write 08:00.") % {"word": word}
            ) from None


class ReviewForm(RefusableForm):
    """The five questions of a review."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, label in PARTS.items():
            self.fields[part] = forms.CharField(
                label=label, required=False, max_length=6000, widget=forms.Textarea(attrs=ROWS)
            )


class ActionForm(RefusableForm):
    """One improvement with its owner and its day."""

    text = forms.CharField(label=lazy("What is to be improved"), max_length=300)
    owner = forms.ModelChoiceField(User.objects.none(), label=lazy("Whose"))
    due_at = forms.DateTimeField(label=lazy("Until"), widget=Moment)

    def __init__(self, *args: Any, crisis: Crisis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_for(crisis)  # type: ignore[attr-defined]
