"""The decision: five options of equal standing, each with its reasons on record.

Where nothing goes out, the decision states what it assumed and at which levels it opens again;
where the matter is another office's, that office is told.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User, in_force
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules, tripwires
from tangkal.desk.cases.commands.base import keep_case, lock_case, required
from tangkal.desk.cases.models import Case, Decision, Priority
from tangkal.desk.cases.response_gate import check_answers, check_approach
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.inbox.commands import tell

# Options after which nothing goes out: they are looked at again, at a set time or sooner.
WATCHED = frozenset({DecisionOption.NO_RESPONSE, DecisionOption.MONITOR})
LOOK_AGAIN_AFTER = {
    Priority.HIGH: timedelta(days=1),
    Priority.MEDIUM: timedelta(days=3),
    Priority.LOW: timedelta(days=14),
}
TOLD_OF_REFERRALS = (Role.APPROVER, Role.ANALYST)


@transaction.atomic
def decide(
    case: Case,
    *,
    option: str,
    rationale: str,
    gate_answers: Mapping[str, str],
    by: User,
    refer_to: str = "",
    refer_office: Organisation | None = None,
    tripwire: Mapping[str, int] | None = None,
    review_at: datetime | None = None,
    version: int | None = None,
) -> Decision:
    """Decide on a judged case. Take-down is not among the options.

    Args:
        option: a code of :class:`DecisionOption`; no response is as full a decision as any.
        gate_answers: the six questions of :mod:`response_gate`, all answered.
        refer_to: whose matter it is, in words; needed to refer a case, unless `refer_office`
            names an office of the desk, whose approvers and analysts are told.
        tripwire: {"reach": 0..4, "breakout": 1..6, "items": n}: reaching any re-opens the
            case. Where not told: one step above what is assumed; twice the items.
        review_at: when to look again; where not told, by priority.

    Raises:
        ActionDenied: not an approver, or the very analyst who judged the impact.
        ValidationError: no reasons, an unanswered question, a review date in the past.
    """
    if option not in DecisionOption:
        raise ValidationError(_("%(option)s is not an option.") % {"option": option})
    rationale = required(rationale, _("Give the reasons for the decision: they are its record."))
    answers = check_answers(gate_answers)
    check_approach(answers, is_answered=option in rules.ANSWERED)
    if option == DecisionOption.REFER:
        refer_to = required(
            refer_to or (refer_office.name if refer_office else ""),
            _("Say to whom the case is referred."),
        )
    case = lock_case(case, version)
    case.state = rules.check_can(by, "decide", case)
    assessment = rules.latest_assessment(case)
    is_watched = option in WATCHED
    decision = Decision.objects.create(
        case=case,
        option=option,
        gate_answers=answers,
        rationale=rationale,
        refer_to=refer_to.strip()[:200] if option == DecisionOption.REFER else "",
        tripwire=tripwires.checked(tripwire, tripwires.assumed(case, assessment))
        if is_watched
        else {},
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
        refer_office=refer_office.pk if decision.refer_to and refer_office else None,
    )
    if decision.refer_to and refer_office:
        tell_office(case, refer_office, by=by)
    return decision


def tell_office(case: Case, office: Organisation, *, by: User) -> None:
    """Those who take up cases in the office it was referred to: a notice of who asks, no content.

    Whether they may open the case stays a matter of their roles.
    """
    people = User.objects.filter(
        in_force("assignments__"),
        is_active=True,
        assignments__scope=office,
        assignments__role__in=TOLD_OF_REFERRALS,
    ).distinct()
    tell(
        people,
        kind="assigned",
        subject_url=reverse("case", args=[case.number]),
        title=lambda: (
            _("Case %(number)s was referred to %(office)s by %(by)s")
            % {"number": case.number, "office": office, "by": by.organisation}
        ),
        case=case,
        by=by,
    )


def checked_review(asked: datetime | None, case: Case) -> datetime:
    now = timezone.now()
    if asked is None:
        return now + LOOK_AGAIN_AFTER[Priority(case.priority or Priority.LOW)]
    if asked <= now:
        raise ValidationError(_("The date to look again must lie ahead."))
    return asked
