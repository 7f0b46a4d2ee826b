"""What analysts ordered about narratives, and which ids have become which since.

An order outlives the narrative it was given for: ids are followed to the ones they are now.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy.typing as npt

from tangkal.situational_insight.packing import pack_strings, unpack_strings

REMEMBERED_IDS = 1_000_000  # merged ids that are still followed, the oldest forgotten first

Arrays = dict[str, npt.NDArray[Any]]


class Standing:
    """Pairs kept apart, pinned and hand-made narratives; merged ids and what they became."""

    def __init__(self) -> None:
        self.became: dict[str, str] = {}  # merged id → the id that stayed then
        self._apart: dict[tuple[str, str], None] = {}
        self._pinned: dict[str, None] = {}

    def current(self, one: str) -> str:
        """The id that an id has become; itself where it never merged.

        >>> standing = Standing()
        >>> standing.merge("N1", "N2"), standing.merge("N0", "N1")
        (None, None)
        >>> standing.current("N2")
        'N0'
        """
        last = one
        while last in self.became:
            last = self.became[last]
        while one != last:  # later questions take one step
            self.became[one], one = last, self.became[one]
        return last

    def merge(self, stays: str, ends: str) -> None:
        """From now on, *ends* is *stays*."""
        self.became.pop(stays, None)  # it lives, whatever was said before
        self.became[ends] = stays
        if len(self.became) > REMEMBERED_IDS:
            del self.became[next(iter(self.became))]

    def keep_apart(self, one: str, other: str) -> None:
        self._apart[one, other] = None

    def allow(self, one: str, other: str) -> None:
        """An analyst merged what was kept apart: the later word counts."""
        now = {self.current(one), self.current(other)}
        for pair in [p for p in self._apart if {self.current(p[0]), self.current(p[1])} == now]:
            del self._apart[pair]

    def apart_now(self) -> set[tuple[str, str]]:
        """Pairs of current ids, both ways round, that must stay two."""
        now = [(self.current(a), self.current(b)) for a, b in self._apart]
        return {pair for a, b in now for pair in ((a, b), (b, a)) if a != b}

    def pin(self, one: str) -> None:
        self._pinned[one] = None

    def unpin(self, one: str) -> None:
        for pinned in [p for p in self._pinned if self.current(p) == self.current(one)]:
            del self._pinned[pinned]

    def pinned_now(self) -> set[str]:
        return {self.current(one) for one in self._pinned}

    def snapshot(self) -> Arrays:
        """Everything as plain arrays."""
        arrays: Arrays = {}
        for name, strings in self._strings().items():
            arrays[f"{name}_utf8"], arrays[f"{name}_offsets"] = pack_strings(strings)
        return arrays

    @classmethod
    def restore(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> "Standing":
        """What :meth:`snapshot` saved."""

        def strings(name: str) -> list[str]:
            return unpack_strings(arrays[f"{name}_utf8"], arrays[f"{name}_offsets"])

        standing = cls()
        standing.became = dict(zip(strings("ended"), strings("stayed"), strict=True))
        pairs = zip(strings("apart_one"), strings("apart_other"), strict=True)
        standing._apart = dict.fromkeys(pairs)
        standing._pinned = dict.fromkeys(strings("pinned"))
        return standing

    def _strings(self) -> dict[str, Iterable[str]]:
        return {
            "ended": self.became.keys(),
            "stayed": self.became.values(),
            "apart_one": [one for one, _ in self._apart],
            "apart_other": [other for _, other in self._apart],
            "pinned": self._pinned.keys(),
        }
