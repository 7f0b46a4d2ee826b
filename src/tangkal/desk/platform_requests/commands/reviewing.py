"""Legal review, the data protection officer's word, and two signatures."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.platform_requests import rules
from tangkal.desk.platform_requests.commands.base import (
    fingerprint,
    keep,
    lock,
    required,
    stopped,
    tell_about,
)
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.people import holders
from tangkal.desk.platform_requests.states import AUTHORS, RequestState
from tangkal.desk.workflow import StaleObject


def reason_of(why: str) -> str:
    return required(why, _("Write the reasons: they are part of the record."))


@transaction.atomic
def clear(
    request: PlatformRequest, *, why: str, by: User, expected_version: int | None = None
) -> PlatformRequest:
    """A legal officer finds that the law carries it, and says why.

    Raises:
        ActionDenied: no legal officer of the office, an author, or a conflict of interest.
        ValidationError: no reasons.
    """
    request = lock(request, expected_version)
    rules.check_step(request, "clear", by)
    rules.check_not_author(request, by)
    if stopped(request):
        return request
    request.legal_by, request.legal_at, request.legal_reason = by, timezone.now(), reason_of(why)
    keep(request, "clear", by=by, text=request.legal_reason)
    return tell_signers(request, by)


@transaction.atomic
def clear_data(
    request: PlatformRequest, *, why: str, by: User, expected_version: int | None = None
) -> PlatformRequest:
    """The data protection officer finds that the data may be used so, and says why."""
    request = lock(request, expected_version)
    rules.check_step(request, "clear_data", by)
    rules.check_not_author(request, by)
    if stopped(request):
        return request
    request.data_by, request.data_at, request.data_reason = by, timezone.now(), reason_of(why)
    keep(request, "clear_data", by=by, text=request.data_reason)
    return tell_signers(request, by)


def tell_signers(request: PlatformRequest, by: User) -> PlatformRequest:
    if request.legal_at and (request.data_at or not rules.needs_data_officer(request)):
        tell_about(
            request,
            holders([Role.APPROVER], request.organisation),
            lambda: _("Request %(number)s waits for two signatures") % {"number": request.number},
            by=by,
        )
    return request


@transaction.atomic
def send_back(
    request: PlatformRequest, *, why: str, by: User, expected_version: int | None = None
) -> PlatformRequest:
    """Back to the form, with what has to change; every word given so far is void."""
    request = lock(request, expected_version)
    request.state = rules.check_step(request, "return", by)
    reason = reason_of(why)
    request.legal_by = request.legal_at = request.data_by = request.data_at = None
    request.legal_reason = request.data_reason = ""
    keep(request, "return", by=by, text=reason)
    tell_about(
        request,
        [request.created_by],
        lambda: _("Request %(number)s came back from review") % {"number": request.number},
        by=by,
    )
    return request


@transaction.atomic
def refuse(
    request: PlatformRequest, *, why: str, by: User, expected_version: int | None = None
) -> PlatformRequest:
    """The veto of the legal officer or of the data protection officer: it ends here.

    Raises:
        ActionDenied: neither of the two, or it went out already.
        ValidationError: no reasons.
    """
    request = lock(request, expected_version)
    request.state = rules.check_step(request, "refuse", by)
    reason = reason_of(why)
    is_legal = by.has_role(Role.LEGAL, at=request.organisation)
    request.refused_rule = "legal" if is_legal else "data"
    request.refused_reason, request.refused_at = reason, timezone.now()
    keep(request, "refuse", by=by, text=reason, rule=request.refused_rule)
    tell_about(
        request,
        [request.created_by, *holders([Role.APPROVER], request.organisation)],
        lambda: _("Request %(number)s was refused in review") % {"number": request.number},
        by=by,
    )
    return request


@transaction.atomic
def sign(
    request: PlatformRequest,
    *,
    by: User,
    sha256_seen: str,
    comment: str = "",
    expected_version: int | None = None,
) -> PlatformRequest:
    """One of two signatures on this very version; with the second it is authorised.

    In an election period one more follows where neither of the two is of a person named for it,
    also on what was authorised before the period began.

    Raises:
        ActionDenied: an author, a reviewer, the same person twice, or a review is missing.
        StaleObject: the words were changed since this person read them.
    """
    request = lock(request, expected_version)
    rules.check_step(request, "sign", by)
    now_sha256 = fingerprint(request)
    rules.check_can_sign(request, by, now_sha256)
    if sha256_seen != now_sha256:
        raise StaleObject(request.number, None)
    if stopped(request):
        return request
    before = rules.signatures(request, now_sha256)
    give_word(
        request,
        sha256=now_sha256,
        stage=rules.SIGNED,
        word=Approval.Word.APPROVED,
        by=by,
        comment=comment.strip()[:1_000],
    )
    signed = [*(word.by_id for word in before), by.pk]
    is_authorised = request.state == RequestState.AUTHORISED
    if is_authorised or len(signed) < rules.SIGNATURES or rules.missing_voice(request, signed):
        return keep(request, "sign", by=by, sha256=now_sha256)
    rules.check_complete(request)
    request.state = rules.check_step(request, "authorise", by)
    request.authorised_at = timezone.now()
    keep(request, "authorise", by=by, sha256=now_sha256)
    tell_about(
        request,
        holders([Role.LEGAL, *AUTHORS], request.organisation),
        lambda: (
            _("Request %(number)s is authorised: a person sends it through the channel")
            % {"number": request.number}
        ),
        by=by,
    )
    return request
