"""Keep series, store drafts, edit, check, sign, correct and withdraw editions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.situation_reports import drafting, notices, rules
from tangkal.desk.situation_reports.models import Edition, Series, Slot, content_hash
from tangkal.desk.situation_reports.states import EDITION, EditionState
from tangkal.desk.situation_reports.words import empty_words
from tangkal.desk.workflow import check_version
from tangkal.engines import Lake

RHYTHM = ("kind", "daily_at", "crisis_level", "time_zone")
NEEDS_REASON = frozenset({"return", "withdraw", "discard"})


@transaction.atomic
def create_series(*, by: User, **fields: Any) -> Series:
    """Begin a series; its first draft is due at the next moment of its rhythm.

    Raises:
        ActionDenied: the person is no analyst of the office, or the region is not its own.
        ValidationError: the office has a series of this name.
    """
    series = Series(created_by=by, changed_by=by, **fields)
    rules.check_may_draft(by, series.organisation)
    rules.check_region(series.organisation, series.region_id)
    rules.check_destination(by, series.destination)
    series.full_clean(exclude=["created_by", "changed_by"])
    series.save()
    record("report.series_begun", series, by=by, **told(series))
    return series


@transaction.atomic
def change_series(series: Series, *, by: User, expected_version: int, **fields: Any) -> Series:
    """Change name, rhythm, language or whom to tell; slots of the new rhythm count from now.

    Raises:
        ActionDenied: as in :func:`create_series`.
        StaleObject: somebody changed it meanwhile.
        ValidationError: a value that cannot be.
    """
    series = Series.objects.select_for_update().select_related("organisation").get(pk=series.pk)
    rules.check_may_draft(by, series.organisation)
    check_version(series, expected_version)
    before = [getattr(series, name) for name in (*RHYTHM, "is_active")]
    if fields.get("destination") != series.destination:  # a colleague's choice may stay
        rules.check_destination(by, fields.get("destination"))
    for name in ("organisation", "is_exercise"):  # numbers of one reality and office stay so
        fields.pop(name, None)
    for name, value in fields.items():
        setattr(series, name, value)
    rules.check_region(series.organisation, series.region_id)
    if before != [getattr(series, name) for name in (*RHYTHM, "is_active")]:
        series.rhythm_since = timezone.now()
    series.version += 1
    series.changed_by = by
    series.full_clean(exclude=["created_by", "changed_by"])
    series.save()
    record("report.series_changed", series, by=by, **told(series))
    return series


def told(series: Series) -> dict[str, object]:
    return {
        "kind": series.kind,
        "daily_at": series.daily_at,
        "crisis_level": series.crisis_level,
        "region": series.region_id,
        "is_active": series.is_active,
        "is_exercise": series.is_exercise,
    }


def draft(
    series: Series,
    lake: Lake,
    *,
    until: datetime,
    hours: int,
    by: User | None,
    now: datetime,
    slot_at: datetime | None = None,
) -> Edition:
    """Measure a period and keep it as the series' next draft.

    The measuring takes seconds and holds no lock; storing is one transaction. A slot that has
    its draft already refuses another one, whoever was cut off where.

    Raises:
        ActionDenied: a person who is no analyst of the office.
        ValidationError: a period that lies ahead.
        IntegrityError: the slot was filled meanwhile.
    """
    if by is not None:
        rules.check_may_draft(by, series.organisation)
    if until > now:
        raise ValidationError(_("A report cannot be about hours that lie ahead."))
    made = drafting.make(series, lake, until=until, hours=hours, as_of=now)
    return store(series, made, by=by, slot_at=slot_at)


@transaction.atomic
def store(
    series: Series,
    made: drafting.Draft,
    *,
    by: User | None,
    slot_at: datetime | None = None,
    corrects: Edition | None = None,
    reason: str = "",
) -> Edition:
    """Give a draft its number, and tell whoever is to be told."""
    series = Series.objects.select_for_update().get(pk=series.pk)
    last = series.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition(
        series=series,
        number=last + 1,
        since=made.since,
        until=made.until,
        as_of=made.as_of,
        language=series.language,
        is_exercise=series.is_exercise,
        measured=made.measured,
        figures=made.figures,
        words=made.words,
        counts=made.counts,
        seconds=made.seconds,
        drafted_by=by,
        authors=[],
        corrects=corrects,
        reason=reason,
        changed_by=by,
    )
    edition.sha256 = content_hash(edition)
    edition.save()
    if slot_at is not None:
        Slot.objects.create(series=series, at=slot_at, edition=edition)
        notices.tell(edition)
    record("report.drafted", edition, by=by, sha256=edition.sha256, slot=slot_at)
    return edition


@transaction.atomic
def miss(series: Series, at: datetime) -> bool:
    """Note a moment that passed without a draft; answers whether it was not noted before."""
    _slot, is_new = Slot.objects.get_or_create(series=series, at=at)
    if is_new:
        record("report.missed", series, by=None, at=at)
    return is_new


def lock(edition: Edition) -> Edition:
    found = Edition.objects.select_for_update(of=("self",))
    return found.select_related("series__organisation", "changed_by", "corrects").get(pk=edition.pk)


@transaction.atomic
def edit(edition: Edition, words: Mapping[str, Any], *, by: User, expected_version: int) -> Edition:
    """Keep what a person wrote; the figures stay as they were measured.

    Raises:
        ActionDenied: no analyst of the office.
        StaleObject: somebody changed the edition meanwhile.
        ValidationError: it is no draft any more.
    """
    edition = lock(edition)
    rules.check_may_draft(by, edition.series.organisation)
    check_version(edition, expected_version)
    if edition.state != EditionState.DRAFT:
        raise ValidationError(_("Only a draft can be changed; send the report back first."))
    fresh = {**empty_words(), **words}
    if fresh == edition.words:
        return edition
    edition.words = fresh
    if by.pk not in edition.authors:
        edition.authors = [*edition.authors, by.pk]
    edition.sha256 = content_hash(edition)
    touch(edition, by)
    record("report.edited", edition, by=by, sha256=edition.sha256)
    return edition


@transaction.atomic
def take_step(
    edition: Edition, action: str, *, by: User, expected_version: int, comment: str = ""
) -> Edition:
    """Check, send back, sign, withdraw or discard.

    Raises:
        ActionDenied: state, role, second person, something lacking, or no reason.
        StaleObject: somebody changed the edition meanwhile.
    """
    edition = lock(edition)
    check_version(edition, expected_version)
    if action == "supersede":
        raise ValidationError(_("A report is replaced when its correction is signed."))
    target = rules.check_step(edition, action, by)
    if action in NEEDS_REASON:
        comment = check_reason(comment)
    now = timezone.now()
    if action == "check":
        edition.checked_by, edition.checked_at = by, now
    elif action == "return":
        edition.checked_by = edition.checked_at = None
    elif action == "sign":
        edition.signed_by, edition.signed_at = by, now
        edition.signed_sha256 = edition.sha256
        supersede(edition, by)
    else:
        edition.reason = comment[:500]
    edition.state = target
    touch(edition, by)
    if action in {"check", "sign", "return"}:
        give_word(
            edition,
            sha256=edition.sha256,
            stage=action,
            word=Approval.Word.RETURNED if action == "return" else Approval.Word.APPROVED,
            by=by,
            comment=comment,
        )
    record(f"report.{action}", edition, by=by, sha256=edition.sha256, why=comment)
    return edition


def supersede(correction: Edition, by: User) -> None:
    """The edition that a signed correction takes the place of."""
    if correction.corrects_id is None:
        return
    old = lock(Edition(pk=correction.corrects_id))
    old.state = EDITION.step(old.state, "supersede").target
    touch(old, by)
    record("report.superseded", old, by=by, by_number=correction.number)


def begin_correction(edition: Edition, lake: Lake, *, by: User, why: str, now: datetime) -> Edition:
    """Draft a signed report anew for the same period: figures of now, and the words to go on from.

    Charts are confirmed again: what they show may have changed.

    Raises:
        ActionDenied: no analyst of the office, or no reason.
        ValidationError: the report is not signed, or a correction is under way.
    """
    rules.check_may_draft(by, edition.series.organisation)
    why = check_reason(why)
    check_can_correct(edition)
    made = drafting.make(edition.series, lake, until=edition.until, hours=edition.hours, as_of=now)
    said = {key: {**chart, "state": ""} for key, chart in edition.words.get("charts", {}).items()}
    made.words.update({**edition.words, "charts": said})
    with transaction.atomic():
        check_can_correct(lock(edition))
        correction = store(edition.series, made, by=by, corrects=edition, reason=why[:500])
        # The words were written by others: none of them may sign their own again.
        wrote = {*edition.authors, edition.drafted_by_id, by.pk} - {None}
        Edition.objects.filter(pk=correction.pk).update(authors=sorted(wrote))
        record("report.correction_begun", edition, by=by, number=correction.number, why=why)
    correction.refresh_from_db()
    return correction


def check_can_correct(edition: Edition) -> None:
    if edition.state != EditionState.SIGNED:
        raise ValidationError(_("Only a signed report is corrected; a draft is simply changed."))
    if edition.corrections.exclude(state=EditionState.WITHDRAWN).exists():
        raise ValidationError(_("A correction of this report is under way already."))


@transaction.atomic
def note_taken(edition: Edition, form: str, *, by: User | None) -> None:
    """Write down who took a report out, in which form, before anything leaves."""
    record("report.taken", edition, by=by, form=form, sha256=edition.sha256)


def touch(edition: Edition, by: User) -> None:
    """Move the optimistic lock on and remember who did."""
    edition.version += 1
    edition.changed_by = by
    edition.save()
