"""Who reads local texts, who says what is in them, and who says who was right."""

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.alignment.models import AlignmentCheck, LocalFeed, LocalText, Value
from tangkal.desk.approvals.conflicts import check_no_conflict, has_conflict
from tangkal.desk.directives.rules import roles_for, within
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.workflow import ActionDenied

CHECKERS = (Role.WRITER, Role.APPROVER, Role.ANALYST, Role.VERIFIER)
RESOLVERS = (Role.APPROVER, Role.VERIFIER, Role.LEGAL)


def texts_for(reader: User) -> QuerySet[LocalText]:
    """Texts compared with houses that this person reads, and those that the own office reported."""
    own = Q(publication__isnull=False) & within(reader, "organisation")
    return LocalText.objects.filter(
        Q(house__in=house_queries.houses_for(reader)) | own
    ).select_related("house__case", "house__organisation", "organisation", "taken_by")


def is_of_office(user: User, office: Organisation) -> bool:
    """Whether this person works for the office whose text it is."""
    return bool(roles_for(user, office))


def may_take(user: User, house: MessageHouse) -> bool:
    return user.has_role(*CHECKERS, at=house.organisation) and not has_conflict(user, house.case)


def check_takes(by: User, house: MessageHouse) -> None:
    """Whoever compares texts with a house works where it was issued.

    Raises:
        ActionDenied: role, or a conflict of interest in the case.
    """
    check_no_conflict(by, house.case)
    if not by.has_role(*CHECKERS, at=house.organisation):
        raise ActionDenied(
            _("Texts are compared by writers, verifiers, analysts and approvers of %(office)s.")
            % {"office": house.organisation}
        )


def feeds_for(reader: User) -> QuerySet[LocalFeed]:
    """Feeds that the offices this person reads keep."""
    return LocalFeed.objects.filter(within(reader, "keeper"), ended_at=None).select_related(
        "organisation", "keeper"
    )


def check_keeps(by: User, feed: LocalFeed) -> None:
    """Raises ActionDenied for who does not compare texts for whoever keeps the feed."""
    if not by.has_role(*CHECKERS, at=feed.keeper):
        raise ActionDenied(
            _("Texts are compared by writers, verifiers, analysts and approvers of %(office)s.")
            % {"office": feed.keeper}
        )


def check_confirms(by: User, made: AlignmentCheck) -> None:
    """Raises ActionDenied for whoever may not take texts in, or works for the office itself."""
    text = made.local_text
    check_takes(by, text.house)
    if is_of_office(by, text.organisation):
        raise ActionDenied(
            _("You work for %(office)s; somebody else says what its text contains.")
            % {"office": text.organisation}
        )


def check_version(made: AlignmentCheck, standing: MessageHouseVersion | None) -> None:
    """Refuse words on a measurement that a newer version of the house has overtaken."""
    if standing is None or made.house_version_id != standing.pk:
        raise ActionDenied(
            _("Version %(n)d of the message house is no longer in force; look at the newer one.")
            % {"n": made.house_version.number}
        )


def check_reason_for(made: AlignmentCheck, value: str, reason: str) -> None:
    """A person who sees it otherwise than the machine says why.

    Raises:
        ValidationError: a value off the scale, or no reason where one is due.
    """
    if value not in Value.values:
        raise ValidationError(_("“%(value)s” is none of the four values.") % {"value": value})
    if value != made.value and not reason.strip():
        raise ValidationError(_("You see it otherwise than was measured: say why."))


def involved(made: AlignmentCheck) -> set[int | None]:
    """Who wrote or approved the message, reported the text, or said that it contradicts."""
    version, text = made.house_version, made.local_text
    reported = text.publication.reported_by_id if text.publication else None
    said = {each.by_id for each in made.confirmations.all()}
    return {version.author_id, version.approved_by_id, reported, *said}


def may_resolve(user: User, made: AlignmentCheck) -> bool:
    try:
        check_resolves(user, made)
    except ActionDenied:
        return False
    return True


def check_resolves(by: User, made: AlignmentCheck) -> None:
    """A contradiction is settled by somebody who has no part in either text.

    Raises:
        ActionDenied: role, a conflict, a part in it, nothing confirmed, or settled already.
    """
    text = made.local_text
    check_no_conflict(by, text.house.case)
    if not by.has_role(*RESOLVERS, at=text.house.organisation):
        raise ActionDenied(
            _("Contradictions are settled by approvers, verifiers and lawyers of %(office)s.")
            % {"office": text.house.organisation}
        )
    if by.pk in involved(made) or is_of_office(by, text.organisation):
        raise ActionDenied(
            _(
                "You wrote, approved, reported or judged one of the two texts, or work for the "
                "office. Somebody with no part in it says who was right."
            )
        )
    newest = next(iter(made.confirmations.all()), None)
    if newest is None or newest.value != Value.CONTRADICTS:
        raise ActionDenied(_("No person has confirmed a contradiction here."))
    if hasattr(made, "resolution"):
        raise ActionDenied(_("This contradiction is settled already."))
