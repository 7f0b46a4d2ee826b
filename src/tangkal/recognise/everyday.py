"""How common everyday words are, for an index too young to know it from its own titles.

Rarity is measured on the claims themselves. With a handful of claims every word looks alike;
so a few thousand imagined titles are counted in, in which the words below are common and all
others are never seen. As real claims come in by the thousand they outweigh these.
"""

from functools import lru_cache

import numpy as np

from tangkal.recognise.rarity import Background
from tangkal.text.grams import character_grams, distinct_grams
from tangkal.text.stem_table import StemTable

_IMAGINED = 2_000
_SHARE = 0.05

EVERYDAY = """
yang dan di ke dari untuk dengan pada dalam ini itu adalah akan tidak tak bukan ada sudah telah
bisa dapat karena oleh juga saja atau agar jika kalau bila maka tapi tetapi namun serta sebagai
seperti saat ketika hingga sampai antara atas bawah bagi para kami kita saya anda kamu dia mereka
nya pun lah kah lagi masih belum pernah harus jadi menjadi lebih sangat paling hanya semua setiap
banyak satu dua orang warga tahun hari bulan jam mulai setelah sebelum terhadap tentang secara
tersebut bahwa apa siapa mana kapan mengapa bagaimana katanya kabar info video foto pesan viral
hoaks hoax salah benar beredar sebar bagikan klaim cek fakta indonesia
gak nggak ga yg dgn utk tdk sdh dr krn jgn aja sih dong deh kok nih ya tolong mohon awas hati
iki kuwi sing lan karo ora wis ing neng saka arep kang teu jeung nu ka ti geus aya kana
the a an of in on to for and is are was be by with from that this it as at has have not will
"""
_AFFIXES = "me mem men meng meny ber ter per pe pem pen di ke se kan an nya i lah kah pun in ing"


@lru_cache(maxsize=1)
def everyday_stems() -> Background:
    """The imagined titles by stems."""
    return _background(StemTable().stems([EVERYDAY]).hashes)


@lru_cache(maxsize=1)
def everyday_grams() -> Background:
    """The imagined titles by character n-grams: those of the words and of common affixes."""
    return _background(distinct_grams(character_grams([f"{EVERYDAY} {_AFFIXES}"])).hashes)


def _background(hashes: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> Background:
    terms = np.unique(hashes)
    counts = np.full(len(terms), round(_IMAGINED * _SHARE), dtype=np.int64)
    return Background(_IMAGINED, terms, counts)
