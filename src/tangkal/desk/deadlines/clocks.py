"""The clocks of the desk: one line here for each kind of thing that something is due on.

A kind is a class with ``running``; whoever owns the thing writes it beside the thing. A clock
is always computed from what happened; nothing here is stored, so nothing here can be lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.module_loading import import_string

# Dotted paths of classes that fit Clock. Each app adds its own line.
CLOCKS: tuple[str, ...] = (
    "tangkal.desk.deadlines.of_cases.CaseClock",
    "tangkal.desk.rights.clocks.AppealClock",
    "tangkal.desk.rights.clocks.BreachClock",
    "tangkal.desk.rights.clocks.RequestClock",
    "tangkal.desk.crisis.clocks.CrisisClock",
    "tangkal.desk.strategic_communication.clocks.SecondCheckClock",
    "tangkal.desk.strategic_communication.plan_clocks.PlanTaskClock",
    "tangkal.desk.strategic_communication.plan_clocks.HouseClock",
    "tangkal.desk.platform_requests.clocks.PlatformRequestClock",
    "tangkal.desk.transparency.clocks.TransparencyClock",
)
# Clocks that call and are not listed: each of their things stands in a list of its own, and the
# count that every open page asks for stays cheap.
CALLING_ONLY: tuple[str, ...] = (
    "tangkal.desk.deadlines.of_signals.ScreeningClock",
    "tangkal.desk.tipline.waiting.ConversationClock",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One clock that runs: what is due, when, in whose office, and whose it is."""

    kind: str  # "case", "appeal", "crisis", …
    subject: str  # "case:12": with it go the pauses
    step: str  # a key of the table of steps, or a word of its own kind
    label: str  # a number or name that may leave the desk: "2026-0012"
    title: str  # what the desk's own pages call it
    url: str
    started_at: datetime
    due_at: datetime
    office: str  # the organisation's path: who reads it there may see the clock
    organisation_id: int
    owner_id: int | None = None
    priority: str = ""
    roles: tuple[str, ...] = ()  # who can act, where it is nobody's yet
    is_exercise: bool = False
    round: str = ""  # names the round, where several starts are one

    @property
    def key(self) -> str:
        """Names this clock, and no other round of it: who was told once is told once."""
        return f"{self.subject}:{self.step}:{self.round or f'{self.started_at:%Y%m%dT%H%M%S}'}"

    def used(self, now: datetime) -> float:
        """Which share of its time is gone: 1 at the deadline, more after it."""
        whole = (self.due_at - self.started_at).total_seconds()
        return (now - self.started_at).total_seconds() / whole if whole > 0 else 1.0


class Clock(Protocol):
    """One kind of thing that something is due on."""

    def running(self, *, due_before: datetime | None = None) -> Iterable[Running]:
        """Every running clock of this kind, of all offices, real ones and exercises'.

        Args:
            due_before: only those due earlier; None for all.
        """
        ...


def running(*, due_before: datetime | None = None) -> Iterator[Running]:
    """The running clocks of every kind that the desk lists."""
    yield from of_kinds(CLOCKS, due_before)


def calling(*, due_before: datetime | None = None) -> Iterator[Running]:
    """The running clocks that may call somebody."""
    yield from of_kinds((*CLOCKS, *CALLING_ONLY), due_before)


def of_kinds(paths: Iterable[str], due_before: datetime | None) -> Iterator[Running]:
    for path in paths:
        yield from import_string(path)().running(due_before=due_before)
