"""What of a post comes back in the headline that answers it: habits of writers and editors.

Two chances, each read off what the word is like by a small logistic regression:

- that a word of a post stands in the headline too. Rare words that come early and again do;
  words of greeting and forwarding ("bismillah", "sebarkan") hardly ever.
- that a word of a headline stands in the post too. Names do; the editor's own words
  ("klarifikasi", "tangkapan layar") hardly ever.

A word met often enough in past pairs is known by its own count; only hashes are kept of it.
That turns words in common, and words missing, into evidence for or against a claim, as in the
probabilistic model of relevance (Robertson and Spärck Jones 1976, doi:10.1002/asi.4630270302).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.logistic import logistic_regression
from tangkal.recognise.postings import Index, find_term
from tangkal.text.compiled import compiled
from tangkal.text.hashed import slot_of
from tangkal.text.tokens import TokenBatch

READ = 400  # words of a text that are weighed; a longer one is weighed by its beginning
N_POST_INPUTS, N_TITLE_INPUTS = 15, 10
_KINDS = {
    "post_words": np.uint64, "post_held": np.float32, "post_kept": np.float32,
    "title_words": np.uint64, "title_held": np.float32, "title_found": np.float32,
    "post_weights": np.float64, "title_weights": np.float64, "rates": np.float64,
}  # fmt: skip
_PULL = 2e-3  # of all weights towards 0, for each word learned from
_SELDOM = 2  # a word in fewer pairs is known by its kind alone


@dataclass(frozen=True, slots=True)
class Habits:
    """Counts of words, and how to read a chance off them."""

    post_words: NDArray[np.uint64]  # stem hashes, ascending
    post_held: NDArray[np.float32]  # posts that hold the word
    post_kept: NDArray[np.float32]  # of these, whose headline holds it too
    title_words: NDArray[np.uint64]  # stem hashes, ascending
    title_held: NDArray[np.float32]  # headlines that hold the word
    title_found: NDArray[np.float32]  # of these, whose post holds it too
    post_weights: NDArray[np.float64]
    title_weights: NDArray[np.float64]
    rates: NDArray[np.float64]  # usual share kept, usual share found, posts counted

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All arrays by name, as they are kept on disk."""
        return {name: getattr(self, name) for name in _KINDS}

    @classmethod
    def none(cls) -> "Habits":
        """What is known before anything was learned: any word may be kept or not."""
        words, counts = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.float32)
        weights = (np.zeros(N_POST_INPUTS), np.zeros(N_TITLE_INPUTS), np.zeros(3))
        return cls(words, counts, counts, words, counts, counts, *weights)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Habits":
        """Read what :meth:`arrays` gave.

        Raises:
            InvalidInput: an array is missing, of another type or length.
        """
        for name, kind in _KINDS.items():
            if name not in arrays or arrays[name].dtype != kind or arrays[name].ndim != 1:
                raise InvalidInput(f"habits without a fitting array {name!r}")
        read = cls(**{name: arrays[name] for name in _KINDS})
        sizes = (N_POST_INPUTS, N_TITLE_INPUTS, 3)
        if (
            len({len(read.post_words), len(read.post_held), len(read.post_kept)}) > 1
            or len({len(read.title_words), len(read.title_held), len(read.title_found)}) > 1
            or (len(read.post_weights), len(read.title_weights), len(read.rates)) != sizes
        ):
            raise InvalidInput("habits whose arrays do not fit together")
        return read

    def seen_often(self, least: int) -> "Habits":
        """The same without words met in under ``least`` pairs: smaller, and nearly as good."""
        post, title = self.post_held >= least, self.title_held >= least
        return replace(
            self,
            post_words=self.post_words[post],
            post_held=self.post_held[post],
            post_kept=self.post_kept[post],
            title_words=self.title_words[title],
            title_held=self.title_held[title],
            title_found=self.title_found[title],
        )

    @classmethod
    def learn(cls, posts: TokenBatch, titles: TokenBatch, postings: Index) -> "Habits":
        """Learn from n posts and the n titles that answered them, both stemmed.

        Args:
            postings: of all titles of the time, from which rarity is read.
        """
        told = _tell_words(posts, titles)
        words, numbers = np.unique(told.words, return_inverse=True)
        held = np.bincount(numbers).astype(np.float32)
        kept = np.bincount(numbers, told.shared).astype(np.float32)
        usual_kept = float(told.shared.mean()) if len(numbers) else 0.0
        rarity = (postings.terms, postings.idf, np.float32(postings.unseen_idf))
        inputs = np.empty((len(numbers), N_POST_INPUTS))
        _post_rows(told.words, told.places, held[numbers] - 1, kept[numbers] - told.shared,
                   usual_kept, *rarity, inputs)  # fmt: skip
        answers = _tell_words(titles, posts)
        title_words, title_numbers = np.unique(answers.words, return_inverse=True)
        title_held = np.bincount(title_numbers).astype(np.float32)
        found = np.bincount(title_numbers, answers.shared).astype(np.float32)
        usual_found = float(answers.shared.mean()) if len(title_numbers) else 0.0
        in_posts = _counts(title_words, words, held)[title_numbers] - answers.shared
        lengths = _distinct_lengths(posts)[answers.owners]
        title_inputs = np.empty((len(title_numbers), N_TITLE_INPUTS))
        _title_rows(answers.words, title_held[title_numbers] - 1,
                    found[title_numbers] - answers.shared, in_posts, lengths,
                    usual_found, *rarity, title_inputs)  # fmt: skip
        often, also = held >= _SELDOM, title_held >= _SELDOM
        return cls(
            words[often], held[often], kept[often],
            title_words[also], title_held[also], found[also],
            _weights(inputs, told.shared), _weights(title_inputs, answers.shared),
            np.array([usual_kept, usual_found, float(len(posts))]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Told:
    """Every different word of every text, and whether the text's partner holds it too."""

    owners: NDArray[np.int64]
    words: NDArray[np.uint64]
    places: NDArray[np.float64]  # [n, 3]: of its first use, how often, words in the text
    shared: NDArray[np.bool_]


def _tell_words(texts: TokenBatch, partners: TokenBatch) -> _Told:
    room = int(np.minimum(np.diff(texts.offsets), READ).sum())
    owners = np.empty(room, dtype=np.int64)
    words = np.empty(room, dtype=np.uint64)
    places = np.empty((room, 3))
    shared = np.zeros(room, dtype=np.bool_)
    used = _tell(texts.offsets, texts.hashes, partners.offsets, partners.hashes,
                 owners, words, places, shared)  # fmt: skip
    return _Told(owners[:used], words[:used], places[:used], shared[:used])


def _counts(
    asked: NDArray[np.uint64], words: NDArray[np.uint64], counts: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The count of each word asked, 0 where it is none of ``words``."""
    if not len(words):
        return np.zeros(len(asked), dtype=np.float32)
    places = np.minimum(np.searchsorted(words, asked), len(words) - 1)
    return np.where(words[places] == asked, counts[places], np.float32(0.0))


def _distinct_lengths(texts: TokenBatch) -> NDArray[np.float64]:
    rows = (texts.row(i)[:READ] for i in range(len(texts)))
    return np.array([len(np.unique(row)) for row in rows], dtype=np.float64)


def _weights(inputs: NDArray[np.float64], shared: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Regression on inputs brought to one scale; the last of them is the constant 1."""
    if not len(inputs):
        return np.zeros(inputs.shape[1])
    middle, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    middle[-1], spread[-1] = 0.0, 1.0
    steady = _PULL * len(inputs)
    fitted = logistic_regression((inputs - middle) / spread, shared, np.ones(len(inputs)), steady)
    weights: NDArray[np.float64] = fitted / spread
    weights[-1] -= float(weights[:-1] @ middle[:-1])
    return weights


@compiled
def words_of(
    text: NDArray[np.uint64], words: NDArray[np.uint64], places: NDArray[np.float64]
) -> int:
    """The different words of one text, ascending, with place, count and length; how many."""
    order = np.argsort(text, kind="mergesort")
    used = 0
    for i in range(len(text)):
        word = text[order[i]]
        if used and words[used - 1] == word:
            places[used - 1, 1] += 1
            continue
        words[used] = word
        places[used, 0] = order[i]
        places[used, 1] = 1
        places[used, 2] = len(text)
        used += 1
    return used


@compiled
def _tell(
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    partner_offsets: NDArray[np.int64],
    partner_hashes: NDArray[np.uint64],
    owners: NDArray[np.int64],
    words: NDArray[np.uint64],
    places: NDArray[np.float64],
    shared: NDArray[np.bool_],
) -> int:
    used = 0
    for row in range(len(offsets) - 1):
        text = hashes[offsets[row] : min(offsets[row + 1], offsets[row] + READ)]
        partner = np.sort(partner_hashes[partner_offsets[row] : partner_offsets[row + 1]][:READ])
        found = words_of(text, words[used:], places[used:])
        for i in range(used, used + found):
            owners[i] = row
            shared[i] = find_term(partner, words[i]) >= 0
        used += found
    return used


@compiled
def post_inputs(
    row: NDArray[np.float64],
    place: NDArray[np.float64],
    idf: float,
    unseen_idf: float,
    held: float,
    kept: float,
    usual: float,
) -> None:
    """What a post's word is like; :data:`N_POST_INPUTS` numbers, the last a constant."""
    first, length, seen = np.log1p(place[0]), np.log1p(place[2]), np.log1p(held)
    rate = np.log((kept + 5 * usual + 1e-6) / (held + 5))
    row[0] = first
    row[1] = place[0] / max(place[2], 1.0)
    row[2] = np.log(place[1])
    row[3] = place[1] / max(place[2], 1.0)
    row[4] = length
    row[5] = idf
    row[6] = idf * idf / 10
    row[7] = 1.0 if idf >= unseen_idf else 0.0
    row[8] = rate
    row[9] = np.log1p(1e4 * np.exp(-idf)) - seen
    row[10] = min(held, 10.0) / 10 * rate
    row[11] = first * idf
    row[12] = length * idf
    row[13] = length * first
    row[14] = 1.0


@compiled
def title_inputs(
    row: NDArray[np.float64],
    idf: float,
    held: float,
    found: float,
    in_posts: float,
    length: float,
    usual: float,
) -> None:
    """What a headline's word is like, beside a post of so many different words."""
    long = np.log1p(length)
    rate = np.log((found + 3 * usual + 1e-6) / (held + 3))
    row[0] = rate
    row[1] = idf
    row[2] = np.log1p(1e4 * np.exp(-idf))
    row[3] = np.log1p(in_posts)
    row[4] = np.log1p(held)
    row[5] = long
    row[6] = idf * idf / 10
    row[7] = long * idf
    row[8] = min(held, 10.0) / 10 * rate
    row[9] = 1.0


@compiled
def _post_rows(
    words: NDArray[np.uint64],
    places: NDArray[np.float64],
    held: NDArray[np.float32],
    kept: NDArray[np.float32],
    usual: float,
    terms: NDArray[np.uint64],
    idf: NDArray[np.float32],
    unseen: np.float32,
    rows: NDArray[np.float64],
) -> None:
    for i in range(len(words)):
        term = slot_of(terms, words[i])
        rarity = float(idf[term] if term >= 0 else unseen)
        post_inputs(rows[i], places[i], rarity, float(unseen), held[i], kept[i], usual)


@compiled
def _title_rows(
    words: NDArray[np.uint64],
    held: NDArray[np.float32],
    found: NDArray[np.float32],
    in_posts: NDArray[np.float32],
    lengths: NDArray[np.float64],
    usual: float,
    terms: NDArray[np.uint64],
    idf: NDArray[np.float32],
    unseen: np.float32,
    rows: NDArray[np.float64],
) -> None:
    for i in range(len(words)):
        term = slot_of(terms, words[i])
        rarity = float(idf[term] if term >= 0 else unseen)
        title_inputs(rows[i], rarity, held[i], found[i], in_posts[i], lengths[i], usual)
