"""A response plan: what should change, for whom, said and done by whom, and how it is measured.

The order is that of OASIS: objective, audience, strategy, implementation, scoring. The way of
answering is the mildest that is enough; where the criticism is right, only putting it right is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.checks import Finding
from tangkal.strategic_communication.counters import check_counter

LONGEST = 4_000  # characters of any one text
MOST_TASKS = 30

# Ways of answering, the least intrusive first. The first three change something of our own.
OPTIONS = (
    "fix_and_admit",
    "direct_service_fix",
    "policy_response",
    "fill_void",
    "awareness",
    "resilience",
    "network",
    "prebunk",
    "holding_statement",
    "debunk",
    "counter_narrative",
    "counter_brand",
    "campaign",
    "crisis_communication",
)
ADMITTING = frozenset(OPTIONS[:3])
# What stands before a problem shows itself, and what answers one.
PROACTIVE = frozenset(
    {"fill_void", "awareness", "resilience", "network", "prebunk", "counter_brand", "campaign"}
)
# The message template whose order of parts fits a way of answering.
TEMPLATE_OF: Mapping[str, str] = {
    "prebunk": "prebunk",
    "debunk": "clarification",
    "holding_statement": "holding_statement",
    "crisis_communication": "holding_statement",
}

ANCHORS = ("isolated", "self", "relationships", "worldview")  # what holds the belief
MESSENGERS = (
    "government",
    "expert",
    "community",
    "religious",
    "fact_checker",
    "media",
    "affected",
    "other",
)
STAGES = ("find", "assess", "create", "target")  # of the log kept while working

_ID = re.compile(r"[a-z0-9]{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What is to be different, by how much and when."""

    statement: str = ""
    measure: str = ""  # what is counted or asked, and where
    unit: str = ""
    baseline: float | None = None
    baseline_note: str = ""  # how and when it is measured, where it is not known yet
    target: float | None = None
    by: str = ""  # ISO date

    def __post_init__(self) -> None:
        if self.by:
            try:
                date.fromisoformat(self.by)
            except ValueError as error:
                raise InvalidInput(f"{self.by!r} is not a date of the form 2026-12-31") from error
        for name, value in (("baseline", self.baseline), ("target", self.target)):
            if value is not None and not abs(value) < 1e12:
                raise InvalidInput(f"{name} {value} is no number that could be measured")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step with somebody who does it and a day."""

    id: str
    what: str
    owner: str = ""  # in words: a person, or an office outside the desk
    due: str = ""  # ISO date
    owner_id: int | None = None  # the desk's account that is called when it is due

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise InvalidInput(f"task id {self.id!r} is not of a–z and 0–9")
        if self.due:
            try:
                date.fromisoformat(self.due)
            except ValueError as error:
                raise InvalidInput(f"{self.due!r} is not a date of the form 2026-12-31") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one version of a response plan says."""

    option: str = ""
    why_option: str = ""  # why nothing milder would do
    objective: Objective = field(default_factory=Objective)
    audience: str = ""  # who, and what they do, need and use
    believes: str = ""  # what they believe now
    anchor: str = ""  # one of ANCHORS
    messenger: str = ""
    messenger_kind: str = ""
    messenger_why: str = ""
    strategy: str = ""
    tasks: tuple[Task, ...] = ()
    scoring: str = ""  # how it is evaluated: comparison, method, limits
    counters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value, known in (
            ("option", self.option, OPTIONS),
            ("anchor", self.anchor, ANCHORS),
            ("messenger_kind", self.messenger_kind, MESSENGERS),
        ):
            if value and value not in known:
                raise InvalidInput(f"{name} {value!r} is not one of {', '.join(known)}")
        if len(self.tasks) > MOST_TASKS:
            raise InvalidInput(f"{len(self.tasks)} tasks are too many; a plan has {MOST_TASKS}")
        if len({task.id for task in self.tasks}) < len(self.tasks):
            raise InvalidInput("two tasks have the same id")
        for counter in self.counters:
            check_counter(counter)

    def content(self) -> dict[str, Any]:
        """As stored: plain lists and texts."""
        goal = self.objective
        return {
            "option": self.option,
            "why_option": self.why_option,
            "objective": {name: getattr(goal, name) for name in goal.__dataclass_fields__},
            "audience": self.audience,
            "believes": self.believes,
            "anchor": self.anchor,
            "messenger": self.messenger,
            "messenger_kind": self.messenger_kind,
            "messenger_why": self.messenger_why,
            "strategy": self.strategy,
            "tasks": [
                {
                    "id": each.id,
                    "what": each.what,
                    "owner": each.owner,
                    "due": each.due,
                    "owner_id": each.owner_id,
                }
                for each in self.tasks
            ],
            "scoring": self.scoring,
            "counters": list(self.counters),
        }


def read_plan(content: Mapping[str, Any]) -> Plan:
    """A stored or submitted plan, trimmed; tasks without words are left out.

    Raises:
        InvalidInput: naming what is not of the right form, or not allowed.

    >>> read_plan({"option": "debunk"}).option
    'debunk'
    """
    unknown = sorted(set(content) - set(Plan.__dataclass_fields__))
    if unknown:
        raise InvalidInput(f"a response plan has no {', '.join(unknown)}")
    goal = content.get("objective", {})
    if not isinstance(goal, Mapping) or set(goal) - set(Objective.__dataclass_fields__):
        raise InvalidInput(f"objective {goal!r} is not of the form of an objective")
    texts = {
        name: _text(content.get(name, ""))
        for name, kind in Plan.__dataclass_fields__.items()
        if kind.type in {str, "str"}
    }
    return Plan(
        objective=Objective(
            statement=_text(goal.get("statement", "")),
            measure=_text(goal.get("measure", "")),
            unit=_text(goal.get("unit", "")),
            baseline=_number(goal.get("baseline")),
            baseline_note=_text(goal.get("baseline_note", "")),
            target=_number(goal.get("target")),
            by=_text(goal.get("by", "")),
        ),
        tasks=tuple(
            Task(
                id=_text(row.get("id", "")),
                what=_text(row["what"]),
                owner=_text(row.get("owner", "")),
                due=_text(row.get("due", "")),
                owner_id=_key(row.get("owner_id")),
            )
            for row in _list(content.get("tasks", ()))
            if isinstance(row, Mapping) and _text(row.get("what", ""))
        ),
        counters=tuple(dict.fromkeys(_text(each) for each in _list(content.get("counters", ())))),
        **texts,
    )


def offered(*, criticism_right: bool) -> tuple[str, ...]:
    """The ways of answering that are open, the least intrusive first.

    Where the criticism is right, only those that put it right: a debunk of what is true is a lie.

    >>> offered(criticism_right=True)
    ('fix_and_admit', 'direct_service_fix', 'policy_response')
    """
    return tuple(each for each in OPTIONS if not criticism_right or each in ADMITTING)


def gaps_in(plan: Plan, *, today: date, criticism_right: bool) -> list[Finding]:
    """What stands between a draft and its approval, in reading order.

    A vague objective is refused by naming what it lacks: the measure, the baseline or how it
    will be known, the target, the day.
    """
    gaps: list[Finding] = []

    def need(code: str, part: str, *, given: object) -> None:
        if not given:
            gaps.append(Finding(code=code, part=part))

    need("no_option", "option", given=plan.option)
    if plan.option and plan.option not in offered(criticism_right=criticism_right):
        gaps.append(Finding(code="criticism_is_right", part="option"))
    elif plan.option and plan.option != OPTIONS[0]:
        need("no_why_option", "option", given=plan.why_option)
    gaps += _objective_gaps(plan.objective, today=today)
    need("no_audience", "audience", given=plan.audience and plan.believes)
    need("no_anchor", "audience", given=plan.anchor)
    need("no_messenger", "messenger", given=plan.messenger and plan.messenger_kind)
    need("no_messenger_why", "messenger", given=plan.messenger_why)
    need("no_strategy", "strategy", given=plan.strategy)
    need("no_task", "tasks", given=plan.tasks)
    gaps += [
        Finding(code="task_unowned", part="tasks", facts=(("what", task.what),))
        for task in plan.tasks
        if not (task.owner or task.owner_id) or not task.due
    ]
    need("no_scoring", "scoring", given=plan.scoring)
    return gaps


def _objective_gaps(goal: Objective, *, today: date) -> list[Finding]:
    found = []
    if not goal.statement:
        found.append("no_objective")
    if not goal.measure:
        found.append("no_measure")
    if goal.baseline is None and not goal.baseline_note:
        found.append("no_baseline")
    if goal.target is None:
        found.append("no_target")
    elif goal.target == goal.baseline:
        found.append("no_change")
    if not goal.by:
        found.append("no_date")
    elif date.fromisoformat(goal.by) <= today:
        found.append("date_past")
    return [Finding(code=code, part="objective") for code in found]


def advice_on(plan: Plan) -> list[Finding]:
    """What a colleague would say of a plan that is complete; nothing here stands in the way."""
    found = []
    if plan.messenger_kind == "government" and plan.anchor not in {"", "isolated"}:
        found.append(Finding(code="anchored_government", part="messenger"))
    elif plan.messenger_kind == "government":
        found.append(Finding(code="government_speaks", part="messenger"))
    if plan.option == "debunk" and plan.anchor in {"self", "worldview"}:
        found.append(Finding(code="anchored_debunk", part="option"))
    late = [task for task in plan.tasks if task.due and plan.objective.by < task.due]
    if plan.objective.by and late:
        found.append(
            Finding(code="task_after_target", part="tasks", facts=(("what", late[0].what),))
        )
    return found


def _list(found: Any) -> Sequence[Any]:
    if isinstance(found, str) or not isinstance(found, Sequence):
        raise InvalidInput(f"{found!r} is not a list")
    return found


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise InvalidInput(f"{found!r} is not a text")
    if len(found) > LONGEST:
        raise InvalidInput(f"a text has {len(found)} characters; at most {LONGEST} are allowed")
    return found.strip()


def _number(found: Any) -> float | None:
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise InvalidInput(f"{found!r} is not a number")
    return float(found)


def _key(found: Any) -> int | None:
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise InvalidInput(f"owner_id {found!r} is not the number of an account")
    return found
