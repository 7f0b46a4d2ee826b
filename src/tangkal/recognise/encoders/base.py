"""What the matcher asks of any sentence encoder, and the one error of those that cannot answer."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import TangkalError

# A question or post, or a claim's title: some models want to be told which of the two it reads.
Role = Literal["query", "passage"]


class EncoderUnusable(TangkalError):
    """The model that was named cannot be used; the message says why and what to do."""


class SentenceEncoder(Protocol):
    """Texts in, unit vectors out; the same text gives the same vector whatever stands beside it."""

    @property
    def name(self) -> str:
        """As people call it: "multilingual-e5-small"."""

    @property
    def fingerprint(self) -> str:
        """Differs whenever the same text might get another vector: kept vectors go by it."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def encode(self, texts: Sequence[str], role: Role = "query") -> NDArray[np.float32]:
        """float32[n, dimension], each row of length 1; any string is accepted.

        Two rows' dot product is the cosine of their texts, -1 to 1. What a usual value is
        differs from model to model.
        """
