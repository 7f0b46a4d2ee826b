"""What changed since the last report: narratives that are new, grew, faded or were joined."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tangkal.kernel import InvalidInput

ENOUGH = 20  # items from which a narrative is worth a line
TIMES = 2.0  # this many times as many an hour is grown, half as many faded
DOUBT = 3.0  # and no closer than so many deviations of counting alone


class Change(NamedTuple):
    """Items of one narrative in this report and in the last one, each of its own period."""

    narrative_id: str
    items: int
    before: int


class Merged(NamedTuple):
    """Two narratives that are one now."""

    narrative_id: str
    gone_id: str


class Changes(NamedTuple):
    """Each kind the most items first."""

    new: tuple[Change, ...]
    grown: tuple[Change, ...]
    faded: tuple[Change, ...]
    merged: tuple[Merged, ...]

    @property
    def is_empty(self) -> bool:
        return not any(self)


def compare(
    now: Mapping[str, int],
    before: Mapping[str, int],
    *,
    hours: float,
    hours_before: float,
    merged: Iterable[Merged] = (),
    known: Iterable[str] = (),
    enough: int = ENOUGH,
) -> Changes:
    """Compare two reports' counts by the hour, since their periods may differ in length.

    Args:
        now: items by narrative in this period.
        before: the same in the last report's.
        hours: length of this period, above 0.
        hours_before: length of the last report's, above 0.
        merged: pairs that were joined since; the older count moves with them.
        known: narratives that were there before the last report's period too, so that one
            which woke again is not called new.
        enough: items below which a narrative is not worth a line.

    Returns:
        New: enough items now, none before, and not known. Grown and faded: at least TIMES as
        many an hour, or as few, and further apart than counting alone explains.

    Raises:
        InvalidInput: a period without length, or an `enough` under 1.

    >>> found = compare({"a": 90, "b": 30}, {"a": 30, "c": 80}, hours=24, hours_before=24)
    >>> [[each.narrative_id for each in kind] for kind in found[:3]]
    [['b'], ['a'], ['c']]
    """
    if not (hours > 0 and hours_before > 0) or enough < 1:
        raise InvalidInput(f"{hours=}, {hours_before=} and {enough=} must be above 0")
    joined = tuple(sorted(set(merged)))
    earlier = moved(before, joined)
    longer = hours / hours_before
    known_before = {*known, *earlier}
    new, grown, faded = [], [], []
    for name in sorted({*now, *earlier}):
        change = Change(name, now.get(name, 0), earlier.get(name, 0))
        if name not in known_before:
            if change.items >= enough:
                new.append(change)
        elif direction(change, longer, enough) > 0:
            grown.append(change)
        elif direction(change, longer, enough) < 0:
            faded.append(change)
    return Changes(
        tuple(sorted(new, key=lambda each: -each.items)),
        tuple(sorted(grown, key=lambda each: -each.items)),
        tuple(sorted(faded, key=lambda each: -each.before)),
        joined,
    )


def moved(counts: Mapping[str, int], merged: Iterable[Merged]) -> dict[str, int]:
    """Counts under the ids that are valid now, however often a narrative was joined."""
    into = {each.gone_id: each.narrative_id for each in merged}
    found: dict[str, int] = {}
    for name, items in counts.items():
        seen = {name}
        while (name := into.get(name, name)) not in seen:
            seen.add(name)
        found[name] = found.get(name, 0) + items
    return found


def direction(change: Change, longer: float, enough: int) -> int:
    """1 grown, -1 faded, 0 neither; `longer`: this period's length over the last one's."""
    expected = change.before * longer
    if max(change.items, expected) < enough:
        return 0
    if abs(change.items - expected) < DOUBT * (change.items + expected * longer) ** 0.5:
        return 0
    if change.items >= TIMES * expected:
        return 1
    return -1 if change.items * TIMES <= expected else 0
