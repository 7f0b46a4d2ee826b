"""Draft a quarter's report, and decide that it is published: a decision with a date."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.platform_requests.commands import mark_reported
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.transparency import figures, rules
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import Quarter
from tangkal.desk.transparency.states import ReportState
from tangkal.desk.workflow import StaleObject, check_version

LONGEST = 8_000


def words_of(text: str) -> str:
    kept = without_controls(text).strip()
    if len(kept) > LONGEST:
        raise ValidationError(
            _("The text has %(length)d characters; at most %(most)d are allowed.")
            % {"length": len(kept), "most": LONGEST}
        )
    return kept


def lock(report: TransparencyReport, version: int | None) -> TransparencyReport:
    """The report as it now is, locked.

    Raises:
        StaleObject: somebody changed it after this person's page was drawn.
    """
    rows = TransparencyReport.objects.select_for_update(of=("self",))
    found = rows.select_related("organisation", "changed_by").get(pk=report.pk)
    check_version(found, version)
    return found


@transaction.atomic
def begin(
    office: Organisation, quarter: Quarter, *, by: User, foreword: str = "", correction: str = ""
) -> TransparencyReport:
    """Draft a quarter's report; after a published one, an edition that corrects it.

    Raises:
        ActionDenied: the quarter is not over, or the person does not draft reports.
        ValidationError: a draft waits already, or a new edition without a reason.
    """
    Organisation.objects.select_for_update().get(pk=office.pk)
    rules.check_can_draft(by, office, quarter)
    editions = TransparencyReport.objects.filter(
        organisation=office, year=quarter.year, quarter=quarter.number
    )
    newest = editions.order_by("-edition").first()
    if newest is not None and newest.state == ReportState.DRAFT:
        raise ValidationError(_("A draft of this quarter waits already."))
    report = TransparencyReport.objects.create(
        organisation=office,
        year=quarter.year,
        quarter=quarter.number,
        edition=newest.edition + 1 if newest else 1,
        foreword=words_of(foreword),
        correction=check_reason(words_of(correction)) if newest else "",
        drafted_by=by,
    )
    record("transparency.drafted", report, by=by, edition=report.edition)
    return report


@transaction.atomic
def edit(
    report: TransparencyReport, *, foreword: str, by: User, expected_version: int | None = None
) -> TransparencyReport:
    """Change the words before the figures; the figures are nobody's to change."""
    report = lock(report, expected_version)
    report.state = rules.check_step(report, "edit", by)
    report.foreword = words_of(foreword)
    report.version += 1
    report.changed_by = by
    report.save()
    record("transparency.edited", report, by=by)
    return report


@transaction.atomic
def publish(
    report: TransparencyReport,
    *,
    decision: str,
    by: User,
    sha256_seen: str,
    expected_version: int | None = None,
) -> TransparencyReport:
    """Decide that the report goes out as it was seen; its figures are kept for good.

    Raises:
        ActionDenied: no approver of the office, or the same person who drafted it.
        StaleObject: the figures moved after this person read them.
    """
    report = lock(report, expected_version)
    target = rules.check_step(report, "publish", by)
    quarter = Quarter(report.year, report.quarter)
    content = figures.compute(report.organisation, quarter)
    if figures.sha256_of(content) != sha256_seen:
        raise StaleObject(str(report), None)
    reason = check_reason(words_of(decision))
    for earlier in TransparencyReport.objects.select_for_update(of=("self",)).filter(
        organisation=report.organisation,
        year=report.year,
        quarter=report.quarter,
        state=ReportState.PUBLISHED,
    ):
        earlier.state = rules.check_step(earlier, "replace", by)
        earlier.version += 1
        earlier.save(update_fields=["state", "version"])
        record("transparency.replaced", earlier, by=by, edition=report.edition)
    report.state, report.content, report.sha256 = target, content, sha256_seen
    report.published_by, report.published_at, report.decision = by, timezone.now(), reason
    report.version += 1
    report.changed_by = by
    report.save()
    record("transparency.published", report, by=by, sha256=sha256_seen, reason=reason)
    # What ended within the quarter has been accounted for.
    over = figures.requests_of(report.organisation).exclude(events__at__gte=quarter.ends_at)
    mark_reported(over.distinct(), by=by)
    return report
