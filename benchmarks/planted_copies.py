"""Posts with planted families: invented chatter, copies edited in known ways, and bulletins
written on one form that say different things.

The words are made of syllables; how often they occur, and that some stand together again and
again, is as in language (Zipf's law, set phrases). Nothing in the texts was ever posted.
"""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import accumulate
from random import Random
from typing import NamedTuple

import numpy as np

COPIES, BULLETINS = 0.25, 0.15  # shares of all posts; the rest is chatter
RECENT, ONCE = 5_000, 50_000  # originals that copies are made from: the latest, and any
BATCH = 2_000

_SYLLABLES = [c + v + e for c in "bcdghjklmnprstwy" for v in "aiueo" for e in ("", "n", "ng", "s")]
_HELLOS = (
    "Diteruskan: {}",
    "Diteruskan berkali-kali\n{}",
    "Assalamualaikum wr wb, dari grup sebelah ya bapak ibu. {}",
    "[12/3 {hour}.{minute}] Pak RT: {}",
    "Copas dari tetangga: {}",
    "INFO PENTING!!! {}",
)
_CALLS = (
    "{} Tolong sebarkan ke grup keluarga sebelum dihapus",
    "{} Bantu share ya gaes semoga bermanfaat untuk kita semua",
    "{} #viral #fyp #info{minute}",
    "{} Jangan berhenti di kamu, teruskan ke minimal 10 kontak",
)
_FACES = ("😱😱", "🙏", "‼️", "🔥🔥🔥", "😭", "👇👇")
_SWAPS = {"yang": "yg", "tidak": "gak", "dengan": "dgn", "sudah": "udah", "untuk": "utk"}
_LIKENESSES = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
)


class Post(NamedTuple):
    """One text, with what it truly is."""

    text: str
    family: int  # number of the post it is a copy of, else its own
    kind: str  # "chatter", "bulletin", or how the copy was made


def posts(count: int, seed: int) -> Iterator[list[Post]]:
    """Batches of posts, in order; the same for the same arguments."""
    chance, draws = Random(f"copies {seed}"), np.random.default_rng(seed)
    originals = _Originals(chance)
    write_bulletin = _bulletins(chance)
    number = 0
    while number < count:
        batch = []
        chatter = _chatter(draws, min(BATCH, count - number))
        for words in chatter:
            post = _one(number, words, chance, originals, write_bulletin)
            batch.append(post)
            if post.family == number:
                originals.add(post)
            number += 1
        yield batch


def _one(
    number: int,
    words: str,
    chance: Random,
    originals: "_Originals",
    write_bulletin: Callable[[], str],
) -> Post:
    draw = chance.random()
    if draw < COPIES and originals.recent:
        source = originals.choose()
        kind = chance.choice(tuple(EDITS))
        return Post(EDITS[kind](source.text, chance), source.family, kind)
    if draw < COPIES + BULLETINS:
        return Post(write_bulletin(), number, "bulletin")
    return Post(words, number, "chatter")


class _Originals:
    """What copies are made from: half of them the latest posts, half from any time."""

    def __init__(self, chance: Random) -> None:
        self.recent: list[Post] = []
        self._any: list[Post] = []
        self._chance = chance
        self._met = 0

    def add(self, post: Post) -> None:
        self._met += 1
        _keep(self.recent, post, RECENT, self._met % RECENT)
        _keep(self._any, post, ONCE, self._chance.randrange(self._met))

    def choose(self) -> Post:
        return self._chance.choice(self.recent if self._chance.random() < 0.5 else self._any)


def _keep(kept: list[Post], post: Post, room: int, place: int) -> None:
    if len(kept) < room:
        kept.append(post)
    elif place < room:
        kept[place] = post


# Chatter -----------------------------------------------------------------------------------


def _vocabulary() -> tuple[list[str], list[str], np.ndarray, np.ndarray]:
    """Words and set phrases, commonest first, with how often each occurs."""
    chance = Random("vocabulary")
    common = ["yang", "dan", "di", "ini", "itu", "tidak", "dengan", "untuk", "sudah", "ada", "ke"]
    spelt = ["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))
             for _ in range(40_000)]  # fmt: skip
    made = dict.fromkeys(spelt)  # a set would stand in another order in every process
    words = common + sorted(made, key=lambda _: chance.random())
    weights = 1.0 / (np.arange(len(words)) + 3.0)
    share = weights / weights.sum()
    up_to = list(accumulate(weights))  # once, not once a phrase
    phrases = [
        " ".join(chance.choices(words, cum_weights=up_to, k=chance.choice((2, 3, 4))))
        for _ in range(3_000)
    ]
    often = 1.0 / (np.arange(len(phrases)) + 20.0)
    return words, phrases, np.cumsum(share), np.cumsum(often / often.sum())


_WORDS, _PHRASES, _WORD_ODDS, _PHRASE_ODDS = _vocabulary()


def _chatter(draws: np.random.Generator, count: int) -> list[str]:
    """Posts of 6 to 60 words, a quarter of them in set phrases; every sixth names a number."""
    lengths = np.clip(draws.lognormal(3.0, 0.5, count).astype(int), 6, 60)
    words = np.searchsorted(_WORD_ODDS, draws.random(int(lengths.sum())))
    phrases = np.searchsorted(_PHRASE_ODDS, draws.random(2 * count)).tolist()
    told = [_WORDS[word] for word in words.clip(max=len(_WORDS) - 1).tolist()]
    texts, at = [], 0
    for row, length in enumerate(lengths.tolist()):
        each = told[at : at + length]
        at += length
        for extra in range(length // 12):
            phrase = phrases[(2 * row + extra) % len(phrases)]
            each[(7 * extra + 3) % length] = _PHRASES[min(phrase, len(_PHRASES) - 1)]
        if row % 6 == 0:
            each[length // 2] = str(100 + 7 * (at % 997))
        texts.append(" ".join(each).capitalize())
    return texts


# Bulletins ---------------------------------------------------------------------------------


def _bulletins(chance: Random) -> Callable[[], str]:
    """Forms that are filled in anew each time: no two of them say the same."""
    from lokal import wilayah  # noqa: PLC0415 - slow to load

    places = [
        one.name.removeprefix("Kabupaten ").removeprefix("Kota ")
        for province in wilayah.list_wilayah()
        for one in wilayah.list_wilayah(province.code)
    ]
    goods = ("Cabai rawit", "Bawang merah", "Beras medium", "Minyak goreng", "Telur ayam", "Gula")

    def number(low: int, high: int) -> int:
        return chance.randint(low, high)

    def quake() -> str:
        return (
            f"Info Gempa Mag:{number(2, 7)},{number(0, 9)} SR, {number(1, 28)}-Mar-26 "
            f"{number(0, 23):02}:{number(0, 59):02}:{number(0, 59):02} WIB, Lok: "
            f"{number(0, 9)}.{number(10, 99)} LS - {number(95, 140)}.{number(10, 99)} BT "
            f"({number(5, 150)} km TimurLaut {chance.choice(places)}), "
            f"Kedlmn: {number(5, 300)} Km, tidak berpotensi tsunami, "
            "hati-hati terhadap gempabumi susulan yang mungkin terjadi"
        )

    def weather() -> str:
        return (
            f"Peringatan dini cuaca tanggal {number(1, 28)} Maret 2026 pukul {number(0, 23):02}."
            f"{number(0, 59):02} WIB: berpotensi terjadi hujan sedang hingga lebat disertai kilat "
            f"dan angin kencang di wilayah {chance.choice(places)}, {chance.choice(places)} dan "
            f"sekitarnya, dapat meluas ke {chance.choice(places)}, masyarakat diimbau waspada"
        )

    def prices() -> str:
        each = ", ".join(f"{good} Rp {number(9, 120)}.{number(0, 9)}00" for good in goods)
        return f"Update harga pangan pasar {chance.choice(places)} hari ini: {each} per kilogram"

    def score() -> str:
        home, away = chance.sample(places, 2)
        return (
            f"FULL TIME! {home} {number(0, 6)}-{number(0, 6)} {away}. Gol menit {number(1, 45)} "
            f"dan {number(46, 90)}, penonton {number(900, 9000)} orang, pantau terus kabar bola"
        )

    def gold() -> str:
        return (
            f"Harga emas hari ini di {chance.choice(places)} Rp {number(1, 2)}.{number(100, 999)}."
            f"{number(100, 999)} per gram, harga jual kembali Rp "
            f"{number(900, 999)}.{number(100, 999)}"
        )

    def road() -> str:
        return (
            f"Macet total di jalan raya {chance.choice(places)} arah {chance.choice(places)} sore "
            "ini akibat truk mogok, pengendara diminta mencari jalan lain dan tetap hati-hati"
        )

    forms = (quake, weather, prices, score, gold, road)

    def any_form() -> str:
        return chance.choice(forms)()

    return any_form


# Copies ------------------------------------------------------------------------------------


def _typos(text: str, chance: Random) -> str:
    words = text.split()
    for _ in range(max(1, len(words) // 12)):
        at = chance.randrange(len(words))
        if words[at].isalpha() and len(words[at]) > 3:
            cut = chance.randrange(1, len(words[at]) - 1)
            words[at] = words[at][:cut] + words[at][cut + 1] + words[at][cut] + words[at][cut + 2 :]
    return " ".join(words)


def _other_words(text: str, chance: Random) -> str:
    words = [_SWAPS.get(word, word) for word in text.split()]
    for _ in range(max(1, len(words) // 12)):
        at = chance.randrange(len(words))
        if words[at].isalpha():
            words[at] = chance.choice(_WORDS)
    return " ".join(words)


def _cut(text: str, chance: Random) -> str:
    words = text.split()
    return " ".join(words[: max(5, int(len(words) * chance.uniform(0.4, 0.85)))]) + "..."


def _decorated(text: str, chance: Random) -> str:
    face = chance.choice(_FACES)
    return f"{face} {text.replace(' ', '  ', 3).replace(',', ' , ')} {face}!!!"


def _framed(frames: tuple[str, ...]) -> Callable[[str, Random], str]:
    def frame(text: str, chance: Random) -> str:
        times = {"hour": chance.randint(0, 23), "minute": chance.randint(10, 59)}
        return chance.choice(frames).format(text, **times)

    return frame


def _changed_number(text: str, chance: Random) -> str:
    """Another amount, where the text is long and tells one; else a word fewer."""
    words = text.split()
    numbers = [at for at, word in enumerate(words) if word.isdigit()]
    if len(numbers) == 1 and len(words) >= 16:
        words[numbers[0]] = str(int(words[numbers[0]]) + chance.randint(1, 400))
    else:
        del words[len(words) // 2]
    return " ".join(words)


def _disguised(text: str, chance: Random) -> str:
    if chance.random() < 0.5:
        return text.upper().translate(_LIKENESSES)
    return unicodedata.normalize("NFD", text.replace("a", "a\u200b", 6))


def _twice(text: str, chance: Random) -> str:
    return EDITS["call"](EDITS["typos"](EDITS["hello"](text, chance), chance), chance)


EDITS: dict[str, Callable[[str, Random], str]] = {
    "same": lambda text, _: text,
    "shouted": lambda text, _: text.upper(),
    "decorated": _decorated,
    "typos": _typos,
    "other_words": _other_words,
    "cut": _cut,
    "hello": _framed(_HELLOS),
    "call": _framed(_CALLS),
    "number": _changed_number,
    "disguised": _disguised,
    "twice": _twice,
}
