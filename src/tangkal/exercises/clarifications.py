"""Finished answers to the three planted hoaxes, so that a demonstration can publish them.

The order is the Debunking Handbook's: the fact, the myth once and with a warning, why it
misleads, the fact again as something to do. Institutions and addresses are fictional.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """The texts of one published answer, in Indonesian."""

    narrative: str  # the planted narrative it answers
    claim_id: str  # the archive's earlier answer
    claim: str  # the claim in one sentence, as checked
    verdict: str  # a verdict of the desk
    category: str  # one of the thirteen categories
    headline: str  # says the fact, does not repeat the myth
    fact: str
    myth: str
    explanation: str
    action: str  # what the reader should do
    sources: tuple[tuple[str, str], ...]  # (title, address)
    holding_statement: str  # for the time before the facts are complete


CLARIFICATIONS: tuple[Clarification, ...] = (
    Clarification(
        narrative="bbm-naik-malam-ini",
        claim_id="FK-2201",
        claim="Harga BBM naik malam ini pukul 00.00.",
        verdict="SALAH",
        category="pemerintahan",
        headline="Harga BBM tetap, stok di SPBU cukup",
        fact=(
            "Tidak ada perubahan harga BBM malam ini. Harga yang berlaku sama dengan kemarin, dan"
            " persediaan di SPBU cukup untuk kebutuhan warga."
        ),
        myth="Pesan berantai yang beredar keliru menyebut harga BBM naik pada tengah malam.",
        explanation=(
            'Pesan itu tidak menyebut nama, tanggal, atau nomor keputusan, hanya "orang dalam".'
            " Isinya"
            " hampir sama dengan pesan yang sudah dibantah beberapa bulan lalu; angkanya saja"
            " yang diganti."
            " Desakan agar segera mengisi dan meneruskan pesan sengaja membuat orang tidak sempat"
            " memeriksa."
        ),
        action=(
            "Belilah BBM seperlunya dan jangan teruskan pesan tersebut. Perubahan harga selalu"
            " diumumkan di"
            " kanal resmi sebelum berlaku. Laporkan pesan serupa lewat kotak tanya di portal ini."
        ),
        sources=(
            ("Daftar harga BBM yang berlaku", "https://energi.nusaraya.example/harga-bbm"),
            ("Laporan persediaan harian SPBU", "https://energi.nusaraya.example/persediaan"),
            ("Pemeriksaan edisi sebelumnya", "https://cekfakta.example/fk-2201"),
        ),
        holding_statement=(
            "Kami mengetahui adanya pesan tentang harga BBM yang membuat warga khawatir. Sampai"
            " saat ini belum"
            " ada keputusan perubahan harga. Kami sedang memastikan keadaan stok di lapangan dan"
            " akan memberi"
            " kabar berikutnya dalam dua jam di portal ini."
        ),
    ),
    Clarification(
        narrative="tautan-subsidi-palsu",
        claim_id="FK-2202",
        claim="Bantuan subsidi Rp600.000 dapat didaftarkan lewat tautan di pesan berantai.",
        verdict="PENIPUAN",
        category="penipuan",
        headline="Pendaftaran bantuan tidak pernah dibuka lewat pesan berantai",
        fact=(
            "Bantuan didata melalui kelurahan atau desa dan diumumkan di"
            " layanan.nusaraya.example. Tidak ada"
            " pendaftaran lewat tautan WhatsApp, Telegram, atau Facebook, dan tidak ada petugas"
            " yang meminta"
            " kode OTP."
        ),
        myth="Tautan palsu menjanjikan uang subsidi bila Anda mengisi NIK, nomor HP, dan kode OTP.",
        explanation=(
            'Alamatnya dibuat mirip dengan alamat resmi, misalnya dengan menambah kata "bantuan"'
            " atau satu"
            " huruf. Formulirnya mengumpulkan data pribadi dan menyuruh Anda membagikannya agar"
            " tersebar lebih"
            " luas. Kuota dan batas waktu hanya dipakai untuk menekan."
        ),
        action=(
            "Jangan buka atau teruskan tautannya. Bila telanjur mengisi, segera ganti PIN dan"
            " kata sandi,"
            " hubungi bank Anda, dan laporkan tautannya lewat portal ini. Tanyakan bantuan di"
            " kantor kelurahan"
            " atau desa."
        ),
        sources=(
            ("Cara resmi memeriksa bantuan", "https://layanan.nusaraya.example/bantuan"),
            ("Panduan bila data telanjur diberikan", "https://layanan.nusaraya.example/aman"),
            ("Pemeriksaan edisi sebelumnya", "https://cekfakta.example/fk-2202"),
        ),
        holding_statement=(
            "Kami menerima laporan tentang tautan bantuan yang meminta data pribadi. Selama"
            " pemeriksaan"
            " berlangsung, mohon jangan mengisi formulir apa pun yang datang lewat pesan. Kabar"
            " berikutnya kami"
            " sampaikan dalam dua jam."
        ),
    ),
    Clarification(
        narrative="video-banjir-lama",
        claim_id="FK-2203",
        claim="Video memperlihatkan jembatan di Sukamaju putus diterjang banjir pagi ini.",
        verdict="KONTEKS_SALAH",
        category="kebencanaan",
        headline="Jembatan Kali Wening berdiri dan dapat dilalui",
        fact=(
            "Jembatan Kali Wening di Sukamaju utuh dan dapat dilalui. Hujan memang lebat sejak"
            " dini hari, tetapi"
            " permukaan air masih di bawah batas siaga pada pukul 09.00 WIB."
        ),
        myth="Video lama dari tempat lain diunggah ulang seolah-olah kejadian pagi ini.",
        explanation=(
            "Rekaman itu sudah diperiksa dua tahun lalu dan muncul kembali setiap musim hujan."
            " Bentuk jembatan,"
            " papan nama toko, dan arah sungainya tidak cocok dengan Jembatan Kali Wening."
            " Petugas di lokasi"
            " mengirim foto jembatan yang diambil pagi ini."
        ),
        action=(
            "Ikuti tinggi muka air di kanal resmi dan tetap waspada bila tinggal di tepi sungai."
            " Jangan unggah"
            " ulang video lama, karena dapat mengganggu pertolongan bila benar terjadi bencana."
        ),
        sources=(
            ("Tinggi muka air Kali Wening", "https://pantau-air.nusaraya.example/kali-wening"),
            ("Foto jembatan, pukul 09.00 WIB", "https://sukamaju.nusaraya.example/jembatan"),
            ("Pemeriksaan edisi sebelumnya", "https://cekfakta.example/fk-2203"),
        ),
        holding_statement=(
            "Kami mengetahui beredarnya video banjir di Sukamaju dan memahami kekhawatiran"
            " keluarga. Petugas"
            " sedang memeriksa keadaan di lokasi. Hindari tepi sungai selama hujan lebat; kabar"
            " berikutnya dalam"
            " satu jam."
        ),
    ),
)
