"""What sets two stories apart in words: which words the one says and the other does not."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tangkal.kernel import InvalidInput
from tangkal.situational_insight.function_words import FUNCTION_WORDS
from tangkal.text.normalise import words
from tangkal.text.stem import stem_word

MOST = 12
CLEAR = 1.96  # standard errors from which a difference is no chance of the sample
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\[\w+\]")  # and what masking left behind
_EMPTY = frozenset(FUNCTION_WORDS)
_PRIOR = 1.0  # texts that a common word is held back by


@dataclass(frozen=True, slots=True)
class Apart:
    """A word that one story says more than the other."""

    word: str  # as it is most often written
    texts: int  # of the story that says it more
    other_texts: int
    z: float  # standard errors between them


def words_apart(
    one: Sequence[str], other: Sequence[str], *, most: int = MOST
) -> tuple[list[Apart], list[Apart]]:
    """The words that set two sets of texts apart, clearest first.

    Args:
        one: one text a family; copies would count a text for as often as it was passed on.
        other: those of the second story.
        most: words of each at most.

    Returns:
        Words said more in the first, and in the second: log odds of the texts that hold a
        stem, held back by what both say together (Monroe, Colaresi & Quinn 2008,
        doi:10.1093/pan/mpn018), where they differ by CLEAR or more.

    Raises:
        InvalidInput: `most` under 1.

    >>> a, b = words_apart(["harga bensin naik"] * 9, ["banjir bandang"] * 9)
    >>> [each.word for each in a], [each.word for each in b]
    (['bensin', 'harga', 'naik'], ['bandang', 'banjir'])
    """
    if most < 1:
        raise InvalidInput(f"{most=} words; ask for at least 1")
    written: dict[str, Counter[str]] = {}
    mine, yours = (_texts_with(texts, written) for texts in (one, other))
    found = [
        (_z(mine[stem], len(one), yours[stem], len(other)), stem) for stem in mine.keys() | yours
    ]

    def side(sign: int, here: Counter[str], there: Counter[str]) -> list[Apart]:
        clear = sorted(
            ((-z * sign, stem) for z, stem in found if z * sign >= CLEAR), key=lambda each: each
        )
        return [
            Apart(_commonest(written[stem]), here[stem], there[stem], -z)
            for z, stem in clear[:most]
        ]

    return side(1, mine, yours), side(-1, yours, mine)


def _texts_with(texts: Sequence[str], written: dict[str, Counter[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        spoken = words(_ADDRESS.sub(" ", text))
        told = {word for word in spoken if len(word) > 2 and word not in _EMPTY and word.isalpha()}
        for word in told:
            written.setdefault(stem_word(word), Counter())[word] += 1
        counts.update({stem_word(word) for word in told})
    return counts


def _commonest(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda word: (-spellings[word], word))


def _z(a: int, n_a: int, b: int, n_b: int) -> float:
    """Log odds ratio of texts with the word, in its standard errors, held back by a prior."""
    share = (a + b + _PRIOR) / (n_a + n_b + 2 * _PRIOR)
    alpha = _PRIOR * share * 2
    beta = _PRIOR * (1 - share) * 2
    yes_a, no_a = a + alpha, n_a - a + beta
    yes_b, no_b = b + alpha, n_b - b + beta
    difference = math.log(yes_a / no_a) - math.log(yes_b / no_b)
    return difference / math.sqrt(1 / yes_a + 1 / yes_b + 1 / no_a + 1 / no_b)
