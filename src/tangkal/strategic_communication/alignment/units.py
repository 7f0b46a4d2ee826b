"""Units of public notices, brought to one per dimension so that "2 minggu" is "14 hari"."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tangkal.strategic_communication.alignment.numerals import read_numeral
from tangkal.strategic_communication.alignment.roots import root_of
from tangkal.strategic_communication.alignment.tokens import Token, word_set

# Written before the number: kind, factor.
BEFORE: Mapping[str, tuple[str, float]] = MappingProxyType(
    {"rp": ("money", 1.0), "idr": ("money", 1.0), "usd": ("dollar", 1.0), "$": ("dollar", 1.0)}
    | {"magnitudo": ("magnitude", 1.0), "sr": ("magnitude", 1.0)}
)
# Written behind it: kind → words with the factor to the kind's own unit.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "money": "rupiah 1 perak 1",
        "dollar": "dolar 1",
        "share": "% 0.01 persen 0.01 prosen 0.01",
        # hours
        "duration": "detik 0.0002777778 menit 0.0166666667 jam 1 hari 24 dinten 24 dina 24 poe 24"
        " minggu 168 pekan 168",
        # months and years have no fixed number of hours: a kind of their own
        "months": "triwulan 3 semester 6 bulan 1 wulan 1 sasi 1 tahun 12 taun 12",
        "tonnage": "gt 1",
        "mass": "kg 1 kilogram 1 kilo 1 gram 0.001 gr 0.001 mg 0.000001 kuintal 100 ton 1000",
        "volume": "liter 1 lt 1 ml 0.001 mililiter 0.001 kubik 1000 kiloliter 1000 kl 1000",
        "distance": "meter 1 m 1 cm 0.01 sentimeter 0.01 mm 0.001 km 1000 kilometer 1000",
        "area": "hektare 1 hektar 1 ha 1",
        "power": "watt 1 va 1",
        "energy": "kwh 1",
        "temperature": "derajat 1 °c 1",
        "data": "gb 1 mb 0.001",
        "speed": "mbps 1",
        # what people are counted in
        "people": "orang 1 jiwa 1 warga 1 wong 1 penduduk 1 tiyang 1 urang 1",
        "households": "kk 1 keluarga 1 kpm 1",
        "times": "kali 1 x 1",
        "doses": "dosis 1",
        "drops": "tetes 1",
    }
)
BEHIND: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        word: (kind, float(factor))
        for kind, table in _WORDS.items()
        for word, factor in zip(table.split()[::2], table.split()[1::2], strict=True)
    }
)
_LONG = {("kepala", "keluarga"): ("households", 1.0), ("meter", "kubik"): ("volume", 1000.0)} | {
    ("gros", "ton"): ("tonnage", 1.0),
    ("gross", "ton"): ("tonnage", 1.0),
    ("meter", "persegi"): ("area", 0.0001),
    ("kilometer", "persegi"): ("area", 100.0),
}
# "Rp10.000 per liter", "10.000/kg", "sehari", "setiap bulan"
ONE_EACH: Mapping[str, str] = MappingProxyType(
    {"sehari": "hari", "seminggu": "minggu", "sepekan": "minggu", "sebulan": "bulan"}
    | {
        "seorang": "orang",
        "setahun": "tahun",
        "selitera": "liter",
        "seliter": "liter",
        "sekilo": "kg",
        "sekilogram": "kg",
    }
    | {"sedina": "hari", "sasasi": "bulan", "saminggu": "minggu"}
)
_NOT_COUNTED = word_set(
    """
dan atau yang di ke dari untuk pada dengan ini itu akan telah sudah juga serta tahun wib wita
wit hingga sampai lagi lalu saja per sebagai oleh dalam tidak bukan atas bawah karena agar saka
ing lan menjadi sejak mulai
    """
)


def read_unit(tokens: Sequence[Token], at: int) -> tuple[str, float, int, str] | None:
    """Kind, factor, tokens taken and name of the unit at a token; None where there is none."""
    if at >= len(tokens):
        return None
    pair = (tokens[at].low, tokens[at + 1].low if at + 1 < len(tokens) else "")
    if pair in _LONG:
        kind, factor = _LONG[pair]
        return kind, factor, 2, ""
    if pair[0] not in BEHIND:
        return None
    kind, factor = BEHIND[pair[0]]
    return kind, factor, 1, ""


def read_per(tokens: Sequence[Token], at: int, kind: str) -> tuple[tuple[str, float] | None, int]:
    """What an amount is for each of: (dimension, factor), and the token after it."""
    low = tokens[at].low if at < len(tokens) else ""
    if low in ONE_EACH:  # "8 jam sehari" stays 8 hours
        return None if kind == "duration" else _dimension(ONE_EACH[low]), at + 1
    if low not in {"per", "/", "setiap", "tiap", "saben", "unggal"} or at + 1 >= len(tokens):
        return None, at
    if kind == "duration" and tokens[at + 1].low in BEHIND:
        return None, at + 2
    # "per 100 gram"
    numeral = read_numeral(tokens, at + 1)
    step = 1 + (numeral.count if numeral else 0)
    word = tokens[at + step].low if at + step < len(tokens) else ""
    if not word.isalpha() or (low in {"setiap", "tiap"} and word not in BEHIND):
        return None, at
    if low == "per" and word in {"tanggal"}:
        return None, at
    dimension = _dimension(word)
    times = numeral.value if numeral else 1.0
    return (dimension[0], dimension[1] * times), at + step + 1


# What is counted one by one where people are meant: "per jemaah" is "per orang".
_HEADS = word_set(
    """
jemaah siswa murid peserta penumpang kepala pelajar mahasiswa pasien anak pekerja buruh petani
nelayan pemohon penerima pelanggan pengunjung dewasa tiket
    """
)


def _dimension(word: str) -> tuple[str, float]:
    if word in _HEADS:
        return "people", 1.0
    kind, factor = BEHIND.get(word, (root_of(word), 1.0))
    return kind, factor


def counted_noun(tokens: Sequence[Token], at: int) -> str:
    """The stem of what is counted ("546 daerah"), or ""."""
    if at >= len(tokens) or not tokens[at].is_word or tokens[at].low in _NOT_COUNTED:
        return ""
    return tokens[at].stem
