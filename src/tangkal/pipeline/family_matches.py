"""Known-claim matches, once a family: copies share what their family's first paid for."""

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

import numpy as np
import pyarrow as pa

from tangkal.kernel import ClaimMatch
from tangkal.kernel.schema import MATCH

MATCHES = pa.list_(MATCH)
BEST = 3


class Claims(Protocol):
    """What the stream asks of :class:`tangkal.recognise.known_claims.KnownClaimIndex`."""

    @property
    def revision(self) -> int:
        """Rises whenever a claim is added, replaced or removed."""

    def match_batch(
        self, item_ids: Sequence[str], texts: Sequence[str], k: int = BEST
    ) -> list[list[ClaimMatch]]: ...


class FamilyMatches:
    """Keeps the last ``limit`` families' matches until the claims change.

    A family met again after that, or after a restart, pays once more, with the first of its
    members then at hand: new claims must reach old families.
    """

    def __init__(self, claims: Claims, limit: int = 200_000) -> None:
        self.claims = claims
        self.paid = 0  # texts matched so far
        self._limit = limit
        self._revision = claims.revision
        self._kept: dict[str, tuple[ClaimMatch, ...]] = {}  # oldest first

    def find(
        self, family_ids: Sequence[str], item_ids: Sequence[str], texts: Sequence[str]
    ) -> pa.Array:
        """The matches of each row's family, best first, as the lake's ``matches`` column."""
        if self._revision != self.claims.revision:
            self._kept.clear()
            self._revision = self.claims.revision
        coded = pa.array(family_ids, pa.string()).dictionary_encode()
        families, rows = coded.dictionary.to_pylist(), coded.indices.to_numpy()
        _, first_row = np.unique(rows, return_index=True)
        paying = [place for place, family in enumerate(families) if family not in self._kept]
        self._pay([families[place] for place in paying], first_row[paying], item_ids, texts)
        found = as_array([self._kept[family] for family in families]).take(coded.indices)
        self._forget_oldest()
        return found

    def _pay(
        self,
        families: Sequence[str],
        rows: np.ndarray,
        item_ids: Sequence[str],
        texts: Sequence[str],
    ) -> None:
        if not families:
            return
        chosen = rows.tolist()
        matches = self.claims.match_batch(
            [item_ids[row] for row in chosen], [texts[row] for row in chosen], k=BEST
        )
        self.paid += len(families)
        self._kept.update(zip(families, map(tuple, matches), strict=True))

    def _forget_oldest(self) -> None:
        for family in list(islice(self._kept, max(0, len(self._kept) - self._limit))):
            del self._kept[family]


def as_array(each: Sequence[Sequence[ClaimMatch]]) -> pa.Array:
    """Lists of matches as one Arrow list array."""
    flat = [match for matches in each for match in matches]
    columns = [
        pa.array([match.claim_id for match in flat], pa.string()),
        pa.array([match.score for match in flat], pa.float32()),
        pa.array([match.reasons for match in flat], pa.list_(pa.string())),
        pa.array([match.method for match in flat], pa.string()),
    ]
    offsets = np.zeros(len(each) + 1, np.int32)
    np.cumsum([len(matches) for matches in each], out=offsets[1:])
    values = pa.StructArray.from_arrays(columns, fields=list(MATCH))
    return pa.ListArray.from_arrays(pa.array(offsets), values, type=MATCHES)
