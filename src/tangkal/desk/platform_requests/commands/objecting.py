"""Objections, withdrawal in public, restoration, and the report that closes a request."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.platform_requests import rules
from tangkal.desk.platform_requests.commands.base import keep, lock, required, stopped, tell_about
from tangkal.desk.platform_requests.commands.sending import check_moment
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.people import holders
from tangkal.desk.platform_requests.states import (
    BEFORE_SENDING,
    ENDED,
    KEEPERS,
    REQUEST,
    STANDING,
    RequestState,
)
from tangkal.desk.portal.models import Appeal
from tangkal.desk.workflow import ActionDenied

SUBJECT = PlatformRequest._meta.label_lower


def of_appeal(appeal: Appeal) -> PlatformRequest:
    return PlatformRequest.objects.get(public_number=appeal.subject_id)


@transaction.atomic
def contest(sender: object, *, appeal: Appeal, **_extra: object) -> None:
    """An objection came in through the portal: the request is under review from now on."""
    if appeal.subject_type != SUBJECT:
        return
    request = lock(of_appeal(appeal))
    request.objection = appeal.receipt
    # A second one beside it changes no state, nor does one that came while it was taken back.
    if request.state in STANDING and request.reversed_at is None:
        request.state = REQUEST.step(request.state, "contest").target
    keep(request, "contest", by=None, receipt=appeal.receipt)


@transaction.atomic
def confirm(request: PlatformRequest, *, reason: str, by: User) -> PlatformRequest:
    """The officer who reviewed the objection: the request stands."""
    request = lock(request)
    if request.state != RequestState.CONTESTED:
        return request  # it fell meanwhile, with its verdict or by another objection
    request.state = REQUEST.step(request.state, "uphold").target
    return keep(request, "uphold", by=by, text=reason)


@transaction.atomic
def reverse(request: PlatformRequest, *, reason: str, by: User) -> PlatformRequest:
    """The officer who reviewed the objection: we were wrong. It is withdrawn in public."""
    request = lock(request)
    if request.state != RequestState.CONTESTED:
        return request
    request.state = REQUEST.step(request.state, "reverse").target
    return withdrawn(request, "reverse", reason, by=by)


def withdrawn(
    request: PlatformRequest, action: str, reason: str, *, by: User | None
) -> PlatformRequest:
    request.reversed_at, request.reversed_reason = timezone.now(), reason
    keep(request, action, by=by, text=reason)
    tell_about(
        request,
        holders(KEEPERS, request.organisation),
        lambda: (
            _("Request %(number)s is withdrawn: ask the platform to restore")
            % {"number": request.number}
        ),
        by=by,
        is_urgent=True,
    )
    return request


@transaction.atomic
def fall_with_label(
    sender: object, *, case: Case, verdict: Verdict | None, by: User, **_extra: object
) -> None:
    """The label is gone: what rests on it is withdrawn, and what was not sent ends by its rule.

    A safeguard and nobody's decision: whoever takes the label back has said that we were wrong.
    """
    found = PlatformRequest.objects.filter(case=case)
    if verdict is not None:
        found = found.filter(verdict=verdict)
    for row in found.filter(state__in=(*STANDING, RequestState.CONTESTED), reversed_at=None):
        request = lock(row)
        request.state = REQUEST.step(request.state, "fall").target
        withdrawn(request, "fall", _("The verdict that it rested on no longer stands."), by=None)
    for row in found.filter(state__in=BEFORE_SENDING):
        stopped(lock(row))


@transaction.atomic
def ask_restoration(
    request: PlatformRequest,
    *,
    reference: str,
    by: User,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> PlatformRequest:
    """Record that the platform was asked through the channel to restore what it acted on.

    Raises:
        ActionDenied: the request was not withdrawn, or the role does not keep requests.
        ValidationError: no number of the channel.
    """
    request = lock(request, expected_version)
    request.state = rules.check_step(request, "ask_restoration", by)
    request.restoration_reference = required(
        reference, _("Write the channel’s own number."), most=120
    )
    request.restoration_at = check_moment(
        at or timezone.now(), after=request.reversed_at, what=_("The moment of sending")
    )
    return keep(request, "ask_restoration", by=by, reference=request.restoration_reference)


@transaction.atomic
def restored(
    request: PlatformRequest,
    *,
    text: str,
    by: User,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> PlatformRequest:
    """Record that the platform restored it."""
    request = lock(request, expected_version)
    rules.check_may_record(request, by)
    if request.state != RequestState.RESTORING or request.restored_at is not None:
        raise ActionDenied(_("Nothing waits to be restored."))
    said = required(text, _("Write what the platform said or did."), most=300)
    request.restored_at = check_moment(
        at or timezone.now(), after=request.restoration_at, what=_("The restoration")
    )
    return keep(request, "restored", by=by, text=said)


def mark_reported(requests: Iterable[PlatformRequest], *, by: User) -> int:
    """Requests that a published report has counted to their end; answers how many."""
    done = 0
    for row in requests:
        request = lock(row)
        is_open = request.state == RequestState.RESTORING and request.restored_at is None
        if request.state not in ENDED or is_open:
            continue
        request.state = REQUEST.step(request.state, "report").target
        keep(request, "report", by=by)
        done += 1
    return done
