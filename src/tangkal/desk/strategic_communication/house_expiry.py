"""What the worker does about the last moment of a message house: it warns, and writes it down."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from tangkal.desk.audit.commands import record
from tangkal.desk.strategic_communication import house_commands, house_queries, house_telling
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.house_states import HOUSE, HouseState

log = logging.getLogger(__name__)

# Time to check the facts and have two people look at them: a day, or of a house that holds for
# less than four days the last quarter of its time.
AHEAD = timedelta(days=1)
PART = 4


def warn_ending(now: datetime) -> int:
    """Tell everyone of each version in force that ends soon, once; answers how many."""
    near = MessageHouseVersion.objects.filter(
        house__state=HouseState.IN_FORCE,
        superseded_at=None,
        withdrawn_at=None,
        ending_told_at=None,
        approved_at__isnull=False,
        expires_at__gt=now,
        expires_at__lte=now + AHEAD,
    )
    done = 0
    for key in list(near.order_by("pk").values_list("pk", flat=True)):
        try:
            done += warn(key, now)
        except Exception:
            log.exception("end of message house version %d", key)
    return done


@transaction.atomic
def warn(key: int, now: datetime) -> bool:
    """One version; False where it is too early, or somebody was quicker."""
    version = (
        MessageHouseVersion.objects.select_for_update(of=("self",))
        .select_related("house__case__lead_organisation")
        .get(pk=key)
    )
    if version.ending_told_at or not version.stands or not ends_soon(version, now):
        return False
    version.ending_told_at = now
    version.save(update_fields=["ending_told_at"])
    house_telling.tell_ending(version)
    return True


def ends_soon(version: MessageHouseVersion, now: datetime) -> bool:
    if version.expires_at is None or version.approved_at is None:
        return False
    return now < version.expires_at <= now + ahead_of(version)


def ahead_of(version: MessageHouseVersion) -> timedelta:
    """How long before its end people are told: a day, or the last quarter of a short life."""
    if version.expires_at is None or version.approved_at is None:
        return AHEAD
    return min(AHEAD, (version.expires_at - version.approved_at) / PART)


def expire_due(now: datetime) -> int:
    """Tell of every house whose version in force has expired, once; answers how many.

    Nothing waits for this: what has expired is no longer in force the moment it does. It is told
    whatever is done with the next version: a draft beside it renews nothing yet.
    """
    due = MessageHouse.objects.exclude(state=HouseState.WITHDRAWN).filter(
        versions__approved_at__isnull=False,
        versions__superseded_at=None,
        versions__withdrawn_at=None,
        versions__expired_told_at=None,
        versions__expires_at__lte=now,
    )
    done = 0
    for key in list(due.order_by("pk").values_list("pk", flat=True)):
        try:
            done += expire(key, now)
        except Exception:
            # One house that fails in a way nobody thought of holds up no other.
            log.exception("message house %d", key)
    return done


@transaction.atomic
def expire(key: int, now: datetime) -> bool:
    """One house; False where somebody was quicker."""
    house = (
        MessageHouse.objects.select_for_update(of=("self",))
        .select_related("case__lead_organisation")
        .get(pk=key)
    )
    version = house_queries.standing(house)
    if version is None or version.expired_told_at or not version.has_expired(now):
        return False
    version.expired_told_at = now
    version.save(update_fields=["expired_told_at"])
    if house.state == HouseState.IN_FORCE:
        # The clock's own step: by its table no role takes it.
        house.state = HOUSE.step(house.state, "expire").target
        house.version += 1
        house.save()
    record("house.expired", house, by=None, number=version.number)
    for hook in house_commands.expired:
        hook(version)
    house_telling.tell_expired(version)
    return True
