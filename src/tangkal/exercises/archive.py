"""The archive of a fictional fact-checker, all dated before the week.

FK-2201 to FK-2203 are earlier editions of the week's three hoaxes. Their neighbours are near
misses on purpose (other fuel, other aid, other floods); the rest are distractors from every
category. No claim, person or place in them is real.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from tangkal.kernel import KnownClaim

PUBLISHER = "Cek Fakta Nusaraya (fiksi)"
ADDRESS = "https://cekfakta.example"


class Entry(NamedTuple):
    """One archived answer."""

    claim_id: str
    days_before: int  # the week's start
    verdict: str
    title: str
    body: str


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "FK-2201",
        212,
        "SALAH",
        "Malam Ini Pukul 00.00 Harga BBM Naik Menjadi Rp13.500 per Liter, Segera Isi Penuh Tangki",
        "Pesan berantai menyebut harga BBM naik tengah malam dan menyuruh warga segera mengisi"
        " penuh"
        " tangki di SPBU. Tidak ada pengumuman perubahan harga. Harga di SPBU tetap dan perubahan"
        " harga"
        " selalu diumumkan lewat kanal resmi sebelum berlaku, bukan dari orang dalam atau petugas"
        " SPBU.",
    ),
    Entry(
        "FK-2202",
        148,
        "PENIPUAN",
        "Bantuan Subsidi Rp600.000 Sudah Dibuka, Daftar Isi NIK dan Nomor HP lewat Tautan",
        "Tautan yang menyerupai alamat layanan resmi meminta nama, NIK, nomor HP, dan kode OTP"
        " dengan janji"
        " bantuan subsidi tunai, lalu menyuruh membagikannya ke grup WA. Alamat itu tiruan;"
        " pendaftaran"
        " bantuan tidak pernah dibuka lewat pesan berantai.",
    ),
    Entry(
        "FK-2203",
        731,
        "KONTEKS_SALAH",
        "Video Detik-detik Banjir Bandang Hari Ini, Jembatan Putus dan Mobil Hanyut Terbawa Arus",
        "Video jembatan putus diterjang banjir bandang dan mobil hanyut terbawa arus adalah"
        " rekaman lama"
        " dari tempat lain. Video itu berulang kali diunggah kembali setiap musim hujan sebagai"
        " kejadian"
        " pagi ini.",
    ),
    Entry(
        "FK-2204",
        340,
        "SALAH",
        "BBM Langka Selama Sepekan karena Kapal Pengangkut Tenggelam",
        "Tidak ada kapal pengangkut BBM yang tenggelam dan stok di SPBU tercatat normal.",
    ),
    Entry(
        "FK-2205",
        95,
        "SALAH",
        "Bensin di SPBU Dicampur Air Sehingga Ribuan Motor Mogok",
        "Pemeriksaan contoh bensin menunjukkan mutu sesuai baku; motor mogok di video karena"
        " terendam.",
    ),
    Entry(
        "FK-2206",
        270,
        "MENYESATKAN",
        "Mengisi Bensin pada Malam Hari Membuat Takaran Lebih Banyak",
        "Suhu tangki pendam hampir tetap sehingga beda takaran siang dan malam tidak berarti.",
    ),
    Entry(
        "FK-2207",
        60,
        "SALAH",
        "Motor di Atas Sepuluh Tahun Dilarang Membeli Bensin Bersubsidi Mulai Senin",
        "Tidak ada aturan tentang umur kendaraan untuk membeli bensin.",
    ),
    Entry(
        "FK-2208",
        410,
        "SALAH",
        "Tarif Listrik Rumah Tangga Naik Dua Kali Lipat Bulan Depan",
        "Tarif listrik tidak berubah; gambar tagihan yang beredar hasil suntingan.",
    ),
    Entry(
        "FK-2209",
        180,
        "PENIPUAN",
        "Kuota Internet Gratis 100 GB untuk Pelajar lewat Tautan WhatsApp",
        "Tautan memanen nomor telepon dan memaksa dibagikan ke sepuluh teman.",
    ),
    Entry(
        "FK-2210",
        130,
        "PENIPUAN",
        "Undian Motor Berhadiah dari Kantor Pos dengan Biaya Administrasi",
        "Penipuan berkedok undian; tidak ada undian dan tidak ada biaya administrasi.",
    ),
    Entry(
        "FK-2211",
        77,
        "PENIPUAN",
        "Lowongan Kerja Pendamping Desa Bergaji Rp9 Juta dengan Uang Jaminan",
        "Lowongan palsu; perekrutan pendamping tidak memungut uang jaminan.",
    ),
    Entry(
        "FK-2212",
        250,
        "PENIPUAN",
        "Pendaftaran Kartu Sembako Digital lewat Aplikasi APK",
        "Berkas APK mencuri SMS dan kode OTP; kartu sembako digital tidak ada.",
    ),
    Entry(
        "FK-2213",
        33,
        "PENIPUAN",
        "Pemutihan Pajak Kendaraan dengan Mengisi Formulir dan Nomor Kartu ATM",
        "Formulir palsu meminta nomor kartu; pemutihan hanya diurus di kantor samsat.",
    ),
    Entry(
        "FK-2214",
        520,
        "KONTEKS_SALAH",
        "Foto Gelombang Besar Menerjang Dermaga Kemarin Sore",
        "Foto itu cuplikan film lama, bukan kejadian di dermaga.",
    ),
    Entry(
        "FK-2215",
        365,
        "KONTEKS_SALAH",
        "Video Longsor Menutup Jalan Pegunungan Tadi Malam",
        "Rekaman longsor berasal dari luar negeri empat tahun lalu.",
    ),
    Entry(
        "FK-2216",
        118,
        "SALAH",
        "Bendungan Hulu Retak dan Akan Jebol dalam Dua Puluh Empat Jam",
        "Pemeriksaan menunjukkan bendungan aman; foto retakan adalah sambungan beton biasa.",
    ),
    Entry(
        "FK-2217",
        88,
        "SALAH",
        "Gempa Besar Akan Terjadi Besok Pukul 10 Pagi",
        "Waktu gempa tidak dapat diramalkan dengan teknologi apa pun saat ini.",
    ),
    Entry(
        "FK-2218",
        600,
        "KONTEKS_SALAH",
        "Gunung Meletus Terekam dari Jendela Pesawat Pagi Tadi",
        "Video itu rekaman letusan di negara lain beberapa tahun lalu.",
    ),
    Entry(
        "FK-2219",
        205,
        "SALAH",
        "Air Rebusan Bawang Putih Menyembuhkan Demam Berdarah dalam Semalam",
        "Belum ada bukti; demam berdarah perlu pemantauan cairan oleh tenaga kesehatan.",
    ),
    Entry(
        "FK-2220",
        310,
        "SALAH",
        "Minum Air Es Setelah Makan Membekukan Lemak di Jantung",
        "Air menyesuaikan suhu tubuh di lambung; tidak ada lemak yang membeku.",
    ),
    Entry(
        "FK-2221",
        45,
        "MENYESATKAN",
        "Vaksin Anak Sekolah Dihentikan karena Berbahaya",
        "Jadwal vaksin hanya bergeser karena libur, bukan dihentikan.",
    ),
    Entry(
        "FK-2222",
        152,
        "SALAH",
        "Telur Plastik Beredar di Pasar Tradisional",
        "Telur yang diuji adalah telur asli yang disimpan terlalu lama.",
    ),
    Entry(
        "FK-2223",
        280,
        "SALAH",
        "Garam Dapur Mengandung Serbuk Kaca",
        "Uji laboratorium hanya menemukan mineral biasa.",
    ),
    Entry(
        "FK-2224",
        66,
        "SALAH",
        "Beras Sintetis Dapat Dikenali karena Memantul Seperti Bola",
        "Nasi pulen memang dapat dikepal dan memantul; bukan tanda plastik.",
    ),
    Entry(
        "FK-2225",
        199,
        "MENYESATKAN",
        "Mangga Matang yang Diberi Karbit Menyebabkan Keracunan Massal",
        "Tidak ada kasus keracunan massal; isu dibesar-besarkan dari satu kejadian.",
    ),
    Entry(
        "FK-2226",
        233,
        "SALAH",
        "Penculikan Anak Memakai Mobil Ambulans Hitam di Sekolah",
        "Kepolisian setempat tidak menerima laporan penculikan semacam itu.",
    ),
    Entry(
        "FK-2227",
        27,
        "SALAH",
        "Begal Bermodus Bayi Menangis di Pinggir Jalan",
        "Pesan berantai lama tanpa tempat dan waktu; tidak ada laporan.",
    ),
    Entry(
        "FK-2228",
        390,
        "SALAH",
        "Parkir Liar Memakai Cairan Bius pada Karcis",
        "Zat bius tidak bekerja lewat sentuhan kertas dalam hitungan detik.",
    ),
    Entry(
        "FK-2229",
        142,
        "SALAH",
        "Kode Rahasia di Pagar Rumah Dipakai Perampok",
        "Coretan itu tanda petugas sensus dan pencatat meter air.",
    ),
    Entry(
        "FK-2230",
        71,
        "SALAH",
        "Libur Sekolah Diperpanjang Sebulan Penuh",
        "Kalender pendidikan tidak berubah.",
    ),
    Entry(
        "FK-2231",
        58,
        "DIMANIPULASI",
        "Surat Edaran Pembagian Seragam Gratis dengan Kop Dinas",
        "Kop dan nomor surat dipalsukan.",
    ),
    Entry(
        "FK-2232",
        240,
        "SALAH",
        "Ujian Akhir Diganti Lomba Menari",
        "Unggahan satire dianggap berita; ujian tetap berlangsung.",
    ),
    Entry(
        "FK-2233",
        101,
        "TIRUAN",
        "Akun Palsu Kepala Dinas Meminta Pulsa lewat Pesan Pribadi",
        "Akun tiruan memakai foto kantor; dinas tidak pernah meminta pulsa.",
    ),
    Entry(
        "FK-2234",
        164,
        "TIRUAN",
        "Akun Layanan Pelanggan Air Minum Meminta Kode OTP",
        "Akun tiruan; layanan resmi tidak meminta kode OTP.",
    ),
    Entry(
        "FK-2235",
        305,
        "SALAH",
        "Uang Kertas Lama Tidak Berlaku Mulai Minggu Depan",
        "Penarikan uang lama diumumkan bertahun sebelumnya dan dapat ditukar.",
    ),
    Entry(
        "FK-2236",
        81,
        "SALAH",
        "Tabungan di Atas Sepuluh Juta Dipotong untuk Iuran Negara",
        "Tidak ada pemotongan tabungan.",
    ),
    Entry(
        "FK-2237",
        216,
        "MENYESATKAN",
        "Utang Setiap Bayi yang Baru Lahir Naik Seratus Kali Lipat",
        "Angka dibagi dengan jumlah penduduk yang salah.",
    ),
    Entry(
        "FK-2238",
        128,
        "SALAH",
        "Pasar Tradisional Ditutup Serentak Mulai Senin",
        "Hanya satu pasar yang tutup dua hari untuk perbaikan atap.",
    ),
    Entry(
        "FK-2239",
        49,
        "SALAH",
        "Pajak Warung Kelontong Rp500 Ribu per Bulan",
        "Tidak ada pungutan seperti itu bagi warung kelontong.",
    ),
    Entry(
        "FK-2240",
        333,
        "SALAH",
        "Harga Gas Melon Naik Menjadi Rp60.000 Mulai Besok",
        "Harga eceran tertinggi gas tabung kecil tidak berubah.",
    ),
    Entry(
        "FK-2241",
        92,
        "SALAH",
        "Minyak Goreng Bekas Diputihkan dengan Pemutih Pakaian lalu Dijual Kembali",
        "Video memperlihatkan pembuatan sabun, bukan minyak goreng.",
    ),
    Entry(
        "FK-2242",
        174,
        "KONTEKS_SALAH",
        "Foto Antrean Panjang di SPBU karena Stok Habis",
        "Foto antrean itu diambil saat mudik beberapa tahun lalu.",
    ),
    Entry(
        "FK-2243",
        257,
        "KONTEKS_SALAH",
        "Foto Jalan Terbelah akibat Gempa Semalam",
        "Foto berasal dari negara lain dan sudah lama.",
    ),
    Entry(
        "FK-2244",
        410,
        "DIMANIPULASI",
        "Foto Awan Berbentuk Kuda di Atas Alun-alun",
        "Foto hasil rekayasa perangkat lunak.",
    ),
    Entry(
        "FK-2245",
        55,
        "DIMANIPULASI",
        "Rekaman Suara Pejabat Membagikan Proyek",
        "Suara buatan mesin; potongan kata tidak sesuai pidato asli.",
    ),
    Entry(
        "FK-2246",
        186,
        "SALAH",
        "Ikan Raksasa Terdampar Pertanda Bencana",
        "Ikan terdampar karena perubahan arus; bukan pertanda bencana.",
    ),
    Entry(
        "FK-2247",
        299,
        "SALAH",
        "Gerhana Bulan Memancarkan Sinar yang Merusak Ponsel",
        "Gerhana tidak memancarkan sinar tambahan.",
    ),
    Entry(
        "FK-2248",
        37,
        "SALAH",
        "Ponsel yang Diisi Daya Dekat Kipas Angin Dapat Meledak",
        "Tidak ada kaitan antara kipas angin dan ledakan ponsel.",
    ),
    Entry(
        "FK-2249",
        221,
        "SALAH",
        "Menara Sinyal Baru Menyebabkan Burung Mati Massal",
        "Burung mati karena keracunan pakan menurut pemeriksaan dinas.",
    ),
    Entry(
        "FK-2250",
        159,
        "SALAH",
        "Video Call dari Nomor Asing Menguras Rekening dalam Lima Detik",
        "Panggilan video saja tidak dapat mengambil uang; waspadai kode OTP.",
    ),
    Entry(
        "FK-2251",
        106,
        "SALAH",
        "Centang Tiga di Aplikasi Pesan Tanda Disadap Pemerintah",
        "Aplikasi pesan tidak memiliki centang tiga.",
    ),
    Entry(
        "FK-2252",
        288,
        "SALAH",
        "Jembatan Gantung Desa Roboh Saat Peresmian",
        "Jembatan masih berdiri; video berasal dari adegan sinetron.",
    ),
    Entry(
        "FK-2253",
        64,
        "SALAH",
        "Nomor Darurat Baru Menggantikan Semua Nomor Lama",
        "Nomor darurat tidak berubah.",
    ),
    Entry(
        "FK-2254",
        195,
        "BENAR_SEBAGIAN",
        "Jadwal Kereta Pagi Dihapus Seluruhnya",
        "Satu jadwal digeser; yang lain tetap.",
    ),
    Entry(
        "FK-2255",
        83,
        "BENAR",
        "Layanan Kependudukan Keliling Buka pada Hari Minggu",
        "Benar; layanan keliling dibuka dua hari Minggu berturut-turut.",
    ),
    Entry(
        "FK-2256",
        244,
        "SALAH",
        "Rumah Ibadah Diwajibkan Membayar Listrik Dua Kali",
        "Tidak ada kewajiban baru; tagihan ganda itu kesalahan pencetakan.",
    ),
    Entry(
        "FK-2257",
        171,
        "SALAH",
        "Jemaah Dilarang Membawa Air Minum ke Tempat Ibadah",
        "Pengumuman lama dari satu tempat yang sedang direnovasi.",
    ),
    Entry(
        "FK-2258",
        39,
        "SALAH",
        "Warga Wajib Mendaftar Ulang Nomor Telepon atau Diblokir Malam Ini",
        "Tidak ada pendaftaran ulang; tautan dalam pesan mengumpulkan data pribadi.",
    ),
    Entry(
        "FK-2259",
        125,
        "MENYESATKAN",
        "Subsidi Pupuk Dicabut Seluruhnya bagi Petani",
        "Jatah disesuaikan untuk dua komoditas; subsidi pupuk tetap ada.",
    ),
    Entry(
        "FK-2260",
        52,
        "SALAH",
        "Banjir Membuat Buaya Lepas ke Permukiman Warga",
        "Foto buaya diambil di penangkaran; tidak ada buaya lepas.",
    ),
)


def known_claims(start: datetime) -> list[KnownClaim]:
    """The archive as a desk would import it, dated relative to the week's start."""
    return [
        KnownClaim(
            claim_id=entry.claim_id,
            title=entry.title,
            verdict=entry.verdict,
            publisher=PUBLISHER,
            url=f"{ADDRESS}/{entry.claim_id.lower()}",
            published_on=(start - timedelta(days=entry.days_before)).date(),
            language="id",
            article_text=entry.body,
        )
        for entry in ENTRIES
    ]
