"""The question path read twice: by words, then by meaning.

The index of known claims stays as it is, and the stream never comes here: a process that is
asked no question encodes nothing.
"""

import logging
import os
from collections.abc import Callable, Sequence
from threading import Lock, Thread, get_native_id

import numpy as np

from tangkal.kernel.records import ClaimMatch
from tangkal.recognise.encoders.second_reading import (
    DEPTH,
    Reading,
    Reread,
    SecondReader,
    Told,
    learn_reading,
)
from tangkal.recognise.known_claims import QUESTION_METHOD, KnownClaimIndex
from tangkal.recognise.restraint import MAYBE

log = logging.getLogger(__name__)

NEAR = 3.0  # deviations from usual at which nearness is a reason worth telling
_NICE = 10  # encoding the archive gives way to questions
_NAME = 26  # characters of a model's name that a method's name has room for


class TwiceRead:
    """Answers questions from an index of known claims with the help of an encoder."""

    def __init__(self, index: KnownClaimIndex, reader: SecondReader) -> None:
        """Look at an index.

        Args:
            index: may change at any time; each question sees it as it is.
            reader: may have served an earlier index: its vectors are used on.
        """
        self.index, self.reader = index, reader
        self._encoding = Lock()
        self._seen = -1  # revision of the index whose claims the vectors know

    @property
    def encoder_name(self) -> str:
        """The model that reads a second time."""
        return self.reader.encoder.name

    @property
    def method(self) -> str:
        """What a match says of how it was found."""
        return f"{QUESTION_METHOD} + encoder {self.encoder_name[:_NAME]}"

    def catch_up(self) -> None:
        """Take in which claims came and went since the last look."""
        revision = self.index.revision
        if revision == self._seen:
            return
        titles = self.index.titles()
        vectors = self.reader.vectors
        vectors.remove([claim_id for claim_id in vectors.known() if claim_id not in titles])
        vectors.add(titles)
        self._seen = revision

    def encode(self, go_on: Callable[[], bool] = lambda: True) -> None:
        """Give every claim its vector, now and here; as far as told to go on."""
        with self._encoding:
            self.catch_up()
            self.reader.vectors.recall()
            self.reader.vectors.encode_waiting(go_on)

    def encode_behind(self) -> None:
        """The same in a thread of its own; questions are answered meanwhile."""
        if self.reader.vectors.waiting and not self._encoding.locked():
            Thread(target=self._encode_gently, name="encode-claims", daemon=True).start()

    def _encode_gently(self) -> None:
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICE)
        self.encode()
        log.info("%s has read %s known claims", self.encoder_name, len(self.reader.vectors))

    def match(
        self, text: str, k: int = 5, item_id: str = "question", *, floor: float = MAYBE
    ) -> list[ClaimMatch]:
        """As :meth:`KnownClaimIndex.match`, each score and place after the second reading."""
        self.catch_up()
        self.encode_behind()
        return [
            ClaimMatch(
                item_id=item_id,
                claim_id=hit.claim_id,
                score=hit.score,
                reasons=self._reasons(text, hit),
                method=self.method,
            )
            for hit in self._reread([text], k)[0]
            if hit.score >= floor and hit.claim_id in self.index
        ]

    def rank(self, texts: Sequence[str], k: int = 5) -> list[list[tuple[str, float]]]:
        """As :meth:`KnownClaimIndex.rank`, after the second reading."""
        self.catch_up()
        return [[(hit.claim_id, hit.score) for hit in hits] for hits in self._reread(texts, k)]

    def learn(self, texts: Sequence[str], claim_ids: Sequence[str]) -> Reading:
        """A reading for this encoder, from texts and the claims people found them to be.

        The index must not have learned from these texts, or its scores promise too much.

        Raises:
            InvalidInput: too few of the texts have their claim in reach.
        """
        self.encode()
        told = []
        for text, right, hits in zip(texts, claim_ids, self.index.rank(texts, DEPTH), strict=True):
            scores = dict(hits)
            ids, apart = self.reader.look(text, list(scores))
            by_words = np.array([scores.get(claim_id, 0.0) for claim_id in ids])
            told.append(Told(by_words, apart, np.array([each == right for each in ids])))
        return learn_reading(told)

    def _reread(self, texts: Sequence[str], k: int) -> list[list[Reread]]:
        by_words = self.index.rank(texts, max(k, DEPTH))
        return [
            self.reader.reread(text, hits)[:k] for text, hits in zip(texts, by_words, strict=True)
        ]

    def _reasons(self, text: str, hit: Reread) -> tuple[str, ...]:
        near = hit.apart is not None and hit.apart >= NEAR
        meaning = (f"meaning|{self.encoder_name}",) if near else ()
        return (*self.index.explain(text, hit.claim_id), *meaning)
