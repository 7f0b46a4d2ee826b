"""Banks of pictures that were judged before, searched by distance and by details.

Every bank has its own thresholds: one of well-checked pictures may be asked loosely, one of
screenshots of forms only strictly. A match is a measurement: somebody looks at both pictures.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.media.details import Details, common_codes, in_one_arrangement
from tangkal.recognise.media.pdq import differing_bits
from tangkal.recognise.media.pictures import Fingerprint

_STRANGERS_BEGIN = 80  # of 256 bits: nearer than that, chance pairs appear


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What makes two pictures the same; chosen by ``bench recognise.media``."""

    bits: int = 38  # of 256 that may differ
    details: int = 7  # that must lie in one arrangement

    def __post_init__(self) -> None:
        if not 0 <= self.bits <= _STRANGERS_BEGIN:
            raise InvalidInput(
                f"threshold bits {self.bits} is outside 0..{_STRANGERS_BEGIN}:"
                " beyond it strangers match"
            )
        if self.details < 5:
            raise InvalidInput(f"threshold details {self.details} is under 5: strangers match")


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaMatch:
    """A known picture that is like one that was asked about, and what that rests on."""

    media_id: str
    bits: int | None  # of 256 that differ, None where only details are alike
    details: int  # in one arrangement; 0 where the hashes alone speak

    @property
    def is_whole(self) -> bool:
        """Whether the whole picture is alike; else only a part of it was found."""
        return self.bits is not None


class MediaBank:
    """Known pictures under a name, with the bank's own thresholds."""

    def __init__(self, name: str, thresholds: Thresholds | None = None) -> None:
        self.name = name
        self.thresholds = thresholds or Thresholds()
        self._known: dict[str, Fingerprint] = {}
        self._index: _Index | None = None  # made when asked, dropped by a change

    def __len__(self) -> int:
        """Pictures known."""
        return len(self._known)

    def add(self, media_id: str, fingerprint: Fingerprint) -> None:
        """Know a picture from now on; one of the same id is replaced.

        Raises:
            InvalidInput: nothing in the picture tells it from others, as in a blank one.
        """
        if not fingerprint.views:
            raise InvalidInput(f"{media_id}: the picture is too plain to be told from others")
        self._known[media_id] = fingerprint
        self._index = None

    def remove(self, media_ids: Collection[str]) -> None:
        """Forget pictures at once; unknown ids are no error."""
        for media_id in media_ids:
            self._known.pop(media_id, None)
        self._index = None

    def match(self, asked: Fingerprint, k: int = 5) -> list[MediaMatch]:
        """The known pictures like the one asked about, best first: whole ones, then parts."""
        if not self._known:
            return []
        if self._index is None:
            self._index = _Index.of(self._known)
        index = self._index
        bits = dict(index.within(asked, self.thresholds.bits))
        details = dict(index.arranged(asked.details, self.thresholds.details))
        found = [
            MediaMatch(
                media_id=index.ids[owner], bits=bits.get(owner), details=details.get(owner, 0)
            )
            for owner in sorted({*bits, *details})
        ]
        return sorted(found, key=_rank)[:k]


def _rank(match: MediaMatch) -> tuple[int, int]:
    return (match.bits if match.bits is not None else _STRANGERS_BEGIN, -match.details)


@dataclass(frozen=True, slots=True)
class _Index:
    """All fingerprints of a bank side by side, in flat arrays."""

    ids: tuple[str, ...]
    hashes: NDArray[np.uint64]  # views, 4
    hash_owners: NDArray[np.int64]
    codes: NDArray[np.uint64]
    places: NDArray[np.complex128]
    code_owners: NDArray[np.int64]

    @classmethod
    def of(cls, known: dict[str, Fingerprint]) -> "_Index":
        prints = list(known.values())
        numbers = np.arange(len(prints))
        return cls(
            tuple(known),
            np.array([view.hash.words for one in prints for view in one.views], dtype=np.uint64),
            np.repeat(numbers, [len(one.views) for one in prints]),
            np.concatenate([one.details.codes for one in prints]),
            np.concatenate([one.details.places for one in prints]),
            np.repeat(numbers, [len(one.details) for one in prints]),
        )

    def within(self, asked: Fingerprint, bits: int) -> Iterator[tuple[int, int]]:
        """Numbers of the pictures whose hash is near, and in how many bits the nearest differs."""
        nearest = np.full(len(self.ids), _STRANGERS_BEGIN + 1)
        for view in asked.views:
            if view.name != "mirror":  # the known side has its mirror image already
                np.minimum.at(nearest, self.hash_owners, differing_bits(self.hashes, view.hash))
        for owner in np.flatnonzero(nearest <= bits).tolist():
            yield owner, int(nearest[owner])

    def arranged(self, asked: Details, fewest: int) -> Iterator[tuple[int, int]]:
        """Numbers of the pictures that hold enough of the details, and how many."""
        alike = common_codes(self.codes, self.code_owners, asked)
        owners = self.code_owners[alike.known]
        numbers, counts = np.unique(owners, return_counts=True)
        for owner in numbers[counts >= fewest].tolist():
            pairs = owners == owner
            arranged = in_one_arrangement(
                asked.places[alike.asked[pairs]], self.places[alike.known[pairs]]
            )
            if arranged >= fewest:
                yield owner, arranged
