"""Quiet decisions, watched: what is measured against what was assumed, and the day to look again.

Re-opening asks people to look; it judges nothing and changes no priority. A decision is opened
again once: the next decision states its own assumptions and sets its own tripwires.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import breakout, tripwires
from tangkal.desk.cases.commands import reopen_by_measurement
from tangkal.desk.cases.commands.base import lock_case
from tangkal.desk.cases.commands.deciding import WATCHED
from tangkal.desk.cases.models import Case, Decision
from tangkal.desk.cases.rules import latest_decision
from tangkal.desk.cases.states import CaseState
from tangkal.desk.deadlines.models import Reopening
from tangkal.desk.inbox.commands import tell

log = logging.getLogger(__name__)

# A quiet case that people closed is watched on for a quarter; after that it is a new story.
AFTER_CLOSING = timedelta(days=90)
STATES = (CaseState.DECIDED, CaseState.CLOSED)


def round(now: datetime) -> int:
    """Look at every quiet decision once; answers how many cases were opened again."""
    opened = 0
    for decision in watched(now):
        try:
            opened += look(decision, now) is not None
        except Exception:  # one case must not keep the others from being looked at
            log.exception("tripwire of %s", decision.case.number)
    return opened


def watched(now: datetime) -> Iterator[Decision]:
    """The decisions that still stand and that nothing was published on."""
    found = (
        Decision.objects.filter(option__in=WATCHED, reopening=None)
        .filter(Q(case__state=CaseState.DECIDED) | closed_quietly(now))
        .select_related("case__lead_organisation", "case__owner", "by")
        .prefetch_related("case__signals")
        .order_by("pk")
    )
    for decision in found.iterator(chunk_size=200):
        if not is_merged(decision.case) and stands(decision):
            yield decision


def closed_quietly(now: datetime) -> Q:
    return Q(case__state=CaseState.CLOSED, case__closed_at__gt=now - AFTER_CLOSING)


def is_merged(case: Case) -> bool:
    """A case that became part of another is watched there."""
    return case.merged_into_id is not None


def stands(decision: Decision) -> bool:
    newest = Decision.objects.filter(case=decision.case_id).values_list("pk", flat=True).first()
    return newest == decision.pk


def look(decision: Decision, now: datetime) -> Reopening | None:
    """Open the case again where a tripwire is crossed or the day has come."""
    seen = tripwires.measured(decision.case)
    crossed = tripwires.crossings(decision.tripwire, seen)
    if crossed:
        facts = {each.name: asdict(each) for each in crossed}
        return reopen(decision, Reopening.Cause.CROSSED, facts, now)
    if is_time(decision, now):
        facts = {name: {"name": name, **told(decision, name, seen)} for name in tripwires.LOWEST}
        return reopen(decision, Reopening.Cause.DATE, facts, now)
    return None


def is_time(decision: Decision, now: datetime) -> bool:
    """Whether its day has come; closing a case says that no such day is needed any more."""
    return (
        decision.case.state == CaseState.DECIDED
        and decision.review_at is not None
        and decision.review_at <= now
    )


def told(decision: Decision, name: str, seen: tripwires.Figures) -> dict[str, int | None]:
    before = decision.tripwire.get("assumed") or {}
    return {
        "assumed": before.get(name),
        "wire": decision.tripwire.get(name),
        "measured": seen.get(name),
    }


@transaction.atomic
def reopen(
    decision: Decision, cause: str, measured: Mapping[str, object], now: datetime
) -> Reopening | None:
    """Open the case of a decision again; None where somebody has moved it meanwhile.

    The row of the decision is one of a kind: whoever was cut off after it opens nothing twice.
    """
    case = lock_case(decision.case)
    newest = latest_decision(case)
    if case.state not in STATES or newest is None or newest.pk != decision.pk:
        return None
    row, is_new = Reopening.objects.get_or_create(
        decision=decision, defaults={"cause": cause, "measured": dict(measured), "at": now}
    )
    if not is_new:
        return None
    with translation.override("id"):
        why = sentence(row)
    case = reopen_by_measurement(
        case, why=why, at=now, decision=decision.pk, cause=cause, measured=dict(measured)
    )
    tell(
        concerned(case, decision),
        kind="reopened",
        subject_url=reverse("case", args=[case.number]),
        title=lambda: f"{case.number}: {sentence(row)}",
        case=case,
    )
    return row


def concerned(case: Case, decision: Decision) -> list[User]:
    """Whoever looks after it, whoever decided, and whoever watches; who still may read it."""
    people = {person.pk: person for person in (case.owner, decision.by) if person is not None}
    people |= {person.pk: person for person in watchers(case)}
    path = case.lead_organisation.path
    return [
        person
        for person in people.values()
        if any(path.startswith(scope) for scope in person.content_scopes())
    ]


def watchers(case: Case) -> Iterator[User]:
    """Those who asked to be told what becomes of a case."""
    for watch in case.watches.select_related("user"):
        yield watch.user


def sentence(row: Reopening) -> str:
    """Why a case was opened again, in the reader's language."""
    if row.cause == Reopening.Cause.DATE:
        return _("the day to look again has come")
    parts = [
        _("%(what)s: assumed %(assumed)s, measured %(measured)s")
        % {
            "what": tripwires.name_of(name),
            "assumed": fact.get("assumed"),
            "measured": fact.get("measured"),
        }
        for name, fact in row.measured.items()
    ]
    return _("measured more than was assumed (%(parts)s)") % {"parts": "; ".join(parts)}


def levels_of(case: Case) -> dict[int, datetime]:
    """Breakout levels with the moment each was reached, measured or judged."""
    found: dict[int, datetime] = {}
    pairs = [
        *breakout.levels_reached(case),
        *((each.breakout, each.at) for each in case.assessments.all()),
    ]
    for level, at in pairs:
        found[level] = min(at, found.get(level, at))
    return found
