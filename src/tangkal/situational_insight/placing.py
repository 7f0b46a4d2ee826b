"""Where each remembered family is: which narrative, and which of the latest words are its."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tangkal.situational_insight.centres import RECENT
from tangkal.situational_insight.packing import pack_strings, unpack_strings

SLOT_BITS = 24
SLOT_MASK = (1 << SLOT_BITS) - 1
MOST_MOVES = 100_000  # merges that families are followed through before all are written anew

Arrays = dict[str, npt.NDArray[Any]]


def place(serial: int, slot: int) -> int:
    """A narrative's place: its slot, and its serial number, which no other ever had."""
    return (serial << SLOT_BITS) | slot


class FamilyPlaces:
    """The places of the last *window* families, through merges; memory is bounded by both."""

    def __init__(self, window: int) -> None:
        self.window = window
        self._places: dict[str, int] = {}  # oldest first
        self._moved: dict[int, int] = {}  # place of a merged narrative → where it went
        self._recent: list[str] = []  # the families whose words are in `Centres.recent`, in rows
        self._placed = 0

    def find(self, family_id: str) -> int:
        """Its place; -1 where it is not remembered."""
        return self.now(self._places.get(family_id, -1))

    def now(self, packed: int) -> int:
        """The place that a place has become by merging."""
        while packed in self._moved:
            packed = self._moved[packed]
        return packed

    def find_all(self, names: Sequence[str]) -> npt.NDArray[np.int64]:
        """The places of n families."""
        get = self._places.get
        packed = [get(name, -1) for name in names]
        if self._moved:
            packed = [self.now(each) if each in self._moved else each for each in packed]
        return np.array(packed, np.int64)

    def remember(self, names: Sequence[str], places: npt.NDArray[np.int64]) -> None:
        """Where these families are now; the oldest beyond the window are forgotten."""
        self._places.update(zip(names, places.tolist(), strict=True))
        for _ in range(len(self._places) - self.window):
            del self._places[next(iter(self._places))]

    def put(self, name: str, packed: int) -> None:
        self._places[name] = packed

    def move(self, source: int, into: int) -> None:
        """All families of one narrative are another's."""
        self._moved[source] = into
        if len(self._moved) > MOST_MOVES:
            self._places = {name: self.now(at) for name, at in self._places.items()}
            self._moved = {}

    def note_placed(self, names: Iterable[str]) -> None:
        """Families whose words the kernel kept, in its order."""
        for name in names:
            if len(self._recent) < RECENT:
                self._recent.append(name)
            else:
                self._recent[self._placed % RECENT] = name
            self._placed += 1

    def recent_rows(self, names: Iterable[str]) -> npt.NDArray[np.int64]:
        """The rows of ``Centres.recent`` that hold these families' words."""
        wanted = set(names)
        return np.array([at for at, one in enumerate(self._recent) if one in wanted], np.int64)

    def snapshot(self) -> Arrays:
        """Everything as plain arrays."""
        arrays: Arrays = {
            "places": np.fromiter(self._places.values(), np.int64, len(self._places)),
            "moved": np.array([*self._moved.items()], np.int64).reshape(-1, 2),
            "placed": np.array([self._placed], np.int64),
        }
        for name, strings in (("names", self._places), ("recent", self._recent)):
            arrays[f"{name}_utf8"], arrays[f"{name}_offsets"] = pack_strings(strings)
        return arrays

    @classmethod
    def restore(cls, window: int, arrays: Mapping[str, npt.NDArray[Any]]) -> "FamilyPlaces":
        """What :meth:`snapshot` saved."""
        self = cls(window)
        names = unpack_strings(arrays["names_utf8"], arrays["names_offsets"])
        self._places = dict(zip(names, arrays["places"].tolist(), strict=True))
        self._moved = {int(old): int(new) for old, new in arrays["moved"]}
        self._recent = unpack_strings(arrays["recent_utf8"], arrays["recent_offsets"])
        self._placed = int(arrays["placed"][0])
        return self
