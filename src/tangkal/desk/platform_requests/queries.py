"""Read requests within a person's reach."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Spread
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.states import (
    BEFORE_SENDING,
    ENDED,
    WAITING,
    ItemState,
    RequestState,
)

TABS = ("open", "sent", "contested", "ended", "all")


def requests_of(reader: User) -> QuerySet[PlatformRequest]:
    """Those of the organisations this person reads; none without a content role."""
    within = Q(pk__in=[])
    for path in reader.content_scopes():
        within |= Q(organisation__path__startswith=path)
    return PlatformRequest.objects.filter(within).select_related(
        "case__lead_organisation", "organisation", "created_by", "changed_by", "verdict"
    )


def condition(tab: str) -> Q:
    """What a tab of the register holds."""
    return {
        "open": Q(state__in=BEFORE_SENDING),
        "sent": Q(state__in=WAITING),
        "contested": Q(
            state__in=(RequestState.CONTESTED, RequestState.REVERSED, RequestState.RESTORING),
            restored_at=None,
        ),
        "ended": Q(state__in=(*ENDED, RequestState.REPORTED)),
        "all": Q(),
    }[tab]


def with_tallies(rows: QuerySet[PlatformRequest]) -> QuerySet[PlatformRequest]:
    """With how many items were asked about, acted on, refused and left open."""
    return rows.annotate(
        requested=Count("items"),
        acted=Count("items", filter=Q(items__state=ItemState.ACTED)),
        declined=Count("items", filter=Q(items__state=ItemState.REFUSED)),
        pending=Count("items", filter=Q(items__state=ItemState.PENDING)),
    ).order_by("-created_at", "-pk")


def sent_by_platform(rows: QuerySet[PlatformRequest]) -> list[dict[str, Any]]:
    """Items of requests that went out, by platform in the order of their names: nothing is ranked.

    Each row: platform, is_exercise, requests, requested, acted, declined, pending.
    """

    def items(state: ItemState) -> Count:
        return Count("items", filter=Q(items__state=state))

    found = (
        rows.filter(sent_at__isnull=False, items__isnull=False)
        .order_by()
        .values("is_exercise", platform=F("items__platform"))
        .annotate(
            requests=Count("pk", distinct=True),
            requested=Count("items"),
            acted=items(ItemState.ACTED),
            declined=items(ItemState.REFUSED),
            pending=items(ItemState.PENDING),
        )
    )
    return [dict(each) for each in found.order_by("is_exercise", "platform")]


def sent_by_case(numbers: Sequence[str]) -> dict[str, int]:
    """How many requests went out on each case, by the case's number."""
    found = PlatformRequest.objects.filter(case__number__in=list(numbers), sent_at__isnull=False)
    return dict(Counter(found.values_list("case__number", flat=True)))


def requestable(case_id: int) -> list[Spread]:
    """The spreads of a case that have an address."""
    rows = Spread.objects.filter(case=case_id, removed_at__isnull=True).exclude(url="")
    return list(rows.order_by("platform", "pk"))
