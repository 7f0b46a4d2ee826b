"""Who drafts a report and who decides that it is published."""

from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.cases.rules import check_role
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import Quarter
from tangkal.desk.transparency.states import DRAFTERS, TRANSPARENCY
from tangkal.desk.workflow import ActionDenied


def check_can_draft(by: User, office: Organisation, quarter: Quarter) -> None:
    """Raises ActionDenied for other roles, and while the quarter lasts."""
    check_role(by, [role.value for role in DRAFTERS], at=office)
    if quarter.ends_at > timezone.now():
        raise ActionDenied(
            _("%(quarter)s is not over; its report is drafted after its last day.")
            % {"quarter": str(quarter)}
        )


def check_step(report: TransparencyReport, action: str, by: User) -> str:
    """The state a step leads to, for whoever may take it; nobody publishes their own draft."""
    step = TRANSPARENCY.step(report.state, action)
    check_role(by, step.roles, at=report.organisation)
    if action == "publish":
        check_second_person(by, {report.drafted_by_id, report.changed_by_id})
    return step.target


def may(report: TransparencyReport, action: str, by: User) -> bool:
    try:
        check_step(report, action, by)
    except ActionDenied:
        return False
    return True


def can_draft(by: User, office: Organisation, quarter: Quarter) -> bool:
    try:
        check_can_draft(by, office, quarter)
    except ActionDenied:
        return False
    return True
