"""What fictional regional sites say of the fuel rumour, and whom their offices give a sheet to.

One site carries the centre's message, one a part of it, one says something else; each has an
entry that is about nothing of the kind. Names, institutions and addresses are fictional.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a site's feed."""

    title: str
    text: str
    hours_ago: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The website of one organisation of the exercise."""

    organisation: str  # its code
    title: str
    url: str
    entries: tuple[Entry, ...]  # newest first, as feeds have them

    def rss(self, now: datetime) -> bytes:
        """The feed as such a site would serve it."""
        items = "".join(
            f"<item><guid>{escape(self.url)}#{n}</guid><link>{escape(self.url)}#{n}</link>"
            f"<title>{escape(each.title)}</title>"
            f"<pubDate>{format_datetime(now - timedelta(hours=each.hours_ago))}</pubDate>"
            f"<description>{escape(each.text)}</description></item>"
            for n, each in enumerate(self.entries, start=1)
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
            f"<title>{escape(self.title)}</title><link>{escape(self.url)}</link>"
            f"<description>{escape(self.title)}</description>{items}</channel></rss>"
        ).encode()


SITES: tuple[Site, ...] = (
    Site(
        organisation="pemkab-sukamaju-raya",
        title="Berita Kabupaten Sukamaju Raya",
        url="https://sukamaju-raya.example/berita/rss",
        entries=(
            Entry(
                title="Harga BBM tetap, persediaan cukup",
                text=(
                    "Tidak ada perubahan harga BBM malam ini: tetap Rp10.000 per liter."
                    " Persediaan BBM di SPBU cukup untuk 12 hari; tanyakan ke pusat panggilan"
                    " daerah 112. Setiap perubahan harga diumumkan di kanal resmi sebelum berlaku."
                ),
                hours_ago=1,
            ),
            Entry(
                title="Posyandu balita buka Selasa",
                text="Posyandu balita buka setiap Selasa pekan kedua di balai desa.",
                hours_ago=26,
            ),
        ),
    ),
    Site(
        organisation="pemkot-muara-sentosa",
        title="Kabar Kota Muara Sentosa",
        url="https://muara-sentosa.example/kabar/rss",
        entries=(
            Entry(
                title="Warga diminta mengisi BBM seperlunya",
                text=(
                    "Harga BBM malam ini tetap Rp10.000 per liter. Wali Kota meminta warga mengisi"
                    " seperlunya dan tidak meneruskan pesan berantai."
                ),
                hours_ago=2,
            ),
            Entry(
                title="Lomba mewarnai di perpustakaan kota",
                text="Pendaftaran lomba mewarnai dibuka sampai akhir pekan di perpustakaan.",
                hours_ago=30,
            ),
        ),
    ),
    Site(
        organisation="pemkab-arga-lestari",
        title="Portal Kabupaten Arga Lestari",
        url="https://arga-lestari.example/portal/rss",
        entries=(
            Entry(
                title="Antrean di SPBU, warga diminta bersabar",
                text=(
                    "Persediaan BBM di SPBU cukup untuk 3 hari. Harga BBM malam ini tetap"
                    " Rp10.000 per liter."
                ),
                hours_ago=3,
            ),
            Entry(
                title="Senam bersama di alun-alun",
                text="Senam bersama digelar Jumat pagi di alun-alun kabupaten.",
                hours_ago=28,
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody who agreed to be written to, as an office notes it."""

    kind: str  # masyarakat, agama or kim
    name: str
    address: str
    purpose: str
    how: str
    days_ago: int  # when they agreed
    withdrew: bool = False


PARTNERS: tuple[Partner, ...] = (
    Partner(
        kind="masyarakat",
        name="Lastri Pamekar, ketua RW 05 Tirta Wening",
        address="rw05@tirta-wening.example",
        purpose="Lembar tentang harga dan persediaan BBM, lewat surel",
        how="Lisan dalam rembuk RW, dicatat petugas",
        days_ago=40,
    ),
    Partner(
        kind="agama",
        name="Ustaz Hamzah Warsana, Majelis Nurul Fikri Tirta",
        address="majelis@nurul-fikri-tirta.example",
        purpose="Lembar tentang kabar yang meresahkan jemaah",
        how="Formulir yang ditandatangani di kantor",
        days_ago=25,
    ),
    Partner(
        kind="agama",
        name="Pendeta Maria Lontara, Jemaat Damai Sejahtera",
        address="jemaat@damai-sejahtera.example",
        purpose="Lembar tentang layanan publik",
        how="Surel yang membalas undangan kami",
        days_ago=18,
    ),
    Partner(
        kind="kim",
        name="KIM Warta Muara",
        address="redaksi@kim-warta-muara.example",
        purpose="Semua lembar, untuk dibacakan di radio warga",
        how="Pernyataan tertulis pengurus",
        days_ago=60,
    ),
    Partner(
        kind="masyarakat",
        name="Tokoh yang menarik persetujuannya",
        address="mundur@tirta-wening.example",
        purpose="Lembar tentang bantuan sosial",
        how="Lisan lewat telepon",
        days_ago=90,
        withdrew=True,
    ),
)
