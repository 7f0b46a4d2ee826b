"""What every random walk shares: people, acts, a clock that runs on, and what must always hold.

A walk begins somewhere at a desk. Most of its steps are such as the state machine's table allows
somebody, so that walks get far; the others are anything by anybody, on pages that may be old.
Between them hours pass and the worker's rounds are made.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from random import Random
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tangkal.desk import entry
from tangkal.desk.accounts.models import Organisation, RoleAssignment, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import verify_chain
from tangkal.desk.cases.models import Case, Decision, ImpactAssessment, Signal, Verdict
from tangkal.desk.cases.states import CASE, SIGNAL, VERDICT
from tangkal.desk.crisis import ticking
from tangkal.desk.crisis.models import Crisis, Question
from tangkal.desk.crisis.states import ANSWER, CRISIS
from tangkal.desk.deadlines import escalation, tripwires
from tangkal.desk.portal.models import Appeal
from tangkal.desk.recognise import matcher
from tangkal.desk.rights.models import Breach, Finding, SubjectRequest
from tangkal.desk.rights.states import APPEAL, BREACH, FINDING, REQUEST
from tangkal.desk.strategic_communication import rules as message_rules
from tangkal.desk.strategic_communication import scheduling
from tangkal.desk.strategic_communication.holding_models import HoldingStatement, HoldingTemplate
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import HOLDING, MESSAGE, TEMPLATE
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.conftest import make_person

MACHINES = {
    Signal: SIGNAL,
    Case: CASE,
    Verdict: VERDICT,
    Message: MESSAGE,
    HoldingTemplate: TEMPLATE,
    HoldingStatement: HOLDING,
    Crisis: CRISIS,
    Question: ANSWER,
    Appeal: APPEAL,
    Finding: FINDING,
    SubjectRequest: REQUEST,
    Breach: BREACH,
}
REFUSALS = (ActionDenied, StaleObject, ValidationError)
# Walks in the suite; WALKS=2000 in the environment takes longer ones by hand.
WALKS, STEPS, STRETCH = int(os.environ.get("WALKS", "4")), 4, 25
LONGEST_WAIT_HOURS = 30  # a crisis level lasts 24

ARROWS = {
    model: {(str(s.source), str(s.target)) for s in machine.transitions}
    for model, machine in MACHINES.items()
}
# Two steps of the table in one act: a response that nobody began separately begins and goes out.
ARROWS[Case].add(("DIPUTUSKAN", "TERBIT"))
ROLES = frozenset(Role.values)
Snapshot = dict[tuple[Any, int], tuple[str, int]]
Call = Callable[..., object]  # (subject, by, version) → anything


class Clock(datetime):
    """The desk's clock, set forward by hand: rows that are stamped by default follow it too.

    It stands for the `datetime` of `django.utils.timezone`, whose `now` the models hold.
    """

    offset = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.offset

    @classmethod
    def move(cls, **length: int) -> None:
        cls.offset += timedelta(**length)


@dataclass(frozen=True)
class Act:
    """One act; `step` is its name in the state machine, empty where it moves nothing."""

    model: Any
    step: str
    call: Call
    takes_version: bool = True
    may_repeat: bool = False  # done already, it answers what stands and changes nothing


def shown(subject: Any, version: int | None) -> int:
    """The version that a page showed; a command that must be told one is told the present one."""
    return int(subject.version if version is None else version)


# One query for all of them: a walk looks before and after each act.
EVERYTHING = " UNION ALL ".join(
    f"SELECT '{model._meta.label_lower}', id, state, version FROM {model._meta.db_table}"
    for model in MACHINES
)
BY_LABEL = {model._meta.label_lower: model for model in MACHINES}


def snapshot() -> Snapshot:
    """State and version of everything that has both."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        return {
            (BY_LABEL[label], pk): (state, version)
            for label, pk, state, version in cursor.fetchall()
        }


def office_of(subject: Any) -> Organisation:
    """The office over which the roles for a step are held."""
    if isinstance(subject, Appeal):
        return subject.review.organisation
    if isinstance(subject, SubjectRequest | Breach):
        return subject.by.organisation
    if isinstance(subject, Question):
        return subject.crisis.organisation
    if isinstance(subject, Crisis | HoldingTemplate | Finding):
        return subject.organisation
    return (subject if isinstance(subject, Case) else subject.case).lead_organisation


def is_seated(subject: Any, by: User) -> bool:
    """In a crisis' team, or the officer of an appeal: their roles count wherever held."""
    if isinstance(subject, Question):
        return subject.crisis.seats.filter(holder=by, until=None).exists()
    return isinstance(subject, Appeal) and subject.review.officer_id == by.pk


class Walk(RuleBasedStateMachine):
    """One desk, rolled back at the end. A kind of walk says where it begins and what it does."""

    people: ClassVar[dict[str, User]]
    acts: ClassVar[tuple[Act, ...]]
    often: ClassVar[list[Any]]  # what likely steps are done to, the frequent ones repeated

    def __init__(self) -> None:
        super().__init__()
        Clock.offset = timedelta(0)
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.before: Snapshot = {}
        outside = ("foreign", "province", "district", "nobody")
        self.insiders = [p for key, p in self.people.items() if not key.startswith(outside)]

    def teardown(self) -> None:
        try:
            report = verify_chain()
            assert report.holds, f"chain broken at {report.broken_at}: {report.reason}"
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            matcher.forget()

    @rule(seed=st.integers(0, 2**32))
    def a_stretch_of_work(self, seed: int) -> None:
        """Steps that the tables allow somebody, by people who mostly hold the roles."""
        draws = Random(seed)
        for _ in range(STRETCH):
            self.likely(draws)

    def likely(self, draws: Random) -> None:
        model = draws.choice(self.often)
        found = list(model.objects.order_by("pk"))
        if not found:
            return
        subject = draws.choice(found)
        fitting = [
            (act, step.roles)
            for act in self.acts
            if act.model is model
            for step in MACHINES[model].transitions
            if act.step == step.action and step.source == subject.state
        ]
        others = [(act, ROLES) for act in self.acts if act.model is model and not act.step]
        if not fitting and not others:
            return
        act, roles = draws.choice(fitting * 3 + others)
        holders = [p for p in self.insiders if not p.roles.isdisjoint(roles)]
        self.attempt(act, subject, draws.choice(holders), subject.version)

    @rule(seed=st.integers(0, 2**32))
    def somebody_tries_anything(self, seed: int) -> None:
        """Any act, by anybody, on a page that may be old."""
        draws = Random(seed)
        for _ in range(STRETCH // 3):
            act = draws.choice(self.acts)
            if found := list(act.model.objects.order_by("pk")):
                subject = draws.choice(found)
                by = draws.choice(list(self.people.values()))
                version = draws.choice([subject.version, subject.version - 1, None])
                self.attempt(act, subject, by, version)

    @rule(minutes=st.integers(1, LONGEST_WAIT_HOURS * 60))
    def time_passes_and_the_worker_makes_its_rounds(self, minutes: int) -> None:
        Clock.move(minutes=minutes)
        now, before, events = timezone.now(), snapshot(), AuditEvent.objects.count()
        make_the_rounds(now)
        written = list(AuditEvent.objects.order_by("sequence")[events:])
        self.check_changes(None, before, written)
        assert not Message.objects.filter(state="TERJADWAL", publish_at__lte=now).exists()
        late = Crisis.objects.filter(level__gt=0, expires_at__lte=now)
        assert not late.exists(), "a level outlived its day"
        after, events = snapshot(), AuditEvent.objects.count()
        make_the_rounds(now)
        assert snapshot() == after, "a second round at the same moment changed something"
        assert AuditEvent.objects.count() == events

    def attempt(self, act: Act, subject: Any, by: User, version: int | None) -> None:
        """Try it as the views do, in its own transaction; then compare before and after."""
        before, events = snapshot(), AuditEvent.objects.count()
        seats, seated = Seats(subject), is_seated(subject, by)
        Clock.move(seconds=20)
        try:
            with transaction.atomic():
                act.call(type(subject).objects.get(pk=subject.pk), by, version)
        except REFUSALS:
            assert snapshot() == before, "a refusal changed something"
            assert AuditEvent.objects.count() == events, "a refusal left an event"
            return
        written = list(AuditEvent.objects.order_by("sequence")[events:])
        if act.takes_version and version is not None:
            assert version == subject.version, "a stale version was taken"
        if act.may_repeat and not written:
            assert snapshot() == before, "it changed something and left no event"
            return
        assert written, f"{act.step or 'an act'} left no event"
        assert {event.actor_id for event in written} <= {by.pk, None}
        assert by.pk in {event.actor_id for event in written}
        self.check_changes(act, before, written)
        if act.step and not isinstance(subject, Signal):
            check_roles(act, subject, by, before[type(subject), subject.pk][0], seated)
        seats.check(act, by)

    def check_changes(self, act: Act | None, before: Snapshot, written: list[AuditEvent]) -> None:
        """Every change is a step of its table, has a version of its own, and is on record."""
        named = {(event.object_type, event.object_id) for event in written}
        for (model, pk), (state, version) in snapshot().items():
            was = before.get((model, pk))
            if was is None or was == (state, version):
                continue
            assert version > was[1], f"{model.__name__} {pk} changed and kept its version"
            if state != was[0]:
                assert (was[0], state) in ARROWS[model], f"{was[0]} → {state} is no step"
                if act and model is Case and was[0] == "DITUTUP":
                    assert act.step == "reopen"
            assert is_named(model, pk, named), f"{model.__name__} {pk} changed unrecorded"

    @invariant()
    def nobody_approved_their_own_work(self) -> None:
        for verdict in Verdict.objects.exclude(reviewed_by=None):
            assert verdict.reviewed_by_id != verdict.drafted_by_id
        for assessment in ImpactAssessment.objects.exclude(override_by=None):
            assert assessment.override_by_id != assessment.by_id
        for decision in Decision.objects.select_related("case"):
            judged = ImpactAssessment.objects.filter(case=decision.case, at__lte=decision.at)
            assert decision.by_id != judged.first().by_id, "the judge of impact decided"

    @invariant()
    def nothing_stands_in_public_without_two_people(self) -> None:
        for message in Message.objects.exclude(published_by=None):
            assert message.published_by_id not in message_rules.authors_of(message)
        for statement in HoldingStatement.objects.exclude(published_by=None):
            wrote = writers_of(statement)
            assert statement.published_by_id not in wrote
            assert statement.checked_by_id not in wrote | {statement.published_by_id}

    @invariant()
    def every_clock_computes_to_what_is_stored(self) -> None:
        """What `tangkal deadlines recompute --check` says: nothing differs."""
        wrong, contradictions, _computed = entry.recompute_deadlines(only_check=True)
        assert not wrong + contradictions, f"{wrong} {contradictions}"


def make_the_rounds(now: datetime) -> None:
    """What the worker does when it looks at the clock."""
    scheduling.publish_due(now)
    ticking.round()
    tripwires.round(now)
    escalation.tick(now)


def is_named(model: Any, pk: int, named: set[tuple[str, str]]) -> bool:
    """By an event of its own, or one of the case it belongs to."""
    if (model._meta.label_lower, str(pk)) in named:
        return True
    if model is Verdict:
        return ("cases.case", str(Verdict.objects.get(pk=pk).case_id)) in named
    return model is Signal and any(kind == "cases.case" for kind, _pk in named)


def check_roles(act: Act, subject: Any, by: User, was: str, seated: bool) -> None:
    """Whoever moved it holds, over it, a role that the table names for this very step."""
    model = type(subject)
    now = model.objects.get(pk=subject.pk)
    steps = [s for s in MACHINES[model].transitions if (s.source, s.action) == (was, act.step)]
    assert [str(step.target) for step in steps] == [now.state]
    held = by.roles if seated or is_seated(now, by) else by.roles_at(office_of(now))
    assert not held.isdisjoint(steps[0].roles)


def writers_of(statement: HoldingStatement) -> set[int | None]:
    """Who filled it in, by the chain."""
    told = AuditEvent.objects.filter(
        object_type="strategic_communication.holdingstatement",
        object_id=str(statement.pk),
        action__in=["holding.drafted", "holding.filled"],
    )
    return {statement.author_id, *told.values_list("actor_id", flat=True)}


class Seats:
    """Who had a part in a thing before the act, told without asking the rules."""

    SECOND: ClassVar[dict[Any, set[str]]] = {
        Message: {"approve", "confirm_facts", "clear", "publish", "schedule"},
        Verdict: {"approve"},
        HoldingTemplate: {"approve"},
        HoldingStatement: {"publish", "confirm", "reject"},
        Question: {"check", "approve"},
        Crisis: {"raise_1", "raise_2", "raise_3"},
        Appeal: {"uphold", "revise", "withdraw"},
        Case: {"decide"},
    }

    def __init__(self, subject: Any) -> None:
        self.model = type(subject)
        find = getattr(self, f"of_{self.model.__name__.lower()}", None)
        self.part: set[int | None] = find(subject) - {None} if find else set()

    def check(self, act: Act, by: User) -> None:
        if act.step in self.SECOND.get(self.model, set()):
            assert by.pk not in self.part, f"{by} had a part and took the step {act.step}"

    def of_message(self, message: Message) -> set[int | None]:
        return message_rules.authors_of(message)

    def of_verdict(self, verdict: Verdict) -> set[int | None]:
        return {verdict.drafted_by_id, verdict.claim.created_by_id}

    def of_case(self, case: Case) -> set[int | None]:
        judged = case.assessments.order_by("-at", "-pk").first()
        return {judged.by_id if judged else None}

    def of_holdingtemplate(self, template: HoldingTemplate) -> set[int | None]:
        said = {template.changed_by_id} if template.state == "SETUJU_SATU" else set()
        return {*template.versions.values_list("author_id", flat=True), *said}

    def of_holdingstatement(self, statement: HoldingStatement) -> set[int | None]:
        return {*writers_of(statement), statement.published_by_id}

    def of_question(self, question: Question) -> set[int | None]:
        wrote = question.versions.values_list("author_id", flat=True)
        return {*wrote, question.checked_by_id}

    def of_crisis(self, crisis: Crisis) -> set[int | None]:
        return set(crisis.proposals.filter(state="waiting").values_list("by_id", flat=True))

    def of_appeal(self, appeal: Appeal) -> set[int | None]:
        case = appeal.review.case
        if case is None:
            return set()
        found: set[int | None] = set()
        for message in case.messages.filter(clarification_slug=appeal.subject_id):
            found |= message_rules.authors_of(message) | {message.published_by_id}
        for verdict in case.verdicts.all():
            found |= {verdict.drafted_by_id, verdict.reviewed_by_id}
        found |= set(case.decisions.values_list("by_id", flat=True))
        return found | set(case.assessments.values_list("by_id", flat=True))


def everything(name: str, organisation: Organisation) -> User:
    """Somebody with every role: only separation of duties keeps them from going it alone."""
    person = make_person(name, organisation)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=person, role=role, scope=organisation) for role in Role
    )
    return person


def take_walks(kind: type[Walk], people: dict[str, User], ministry: Organisation) -> None:
    """Many walks of a kind, each on a desk of its own."""
    kind.people = people | {
        f"everything_{n}": everything(f"everything_{n}", ministry) for n in "123"
    }
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            # A failing walk names its seed; shrinking it would take minutes.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
