"""Story (a): the fuel-price rumour, "BBM naik malam ini".

Plants a recycled rumour that hums for three days and bursts on day 4 at 18:00 WIB on
WhatsApp, Facebook, Telegram and X, in chain letters, hearsay, "leaks" and three regional
languages; people's questions an hour later; outlets from the evening on; the agency's answer
the next morning. All of it is one narrative, answered by the archive's claim FK-2201.
"""

from tangkal.exercises.phrasing import phrases
from tangkal.exercises.rhythm import Envelope
from tangkal.exercises.stories.common import WORDS
from tangkal.exercises.story import ASKED, CHAINS, NEWS, Story

NARRATIVE = "bbm-naik-malam-ini"
CLAIM = "FK-2201"

_WORDS = WORDS | {
    "bbm": (
        "harga BBM",
        "harga bensin",
        "BBM",
        "harga bahan bakar",
        "bensin dan solar",
        "BBM subsidi",
        "harga BBM bersubsidi",
        "bensin",
    ),
    "naik": (
        "naik",
        "resmi naik",
        "dinaikkan",
        "melonjak",
        "naik lagi",
        "dipastikan naik",
        "akan naik serentak",
    ),
    "kapan": (
        "malam ini",
        "nanti malam",
        "mulai malam ini",
        "malam ini juga",
        "tepat tengah malam nanti",
        "malam ini pukul 00.00",
        "mulai jam 12 malam nanti",
        "per jam 00.00 nanti",
    ),
    "rp": (
        "Rp13.500",
        "Rp 13.500",
        "Rp14.000",
        "13 ribu 500",
        "Rp15.000",
        "14 ribu",
        "Rp14.250",
        "15rb",
        "Rp 16.000",
        "hampir 15 ribu",
    ),
    "perliter": (" per liter", "/liter", " seliter", " tiap liter"),
    "lama": ("10 ribu", "Rp10.000", "10rb", "harga lama", "sepuluh ribuan"),
    "isi": (
        "Buruan isi full tank sekarang!",
        "Segera penuhi tangki sebelum terlambat.",
        "Yang masih kosong tangkinya, isi sekarang juga.",
        "Ayo ke SPBU terdekat sebelum antre.",
        "Mending ngisi dari sekarang daripada menyesal.",
        "Penuhi dulu motor dan mobilnya.",
        "Jangan tunggu besok, isi malam ini.",
        "Kalau sempat, bawa jeriken sekalian.",
    ),
    "orang": (
        "orang dalam",
        "petugas SPBU",
        "teman yang kerja di pom bensin",
        "sopir truk tangki",
        "saudara saya di dinas",
        "pengawas SPBU langganan",
        "grup sopir",
        "om saya yang punya SPBU",
    ),
    "sumber": (
        "Sumber: orang dalam.",
        "Info A1 dari petugas SPBU.",
        "Surat edarannya sudah turun.",
        "Sudah dikonfirmasi, bukan hoaks.",
        "Besok pagi baru diumumkan di TV.",
        "Ini info resmi dari pusat.",
        "",
    ),
    "antre": (
        "SPBU sudah antre mengular.",
        "Antrean di pom bensin sudah sampai jalan raya.",
        "Di SPBU dekat rumah sudah penuh motor.",
        "Stok katanya mulai ditahan.",
        "Beberapa pom sudah tutup lebih awal.",
        "",
    ),
    "papan": (
        "papan harganya mau diganti",
        "angka di papan harga mau diubah",
        "mesin pompanya mau disetel ulang",
        "harga di dispenser mau diganti",
    ),
    "uang": ("50 ribu", "Rp50.000", "tiga puluh ribu", "40rb", "seratus ribu"),
    "jawab": (
        "Ada yang bisa konfirmasi?",
        "Mohon pencerahannya.",
        "Tolong admin cek.",
        "Takutnya hoaks.",
        "Soalnya di grup keluarga sudah ramai.",
        "Saya jadi bingung mau ngisi atau tidak.",
        "Minta sumber resminya dong.",
    ),
}

_HOAX = {
    "id": (
        # The earlier edition, sent round again: nearest to the archive's words.
        "{salam} [malam ini|nanti malam] pukul 00.00 harga BBM [naik|resmi naik] menjadi"
        " Rp[13.500|13.750|14.000] per liter, segera isi penuh tangki[ sekarang!| motor dan"
        " mobil.|.]"
        "{teruskan}",
        "{salam} {kapan} {bbm} {naik} [jadi|menjadi] {rp}{perliter}. {isi}"
        " {sumber}{teruskan}{emoji}",
        "{duh}, {kapan} {bbm} {naik}[!!|, gaes|, katanya sudah pasti|]. {antre}"
        " {isi}{emoji}{teruskan}",
        "Kata {orang}, {kapan} [semua SPBU|SPBU se-Indonesia|seluruh pom bensin|pom bensin di"
        " mana-mana]"
        " [pasang harga baru|ganti harga|pakai tarif baru]: dari {lama} jadi {rp}{perliter}."
        " [Percaya atau tidak terserah.|Saya cuma mengingatkan.|Valid.] {isi}{emoji}",
        "PENGUMUMAN\n[Diberitahukan kepada seluruh masyarakat|Disampaikan kepada"
        " warga|Menindaklanjuti"
        " rapat tertutup kemarin], {bbm} {naik} {kapan} sebesar [30 persen|25%|35 persen|hampir"
        " sepertiga]. Harga baru {rp}{perliter}.\n{isi}\n{sumber}{teruskan}",
        "Siap-siap dompet menangis. [Besok|Mulai besok pagi] {uang} sudah tidak cukup buat"
        " [isi penuh motor|tangki motor|ngisi mobil]. Bocoran {orang}: tarif baru jalan"
        " [tengah malam|jam 12 malam|begitu ganti hari]. {isi}{emoji}",
        "Barusan lewat SPBU {tempat}, [mas-mas yang jaga bilang|dengar sendiri dari operatornya|"
        "petugasnya bisik-bisik,|ada tulisan] {papan} {kapan}, jadi {rp}{perliter}. {antre}"
        " {isi}{teruskan}",
        "[Diam-diam|Tanpa pengumuman|Pas orang tidur] [subsidi bahan bakar dicabut|pemerintah cabut"
        " subsidi bensin|subsidi solar dan bensin dihapus] {kapan}. [Rakyat kecil lagi yang"
        " kena.|Ojol"
        " dan nelayan paling terpukul.|Habis ini ongkos angkot pasti ikut naik.]"
        " {isi}{teruskan}{emoji}",
        "Bensin [oh|ya] bensin... [Jam dua belas nanti|Lewat tengah malam] kamu bukan {lama} lagi,"
        " [sudah|tapi] {rp}. Yang [di jalan|masih di luar|belum pulang], mampir pom dulu."
        " {sumber}{emoji}",
    ),
    "jv": (
        "[Dulur|Lur|Sedulur kabeh], jarene mengko bengi rega bensin munggah dadi {rp} saben liter."
        " [Ndang ngisi saiki|Cepet ngisi saiki wae] sadurunge jam rolas.[ Sebarna nang grup"
        " liyane.|"
        " Aja nganti getun.| Iki jarene wong jero.]{emoji}",
        "Wis krungu durung? Bensin [arep munggah|mundhak] bengi iki, [saka|seko] {lama} dadi {rp}."
        " Pom cedhak omahku wis antri dawa.{emoji}",
    ),
    "su": (
        "[Baraya|Wargi sadaya|Lur], saurna peuting ieu harga bénsin naék jadi {rp} saliterna."
        " [Geura eusian ayeuna|Buru-buru eusian tangkina] saméméh jam dua welas.[ Béjakeun ka nu"
        " sanés.|"
        " Ieu ti jalma jero.| Tong dugi ka kaduhung.]{emoji}",
        "Cenah bénsin rék naék [engké peuting|peuting ieu], ti {lama} jadi {rp}. Di pom"
        " {tempat} tos ngantay panjang.{emoji}",
    ),
    "min": (
        "Sanak, kabanyo malam ko harago minyak naiak jadi {rp} saliter. [Isi lah kini"
        " juo|Capeklah isi]"
        " sabalun jam duo baleh.[ Agiah tau nan lain.| Jan sampai manyasa.]{emoji}",
    ),
}
_QUESTION = {
    "id": (
        "[Benarkah|Apa benar|Bener nggak sih|Betulkah] {bbm} {naik} {kapan}? {jawab}{emoji}",
        '[Min|Kak|Admin], dapat pesan begini di WA: "{kapan} {bbm} {naik} jadi {rp}{perliter}".'
        " [Itu benar?|Hoaks bukan?|Valid nggak ya?] {jawab}",
        "Mau tanya, [isu|kabar] bensin jadi {rp}{perliter} itu [benar|fakta|betul] atau"
        " [hoaks|bohong|"
        "cuma isu]? {jawab}",
    ),
    "jv": ("Nuwun sewu, [bener ora|tenan ta] rega bensin munggah mengko bengi? {jawab}",),
    "su": ("Punten, [leres teu|bener kitu] harga bénsin naék peuting ieu? {jawab}",),
}
_PRESS = {
    "id": (
        "[Ramai Kabar BBM Naik Tengah Malam, Ini Penjelasannya|Warga Serbu SPBU Usai Pesan Berantai"
        " Harga BBM|Isu Harga Bensin Naik Picu Antrean di Sejumlah SPBU]\n[Sejumlah|Beberapa]"
        " SPBU di"
        " {tempat} dipadati warga pada [Kamis malam|malam hari] setelah beredar pesan berantai yang"
        " menyebut harga BBM akan berubah. [Petugas SPBU mengatakan belum menerima pemberitahuan"
        " apa pun.|"
        "Seorang pengelola SPBU menyebut stok aman dan harga tetap.] [Warga berharap ada penjelasan"
        " resmi.|Hingga berita ini ditulis, antrean mulai terurai.]",
    ),
}
_OFFICIAL = {
    "id": (
        "[Kabar harga BBM naik malam ini tidak benar.|Tidak ada perubahan harga BBM malam"
        " ini.|Harga BBM"
        " hari ini tetap.] [Stok di semua SPBU aman|Persediaan mencukupi] dan [warga tidak perlu"
        " antre|"
        "masyarakat diimbau membeli secukupnya]. Perubahan harga selalu diumumkan lewat kanal resmi"
        " [dan tidak pernah lewat pesan berantai|sebelum berlaku]. (Latihan, institusi fiksi)",
    ),
}

BURST = Envelope(begin_day=4, begin_hour=18, rise_hours=3, half_life_hours=7, hum=0.012)

STORIES = (
    Story(
        name="bbm.hoax",
        label="hoax",
        share=0.095,
        envelope=BURST,
        platforms=CHAINS,
        phrases=phrases("bbm.hoax", _HOAX, _WORDS),
        narrative=NARRATIVE,
        claim_id=CLAIM,
        new_wording=0.2,
        bursts=True,
    ),
    Story(
        name="bbm.question",
        label="question",
        share=0.016,
        envelope=Envelope(begin_day=4, begin_hour=19, rise_hours=3, half_life_hours=10, hum=0.01),
        platforms=ASKED,
        phrases=phrases("bbm.question", _QUESTION, _WORDS),
        narrative=NARRATIVE,
        claim_id=CLAIM,
        new_wording=0.85,
    ),
    Story(
        name="bbm.press",
        label="press",
        share=0.006,
        envelope=Envelope(begin_day=4, begin_hour=21, rise_hours=2, half_life_hours=16),
        platforms=NEWS,
        phrases=phrases("bbm.press", _PRESS, _WORDS),
        narrative=NARRATIVE,
        new_wording=0.7,
        voice="outlet",
        title=True,
    ),
    Story(
        name="bbm.official",
        label="official",
        share=0.003,
        envelope=Envelope(begin_day=5, begin_hour=8, half_life_hours=12),
        platforms={"x": 0.5, "facebook": 0.3, "instagram": 0.2},
        phrases=phrases("bbm.official", _OFFICIAL, _WORDS),
        narrative=NARRATIVE,
        new_wording=0.5,
        voice="agency",
    ),
)
