"""The words that cues are seen by: Indonesian, with Javanese, Sundanese and English where usual.

Each entry is a regular expression over the folded text. A phrase behind a word of NEGATION is
advice against it ("jangan berikan kode OTP") and counts for nothing.
"""

import re

NEGATION = re.compile(
    r"(?:\b(?:(?:jangan|jgn|ojo|aja|ulah)(?! (?:lupa|tunda|lewatkan|sampai|kelewatan))"
    r"|tidak|tdk|tak|takkan|bukan|tanpa|stop|berhenti|hentikan|never"
    r"|do not|don't|dilarang|hindari|waspada\w*|awas|larang\w*|batal\w*)\b[^.!?\n]{0,24}$)"
)

# A text that warns of a fraud or answers a rumour speaks about these things; it does not do them.
WARNS = re.compile(
    r"\b(?:waspada(?:i|lah)?|hati-hati|mengatasnamakan|catut\w*|mencatut|penipu(?:an)?|modus"
    r"|hoaks?|hoax|tidak benar|klarifikasi|cek fakta|disinformasi|misinformasi|phishing"
    r"|polisi|tersangka|scam|fake|debunk\w*)\b"
)
# "No hoax!" is what a hoax says.
DENIES_HOAX = re.compile(
    r"\b(?:bukan|bkn|ora|sanes|no|not a|isn't a|tidak)\s+(?:hoaks|hoax|hoak|penipuan|tipu"
    r"|scam|fake)\b"
    r"|\b(?:no|anti)[- ]?(?:hoax|hoaks|tipu)\b"
)

# Asks to pass on so plainly that one is enough.
CHAIN_STRONG = (
    r"\bditeruskan berkali-kali\b",
    r"\bforwarded many times\b",
    r"\bviral(?:kan|in|ken|keun|no)\b",
    r"\b(?:kirim|bagi|bagikan|sebar|sebarkan|teruskan|forward|share|send)"
    r"\b[^.!?\n]{0,24}?\b(?:ke|to)\s+"
    r"(?:minimal |setidaknya |at least )?\d+\s*(?:orang|teman|kontak|grup|group|people"
    r"|friends|wong)\b",
    r"\b(?:jangan|jgn) (?:sampai )?(?:berhenti|putus|stop) di (?:kamu|anda|kita|sini|tanganmu)\b",
    r"\b(?:sebar|bagi|kirim|terus|share|forward)\w*\s+(?:pesan ini |info ini "
    r"|ini )?ke\s+(?:semua|seluruh|"
    r"sebanyak|keluarga|saudara|sanak|grup|group|teman)\b",
)
# Heard in honest messages too: two different ones are needed.
CHAIN_WEAK = (
    r"\b(?:sebarkan|sebarin|sebarno|sebarkeun|bagikan|bagiin|teruskan|forward|share|wartakeun)\b",
    r"\b(?:tolong|mohon|monggo|punten|please)\s+(?:di)?(?:sebar|bagi|terus|share|forward)\w*\b",
    r"\b(?:semoga bermanfaat|demi keselamatan (?:kita )?bersama|sebelum (?:di)?hapus"
    r"|sebelum dihapus)\b",
    r"\binfo (?:valid|a1|penting banget)\b",
)
COPIED = (
    r"\bcopas\b(?: dari)?",
    r"\b(?:copy|kopi) ?paste\b",
    r"\b(?:dari )?(?:grup|group|wag) (?:sebelah|tetangga)\b",
    r"\bcopied from\b",
)
URGENCY = (
    r"\bsebelum (?:di)?(?:hapus|dihapus|terlambat|hangus|diblokir)\b",
    r"\bsekarang juga\b",
    r"\bsegera (?:klaim|klik|ambil|transfer|cairkan|sebarkan)\w*\b",
    r"\b(?:hangus|diblokir) (?:dalam|besok|malam ini|hari ini)\b",
    r"\b(?:act now|last chance|before it is (?:deleted|too late))\b",
)
# Every shop says so; told only beside another mark.
HURRY = (
    r"\bhanya (?:berlaku )?(?:untuk )?hari ini\b",
    r"\b(?:kuota|waktu|stok|slot|tempat) (?:sangat )?terbatas\b",
    r"\b(?:buruan+|cepetan|gercep)\b",
    r"\bsebelum kehabisan\b",
    r"\bsegera (?:daftar|hubungi)\w*\b",
    r"\bberakhir (?:dalam|besok|malam ini|hari ini)\b",
    r"\bexpires today\b",
)
PRIZE = (
    r"\bselamat\b[^.!?\n]{0,30}?\b(?:terpilih|memenangkan|menang|mendapat\w*|beruntung)\b",
    r"\b(?:pemenang|menang) undian\b",
    r"\bundian berhadiah\b",
    r"\bhadiah (?:uang|motor|mobil|langsung|utama|gratis)\b",
    r"\b(?:kuota|pulsa|saldo|voucher|token listrik|sembako) gratis\b",
    r"\b(?:bantuan|bansos|blt|subsidi|dana|bonus|saldo|santunan)"
    r"\b[^.!?\n]{0,40}?\b(?:rp\.? ?\d[\d.,]*(?: ?(?:juta|jt|ribu|rb)\b)?"
    r"|\d+ ?(?:juta|jt|ribu|rb)\b)",
    r"\b(?:dapat(?:kan)?|ambil|terima|cairkan|claim|klaim)\b[^.!?\n]{0,30}?\b(?:hadiah"
    r"|bantuan|bonus|saldo|subsidi|uang tunai|voucher|prize)\b",
    r"\byou (?:have|'ve) (?:won|been selected)\b",
)
# What the reader is told to do; with a prize or a body's name it makes the offer one.
ASKS = (
    r"\b(?:klik|click|tap|buka|kunjungi|akses) (?:link|tautan|situs|website|web|di sini"
    r"|disini|here|laman|alamat|saja)\b",
    r"\b(?:klik|claim|klaim|daftar|daftarkan|isi|lengkapi|hubungi|kontak|chat|wa|transfer"
    r"|registrasi|verifikasi|login)\b",
)
MONEY = (
    r"\b(?:transfer|tf|kirim(?:kan)?|setor(?:kan)?|bayar(?:kan)?)"
    r"\b[^.!?\n]{0,40}?\b(?:rekening|rek|pulsa|biaya (?:admin\w*|pendaftaran|pencairan)|"
    r"dana ke|uang ke|deposit|dp|saldo)\b",
    r"\bbiaya (?:admin(?:istrasi)?|pencairan|pendaftaran|penebusan)"
    r"\b[^.!?\n]{0,30}?(?:rp\.? ?\d|\d+ ?(?:juta|jt|ribu|rb)|transfer)",
    r"\b(?:send|wire|transfer) (?:money|funds|the fee|rp)\b",
)
SECRETS = (
    r"\b(?:kirim(?:kan)?|masukkan|berikan|sebutkan|isi(?:kan)?|infokan|foto(?:kan)?"
    r"|balas dengan|send|enter|give)\b[^.!?\n]{0,40}?"
    r"\b(?:otp|pin|password|kata sandi|kode verifikasi|cvv|nomor kartu|foto ktp"
    r"|no(?:mor)? ktp|nik|kk|data diri lengkap|user ?id)\b",
)
UNNAMED = (
    r"\b(?:katanya|kabarnya|konon|jarene|cenah)\b",
    r"\b(?:info|kabar|berita|bocoran) (?:dari )?(?:orang dalam|teman|saudara|tetangga|grup)\b",
    r"\bmenurut (?:sumber (?:terpercaya|dalam)|orang dalam|info yang beredar|kabar yang beredar)\b",
    r"\bsaudara saya yang (?:kerja|bekerja|dinas|tugas) di\b",
    r"\b(?:a friend|an insider|my cousin) (?:who works|says|told me)\b",
)
# A claim of fact about the public, beside which a missing source weighs something.
ALARM = re.compile(
    r"\b(?:akan|bakal|mulai|besok|malam ini|dilarang|ditutup|naik|dicabut|dihapus|bahaya"
    r"|racun|virus|meninggal"
    r"|gempa|tsunami|banjir|bom|penculik\w*|rusuh|darurat|will)\b"
)
# Told as happening now; "today" alone is said of anniversaries too.
FRESH = re.compile(
    r"\b(?:barusan|baru saja (?:terjadi|terekam|dapat)|baru aja|detik ini|breaking|just now"
    r"|(?:terjadi|kejadian) (?:hari ini|tadi|malam ini|pagi ini))\b"
)
MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
    "|january|february|march|may|june|july|august|october|december"
)
DATED = re.compile(
    rf"\b(?:(?:\d{{1,2}}[ /.-])?(?:{MONTHS})|\d{{1,2}}[/.-]\d{{1,2}})[ /.-]((?:19|20)\d\d)\b"
)
NAMES_SOURCE = re.compile(
    r"\b(?:sumber|dikutip dari|dilansir|siaran pers|konferensi pers|juru bicara"
    r"|menurut (?:keterangan|data|kepala|dirjen|menteri|gubernur|bupati|wali kota)"
    r"|kata (?:kepala|menteri|gubernur|bupati|wali kota|kapolres|camat)|according to|source)\b"
)


def compile_all(patterns: tuple[str, ...]) -> "re.Pattern[str]":
    """One expression for a table of them."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
