"""Two weeks of made-up Indonesian posts in which every planted story is known.

A story has six to twelve words of its own (invented names of places, people and things), a theme
whose words it shares with other stories, and three to eight wordings: each wording uses some of
its words in an order of its own, and every post fills in, leaves out and exchanges words. Over
half of the posts are copies of earlier ones, edited as people edit. One story in four sleeps for
four to six days and wakes with new wordings. Between them goes chatter: the exercises' small talk,
and posts drawn from everyday words and the themes' own.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import NamedTuple

from tangkal.exercises.phrasing import Phrase
from tangkal.exercises.stories import chatter
from tangkal.exercises.wording import copied

DAYS = 14
CHATTER = -1
CHATTER_SHARE = 0.4
SMALL_TALK_SHARE = 0.5  # of the chatter
COPIES = 0.55
ITEMS_A_STORY = 400.0

THEMES = (
    "banjir jembatan sungai hanyut hujan deras warga mengungsi tanggul bandang terendam evakuasi",
    "harga bensin naik tangki antre liter subsidi tarif pertamina solar langka pom",
    "bantuan tunai daftar tautan rekening cair penerima kuota nomor undian hadiah klaim",
    "vaksin rumah sakit dokter obat efek samping anak imunisasi puskesmas pasien gejala",
    "sekolah libur guru murid ujian seragam beasiswa kelas biaya siswa kurikulum kampus",
    "gempa tsunami gunung erupsi abu peringatan susulan skala pengungsian retak magnitudo getaran",
    "penculikan anak waspada pelaku mobil putih orang tua pasar jemput modus polisi rekaman",
    "beras impor gudang stok panen petani pupuk gabah oplosan bulog timbangan karung",
    "pilkada suara surat kotak petugas kecamatan calon bocor rekap saksi tinta dukungan",
    "rekening bank blokir kode rahasia aplikasi nasabah saldo hilang petugas telepon palsu",
    "listrik padam tagihan meteran token pemadaman gardu diskon daya pelanggan bergilir trafo",
    "pekerja asing pabrik lowongan upah izin tambang buruh proyek demo pemutusan kontrak",
)
EVERYDAY = (
    "yang dan di ke dari ini itu untuk dengan sudah akan tidak bisa ada kata orang warga kami kita "
    "hari malam pagi besok nanti tadi katanya beneran info mohon segera semua banyak lagi juga "
    "saya teman grup video kabar tolong hati jangan karena sampai masih baru resmi langsung"
)
SMALL = (
    "makan kopi nasi goreng sambal macet motor jalan kucing film lagu main bola tidur capek kerja "
    "pulang hujan panas dingin belanja baju sepatu diskon kuliah tugas skripsi nonton drama konser "
    "liburan pantai gunung foto teman pacar nikah bayi kakak adik ibu bapak tetangga arisan masjid "
    "olahraga lari sepeda laptop hape paket kurir"
)
EVERYDAY_WORDS, SMALL_WORDS = EVERYDAY.split(), SMALL.split()
OPENINGS = ("", "", "", "Info: ", "Tolong dibaca, ", "Viral! ", "Benarkah ", "Katanya ", "Awas, ")
CLOSINGS = ("", "", "", " sebarkan", " mohon infonya", " jangan diam", " cek dulu", " 🙏", " 😱")
SYLLABLES = "ba ca da ga ja ka la ma na pa ra sa ta wa ya bi ki li ri ti bu du ku lu ru su to no"


PARTS = SYLLABLES.split()


class Post(NamedTuple):
    text: str
    hour: float  # since the beginning
    story: int  # CHATTER for none


@dataclass(slots=True)
class Told:
    """One story: when, and in which wordings; what was said may be copied."""

    hours: list[float]  # of its posts, in order
    wordings: list[list[str]]
    wakes_at: float  # hour from which the later half of the wordings is used
    said: list[str] = field(default_factory=list)


def make_posts(size: int, seed: int) -> Iterator[Post]:
    """*size* posts in order of time, the same ones for the same seed."""
    chance = Random(f"stories {size} {seed}")
    for_chatter = round(size * CHATTER_SHARE)
    stories = make_stories(size - for_chatter, chance)
    queue = [(hour, number) for number, told in enumerate(stories) for hour in told.hours]
    queue += [(chance.random() * 24 * DAYS, CHATTER) for _ in range(for_chatter)]
    queue.sort()
    talked: list[str] = []
    for hour, number in queue:
        if number == CHATTER:
            yield Post(talk(talked, chance), hour, CHATTER)
        else:
            yield Post(tell(stories[number], hour, chance), hour, number)


def make_stories(posts: int, chance: Random) -> list[Told]:
    """Stories whose sizes fall as 1/rank, until all posts have one."""
    count = max(6, round(posts / ITEMS_A_STORY))
    weights = list(accumulate(1.0 / (rank + 3) for rank in range(count)))
    sizes = [0] * count
    for _ in range(posts):
        sizes[bisect_right(weights, chance.random() * weights[-1])] += 1
    return [make_story(items, chance) for items in sizes if items]


def make_story(items: int, chance: Random) -> Told:
    theme = chance.choice(THEMES).split()
    own = [invented(chance) for _ in range(chance.randint(6, 12))]
    wordings = [wording(own, theme, chance) for _ in range(chance.randint(3, 8))]
    begins, lasts = chance.random() * 24 * (DAYS - 3), chance.uniform(24, 96)
    wakes_at = begins + lasts + chance.uniform(96, 144) if chance.random() < 0.25 else 1e9
    hours = []
    for _ in range(items):
        hour = begins + lasts * chance.betavariate(1.6, 3.0)
        if wakes_at < 24 * DAYS and chance.random() < 0.4:
            hour = wakes_at + 36 * chance.betavariate(1.6, 3.0)
        hours.append(min(hour, 24 * DAYS - 0.01))
    return Told(sorted(hours), wordings, wakes_at)


def invented(chance: Random) -> str:
    return "".join(chance.choice(PARTS) for _ in range(chance.randint(3, 4)))


def wording(own: list[str], theme: list[str], chance: Random) -> list[str]:
    """Most of the story's words, some of its theme's, in one order."""
    chosen = chance.sample(own, max(4, round(len(own) * 0.6)))
    chosen += chance.sample(theme, chance.randint(2, 5))
    chance.shuffle(chosen)
    return chosen


def tell(told: Told, hour: float, chance: Random) -> str:
    """A post of a story: a copy of an earlier one, or worded anew."""
    if told.said and chance.random() < COPIES:
        return copied(chance.choice(told.said[-200:]), chance.getrandbits(40))[0]
    half = max(1, len(told.wordings) // 2)
    awake = told.wordings[half:] if hour >= told.wakes_at else told.wordings[:half]
    many = told.wordings if told.wakes_at > 24 * DAYS else awake
    words: list[str] = []
    for word in chance.choice(many or told.wordings):
        if chance.random() < 0.45:
            words.append(chance.choice(EVERYDAY_WORDS))
        if chance.random() < 0.85:
            words.append(word)
    text = chance.choice(OPENINGS) + " ".join(words) + chance.choice(CLOSINGS)
    told.said.append(text)
    del told.said[:-400]
    return text


def talk(talked: list[str], chance: Random) -> str:
    """Chatter: small talk, or everyday words with one or two of a theme's."""
    if talked and chance.random() < 0.1:
        return copied(chance.choice(talked[-500:]), chance.getrandbits(40))[0]
    if chance.random() < SMALL_TALK_SHARE:
        phrase: Phrase = chance.choice(chatter.STORY.phrases)
        text = phrase.say(chance.randrange(phrase.size))
    else:
        words = chance.sample(EVERYDAY_WORDS, 5) + chance.sample(SMALL_WORDS, chance.randint(3, 6))
        words += chance.sample(chance.choice(THEMES).split(), chance.randint(0, 2))
        chance.shuffle(words)
        text = " ".join(words)
    talked.append(text)
    del talked[:-1000]
    return text
