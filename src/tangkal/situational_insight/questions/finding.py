"""Questions in what people write, sentence by sentence.

A sentence counts as asked when it bears a mark or a phrase of asking and somebody can be
thought to wait for an answer; shouting, advertisements, headlines that answer themselves and
addresses with a "?" do not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tangkal.situational_insight.function_words import FUNCTION_WORDS
from tangkal.situational_insight.questions import phrases as said
from tangkal.situational_insight.questions.phrases import Kind
from tangkal.text.normalise import normalise, words
from tangkal.text.stem import stem_word
from tangkal.text.vocabulary import english, indonesian, regional

FEWEST_TERMS = 2  # that say what is asked about; with fewer, the text beside it tells
LONGEST = 240  # characters of a question that are kept and shown
_LOOKED_AT = 4_000  # characters of a text that are searched
_SHOUTED = 0.7  # share of capitals from which a sentence is shouted
_PLAIN_WORDS = 10  # a question without a mark is short, or it is a title

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|id|net|org|me|gov)(?:/\S*)?", re.I)
_ENDS = re.compile(r"(?<=[.!…])[\"'”’)]*\s+|(?<=\?)[\"'”’)]*(?![?!])\s*|[\r\n]+")
_TAG = re.compile(r"[#@]\w+")
_LONG_NUMBER = re.compile(r"\d{8}")  # of a telephone or a card: never part of what is asked
_ELONGATED = re.compile(r"([a-z])\1{2,}")
_MAY_ASK = re.compile(
    r"\?|kah\b|\b(?:apa|apo|opo|nopo|naon|naha|kapan|kpn|bila|bilo|iraha|siapa|sopo|saha|sia|mana|dimana|kemana|"
    r"berapa|brp|piro|sabaraha|kenapa|knp|mengapa|kunaon|ngopo|bagaimana|gimana|gmn|piye|kumaha|baa|bene?ra?n?|"
    r"betul|bnr|leres|emang|memang|tanya|nanya|takon|tau|tahu|mohon|minta|tolong|gak|ga|nggak|belum|blm|ke|"
    r"hoa[kx]s?|hoaks|true|anyone|anybody|batua|iyo|tenan|tak|atau|ngerti|weruh|terang|apal|durung|ora|info|"
    r"informasi|konfirmasi|konfirmasinya|butuh|perlu|izin|ijin|numpang)\b",
    re.I,
)


def _whole(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{each})(?!\w)" for each in patterns))


_VERIFYING = _whole(said.VERIFYING)
_VERIFYING_MARKED = _whole((*said.VERIFYING, *said.VERIFYING_MARKED))
_REQUESTING = _whole(said.REQUESTING)
_TAIL = _whole(said.TAIL)
_RHETORICAL = _whole(said.RHETORICAL)
_SELLING = _whole(said.SELLING)
_SELF_ANSWERED = re.compile(said.SELF_ANSWERED)
_AFTER_WHAT = {"yang", "yg", "saja", "aja", "sj", "ya", "sih", "itu", "ini", "nya", "dan", "untuk"}
_EMPTY = said.EMPTY | said.OPENERS | frozenset(FUNCTION_WORDS) | frozenset(said.ASKING)


@dataclass(frozen=True, slots=True)
class Question:
    """One sentence that asks."""

    sentence: str  # as it was written, without addresses
    kind: Kind
    about: str = ""  # the text's own statement, where "is this true?" only points to it

    @property
    def wording(self) -> str:
        """What a reader needs to understand the question."""
        return f"{self.about} {self.sentence}".strip() if self.about else self.sentence


def questions_in(texts: Sequence[str]) -> list[tuple[Question, ...]]:
    """The questions of each text, in its order.

    Args:
        texts: n texts as they were written.

    Returns:
        n tuples, () where nothing is asked. A sentence said twice in one text counts once.

    >>> [each.sentence for each in questions_in(["Halo min. Apa benar BBM naik besok?"])[0]]
    ['Apa benar BBM naik besok?']
    >>> questions_in(["Lihat https://contoh.id/?id=3", "KOK BISA?!?!"])
    [(), ()]
    """
    return [tuple(_questions_of(text)) if _MAY_ASK.search(text) else () for text in texts]


def _questions_of(text: str) -> Iterator[Question]:
    parts = _sentences(text)
    met = set()
    for place, sentence in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else ""
        kind = kind_of(sentence, following)
        if kind is None:
            continue
        is_thin = len(content_terms(sentence)) < FEWEST_TERMS
        about = _statement_beside(parts, place) if is_thin else ""
        found = Question(sentence[:LONGEST], kind, about[:LONGEST])
        if found.wording not in met and (about or _says_something(sentence)):
            met.add(found.wording)
            yield found


def _says_something(sentence: str) -> bool:
    """ "Hoaks bukan, min?" asks about what it came with; "Apa?" about nothing."""
    return bool(content_terms(sentence)) or _VERIFYING.search(" ".join(words(sentence))) is not None


def _sentences(text: str) -> list[str]:
    readable = _ADDRESS.sub(" ", text[:_LOOKED_AT])
    parts = (" ".join(part.split()) for part in _ENDS.split(readable))
    return [part for part in parts if any(letter.isalnum() for letter in part)]


def _statement_beside(parts: Sequence[str], place: int) -> str:
    """What "is this true?" points to: the longest statement nearby, the nearest first."""
    near = sorted(range(len(parts)), key=lambda other: (abs(other - place), other))
    for other in near:
        if other != place and len(content_terms(parts[other])) >= 2:
            return parts[other]
    return ""


def kind_of(sentence: str, following: str = "") -> Kind | None:
    """What a sentence asks for; None where it asks nothing or expects no answer.

    Args:
        sentence: one sentence with its marks.
        following: the sentence after it, which may show that the writer answers himself.

    >>> kind_of("Bansos cair kapan ya min")
    'when'
    """
    spoken = [_ELONGATED.sub(r"\1", word) for word in words(_TAG.sub(" ", sentence))]
    if not spoken:
        return None
    heard = _Heard(sentence, spoken)
    if heard.expects_nothing(following):
        return None
    return heard.kind_marked() if "?" in sentence else heard.kind_unmarked()


class _Heard:
    """One sentence taken apart: with and without the words said before and after it."""

    def __init__(self, sentence: str, spoken: Sequence[str]) -> None:
        self.sentence = sentence
        self.told = " ".join(spoken)
        self.core = _without_openers(spoken)
        self.own = " ".join(self.core)
        self.is_addressed = len(spoken) > 2 and spoken[-1] in said.ADDRESSED
        phrases = _VERIFYING_MARKED if "?" in sentence else _VERIFYING
        self.verifies = phrases.search(self.told) is not None
        self.requests = _REQUESTING.search(self.told) is not None
        self.asked = _asked(self.core)

    def expects_nothing(self, following: str) -> bool:
        """Rhetoric, shouting, selling, or a writer who answers himself."""
        if _RHETORICAL.search(self.told) or (
            not self.is_addressed and _RHETORICAL.search(self.own)
        ):
            return True
        if following and _answers_itself(self.core, following):
            return True
        if self.verifies or self.requests:
            return False
        return not self.core or _is_shouted(self.sentence) or self.sells()

    def sells(self) -> bool:
        if self.asked not in {None, "whether"}:
            return False
        return _SELLING.search(self.told) is not None or _SELLING.search(self.own) is not None

    def kind_marked(self) -> Kind:
        return self.asked or ("open" if self.requests and not self.verifies else "whether")

    def kind_unmarked(self) -> Kind | None:
        """Without a mark a phrase of asking is needed, and no order to find out."""
        if self.core and self.core[0] in said.ORDERING:
            return None
        if _TAIL.search(self.told) or _starts_with_kah(self.core) or self.verifies:
            return self.asked if self.asked and self.asked != "what" else "whether"
        if self.requests:
            return self.asked or "open"
        return self.asked if self.is_addressed or _asks_without_mark(self.core) else None


def _answers_itself(core: Sequence[str], following: str) -> bool:
    """ "Bagaimana caranya? Simak …", "Negara hadir? Hadir di baliho": no answer is awaited."""
    told = words(following)
    return _SELF_ANSWERED.search(normalise(following)) is not None or bool(
        told and told[0] in core and told[0] not in _EMPTY
    )


def _without_openers(spoken: Sequence[str]) -> list[str]:
    start = 0
    while start < len(spoken) and spoken[start] in said.OPENERS:
        start += 1
    end = len(spoken)
    while end > start and spoken[end - 1] in said.OPENERS:
        end -= 1
    return list(spoken[start:end])


def _asked(core: Sequence[str]) -> Kind | None:
    """The kind by the first word, or pair of words, that asks."""
    for place, word in enumerate(core):
        pair = said.ASKING_PAIRS.get((word, core[place + 1] if place + 1 < len(core) else ""))
        if pair:
            return pair
        kind = said.ASKING.get(word)
        if kind == "what" and _is_whether(core, place):
            return "whether"
        if kind:
            return kind
        if _asks_by_kah(word):
            return "whether"
    return None


def _is_whether(core: Sequence[str], place: int) -> bool:
    """ "Apa benar …", "gratis apa bayar" ask whether; "apa syaratnya", "syarat apa saja" what."""
    following = core[place + 1 : place + 3]
    if place > 0:
        return bool(following) and following[0] not in _AFTER_WHAT
    return any(
        word in {"benar", "bener", "betul", "bnr", "iya", "iyo", "tenan", "leres", "sudah", "udah",
                 "bisa", "boleh", "ada", "masih", "akan", "harus", "perlu", "memang", "iku", "wis"}
        for word in following
    )  # fmt: skip


def _asks_by_kah(word: str) -> bool:
    return len(word) > 5 and word.endswith("kah") and word not in said.NOT_ASKING_KAH


def _starts_with_kah(core: Sequence[str]) -> bool:
    return bool(core) and (core[0] == "apakah" or _asks_by_kah(core[0]))


def _asks_without_mark(core: Sequence[str]) -> bool:
    """ "kapan bansos cair" asks; "Kapan pun", "Apa yang …", "Siapa menanam …" tell."""
    first = said.ASKING.get(core[0]) if core else None
    if first is None and len(core) > 1:
        first = said.ASKING_PAIRS.get((core[0], core[1]))
    if first in {None, "what", "who"} or len(core) > _PLAIN_WORDS or len(core) < 3:
        return False
    return core[1] not in {"pun", "yang", "saja", "aja", "sj", "lagi", "kali"} and core[0] not in {
        "bila", "when", "where", "how", "why", "baa", "bara", "sia", "mano"
    }  # fmt: skip


def _is_shouted(sentence: str) -> bool:
    """ "KOK BISA?!" wants no answer: strong marks together, or capitals with them."""
    letters = [letter for letter in sentence if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters) / max(len(letters), 1)
    loud = sentence.count("!") > 0 or sentence.count("?") >= 3
    mixed = re.search(r"\?!|!\?", sentence) is not None
    return (loud and capitals >= _SHOUTED and len(letters) > 3) or (mixed and capitals > 0.3)


@lru_cache(maxsize=1 << 16)
def content_terms(sentence: str) -> tuple[str, ...]:
    """The stems that a sentence is about, sorted: no question words, no politeness.

    Regional and English words stand as the Indonesian ones they translate, so that one
    question in two languages can be found to be one.

    >>> content_terms("Emang bener harga BBM mau naik besok, min?")
    ('bbm', 'besok', 'harga', 'naik')
    """
    return tuple(sorted(set(_terms(words(_TAG.sub(" ", sentence))))))


def _terms(spoken: Iterable[str]) -> Iterator[str]:
    for word in spoken:
        plain = _ELONGATED.sub(r"\1", word)
        if plain in _EMPTY or len(plain) < 2 or _asks_by_kah(plain) or _LONG_NUMBER.search(plain):
            continue
        told = said.SPELT.get(plain) or _in_indonesian(plain)
        stem = stem_word(told)
        if told not in _EMPTY and len(stem) > 1:
            yield said.SPELT.get(stem, stem)


@lru_cache(maxsize=1 << 15)
def _in_indonesian(word: str) -> str:
    if word in indonesian():
        return word
    for table in (*regional().values(), english()):
        found = table.get(word)
        if found:
            return found[0]
    return word
