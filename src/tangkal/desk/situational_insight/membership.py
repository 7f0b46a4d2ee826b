"""Where items belong now: read from the database, and told to every lake this process reads.

A merge or split changes two small tables and no item. Each process keeps what it read last and
asks for one number to see whether anything has moved since.
"""

import threading
from collections.abc import Iterable, Mapping

from django.core.signals import request_finished, request_started

from tangkal.desk.cases import items
from tangkal.desk.situational_insight.models import MovedFamily, MovedNarrative, Movement
from tangkal.engines import Lake
from tangkal.engines.base import Membership

Stand = tuple[str, int]  # lineage and number of the newest movement


class Known:
    """What this process last read of the movements."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stand: Stand = ("", 0)
        self._narratives: dict[str, str] = {}  # as moved, one step each
        self._families: dict[str, str] = {}
        self.membership = Membership()

    def refresh(self) -> Membership:
        """The membership as the database has it: one query where nothing has moved."""
        stand = newest()
        with self._lock:
            if stand != self._stand:
                self._read(stand)
            return self.membership

    def _read(self, stand: Stand) -> None:
        since = self._stand[1]
        if stand[0] != self._stand[0] or stand[1] < since:
            since, self._narratives, self._families = 0, {}, {}
        moved = MovedNarrative.objects.filter(number__gt=since)
        self._narratives.update(moved.values_list("narrative_id", "now_in"))
        families = MovedFamily.objects.filter(number__gt=since)
        self._families.update(families.values_list("family_id", "now_in"))
        self.membership = resolved(self._narratives, self._families)
        self._stand = stand


known = Known()


def newest() -> Stand:
    """The newest movement; one query."""
    return Movement.objects.values_list("lineage", "number").first() or ("", 0)


def resolved(narratives: Mapping[str, str], families: Mapping[str, str]) -> Membership:
    """Steps as a membership without chains.

    >>> resolved({"a": "b", "b": "c", "d": "d"}, {"f": "a"}).narratives
    {'a': 'c', 'b': 'c'}
    """
    last = {key: end_of(key, narratives) for key in narratives}
    return Membership(
        narratives={key: now for key, now in last.items() if now != key},
        families={key: last.get(now_in, now_in) for key, now_in in families.items()},
    )


def end_of(narrative_id: str, steps: Mapping[str, str]) -> str:
    """The last of a chain of steps; a circle, which no command makes, ends where it is met."""
    met = {narrative_id}
    while (further := steps.get(narrative_id, narrative_id)) not in met:
        met.add(further)
        narrative_id = further
    return narrative_id


def current() -> Membership:
    """Where items belong now, as this process's lakes are told it."""
    return known.refresh()


def current_id(narrative_id: str) -> str:
    """The narrative that this one has become; itself where nothing took it in."""
    return current().narratives.get(narrative_id, narrative_id)


def current_ids(ids: Iterable[str]) -> dict[str, str]:
    """The same for several, in one query at most."""
    narratives = current().narratives
    return {each: narratives.get(each, each) for each in ids}


# -- the lake of a web process -------------------------------------------------------------


class Here(threading.local):
    """Whether this thread answers a request, and whether its lake was looked after in it."""

    in_request = False
    is_done = False


here = Here()


def follow(lake: Lake) -> None:
    """Tell a lake where items belong now: once a request, and at every call outside of one."""
    if here.in_request and here.is_done:
        return
    tell(lake)
    here.is_done = True


def tell(lake: Lake) -> Membership:
    """Tell a lake where items belong now."""
    membership = current()
    lake.belong(membership)
    return membership


def begin(**_about: object) -> None:
    here.in_request, here.is_done = True, False


def end(**_about: object) -> None:
    here.in_request = here.is_done = False


def follow_everywhere() -> None:
    """From now on the lake of this process follows the movements; called once at the start."""
    items.followers.append(follow)
    items.successors.append(current_ids)
    request_started.connect(begin, dispatch_uid="membership-begin")
    request_finished.connect(end, dispatch_uid="membership-end")
