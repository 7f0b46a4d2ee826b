"""The vectors of all known claims: one byte a number, kept on disk, searched whole.

A million claims of 384 numbers are 384 MB, in memory and on disk. A row is scaled by its own
largest number, which leaves a cosine within about 0.003 of the exact one.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.encoders.base import SentenceEncoder
from tangkal.recognise.encoders.kept import KeptVectors
from tangkal.text.compiled import compiled

_AT_ONCE = 32  # titles encoded between two looks at whether to go on


class ClaimVectors:
    """Vectors of claims that come and go; those not yet encoded wait until somebody has time."""

    def __init__(self, encoder: SentenceEncoder, kept: KeptVectors | None = None) -> None:
        """Start empty.

        Args:
            encoder: makes the vectors.
            kept: where they are kept from one start to the next.
        """
        self.encoder, self._kept = encoder, kept
        self._lock = Lock()
        self._rows: dict[str, int] = {}
        self._ids: list[str] = []
        self._titles: dict[str, str] = {}
        self._waiting: dict[str, str] = {}
        self._numbers = np.zeros((64, encoder.dimension), dtype=np.int8)
        self._scales = np.zeros(64, dtype=np.float32)  # 0 for a claim that is gone

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def waiting(self) -> int:
        """Claims without a vector so far."""
        return len(self._waiting)

    def known(self) -> list[str]:
        """The ids of all claims taken in, with a vector or waiting for one."""
        with self._lock:
            return list(self._titles)

    def add(self, titles: Mapping[str, str]) -> None:
        """Take in claims by id; a known one with another title is taken anew."""
        with self._lock:
            for claim_id, title in titles.items():
                if self._titles.get(claim_id) != title:
                    self._forget(claim_id)
                    self._titles[claim_id] = self._waiting[claim_id] = title

    def recall(self) -> None:
        """Take the vectors that were kept from an earlier start; quick."""
        if self._kept is None or not self._waiting:
            return
        found = self._kept.find(list(self._waiting.values()))
        with self._lock:
            for claim_id, title in list(self._waiting.items()):
                if title in found:
                    del self._waiting[claim_id]
                    self._put(claim_id, *found[title])

    def remove(self, claim_ids: Collection[str]) -> None:
        """Forget claims; unknown ids are no error."""
        with self._lock:
            for claim_id in claim_ids:
                self._forget(claim_id)

    def encode_waiting(self, go_on: Callable[[], bool] = lambda: True) -> int:
        """Encode what waits; answers how many it did before it was done or told to stop."""
        done = 0
        while self._waiting and go_on():
            with self._lock:
                batch = dict(islice(self._waiting.items(), _AT_ONCE))
            numbers, scales = quantise(self.encoder.encode(list(batch.values()), "passage"))
            if self._kept:
                self._kept.keep(list(batch.values()), numbers, scales)
            with self._lock:
                for place, (claim_id, title) in enumerate(batch.items()):
                    if self._waiting.get(claim_id) == title:  # not withdrawn meanwhile
                        del self._waiting[claim_id]
                        self._put(claim_id, numbers[place], float(scales[place]))
            done += len(batch)
        return done

    def nearest(
        self, vector: NDArray[np.float32], k: int
    ) -> tuple[list[str], NDArray[np.float32], NDArray[np.float32]]:
        """The k claims nearest to a unit vector, and all cosines for comparison.

        Returns:
            ids, nearest first; their cosines; and the cosines of all claims, in no order.
        """
        with self._lock:
            numbers, scales, n = self._numbers, self._scales, len(self._ids)
            ids = self._ids
        cosines = np.empty(n, dtype=np.float32)
        _cosines(numbers[:n], scales[:n], *_whole(vector), cosines)
        alive = scales[:n] > 0
        cosines = np.where(alive, cosines, np.float32(-2))
        k = min(k, int(alive.sum()))
        if k == 0:
            return [], cosines[:0], cosines[:0]
        best = np.argpartition(-cosines, k - 1)[:k]
        best = best[np.argsort(-cosines[best], kind="stable")]
        return [ids[i] for i in best.tolist()], cosines[best], cosines[alive]

    def cosines(self, vector: NDArray[np.float32], claim_ids: Sequence[str]) -> NDArray[np.float32]:
        """Cosines with these claims, float32[len(claim_ids)]; NaN where there is no vector."""
        with self._lock:
            rows = [self._rows.get(claim_id, -1) for claim_id in claim_ids]
            known = np.array([row for row in rows if row >= 0], dtype=np.int64)
            numbers, scales = self._numbers[known], self._scales[known]
        out = np.full(len(rows), np.nan, dtype=np.float32)
        told = np.empty(len(known), dtype=np.float32)
        _cosines(numbers, scales, *_whole(vector), told)
        out[[i for i, row in enumerate(rows) if row >= 0]] = told
        return out

    def _forget(self, claim_id: str) -> None:
        self._waiting.pop(claim_id, None)
        self._titles.pop(claim_id, None)
        if (row := self._rows.pop(claim_id, None)) is not None:
            self._scales[row] = 0

    def _put(self, claim_id: str, numbers: NDArray[np.int8], scale: float) -> None:
        row = len(self._ids)
        if row == len(self._numbers):
            self._grow()
        self._numbers[row], self._scales[row] = numbers, scale
        self._rows[claim_id] = row
        self._ids.append(claim_id)

    def _grow(self) -> None:
        """Twice the room for those that are left, the gone ones dropped."""
        living = np.array(list(self._rows.values()), dtype=np.int64)
        room = max(64, 2 * len(living))
        numbers = np.zeros((room, self._numbers.shape[1]), dtype=np.int8)
        scales = np.zeros(room, dtype=np.float32)
        numbers[: len(living)] = self._numbers[living]
        scales[: len(living)] = self._scales[living]
        self._ids = list(self._rows)
        self._rows = {claim_id: row for row, claim_id in enumerate(self._ids)}
        self._numbers, self._scales = numbers, scales


def quantise(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Vectors as whole numbers of -127 to 127 and each row's scale; a row of zeros has none."""
    largest = np.abs(vectors).max(axis=1)
    scales = np.where(largest > 0, largest, 1).astype(np.float32) / np.float32(127)
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def _whole(vector: NDArray[np.float32]) -> tuple[NDArray[np.int8], np.float32]:
    numbers, scales = quantise(vector[None])
    return numbers[0], np.float32(scales[0])


@compiled
def _cosines(
    numbers: NDArray[np.int8],
    scales: NDArray[np.float32],
    vector: NDArray[np.int8],
    scale: np.float32,
    out: NDArray[np.float32],
) -> None:
    for i in range(len(scales)):
        total = np.int32(0)
        for j in range(len(vector)):
            total += np.int32(numbers[i, j]) * np.int32(vector[j])
        out[i] = total * scales[i] * scale
