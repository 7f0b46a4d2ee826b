"""Offer, take, judge and reconcile second looks."""

from collections.abc import Mapping
from random import SystemRandom

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.commands.base import required
from tangkal.desk.cases.commands.judging import computed
from tangkal.desk.cases.models import Case, ImpactAssessment, Priority
from tangkal.desk.cases.words import CONFIDENCES, DISORDER_TYPES, check
from tangkal.desk.impact_analysis import blinding
from tangkal.desk.impact_analysis.commands import edition
from tangkal.desk.impact_analysis.models import FirstAssessment, IntentRating, SecondLook
from tangkal.desk.impact_analysis.states import SECOND_LOOK, LookState
from tangkal.desk.workflow import ActionDenied, check_version
from tangkal.impact_analysis.first import Head, Present, heads
from tangkal.impact_analysis.intent import Intent
from tangkal.impact_analysis.second_look import why_due
from tangkal.impact_analysis.severity import ITEMS as HARMS

Answers = dict[str, str | int]
LIVE = (LookState.OFFERED, LookState.TAKEN, LookState.IN, LookState.RECONCILED)
chance = SystemRandom()


def offer(
    sender: object, *, case: Case, assessment: ImpactAssessment, by: User, **_extra: object
) -> None:
    """Draw, in the transaction of the judgement, whether a second analyst is to judge too."""
    standing = SecondLook.objects.filter(
        case=case, offered_at__gte=case.started_at, state__in=LIVE
    ).first()
    if standing is not None:
        if standing.state == LookState.OFFERED and standing.first.by_id == by.pk:
            standing.first = assessment  # nobody has begun: the better word is compared
            standing.save(update_fields=["first"])
        return
    # Agreement speaks of real work: of an exercise, only what is HIGH is judged twice.
    share = 0.0 if case.is_exercise else float(settings.TANGKAL.second_look_percent)
    if not share and assessment.priority != Priority.HIGH:
        return  # nothing is drawn, so there is no draw to keep
    draw = chance.random()
    why = why_due(assessment.priority, share_percent=share, draw=draw)
    detail = {"draw": round(draw, 6), "share_percent": share, "assessment": assessment.pk}
    if why is None:
        record("case.second_look_not_drawn", case, by=None, **detail)
        return
    look = SecondLook.objects.create(
        case=case,
        first=assessment,
        why=why.value,
        draw=draw,
        share_percent=share,
        framework_edition=edition(),
    )
    record("case.second_look_offered", case, by=None, look=look.pk, why=why.value, **detail)


@transaction.atomic
def take(look: SecondLook, *, by: User, expected_version: int) -> SecondLook:
    """Become the second rater of a case.

    Raises:
        ActionDenied: the first rater, an approver of the case, or no analyst there.
    """
    look = lock(look, expected_version)
    target = check_step(look, "take", by)
    check_may_be_second(look, by)
    look.state, look.rater, look.taken_at = target, by, timezone.now()
    return keep(look, "taken", by=by)


@transaction.atomic
def give_back(look: SecondLook, *, by: User, expected_version: int) -> SecondLook:
    look = lock(look, expected_version)
    target = check_step(look, "give_back", by)
    check_is_rater(look, by)
    look.state, look.rater, look.taken_at = target, None, None
    return keep(look, "given_back", by=by)


@transaction.atomic
def judge(
    look: SecondLook,
    *,
    severities: Mapping[str, int],
    reach: int,
    breakout: int,
    probability_term: str,
    confidence: str,
    reasoning: str,
    by: User,
    expected_version: int,
    intent: str = "",
    disorder_type: str = "",
    first_heads: Mapping[str, str] | None = None,
) -> SecondLook:
    """Give the second judgement; from now on both are shown to everybody.

    Raises:
        ActionDenied: not the rater of this look.
        ValidationError: a value outside its scale, or no reasoning.
    """
    reasoning = required(reasoning, _("Say how you came to this judgement."))
    check(confidence, CONFIDENCES)
    check(disorder_type, DISORDER_TYPES)
    result = computed(severities, reach, breakout, probability_term, None)
    look = lock(look, expected_version)
    target = check_step(look, "judge", by)
    check_is_rater(look, by)
    check_may_be_second(look, by)
    answers: Answers = {f"harm:{item}": int(severities.get(item, 0)) for item in HARMS}
    answers |= {
        "reach": int(reach),
        "breakout": int(breakout),
        "likelihood": probability_term,
        "confidence": confidence,
        "priority": result.priority.value,
    }
    answers |= named(intent, disorder_type, first_heads or {})
    look.answers, look.reasoning = answers, reasoning
    look.first_answers = answers_of(look.first)
    look.state, look.in_at = target, timezone.now()
    return keep(look, "judged", by=by, priority=result.priority.value)


def named(intent: str, disorder_type: str, first_heads: Mapping[str, str]) -> Answers:
    """The answers that are names, where they were given."""
    found: Answers = {}
    if intent:
        check(intent, {each.value: each for each in Intent})
        found["intent"] = intent
    if disorder_type:
        found["disorder_type"] = disorder_type
    for head, present in first_heads.items():
        check(head, {each.value: each for each in Head})
        check(present, {each.value: each for each in Present})
        if present:
            found[f"first:{head}"] = present
    return found


def answers_of(first: ImpactAssessment) -> Answers:
    """The first rater's answers to the same questions, as far as they were given."""
    found: Answers = {f"harm:{item}": int(first.severities.get(item, 0)) for item in HARMS}
    found |= {
        "reach": first.reach,
        "breakout": first.breakout,
        "likelihood": first.probability_term,
        "confidence": first.confidence,
        "priority": first.computed_priority,
    }
    rating = IntentRating.objects.filter(case_id=first.case_id, by_id=first.by_id).first()
    if rating is not None:
        found |= named(rating.intent, rating.disorder_type, {})
    marked = (
        FirstAssessment.objects.filter(case_id=first.case_id, by_id=first.by_id)
        .prefetch_related("marks")
        .first()
    )
    if marked is not None:
        marks = {mark.item: mark.present for mark in marked.marks.all()}
        found |= {f"first:{head}": str(said) for head, said in heads(marks).items() if said}
    return found


@transaction.atomic
def reconcile(
    look: SecondLook, *, choice: str, reconciliation: str, by: User, expected_version: int
) -> SecondLook:
    """Write down what followed from the differences; a new judgement is made on its own page.

    Raises:
        ActionDenied: neither one of the two raters nor an approver.
    """
    if choice not in SecondLook.Choice:
        raise ValidationError(_("Choose which judgement stands."))
    reconciliation = required(reconciliation, _("Say how you came to agree."))
    look = lock(look, expected_version)
    target = check_step(look, "reconcile", by)
    raters = {look.first.by_id, look.rater_id}
    if by.pk not in raters and not by.has_role("penyetuju", at=look.case.lead_organisation):
        raise ActionDenied(_("The two raters, or an approver, write down the reconciliation."))
    look.choice, look.reconciliation = choice, reconciliation
    look.reconciled_by, look.reconciled_at = by, timezone.now()
    look.state = target
    return keep(look, "reconciled", by=by, choice=choice, why=reconciliation)


@transaction.atomic
def waive(look: SecondLook, *, by: User, expected_version: int, reason: str) -> SecondLook:
    """Do without the second look, and say why: then everybody sees the first."""
    look = lock(look, expected_version)
    look.state = check_step(look, "waive", by)
    look.reconciliation = check_reason(reason)
    return keep(look, "waived", by=by, why=look.reconciliation)


def lock(look: SecondLook, expected_version: int) -> SecondLook:
    found = (
        SecondLook.objects.select_for_update(of=("self",))
        .select_related("case__lead_organisation", "first", "changed_by")
        .get(pk=look.pk)
    )
    check_version(found, expected_version)
    return found


def keep(look: SecondLook, event: str, *, by: User, **detail: object) -> SecondLook:
    look.version += 1
    look.changed_by = by
    look.save()
    record(f"case.second_look_{event}", look.case, by=by, look=look.pk, **detail)
    return look


def check_step(look: SecondLook, action: str, by: User) -> str:
    check_no_conflict(by, look.case)
    return SECOND_LOOK.check(look.state, action, by.roles_at(look.case.lead_organisation))


def check_may_be_second(look: SecondLook, by: User) -> None:
    if not blinding.may_be_second(by, look.case, look):
        raise ActionDenied(
            _(
                "The second judgement is another analyst’s: not that of whoever judged first, nor "
                "of an approver, who has read it."
            )
        )


def check_is_rater(look: SecondLook, by: User) -> None:
    if look.rater_id != by.pk:
        raise ActionDenied(_("Somebody else has taken this second look."))
