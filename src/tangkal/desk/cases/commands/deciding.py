"""The decision: five options of equal standing, each with its reasons on record."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules
from tangkal.desk.cases.commands.base import keep_case, lock_case, required
from tangkal.desk.cases.models import Case, Decision, ImpactAssessment, Priority
from tangkal.desk.cases.response_gate import check_answers
from tangkal.desk.cases.states import DecisionOption

# Options after which nothing goes out: they are looked at again, at a set time or sooner.
WATCHED = frozenset({DecisionOption.NO_RESPONSE, DecisionOption.MONITOR})
LOOK_AGAIN_AFTER = {
    Priority.HIGH: timedelta(days=1),
    Priority.MEDIUM: timedelta(days=3),
    Priority.LOW: timedelta(days=14),
}
HIGHEST_REACH, HIGHEST_BREAKOUT = 4, 6


@transaction.atomic
def decide(
    case: Case,
    *,
    option: str,
    rationale: str,
    gate_answers: Mapping[str, str],
    by: User,
    refer_to: str = "",
    tripwire: Mapping[str, int] | None = None,
    review_at: datetime | None = None,
    version: int | None = None,
) -> Decision:
    """Decide on a judged case. Take-down is not among the options.

    Args:
        option: a code of :class:`DecisionOption`; no response is as full a decision as any.
        gate_answers: the six questions of :mod:`response_gate`, all answered.
        refer_to: whose matter it is; needed to refer a case.
        tripwire: {"reach": 0..4, "breakout": 1..6}: reaching either re-opens the question.
            Where not told: one step above what was judged.
        review_at: when to look again; where not told, by priority.

    Raises:
        ActionDenied: not an approver, or the very analyst who judged the impact.
        ValidationError: no reasons, an unanswered question, a review date in the past.
    """
    if option not in DecisionOption:
        raise ValidationError(_("%(option)s is not an option.") % {"option": option})
    rationale = required(rationale, _("Give the reasons for the decision: they are its record."))
    answers = check_answers(gate_answers)
    if option == DecisionOption.REFER:
        required(refer_to, _("Say to whom the case is referred."))
    case = lock_case(case, version)
    case.state = rules.check_can(by, "decide", case)
    assessment = rules.latest_assessment(case)
    is_watched = option in WATCHED
    decision = Decision.objects.create(
        case=case,
        option=option,
        gate_answers=answers,
        rationale=rationale,
        refer_to=refer_to.strip() if option == DecisionOption.REFER else "",
        tripwire=checked_tripwire(tripwire, assessment) if is_watched else {},
        review_at=checked_review(review_at, case) if is_watched else None,
        by=by,
    )
    keep_case(
        case,
        "decided",
        by=by,
        decision=decision.pk,
        option=option,
        rationale=rationale,
        gate_answers=answers,
        tripwire=decision.tripwire,
        review_at=decision.review_at,
        refer_to=decision.refer_to,
    )
    return decision


def checked_tripwire(
    asked: Mapping[str, int] | None, assessment: ImpactAssessment | None
) -> dict[str, int]:
    """The levels at which a quiet decision must be looked at again."""
    reach = assessment.reach if assessment else 0
    breakout = assessment.breakout if assessment else 1
    wire = {
        "reach": min(reach + 1, HIGHEST_REACH),
        "breakout": min(breakout + 1, HIGHEST_BREAKOUT),
    } | dict(asked or {})
    if (
        set(wire) != {"reach", "breakout"}
        or not 0 <= wire["reach"] <= HIGHEST_REACH
        or not 1 <= wire["breakout"] <= HIGHEST_BREAKOUT
    ):
        raise ValidationError(
            _("The tripwire %(wire)s is not a reach of 0–4 and a breakout level of 1–6.")
            % {"wire": wire}
        )
    return wire


def checked_review(asked: datetime | None, case: Case) -> datetime:
    now = timezone.now()
    if asked is None:
        return now + LOOK_AGAIN_AFTER[Priority(case.priority or Priority.LOW)]
    if asked <= now:
        raise ValidationError(_("The date to look again must lie ahead."))
    return asked
