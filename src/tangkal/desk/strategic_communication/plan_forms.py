"""The form of a response plan, in the order of OASIS."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.strategic_communication.house_forms import text_field
from tangkal.desk.strategic_communication.plan_labels import ANCHORS, MESSENGERS, OPTIONS
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.strategic_communication import plan as oasis
from tangkal.strategic_communication.counters import COUNTERS

FREE_ROWS = 3  # empty tasks below those that are there
TASK_PARTS = ("what", "owner_id", "owner", "due")


class PlanForm(RefusableForm):
    """Everything a plan says; tasks left empty fall away, and a draft may be incomplete."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        plan: oasis.Plan,
        criticism_right: bool,
        people: Sequence[tuple[User, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.names = {person.pk: str(person) for person, _roles in people}
        self.ids = task_ids(plan)
        options = [(each, OPTIONS[each]) for each in oasis.offered(criticism_right=criticism_right)]
        if plan.option and plan.option not in dict(options):
            options.append((plan.option, OPTIONS[plan.option]))
        self._add_approach(options)
        self._add_objective()
        self._add_people()
        self.fields["strategy"] = text_field(
            _("Strategy"),
            rows=3,
            most=4000,
            help_text=_("The idea in a few sentences: what is said, shown or done, and why so."),
        )
        for name in self.ids:
            self.fields[f"{name}_what"] = text_field(_("Task"), most=400)
            self.fields[f"{name}_owner_id"] = forms.TypedChoiceField(
                label=_("Who does it, and is called when it is due"),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("nobody with an account here")), *self._owners(name, people)],
            )
            self.fields[f"{name}_owner"] = text_field(
                _("Owner in words"), most=120, help_text=_("For who has no account here.")
            )
            self.fields[f"{name}_due"] = day_field(_("Due on"))
        self.fields["scoring"] = text_field(
            _("Scoring"),
            rows=3,
            most=4000,
            help_text=_("How the effect is measured, against what, and what that cannot show."),
        )
        self.fields["counters"] = forms.MultipleChoiceField(
            label=_("Counter-measures (DISARM)"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(code, f"{code} {name}") for code, name in COUNTERS.items()],
        )
        self.initial = initial_of(plan) | dict(self.initial)

    def _owners(self, name: str, people: Sequence[tuple[User, str]]) -> list[tuple[int, str]]:
        """The choices of one task; whoever has it stays among them."""
        found = [(person.pk, f"{person} ({roles})") for person, roles in people]
        has = next((task.owner_id for task in self.plan.tasks if task.id == name), None)
        if has is not None and has not in self.names:
            past = next((task.owner for task in self.plan.tasks if task.id == name), "")
            found.append((has, past or str(has)))
        return found

    def _add_approach(self, options: list[tuple[str, Any]]) -> None:
        self.fields["option"] = forms.ChoiceField(
            label=_("Way of answering, the least intrusive first"),
            required=False,
            widget=forms.RadioSelect,
            choices=options,
        )
        self.fields["why_option"] = text_field(_("Why nothing milder would do"), rows=2)

    def _add_objective(self) -> None:
        self.fields["statement"] = text_field(
            _("What should be different"),
            rows=2,
            help_text=_("For whom, in behaviour or knowledge; not what you will send out."),
        )
        self.fields["measure"] = text_field(
            _("Measure"), help_text=_("What is counted or asked, and where.")
        )
        self.fields["unit"] = text_field(_("Unit of measure"), most=60)
        self.fields["baseline"] = forms.FloatField(label=_("Where it stands now"), required=False)
        self.fields["baseline_note"] = text_field(_("If not known yet: how and when it will be"))
        self.fields["target"] = forms.FloatField(label=_("To be reached"), required=False)
        self.fields["by"] = day_field(_("Reached by"))

    def _add_people(self) -> None:
        self.fields["audience"] = text_field(
            _("Audience: who, what they do and use"), rows=2, most=4000
        )
        self.fields["believes"] = text_field(_("What they believe now"), rows=2, most=4000)
        self.fields["anchor"] = forms.ChoiceField(
            label=_("What holds the belief"),
            required=False,
            choices=[("", _("choose")), *ANCHORS.items()],
        )
        self.fields["messenger"] = text_field(_("Who says it"), most=200)
        self.fields["messenger_kind"] = forms.ChoiceField(
            label=_("Whose voice that is"),
            required=False,
            help_text=_("The most believed voice is often not the government’s."),
            choices=[("", _("choose")), *MESSENGERS.items()],
        )
        self.fields["messenger_why"] = text_field(
            _("Why this audience believes this voice"), rows=2
        )

    def owner_in_words(self, words: str, owner: int | None) -> str:
        """The words written beside a person, or the person's name; never another person's."""
        if owner is not None and (not words or words in self.names.values()):
            return self.names.get(owner, words)
        return words

    def tasks(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{part}"] for part in TASK_PARTS] for name in self.ids]

    def content(self) -> dict[str, Any]:
        """What was written, as a plan is stored."""
        said = self.cleaned_data
        plain = {
            name: said[name]
            for name in (
                "option", "why_option", "audience", "believes", "anchor", "messenger",
                "messenger_kind", "messenger_why", "strategy", "scoring", "counters",
            )
        }  # fmt: skip
        return {
            **plain,
            "objective": {
                "statement": said["statement"],
                "measure": said["measure"],
                "unit": said["unit"],
                "baseline": said["baseline"],
                "baseline_note": said["baseline_note"],
                "target": said["target"],
                "by": said["by"].isoformat() if said["by"] else "",
            },
            "tasks": [
                {
                    "id": name,
                    "what": said[f"{name}_what"],
                    "owner": self.owner_in_words(said[f"{name}_owner"], said[f"{name}_owner_id"]),
                    "owner_id": said[f"{name}_owner_id"],
                    "due": said[f"{name}_due"].isoformat() if said[f"{name}_due"] else "",
                }
                for name in self.ids
                if said[f"{name}_what"]
            ],
        }


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def task_ids(plan: oasis.Plan) -> list[str]:
    """The ids that are there, then free ones."""
    names = [task.id for task in plan.tasks]
    free = (f"t{number}" for number in range(1, 200))
    while len(names) < min(len(plan.tasks) + FREE_ROWS, oasis.MOST_TASKS):
        name = next(free)
        if name not in names:
            names.append(name)
    return names


def initial_of(plan: oasis.Plan) -> dict[str, object]:
    """A plan as the form's first values."""
    content = plan.content()
    goal = content.pop("objective")
    tasks = content.pop("tasks")
    found: dict[str, object] = {**content, **goal}
    for task in tasks:
        found |= {f"{task['id']}_{part}": task[part] for part in TASK_PARTS}
    return found
