"""The fictional people, outlets and agencies that post during the week.

Private handles join two plain words, a number and "fiksi": at least 16 characters, one more
than X allows. Activity is heavy-tailed: a few accounts post much, most post once or twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isqrt
from random import Random

import numpy as np
from numpy.typing import NDArray

from tangkal.exercises.places import PLACES, Place

PLATFORM_SHARES = {
    "x": 0.29,
    "facebook": 0.25,
    "whatsapp": 0.19,
    "tiktok": 0.12,
    "instagram": 0.09,
    "telegram": 0.06,
}
_FIRST = [
    "sari",
    "budi",
    "wati",
    "joko",
    "rina",
    "agus",
    "dewi",
    "eko",
    "tini",
    "dodi",
    "yanti",
    "rudi",
    "nina",
    "asep",
    "euis",
    "cecep",
    "ujang",
    "wayan",
    "made",
    "komang",
    "uda",
    "upik",
    "bayu",
    "lestari",
    "mega",
    "putra",
    "intan",
    "gilang",
    "fitri",
    "hasan",
    "laras",
    "bima",
]
_SECOND = [
    "warung",
    "kebun",
    "senja",
    "kopi",
    "layang",
    "pasar",
    "sawah",
    "hujan",
    "pantai",
    "kucing",
    "sepeda",
    "melati",
    "gunung",
    "pelangi",
    "bintang",
    "perahu",
    "lampion",
    "kampung",
    "dapur",
    "buku",
    "gerobak",
    "rumpun",
]
OUTLETS = (
    ("kabar_teluk_angin_fiksi", "Kabar Teluk Angin (fiksi)"),
    ("warta_sagara_biru_fiksi", "Warta Sagara Biru (fiksi)"),
    ("harian_lentera_rawa_fiksi", "Harian Lentera Rawa (fiksi)"),
    ("radio_lembah_wening_fiksi", "Radio Lembah Wening (fiksi)"),
)
AGENCIES = (
    ("kementerian_energi_nusaraya_fiksi", "Kementerian Energi Nusaraya (fiksi)"),
    ("badan_layanan_nusaraya_fiksi", "Badan Layanan Nusaraya (fiksi)"),
    ("diskominfo_tirta_raya_fiksi", "Diskominfo Provinsi Tirta Raya (fiksi)"),
    ("pemkab_sukamaju_raya_fiksi", "Pemkab Sukamaju Raya (fiksi)"),
)


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the exercise; private unless it is an outlet or an agency."""

    handle: str
    place: Place
    name: str | None = None  # shown name, public accounts only
    clock: str = field(init=False)  # "+07:00", as its place's people write the time

    def __post_init__(self) -> None:
        object.__setattr__(self, "clock", self.place.utc_offset)

    @property
    def is_public(self) -> bool:
        return self.name is not None


@dataclass(frozen=True, slots=True)
class Cast:
    """All accounts: private ones by platform with their activity, and the public voices."""

    private: Mapping[str, tuple[Account, ...]]
    activity: Mapping[str, NDArray[np.float64]]  # cumulative shares, one per account
    public: Mapping[str, tuple[Account, ...]]  # by voice: "outlet", "agency"

    def pick(self, platform: str, chances: NDArray[np.float64]) -> NDArray[np.int64]:
        """Account numbers of `platform` for uniform draws 0..1, busy accounts more often."""
        found = np.searchsorted(self.activity[platform], chances, side="right")
        return np.minimum(found, len(self.private[platform]) - 1)


def account_count(items: int) -> int:
    """Private accounts for a week of `items`: 280 for 200, 890 for 2,000, 20,000 for 1M."""
    return 20 * isqrt(items)


def make_cast(items: int, random: Random) -> Cast:
    """Invent the week's accounts."""
    weights = [place.weight for place in PLACES]
    private: dict[str, tuple[Account, ...]] = {}
    activity: dict[str, NDArray[np.float64]] = {}
    number = 0
    for platform, share in PLATFORM_SHARES.items():
        size = max(24, round(share * account_count(items)))
        places = random.choices(PLACES, weights, k=size)
        private[platform] = tuple(
            Account(_handle(random, number + i), place) for i, place in enumerate(places)
        )
        number += size
        rank_weights = 1.0 / (np.arange(size) + 3.0) ** 0.85
        activity[platform] = np.cumsum(rank_weights / rank_weights.sum())
    return Cast(private, activity, _public_accounts(random))


def _handle(random: Random, number: int) -> str:
    return f"{random.choice(_FIRST)}_{random.choice(_SECOND)}{number:05d}_fiksi"


def _public_accounts(random: Random) -> dict[str, tuple[Account, ...]]:
    def accounts(names: tuple[tuple[str, str], ...]) -> tuple[Account, ...]:
        return tuple(Account(handle, random.choice(PLACES), name) for handle, name in names)

    return {"outlet": accounts(OUTLETS), "agency": accounts(AGENCIES)}
