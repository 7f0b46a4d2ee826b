"""An entry of the watch list: what must, may and must not be there, together."""

from collections.abc import Sequence
from dataclasses import dataclass

from tangkal.early_warning.watch_list.conditions import Condition, Kind, parse_condition
from tangkal.kernel import InvalidInput, InvalidRecord

MOST_CONDITIONS = 200
_SELECTIVE = frozenset({Kind.TERM, Kind.PHRASE, Kind.DOMAIN, Kind.ACCOUNT, Kind.CLAIM})


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchEntry:
    """An item is a hit where one of `any_of`, each of `all_of` and none of `none_of` holds."""

    entry_id: str
    any_of: tuple[Condition, ...] = ()
    all_of: tuple[Condition, ...] = ()
    none_of: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if len(self.conditions) > MOST_CONDITIONS:
            raise InvalidRecord(f"{len(self.conditions)} conditions, at most {MOST_CONDITIONS}")
        if any(each.kind is Kind.REGION for each in self.any_of):
            raise InvalidRecord("a region alone would be a hit for all it says: ask it of each hit")
        if not any(each.kind in _SELECTIVE for each in (*self.any_of, *self.all_of)):
            raise InvalidRecord("nothing to look for: give at least one word, site or claim")
        both = {*self.any_of, *self.all_of} & {*self.none_of}
        if both:
            raise InvalidRecord(f"{min(c.value for c in both)!r} is both asked for and ruled out")

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (*self.any_of, *self.all_of, *self.none_of)

    @property
    def triggers(self) -> tuple[Condition, ...]:
        """The conditions one of which every hit meets."""
        asked = self.any_of or tuple(c for c in self.all_of if c.kind in _SELECTIVE)[:1]
        return asked


def read_entry(
    entry_id: str, *, any_of: Sequence[str], all_of: Sequence[str], none_of: Sequence[str]
) -> WatchEntry:
    """An entry from lines as people type them; empty lines count for nothing.

    Raises:
        InvalidInput: one sentence for each line that cannot be, and what is wrong with it.
    """
    faults: list[str] = []

    def read(lines: Sequence[str]) -> tuple[Condition, ...]:
        found = []
        for line in filter(str.strip, lines):
            try:
                found.append(parse_condition(line))
            except InvalidInput as fault:
                faults.append(str(fault))
        return tuple(dict.fromkeys(found))

    parts = read(any_of), read(all_of), read(none_of)
    if faults:
        raise InvalidInput("; ".join(faults))
    try:
        return WatchEntry(entry_id=entry_id, any_of=parts[0], all_of=parts[1], none_of=parts[2])
    except InvalidRecord as fault:
        raise InvalidInput(str(fault)) from fault
