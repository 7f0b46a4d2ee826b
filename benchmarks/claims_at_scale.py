"""A million imagined claims, and posts that pass them on in other words.

Everything is drawn from chance and from the project's own exercises, nothing from real data.
Words follow Zipf's law with Mandelbrot's shift: the frequent ones are those of the exercises'
stories, the long tail is built from Indonesian syllables and affixes. A claim takes some of its
words from one of a few thousand topics, so that claims of one topic resemble each other.
"""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from tangkal.exercises.archive import ENTRIES
from tangkal.exercises.noise import lightly_edited
from tangkal.exercises.places import PLACES
from tangkal.exercises.stories import PLANTED, chatter
from tangkal.exercises.stories.common import GREETINGS, PASS_ON
from tangkal.text.normalise import words

VOCABULARY = 150_000
TOPICS, TOPIC_WORDS, TOPIC_SHARE = 4_000, 80, 0.35
SHIFT = 2.7
SWAPPED = 0.30  # of a claim's words, for synonyms
DROPPED = 0.08
UNITS = ("juta", "ribu", "persen", "orang", "kg", "hari", "rumah")
_ONSETS = [
    "b",
    "c",
    "d",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "w",
    "y",
    "ng",
    "ny",
    "kr",
    "pr",
    "tr",
]
_VOWELS = ["a", "i", "u", "e", "o", "a", "u"]
_CODAS = ["", "", "", "n", "ng", "r", "k", "s", "t", "h", "m", "l"]
_PREFIXES = ["", "", "", "me", "di", "ber", "pe", "ter", "ke"]
_SUFFIXES = ["", "", "", "kan", "an", "nya", "i"]


@dataclass(frozen=True, slots=True)
class Language:
    """Words, most frequent first, how likely each is, and each one's two synonyms."""

    words: tuple[str, ...]
    cumulative: NDArray[np.float64]
    synonyms: NDArray[np.int32]  # [words, 2]
    topics: NDArray[np.int32]  # [topics, words of each]
    small_talk: tuple[str, ...]

    def draw(self, chance: np.random.Generator, count: int) -> NDArray[np.int32]:
        """Numbers of words, as frequent as they are."""
        found = np.searchsorted(self.cumulative, chance.random(count))
        return np.minimum(found, len(self.words) - 1).astype(np.int32)


def make_language(seed: int) -> Language:
    """The same words for the same seed."""
    chance = np.random.default_rng([seed, 1])
    talk = _sentences(Random(seed))
    counted = Counter(word for line in talk for word in words(line))
    frequent = [word for word, _ in counted.most_common()]
    spelt = dict.fromkeys([*frequent, *_invented(chance, 2 * VOCABULARY)])
    known = tuple(list(spelt)[:VOCABULARY])
    likely = 1 / (np.arange(len(known)) + 1 + SHIFT)
    ranks = np.arange(len(known))
    near = ranks[:, None] + 1 + chance.integers(0, 3 + ranks // 8, (2, len(known))).T
    cumulative = np.cumsum(likely / likely.sum())
    # A topic's words are not the most frequent ones of all: those belong to every topic.
    topics = np.searchsorted(cumulative, 0.35 + 0.65 * chance.random((TOPICS, TOPIC_WORDS))).clip(
        max=len(known) - 1
    )
    return Language(
        known, cumulative, (near % len(known)).astype(np.int32), topics.astype(np.int32),
        tuple(talk),
    )  # fmt: skip


def _sentences(random: Random) -> list[str]:
    """Sentences of the exercises' stories and small talk, and the archive's titles."""
    phrases = [phrase for story in PLANTED for phrase in story.phrases]
    phrases += chatter.BY_LANGUAGE["id"]
    said = [phrase.say(random.getrandbits(64) % phrase.size) for phrase in phrases * 12]
    told = [line for line in said if "{" not in line]
    return [*told, *(entry.title for entry in ENTRIES), *(entry.body for entry in ENTRIES)]


def _invented(chance: np.random.Generator, count: int) -> list[str]:
    """Words of two or three syllables, some with a prefix or suffix."""

    def pick(options: list[str]) -> NDArray[np.str_]:
        return np.array(options)[chance.integers(0, len(options), count)]

    parts = [pick(_PREFIXES)]
    for _ in range(2):
        parts += [pick(_ONSETS), pick(_VOWELS), pick(_CODAS)]
    third = [pick(_ONSETS), pick(_VOWELS), pick(_CODAS)]
    short = chance.random(count) < 0.5
    parts += [np.where(short, "", part) for part in third]
    parts.append(pick(_SUFFIXES))
    return ["".join(letters) for letters in zip(*parts, strict=True)]


def make_titles(language: Language, count: int, seed: int) -> Iterator[str]:
    """Titles of 8 to 20 words; one in three names a number, one in three a place."""
    for first in range(0, count, 10_000):
        chance = np.random.default_rng([seed, 2, first])
        several = min(10_000, count - first)
        lengths = chance.integers(8, 21, several)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        drawn = language.draw(chance, int(starts[-1]))
        topic = np.repeat(chance.integers(0, TOPICS, several), lengths)
        special = language.topics[topic, chance.integers(0, TOPIC_WORDS, len(topic))]
        numbers = np.where(chance.random(len(topic)) < TOPIC_SHARE, special, drawn).tolist()
        extras = chance.integers(0, 3, (several, 2)).tolist()
        places = chance.integers(0, len(PLACES), several).tolist()
        amounts = chance.integers(1, 2_000, several).tolist()
        for i in range(several):
            spelt = [language.words[n] for n in numbers[starts[i] : starts[i + 1]]]
            if extras[i][0] == 0:
                spelt[-2:-1] = [str(amounts[i]), UNITS[amounts[i] % len(UNITS)]]
            if extras[i][1] == 0:
                spelt[-1] = f"di {PLACES[places[i]].name}"
            spelt[0] = spelt[0].capitalize()
            yield " ".join(spelt)


def make_posts(language: Language, titles: dict[int, str], seed: int) -> Iterator[tuple[int, str]]:
    """For each numbered title a post of 30 to 200 words that says it in other words.

    What is nearly a copy is left out: two thirds of the title's word pairs unchanged.
    """
    places = {word: number for number, word in enumerate(language.words)}
    for number, title in titles.items():
        chance = np.random.default_rng([seed, 3, number])
        for _ in range(20):
            said = reworded(language, places, title.lower().split(), chance)
            if _unchanged(title, said) < 0.67:
                break
        else:
            continue
        yield number, framed(language, said, chance)


def reworded(
    language: Language, places: dict[str, int], title: list[str], chance: np.random.Generator
) -> str:
    """The claim with words swapped, dropped and moved."""
    kept = []
    for word in title:
        rank = places.get(word)
        draw = chance.random()
        if draw < SWAPPED and rank is not None:
            kept.append(language.words[language.synonyms[rank, int(chance.integers(2))]])
        elif draw < 1 - DROPPED:
            kept.append(word)
    if chance.random() < 0.5:
        cut = int(chance.integers(1, max(2, len(kept))))
        kept = [*kept[cut:], *kept[:cut]]
    return lightly_edited(" ".join(kept), int(chance.integers(1 << 40)))


def _unchanged(title: str, said: str) -> float:
    one, other = words(title), words(said)
    pairs = set(itertools.pairwise(one))
    return len(pairs & set(itertools.pairwise(other))) / max(len(pairs), 1)


def framed(language: Language, said: str, chance: np.random.Generator) -> str:
    """The claim inside a whole post: a greeting, talk of other things, a call to pass it on."""
    wanted = int(chance.integers(30, 201))
    count = len(said.split())
    before, after = [], []
    while count < wanted:
        if chance.random() < 0.3:
            drawn = language.draw(chance, int(chance.integers(6, 16)))
            line = " ".join(language.words[n] for n in drawn.tolist()).capitalize() + "."
        else:
            line = language.small_talk[int(chance.integers(len(language.small_talk)))]
        (before if chance.random() < 0.5 else after).append(line)
        count += len(line.split())
    opening = GREETINGS[int(chance.integers(len(GREETINGS)))]
    ending = PASS_ON[int(chance.integers(len(PASS_ON)))]
    return " ".join([opening, *before, said, *after]) + ending
