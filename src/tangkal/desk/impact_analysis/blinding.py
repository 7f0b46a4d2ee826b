"""Whoever may still be the second rater of a case does not see how it was judged.

Enforced where judgements are read, so that pages, panels, the log and the API keep one rule.
An approver has to read what is decided upon, so an approver is never a second rater. The
priority itself stays visible: clocks and queues live by it.
"""

from django.db.models import QuerySet

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import has_conflict
from tangkal.desk.cases import held
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.states import CaseState
from tangkal.desk.impact_analysis.models import IntentRating, SecondLook
from tangkal.desk.impact_analysis.rules import RATING
from tangkal.desk.impact_analysis.states import LookState

OPEN = (LookState.OFFERED, LookState.TAKEN)


def open_look(case: Case) -> SecondLook | None:
    """The second look that is still to come in, if there is one."""
    if case.state == CaseState.CLOSED or not held.may_hold(case, SecondLook._meta.label):
        return None
    found = SecondLook.objects.filter(case=case, state__in=OPEN)
    return found.select_related("first", "rater").first()


def may_be_second(user: User, case: Case, look: SecondLook) -> bool:
    """Whether this person may give the second judgement: an analyst who reads it fresh."""
    lead = case.lead_organisation
    return (
        user.has_role(Role.ANALYST, at=lead)
        and not user.has_role(Role.APPROVER, at=lead)
        and user.pk not in {look.first.by_id, look.first.override_by_id}
        and not has_conflict(user, case)
    )


def is_blind(case: Case, reader: User) -> bool:
    """Whether the judgement of a case is kept from this reader."""
    if not reader.has_role(Role.ANALYST, at=case.lead_organisation):
        return False
    look = open_look(case)
    return look is not None and may_be_second(reader, case, look)


def seen_ratings(case: Case, reader: User) -> QuerySet[IntentRating]:
    """Ratings of intent as this reader may see them.

    Whoever may still rate a claim sees nobody else's rating of it: two who agree shall have
    come to it by themselves.
    """
    found = IntentRating.objects.filter(case=case).select_related("by", "claim")
    if not reader.has_role(*RATING, at=case.lead_organisation):
        return found
    rated = IntentRating.objects.filter(case=case, by=reader).values("claim_id")
    return found.filter(claim_id__in=rated)
