""" "Was this helpful?": counted by edition and day, nothing else is kept."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from tangkal.desk.portal.feedback_models import HelpfulCount
from tangkal.desk.portal.flood import may_send
from tangkal.desk.portal.models import Clarification

ANSWERS = ("yes", "no")
AN_HOUR = 60  # from one address, which a whole village may share
A_PAGE = 12  # of these about one answer


def may_answer(request: HttpRequest, clarification: Clarification) -> bool:
    """Whether this address may still say something about this answer in this hour."""
    return may_send(request, f"helpful-{clarification.pk}", A_PAGE) and may_send(
        request, "helpful", AN_HOUR
    )


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """A form that another site sends in its readers' names; browsers say so by themselves."""
    return request.headers.get("Sec-Fetch-Site") == "cross-site"


@transaction.atomic
def take_answer(
    clarification: Clarification, answer: str, *, edition: int, now: datetime | None = None
) -> None:
    """Count one reader's "yes" or "no" for the edition that was read."""
    day = timezone.localtime(now).date() if now else timezone.localdate()
    row, _made = HelpfulCount.objects.get_or_create(
        clarification=clarification, edition=edition, on=day
    )
    HelpfulCount.objects.filter(pk=row.pk).update(**{answer: F(answer) + 1})
