"""Who may read, take on and decide an appeal, and who sees what was read and kept."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import has_conflict
from tangkal.desk.cases.models import Case
from tangkal.desk.rights.models import Review
from tangkal.desk.rights.people import assigned
from tangkal.desk.rights.states import APPEAL, REVIEWERS
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.workflow import ActionDenied

DECISIONS = ("uphold", "revise", "withdraw")


def involved(review: Review) -> set[int]:
    """Everybody who had a hand in what is contested."""
    return subject_of(review.appeal).involved()


def is_uninvolved(person: User, review: Review) -> bool:
    """No hand in what is contested, and no conflict of interest in its case."""
    if person.pk in involved(review):
        return False
    return review.case is None or not has_conflict(person, review.case)


def officers(review: Review) -> list[User]:
    """Who may take the appeal: the own organisation's people, another's where all had a hand.

    The own organisation's are those whose role reaches over it, also from above.
    """
    part_of_it = involved(review)
    path = review.organisation.path
    free = {
        person: rows
        for person, rows in assigned(REVIEWERS).items()
        if person.pk not in part_of_it
        and (review.case is None or not has_conflict(person, review.case))
    }
    own = [
        person
        for person, rows in free.items()
        if any(path.startswith(row.scope.path) for row in rows)
    ]
    return own or list(free)


def can_read(person: User, review: Review) -> bool:
    """The people who read the organisation's content, and the appeal's officer."""
    path = review.organisation.path
    return review.officer_id == person.pk or any(
        path.startswith(scope) for scope in person.content_scopes()
    )


def check_step(review: Review, action: str, by: User) -> str:
    """The state a step leads to, by the roles held over the organisation or as its officer.

    Raises:
        ActionDenied: the state does not allow the step, or no role does.
    """
    is_officer = review.officer_id == by.pk
    held = by.roles if is_officer else by.roles_at(review.organisation)
    return APPEAL.check(review.appeal.state, action, held)


def check_can_assign(review: Review, officer: User, *, by: User) -> str:
    """Whether somebody may give the appeal to an officer.

    Raises:
        ActionDenied: not by this person, or not to that one.
    """
    target = check_step(review, "assign", by)
    if officer.pk in {person.pk for person in officers(review)}:
        return target
    if not is_uninvolved(officer, review):
        raise ActionDenied(
            _(
                "%(name)s had a hand in what is contested, or has a conflict of interest. An "
                "appeal goes to somebody who had no part in it."
            )
            % {"name": officer}
        )
    raise ActionDenied(
        _("%(name)s does not review the appeals of %(organisation)s.")
        % {"name": officer, "organisation": review.organisation}
    )


def check_can_decide(review: Review, action: str, *, by: User) -> str:
    """The state a decision leads to: the officer's alone, still without a part in it.

    Raises:
        ActionDenied: somebody else's appeal, or the officer turned out to be part of it.
    """
    target = check_step(review, action, by)
    if review.officer_id != by.pk:
        raise ActionDenied(_("Only the officer who has this appeal decides it."))
    if not is_uninvolved(by, review):
        raise ActionDenied(
            _(
                "You had a hand in what is contested, or a conflict of interest in it. Give the "
                "appeal to somebody who had no part in it."
            )
        )
    return target


# Oversight


def check_auditor(person: User) -> None:
    """Raises ActionDenied for everybody but auditors."""
    if not person.has_role(Role.AUDITOR):
        raise ActionDenied(_("This page is for auditors."))


def audit_paths(person: User) -> list[str]:
    """Path prefixes of the organisations this auditor looks at."""
    return sorted({a.scope.path for a in person.active_assignments if a.role == Role.AUDITOR})


def can_read_access(person: User, case: Case) -> bool:
    """Who may see who read a case: auditors, and approvers of the organisation that leads it."""
    return person.has_role(Role.AUDITOR, Role.APPROVER, at=case.lead_organisation)


# Data protection

PROTECTING = (Role.DATA_PROTECTION, Role.AUDITOR)


def check_sees_protection(person: User) -> None:
    """Raises ActionDenied for everybody but data protection officers and auditors."""
    if not person.has_role(*PROTECTING):
        raise ActionDenied(_("This page is for data protection officers and auditors."))


def check_sees_retention(person: User) -> None:
    """Raises ActionDenied for everybody but those, and legal officers, who hold evidence too."""
    if not person.has_role(Role.LEGAL):
        check_sees_protection(person)


def check_protects(person: User, organisation: Organisation | None = None) -> None:
    """Raises ActionDenied for everybody but data protection officers."""
    if not person.has_role(Role.DATA_PROTECTION, at=organisation):
        raise ActionDenied(_("Only a data protection officer does this."))


HOLDING = (Role.LEGAL, Role.DATA_PROTECTION)


def can_hold(person: User, case: Case) -> bool:
    return person.has_role(*HOLDING, at=case.lead_organisation)


def check_can_hold(person: User, case: Case) -> None:
    """Raises ActionDenied for those who may not keep evidence beyond its time."""
    if not can_hold(person, case):
        raise ActionDenied(_("Legal officers and data protection officers hold evidence back."))
