"""A text as tokens with their places, and as sentences: what the readers of facts read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tangkal.strategic_communication.alignment.roots import root_of
from tangkal.text.normalise import strip_invisible


def word_set(text: str) -> frozenset[str]:
    """The words of a table, written as running text."""
    return frozenset(text.split())


def number_table(text: str) -> Mapping[str, int]:
    """Words and the numbers they stand for, written in turn.

    >>> dict(number_table("satu 1 dua 2"))
    {'satu': 1, 'dua': 2}
    """
    words = text.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return MappingProxyType({word: int(number) for word, number in pairs})


_TOKEN = re.compile(
    r"""
    https?://\S+[\w/] | www\.\S+[\w/] | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
  | [\w-]+(?:\.[\w-]+)*\.(?:id|com|org|net)\b(?:/\S*\w)?
  | \d{4}-\d\d-\d\d | \d{1,2}[/-]\d{1,2}[/-]\d{2,4} | \d{1,2}/\d{1,2}   # dates
  | \+?\d{2,4}(?:-\d{3,4}){2,}                # 0812-3456-7890
  | (?:0\d{2,3}|1[45]\d{2})-\d{3,4}\b           # 1500-319, a call centre
  | \+?\d+(?:[.,:]\d+)*                       # 10.000  08.30
  | (?!(?:jan|feb|mar|apr|mei|jun|jul|agu|agt|ags|sep|okt|nov|des)[a-z]*-)[^\W\d_]{2,}-\d+\b
                                              # COVID-19: a name, no number; "Juni-31" is a span
  | [^\W\d_]+(?:['’-][^\W\d_]+)*               # words; anak-anak is one
  | [^\w\s]
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A full stop after these ends no sentence.
_SHORT = word_set(
    """
rp no nomor tgl pkl jl jln kab kec kel prov dr drg ir h hj prof st tn ny sdr dll dsb dst yth s
d a n u p b r k m t jend letjen brigjen kol mayor kapten kapt dkk hlm telp tlp
    """
)
_ENDS = frozenset(".!?\n;•")


# How people write in chats → the word as notices have it.
_SPELT_WORDS = """
yg yang dgn dengan dg dengan utk untuk tuk untuk sdh sudah udh sudah udah sudah dah sudah blm
belum belom belum tdk tidak gak tidak nggak tidak enggak tidak ngga tidak gk tidak kagak tidak
engga tidak ndak tidak bkn bukan jgn jangan dr dari pd pada krn karena klo kalau kalo kalau klu
kalau tgl tanggal cuman cuma dpt dapat dapet dapat bs bisa hrs harus jg juga lg lagi org orang
thn tahun bln bulan kpd kepada dlm dalam skrg sekarang tp tapi msh masih pake pakai ngurus
mengurus nebus menebus ngambil mengambil ngisi mengisi bikin membuat ngelayanin melayani maks
maksimal max maksimal nyoblos mencoblos idulfitri lebaran gratisan gratis jdi jadi jd jadi dll
lain nanya bertanya
"""
_SPELT: Mapping[str, str] = MappingProxyType(
    dict(zip(_SPELT_WORDS.split()[::2], _SPELT_WORDS.split()[1::2], strict=True))
)
_LAH = word_set(
    """
    adalah ialah setelah telah sebelah jumlah sejumlah berjumlah masalah sekolah bersekolah istilah
    makalah majalah kuliah salah kalah olah celah belah lelah inilah itulah hanyalah langkah
    """
)
_DRAWN = re.compile(r"([a-z])\1{2,}")  # "gratisss"


def _plain(word: str) -> str:
    """A word as a notice would have it, without the "-lah" that stresses it.

    >>> [_plain(word) for word in ("yg", "bupatilah", "gratisss", "sekolah")]
    ['yang', 'bupati', 'gratis', 'sekolah']
    """
    word = _DRAWN.sub(r"\1", word)
    if len(word) > _STRESSED and word.endswith("lah") and word not in _LAH:
        word = word.removesuffix("lah")
    return _SPELT.get(word, word)


_STRESSED = 6  # letters that a word with "-lah" has more than


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of a text."""

    text: str  # as written
    low: str
    start: int  # offset in the text
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()

    @property
    def is_name(self) -> bool:
        """Written with a capital."""
        return self.text[0].isupper()

    @property
    def stem(self) -> str:
        return root_of(self.low)


def tokens_of(text: str, start: int = 0) -> list[Token]:
    """The tokens of a text, in order.

    >>> [token.low for token in tokens_of("Harga Rp10.000/liter, mulai pukul 08.30.")]
    ['harga', 'rp', '10.000', '/', 'liter', ',', 'mulai', 'pukul', '08.30', '.']
    """
    return [
        Token(
            found[0],
            _plain(found[0].lower().replace("’", "'")),
            start + found.start(),
            start + found.end(),
        )
        for found in _TOKEN.finditer(text)
    ]


def sentences_of(text: str) -> list[list[Token]]:
    """Sentences as lists of tokens; a line end or a semicolon ends one as a full stop does.

    >>> [len(s) for s in sentences_of("Jl. Melati No. 5 ditutup. Warga tenang!")]
    [8, 3]
    """
    return list(_split(strip_invisible_keeping_lines(text)))


def strip_invisible_keeping_lines(text: str) -> str:
    """Without what cannot be seen, line ends kept, offsets kept wherever nothing was hidden."""
    return "\n".join(strip_invisible(line) for line in text.splitlines())


def _split(text: str) -> Iterator[list[Token]]:
    offset = 0
    for line in text.split("\n"):
        held: list[Token] = []
        for token in tokens_of(line, offset):
            held.append(token)
            if token.low in _ENDS and not _goes_on(held, line, offset):
                yield held
                held = []
        if held:
            yield held
        offset += len(line) + 1


def _goes_on(held: list[Token], line: str, offset: int) -> bool:
    """Whether a full stop belongs to what stands before it ("Rp.", "No.", "s.d.")."""
    if held[-1].low != ".":
        return False
    rest = line[held[-1].end - offset :]
    if rest[:1] and not rest[:1].isspace() and rest[:1] not in "\"')”’":
        return True  # nothing between: an abbreviation or an address
    before = held[-2].text.lower() if len(held) > 1 else ""
    follows = rest.lstrip()[:1]
    return before in _SHORT and (follows.isalnum() or follows == "(")
