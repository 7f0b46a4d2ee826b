"""Story (b): the fake subsidy link.

Plants an impostor form that promises an energy-and-food subsidy and asks for NIK, phone and
one-time codes, on lookalike addresses under .example, forwarded on WhatsApp, Telegram and
Facebook from day 2. Some texts carry a fake contact number, some questions a fake NIK, to
prove that masking works. One narrative, answered by the archive's claim FK-2202.
"""

from tangkal.exercises.phrasing import phrases
from tangkal.exercises.rhythm import Envelope
from tangkal.exercises.stories.common import WORDS
from tangkal.exercises.story import ASKED, Story

NARRATIVE = "tautan-subsidi-palsu"
CLAIM = "FK-2202"

# The fictional agency's true address is layanan.nusaraya.example; all of these only look alike.
LOOKALIKES = (
    "https://layanan-nusaraya.example/daftar",
    "https://nusaraya-bantuan.example/subsidi",
    "http://subsidi-nusaraya.example/?ref=wa",
    "https://layanan-nusaraya-resmi.example/cek",
    "https://cek-subsidi-nusaraya.example",
    "bit.example/subsidi-gratis",
    "https://nusarayaa.example/bantuan-tunai",
    "https://form-bantuan.example/nusaraya/klaim",
)

_WORDS = WORDS | {
    "tautan": LOOKALIKES,
    "bantuan": (
        "bantuan subsidi energi",
        "subsidi tunai",
        "bantuan sembako dan listrik",
        "subsidi rumah tangga",
        "bantuan langsung",
        "dana subsidi",
        "BLT subsidi",
        "bantuan pemerintah",
    ),
    "rp": (
        "Rp600.000",
        "Rp 600 ribu",
        "600rb",
        "Rp900.000",
        "Rp1.200.000",
        "1,2 juta",
        "Rp 750.000",
        "sembilan ratus ribu",
    ),
    "dibuka": (
        "sudah dibuka",
        "dibuka kembali",
        "tahap 2 mulai cair",
        "cair bulan ini",
        "pendaftarannya dibuka hari ini",
        "resmi dibuka untuk umum",
    ),
    "data": (
        "nama lengkap, NIK, dan nomor HP",
        "NIK, nomor KK, dan nomor rekening",
        "foto KTP dan nomor WA aktif",
        "NIK dan kode OTP yang masuk",
        "nama, NIK, tanggal lahir, nama ibu kandung",
    ),
    "syarat": (
        "Syaratnya gampang, cukup isi",
        "Tinggal isi",
        "Cukup masukkan",
        "Langsung isi formulir dengan",
        "Modal HP saja, masukkan",
    ),
    "kuota": (
        "Kuota terbatas!",
        "Sisa kuota 327 orang.",
        "Batas akhir malam ini pukul 23.59.",
        "Siapa cepat dia dapat.",
        "Ditutup hari Minggu.",
        "Hanya untuk 5.000 pendaftar pertama.",
    ),
    "bukti": (
        "Tetangga saya sudah dapat.",
        "Saya sendiri sudah cair kemarin.",
        "Sudah banyak yang terima.",
        "Alhamdulillah barusan masuk rekening.",
        "Awalnya ragu, ternyata beneran cair.",
        "",
    ),
    "penerima": (
        "semua warga yang punya KTP",
        "ibu rumah tangga",
        "pengguna listrik 900 VA",
        "pelajar dan mahasiswa",
        "pemilik motor",
        "keluarga yang belum pernah dapat bantuan",
        "pedagang kecil",
    ),
}

_HOAX = {
    "id": (
        # The earlier edition, sent round again: nearest to the archive's words.
        "{salam} bantuan subsidi Rp[600.000|650.000|750.000] sudah dibuka, daftar [dan|lalu] isi"
        " NIK"
        " dan nomor HP lewat tautan {tautan} {kuota}{teruskan}",
        "{salam} {bantuan} {rp} {dibuka} untuk {penerima}. {syarat} {data} di {tautan} {kuota}"
        "{teruskan}{emoji}",
        "[KABAR GEMBIRA|KABAR BAIK|ALHAMDULILLAH]\n{bantuan}"
        " {dibuka}!\n[Besarnya|Nominal|Masing-masing"
        " dapat]: {rp}\n[Untuk|Penerima]: {penerima}\nDaftar: {tautan}\n{kuota}{teruskan}",
        "{bukti} Coba [cek|klik|buka] {tautan}, [nanti keluar|langsung muncul] nama kita dapat"
        " {bantuan} [senilai|sebesar] {rp} atau tidak. {syarat} {data}.{emoji}",
        "[Bun|Mak|Sis], yang belum [kebagian|dapat] {bantuan}, masih bisa susulan. {syarat} {data},"
        " [besoknya|tiga hari kemudian|langsung] ditransfer {rp}. Linknya {tautan}{teruskan}",
        "Cara klaim {rp} dari pemerintah: 1) buka {tautan} 2) isi {data} 3) bagikan ke [10"
        " teman|5 grup"
        " WA|15 kontak] 4) tunggu SMS pencairan. {kuota} [Kesulitan? Hubungi|Tanya admin|Bantuan"
        " admin]"
        " {hp}{emoji}",
        "Jangan sampai hangus! Hak Anda {rp} [belum diambil|masih tercatat|menunggu dicairkan]."
        " Verifikasi"
        " [sekarang|hari ini] lewat {tautan} dengan {data}. [Petugas|CS] kami: {hp}",
        "Uang [kompensasi|ganti] kenaikan harga sudah turun, {penerima} berhak {rp}. [Nggak usah ke"
        " kelurahan|Tanpa antre|Tanpa survei], semua online di {tautan} {kuota}{emoji}",
    ),
    "jv": (
        "Lur, {bantuan} {rp} wis [bukak|dibukak] maneh kanggo {penerima}. Daftare gampang, isi"
        " {data}"
        " nang {tautan} [Ndang, kuotane winates.|Tanggaku wis oleh.]{emoji}",
    ),
    "su": (
        "Wargi, aya {bantuan} {rp} kanggo {penerima}. Daptarna di {tautan} eusian {data}."
        " [Énggal, kuotana terbatas.|Tatangga abdi tos kéngingeun.]{emoji}",
    ),
}
_QUESTION = {
    "id": (
        "[Benarkah|Apa benar|Betul nggak] ada {bantuan} {rp} yang daftarnya lewat {tautan}? [Kok"
        " minta"
        " {data}|Agak curiga, diminta {data}|Sudah telanjur isi {data}], [aman nggak ya?|apa"
        " bahaya?|"
        "saya harus bagaimana?]",
        "Saya {akun} mau tanya, NIK saya {nik} sudah saya masukkan ke {tautan}. [Ini resmi atau"
        " penipuan?|Apa data saya aman?|Bisa dihapus tidak?] [Bisa hubungi saya di {hp}|Email saya"
        " {email}]",
        "Ibu saya [dapat WA|dikirimi pesan] soal {bantuan}, disuruh isi {data}. [Penipuan"
        " bukan?|Hoaks"
        " atau asli?|Ada yang sudah cek?]{emoji}",
    ),
}
_OFFICIAL = {
    "id": (
        "[WASPADA PENIPUAN.|Hati-hati tautan palsu.] Kami tidak pernah meminta NIK, OTP, atau"
        " rekening"
        " lewat [pesan berantai|tautan di WhatsApp]. Alamat resmi hanya layanan.nusaraya.example."
        " [Telanjur mengisi? Ganti PIN dan hubungi bank Anda.|Laporkan tautannya, jangan"
        " diteruskan.]"
        " (Latihan, institusi fiksi)",
    ),
}

STORIES = (
    Story(
        name="bantuan.hoax",
        label="hoax",
        share=0.058,
        envelope=Envelope(begin_day=2, begin_hour=9, rise_hours=12, half_life_hours=90),
        platforms={"whatsapp": 0.52, "telegram": 0.24, "facebook": 0.24},
        phrases=phrases("bantuan.hoax", _HOAX, _WORDS),
        narrative=NARRATIVE,
        claim_id=CLAIM,
        new_wording=0.18,
    ),
    Story(
        name="bantuan.question",
        label="question",
        share=0.012,
        envelope=Envelope(begin_day=2, begin_hour=13, rise_hours=12, half_life_hours=90),
        platforms=ASKED,
        phrases=phrases("bantuan.question", _QUESTION, _WORDS),
        narrative=NARRATIVE,
        claim_id=CLAIM,
        new_wording=0.9,
    ),
    Story(
        name="bantuan.official",
        label="official",
        share=0.002,
        envelope=Envelope(begin_day=3, begin_hour=10, half_life_hours=60),
        platforms={"x": 0.4, "facebook": 0.4, "instagram": 0.2},
        phrases=phrases("bantuan.official", _OFFICIAL, _WORDS),
        narrative=NARRATIVE,
        new_wording=0.5,
        voice="agency",
    ),
)
