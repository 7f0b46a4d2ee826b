"""How people write and how fact-checkers title: word associations learned from past pairs.

IBM Model 1 (Brown et al. 1993, aclanthology.org/J93-2003): given posts and the titles that
answered them, expectation maximisation finds for each post word which title words it tends
to be answered by ("gratis" by "bantuan"). Learned on the past only, by whoever has pairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.text.tokens import TokenBatch

_KEPT = {"sources": np.uint64, "starts": np.int64, "targets": np.uint64, "chances": np.float32}
_READ_STEMS = 60  # distinct stems read of each post: the claim comes early
_MIN_PROBABILITY = 0.02  # weaker associations are noise and are dropped
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Associations:
    """Post word i is answered by ``targets[starts[i]:starts[i + 1]]`` with these chances."""

    sources: NDArray[np.uint64]  # stem hashes, ascending
    starts: NDArray[np.int64]
    targets: NDArray[np.uint64]  # stem hashes, ascending within a source
    chances: NDArray[np.float32]

    @classmethod
    def none(cls) -> "Associations":
        """What is known before anything was learned: nothing."""
        empty = np.zeros(0, dtype=np.uint64)
        return cls(empty, np.zeros(1, dtype=np.int64), empty, np.zeros(0, dtype=np.float32))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The four arrays by name, as they are kept on disk."""
        return {name: getattr(self, name) for name in _KEPT}

    def answers(self, words: NDArray[np.uint64], least: float) -> dict[int, tuple[float, int]]:
        """What title words answer some post words, with a chance of ``least`` and more.

        Returns:
            for each such title word's hash the best chance, and the place in ``words`` of the
            post word that has it.
        """
        found: dict[int, tuple[float, int]] = {}
        sources = np.searchsorted(self.sources, words).clip(max=max(len(self.sources) - 1, 0))
        for place in np.flatnonzero(self.sources[sources] == words).tolist():
            row = slice(*self.starts[sources[place] : sources[place] + 2].tolist())
            sure = self.chances[row] >= least
            pairs = zip(
                self.targets[row][sure].tolist(), self.chances[row][sure].tolist(), strict=True
            )
            for target, chance in pairs:
                found[target] = max(found.get(target, (0.0, 0)), (chance, place))
        return found

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Associations":
        """Read what :meth:`arrays` gave.

        Raises:
            InvalidInput: an array is missing, of another type, or they do not fit together.
        """
        for name, kind in _KEPT.items():
            if name not in arrays or arrays[name].dtype != kind or arrays[name].ndim != 1:
                raise InvalidInput(f"associations without a fitting array {name!r}")
        read = cls(*(arrays[name] for name in _KEPT))
        ends = [0, *np.minimum(read.starts[1:], len(read.targets)).tolist()]
        if (
            len(read.starts) != len(read.sources) + 1
            or read.starts.tolist() != sorted(ends)
            or int(read.starts[-1]) != len(read.targets)
            or len(read.targets) != len(read.chances)
            or bool((read.sources[1:] <= read.sources[:-1]).any())
        ):
            raise InvalidInput("associations whose arrays do not fit together")
        return read

    @classmethod
    def learn(cls, posts: TokenBatch, titles: TokenBatch, rounds: int = _ROUNDS) -> "Associations":
        """Learn from n pairs of stemmed posts and the stemmed titles that answered them."""
        posts, titles = _new_in_title(posts, titles)
        sources, post_numbers = np.unique(posts.hashes, return_inverse=True)
        targets, title_numbers = np.unique(titles.hashes, return_inverse=True)
        if not len(sources) or not len(targets):
            return cls.none()
        owners, lefts, rights = _cells(posts, post_numbers, titles, title_numbers)
        keys, cell_numbers = np.unique(lefts * len(targets) + rights, return_inverse=True)
        key_sources = keys // len(targets)
        # A title word also comes from nowhere in the post: the share left to that is learned.
        chances: NDArray[np.float64] = np.ones(len(keys))
        events = np.unique(owners * len(targets) + rights, return_inverse=True)[1]
        for _ in range(rounds):
            weights = chances[cell_numbers]
            weights = weights / (np.bincount(events, weights) + _NOWHERE)[events]
            chances = np.bincount(cell_numbers, weights, minlength=len(keys)).astype(np.float64)
            totals = np.bincount(key_sources, chances, minlength=len(sources))
            chances /= np.maximum(totals + _SMOOTHING, 1e-12)[key_sources]
        kept = np.flatnonzero(chances >= _MIN_PROBABILITY)
        starts = np.zeros(len(sources) + 1, dtype=np.int64)
        np.cumsum(np.bincount(key_sources[kept], minlength=len(sources)), out=starts[1:])
        return cls(
            sources, starts, targets[keys[kept] % len(targets)], chances[kept].astype(np.float32)
        )


_NOWHERE = 0.05
_SMOOTHING = 1.0  # a word seen once has one chance in two of meaning nothing


def _new_in_title(posts: TokenBatch, titles: TokenBatch) -> tuple[TokenBatch, TokenBatch]:
    """Pairs without what stands on both sides: those words need no association."""
    rows = [(_distinct(posts.row(i)), _distinct(titles.row(i))) for i in range(len(posts))]
    lefts = [post[~np.isin(post, title)][:_READ_STEMS] for post, title in rows]
    rights = [title[~np.isin(title, post)] for post, title in rows]
    return _batch(lefts), _batch(rights)


def _distinct(row: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The different stems of a text, in order of appearance."""
    _, places = np.unique(row, return_index=True)
    return row[np.sort(places)]


def _batch(rows: list[NDArray[np.uint64]]) -> TokenBatch:
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return TokenBatch(offsets, np.concatenate(rows) if rows else np.zeros(0, dtype=np.uint64))


def _cells(
    posts: TokenBatch,
    post_numbers: NDArray[np.int64],
    titles: TokenBatch,
    title_numbers: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every (pair, post word, title word) that stand in one pair, as three columns."""
    n_posts, n_titles = np.diff(posts.offsets), np.diff(titles.offsets)
    owners = np.repeat(np.arange(len(posts)), n_posts * n_titles)
    within = np.arange(len(owners)) - np.repeat(
        np.cumsum(n_posts * n_titles) - n_posts * n_titles, n_posts * n_titles
    )
    lefts = posts.offsets[owners] + within // n_titles[owners]
    rights = titles.offsets[owners] + within % n_titles[owners]
    return owners, post_numbers[lefts], title_numbers[rights]
