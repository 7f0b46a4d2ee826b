"""An encoder whose meanings are planted: words of one meaning share a direction."""

import hashlib
from collections.abc import Sequence

import numpy as np

from tangkal.recognise.encoders.base import Role

MEANINGS = {
    "sembako": "food", "beras": "food", "makanan": "food",
    "gratis": "free", "cuma-cuma": "free",
    "pulau": "island", "nusa": "island",
    "tenggelam": "sink", "karam": "sink",
}  # fmt: skip


class PlantedEncoder:
    """Bag of meanings; counts what it is asked, so that a test sees work done twice."""

    name = "planted"
    dimension = 48

    def __init__(self, fingerprint: str = "f" * 16) -> None:
        self.fingerprint = fingerprint
        self.passages = 0

    def encode(self, texts: Sequence[str], role: Role = "query") -> np.ndarray:
        if role == "passage":
            self.passages += len(texts)
        rows = [sum((direction(word) for word in words(text)), np.zeros(48)) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 48)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def words(text: str) -> list[str]:
    return [MEANINGS.get(word, word) for word in text.lower().replace(",", " ").split()]


def direction(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:4], "little")
    return np.random.default_rng(seed).normal(size=48)
