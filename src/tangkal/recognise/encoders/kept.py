"""Vectors on disk, found by the text they were made of and the model that made them."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.durable import locked
from tangkal.recognise.encoders.base import SentenceEncoder

_KEY = 16  # bytes of SHA-256: two titles of a billion share one with a chance below 1e-19


class KeptVectors:
    """One file a model, records only ever added; a record cut short by a crash is dropped.

    The file holds hashes and vectors, no text. It may be deleted at any time: what is then
    missing is encoded anew.
    """

    def __init__(self, folder: Path, encoder: SentenceEncoder) -> None:
        """Name the file of an encoder in a folder, which is made when first written."""
        self.path = folder / f"{encoder.name}-{encoder.fingerprint}.vectors"
        self._record = np.dtype(
            [("key", f"S{_KEY}"), ("scale", "<f4"), ("numbers", "i1", (encoder.dimension,))]
        )
        self._read = 0
        self._places: dict[bytes, int] = {}

    def find(self, texts: Sequence[str]) -> dict[str, tuple[NDArray[np.int8], float]]:
        """The kept vectors among these texts': whole numbers and their scale, by text."""
        records = self._map()
        if records is None:
            return {}
        for place in range(self._read, len(records)):
            self._places[bytes(records["key"][place]).ljust(_KEY, b"\0")] = place
        self._read = len(records)
        found = {text: self._places.get(key(text)) for text in texts}
        return {
            text: (np.array(records["numbers"][place]), float(records["scale"][place]))
            for text, place in found.items()
            if place is not None
        }

    def keep(
        self, texts: Sequence[str], numbers: NDArray[np.int8], scales: NDArray[np.float32]
    ) -> None:
        """Add the vectors of some texts."""
        records = np.empty(len(texts), dtype=self._record)
        records["key"] = [key(text) for text in texts]
        records["scale"], records["numbers"] = scales, numbers
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.path.with_suffix(".lock")), self.path.open("ab") as stream:
            # What a crash cut short would shift everything behind it.
            whole = stream.tell() - stream.tell() % self._record.itemsize
            os.truncate(self.path, whole)
            stream.seek(whole)
            stream.write(records.tobytes())

    def _map(self) -> NDArray[np.void] | None:
        try:
            n = self.path.stat().st_size // self._record.itemsize
        except FileNotFoundError:
            return None
        return np.memmap(self.path, dtype=self._record, mode="r", shape=(n,)) if n else None


def key(text: str) -> bytes:
    """What a text is found by."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:_KEY]
