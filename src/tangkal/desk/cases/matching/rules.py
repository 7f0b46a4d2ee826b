"""Who may judge a suggestion: whoever screens or verifies, where the signal or case is theirs."""

from django.http import Http404
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules
from tangkal.desk.cases.models import Case, Evidence, Signal
from tangkal.desk.workflow import ActionDenied

JUDGES = rules.OPENERS | {Role.VERIFIER.value}


def check_can_judge(by: User, subject: str) -> None:
    """Raise unless this person may judge what the matcher suggests of this subject.

    Raises:
        ActionDenied: the role, or the office's region, does not allow it.
        Http404: there is no such signal or case, or not for this person's eyes.
    """
    kind, _colon, name = subject.partition(":")
    if kind == "signal":
        check_signal(by, Signal.objects.filter(pk=int(name)).first())
    elif kind == "case":
        found = Case.objects.select_related("lead_organisation").filter(number=name).first()
        check_case(by, found)
    elif kind == "evidence":
        proof = Evidence.objects.select_related("case__lead_organisation").filter(pk=int(name))
        check_case(by, next((each.case for each in proof), None))
    else:
        rules.check_role(by, JUDGES)


def check_signal(by: User, signal: Signal | None) -> None:
    if signal is None:
        raise Http404
    rules.check_role(by, JUDGES)
    if not can_judge_signal(by, signal):
        raise ActionDenied(
            _("Your office judges the matches of its own region’s signals; this is another’s.")
        )


def check_case(by: User, case: Case | None) -> None:
    if case is None or not rules.can_read(by, case):
        raise Http404
    rules.check_role(by, JUDGES, at=case.lead_organisation)


def can_judge_signal(by: User, signal: Signal) -> bool:
    return any(
        assignment.role in JUDGES and rules.concerns(assignment.scope, signal)
        for assignment in by.active_assignments
    )


def can_judge_case(by: User, case: Case) -> bool:
    return by.has_role(*JUDGES, at=case.lead_organisation)


def can_judge_texts(by: User) -> bool:
    return by.has_role(*JUDGES)
