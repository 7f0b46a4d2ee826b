"""How often a token asks: so many requests a minute, however many web processes answer.

A process takes its share of the minute from the database ten requests at a time and counts those
by itself: a busy program costs a write for every tenth request, and never gets more than its
minute holds. What one process took and did not use is lost to the others until the next minute.
"""

import logging
import time

from django.core.cache import cache
from django.db import OperationalError, connection, transaction

from tangkal.desk.api.models import ApiToken, Pace
from tangkal.desk.rights.access import impatient

log = logging.getLogger(__name__)
SHARE = 10  # requests that a process takes at once
KEPT_S = 120  # of the count in a process: longer than its minute

TAKE = """
INSERT INTO api_pace (token_id, minute, taken) VALUES (%s, %s, %s)
ON CONFLICT (token_id, minute) DO UPDATE SET taken = api_pace.taken + excluded.taken
WHERE api_pace.taken + excluded.taken <= %s
"""


def allows(token: ApiToken, most: int) -> int:
    """Count one request of a token.

    Args:
        most: how many requests a minute holds.

    Returns:
        0 where it may go on, else the seconds until the next minute.
    """
    now = int(time.time())
    minute = now // 60
    key = f"api-pace:{token.pk}:{minute}"
    is_first = cache.add(key, 0, KEPT_S)
    if count(key, -1) >= 0:
        return 0
    taken = take(token, minute, most, is_first=is_first)
    if taken:
        count(key, taken)
        return 0
    return 60 - now % 60


def count(key: str, change: int) -> int:
    try:
        return cache.incr(key, change)
    except ValueError:  # dropped between two lines: the database still knows
        return -1


def take(token: ApiToken, minute: int, most: int, *, is_first: bool) -> int:
    """Take a share of the token's minute, or the last one left; answers how many were taken."""
    try:
        with impatient():
            if is_first:
                Pace.objects.filter(token=token, minute__lt=minute).delete()
            return next((n for n in (SHARE, 1) if take_all(token, minute, n, most)), 0)
    except OperationalError:
        # Another writer holds the database: the request is let through, and waits like others.
        log.warning("the pace of token %s could not be counted", token.pk)
        return 1


@transaction.atomic
def take_all(token: ApiToken, minute: int, number: int, most: int) -> bool:
    """Whether so many were left; counted in one statement, so two processes cannot both have
    the last."""
    if number > most:
        return False
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [token.pk, minute, number, most])
        return bool(cursor.rowcount)
