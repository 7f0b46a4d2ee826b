"""Story (c): an old flood video presented as new.

Plants a false context: a recording that the archive already answered two years before is
shown as "this morning in Sukamaju" (a name that hundreds of villages carry; the event is
invented) on TikTok, X and Facebook from day 5, when it really rains. Genuine talk of rain and
puddles is planted among the chatter as a decoy. Answered by the archive's claim FK-2203.
"""

from tangkal.exercises.phrasing import phrases
from tangkal.exercises.rhythm import Envelope
from tangkal.exercises.stories.common import WORDS
from tangkal.exercises.story import ASKED, NEWS, VIDEO, Story

NARRATIVE = "video-banjir-lama"
CLAIM = "FK-2203"

_WORDS = WORDS | {
    "banjir": (
        "banjir bandang",
        "air bah",
        "banjir besar",
        "luapan Kali Wening",
        "banjir",
        "terjangan banjir",
    ),
    "kapan": (
        "pagi ini",
        "barusan",
        "hari ini",
        "subuh tadi",
        "sejam yang lalu",
        "tadi pagi jam 6",
        "baru saja terjadi",
    ),
    "lokasi": (
        "di Sukamaju",
        "di Kecamatan Sukamaju",
        "daerah Sukamaju",
        "di Jembatan Kali Wening, Sukamaju",
        "di perbatasan Sukamaju",
        "kawasan pasar Sukamaju",
    ),
    "rusak": (
        "jembatan putus diterjang air",
        "jembatan ambruk seketika",
        "mobil dan motor hanyut terbawa arus",
        "rumah-rumah terseret arus",
        "pasar terendam sampai atap",
        "puluhan kendaraan terseret",
        "jembatan Kali Wening roboh",
    ),
    "doa": (
        "Semoga warga selamat.",
        "Mohon doanya.",
        "Pray for Sukamaju.",
        "Ya Allah lindungi mereka.",
        "Semoga tidak ada korban.",
        "Hati-hati yang mau lewat sana.",
    ),
    "tuduh": (
        "Kok tidak ada di berita?",
        "Media bungkam.",
        "Pemerintah ke mana?",
        "Katanya sengaja ditutupi.",
        "Videonya berkali-kali dihapus.",
        "",
        "",
    ),
    "tag": (" #banjir", " #sukamaju #banjirbandang", " #fyp #banjir", " #prayforsukamaju", "", ""),
    "video": (
        "Detik-detik",
        "Video amatir:",
        "Rekaman warga,",
        "Lihat videonya,",
        "[VIDEO]",
        "Terekam kamera",
    ),
}

_HOAX = {
    "id": (
        # The old caption with a new place: nearest to the archive's words.
        "[Video detik-detik|Detik-detik] banjir bandang hari ini di Sukamaju, jembatan putus dan"
        " mobil"
        " hanyut terbawa arus. {doa}{tag}{emoji}",
        "{video} {banjir} {lokasi} {kapan}, {rusak}. {doa}{tag}{emoji}",
        "{kapan} {lokasi} {rusak} [akibat|gara-gara|karena] {banjir}. {tuduh} {doa}{tag}",
        "INNALILLAHI. {banjir} [melanda|menghantam|menerjang] Sukamaju {kapan} {rusak}. {tuduh}"
        " [Tolong bantu sebarkan|Share biar cepat dibantu|Bantu up]{tag}{emoji}",
        "[Gila|Ngeri|Serem banget|Merinding], lihat {rusak} {lokasi}. [Ini kejadian|Kejadiannya]"
        " {kapan}"
        " bukan [video lama|editan]. {doa}{emoji}{tag}",
        "[Keluarga saya di sana|Saudara yang tinggal di sana|Teman di lokasi] kirim video ini:"
        " {rusak},"
        " airnya [setinggi dada|sampai genteng|datang tiba-tiba]. Sukamaju {kapan}. {doa}",
        "Breaking: bendungan [hulu|atas] [jebol|dibuka mendadak], {rusak} {lokasi}. Warga"
        " [lari|mengungsi]"
        " ke [bukit|masjid|balai desa]. {tuduh}{tag}{emoji}",
    ),
    "jv": (
        "Ya Allah, banjir gedhe nang Sukamaju {kapan}, [kretege ambrol|omah-omah keli|motor mobil"
        " padha"
        " keli]. Mugi-mugi sedulur kabeh slamet.{tag}{emoji}",
    ),
    "su": (
        "Astagfirullah, caah badag di Sukamaju {kapan}, [sasakna rubuh|imah-imah kabawa"
        " palid|motor jeung"
        " mobil palid]. Mugia wargi salamet sadayana.{tag}{emoji}",
    ),
    "en": (
        "[Terrifying|Just now:|This morning:] flash flood [sweeps away a bridge|takes down the"
        " bridge|"
        "drags cars and houses] in Sukamaju. Pray for them.{tag}",
    ),
}
_QUESTION = {
    "id": (
        "[Benarkah|Apa betul|Ini bener] video {banjir} {lokasi} itu [kejadian {kapan}|baru|asli]?"
        " [Rasanya"
        " pernah lihat dua tahun lalu.|Kok mirip video lama?|Saudara saya di sana bilang"
        " aman.]{emoji}",
        "Ada yang di Sukamaju? [Beneran|Apa iya] {rusak}? {tuduh} [Mohon infonya.|Saya punya"
        " keluarga di"
        " sana.]",
    ),
}
_PRESS = {
    "id": (
        "[Hujan Deras di Sukamaju, Jembatan Kali Wening Tetap Bisa Dilalui|Video Banjir Sukamaju"
        " Ternyata"
        " Rekaman Lama|Warga Sukamaju Bantah Jembatan Ambruk]\nHujan [lebat|deras] mengguyur"
        " Sukamaju sejak"
        " dini hari. [Pantauan di lokasi menunjukkan|Warga setempat mengatakan|Petugas pos pantau"
        " menyebut] permukaan Kali Wening naik, tetapi jembatan masih [utuh|berdiri dan bisa"
        " dilalui]."
        " Video yang beredar [bukan dari hari ini|diduga direkam dua tahun lalu].",
    ),
}
_OFFICIAL = {
    "id": (
        "[Perkembangan|Informasi terkini] Sukamaju: hujan lebat, tinggi muka air Kali Wening"
        " [siaga 3|di"
        " bawah batas siaga]. Jembatan [aman dan dapat dilalui|tidak putus]. Video yang beredar"
        " adalah"
        " rekaman lama. Nomor darurat tertera di kanal resmi. (Latihan, institusi fiksi)",
    ),
}

STORIES = (
    Story(
        name="banjir.hoax",
        label="hoax",
        share=0.058,
        envelope=Envelope(begin_day=5, begin_hour=6, rise_hours=4, half_life_hours=14, hum=0.004),
        platforms=VIDEO,
        phrases=phrases("banjir.hoax", _HOAX, _WORDS),
        narrative=NARRATIVE,
        claim_id=CLAIM,
        new_wording=0.2,
        bursts=True,
    ),
    Story(
        name="banjir.question",
        label="question",
        share=0.009,
        envelope=Envelope(begin_day=5, begin_hour=7, rise_hours=4, half_life_hours=16),
        platforms=ASKED,
        phrases=phrases("banjir.question", _QUESTION, _WORDS),
        narrative=NARRATIVE,
        claim_id=CLAIM,
        new_wording=0.9,
    ),
    Story(
        name="banjir.press",
        label="press",
        share=0.004,
        envelope=Envelope(begin_day=5, begin_hour=11, half_life_hours=20),
        platforms=NEWS,
        phrases=phrases("banjir.press", _PRESS, _WORDS),
        narrative=NARRATIVE,
        new_wording=0.7,
        voice="outlet",
        title=True,
    ),
    Story(
        name="banjir.official",
        label="official",
        share=0.003,
        envelope=Envelope(begin_day=5, begin_hour=9, half_life_hours=16),
        platforms={"x": 0.6, "facebook": 0.4},
        phrases=phrases("banjir.official", _OFFICIAL, _WORDS),
        narrative=NARRATIVE,
        new_wording=0.5,
        voice="agency",
    ),
)
