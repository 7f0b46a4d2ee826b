"""A case's clock from its audit events alone, and the proof that what is stored agrees.

The audit chain cannot be changed afterwards. Whatever order its events are read in, the last
round of work, its triage and its state follow from them, and with them every deadline.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from tangkal.desk.audit.commands import record
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases import deadlines
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.states import SignalState

BEGINS = frozenset({"case.opened", "case.reopened"})
TRIAGE = "case.triaged"
# An event is written a moment after what it tells of, in the same transaction.
APART = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """One event of a case, as far as clocks care."""

    sequence: int
    action: str
    at: datetime
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the events leave a case."""

    state: str
    started_at: datetime | None
    triaged_at: datetime | None


def replay(happenings: Iterable[Happening]) -> Standing:
    """What follows from a case's events, read in any order.

    >>> from datetime import UTC
    >>> at = [datetime(2031, 3, 3, hour, tzinfo=UTC) for hour in range(3)]
    >>> told = [Happening(2, "case.triaged", at[1], "TRIASE"), Happening(1, "case.opened", at[0])]
    >>> replay(told).triaged_at == at[1]
    True
    """
    state, started, triaged = "", None, None
    for each in sorted(happenings):
        state = each.state or state
        if each.action in BEGINS:
            started, triaged = each.at, None
        elif each.action == TRIAGE:
            triaged = each.at
    return Standing(state=state, started_at=started, triaged_at=triaged)


def happenings_of(case: Case) -> list[Happening]:
    return [as_happening(event) for event in events_of(case)]


def as_happening(event: AuditEvent) -> Happening:
    return Happening(event.sequence, event.action, event.at, str(event.details.get("state", "")))


def disagreement(case: Case, standing: Standing) -> str:
    """How a case's record differs from what its events tell; empty where it does not."""
    if standing.state != case.state:
        return f"state {case.state}, by its events {standing.state or 'unknown'}"
    for name, told, kept in (
        ("round of work", standing.started_at, case.started_at),
        ("triage", standing.triaged_at, case.triaged_at),
    ):
        if (told is None) != (kept is None) or (told and kept and abs(told - kept) > APART):
            return f"{name} at {kept}, by its events at {told}"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One stored deadline that is not the computed one, or a record its events contradict."""

    what: str  # "2026-0012", "signal 5"
    stored: str
    computed: str


def due_text(step: str, due: datetime | None) -> str:
    return f"{step} {due.isoformat()}" if due else "none"


def differences(*, mend: bool = False) -> Iterator[Difference]:
    """Compute every deadline anew and compare; with `mend`, store the computed one."""
    yield from of_cases(mend=mend)
    yield from of_signals(mend=mend)


def of_cases(*, mend: bool) -> Iterator[Difference]:
    cases = Case.objects.select_related("lead_organisation").prefetch_related("decisions")
    timing = deadlines.timing_of(Case.objects.only("pk"))
    for case in cases.order_by("pk").iterator(chunk_size=500):
        step, due = deadlines.deadline_of(case, timing)
        if (step, due) != (case.due_step, case.due_at):
            yield Difference(
                what=case.number,
                stored=due_text(case.due_step, case.due_at),
                computed=due_text(step, due),
            )
            if mend:
                store(Case.objects.filter(pk=case.pk), due_step=step, due_at=due)


def of_signals(*, mend: bool) -> Iterator[Difference]:
    """Signals that wait for screening have a deadline; the others have none any more."""
    timing = deadlines.timing()
    for signal in Signal.objects.order_by("pk").iterator(chunk_size=2000):
        waits = signal.state == SignalState.NEW and signal.screened_at is None
        due = deadlines.screening_deadline(signal, timing) if waits else None
        if due != signal.due_at:
            yield Difference(
                what=f"signal {signal.pk}",
                stored=due_text("screen", signal.due_at),
                computed=due_text("screen", due),
            )
            if mend:
                store(Signal.objects.filter(pk=signal.pk), due_at=due)


def store(row: "QuerySet[Case] | QuerySet[Signal]", **values: object) -> None:
    """Put the index right; nobody's work changes, so nobody's version does."""
    row.update(**values)


@transaction.atomic
def recompute() -> list[Difference]:
    """Rebuild every stored deadline; answers what was wrong, and puts that on record."""
    found = list(differences(mend=True))
    if found:
        record(
            "deadlines.recomputed",
            None,
            by=None,
            changed=len(found),
            first=[each.what for each in found[:20]],
        )
    return found


def contradictions() -> Iterator[Difference]:
    """Cases whose record says something else than their events in the audit chain."""
    for case in Case.objects.order_by("pk").iterator(chunk_size=500):
        if wrong := disagreement(case, replay(happenings_of(case))):
            yield Difference(what=case.number, stored=case.state, computed=wrong)
