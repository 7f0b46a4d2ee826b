"""Who writes, releases and takes back a public note, and which cases have none."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.cases.models import Case, PublicNote
from tangkal.desk.cases.rules import check_role, impossible_now
from tangkal.desk.cases.states import PUBLIC_NOTE, PublicNoteState
from tangkal.desk.workflow import ActionDenied

# Why nothing may be said in public on a case now, in a sentence; empty where nothing stands
# in the way. Whoever knows of such a thing registers here.
bars: list[Callable[[Case], str]] = []


def check_can(by: User, action: str, case: Case, note: PublicNote | None = None) -> str:
    """The state a step leads to.

    Raises:
        ActionDenied: the note's state, the role, a conflict of interest, or the case.
    """
    state = note.state if note else PublicNoteState.DRAFT
    try:
        step = PUBLIC_NOTE.step(state, action)
    except ActionDenied:
        raise impossible_now(action, str(PublicNoteState(state).label)) from None
    check_role(by, step.roles, at=case.lead_organisation)
    check_no_conflict(by, case)
    if action in {"write_public", "release"}:
        check_may_speak(case)
    if action == "release" and note is not None:
        check_second_person(by, {author.pk for author in note.authors.all()})
    return step.target


def check_may_speak(case: Case) -> None:
    check_is_no_exercise(case)
    if case.is_closed:
        raise ActionDenied(_("The case is closed; nobody waits for it any more."))
    for bar in bars:
        if why := bar(case):
            raise ActionDenied(why)


def check_is_no_exercise(case: Case) -> None:
    """Those who ask on the portal ask in earnest; a demonstration has nobody of the kind."""
    if case.is_exercise and not settings.TANGKAL.is_demo:
        raise ActionDenied(_("This is an exercise. Whoever asked in earnest hears nothing of it."))


def may_speak(case: Case) -> bool:
    try:
        check_may_speak(case)
    except ActionDenied:
        return False
    return True


def can(by: User, action: str, case: Case, note: PublicNote | None = None) -> bool:
    try:
        check_can(by, action, case, note)
    except ActionDenied:
        return False
    return True
