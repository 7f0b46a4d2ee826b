"""What the worker writes down once a message house has passed its last moment."""

import logging
from datetime import datetime

from django.db import transaction

from tangkal.desk.audit.commands import record
from tangkal.desk.strategic_communication import house_queries, house_telling
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.desk.strategic_communication.house_states import HOUSE, HouseState

log = logging.getLogger(__name__)


def expire_due(now: datetime) -> int:
    """Mark every house whose version in force has expired; answers how many.

    Nothing waits for this: what has expired is no longer in force the moment it does.
    """
    due = MessageHouse.objects.filter(
        state=HouseState.IN_FORCE,
        versions__approved_at__isnull=False,
        versions__superseded_at=None,
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
    if house.state != HouseState.IN_FORCE or version is None or not version.has_expired(now):
        return False
    # The clock's own step: by its table no role takes it.
    house.state = HOUSE.step(house.state, "expire").target
    house.version += 1
    house.save()
    record("house.expired", house, by=None, number=version.number)
    house_telling.tell_expired(version)
    return True
