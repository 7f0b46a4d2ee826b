"""Ask for a page snapshot, begin one, keep what came, or say why nothing did."""

import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import rules
from tangkal.desk.cases.captures import keeping
from tangkal.desk.cases.captures.fetching import Page
from tangkal.desk.cases.captures.models import Capture
from tangkal.desk.cases.commands.base import lock_case, required
from tangkal.desk.cases.commands.contributing import Grade, keep_evidence
from tangkal.desk.cases.evidence import shortened
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.cases.spreads.addresses import checked
from tangkal.desk.workflow import ActionDenied
from tangkal.text.privacy import strip_handle

WAITING_AT_ONCE = 20  # a case; a table of addresses is for spreads, not for snapshots
STUCK = timedelta(minutes=5)
MOST_ATTEMPTS = 3
LONGEST_REASON = 300
States = Capture.State


@transaction.atomic
def ask(case: Case, *, url: str, source: str, by: User) -> Capture:
    """Ask for a snapshot; the worker fetches it.

    Raises:
        ValidationError: no address of the web, already asked for, or too many at once.
    """
    url = checked(url)
    source = required(source, _("Say who or what provided this evidence."))
    case = lock_case(case)
    rules.check_can(by, "add_evidence", case)
    waiting = case.captures.filter(state__in=[States.ASKED, States.FETCHING])
    if waiting.filter(url=url).exists():
        raise ValidationError(_("A snapshot of this page is on its way already."))
    if waiting.count() >= WAITING_AT_ONCE:
        raise ValidationError(
            _("%(n)d snapshots of this case wait already; let them come first.")
            % {"n": WAITING_AT_ONCE}
        )
    capture = Capture.objects.create(case=case, url=url, source=source[:200], asked_by=by)
    record("case.capture_asked", case, by=by, capture=capture.pk, url=strip_handle(url))
    return capture


@transaction.atomic
def retry(capture: Capture, *, by: User) -> Capture:
    """Ask anew for what failed."""
    case = lock_case(capture.case)
    rules.check_can(by, "add_evidence", case)
    capture = Capture.objects.select_for_update().get(pk=capture.pk)
    if capture.state != States.FAILED:
        raise ValidationError(_("Only a snapshot that failed is asked for again."))
    capture.state, capture.reason, capture.attempts = States.ASKED, "", 0
    capture.asked_at, capture.asked_by = timezone.now(), by
    capture.save()
    record("case.capture_asked", case, by=by, capture=capture.pk, url=strip_handle(capture.url))
    return capture


def begin(now: datetime) -> Capture | None:
    """The longest-waiting snapshot, now this worker's; None where none waits.

    What a killed worker left half done waits again, three times at most.
    """
    stuck = Capture.objects.filter(state=States.FETCHING, started_at__lt=now - STUCK)
    for each in stuck.filter(attempts__gte=MOST_ATTEMPTS):
        fail(each, _("The worker stopped while it fetched this page, three times."))
    stuck.update(state=States.ASKED)
    for capture in Capture.objects.filter(state=States.ASKED).order_by("asked_at", "pk")[:5]:
        mine = Capture.objects.filter(pk=capture.pk, state=States.ASKED).update(
            state=States.FETCHING, started_at=now, attempts=F("attempts") + 1
        )
        if mine:
            capture.refresh_from_db()
            return capture
    return None


@transaction.atomic
def keep(capture: Capture, page: Page, at: datetime) -> Evidence | None:
    """Keep a fetched page as evidence of whoever asked; None where it cannot be evidence.

    The file is a WARC of the bytes; its words stand beside it, personal data masked.
    """
    found = page.found
    try:
        with transaction.atomic():
            evidence = keep_evidence(
                capture.case,
                evidence_of(capture, page, at),
                None,
                Grade("", "", is_public=False),
                by=capture.asked_by,
                version=None,
            )
    except (ActionDenied, ValidationError) as error:
        fail(capture, " ".join(getattr(error, "messages", [str(error)])))
        return None
    capture.state, capture.finished_at, capture.evidence = States.KEPT, at, evidence
    capture.url, capture.final_url = strip_handle(capture.url), strip_handle(found.final)
    capture.hops = [strip_handle(hop) for hop in found.hops]
    capture.status = found.status
    capture.headers = [list(pair) for pair in keeping.kept_headers(found.headers)][:100]
    capture.reason = ""
    capture.save()
    return evidence


def evidence_of(capture: Capture, page: Page, at: datetime) -> Evidence:
    packed = keeping.warc(page.found, at)
    digest = hashlib.sha256(packed).hexdigest()
    host = urlsplit(page.found.final).hostname or ""
    return Evidence(
        kind=Evidence.Kind.PAGE,
        title=shortened(page.title or f"{_('Snapshot of')} {host}"),
        text=page.text,
        file=ContentFile(packed, name=f"{digest[:32]}.warc.gz"),
        file_name=f"{host}-{at:%Y%m%dT%H%M%SZ}.warc.gz"[:200],
        content_type="application/warc",
        size_bytes=len(packed),
        url=strip_handle(page.found.final)[:1000],
        source=capture.source,
        platform="web",
        captured_at=at,
        sha256=digest,
    )


@transaction.atomic
def fail(capture: Capture, reason: str) -> Capture:
    """Say why nothing was kept; a person may ask again."""
    capture.state, capture.finished_at = States.FAILED, timezone.now()
    capture.reason = reason[:LONGEST_REASON]
    capture.save(update_fields=["state", "finished_at", "reason"])
    url = strip_handle(capture.url)
    record("case.capture_failed", capture.case, by=None, capture=capture.pk, url=url, why=reason)
    return capture
