"""Read dispatches within a person's scope, with how far each has come."""

from datetime import datetime, timedelta

from django.db.models import Case, Count, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from tangkal.desk.accounts.models import User
from tangkal.desk.channels.models import Delivery, DeliveryAttempt, Dispatch, Kind, Outlet
from tangkal.desk.channels.states import ARRIVED, WAITING, DeliveryState, DispatchState, Recall

NEWEST = 20  # entries of a website's list


def dispatches_for(reader: User) -> QuerySet[Dispatch]:
    """Dispatches of cases of the reader's organisations, with their counts of deliveries."""
    scope = Q(pk__in=[])
    for path in reader.content_scopes():
        scope |= Q(case__lead_organisation__path__startswith=path)
    return counted(Dispatch.objects.filter(scope))


def counted(rows: QuerySet[Dispatch]) -> QuerySet[Dispatch]:
    def count(**condition: object) -> Count:
        named = {f"deliveries__{name}": value for name, value in condition.items()}
        return Count("deliveries", filter=Q(**named))

    found = rows.select_related(
        "outlet__organisation",
        "case",
        "created_by",
        "message_version__message",
        "house_version",
    ).annotate(
        readers=Count("deliveries"),
        arrived=count(state__in=ARRIVED),
        delivered=count(state=DeliveryState.DELIVERED),
        waiting=count(state__in=WAITING),
        failed=count(state=DeliveryState.FAILED),
        held=count(state=DeliveryState.STOPPED),
        uncertain=count(state=DeliveryState.UNCERTAIN),
        deleted=count(recall=Recall.DELETED),
        kept=count(recall=Recall.IMPOSSIBLE),
    )
    # What is grouped loses the order of its model.
    return found.order_by("-created_at", "-pk")


def needing_a_person(rows: QuerySet[Dispatch]) -> QuerySet[Dispatch]:
    """Where something failed for good, or nobody knows whether it arrived."""
    stopped = Q(held__gt=0) & ~Q(state=DispatchState.RECALLED)
    return rows.filter(Q(failed__gt=0) | Q(uncertain__gt=0) | stopped | ~Q(refusal=""))


def of_message(reader: User, message_id: int) -> QuerySet[Dispatch]:
    return dispatches_for(reader).filter(message_version__message_id=message_id)


def of_house(reader: User, house_id: int) -> QuerySet[Dispatch]:
    return dispatches_for(reader).filter(house_version__house_id=house_id)


def deliveries_of(found: Dispatch) -> QuerySet[Delivery]:
    """What needs a person first."""
    order = (
        *(DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.STOPPED),
        *(DeliveryState.TRY_AGAIN, DeliveryState.SENDING, DeliveryState.CREATED),
    )
    urgency = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(order)),
        default=Value(len(order)),
    )
    return found.deliveries.order_by(urgency, "pk")


STALLED = timedelta(minutes=2)
LEFT = (*WAITING, DeliveryState.STOPPED, DeliveryState.FAILED, DeliveryState.UNCERTAIN)


def left_of(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Whom a dispatch has not reached, as far as anybody knows."""
    return rows.filter(state__in=LEFT)


def left_by_state(found: Dispatch) -> list[tuple[str, int]]:
    """How many of those are in which state, in the order in which they call for a person."""
    counts = dict(
        left_of(found.deliveries.order_by()).values_list("state").annotate(Count("pk")).order_by()
    )
    order = (DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.STOPPED, *WAITING)
    return [(state, counts[state]) for state in order if state in counts]


def unsent(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """What can be sent without reaching anybody twice: it was stopped, or refused before it went.

    A letter that bounced had gone out, and one of which nobody knows may have: neither is here.
    """
    last = DeliveryAttempt.objects.filter(delivery=OuterRef("pk")).order_by("-number")
    went = ("sent", "uncertain")
    return (
        rows.filter(state__in=(DeliveryState.STOPPED, DeliveryState.FAILED))
        .annotate(last=Coalesce(Subquery(last.values("outcome")[:1]), Value("")))
        .exclude(last__in=went)
    )


def stalled_since(found: Dispatch, now: datetime) -> datetime | None:
    """Since when something of it should have been tried and was not; None where all goes well."""
    rows = found.deliveries.filter(state__in=WAITING, next_attempt_at__lte=now - STALLED)
    if found.state != DispatchState.GOING:
        return None
    due: datetime | None = rows.aggregate(due=Min("next_attempt_at"))["due"]
    return due


def shown_reader(outlet: Outlet, reader: str) -> str:
    """A reader as pages show them: of a person's number and address only so much as to tell them.

    >>> shown_reader(Outlet(kind=Kind.WHATSAPP), "+628123456789")
    '+62812•••789'
    """
    if outlet.kind == Kind.WHATSAPP:
        return f"{reader[:6]}•••{reader[-3:]}"
    if outlet.kind == Kind.EMAIL:
        name, _at, host = reader.partition("@")
        return f"{name[:2]}•••@{host}"
    return reader


def broadcast(outlet: Outlet) -> list[Dispatch]:
    """What a website's list holds: what went there, the recalled ones as such, newest first."""
    states = (DispatchState.GOING, DispatchState.SETTLED, DispatchState.RECALLED)
    rows = Dispatch.objects.filter(
        outlet=outlet, state__in=states, purpose=Dispatch.Purpose.MESSAGE, went_at__isnull=False
    )
    rows = rows.select_related("message_version__message", "house_version")
    return list(rows.order_by("-went_at", "-pk")[:NEWEST])
