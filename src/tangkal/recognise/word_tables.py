"""What is known of each word, worked out once and not anew for every text.

The chance that a word of a post comes back in a title, and the chance that a title's word stands
in a post, are sums (see :mod:`tangkal.recognise.habits`). Most of their parts hang on the word
alone; these are added up here whenever the claims change. What is left for each text is a few
products and one exponential a word.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.associations import Associations
from tangkal.recognise.habits import Habits
from tangkal.recognise.titles import Titles

# Columns of WordTables.rows.
IDF = 0
KEPT = 1  # of the log odds that a post's word is kept: what hangs on the word alone
USUAL_MISS = 2  # ln of the chance that a title lacks the word
USUAL_ODDS = 3  # log odds that a title holds it
FOUND = 4  # of the log odds that a title's word stands in its post: what hangs on the word alone
BY_CHANCE = 5  # ln of the chance that any post holds it
NOT_BY_CHANCE = 6  # ln of the chance that a post does not
IS_NUMBER = 7
_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class WordTables:
    """Words by number: the terms of the titles, then ``extras``, then any other word."""

    extras: NDArray[np.uint64]  # hashes of words that no title holds, ascending
    rows: NDArray[np.float32]  # [terms + extras + 1, columns]
    # Which words of posts a title's term is known to answer, and how likely:
    starts: NDArray[np.int64]  # terms + 1
    sources: NDArray[np.int32]
    chances: NDArray[np.float32]
    post_weights: NDArray[np.float64]  # as in the habits, for what hangs on the text
    title_weights: NDArray[np.float64]

    @classmethod
    def of(cls, titles: Titles, associations: Associations, habits: Habits) -> "WordTables":
        """Add up what is known of all words.

        Args:
            titles: weighed.
        """
        rarity = titles.stem_rarity
        told = np.concatenate([habits.post_words, associations.sources])
        extras = np.unique(told[rarity.numbers_of(told) < 0])
        hashes = np.concatenate([rarity.terms, extras, np.zeros(1, dtype=np.uint64)])
        idf = np.full(len(hashes), rarity.unseen_idf, dtype=np.float32)
        idf[: len(rarity)] = rarity.idf_by_number
        rows = np.zeros((len(hashes), _COLUMNS), dtype=np.float32)
        rows[:, IDF] = idf
        rows[: len(rarity), IS_NUMBER] = titles.is_number
        _tell_habits(hashes, idf.astype(np.float64), rarity.unseen_idf, habits, rows)
        return cls(
            extras,
            rows,
            *_answers(titles, extras, associations),
            habits.post_weights,
            habits.title_weights,
        )


def _tell_habits(
    hashes: NDArray[np.uint64],
    idf: NDArray[np.float64],
    unseen: float,
    habits: Habits,
    rows: NDArray[np.float32],
) -> None:
    held = _counted(hashes, habits.post_words, habits.post_held)
    kept = _counted(hashes, habits.post_words, habits.post_kept)
    share, usual = np.exp(-idf), habits.rates[0]
    rate = np.log((kept + 5 * usual + 1e-6) / (held + 5))
    spread = np.log1p(1e4 * share)
    w = habits.post_weights
    rows[:, KEPT] = (
        w[5] * idf + w[6] * idf**2 / 10 + w[7] * (idf >= np.float32(unseen)) + w[8] * rate
        + w[9] * (spread - np.log1p(held)) + w[10] * np.minimum(held, 10) / 10 * rate + w[14]
    )  # fmt: skip
    chance = np.minimum(share, 0.9)
    rows[:, USUAL_MISS] = np.log1p(-chance)
    rows[:, USUAL_ODDS] = np.log(chance) - np.log1p(-chance)
    by_chance = (held + 0.3 * share * habits.rates[2] + 0.2) / (habits.rates[2] + 1)
    by_chance = by_chance.clip(1e-4, 0.95)
    rows[:, BY_CHANCE], rows[:, NOT_BY_CHANCE] = np.log(by_chance), np.log1p(-by_chance)
    in_titles = _counted(hashes, habits.title_words, habits.title_held)
    found = _counted(hashes, habits.title_words, habits.title_found)
    rate = np.log((found + 3 * habits.rates[1] + 1e-6) / (in_titles + 3))
    w = habits.title_weights
    rows[:, FOUND] = (
        w[0] * rate + w[1] * idf + w[2] * spread + w[3] * np.log1p(held)
        + w[4] * np.log1p(in_titles) + w[6] * idf**2 / 10
        + w[8] * np.minimum(in_titles, 10) / 10 * rate + w[9]
    )  # fmt: skip


def _counted(
    asked: NDArray[np.uint64], words: NDArray[np.uint64], counts: NDArray[np.float32]
) -> NDArray[np.float64]:
    """The count of each word asked, 0 where it is none of ``words`` (ascending)."""
    out = np.zeros(len(asked))
    if len(words):
        places = np.minimum(np.searchsorted(words, asked), len(words) - 1)
        is_here = words[places] == asked
        out[is_here] = counts[places[is_here]]
    return out


def _answers(
    titles: Titles, extras: NDArray[np.uint64], associations: Associations
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """The associations the other way round: by the title's term."""
    rarity = titles.stem_rarity
    sources = rarity.numbers_of(associations.sources)
    strange = sources < 0
    sources[strange] = len(rarity) + np.searchsorted(extras, associations.sources[strange])
    sources = np.repeat(sources, np.diff(associations.starts))
    targets = rarity.numbers_of(associations.targets)
    held = np.flatnonzero(targets >= 0)
    order = held[np.argsort(targets[held], kind="stable")]
    starts = np.zeros(len(rarity) + 1, dtype=np.int64)
    np.cumsum(np.bincount(targets[held], minlength=len(rarity)), out=starts[1:])
    return starts, sources[order], associations.chances[order]
