"""How hard an Indonesian text is to read: LIX, beside real texts, and every long sentence.

LIX is words a sentence plus the share of long words, in percent (Björnsson 1968; for eleven
languages 1983, doi:10.2307/747382). It needs no list of words and no syllables. Its Swedish
steps ("above 50 is hard") do not hold here: Indonesian affixes make words longer without making
them harder. A text is therefore placed among Indonesian fact-check articles, never in a school
year. LIX sees length alone: not rare words, not order, not whether it is true.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tangkal.strategic_communication.alignment.tokens import Token, sentences_of

METHOD = "lix-id/1"
LONG_WORD = 7  # letters, from which a word is long: LIX says "more than six"
# Words a sentence may have before a reader loses its beginning: the limit that the United
# Kingdom's government sets its writers (gov.uk, "Content design: writing for GOV.UK").
LONG_SENTENCE = 25
ENOUGH = 40  # words; below, one long word moves the figure by points

# LIX at each 10th, 25th, 50th, 75th and 90th of a hundred of 515 fact-check articles of
# TurnBackHoax with at least 80 words (2016 to 2024), measured by this very function.
PEERS = ((10, 43.7), (25, 48.2), (50, 53.5), (75, 58.1), (90, 62.3))
HARD = 58.1  # harder than three of four of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence where it stands in the text, and its words."""

    text: str
    start: int
    end: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """What can be counted about how a text reads: a measurement, not a judgement of it."""

    words: int
    sentences: int
    long_words: int
    lix: float | None  # None: fewer than ENOUGH words
    method: str = METHOD

    @property
    def words_a_sentence(self) -> float:
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def long_share(self) -> float:
        return self.long_words / self.words if self.words else 0.0

    @property
    def harder_than(self) -> int | None:
        """Percent of the fact-check articles that are known to read more easily."""
        if self.lix is None:
            return None
        place = bisect_right([lix for _percent, lix in PEERS], self.lix)
        return PEERS[place - 1][0] if place else 0

    @property
    def is_hard(self) -> bool:
        return self.lix is not None and self.lix > HARD


def readability_of(text: str) -> Readability:
    """Count words, sentences and long words, and LIX where the text is long enough.

    Web addresses and numbers are no words; of a doubled word ("anak-anak") each half counts.

    >>> readability_of("Harga tetap. Pemerintah menanggung selisihnya.").long_words
    3
    """
    read = list(sentences_in(text))
    lengths = [length for each in sentences_of(text) for length in _letters(each)]
    long_words = sum(length >= LONG_WORD for length in lengths)
    words = len(lengths)
    sentences = sum(each.words > 0 for each in read)
    lix = None
    if words >= ENOUGH:
        lix = round(words / sentences + 100.0 * long_words / words, 1)
    return Readability(words=words, sentences=sentences, long_words=long_words, lix=lix)


def long_sentences(text: str, most: int = LONG_SENTENCE) -> list[Sentence]:
    """Every sentence with more words than `most`, in reading order."""
    return [sentence for sentence in sentences_in(text) if sentence.words > most]


def sentences_in(text: str) -> Iterator[Sentence]:
    """Sentences with their places in the text."""
    for tokens in sentences_of(text):
        start, end = tokens[0].start, tokens[-1].end
        words = len(list(_letters(tokens)))
        yield Sentence(text=text[start:end], start=start, end=end, words=words)


def _letters(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        if token.is_word and "." not in token.text and "@" not in token.text:
            yield from (len(half) for half in token.low.split("-") if half)
