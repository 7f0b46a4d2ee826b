"""What auditors find: addressed to an organisation, answered by it, closed by an auditor."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.inbox.commands import tell
from tangkal.desk.rights import rules
from tangkal.desk.rights.models import Finding
from tangkal.desk.rights.people import holders
from tangkal.desk.rights.states import FINDING
from tangkal.desk.workflow import ActionDenied, check_version

ANSWERING = (Role.APPROVER, Role.LEGAL, Role.DATA_PROTECTION)


def visible(reader: User) -> QuerySet[Finding]:
    """Findings addressed to the organisations this person audits or answers for."""
    within = Q(pk__in=[])
    for each in reader.active_assignments:
        if each.role in (Role.AUDITOR, *ANSWERING):
            within |= Q(organisation__path__startswith=each.scope.path)
    return Finding.objects.filter(within).select_related(
        "organisation", "by", "replied_by", "changed_by"
    )


@transaction.atomic
def write(*, title: str, text: str, organisation: Organisation, by: User) -> Finding:
    """Put a finding on record; the organisation's approvers are told."""
    if not by.has_role(Role.AUDITOR, at=organisation):
        raise ActionDenied(_("Only an auditor of this organisation writes a finding."))
    finding = Finding.objects.create(
        title=check_reason(title)[:200],
        text=check_reason(text),
        organisation=organisation,
        by=by,
        changed_by=by,
    )
    record("finding.written", finding, by=by, organisation=organisation.pk)
    tell(
        holders([Role.APPROVER], organisation),
        kind="assigned",
        subject_url=f"/desk/audit/findings/{finding.pk}/",
        title=lambda: _("A finding of the auditor waits for your reply"),
        by=by,
    )
    return finding


@transaction.atomic
def take_step(
    finding: Finding, action: str, *, text: str = "", by: User, version: int | None = None
) -> Finding:
    """Reply, ask again, or close."""
    rows = Finding.objects.select_for_update(of=("self",))
    finding = rows.select_related("organisation", "changed_by").get(pk=finding.pk)
    check_version(finding, version)
    held = by.roles_at(finding.organisation)
    finding.state = FINDING.check(finding.state, action, held)
    if action == "reply":
        finding.reply = check_reason(text)
        finding.replied_by, finding.replied_at = by, timezone.now()
    elif action == "ask_again":
        finding.text = f"{finding.text}\n\n{check_reason(text)}"
    elif action == "close":
        finding.closed_at = timezone.now()
    else:
        raise ValidationError(_("%(action)s is not a step of a finding.") % {"action": action})
    finding.version += 1
    finding.changed_by = by
    finding.save()
    record(f"finding.{action}", finding, by=by, state=str(finding.state), text=text)
    return finding


def audited(reader: User) -> QuerySet[Organisation]:
    """The organisations this auditor may write to."""
    within = Q(pk__in=[])
    for path in rules.audit_paths(reader):
        within |= Q(path__startswith=path)
    return Organisation.objects.filter(within)
