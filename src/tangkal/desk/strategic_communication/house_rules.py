"""Who may write, check and approve a message house, and when it is fit to come into force."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.queries import has_approval
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_labels import sentence_of
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.house_states import HOUSE
from tangkal.desk.strategic_communication.rules import check_may_respond
from tangkal.desk.workflow import ActionDenied, check_version
from tangkal.strategic_communication.house_checks import gaps_in


def check_step(house: MessageHouse, action: str, by: User) -> str:
    """The state a step leads to, for the roles this person holds over who issues the house.

    Raises:
        ActionDenied: the state does not allow the step, no role does, or the person has a
            conflict of interest in the case.
    """
    check_no_conflict(by, house.case)
    return HOUSE.check(house.state, action, by.roles_at(house.organisation))


def check_unchanged(house: MessageHouse, expected_version: int) -> None:
    check_version(house, expected_version, maker="created_by")


def check_has_none(case: Case) -> None:
    """One case has one message: two houses would be two."""
    there = house_queries.house_of(case)
    if there is not None:
        raise ActionDenied(
            _("The case has a message house, “%(title)s”; write its next version instead.")
            % {"title": there.title}
        )


def authors_of(house: MessageHouse) -> set[int | None]:
    """Everybody who wrote any version: a new one begins as a copy of the last."""
    return {house.created_by_id, *house.versions.values_list("author_id", flat=True)}


def check_action(house: MessageHouse, version: MessageHouseVersion, action: str, by: User) -> None:
    """What a step needs beyond a role and a state.

    Raises:
        ActionDenied: something is missing, or it is not a second person's step.
    """
    if action in {"submit", "confirm_facts", "approve"}:
        check_may_respond(house.case)
        check_complete(version)
    if action in {"confirm_facts", "approve"}:
        check_second_person(by, authors_of(house))
    if action == "approve" and not has_approval(house, version.sha256, "facts"):
        raise ActionDenied(_("The facts of this very version have not been confirmed."))


def check_complete(version: MessageHouseVersion) -> None:
    """Refuse a house that nobody could work with."""
    gaps = gaps_in(house_queries.read(version))
    if gaps:
        raise ActionDenied(" ".join(sentence_of(gap) for gap in gaps))
    if version.has_expired():
        raise ActionDenied(_("It has expired already; give it a later moment to expire."))
