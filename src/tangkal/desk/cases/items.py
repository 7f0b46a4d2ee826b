"""Items of the lake that may be copied into a case."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from django.conf import settings

from tangkal.desk.cases.models import Signal
from tangkal.engines import DuckLake, Lake

MOST = 20
# Called with the lake before it is read: where its items belong now is known further up.
followers: list[Callable[[Lake], None]] = []
# Answers which narratives some have become, for ids that were stored some time ago.
successors: list[Callable[[Iterable[str]], dict[str, str]]] = []


@lru_cache(maxsize=1)
def open_lake(place: str) -> Lake:
    return DuckLake(place)


def lake() -> Lake:
    """The lake of this installation, opened once a process."""
    found = open_lake(str(settings.TANGKAL.lake_url or settings.TANGKAL.home.lake))
    for follower in followers:
        follower(found)
    return found


def sample_items(signals: Sequence[Signal]) -> list[dict[str, object]]:
    """The typical items of some signals, as far as the lake still holds them."""
    ids = [item_id for signal in signals for item_id in signal.sample_item_ids]
    return items(ids[:MOST])


def items(ids: Sequence[str]) -> list[dict[str, object]]:
    """Rows of the lake by id, in the order asked for; unknown ids give no row."""
    if not ids:
        return []
    rows: list[dict[str, object]] = lake().items(list(ids)).to_pylist()
    return rows


def current_ids(ids: Iterable[str]) -> dict[str, str]:
    """The narratives that these have become by now; themselves where nothing took them in."""
    found = {each: each for each in ids}
    for successor in successors:
        found |= successor(list(found))
    return found
