"""Story (g): ordinary talk, in Indonesian, English and four regional languages.

Most of the week. Some topics are decoys that share words with the hoaxes without claiming
anything false: queueing for petrol, real rain, real aid collected by neighbours. Trade and
lost-and-found posts carry fake phone numbers, addresses and handles, to prove masking.
Families are planted by exact wording; one person repeating another's small talk is no copy.
"""

from tangkal.exercises.phrasing import Phrase, phrases
from tangkal.exercises.rhythm import ALWAYS
from tangkal.exercises.stories.common import WORDS
from tangkal.exercises.story import EVERYWHERE, Story

_WORDS = WORDS | {
    "emoji": ("", "", "", "", " 😂", " 😅", " 🙏", " 😋", " ☕", " 💪", " 🥲", " ☔"),
    "waktu": ("pagi ini", "siang ini", "sore tadi", "barusan", "semalam", "dari tadi", "hari ini"),
    "masak": (
        "sayur asem",
        "rendang",
        "tempe orek",
        "soto ayam",
        "pepes ikan",
        "sambal terong",
        "opor",
        "nasi uduk",
        "gado-gado",
        "bakwan jagung",
        "pindang",
        "capcay",
    ),
    "bahan": (
        "cabai rawit",
        "bawang merah",
        "telur",
        "minyak goreng",
        "beras medium",
        "tomat",
        "daging ayam",
        "gula pasir",
        "kentang",
    ),
    "sekarang": (
        "Rp18.000",
        "32 ribu",
        "Rp45.000",
        "60rb",
        "28 ribu sekilo",
        "Rp24.500",
        "15 ribuan",
    ),
    "rasa": (
        "enak banget",
        "lumayan",
        "agak keasinan",
        "juara",
        "bikin nagih",
        "kurang pedas",
        "gurih",
    ),
    "lelah": ("capek", "ngantuk berat", "pegal-pegal", "pusing", "lapar", "bosan", "semangat"),
    "tim": (
        "tim kampung atas",
        "tim RW 05",
        "anak-anak karang taruna",
        "kesebelasan desa",
        "tim sekolah",
    ),
    "barang": (
        "sepeda anak",
        "kipas angin",
        "lemari kayu",
        "bibit cabai",
        "kue kering",
        "helm",
        "meja belajar",
        "kambing etawa",
        "mesin jahit",
        "burung lovebird",
        "tanaman hias",
        "keripik singkong",
    ),
    "drama": (
        "drama yang jam delapan itu",
        "serial Senja di Dermaga",
        "sinetron Rumah Kaca",
        "film horor baru itu",
    ),
    "tokoh": ("tokoh utamanya", "si adik", "ibunya", "pacarnya", "detektifnya"),
    "hewan": (
        "kucingku",
        "ayam tetangga",
        "kelinci adik",
        "kucing oren",
        "burungnya kakek",
        "ikan koi",
    ),
    "tanam": ("cabai", "anggrek", "tomat", "kangkung", "mawar", "jambu", "lidah buaya"),
    "tutup": (
        "",
        " Kalian gimana?",
        " Ada yang sama?",
        " Hehe.",
        " Sudah itu saja.",
        " Syukur deh.",
        " Besok lagi.",
        " Doakan ya.",
        " Mantap pokoknya.",
        " Yah begitulah.",
    ),
    "mapel": ("matematika", "IPA", "bahasa Inggris", "sejarah", "prakarya", "bahasa daerah"),
}

_ID: dict[str, tuple[str, ...]] = {
    "cuaca": (
        "{tempat} [hujan deras|gerimis|mendung|panas terik|berangin kencang] {waktu}, [jemuran"
        " belum kering|"
        "cucian numpuk|mau keluar jadi malas|enaknya tidur|jalanan becek].{tutup}{emoji}",
        "[Hujan|Angin] {waktu} bikin [genangan di depan gang|dahan pohon patah|listrik"
        " kedip-kedip|atap bocor"
        " lagi]. [Untung cepat surut|Semoga cepat reda|Ember sudah siap].{tutup}",
        "[Prediksi|Firasat] saya nanti {tempat} [hujan lagi|cerah sampai malam|mendung"
        " doang].{tutup}{emoji}",
    ),
    "macet": (
        "Macet {waktu} di [perempatan pasar|depan stasiun|jembatan lama|jalur alternatif], [sudah"
        " setengah jam|"
        "cuma gerak lima meter|ada truk mogok|lampu merahnya mati]. {duh} {lelah}.{tutup}",
        "[Yang mau lewat|Info lalin:] {tempat} [padat merayap|lancar jaya|ditutup karena"
        " hajatan|dialihkan"
        " sementara] {waktu}.{tutup}{emoji}",
    ),
    "pasar": (
        "[Harga|Tadi di pasar] {bahan} {sekarang}, [naik sedikit|turun dari kemarin|masih"
        " sama|lebih murah di"
        " warung sebelah].{tutup}{emoji}",
        "[Belanja|Ke pasar] {waktu}, {bahan} sama {bahan} habis {sekarang}. [Uang segitu dapat"
        " apa|Alhamdulillah"
        " cukup|Harus pintar nawar].{tutup}",
    ),
    "bensin": (
        "[Isi bensin|Mampir SPBU] {waktu} di {tempat}, antre [sepuluh menit|sebentar|lumayan"
        " panjang|cuma tiga"
        " motor]. [Toiletnya bersih|Sekalian tambah angin|Lupa bawa uang kecil|Lanjut"
        " kerja].{tutup}",
        "Motor [irit|boros] juga ya, isi [20 ribu|30 ribu|full] cukup buat [dua"
        " hari|seminggu|sekali jalan ke"
        " {tempat}].{tutup}{emoji}",
    ),
    "dapur": (
        "{waktu} masak {masak} sama {masak}, rasanya {rasa}.{tutup}{emoji}",
        "Resep {masak} ala [ibu|nenek|mertua|tetangga]: [kuncinya di api kecil|santannya"
        " belakangan|bawangnya"
        " dibanyakin|jangan lupa daun jeruk]. Hasilnya {rasa}.{tutup}",
        "Ada yang tahu tempat {masak} {rasa} di {tempat}? [Lagi ngidam|Buat acara keluarga|Mau"
        " ngajak teman]"
        "{emoji}",
    ),
    "sekolah": (
        "PR {mapel} [anakku|adik|keponakan] {waktu} [susah banget|bikin ikut mikir|belum"
        " selesai|dikumpul"
        " besok]. {duh}, [soalnya panjang|emaknya ikut belajar|gurunya baik kok].{tutup}",
        "[Ulangan|Ujian|Praktikum] {mapel} {waktu}, [pasrah|lumayan lancar|lupa rumus|dapat nilai"
        " bagus]."
        "{tutup}{emoji}",
    ),
    "kerja": (
        "Kerja {waktu} {lelah}, [rapat tiga kali|lembur lagi|bos lagi baik|kopi sudah dua"
        " gelas|laporan belum"
        " kelar].{tutup}{emoji}",
        "[Gajian|Akhir bulan|Libur] masih [lama|tiga hari lagi|seminggu], {lelah}.{tutup}{emoji}",
    ),
    "bola": (
        "[Nonton|Lihat] {tim} {waktu}, [menang adu penalti|kalah tipis|seri lagi|gol menit"
        " akhir]. [Kipernya"
        " hebat|Wasitnya santai|Lapangannya becek|Penontonnya ramai].{tutup}{emoji}",
        "Jadwal {tim} [besok sore|Sabtu pagi|Minggu jam empat] di lapangan {tempat}. [Datang"
        " ya|Yang kosong"
        " merapat|Bawa minum sendiri].{emoji}",
    ),
    "listrik": (
        "Listrik {tempat} [padam|kedip|mati hidup] {waktu}, [ada yang sama?|lilin habis.|kipas"
        " mati gerah.|"
        "kerjaan belum disimpan.]{tutup}",
        "Sinyal [internet|HP] {waktu} [lemot|hilang|putus-putus], [mau kirim tugas susah|video"
        " muter terus|"
        "harus naik ke atap].{tutup}{emoji}",
    ),
    "dagang": (
        "Dijual {barang} [kondisi bagus|jarang dipakai|baru|siap antar], {sekarang}"
        " [nego|pas|bisa kurang]."
        " Lokasi {tempat}. WA {hp}{emoji}",
        "[Ready|Open PO] {barang}, [minat chat|hubungi] {hp} atau email {email}. [COD"
        " {tempat}|Bisa kirim|Stok"
        " terbatas].",
        "[Cari|Ada yang jual] {barang} [second|murah|yang masih layak] di {tempat}? Budget"
        " {sekarang}.{tutup}",
    ),
    "hilang": (
        "Ditemukan [dompet|KTP|kunci motor|STNK] di [halte|masjid|warung] {tempat} {waktu}. [NIK"
        " di kartunya"
        " {nik}.|] Yang merasa memiliki hubungi {hp}",
        "Makasih [banyak|ya] {akun} [sudah bantu carikan|atas infonya|kuenya enak|sudah antar"
        " ibu] {waktu}."
        "{emoji}",
    ),
    "hiburan": (
        "Nonton {drama} {waktu}, {tokoh} [bikin gemas|nyebelin|ternyata jahat|kasihan]."
        " [Penasaran lanjutannya|"
        "Tisu habis|Ending-nya aneh].{tutup}{emoji}",
        "[Lagu|Musik] [lawas|dangdut|keroncong|akustik] memang cocok {waktu}, [sambil"
        " ngopi|sambil nyetrika|"
        "sambil kerja].{tutup}{emoji}",
    ),
    "hewan": (
        "{hewan} {waktu} [tidur di atas lemari|nggak mau makan|lahiran tiga|kabur ke rumah"
        " sebelah|nangkap"
        " cicak].{tutup}{emoji}",
        "Tanaman {tanam} [mulai berbuah|daunnya kuning|tumbuh tunas|dimakan ulat], [disiram tiap"
        " pagi.|kasih pupuk"
        " kandang.|ada saran?]{tutup}",
    ),
    "warga": (
        "[Kerja bakti|Arisan|Posyandu|Rapat RT|Pengajian|Ronda] {waktu} di {tempat}, [ramai|yang"
        " datang dikit|"
        "lancar|ada gorengan]. [Besok lanjut lagi|Makasih semua|Foto menyusul].{emoji}",
        "Warga [RT kami|gang sebelah|{tempat}] kumpulin bantuan buat tetangga yang"
        " [sakit|rumahnya kebakaran|"
        "baru melahirkan], terkumpul {sekarang} dan {bahan}.{tutup}",
        "Selamat [pagi|siang|sore|malam] [semuanya|{tempat}|dunia|teman-teman], [semoga sehat"
        " selalu|jangan"
        " lupa sarapan|tetap semangat|sudah makan belum].{emoji}",
    ),
}
_EN: dict[str, tuple[str, ...]] = {
    "english": (
        "[Finally|Just] had [coffee|noodles|fried rice|iced tea] in {tempat}, [totally worth the"
        " wait|a bit too"
        " sweet|best one this month|the view was lovely]{emoji}",
        "[Traffic|Weather|The rain] in {tempat} is [crazy|not too bad|unreal|so unpredictable]"
        " today,"
        " [staying in|be safe everyone|running late again].{emoji}",
        "[Anyone|Does anybody] know a good [tailor|dentist|guitar teacher|place to run] around"
        " {tempat}?",
    ),
}
_REGIONAL: dict[str, dict[str, tuple[str, ...]]] = {
    "jv": {
        "jawa": (
            "[Esuk iki|Sore iki|Dina iki] {tempat} udan [deres|grimis] wae, [memeane durung"
            " garing|penake turu|"
            "arep metu males|ngombe kopi sik].{emoji}",
            "[Mau bengi|Wingi] nonton [wayang|kethoprak|jathilan] nang [balé desa|lapangan],"
            " [rame tenan|apik"
            " banget|nganti jam loro|ketemu kanca lawas].",
            "[Lombok|Brambang|Endhog] nang pasar saiki {sekarang}, [larang|mundhak"
            " sithik|mudhun|isih padha"
            " wae]. [Piye iki|Ya wis lah|Sing penting masak].{emoji}",
            "[Kancaku|Adhiku|Bapakku] lagi [lara|ulang taun|mulih saka paran|panen pari],"
            " [dongakna ya|seneng"
            " rasane|muga lancar kabeh].",
        ),
    },
    "su": {
        "sunda": (
            "[Enjing ieu|Sonten ieu|Dinten ieu] {tempat} hujan [ageung|leutik] waé, [popoéan teu"
            " acan garing|"
            "raoseun saré|rék kaluar jadi horéam|ngopi heula].{emoji}",
            "[Cabé|Bawang|Endog] di pasar ayeuna {sekarang}, [awis|turun saeutik|masih sami|naék"
            " deui].[ Kumaha"
            " atuh.| Nya kitu wé.|]{emoji}",
            "[Kamari|Wengi tadi] lalajo [wayang golék|maén bal|calung] di [lapang|balé désa],"
            " [ramé pisan|resep|"
            "nepi ka peuting|patepang sareng réréncangan].",
            "[Hayu|Mangga] ah [botram|ngaliwet|kerja bakti] di bumi [Ua|Bibi|Pa RT], [candak"
            " sambel|ulah hilap"
            " lalabna|sadayana kedah sumping].{emoji}",
        ),
    },
    "min": {
        "minang": (
            "[Pagi ko|Patang|Hari ko] di {tempat} [hujan labek|angek bana|mandung], [kain alun"
            " kariang|lamak lalok|"
            "maleh kalua].{emoji}",
            "[Lado|Bawang|Talua] di pasa kini {sekarang}, [maha bana|turun saketek|samo jo"
            " patang]. [Baa lai"
            " ko|Yo baitulah].",
            "Masak [randang|gulai paku|samba lado] [jo amak|di rumah], [lamak bana|padeh|tambuah"
            " ciek lai].{emoji}",
        ),
    },
    "ban": {
        "bali": (
            "[Semengan|Sanja] ene di {tempat} [ujan bales|panes gati|guleme], [panyemehane tuara"
            " tuh|jaen pules|"
            "males pesu].{emoji}",
            "[Tabia|Bawang|Taluh] di peken jani {sekarang}, [mael gati|suba tuun|patuh cara"
            " ibi].{emoji}",
            "[Ngayah|Megibung] di [pura|bale banjar] [ibi|mani], [rame pesan|makejang teka|eda"
            " engsap nah].",
        ),
    },
}

# The languages a province's people mix into their posts; the rest is Indonesian.
REGIONAL_LANGUAGE = {
    "33": "jv",
    "34": "jv",
    "35": "jv",
    "32": "su",
    "36": "su",
    "13": "min",
    "51": "ban",
}
REGIONAL_SHARE = 0.24
ENGLISH_SHARE = 0.025


def _all() -> dict[str, tuple[Phrase, ...]]:
    topics = {"id": _ID, "en": _EN} | _REGIONAL
    return {
        language: tuple(
            phrase
            for topic, lines in by_topic.items()
            for phrase in phrases(f"chatter.{topic}", {language: lines}, _WORDS)
        )
        for language, by_topic in topics.items()
    }


BY_LANGUAGE = _all()

STORY = Story(
    name="chatter",
    label="chatter",
    share=0.0,  # whatever the other stories leave
    envelope=ALWAYS,
    platforms=EVERYWHERE,
    phrases=BY_LANGUAGE["id"],
)
