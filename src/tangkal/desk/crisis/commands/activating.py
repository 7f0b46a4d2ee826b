"""Propose a level, confirm or decline it, renew, step down, recover, review and close."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.crisis import facts, rules
from tangkal.desk.crisis.commands import seating
from tangkal.desk.crisis.commands.base import (
    at_most,
    concerned,
    keep,
    lock,
    log,
    required,
    tell_about,
    touch,
)
from tangkal.desk.crisis.models import (
    Crisis,
    House,
    LogEntry,
    Proposal,
    Review,
    Topic,
)
from tangkal.desk.crisis.models.core import CONFIRM_WITHIN, LASTS
from tangkal.desk.crisis.models.learning import REPORT_WITHIN
from tangkal.desk.crisis.states import CrisisState
from tangkal.desk.ui.timezones import local
from tangkal.desk.workflow import ActionDenied

MOST_REASON = 2000
STEPS = ("deescalate", "recover", "review", "close")


@transaction.atomic
def propose(
    organisation: Organisation,
    title: str,
    *,
    level: int,
    trigger: str,
    reason: str,
    cases: Sequence[Case],
    by: User,
    is_exercise: bool = False,
) -> Proposal:
    """Open a crisis at level 0 with the proposal of its first level.

    Raises:
        ActionDenied: no approver of the organisation, no such level, no reason.
        ValidationError: no title, no trigger, or cases of another world than the crisis.
    """
    rules.check_can_propose(by, organisation, level)
    crisis = Crisis.objects.create(
        title=at_most(required(title, _("Give the crisis a title.")), 160),
        organisation=organisation,
        opened_by=by,
        changed_by=by,
        time_zone=by.time_zone,
        is_exercise=is_exercise,
    )
    for case in cases:
        check_same_world(crisis, case)
    crisis.cases.set(cases)
    House.objects.create(crisis=crisis)
    record("crisis.opened", crisis, by=by, cases=[case.number for case in cases])
    return ask_for(crisis, level, trigger, reason, by=by)


def check_same_world(crisis: Crisis, case: Case) -> None:
    if case.is_exercise != crisis.is_exercise:
        raise ValidationError(
            _("Case %(number)s belongs to an exercise, the crisis does not, or the reverse.")
            % {"number": case.number}
        )


@transaction.atomic
def raise_level(
    crisis: Crisis, *, level: int, trigger: str, reason: str, by: User, expected_version: int
) -> Proposal:
    """Propose another level for a crisis that is there already."""
    crisis = lock(crisis, expected_version)
    rules.check_can_propose(by, crisis.organisation, level)
    rules.check_step(crisis, f"raise_{level}", by)
    if crisis.proposals.filter(state=Proposal.State.WAITING).exists():
        raise ValidationError(_("A proposal waits already: confirm or decline that one first."))
    return ask_for(crisis, level, trigger, reason, by=by)


def ask_for(crisis: Crisis, level: int, trigger: str, reason: str, *, by: User) -> Proposal:
    now = timezone.now()
    proposal = Proposal.objects.create(
        crisis=crisis,
        level=level,
        trigger=at_most(required(trigger, _("Say which trigger holds.")), 200),
        reason=at_most(rules.check_reason(reason), MOST_REASON),
        facts=facts.of_crisis(crisis),
        by=by,
        at=now,
        confirm_by=now + CONFIRM_WITHIN,
    )
    record(
        "crisis.proposed",
        proposal,
        by=by,
        crisis=crisis.pk,
        level=level,
        trigger=proposal.trigger,
        reason=proposal.reason,
        facts=proposal.facts,
    )
    log(crisis, LogEntry.Kind.DECISION, _("Level %(n)d proposed: %(why)s")
        % {"n": level, "why": proposal.trigger}, by=by)  # fmt: skip
    touch(crisis, Topic.HEAD)
    tell_about(
        crisis,
        [p for p in rules.approvers_over(crisis.organisation) if p.pk != by.pk],
        lambda: (
            _("Confirm within 15 minutes: level %(n)d for “%(title)s”")
            % {"n": level, "title": crisis.title}
        ),
        by=by,
    )
    return proposal


def lock_proposal(proposal: Proposal) -> tuple[Crisis, Proposal]:
    """The crisis first, then the proposal: one order for everybody."""
    crisis = lock(Crisis(pk=proposal.crisis_id))
    found = Proposal.objects.select_for_update(of=("self",)).select_related("by", "decided_by")
    found_one = found.get(pk=proposal.pk)
    found_one.crisis = crisis
    return crisis, found_one


@transaction.atomic
def confirm(proposal: Proposal, *, by: User, why: str = "") -> Crisis:
    """Bring a proposed level into force; the first confirmation starts the first hour.

    Whoever confirms the first level takes the coordinator's seat, until somebody else is named.

    Raises:
        ActionDenied: see :func:`rules.check_can_confirm`.
    """
    crisis, proposal = lock_proposal(proposal)
    crisis.state = rules.check_can_confirm(by, proposal)
    now = timezone.now()
    settle(proposal, Proposal.State.CONFIRMED, by=by, why=why)
    is_first = crisis.activated_at is None
    crisis.level = proposal.level
    crisis.activated_at = crisis.activated_at or now
    crisis.expires_at = now + LASTS
    crisis.next_update_at = crisis.update_due_after(now)
    keep(crisis, "activated", by=by, proposal=proposal.pk, expires_at=crisis.expires_at)
    log(crisis, LogEntry.Kind.DECISION, _("Level %(n)d confirmed. It was proposed by %(name)s.")
        % {"n": crisis.level, "name": proposal.by}, by=by)  # fmt: skip
    if is_first:
        seating.seat_coordinator(crisis, by)
    touch(crisis, Topic.CHECKLIST)
    tell_about(
        crisis,
        concerned(crisis),
        lambda: (
            _("Level %(n)d is in force: “%(title)s”") % {"n": crisis.level, "title": crisis.title}
        ),
        by=by,
    )
    return crisis


@transaction.atomic
def decline(proposal: Proposal, *, by: User, why: str) -> Crisis:
    """Refuse a proposed level with a reason; a crisis that never began is closed by it."""
    crisis, proposal = lock_proposal(proposal)
    rules.check_waits(proposal)
    rules.check_may_lead(by, crisis.organisation)
    if by.pk == proposal.by_id:
        raise ActionDenied(_("You proposed this level yourself; take the proposal back instead."))
    return end_proposal(crisis, proposal, Proposal.State.DECLINED, by=by, why=why)


@transaction.atomic
def withdraw(proposal: Proposal, *, by: User, why: str) -> Crisis:
    """Take an own proposal back."""
    crisis, proposal = lock_proposal(proposal)
    rules.check_waits(proposal)
    if by.pk != proposal.by_id:
        raise ActionDenied(_("Only whoever proposed the level takes the proposal back."))
    return end_proposal(crisis, proposal, Proposal.State.WITHDRAWN, by=by, why=why)


def end_proposal(
    crisis: Crisis, proposal: Proposal, state: Proposal.State, *, by: User, why: str
) -> Crisis:
    settle(proposal, state, by=by, why=rules.check_reason(why))
    log(crisis, LogEntry.Kind.DECISION, _("Proposal of level %(n)d: %(state)s. %(why)s")
        % {"n": proposal.level, "state": state.label, "why": why}, by=by)  # fmt: skip
    if crisis.state == CrisisState.NORMAL:
        crisis.state = CrisisState.CLOSED
        crisis.closed_at = timezone.now()
        keep(crisis, "declined", by=by, reason=why)
    touch(crisis, Topic.HEAD)
    tell_about(
        crisis,
        [proposal.by],
        lambda: (
            _("Level %(n)d for “%(title)s” was not confirmed")
            % {"n": proposal.level, "title": crisis.title}
        ),
        by=by,
    )
    return crisis


def settle(proposal: Proposal, state: Proposal.State, *, by: User, why: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.decided_why = at_most(why.strip(), MOST_REASON)
    proposal.save()
    record(f"crisis.proposal_{state}", proposal, by=by, crisis=proposal.crisis_id, reason=why)


@transaction.atomic
def renew(crisis: Crisis, *, by: User, why: str, expected_version: int) -> Crisis:
    """Let a level last another 24 hours from now, with a reason."""
    crisis = lock(crisis, expected_version)
    rules.check_step(crisis, "renew", by)
    rules.check_no_conflicts(by, crisis)
    why = at_most(rules.check_reason(why), MOST_REASON)
    crisis.expires_at = timezone.now() + LASTS
    keep(crisis, "renewed", by=by, reason=why, expires_at=crisis.expires_at)
    log(crisis, LogEntry.Kind.DECISION, _("Level %(n)d renewed for 24 hours: %(why)s")
        % {"n": crisis.level, "why": why}, by=by)  # fmt: skip
    return crisis


@transaction.atomic
def take_step(crisis: Crisis, action: str, *, by: User, why: str, expected_version: int) -> Crisis:
    """Step down, begin recovery, begin the review, or close.

    Raises:
        ActionDenied: state, role, conflict of interest, reason; stepping down before two quiet
            updates; closing before the review is written.
        StaleObject: somebody changed the crisis meanwhile.
    """
    if action not in STEPS:
        raise ValidationError(_("%(action)s is no step of a crisis.") % {"action": action})
    crisis = lock(crisis, expected_version)
    target = rules.check_step(crisis, action, by)
    rules.check_no_conflicts(by, crisis)
    why = at_most(rules.check_reason(why), MOST_REASON)
    if action == "deescalate":
        rules.check_quiet(crisis)
    if action == "close":
        check_reviewed(crisis)
    crisis.state = target
    enter(crisis, action)
    keep(crisis, action, by=by, reason=why)
    log(crisis, LogEntry.Kind.DECISION, f"{crisis.get_state_display()}: {why}", by=by)
    tell_about(
        crisis,
        concerned(crisis),
        lambda: (
            _("“%(title)s” is now: %(state)s")
            % {"title": crisis.title, "state": crisis.get_state_display()}
        ),
        by=by,
    )
    return crisis


def enter(crisis: Crisis, action: str) -> None:
    """What a step brings with it: no level, no updates, a review that is due, an end."""
    now = timezone.now()
    if action in {"deescalate", "expire"}:
        crisis.level, crisis.expires_at, crisis.next_update_at = 0, None, None
    if action == "review":
        evening = local(now).replace(hour=23, minute=59, second=0, microsecond=0)
        Review.objects.get_or_create(
            crisis=crisis,
            defaults={"hot_wash_due_at": evening, "report_due_at": now + REPORT_WITHIN},
        )
    if action == "close":
        crisis.closed_at = now


def check_reviewed(crisis: Crisis) -> None:
    review = Review.objects.filter(crisis=crisis).first()
    if review is None or review.hot_wash_at is None or review.report_at is None:
        raise ActionDenied(
            _("A crisis is closed once its hot wash and its review report are written.")
        )


@transaction.atomic
def expire(crisis: Crisis) -> bool:
    """End a level that nobody renewed, loudly; answers whether it was due.

    The machine only steps down: what was decided stays decided, and everybody is told.
    """
    crisis = lock(crisis)
    if not rules.is_expired(crisis, timezone.now()):
        return False
    level = crisis.level
    crisis.state = CrisisState.DEESCALATION
    enter(crisis, "expire")
    keep(crisis, "expired", by=None, was=level)
    log(crisis, LogEntry.Kind.DECISION,
        _("Level %(n)d expired: 24 hours passed and nobody renewed it.") % {"n": level},
        by=None)  # fmt: skip
    tell_about(
        crisis,
        concerned(crisis),
        lambda: (
            _("Expired, not renewed: level %(n)d of “%(title)s”")
            % {"n": level, "title": crisis.title}
        ),
        by=None,
        is_escalated=True,
    )
    return True


@transaction.atomic
def escalate(proposal: Proposal) -> bool:
    """Tell those above that nobody confirmed within fifteen minutes; answers whether it was new."""
    crisis, proposal = lock_proposal(proposal)
    now = timezone.now()
    is_due = proposal.state == Proposal.State.WAITING and proposal.confirm_by <= now
    if not is_due or proposal.escalated_at is not None:
        return False
    proposal.escalated_at = now
    proposal.save(update_fields=["escalated_at"])
    record("crisis.proposal_escalated", proposal, by=None, crisis=crisis.pk)
    log(crisis, LogEntry.Kind.FACT,
        _("Nobody confirmed level %(n)d within 15 minutes.") % {"n": proposal.level},
        by=None)  # fmt: skip
    tell_about(
        crisis,
        [*rules.approvers_over(crisis.organisation), proposal.by],
        lambda: (
            _("Not confirmed within 15 minutes: level %(n)d for “%(title)s”")
            % {"n": proposal.level, "title": crisis.title}
        ),
        by=None,
        is_escalated=True,
    )
    return True
