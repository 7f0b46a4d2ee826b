"""What every command of a request shares: the lock, the event, the fingerprint, whom to tell."""

import hashlib
import json
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.platform_requests import rules
from tangkal.desk.platform_requests.guards import Guard
from tangkal.desk.platform_requests.models import PlatformRequest, RequestEvent
from tangkal.desk.platform_requests.states import RequestState
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.workflow import check_version

LONGEST = 4_000


def lock(request: PlatformRequest, version: int | None = None) -> PlatformRequest:
    """The request as it now is, locked, with its case as it now is.

    Raises:
        StaleObject: somebody changed it after this person's page was drawn.
    """
    rows = PlatformRequest.objects.select_for_update(of=("self",))
    found = rows.select_related("organisation", "changed_by", "verdict").get(pk=request.pk)
    found.case = Case.objects.select_related("lead_organisation").get(pk=found.case_id)
    check_version(found, version)
    return found


def keep(
    request: PlatformRequest, action: str, *, by: User | None, text: str = "", **detail: object
) -> PlatformRequest:
    """Store a request under its next version, with its event and its line in the audit chain."""
    request.version += 1
    request.changed_by = by
    request.save()
    RequestEvent.objects.create(
        request=request, action=action, state=request.state, text=text, by=by
    )
    record(
        f"platform_request.{action}",
        request,
        by=by,
        state=str(request.state),
        **({"reason": text} if text else {}),
        **detail,
    )
    return request


def refuse_by(request: PlatformRequest, guard: Guard) -> PlatformRequest:
    """End a request by a rule; it stays on record and is counted in the public report."""
    request.state = RequestState.REFUSED
    request.refused_rule, request.refused_at = guard.key, timezone.now()
    request.refused_reason = str(guard.says)
    return keep(request, "refuse_by_rule", by=None, text=str(guard.says), rule=guard.key)


def stopped(request: PlatformRequest) -> bool:
    """Ask the rules anew, and end the request where one holds; answers whether it did."""
    guard = rules.forbidding(request)
    if guard is None:
        return False
    refuse_by(request, guard)
    return True


def fingerprint(request: PlatformRequest) -> str:
    """SHA-256 of what is asked and why; a signature counts for this and for nothing else."""
    words = {
        "kind": request.kind,
        "ground": request.ground,
        "law": request.law,
        "provision": request.provision,
        "what": request.what,
        "statement": request.statement,
        "personal_data": request.has_personal_data,
        # Sent back and submitted again, it is signed anew even where no word changed.
        "round": request.events.filter(action="submit").count(),
        "items": [
            {
                "platform": item.platform,
                "url": item.url,
                "tests": item.tests,
                "alternatives": item.alternatives,
            }
            for item in request.items.all()
        ],
    }
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def required(text: str, message: str, *, most: int = LONGEST) -> str:
    """The text without surrounding space.

    Raises:
        ValidationError: nothing is left of it, or it is longer than its place.
    """
    kept = without_controls(text).strip()
    if not kept:
        raise ValidationError(message)
    if len(kept) > most:
        raise ValidationError(
            _("The text has %(length)d characters; at most %(most)d are allowed.")
            % {"length": len(kept), "most": most}
        )
    return kept


def address(request: PlatformRequest) -> str:
    return reverse("platform-request", args=[request.pk])


def tell_about(
    request: PlatformRequest,
    people: Iterable[User],
    title: str | Callable[[], str],
    *,
    by: User | None,
    is_urgent: bool = False,
) -> int:
    return tell(
        people,
        kind=NoticeKind.ESCALATED if is_urgent else NoticeKind.APPROVAL,
        subject_url=address(request),
        title=title,
        case=request.case,
        by=by,
    )
