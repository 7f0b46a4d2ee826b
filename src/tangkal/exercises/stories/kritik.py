"""Story (d): true criticism, satire and press work, none of which may be labelled.

Plants a complaint about a road that was promised and is still broken, and one about the queue
at a service office, both true and with evidence; a satirical site that makes fun of the same
queue; and a news report on the road. They share words with the hoaxes (naik, antre,
pemerintah, bantuan), so a hasty matcher or officer stumbles here. They match no claim.
"""

from tangkal.exercises.phrasing import phrases
from tangkal.exercises.rhythm import ALWAYS, Envelope
from tangkal.exercises.stories.common import WORDS
from tangkal.exercises.story import NEWS, OPEN, Story

_WORDS = WORDS | {
    "jalan": (
        "Jalan Raya Mekarsari",
        "jalan Mekarsari",
        "jalan poros Mekarsari",
        "ruas Mekarsari KM 4",
        "jalan depan pasar Mekarsari",
    ),
    "lama": (
        "sudah 14 bulan",
        "sudah setahun lebih",
        "dari musim hujan tahun lalu",
        "lebih dari empat belas bulan",
        "sejak awal tahun kemarin",
    ),
    "rusak": (
        "berlubang dan belum diperbaiki",
        "rusak parah tanpa perbaikan",
        "penuh lubang sedalam betis",
        "belum juga diaspal",
        "masih seperti kubangan",
    ),
    "janji": (
        "Papan proyeknya tertulis selesai Maret.",
        "Janji dinas: rampung tiga bulan.",
        "Anggarannya tercantum di situs pengadaan, tapi alatnya tidak pernah datang.",
        'Surat warga dijawab "segera ditindaklanjuti" tiga kali.',
        "Di rapat desa katanya prioritas.",
    ),
    "bukti": (
        "Foto dan tanggalnya saya lampirkan.",
        "Ini foto papan proyek dan lubangnya.",
        "Ada video dari tiga titik, silakan dicek.",
        "Bukti surat tanda terima laporan ada di saya.",
        "Nomor laporan saya LP-0417, statusnya masih diproses.",
    ),
    "akibat": (
        "Minggu ini dua motor jatuh.",
        "Anak sekolah terpaksa memutar 5 kilometer.",
        "Ambulans desa pernah terjebak.",
        "Pedagang rugi karena pembeli malas lewat.",
        "",
    ),
    "minta": (
        "Tolong pemerintah jangan cuma janji.",
        "Kami bayar pajak, kami berhak bertanya.",
        "Kapan dikerjakan?",
        "Mohon dijawab dengan tanggal, bukan dengan seremoni.",
        "Kalau memang belum ada dana, bilang saja terus terang.",
    ),
    "kantor": (
        "kantor layanan Mekarjaya",
        "loket kependudukan Mekarjaya",
        "kantor pelayanan terpadu Mekarjaya",
        "loket Mekarjaya",
    ),
    "antre": (
        "antre dari jam 5 pagi",
        "nomor antrean habis jam 7",
        "antre empat jam",
        "sudah tiga kali bolak-balik",
        "hanya satu loket dari enam yang buka",
    ),
    "sistem": (
        "aplikasinya error terus",
        "katanya sistem offline",
        "petugasnya bilang blangko habis",
        "diminta kembali minggu depan",
    ),
}

_ROAD = {
    "id": (
        "{jalan} {lama} {rusak}. {janji} {akibat} {bukti} {minta}",
        "[Sudah lapor|Saya sudah melapor] [tiga|dua|empat] kali soal {jalan}, {lama} {rusak}."
        " {bukti}"
        " {minta}{emoji}",
        "{janji} [Kenyataannya|Faktanya|Nyatanya] {jalan} {rusak}. {akibat} {minta} {bukti}",
    ),
    "jv": (
        "{jalan} wis setaun luwih bolong-bolong durung didandani. {bukti} Kapan didandani, Pak?",
    ),
    "su": (
        "{jalan} tos sataun langkung bolong kénéh, teu acan dibeberes. {bukti} Iraha atuh, Pa?",
    ),
}
_OFFICE = {
    "id": (
        "Urus KTP di {kantor} {antre}, {sistem}. [Ini foto papan antreannya|Tiket antrean saya"
        " simpan]."
        " {minta}",
        "[Pelayanan|Layanan] {kantor} [mundur|makin payah|tidak berubah]: {antre} dan {sistem}."
        " [Lansia"
        " berdiri di luar|Tidak ada kursi untuk ibu hamil|Tidak ada pengumuman apa pun]."
        " {minta}{emoji}",
    ),
}
_SATIRE = {
    "id": (
        "[Warga Mekarjaya Rayakan Ulang Tahun di Antrean Loket|Nomor Antrean Loket Akan"
        " Diwariskan ke"
        " Anak Cucu|Lubang Jalan Mekarsari Diusulkan Jadi Objek Wisata Air]\n[Seorang"
        " warga|Panitia] mengaku"
        " [bangga|terharu] karena [kuenya sempat basi dua kali|kolamnya sudah dihuni ikan"
        " lele|nomor"
        ' antreannya masuk museum]. "[Tahun depan kami undang tetangga|Kami optimistis dipanggil'
        " sebelum"
        ' pensiun|Tiket masuknya gratis, asal bisa keluar]", katanya. (Satire Kabar Angin, jangan'
        " dianggap"
        " berita)",
    ),
}
_NEWS = {
    "id": (
        "[Perbaikan Jalan Mekarsari Molor, Dinas Akui Kontraktor Terlambat|Setahun Rusak, Jalan"
        " Raya"
        " Mekarsari Menunggu Lelang Ulang|Antrean Loket Mekarjaya Mengular, Posko Aduan Warga"
        " Terima Aduan]\n"
        "[Warga mengeluhkan|Sejumlah warga melaporkan] {jalan} yang {rusak}. [Kepala dinas mengakui"
        " keterlambatan|Dinas menyebut lelang diulang karena penawar tunggal|Juru bicara dinas"
        " meminta maaf]"
        " dan menjanjikan [jadwal baru|pengerjaan bulan depan]. [Dokumen pengadaan yang dilihat"
        " redaksi"
        " menunjukkan anggaran tersedia.|Redaksi telah meminta tanggapan tertulis.]",
    ),
}
_OTHER_NEWS = {
    "id": (
        "[Harga Cabai Turun Jelang Akhir Pekan|Panen Raya, Harga Gabah Stabil|Festival"
        " Layang-Layang Digelar"
        " di {tempat}|Sekolah di {tempat} Uji Coba Perpustakaan Keliling|Bus Malam ke {tempat}"
        " Tambah"
        " Jadwal]\n[Pedagang|Warga|Pengelola|Panitia] di {tempat} [menyambut baik|mengatakan"
        " senang dengan|"
        "berharap banyak pada] [perubahan itu|kegiatan tersebut|kabar ini]. [Kegiatan berlangsung"
        " sampai"
        " Minggu.|Jumlah pengunjung naik dibanding bulan lalu.|Keterangan lengkap ada di balai"
        " kota.]",
    ),
}

STORIES = (
    Story(
        name="kritik.jalan",
        label="criticism",
        share=0.026,
        envelope=Envelope(begin_day=3, begin_hour=7, rise_hours=6, half_life_hours=48, hum=0.1),
        platforms=OPEN,
        phrases=phrases("kritik.jalan", _ROAD, _WORDS),
        narrative="jalan-mekarsari-rusak",
        new_wording=0.45,
    ),
    Story(
        name="kritik.antrean",
        label="criticism",
        share=0.014,
        envelope=ALWAYS,
        platforms=OPEN,
        phrases=phrases("kritik.antrean", _OFFICE, _WORDS),
        narrative="antrean-loket-mekarjaya",
        new_wording=0.7,
    ),
    Story(
        name="satire.antrean",
        label="satire",
        share=0.008,
        envelope=Envelope(begin_day=3, begin_hour=12, half_life_hours=40),
        platforms=OPEN,
        phrases=phrases("satire.antrean", _SATIRE, _WORDS),
        narrative="satire-loket",
        new_wording=0.2,
        title=True,
    ),
    Story(
        name="pers.jalan",
        label="press",
        share=0.008,
        envelope=Envelope(begin_day=3, begin_hour=15, half_life_hours=40),
        platforms=NEWS,
        phrases=phrases("pers.jalan", _NEWS, _WORDS),
        narrative="jalan-mekarsari-rusak",
        new_wording=0.6,
        voice="outlet",
        title=True,
    ),
    Story(
        name="pers.lain",
        label="press",
        share=0.018,
        envelope=ALWAYS,
        platforms=NEWS,
        phrases=phrases("pers.lain", _OTHER_NEWS, _WORDS),
        new_wording=0.9,
        voice="outlet",
        title=True,
    ),
)
