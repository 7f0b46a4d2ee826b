"""Give a source, agree to how it is read, read it, and settle what could not be read."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.intake import rules, uploads
from tangkal.desk.intake.models import IntakeRun
from tangkal.desk.recognise.commands import store_claims
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import InvalidInput, KnownClaim, TangkalError
from tangkal.pipeline import intake, retry
from tangkal.sources import Document

log = logging.getLogger(__name__)

STARTABLE = frozenset({IntakeRun.State.GIVEN, IntakeRun.State.FAILED, IntakeRun.State.INTERRUPTED})


def give_file(file: "UploadedFile[bytes]", *, by: User) -> IntakeRun:
    """Keep an uploaded file, to be previewed and read."""
    rules.check_can_bring_in(by)
    name = (file.name or "")[:300]
    return keep_given(name, uploads.keep(name, file.chunks()), by=by)


def give_address(address: str, *, by: User) -> IntakeRun:
    """Fetch an address now, so that what is shown is what is read.

    Raises:
        ValidationError: it cannot be fetched, or lies in a private network.
    """
    rules.check_can_bring_in(by)
    try:
        # From the desk never into private networks: the server sees machines its users may not.
        found = intake.load(address.strip(), intake.IntakeOptions(allow_private=False))
        body = found.read()
    except TangkalError as error:
        raise ValidationError(str(error)) from error
    return keep_given(found.name[:300], uploads.keep("", [body]), by=by, document=found)


@transaction.atomic
def keep_given(
    name: str, kept: uploads.Kept, *, by: User, document: Document | None = None
) -> IntakeRun:
    run = IntakeRun.objects.create(
        name=name,
        url=(document.url or "") if document else "",
        content_type=(document.content_type or "")[:100] if document else "",
        stored_as=kept.stored_as,
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        by=by,
    )
    record("intake.given", run, by=by, sha256=kept.sha256, size_bytes=kept.size_bytes)
    return run


def options_of(values: Mapping[str, object]) -> intake.IntakeOptions:
    """The pipeline's options from what was agreed.

    Raises:
        InvalidInput: a value that does not fit.
    """
    by_hand = values.get("by_hand")
    return intake.IntakeOptions(
        kind=values.get("kind") or None,  # type: ignore[arg-type]  # the record checks it
        by_hand=by_hand if isinstance(by_hand, dict) else {},
        platform=str(values["platform"]) if values.get("platform") else None,
        source_kind=str(values["source_kind"]) if values.get("source_kind") else None,
        timezone=str(values.get("timezone") or "Asia/Jakarta"),
        is_exercise=bool(values.get("is_exercise")),
    )


@transaction.atomic
def agree(run: IntakeRun, values: Mapping[str, object], *, by: User) -> IntakeRun:
    """Settle how a source is read; from here on it is being read.

    Raises:
        ActionDenied: the roles do not allow it, or it is being read or was read already.
        ValidationError: the columns leave a question open.
    """
    run = IntakeRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in STARTABLE:
        raise ActionDenied(_("This source is being read, or was read already."))
    try:
        seen = intake.preview(uploads.document(run), options_of(values))
    except TangkalError as error:
        raise ValidationError(str(error)) from error
    if seen.mapping is None:
        raise ValidationError(seen.question)
    rules.check_can_bring_in(by, seen.mapping.kind)
    run.options = {**values, "kind": seen.mapping.kind, "by_hand": dict(values["by_hand"])}  # type: ignore[call-overload]
    run.state = IntakeRun.State.RUNNING
    run.error, run.started_at, run.finished_at = "", timezone.now(), None
    run.save()
    record("intake.started", run, by=by, kind=seen.mapping.kind, mapping=dict(seen.mapping.fields))
    return run


def read(run_id: int) -> None:
    """Read an agreed source to its end; safe to repeat, the ledger knows what was read."""
    run = IntakeRun.objects.select_related("by").get(pk=run_id)

    def sink(claims: list[KnownClaim]) -> int:
        return store_claims(claims, by=run.by)

    def watch(progress: intake.Progress) -> None:
        IntakeRun.objects.filter(pk=run_id).update(
            records=progress.records,
            accepted=progress.accepted,
            quarantined=progress.quarantined,
            bytes_read=progress.bytes_read,
        )

    try:
        with intake.open_stores(settings.TANGKAL, sink) as stores:
            report = intake.ingest(
                uploads.document(run), stores, options_of(run.options), progress=watch
            )
    except (TangkalError, OSError) as error:
        finish(run_id, state=IntakeRun.State.FAILED, error=str(error))
    except Exception:
        log.exception("ingest of %s failed", run.name)
        finish(run_id, state=IntakeRun.State.FAILED, error=_("A fault of ours; see the log."))
        raise
    else:
        state = IntakeRun.State.FAILED if report.error else IntakeRun.State.DONE
        finish(run_id, state=state, error=report.error or "", report=report)


@transaction.atomic
def finish(
    run_id: int, *, state: str, error: str = "", report: intake.IngestReport | None = None
) -> None:
    run = IntakeRun.objects.select_for_update().select_related("by").get(pk=run_id)
    run.state, run.error, run.finished_at = state, error, timezone.now()
    if report is not None:
        run.report = report.as_json()
        run.records, run.accepted = report.read, report.accepted
        run.quarantined = report.quarantined
    run.save()
    if state == IntakeRun.State.DONE:
        transaction.on_commit(lambda: uploads.remove(run))
    record(
        "intake.finished",
        run,
        by=run.by,
        state=state,
        error=error,
        read=run.records,
        accepted=run.accepted,
        quarantined=run.quarantined,
    )


@dataclass(frozen=True, slots=True)
class Retried:
    taken: bool
    reason: str


def retry_row(row_id: str, corrections: Mapping[str, str], *, by: User) -> Retried:
    """Read a quarantined row again with corrected values.

    Raises:
        ValidationError: there is no such row waiting, or a value names no field.
    """

    def sink(claims: list[KnownClaim]) -> int:
        return store_claims(claims, by=by)

    try:
        with intake.open_stores(settings.TANGKAL, sink) as stores:
            rules.check_can_bring_in(by, stores.quarantine.show(row_id).kind)
            outcome = retry.retry(stores, row_id, corrections=corrections)
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    with transaction.atomic():
        record(
            "quarantine.retried",
            None,
            by=by,
            row=row_id,
            fields=sorted(corrections),
            taken=outcome.taken,
            reason=outcome.reason,
        )
    return Retried(outcome.taken, outcome.reason)


def discard_rows(row_ids: list[str], *, why: str, by: User) -> int:
    """Set rows aside for good, with the reason; they stay on record.

    Raises:
        ValidationError: no reason, no row, or one that is not waiting.
    """
    rules.check_can_bring_in(by)
    why = why.strip()
    if not why:
        raise ValidationError(_("Give a reason: it is part of the record."))
    if not row_ids:
        raise ValidationError(_("Select at least one row."))
    try:
        with intake.open_stores(settings.TANGKAL) as stores:
            for row_id in row_ids:
                rules.check_can_bring_in(by, stores.quarantine.show(row_id).kind)
            with transaction.atomic():
                record("quarantine.discarded", None, by=by, rows=row_ids, why=why)
                stores.quarantine.discard(row_ids)
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    return len(row_ids)
