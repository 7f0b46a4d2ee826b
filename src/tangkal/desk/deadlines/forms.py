"""Forms of limits, hours, pauses and duty."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import TimeZone, User
from tangkal.desk.cases.forms import VersionedForm
from tangkal.desk.cases.models import Priority
from tangkal.desk.deadlines import words
from tangkal.desk.deadlines.models import Pause
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.impact_analysis import deadlines

MOMENT = {"type": "datetime-local"}
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"
UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60}


def moment_field(label: object, **more: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,  # type: ignore[arg-type]
        widget=forms.DateTimeInput(MOMENT, format=MOMENT_FORMAT),
        **more,
    )


class LimitForm(RefusableForm):
    step = forms.ChoiceField(
        label=_("Step"),
        choices=lambda: [(step, words.step_name(step)) for step in deadlines.DEADLINES],
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=lambda: Priority.choices)
    kind = forms.ChoiceField(
        label=_("How long it may take"),
        widget=forms.RadioSelect,
        initial="limit",
        choices=lambda: [
            ("limit", _("as long as written below")),
            ("none", _("no deadline")),
            ("inherits", _("as the office above has it")),
        ],
    )
    amount = forms.IntegerField(label=_("Number"), required=False, min_value=1, max_value=129_600)
    unit = forms.ChoiceField(
        label=_("Unit"),
        initial="hours",
        choices=[("minutes", _("minutes")), ("hours", _("hours")), ("days", _("days of 24 hours"))],
    )
    in_working_time = forms.BooleanField(
        label=_("Count only the office’s working hours"),
        required=False,
        help_text=_("Not for high priority, nor for what the public or the law waits for."),
    )
    valid_from = moment_field(
        _("From when"),
        required=False,
        help_text=_("Left empty: from now on. Clocks that run already keep their limit."),
    )
    why = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == "limit" and not values.get("amount"):
            self.add_error("amount", _("Write how long the step may take."))
        return values

    def minutes(self) -> int | None:
        values = self.cleaned_data
        return values["amount"] * UNITS[values["unit"]] if values["kind"] == "limit" else None


class WeekForm(RefusableForm):
    """One line a day: "08.00–12.00, 13.00–16.00"; an empty line is a free day."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("that of the office’s region")), *TimeZone.choices],
    )
    observes_joint_leave = forms.BooleanField(
        label=_("Days of joint leave (cuti bersama) are free"), required=False, initial=True
    )
    days_off = forms.CharField(
        label=_("Days off of its own"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One day a line, like 2027-03-19. National holidays are known already."),
    )
    valid_from = moment_field(_("From when"), required=False)
    why = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in enumerate(words.DAYS):
            self.fields[f"day_{day}"] = forms.CharField(
                label=str(name), required=False, max_length=80
            )
        self.order_fields([f"day_{day}" for day in range(7)])

    def week(self) -> list[list[list[str]]]:
        return [as_hours(self.cleaned_data[f"day_{day}"]) for day in range(7)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for day in range(7):
            try:
                as_hours(values.get(f"day_{day}", ""))
            except ValidationError as error:
                self.add_error(f"day_{day}", error)
        return values

    def clean_days_off(self) -> list[date]:
        found = []
        for line in self.cleaned_data["days_off"].split():
            try:
                found.append(date.fromisoformat(line))
            except ValueError:
                raise ValidationError(
                    _("%(line)s is not a day like 2027-03-19."), params={"line": line}
                ) from None
        return found


def as_hours(text: str) -> list[list[str]]:
    """Hours as they are typed.

    >>> as_hours("8.00-12.00, 13:00–16:30")
    [['08:00', '12:00'], ['13:00', '16:30']]
    """
    found = []
    for part in filter(str.strip, text.replace("–", "-").split(",")):
        try:
            start, end = (as_clock(each) for each in part.split("-"))
        except ValueError:
            raise ValidationError(
                _("%(part)s is not like 08.00–16.00."), params={"part": part.strip()}
            ) from None
        found.append([start, end])
    return found


def as_clock(text: str) -> str:
    hour, _mark, minute = text.strip().replace(".", ":").partition(":")
    return time(int(hour), int(minute or 0)).strftime("%H:%M")


def hours_text(day: Any) -> str:
    """Stored hours as they are typed.

    >>> hours_text([["08:00", "12:00"], ["13:00", "16:00"]])
    '08.00–12.00, 13.00–16.00'
    """
    return ", ".join(f"{a.replace(':', '.')}–{b.replace(':', '.')}" for a, b in day)


class PauseForm(VersionedForm):
    reason = forms.ChoiceField(
        label=_("Why"), widget=forms.RadioSelect, choices=lambda: Pause.Reason.choices
    )
    text = forms.CharField(
        label=_("What is waited for, and from whom"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )
    until = moment_field(
        _("Until when at the latest"),
        help_text=_(
            "Then the clock runs again by itself. It stands still from now on, not from "
            "an earlier moment."
        ),
    )


class ShiftForm(RefusableForm):
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who"), empty_label=None)
    weekday = forms.TypedChoiceField(
        label=_("Day"), coerce=int, choices=lambda: list(enumerate(words.DAYS))
    )
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput({"type": "time"}))
    ends = forms.TimeField(
        label=_("To"),
        widget=forms.TimeInput({"type": "time"}),
        help_text=_("Not later than it begins: on the next day."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class OverrideForm(RefusableForm):
    user = forms.ModelChoiceField(User.objects.none(), label=_("Who"), empty_label=None)
    starts_at = moment_field(_("From"))
    ends_at = moment_field(_("To"))
    why = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class HandOverForm(RefusableForm):
    text = forms.CharField(
        label=_("What the next one must know"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
