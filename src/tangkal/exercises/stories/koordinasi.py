"""Story (e): small groups whose accounts post the same text and address within seconds.

The first group pushes the fake subsidy link; when the week is large enough for more groups,
every second one praises an invented programme instead, which is coordinated but no hoax:
coordination is behaviour, not a verdict.
"""

from tangkal.exercises.phrasing import phrases
from tangkal.exercises.stories import bantuan
from tangkal.exercises.stories.common import WORDS

SHARE = 0.024  # of all items

_PUSH_WORDS = WORDS | {"tautan": bantuan.LOOKALIKES}
PUSH = phrases(
    "koordinasi.bantuan",
    {
        "id": (
            "[Sudah cair!|Terbukti cair!|Jangan lewatkan!] [Subsidi|Bantuan subsidi|Dana bantuan]"
            " [Rp600.000|Rp900.000|1,2 juta] [tahap dua|gelombang baru|susulan], daftar di {tautan}"
            " [#subsidicair|#bantuantunai|#cairhariini] [Cepat sebelum tutup|Jangan sampai"
            " hangus|Kuota"
            " tinggal sedikit]",
        )
    },
    _PUSH_WORDS,
)
PRAISE = phrases(
    "koordinasi.pujian",
    {
        "id": (
            "[Luar biasa|Mantap|Keren] program Dapur Hijau [sukses besar|disambut meriah|bikin"
            " bangga]!"
            " [Semua warga senang|Tidak ada yang mengeluh|Buktinya nyata] #DapurHijauHebat"
            " https://dapur-hijau.example/[kisah|berita|galeri]/[1|2|3|4|5|6|7|8]",
        )
    },
    WORDS,
)
