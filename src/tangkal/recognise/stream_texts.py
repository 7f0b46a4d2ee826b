"""Posts of a batch, read once for everything that the stream asks of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tangkal.recognise.candidates import Texts
from tangkal.recognise.quick_reasons import ReadTexts
from tangkal.recognise.reasons import READ_CHARACTERS, addresses, without_addresses
from tangkal.recognise.standing import gather
from tangkal.text.grams import character_grams
from tangkal.text.hashtags import joined_words_apart
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import TokenBatch, tokenise


@dataclass(frozen=True, slots=True)
class StreamTexts(Texts):
    """Posts in the forms that titles are searched and compared by, and their words."""

    words: TokenBatch
    bare: Sequence[str]  # as they were read: without addresses, the words of hashtags apart
    carried: Sequence[Sequence[str]]  # the addresses

    @classmethod
    def read(cls, texts: Sequence[str], stem_table: StemTable) -> "StreamTexts":
        """Read n texts as :meth:`tangkal.recognise.candidates.Texts.read` does."""
        carried = [*map(addresses, texts)]
        bare = [
            joined_words_apart(without_addresses(text) if held else text)
            for text, held in zip(texts, carried, strict=True)
        ]
        words = tokenise(bare)
        grams = character_grams(bare, tokens=words)
        return cls(stem_table.stems(bare, words), grams, words, bare, carried)

    def to_explain(
        self, texts: Sequence[str], rows: Sequence[int], stem_table: StemTable
    ) -> ReadTexts:
        """The texts of these rows, to find reasons in; what was read already is not read again.

        Args:
            texts: as they were given to :meth:`read`.
        """
        theirs = [texts[row] for row in rows]
        anew = [
            place
            for place, (row, text) in enumerate(zip(rows, theirs, strict=True))
            if len(text) > READ_CHARACTERS or self.bare[row] is not text
        ]
        fresh = ReadTexts.of([theirs[place] for place in anew], stem_table)
        places = np.array(rows, dtype=np.int32)
        places[anew] = np.arange(len(anew))
        which = np.zeros(len(rows), dtype=np.int64)
        which[anew] = 1
        return ReadTexts(
            [text[:READ_CHARACTERS] for text in theirs],
            [
                self.carried[row]
                if len(text) <= READ_CHARACTERS
                else addresses(text[:READ_CHARACTERS])
                for row, text in zip(rows, theirs, strict=True)
            ],
            gather([self.words, fresh.words], which, places),
            gather([self.stems, fresh.stems], which, places),
        )
