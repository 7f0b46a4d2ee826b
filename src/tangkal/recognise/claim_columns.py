"""Known claims as columns: a million of them in the memory of a few thousand pictures.

Everything but the title, which :class:`tangkal.recognise.titles.Titles` keeps. A record is made
when somebody asks for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tangkal.kernel.records import KnownClaim
from tangkal.recognise.reasons import bare_address

_FEW = pa.dictionary(pa.int32(), pa.string())  # few different ones
SCHEMA = pa.schema(
    {
        "claim_id": pa.large_string(),
        "verdict": _FEW,
        "publisher": _FEW,
        "url": pa.large_string(),
        "published_on": pa.date32(),
        "language": _FEW,
        "article_text": pa.large_string(),
    }
)


@dataclass(frozen=True, slots=True)
class Keys:
    """Rows by the hash of a key, for one look-up among a million."""

    hashes: NDArray[np.int64]  # ascending
    rows: NDArray[np.int32]

    @classmethod
    def of(cls, hashes: NDArray[np.int64], rows: NDArray[np.int32]) -> "Keys":
        """Keys and their rows, in any order."""
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], rows[order])

    def candidates(self, key: str) -> NDArray[np.int32]:
        """Rows whose key has the same hash, ascending."""
        wanted = hash(key)
        first, end = np.searchsorted(self.hashes, [wanted, wanted + 1 if wanted < _TOP else wanted])
        return self.rows[first:end]

    def known(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these hashes stand here."""
        if not len(self.hashes):
            return np.zeros(len(keys), dtype=np.bool_)
        places = np.minimum(np.searchsorted(self.hashes, keys), len(self.hashes) - 1)
        return np.asarray(self.hashes[places] == keys)

    def renumbered(self, rows: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """What is left of these when row r is now ``rows[r]``, or gone where that is -1."""
        now = rows[self.rows]
        return self.hashes[now >= 0], now[now >= 0]


_TOP = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class ClaimColumns:
    """The claims of one segment."""

    table: pa.Table  # one chunk a column
    ids: Keys
    addresses: Keys  # by bare address, where a claim has one

    @classmethod
    def of(cls, claims: Sequence[KnownClaim]) -> "ClaimColumns":
        """The columns of n claims."""
        arrays = [
            pa.array([getattr(claim, field.name) for claim in claims], field.type)
            for field in SCHEMA
        ]
        urls = [(row, claim.url) for row, claim in enumerate(claims) if claim.url]
        return cls(
            pa.Table.from_arrays(arrays, schema=SCHEMA),
            Keys.of(
                hashes_of(claim.claim_id for claim in claims),
                np.arange(len(claims), dtype=np.int32),
            ),
            Keys.of(
                hashes_of(bare_address(url) for _, url in urls),
                np.array([row for row, _ in urls], dtype=np.int32),
            ),
        )

    @classmethod
    def joined(
        cls, parts: Sequence["ClaimColumns"], kept: Sequence[NDArray[np.bool_]]
    ) -> "ClaimColumns":
        """Several segments' claims as one, without those that are not kept."""
        rows, base = [], 0
        for flags in kept:
            rows.append(np.where(flags, np.cumsum(flags) - 1 + base, -1).astype(np.int32))
            base += int(flags.sum())
        tables = [p.table.filter(pa.array(f)) for p, f in zip(parts, kept, strict=True)]
        ids = [p.ids.renumbered(r) for p, r in zip(parts, rows, strict=True)]
        addresses = [p.addresses.renumbered(r) for p, r in zip(parts, rows, strict=True)]
        return cls(
            pa.concat_tables(tables).unify_dictionaries().combine_chunks(),
            Keys.of(*map(np.concatenate, zip(*ids, strict=True))),
            Keys.of(*map(np.concatenate, zip(*addresses, strict=True))),
        )

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def rows_of(self, claim_id: str) -> list[int]:
        """Rows with this id, dead ones included."""
        ids = self.table.column("claim_id")
        return [
            row for row in self.ids.candidates(claim_id).tolist() if ids[row].as_py() == claim_id
        ]

    def rows_at(self, address: str) -> list[int]:
        """Rows of this bare address, dead ones included."""
        urls = self.table.column("url")
        return [
            row
            for row in self.addresses.candidates(address).tolist()
            if bare_address(urls[row].as_py()) == address
        ]

    def claim(self, row: int, title: str) -> KnownClaim:
        """The record of one row."""
        fields = {name: self.table.column(name)[row].as_py() for name in SCHEMA.names}
        return KnownClaim(title=title, **fields)


def hashes_of(keys: Iterable[str]) -> NDArray[np.int64]:
    """Hashes of this process only: two runs differ, what they find does not."""
    return np.fromiter(map(hash, keys), dtype=np.int64)
