"""A planning record of the fictional desk, with indicators that the fictional week sets off.

The planted story of the fake subsidy link is what it expects; nothing in it happened.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedIndicator:
    """A saved search with thresholds; conditions one a line, as a person types them."""

    name: str
    any_of: str
    none_of: str = ""
    items_hour: int | None = None
    items_day: int | None = None
    severity: str = "medium"
    is_on: bool = True


TITLE = "Bantuan subsidi energi"
PARTS = {
    "objective": "Warga mendaftar hanya lewat layanan resmi, dan tidak memberikan NIK atau kode "
    "OTP kepada siapa pun.",
    "audiences": "Ibu rumah tangga dan pedagang kecil yang menunggu bantuan; warga lanjut usia "
    "yang menerima kabar lewat grup keluarga. Banyak yang percaya bahwa kuota terbatas.",
    "vulnerabilities": "Jadwal penyaluran belum diumumkan per daerah. Nama layanan kami mudah "
    "ditiru dalam alamat situs.",
    "expected_narratives": "Tautan pendaftaran palsu yang meminta NIK, nomor HP, dan kode OTP.\n"
    "Kabar bahwa bantuan dihentikan diam-diam.",
    "channels": "Grup WhatsApp keluarga dan warga, Telegram, Facebook.",
    "prepared_lines": "Pendaftaran hanya lewat layanan resmi. Kami tidak pernah meminta kode OTP.",
}
INDICATORS = (
    PlannedIndicator(
        name="Pendaftaran palsu",
        any_of="bantuan subsidi\nsubsidi tunai\nisi nik\nklaim bantuan",
        none_of="lowongan",
        items_hour=8,
        items_day=15,
        severity="high",
    ),
    # Left off, so that a visitor can read its preview and switch it on.
    PlannedIndicator(
        name="Harga BBM",
        any_of="harga bbm naik\nbbm naik malam ini",
        items_hour=8,
        items_day=20,
        is_on=False,
    ),
)


def trigger_dates(today: date) -> list[dict[str, str]]:
    """Dates on which such a rumour is likely, from the day the desk is opened."""
    return [
        {"on": (today + timedelta(days=9)).isoformat(), "what": "Penyaluran tahap 2 (fiksi)"},
        {"on": (today + timedelta(days=40)).isoformat(), "what": "Penyesuaian tarif (fiksi)"},
    ]
