"""Which claims are worth comparing with a text closely: a wide net and a narrow one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.postings import search
from tangkal.recognise.quick_search import search_quickly
from tangkal.recognise.reasons import without_addresses
from tangkal.recognise.titles import Titles
from tangkal.text.grams import character_grams
from tangkal.text.hashtags import joined_words_apart
from tangkal.text.stem_table import StemTable
from tangkal.text.tokens import TokenBatch, tokenise

WIDE = 50  # from each of the two ways on the question path
# Places in the lists of a question's words that are read, and claims then weighed by all words.
# A question can afford more than the stream; reading the lists of all its words found nothing
# more and took four times as long among a million claims.
_PLACES, _WEIGHED = 20_000, 300
NARROW = 8  # on the stream path
FAR_BEHIND = 0.4


@dataclass(frozen=True, slots=True)
class Texts:
    """Posts or questions in the forms that titles are searched and compared by."""

    stems: TokenBatch
    grams: TokenBatch

    @classmethod
    def read(cls, texts: Sequence[str], stem_table: StemTable) -> "Texts":
        """Read n texts without their web addresses, the words of hashtags apart."""
        bare = [joined_words_apart(without_addresses(text)) for text in texts]
        tokens = tokenise(bare)
        return cls(stem_table.stems(bare, tokens), character_grams(bare, tokens=tokens))


def wide_candidates(
    titles: Titles, texts: Texts, alive: NDArray[np.bool_], *, skipping: bool = True
) -> NDArray[np.int32]:
    """Question path: the best titles by stems and by character n-grams, int32[n, 2 * WIDE].

    Each title stands once in a row; -1 fills what is left.
    """
    if skipping:
        by_stems, _ = search_quickly(
            titles.stem_postings, texts.stems, WIDE, alive, budget=_PLACES, weighed=_WEIGHED
        )
    else:
        by_stems, _ = search(titles.stem_postings, texts.stems, WIDE, alive, skipping=False)
    by_grams, _ = search(titles.gram_postings, texts.grams, WIDE, alive)
    found = np.sort(np.concatenate([by_stems, by_grams], axis=1), axis=1)
    found[:, 1:][found[:, 1:] == found[:, :-1]] = -1
    return found


def narrow_candidates(
    titles: Titles, texts: Texts, alive: NDArray[np.bool_], *, skipping: bool = True
) -> NDArray[np.int32]:
    """Stream path: the best titles by stems alone, int32[n, NARROW].

    Those under FAR_BEHIND of the best one's weight are left out.

    Args:
        skipping: False reads the lists of all words and leaves out nothing.
    """
    index = titles.stem_postings
    if not skipping:
        return search(index, texts.stems, NARROW, alive, skipping=False)[0]
    docs, weights = search_quickly(index, texts.stems, NARROW, alive)
    docs[weights < FAR_BEHIND * weights[:, :1]] = -1
    return docs
