"""Freeze: while it holds, nothing scheduled goes out. Stopping is the safe side, so it is easy.

Whoever works on content may freeze; an approver thaws. Publishing by hand stays possible: the
first line of a crisis is published while everything else stands still.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.portal import wordings
from tangkal.desk.portal.models import Clarification
from tangkal.desk.strategic_communication.models import Freeze
from tangkal.desk.workflow import ActionDenied

FREEZING = (
    Role.MONITOR,
    Role.ANALYST,
    Role.VERIFIER,
    Role.WRITER,
    Role.APPROVER,
    Role.LEGAL,
    Role.SPOKESPERSON,
    Role.REGIONAL_ADMIN,
)
THAWING = (Role.APPROVER,)


@transaction.atomic
def freeze(
    by: User | None,
    why: str,
    organisation: Organisation,
    *,
    reference: str = "",
    is_exercise: bool = False,
) -> Freeze:
    """Hold back everything scheduled of an organisation and of all below it.

    Args:
        by: None where the machine does it.
        reference: whose freeze it is ("crisis:12"); asked twice for one reference, the
            freeze that stands is answered.
        is_exercise: holds back what belongs to exercises, and nothing else.

    Raises:
        ActionDenied: no reason, or a role that only reads.
    """
    why = check_reason(why)
    if by is not None:
        check_may(by, FREEZING, organisation)
    standing = freezes(organisation, is_exercise=is_exercise).filter(
        organisation=organisation, reference=reference
    )
    if reference and (found := standing.first()):
        return found
    made = Freeze.objects.create(
        organisation=organisation,
        reason=why,
        reference=reference,
        frozen_by=by,
        is_exercise=is_exercise,
    )
    record("publishing.frozen", made, by=by, organisation=organisation.name, reason=why)
    # A test shows other words to some readers by itself: from now on all see what was published.
    wordings.stop_under(organisation, exercise=is_exercise, by=by)
    return made


@transaction.atomic
def thaw(
    organisation: Organisation,
    *,
    by: User | None,
    why: str,
    reference: str = "",
    is_exercise: bool = False,
) -> int:
    """End the freezes of this very organisation; answers how many ended.

    Args:
        reference: ends that one freeze; without it, all that stand on this organisation.

    Raises:
        ActionDenied: no reason, or not an approver.
    """
    why = check_reason(why)
    if by is not None:
        check_may(by, THAWING, organisation)
    found = Freeze.objects.select_for_update().filter(
        organisation=organisation, thawed_at=None, is_exercise=is_exercise
    )
    ended = list(found.filter(reference=reference) if reference else found)
    for each in ended:
        each.thawed_at, each.thawed_by, each.thaw_reason = timezone.now(), by, why
        each.save(update_fields=["thawed_at", "thawed_by", "thaw_reason"])
        record("publishing.thawed", each, by=by, organisation=organisation.name, reason=why)
    return len(ended)


def freezes(organisation: Organisation, *, is_exercise: bool = False) -> QuerySet[Freeze]:
    """The freezes that hold for an organisation: its own and those of all above it."""
    above = [int(key) for key in organisation.path.split(".") if key]
    return Freeze.objects.filter(
        organisation_id__in=above, thawed_at=None, is_exercise=is_exercise
    ).select_related("organisation", "frozen_by")


def hold_on(answer: Clarification) -> wordings.Hold | None:
    """The freeze that holds for a published answer, as the portal asks for it."""
    found = freezes(answer.issuer, is_exercise=answer.is_exercise).first()
    return wordings.Hold(str(found.organisation), found.reason) if found else None


def is_frozen(organisation: Organisation, *, is_exercise: bool = False) -> bool:
    return freezes(organisation, is_exercise=is_exercise).exists()


def may_freeze(user: User, organisation: Organisation) -> bool:
    return user.has_role(*FREEZING, at=organisation)


def may_thaw(user: User, organisation: Organisation) -> bool:
    return user.has_role(*THAWING, at=organisation)


def check_may(by: User, roles: tuple[Role, ...], organisation: Organisation) -> None:
    if not by.has_role(*roles, at=organisation):
        raise ActionDenied(
            _("This step needs one of these roles: %(roles)s.")
            % {"roles": ", ".join(str(role.label) for role in roles)}
        )
