"""The forms in which a word of the list may be written: affixes, clitics, slang.

The forms are made once, when a list is compiled, so that the stream needs one look-up a word.
Affixes as in Sneddon et al. 2010, "Indonesian: A Comprehensive Grammar", chapter 1; a form that
nobody uses does no harm, one that is another word does, so listed headwords are left out.
"""

from collections.abc import Iterator
from functools import lru_cache

from tangkal.text.stem import stem_word
from tangkal.text.vocabulary import indonesian

CLITICS = ("", "nya", "ku", "mu", "lah", "kah", "pun")
_SUFFIXES = ("", "kan", "i", "an", "in")  # the last as people talk: "bantuin"
_PLAIN = ("di", "ter", "ber", "ke", "se", "per", "diper", "memper", "nge")
_OPEN = frozenset({"ke", "per", "ber", "ter", "se"})
_SHORTEST_ROOT = 4  # letters: BBM, KTP and their kin take clitics alone
_SHORTEST_STEM = 4

# Written for this project from common usage: what people also say for a word. One way only,
# from the word a list would hold; a phrase stands for an abbreviation and the other way round.
SLANG: dict[str, tuple[str, ...]] = {
    "bansos": ("bantuan sosial", "bansoss"),
    "bantuan sosial": ("bansos",),
    "bbm": ("bahan bakar minyak",),
    "blt": ("bantuan langsung tunai",),
    "bantuan langsung tunai": ("blt",),
    "pemilu": ("pemilihan umum",),
    "pemilihan umum": ("pemilu",),
    "pilkada": ("pemilihan kepala daerah",),
    "sembako": ("sembilan bahan pokok",),
    "pinjol": ("pinjaman online",),
    "pinjaman online": ("pinjol",),
    "judol": ("judi online",),
    "judi online": ("judol",),
    "medsos": ("media sosial",),
    "hoaks": ("hoax", "hoak", "hox"),
    "uang": ("duit", "doku"),
    "gratis": ("gretong", "grtis", "cuma cuma"),
    "harga": ("hrg",),
    "pemerintah": ("pemrintah", "pmrintah"),
    "transfer": ("tf", "trf"),
    "rekening": ("norek",),
    "rumah sakit": ("rumkit",),
    "handphone": ("hape",),
    "telepon": ("telp", "telpon"),
    "daftar": ("dftar", "dftr"),
    "tautan": ("link",),
    "link": ("tautan", "linknya"),
    "polisi": ("polri",),
    "motor": ("mtr",),
    "bensin": ("bbm",),
    "pertalite": ("pertalit",),
    "sekolah": ("skolah", "sklh"),
    "vaksin": ("vaksinasi", "vaksinnya"),
    "kartu tanda penduduk": ("ktp",),
    "kartu keluarga": ("kk",),
    "upah minimum": ("ump", "umr", "umk"),
    "listrik": ("lstrik",),
    "kebakaran": ("kebakran",),
}


@lru_cache(maxsize=8192)
def forms_of(word: str) -> frozenset[str]:
    """The word with its regular forms, and those of its stem where that is surely one.

    >>> {"bantuan", "bantuannya", "dibantu", "membantu", "bantuin"} <= forms_of("bantuan")
    True
    >>> sorted(forms_of("bbm"))[:3]
    ['bbm', 'bbmkah', 'bbmku']
    """
    found = {word + clitic for clitic in CLITICS}
    for root in roots(word):
        found.update(_derived(root, stem_word(word)))
    return frozenset(found)


def roots(word: str) -> tuple[str, ...]:
    """The word itself, and its stem where the stemmer left a word and not a stump."""
    if len(word) < _SHORTEST_ROOT or not word.isalpha():
        return ()
    stem = stem_word(word)
    is_sure = stem in indonesian() or len(stem) > _SHORTEST_STEM
    if stem == word or len(stem) < _SHORTEST_STEM or not is_sure:
        return (word,)
    return (word, stem)


def _derived(root: str, stem: str) -> Iterator[str]:
    listed = indonesian()
    for prefix in ("", *_prefixed(root)):
        base = prefix or root
        for suffix in _SUFFIXES:
            form = base + suffix
            if form != root and form in listed and _is_its_own(form, suffix, stem):
                continue
            for clitic in CLITICS[: 2 if suffix else None]:
                yield form + clitic


def _is_its_own(form: str, suffix: str, stem: str) -> bool:
    """Whether a listed headword is another word: "kepala" is no form of "pala"."""
    is_verb = bool(suffix) or form.startswith(("me", "di"))
    return not is_verb or stem_word(form) != stem


def _prefixed(root: str) -> Iterator[str]:
    for prefix in _PLAIN:
        if not (prefix in _OPEN and prefix[-1] == root[0]):
            yield prefix + root
    for nasal, rest in _nasal(root):
        for prefix in ("me", "pe", ""):
            if prefix or nasal not in ("", "m", "n"):
                yield prefix + nasal + rest


def _nasal(root: str) -> Iterator[tuple[str, str]]:
    """The nasal that a root's first letter asks for, and what stays of the root."""
    first = root[0]
    if first in "aiueoghk":
        yield "ng", root[1:] if first == "k" else root
    if first in "bfvp":
        yield "m", root[1:] if first == "p" else root
    if first in "cdjzt":
        yield "n", root[1:] if first == "t" else root
    if first == "s":
        yield "ny", root[1:]
        yield "n", root
    if first in "lmnrwy":
        yield "", root
    if first == "k":  # words of other languages keep their first letter: "mengkritik"
        yield "ng", root
    if first == "p":
        yield "m", root
    if first == "t":
        yield "n", root
