"""Story (h): what fictional agencies announce on an ordinary day, by public accounts."""

from tangkal.exercises.phrasing import phrases
from tangkal.exercises.rhythm import ALWAYS
from tangkal.exercises.stories.common import WORDS
from tangkal.exercises.story import Story

_LINES = {
    "id": (
        "Jadwal [layanan keliling|perpanjangan KTP keliling|posyandu|vaksinasi hewan] {tempat}"
        " [besok|pekan"
        " ini|hari Sabtu]: pukul [08.00|08.30|09.00] sampai [12.00|13.00|14.00] di [balai"
        " warga|lapangan"
        " kecamatan|halaman kantor desa]. [Bawa fotokopi KK.|Gratis.|Tidak perlu mendaftar.]"
        " (Latihan)",
        "[Prakiraan cuaca|Info cuaca] {tempat}: [pagi cerah, sore hujan ringan|berawan sepanjang"
        " hari|hujan"
        " sedang pada malam hari]. [Hindari berteduh di bawah pohon.|Tetap sedia payung.|Nelayan"
        " diimbau"
        " memantau gelombang.] (Latihan)",
        "[Pemeliharaan|Perbaikan] [pipa air|jaringan listrik|lampu jalan] di {tempat} pada"
        " [Selasa|Rabu|"
        "Kamis|Jumat]. [Aliran|Layanan] terhenti sementara pukul"
        " [09.00-12.00|10.00-15.00|22.00-02.00]."
        " Mohon maaf atas ketidaknyamanan. (Latihan)",
    ),
}

STORIES = (
    Story(
        name="resmi.layanan",
        label="official",
        share=0.012,
        envelope=ALWAYS,
        platforms={"x": 0.4, "facebook": 0.3, "instagram": 0.2, "web": 0.1},
        phrases=phrases("resmi.layanan", _LINES, WORDS),
        new_wording=0.95,
        voice="agency",
    ),
)
