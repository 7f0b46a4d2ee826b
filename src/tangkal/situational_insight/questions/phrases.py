"""How people ask: question words, phrases and politeness of six languages, and false friends.

Written for this project from common knowledge of the languages: Indonesian with its slang
first, then Malay, Javanese, Sundanese, Minangkabau and English. Everything is in the spelling
of :func:`tangkal.text.normalise.words`.
"""

from typing import Literal

Kind = Literal["whether", "when", "where", "who", "how_many", "why", "how", "what", "open"]


def _words(listed: str) -> list[str]:
    return listed.split()


# What a question asks for, by the word that asks. "Open" asks for any word on the matter.
_KINDS: dict[Kind, str] = {
    "when": """kapan kpn kapankah bila bilakah iraha bilo when kapanan pabila""",
    "where": """dimana dimn dmn kemana darimana manakah dimanakah kemanakah where endi nengendi
        nangendi ngendi pundi dima kama mano""",
    "who": """siapa siapakah sapa sopo sinten saha sia siapo who whose""",
    "how_many": """berapa brp berapakah brapa brapaan pira piro pinten sabaraha bara""",
    "why": """kenapa knp knapa mengapa mengapakah kunaon ngapa ngopo geneya kanapo mangapo why""",
    "how": """bagaimana bagaimanakah gimana gmn gmna bgmn bgmna gmana piye kepiye pripun kumaha
        baa bagaimano camne how""",
    "what": """apa apaan apo opo naon punapa which what""",
    "whether": """apakah apkh benarkah betulkah adakah bolehkah bisakah haruskah perlukah amankah
        akankah sudahkah masihkah mungkinkah iyakah yakah sahkah wajibkah naha nopo napa whether""",
}
ASKING: dict[str, Kind] = {word: kind for kind, listed in _KINDS.items() for word in listed.split()}

# Words that ask in two parts.
ASKING_PAIRS: dict[tuple[str, str], Kind] = {
    ("di", "mana"): "where",
    ("ke", "mana"): "where",
    ("dari", "mana"): "where",
    ("neng", "endi"): "where",
    ("nang", "ndi"): "where",
    ("ing", "pundi"): "where",
    ("macam", "mana"): "how",
    ("how", "much"): "how_many",
    ("how", "many"): "how_many",
    ("jam", "berapa"): "when",
    ("tanggal", "berapa"): "when",
    ("tgl", "brp"): "when",
    ("jam", "brp"): "when",
    ("hari", "apa"): "when",
}

# "-kah" makes a question of almost any word; these words merely end so.
NOT_ASKING_KAH = frozenset(
    _words("""
        langkah melangkah selangkah dilangkah nikah menikah dinikah pernikah berkah barokah barakah
        mubarakah naskah serakah tingkah bertingkah mekah mekkah makkah nafkah menafkah sedekah
        bersedekah bongkah sebongkah rekah merekah cekah jangkah akikah mahkah bukankah tengkah
    """)
)

# Phrases that ask whether something is so, with or without a question mark. Matched as whole
# words in the normalised sentence.
VERIFYING = (
    r"apa(?:kah)? (?:\w+ )?(?:benar|bener|betul|beneran|iya|bnr|btl|sih benar)",
    r"(?:benar|bener|beneran|betul|bnr|btl|iya|valid|asli|fakta|tenan|hoa?[kx]s?|hoaks) "
    r"(?:gak|ga|gk|g|ngga|nggak|enggak|engga|tidak|tdk|tak|bukan|bkn|kah|apa bukan|atau bukan|"
    r"apa tidak|apa hoa?[kx]s?|atau hoa?[kx]s?|apa fakta|atau fakta|opo hoa?[kx]s?|kagak|ora|"
    r"teu|ndak|indak|ke(?! kanan| kiri| arah| sana))",
    r"(?:hoa?[kx]s?|hoaks|benar|bener|fakta|asli) (?:atau|apa) (?:\w+ )?(?:bukan|benar|bener|"
    r"fakta|asli|hoa?[kx]s?|"
    r"tidak|nggak|gak|palsu|editan)",
    r"(?:is|was) (?:it|this|that) (?:\w+ )?(?:true|real|legit|fake|a hoax|hoax)",
    r"(?:betul|boleh|ye|iye|sah|jadi|ada) ke(?: tak| ni| tu| min)?(?! kanan| kiri| arah| sana|"
    r" sini| depan)",
    r"betul(?:ke|kah) ",
    r"(?:opo|apa|nopo|napa|punapa) (?:\w+ )?(?:bener|tenan|iyo|iya|yo|leres|nggih)",
    r"(?:bener|tenan|leres) (?:ora|opo ora|nopo mboten|mboten|ta|to|teu|henteu|kitu)",
    r"(?:naha|na) (?:\w+ )?(?:leres|bener|enya)",
    r"enya (?:kitu|teu)",
    r"(?:batua|iyo) (?:ko|tu|bana|ndak|indak|kah)",
)

# The same with a mark only: without one, "memang benar" agrees.
VERIFYING_MARKED = (
    r"(?:emang|memang|emg|emangnya|memangnya) (?:\w+ ){0,2}(?:benar|bener|beneran|betul|iya|"
    r"ada|bisa|boleh)",
)

# Phrases that ask the reader for information on a matter, without a question word.
REQUESTING = (
    r"(?:ada|aya|ana|ono|ado) (?:yang|yg|sing|seng|nu|nan) "
    r"(?:bisa )?(?:tahu|tau|tw|ngerti|weruh|terang|apal|nyaho|punya info|dengar|denger|"
    r"konfirmasi|jelasin|"
    r"jelaskan|bantu jawab)",
    r"(?:ada )?sesiapa (?:yang )?(?:tahu|tau)",
    r"(?:mau|izin|ijin|mo|numpang|ikut|arep|bade|badhe) (?:ber)?(?:tanya|nanya|takon|tumaros|"
    r"taros)",
    r"(?:mohon|minta|mhn|tolong|butuh|nyuwun|perlu) (?:info(?:rmasi)?|konfirmasi|pencerahan|"
    r"penjelasan|kejelasan|"
    r"kepastian)(?:nya)?(?! ini| itu| tersebut)",
    r"(?:tolong|mohon) (?:di)?(?:jelaskan|jelasin|konfirmasi)",
    r"(?:does |do )?any(?:one|body) know",
    r"can (?:anyone|somebody|someone) (?:confirm|explain|tell)",
)

# What ends a question that bears no mark: "sudah cair belum ya".
TAIL = (
    r"(?:gak|ga|gk|ngga|nggak|enggak|engga|tidak|tdk|tak|belum|blm|bukan|bkn|kagak|ora|durung|"
    r"teu|acan|"
    r"ndak|alun) (?:ya|yaa|yah|sih|si|min|mimin|kak|pak|bu|bang|gan|yo|nya|ta|to|rek|lur|kang|"
    r"uda|da)"
    r"(?: (?:min|kak|pak|bu|bang|gan|ya))?$",
    r"(?:atau|apa|utawa|atawa|opo) (?:\w+ )?(?:tidak|nggak|gak|ngga|enggak|belum|blm|bukan|"
    r"ora|durung|teu|henteu|"
    r"acan|alun|indak|ndak)(?: (?:ya|sih|min|kak|pak|bu|yo))?$",
    r"(?:siapa|kapan|mana|berapa|brp|apa|gimana|gmn|kenapa|knp|piye|opo|naon|kumaha|iraha|baa) "
    r"(?:ya|yaa|yah|sih|si|min|mimin|kak|pak|bu|bang|gan|yo|atuh)(?: (?:min|kak|pak|bu|bang|"
    r"gan|ya))?$",
    r"(?:ke|tak) (?:ni|tu|eh|ye)$",
    r"^(?:emang|emg|emangnya|memang) (?:benar|bener|beneran|betul|bnr|iya|ada|bisa|"
    r"boleh) (?:ya|yaa|yah|sih|gak|nggak)",
    r"\w+ (?:gak|ga|gk|ngga|nggak|enggak|engga|tidak|tdk) (?:ya|sih|si)",
    r"(?:sudah|udah|sdh|udh|boleh|bisa|masih|jadi|perlu|harus|wis|iso|tos|lah) (?:\w+ ){1,6}"
    r"(?:gak|ga|gk|ngga|nggak|enggak|tidak|tdk|tak|belum|blm|durung|teu|acan|alun|ndak)$",
    r"(?:apa|siapa|mana|berapa) (?:saja|aja|sj|wae|bae|sajo)$",
)

# Asked in form only: nobody waits for an answer.
RHETORICAL = (
    r"(?:mau |hingga |sampai |nganti |dugi ka )(?:sampai |hingga )?kapan (?:lagi|rakyat|kita|"
    r"kami|negeri|harus|mau|"
    r"begini|gini|terus)",
    r"^sampai kapan$",
    r"siapa (?:lagi|peduli|takut|sangka|bilang|suruh|sih yang|yang (?:gak|ga|nggak|tidak|"
    r"suruh|peduli|mau peduli))",
    r"(?:apa|buat apa|untuk apa|ngapain) (?:gunanya|guna|faedah|faedahnya|salah rakyat|"
    r"salah kami|kata dunia|"
    r"kabar|boleh buat|lagi kalau|lagi kalo|lagi yang)",
    r"^(?:apa|apo|piye) kabar",
    r"mau (?:jadi|dibawa) (?:apa|ke mana|kemana)",
    r"(?:di ?mana|ke ?mana) (?:\w+ )?(?:hati|nurani|nuraninya|keadilan|akal|otak|otaknya|malu|"
    r"rasa|harga diri|janji|"
    r"janjimu|janjinya)",
    r"(?:pemerintah|negara|aparat|pejabat|dewan|menteri) (?:ke ?mana|di ?mana)(?: (?:saja|aja|"
    r"sih))?$",
    r"(?:punya|pake|pakai|ada) otak",
    r"(?:tidak|gak|ga|nggak|ora) (?:malu|punya malu|waras|mikir)",
    r"waras (?:gak|ga|nggak|kah)?",
    r"bukankah",
    r"kurang (?:apa|baik apa) (?:lagi|coba)",
    r"(?:coba|bisa) (?:di)?bayang",
    r"^(?:kalian |kamu |lo |lu |elo )?(?:tau|tahu) (?:gak|ga|nggak|ngga)(?: sih)?"
    r"(?!.*\b(?:berapa|brp|kapan|mana|dimana|siapa|gimana|nomor|kenapa|apa))",
    r"kamu nanya",
    r"^(?:who cares|how dare|what the|what a|why not|guess what|so what)",
    r"(?:ya kan|iya kan|betul kan|bener kan|benar kan|isnt it|right|ya toh|yo to|kan ya|kan)$",
    r"^(?:gimana|bagaimana|gmn) (?:nggak|gak|ga|tidak|tak|mungkin|bisa percaya|mau percaya)",
    r"apa susahnya",
    r"^(?:kalian|kamu|kakak|bunda|sobat|yang lain|klo kalian|kalau kalian) (?:gimana|"
    r"bagaimana|gmn|piye)",
    r"^ada yang sama",
    r"(?:apa|siapa|gimana) coba$",
    r"(?:apa apa|siapa siapa|kapan kapan|mana mana|dimana mana|ke mana mana|berapa berapa)",
    r"^di ?mana ada .+ di ?situ",
    r"(?:heran|kesal|kesel|muak|capek|sedih|kecewa|jengkel|gemas) (?:saya|aku|gue|gw|deh|"
    r"banget|kami|kita)$",
    r"apa (?:tidak|gak|ga|nggak) (?:kasihan|capek|bosan|malu|keterlaluan)",
    r"^(?:buat|untuk) apa (?:bayar|percaya|punya|ada|kita|rakyat|sekolah)",
    r"^(?:ngapain|kenapa (?:harus |mesti )?(?:takut|repot|bingung|ragu))",
    r"^(?:siapa|sapa|sopo) (?:yang |sing |nu )?(?:mau|disini|di sini|setuju|masih ingat|inget|"
    r"ikut|kangen|suka|tim)",
    r"^(?:kalian|kamu|bunda|sobat|guys|teman|gaes) (?:\w+ )?(?:tim|pilih|setuju|pernah|suka|"
    r"lebih suka)",
    r"kok (?:bisa|tega)(?: ya| sih)?$",
    r"^(?:apa|siapa) (?:yang|yg) (?:salah|kurang) (?:dengan|dari|sama) (?:negeri|rakyat|kita|"
    r"kami)",
)

# The question that sells: "Butuh dana cepat?"
SELLING = (
    r"^(?:mau|ingin|pengen|pingin|butuh|perlu|bosan|bosen|bingung|lagi cari|sedang mencari|"
    r"cari|capek|lelah|"
    r"punya masalah|susah|sulit|minat|tertarik|berminat|want|need|looking|tired|siap|"
    r"sudah siap|setuju|stuju|"
    r"yakin|(?:apakah )?(?:anda|kamu|kalian|sobat) (?:lelah|ingin|butuh|sedang|mau|capek|"
    r"bosan))(?! (?:ber)?tanya| nanya| info| tahu apakah| tau apakah)",
)

# After a question, these say that its writer answers it: a headline, a lesson, an advertisement.
SELF_ANSWERED = (
    r"^(?:ini|berikut|begini|simak|cek|jawabannya|jawaban|jawab|faktanya|fakta|yuk|ayo|tenang|"
    r"klik|baca|"
    r"here|dm|hubungi|wa|chat|ikuti|daftar|segera|langsung|kami (?:solusinya|siap|punya|bantu|"
    r"hadir|jawab)|solusinya|cukup|"
    r"ternyata|tentu|jelas|ya jelas|pasti|simak|yok|temukan)\b"
)

# Said before the question itself.
OPENERS = frozenset(
    _words("""
        min mimin kak kakak pak bapak bu ibu bang gan gaes guys lur dulur rek kang teh uda uni om
        tante admin halo hai hallo assalamualaikum salam permisi punten nuwun sewu maaf izin
        ijin mau
        tanya nanya bertanya numpang ikut dong eh oh lho loh lah wah hmm nah jadi terus trus
        lalu tapi
        dan ini itu sih so and hey hi pls please sanak bro sis cik encik tuan puan kok gini btw oya
        ohya ya woi halah akun telepon surel nik
    """)
)

# Who is spoken to at the end of a sentence: with a question word in it, it asks.
ADDRESSED = frozenset(
    _words("""
        min mimin kak kakak pak bapak bu ibu bang gan ya yo sih admin lur dulur rek kang teh uda uni
        guys gaes bro sis cik tuan puan atuh
    """)
)

# A sentence that begins so tells what to do: "coba cek nama kita dapat atau tidak".
ORDERING = frozenset(
    _words(
        """coba silakan silahkan tinggal klik cek lihat tunggu buktikan pastikan tanyakan biar
        supaya"""
    )
)

# What every question holds and none is about.
EMPTY = frozenset(
    _words("""
        benar bener beneran betul bnr btl iya iyo enya leres batua tenan valid fakta asli hoaks hoax
        hoak hoaxs emang memang emg emangnya memangnya kabar kabarnya berita info informasi katanya
        kata bilang konfirmasi pencerahan penjelasan kejelasan kepastian jelas jelasin mohon minta
        tolong tanya nanya bertanya takon tahu tau ngerti nyaho terang apal dengar denger admin
        mimin
        minta isu rumor gosip video foto gambar pesan postingan status grup wa whatsapp sebar
        beredar
        viral share kiriman kok masa masak sih ya yah dong deh kan nih tuh nya kah yo atuh ta to rek
        lur kitu ke ko tu pls please true real fake legit anyone anybody know does do did is are was
        can could will would should someone somebody confirm explain tell heard hear say says said
        news sekarang skrg skrng ntar nanti jadi jadinya cara caranya gitu gini begitu begini
        seperti
        kayak perlu punya boleh pernah mana ada adanya ana ono aya ado ayo orang sesiapa siapa yang
        akun telepon surel nik resmi pemerintah kominfo link tautan
    """)
)

# Everyday short spellings of words that questions are about, and words for one thing.
SPELT: dict[str, str] = {
    "hrg": "harga",
    "hargane": "harga",
    "regane": "harga",
    "bsk": "besok",
    "sesuk": "besok",
    "isuk": "besok",
    "isukan": "besok",
    "kmrn": "kemarin",
    "wingi": "kemarin",
    "tgl": "tanggal",
    "bln": "bulan",
    "thn": "tahun",
    "rmh": "rumah",
    "sklh": "sekolah",
    "skolah": "sekolah",
    "mhs": "mahasiswa",
    "byr": "bayar",
    "bansosnya": "bansos",
    "gratisan": "gratis",
    "bensin": "bbm",
    "minyak": "minyak",
    "mundhak": "naik",
    "munggah": "naik",
    "naek": "naik",
    "cairnya": "cair",
    "pencairan": "cair",
    "libure": "libur",
    "price": "harga",
    "fuel": "bbm",
    "petrol": "bbm",
    "tomorrow": "besok",
    "vaccine": "vaksin",
    "vaccines": "vaksin",
    "vaksinnya": "vaksin",
}

# A question about the one is none about the other, whatever else they share.
OPPOSITES: tuple[tuple[str, str], ...] = (
    ("naik", "turun"),
    ("buka", "tutup"),
    ("gratis", "bayar"),
    ("libur", "masuk"),
    ("datang", "pergi"),
    ("hidup", "mati"),
    ("tambah", "potong"),
    ("lama", "baru"),
    ("mulai", "akhir"),
)
