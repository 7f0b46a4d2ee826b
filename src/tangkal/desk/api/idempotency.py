"""A request that is sent twice is carried out once.

Networks lose answers, and programs then ask again. With an ``Idempotency-Key`` the second
request gets the first one's answer. The change and the answer are stored in one transaction:
whatever a crash interrupts, either both are there or neither.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.api.models import ApiToken, KeptAnswer
from tangkal.desk.api.problems import Problem

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
LEASE = timedelta(seconds=90)  # longer than any request may take; then its process is dead
FORM = re.compile(r"[\x21-\x7e]{1,100}")
KEPT_HEADERS = ("Content-Type", "Location")
BROKEN = 500

Begin = Callable[[], None]


class Undone(Exception):
    """The operation failed; nothing of it stays, and its key is free again."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def once(
    request: HttpRequest, token: ApiToken, key: str, act: Callable[[Begin], HttpResponse]
) -> HttpResponse:
    """Carry a request out, unless this token has sent it before.

    Args:
        act: carries it out; it calls its argument before its first change, which opens the
            transaction in which the answer is kept too.

    Raises:
        Problem: no sensible key, the key of another request, or the first is still under way.
    """
    if not FORM.fullmatch(key):
        raise Problem(
            422,
            _("The idempotency key cannot be used"),
            _("Send 1 to 100 visible ASCII characters as Idempotency-Key."),
        )
    digest = fingerprint(request)
    kept, is_ours = take(token, key, digest)
    if not is_ours:
        return earlier(kept, digest)
    return carry_out(kept, act)


def carry_out(kept: KeptAnswer, act: Callable[[Begin], HttpResponse]) -> HttpResponse:
    try:
        with ExitStack() as transactions:
            answer = act(lambda: begin(transactions))
            if answer.status_code >= BROKEN:
                raise Undone(answer)
            begin(transactions)
            keep(kept, answer)
            return answer
    except Undone as undone:
        release(kept)
        return undone.answer
    except BaseException:
        release(kept)
        raise


def begin(transactions: ExitStack) -> None:
    transactions.enter_context(transaction.atomic())


@transaction.atomic
def take(token: ApiToken, key: str, digest: str) -> tuple[KeptAnswer, bool]:
    """The key's row, and whether this request is the one to carry out."""
    now = timezone.now()
    KeptAnswer.objects.filter(token=token, created_at__lt=now - KEPT_FOR).delete()
    claim = secrets.token_hex(16)
    kept, is_new = KeptAnswer.objects.select_for_update().get_or_create(
        token=token, key=key, defaults={"request_hash": digest, "claim": claim, "claimed_at": now}
    )
    is_dead = kept.status is None and kept.claimed_at < now - LEASE
    if not is_new and is_dead and kept.request_hash == digest:
        kept.claim, kept.claimed_at = claim, now
        kept.save(update_fields=["claim", "claimed_at"])
        return kept, True
    return kept, is_new


def earlier(kept: KeptAnswer, digest: str) -> HttpResponse:
    """The first request's answer.

    Raises:
        Problem: the key belongs to another request, or the first is still under way.
    """
    if kept.request_hash != digest:
        raise Problem(
            422,
            _("This key belongs to another request"),
            _("An Idempotency-Key names one request; choose a new one for a new request."),
        )
    if kept.status is None:
        raise under_way()
    response = HttpResponse(bytes(kept.content), status=kept.status, headers=dict(kept.headers))
    response["Idempotent-Replayed"] = "true"
    return response


def under_way() -> Problem:
    return Problem(
        409,
        _("The first request is under way"),
        _("A request with this Idempotency-Key is being answered; ask again shortly."),
        {"Retry-After": "2"},
    )


def keep(kept: KeptAnswer, answer: HttpResponse) -> None:
    """Store the answer in the change's own transaction.

    Raises:
        Problem: somebody took this request for dead and carries it out; ours is undone.
    """
    found = KeptAnswer.objects.filter(pk=kept.pk, claim=kept.claim, status=None)
    headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    if not found.update(status=answer.status_code, headers=headers, content=answer.content):
        raise under_way()


def release(kept: KeptAnswer) -> None:
    """Nothing was changed: the same request may be sent again."""
    KeptAnswer.objects.filter(pk=kept.pk, claim=kept.claim, status=None).delete()


def fingerprint(request: HttpRequest) -> str:
    """A hash over what is asked: the way, the address and the body."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    # Its boundary differs at each sending, so the parts are hashed and not the bytes.
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode("utf-8", "surrogatepass"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode("utf-8", "surrogatepass"))
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()
