"""The 38 provinces as a grid of tiles: roughly where they lie, each as large as the other."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Tile(NamedTuple):
    """Where a province's tile stands, and what fits into it."""

    column: int
    row: int
    short: str  # at most seven letters


COLUMNS, ROWS = 12, 7

# Kemendagri code → tile
TILES: Mapping[str, Tile] = MappingProxyType(
    {
        "11": Tile(0, 0, "Aceh"),
        "12": Tile(1, 0, "Sumut"),
        "13": Tile(1, 1, "Sumbar"),
        "14": Tile(2, 1, "Riau"),
        "15": Tile(2, 2, "Jambi"),
        "16": Tile(2, 3, "Sumsel"),
        "17": Tile(1, 2, "Bkulu"),
        "18": Tile(2, 4, "Lampg"),
        "19": Tile(3, 2, "Babel"),
        "21": Tile(3, 0, "Kepri"),
        "31": Tile(3, 4, "DKI"),
        "32": Tile(3, 5, "Jabar"),
        "33": Tile(4, 5, "Jateng"),
        "34": Tile(4, 6, "DIY"),
        "35": Tile(5, 5, "Jatim"),
        "36": Tile(2, 5, "Banten"),
        "51": Tile(6, 5, "Bali"),
        "52": Tile(7, 5, "NTB"),
        "53": Tile(8, 5, "NTT"),
        "61": Tile(4, 1, "Kalbar"),
        "62": Tile(4, 2, "Kalteng"),
        "63": Tile(5, 2, "Kalsel"),
        "64": Tile(5, 1, "Kaltim"),
        "65": Tile(5, 0, "Kaltara"),
        "71": Tile(8, 0, "Sulut"),
        "72": Tile(7, 1, "Sulteng"),
        "73": Tile(7, 3, "Sulsel"),
        "74": Tile(8, 3, "Sultra"),
        "75": Tile(7, 0, "Gtalo"),
        "76": Tile(7, 2, "Sulbar"),
        "81": Tile(9, 2, "Maluku"),
        "82": Tile(9, 0, "Malut"),
        "91": Tile(11, 2, "Papua"),
        "92": Tile(10, 2, "Pabar"),
        "93": Tile(11, 4, "Pasel"),
        "94": Tile(10, 3, "Pateng"),
        "95": Tile(11, 3, "Papeg"),
        "96": Tile(10, 1, "PBD"),
    }
)


def province_of(code: str | None) -> str | None:
    """The province that a region's code lies in; None where it is none of the 38.

    >>> province_of("32.04.12"), province_of("32"), province_of("99"), province_of(None)
    ('32', '32', None, None)
    """
    found = (code or "")[:2]
    return found if found in TILES else None
