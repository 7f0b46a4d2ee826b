"""Where the exercise's accounts live: a sample of every province, as Kemendagri codes.

Places are real so that maps and regional filters have something to show; everything said to
happen in them is invented. Codes are strings: 11.10 is not 11.1.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """One kabupaten or kota of the sample."""

    code: str  # Kemendagri code, e.g. "32.73"
    name: str  # as people write it in a post
    weight: int  # rough share of the population, any scale

    @property
    def utc_offset(self) -> str:
        """The clock its people use: WIB, WITA or WIT."""
        return UTC_OFFSETS.get(self.code[:2], "+07:00")


_WITA = ("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76")
_WIT = ("81", "82", "91", "92", "93", "94", "95", "96")
UTC_OFFSETS = dict.fromkeys(_WITA, "+08:00") | dict.fromkeys(_WIT, "+09:00")

PLACES: tuple[Place, ...] = (
    Place("11.01", "Aceh Selatan", 8),
    Place("11.71", "Banda Aceh", 8),
    Place("12.01", "Tapanuli Tengah", 15),
    Place("12.71", "Medan", 15),
    Place("12.72", "Pematangsiantar", 15),
    Place("13.01", "Pesisir Selatan", 8),
    Place("13.07", "Lima Puluh Kota", 8),
    Place("14.01", "Kampar", 10),
    Place("14.71", "Pekanbaru", 10),
    Place("15.01", "Kerinci", 6),
    Place("15.71", "Jambi", 6),
    Place("16.01", "Ogan Komering Ulu", 13),
    Place("16.71", "Palembang", 13),
    Place("17.01", "Bengkulu Selatan", 3),
    Place("17.71", "Bengkulu", 3),
    Place("18.01", "Lampung Selatan", 14),
    Place("18.71", "Bandar Lampung", 14),
    Place("19.01", "Bangka", 2),
    Place("19.71", "Pangkal Pinang", 2),
    Place("21.01", "Bintan", 4),
    Place("21.71", "Batam", 4),
    Place("31.01", "Kepulauan Seribu", 20),
    Place("31.71", "Jakarta Pusat", 20),
    Place("31.72", "Jakarta Utara", 20),
    Place("32.01", "Bogor", 17),
    Place("32.02", "Sukabumi", 17),
    Place("32.03", "Cianjur", 17),
    Place("32.04", "Bandung", 17),
    Place("32.71", "Bogor", 17),
    Place("32.72", "Sukabumi", 17),
    Place("32.73", "Bandung", 17),
    Place("32.74", "Cirebon", 17),
    Place("32.75", "Bekasi", 17),
    Place("33.01", "Cilacap", 14),
    Place("33.02", "Banyumas", 14),
    Place("33.03", "Purbalingga", 14),
    Place("33.04", "Banjarnegara", 14),
    Place("33.71", "Magelang", 14),
    Place("33.72", "Surakarta", 14),
    Place("33.73", "Salatiga", 14),
    Place("33.74", "Semarang", 14),
    Place("34.01", "Kulon Progo", 11),
    Place("34.71", "Yogyakarta", 11),
    Place("35.01", "Pacitan", 16),
    Place("35.02", "Ponorogo", 16),
    Place("35.03", "Trenggalek", 16),
    Place("35.71", "Kediri", 16),
    Place("35.72", "Blitar", 16),
    Place("35.73", "Malang", 16),
    Place("35.74", "Probolinggo", 16),
    Place("35.78", "Surabaya", 16),
    Place("36.01", "Pandeglang", 19),
    Place("36.71", "Tangerang", 19),
    Place("51.01", "Jembrana", 9),
    Place("51.71", "Denpasar", 9),
    Place("52.01", "Lombok Barat", 8),
    Place("52.71", "Mataram", 8),
    Place("53.01", "Kupang", 8),
    Place("53.71", "Kupang", 8),
    Place("61.01", "Sambas", 8),
    Place("61.71", "Pontianak", 8),
    Place("62.01", "Kotawaringin Barat", 4),
    Place("63.01", "Tanah Laut", 6),
    Place("63.02", "Kotabaru", 6),
    Place("64.01", "Paser", 6),
    Place("64.71", "Balikpapan", 6),
    Place("65.01", "Bulungan", 2),
    Place("65.71", "Tarakan", 2),
    Place("71.01", "Bolaang Mongondow", 4),
    Place("71.71", "Manado", 4),
    Place("72.01", "Banggai", 4),
    Place("72.71", "Palu", 4),
    Place("73.01", "Kepulauan Selayar", 14),
    Place("73.71", "Makassar", 14),
    Place("74.01", "Kolaka", 4),
    Place("74.71", "Kendari", 4),
    Place("75.01", "Gorontalo", 2),
    Place("75.71", "Gorontalo", 2),
    Place("76.01", "Pasangkayu", 2),
    Place("76.02", "Mamuju", 2),
    Place("81.01", "Maluku Tengah", 3),
    Place("81.71", "Ambon", 3),
    Place("82.01", "Halmahera Barat", 2),
    Place("82.71", "Ternate", 2),
    Place("91.03", "Jayapura", 2),
    Place("91.71", "Jayapura", 2),
    Place("92.02", "Manokwari", 1),
    Place("92.03", "Fak Fak", 1),
    Place("93.01", "Merauke", 1),
    Place("93.02", "Boven Digoel", 1),
    Place("94.01", "Nabire", 2),
    Place("94.02", "Puncak Jaya", 2),
    Place("95.01", "Jayawijaya", 2),
    Place("95.02", "Pegunungan Bintang", 2),
    Place("96.01", "Sorong", 1),
    Place("96.71", "Sorong", 1),
)
