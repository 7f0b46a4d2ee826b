"""Draft, edit, submit, approve, send back, withdraw evaluation reports: rules and commands."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, TimeZone, User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason, check_second_person
from tangkal.desk.audit.commands import record
from tangkal.desk.tracking_effectiveness.kpi import periods
from tangkal.desk.tracking_effectiveness.models import EvaluationReport
from tangkal.desk.tracking_effectiveness.report_models import content_hash
from tangkal.desk.tracking_effectiveness.report_states import (
    DRAFTERS,
    EVALUATION_REPORT,
    ReportState,
)
from tangkal.desk.tracking_effectiveness.reports import content, paper
from tangkal.desk.ui.papers.document import spoken
from tangkal.desk.workflow import ActionDenied, check_version

# Days after the end of a period until its report has to be approved.
DUE_DAYS = {"month": 10, "quarter": 20}
NEEDS_REASON = frozenset({"return", "withdraw", "discard"})
WORDS = ("summary", "recommendations")


def readable(user: User) -> QuerySet[EvaluationReport]:
    """Reports of the offices that a person reads."""
    found = Q(pk__in=[])
    for scope in user.content_scopes():
        found |= Q(organisation__path__startswith=scope)
    return EvaluationReport.objects.filter(found).select_related(
        "organisation__region", "approved_by", "drafted_by", "submitted_by", "changed_by"
    )


def drafting_offices(user: User) -> list[Organisation]:
    found = {a.scope_id: a.scope for a in user.active_assignments if a.role in DRAFTERS}
    return list(found.values())


def check_may_draft(user: User, office: Organisation) -> None:
    """Raises ActionDenied where the person drafts no reports of the office."""
    if not user.has_role(*DRAFTERS, at=office):
        raise ActionDenied(_("Evaluation reports are drafted by evaluators and analysts."))


def draft(
    office: Organisation,
    kind: str,
    day: date,
    *,
    by: User,
    language: str = "id",
    exercise: bool = False,
    now: datetime | None = None,
) -> EvaluationReport:
    """Measure a whole month or quarter and keep it as the office's next draft.

    Args:
        day: any day of the period.

    Raises:
        ActionDenied: the person drafts no reports here.
        ValidationError: no such kind or language, or a period that has not begun.
    """
    check_may_draft(by, office)
    now = now or timezone.now()
    if kind not in EvaluationReport.Kind.values:
        raise ValidationError(_("%(value)s is no kind of report.") % {"value": kind[:20]})
    if language not in EvaluationReport.Language.values:
        raise ValidationError(_("%(value)s is no language of reports.") % {"value": language[:20]})
    zone = office.region.time_zone if office.region else TimeZone.WIB.value
    with spoken(language, zone):
        try:
            period = periods.whole(kind, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError(_("%(day)s lies outside the calendar.") % {"day": day}) from error
        if period.since is None or period.until is None or period.since > now:
            raise ValidationError(_("A report cannot be about days that lie ahead."))
        measured = content.make(by, office, kind, day, exercise=exercise, now=now)
    made = EvaluationReport(
        organisation=office,
        kind=kind,
        since=period.since,
        until=period.until,
        due_at=period.until + timedelta(days=DUE_DAYS[kind]),
        as_of=now,
        language=language,
        time_zone=zone,
        is_exercise=exercise,
        measured=measured,
        words={"summary": measured["summary"], "recommendations": "", "says": {}, "notes": {}},
        drafted_by=by,
        changed_by=by,
    )
    return store(made, by=by)


@transaction.atomic
def store(report: EvaluationReport, *, by: User) -> EvaluationReport:
    """Give a draft its number."""
    office = Organisation.objects.select_for_update().get(pk=report.organisation_id)
    last = EvaluationReport.objects.filter(organisation=office).aggregate(last=Max("number"))
    report.number = (last["last"] or 0) + 1
    report.sha256 = content_hash(report)
    report.save()
    record("evaluation_report.drafted", report, by=by, sha256=report.sha256, kind=report.kind)
    return report


def lock(report: EvaluationReport, expected_version: int) -> EvaluationReport:
    """Raises StaleObject where somebody changed it meanwhile."""
    found = (
        EvaluationReport.objects.select_for_update(of=("self",))
        .select_related("organisation", "changed_by")
        .get(pk=report.pk)
    )
    check_version(found, expected_version)
    return found


@transaction.atomic
def edit(
    report: EvaluationReport, words: Mapping[str, Any], *, by: User, expected_version: int
) -> EvaluationReport:
    """Keep what a person wrote; the figures stay as they were measured.

    Args:
        words: summary, recommendations, says (chart → its sentence), notes (section → note).

    Raises:
        ActionDenied: the person drafts no reports here.
        StaleObject: somebody changed it meanwhile.
        ValidationError: no draft any more, or a chart or section that is not in it.
    """
    report = lock(report, expected_version)
    check_may_draft(by, report.organisation)
    if report.state != ReportState.DRAFT:
        raise ValidationError(_("Only a draft can be changed; send the report back first."))
    check_places(report, words)
    fresh = {**report.words, **words}
    if fresh == report.words:
        return report
    report.words = fresh
    if by.pk not in report.authors:
        report.authors = [*report.authors, by.pk]
    report.sha256 = content_hash(report)
    touch(report, by)
    record("evaluation_report.edited", report, by=by, sha256=report.sha256)
    return report


def check_places(report: EvaluationReport, words: Mapping[str, Any]) -> None:
    charts = {block["key"] for block in paper.charts_of(report)}
    sections = {section["key"] for section in report.measured.get("sections", ())}
    unknown = {*words} - {*WORDS, "says", "notes"}
    unknown |= set(words.get("says", {})) - charts
    unknown |= set(words.get("notes", {})) - sections
    if unknown:
        raise ValidationError(
            _("This report has no %(names)s.") % {"names": ", ".join(sorted(unknown))[:100]}
        )


def lacking(report: EvaluationReport) -> list[str]:
    """What a report still needs before it can be submitted, as sentences."""
    found = []
    if not str(report.words.get("summary", "")).strip():
        found.append(_("Write what matters in short."))
    says = report.words.get("says", {})
    if any(not str(says.get(b["key"], "")).strip() for b in paper.charts_of(report)):
        found.append(_("Confirm each chart with its “so what” sentence."))
    return found


@transaction.atomic
def take_step(
    report: EvaluationReport, action: str, *, by: User, expected_version: int, comment: str = ""
) -> EvaluationReport:
    """Submit, send back, approve, withdraw or discard.

    Raises:
        ActionDenied: state, role, second person, something lacking, or no reason.
        StaleObject: somebody changed it meanwhile.
    """
    report = lock(report, expected_version)
    if action == "supersede":
        raise ValidationError(_("A report is replaced when a later one on its period is approved."))
    target = EVALUATION_REPORT.check(report.state, action, by.roles_at(report.organisation))
    if action in {"submit", "approve"} and (missing := lacking(report)):
        raise ActionDenied(" ".join([_("The report is not ready."), *missing]))
    if action in NEEDS_REASON:
        comment = check_reason(comment)
        report.reason = comment[:500]
    now = timezone.now()
    if action == "submit":
        report.submitted_by, report.submitted_at, report.reason = by, now, ""
    elif action == "approve":
        check_second_person(by, {report.drafted_by_id, report.submitted_by_id, *report.authors})
        if content_hash(report) != report.sha256:
            raise ActionDenied(_("What is stored is not what was submitted. Send it back."))
        report.approved_by, report.approved_at = by, now
        report.approved_sha256 = report.sha256
        supersede_earlier(report, by)
    report.state = target
    touch(report, by)
    if action in {"submit", "approve", "return"}:
        give_word(
            report,
            sha256=report.sha256,
            stage=action,
            word=Approval.Word.RETURNED if action == "return" else Approval.Word.APPROVED,
            by=by,
            comment=comment,
        )
    record(f"evaluation_report.{action}", report, by=by, sha256=report.sha256, why=comment)
    return report


def supersede_earlier(report: EvaluationReport, by: User) -> None:
    """An approved report on the same period steps back for the later one."""
    same = EvaluationReport.objects.select_for_update().filter(
        organisation=report.organisation,
        kind=report.kind,
        since=report.since,
        is_exercise=report.is_exercise,
        state=ReportState.APPROVED,
    )
    for old in same.exclude(pk=report.pk):
        old.state = EVALUATION_REPORT.step(old.state, "supersede").target
        touch(old, by)
        record("evaluation_report.superseded", old, by=by, by_number=report.number)


@transaction.atomic
def note_taken(report: EvaluationReport, form: str, *, by: User | None) -> None:
    """Write down who took a report out, in which form, before anything leaves."""
    record("evaluation_report.taken", report, by=by, form=form, sha256=report.sha256)


def touch(report: EvaluationReport, by: User) -> None:
    report.version += 1
    report.changed_by = by
    report.save()


def overdue(user: User, now: datetime) -> list[tuple[str, datetime]]:
    """Quarters of the last year that lack an approved report, of offices that began to report."""
    rows = readable(user).filter(kind="quarter", is_exercise=False).order_by("since")
    done: set[tuple[int, datetime]] = set()
    first: dict[int, datetime] = {}
    names: dict[int, str] = {}
    for row in rows.defer("measured", "words"):
        first.setdefault(row.organisation_id, row.since)
        names[row.organisation_id] = str(row.organisation)
        if row.approved_at is not None:
            done.add((row.organisation_id, row.since))
    found = []
    day = timezone.localdate(now)
    for _n in range(4):
        day = periods.bounds("quarter", day)[0] - timedelta(days=1)
        period = periods.whole("quarter", day)
        assert period.since is not None
        assert period.until is not None
        due = period.until + timedelta(days=DUE_DAYS["quarter"])
        found += [
            (f"{names[office]}: {period.label}", due)
            for office, since in first.items()
            if due < now and since <= period.since and (office, period.since) not in done
        ]
    return found
