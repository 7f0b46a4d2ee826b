"""A sentence as what it says: its topic words, its facts, and what it affirms or denies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.dates import WEEKDAYS
from tangkal.strategic_communication.alignment.facts import Fact, read_facts
from tangkal.strategic_communication.alignment.lexicon import Phrase
from tangkal.strategic_communication.alignment.numerals import is_number_word, read_digits
from tangkal.strategic_communication.alignment.roots import root_of
from tangkal.strategic_communication.alignment.tokens import Token, sentences_of, word_set

_REACH = 4  # words that a negator reaches, stop words included
_REACH_OF_WITHOUT = 2  # "tanpa listrik akan mendapat"
_REACH_OF_NONE = 6  # "tak ada truk yang diizinkan melintas"
_CLAUSE_ENDS = word_set(
    """
, ; : ( ) – — dan serta tetapi tapi namun melainkan karena sebab sedangkan sementara sehingga tetep
agar supaya nanging tapi ananging
    """
)
_WHEN = word_set("mulai sejak sampai hingga selama pada per tanggal")
_WHERE = frozenset({"di", "bagi", "oleh", "dalam", "kepada", "karena"})
_TO_WHOM = frozenset({"oleh", "kepada", "pada", "sepenuhnya", "seluruhnya"})
_GOES_ON = frozenset({"tetap", "masih", "tetep"})
_JOINING = frozenset({"dan", "serta"})
_NOT_ONLY = frozenset(
    {
        "hanya",
        "saja",
        "cuma",
        "sekadar",
        "lebih",
        "kurang",
        "melebihi",
        "melainkan",
        "melampaui",
        "lewat",
        "melewati",
    }
)
_COST_WORDS = frozenset(
    {
        "biaya",
        "tarif",
        "bayar",
        "membayar",
        "iuran",
        "retribusi",
        "ongkos",
        "dikenai",
        "seharga",
        "dijual",
        "dibeli",
        "mengganti",
        "tiket",
        "menanggung",
        "sewa",
        "didenda",
        "menyiapkan",
        "menyetor",
        "setor",
        "merogoh",
        "urunan",
        "mengeluarkan",
        "patungan",
        "denda",
    }
)
_STABLE = (
    ("tidak", "berubah"), ("stabil",), ("tetap", "sebesar"), ("tetap", "rp"),
    ("tidak", "mengalami"),
    ("masih", "sama"), ("tetap", "sama"), ("tidak", "ada", "perubahan"), ("tak", "berubah"),
    ("ora", "owah"), ("tetep", "rp"), ("teu", "robah"),
)  # fmt: skip
_COST_REACH = 8  # tokens in front of an amount that may say it is a cost
# Between a negator and a place or a person whom it leaves out: "tidak berlaku bagi mobil".
_LEAVING_OUT = word_set(
    """
berlaku termasuk untuk bagi di membawa menunjukkan menyertakan perlu wajib harus usah
dengan mencakup meliputi kepada disertai melampirkan kanggo ing pikeun mawa nggawa kudu kedah
keharusan kewajiban punya mempunyai memiliki pada lagi lewat melalui memerlukan membutuhkan
mensyaratkan memasukkan memakai butuh meminta bawa pakai pake dimintai ditanya ditanyai dimintakan
    """
)
_TAKING_IN = word_set(
    """
termasuk berlaku mendapat mendapatkan menerima memperoleh berhak tercakup ikut dikenai
diminta dimintai ditanya ditanyakan ditunjukkan dibawa dilampirkan dipake dipinta
diterima diperlukan disyaratkan dibutuhkan dipersyaratkan diwajibkan dipakai
    """
)
_ACT_ENDS = frozenset({",", ";", "tanpa", "kecuali"})
_ACT = 2  # topic words behind "wajib" that say of what
_OWN = 2  # topic words that a clause of its own has at least
_CONTRASTS = word_set(
    "sedangkan sementara tetapi tapi namun nanging dene sedengkeun walau walaupun meski meskipun"
    " padahal kendati"
)
_VERB = re.compile(
    r"(?:di|ter|ber|me)[a-z]{4,}|wajib|harus|boleh|dapat|bisa|gratis|tetap|akan|buka|tutup"
)
_CONDITIONS = word_set("kecuali terkecuali asal asalkan tanpa dengan hanya khusus selama sepanjang")
_DUTIES = frozenset({"perlu", "usah", "harus", "wajib"})
_TIMES = word_set("hari minggu pekan bulan tahun jam malam pagi sore siang kali tanggal")
_FOR_WHOM = word_set("untuk bagi kepada di pada dengan lewat melalui pada saat dalam")
_UNITS_BEFORE = frozenset({"rp", "sekitar", "sampai", "hingga"})
# Verbs that leave to their object what is done: "memberi pekerjaan rumah", "melakukan pungutan".
_SERVED = word_set(
    """
keluarga warga pasien penumpang peserta pemilik pembeli pedagang masyarakat siswa jemaah petani
nelayan pelanggan pemohon penerima guru wali orang masing-masing sendiri pemilik pengguna
mahasiswa murid pendaftar calon pengunjung nasabah konsumen pembeli rakyat
    """
)
_FEES = word_set("pajak biaya tarif pungutan tiket retribusi iuran ongkos sewa patungan")
_ALSO_TOPICS = word_set("pajak retribusi iuran ongkos sewa denda sanksi potongan diskon")
_TAKEN = word_set(
    "dikenai dikenakan ditarik dipungut membayar bayar dimintai menyetor setor disetor memungut"
    " menarik ditagih dikutip menyiapkan mengeluarkan"
)
_NOT_OF = frozenset({"termasuk", "berlaku", "mencakup"})
_BY_WAY = word_set("lewat melalui di pakai dengan sebelum lebih secara paling ke")
_OF_DUTY = frozenset({"refuge", "cost"})  # "tidak perlu mengungsi" keeps people at home
_LIGHT_VERBS = word_set(
    """
memberi memberikan diberi mendapat mendapatkan menerima memperoleh melakukan mengadakan
menggelar membuat memasukkan memakai menggunakan membawa mengenakan dikenai dikenakan menarik
mengambil berpotensi menimbulkan menyebabkan mengalami mengandung rencana wacana niat upaya
kegiatan
    """
)
_SUBJECTS = frozenset({"product", "group", "place", "document", "label", "stage"})
_WAYS = word_set("lewat melalui oleh dari di ke kepada")
_WIDE = 2  # tokens around a fact whose words say what it is said of


@dataclass(frozen=True, slots=True)
class Word:
    """One word that carries the topic."""

    stem: str  # of its group of synonyms
    at: int  # token
    negated: bool | None  # None: near a negator that may mean it or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence, read."""

    tokens: tuple[Token, ...]
    words: tuple[Word, ...]
    facts: tuple[Fact, ...]
    signs: Mapping[str, frozenset[int]]  # concept → signs after negation; 0 is "stays as it is"
    modality: frozenset[str]
    everyone: bool
    only: bool
    hearsay: bool  # told as what others say
    denied: bool  # the sentence says that something is not true
    past: bool
    sense: frozenset[int] = frozenset()  # tokens that say how it is, not what it is about
    asks: bool = False  # a question states nothing
    others: tuple[Fact, ...] = ()  # what other parts of the same message state
    whole: frozenset[str] = frozenset()  # stems of all parts of the message

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.words)

    def facts_of(self, kind: str) -> list[Fact]:
        """Those of one kind that the sentence itself states."""
        return [fact for fact in self.facts if fact.kind == kind and fact.counts]


def read_statements(text: str) -> list[Statement]:
    """The statements of a text, in order: sentences, long ones by their clauses."""
    found: list[Statement] = []
    told_before: list[Statement] = []
    for sentence in _answered(sentences_of(text)):
        if told_before and _takes_back([token.low for token in sentence]):
            found[-len(told_before) :] = [replace(each, hearsay=True) for each in told_before]
        told_before = [
            read_statement(clause)
            for clause in _clauses(_without_source(sentence))
            if _says(clause)
        ]
        found += told_before
    return found


def _takes_back(low: Sequence[str]) -> bool:
    """ "Itu keliru: …", "Hoaks!": what stands in the sentence before is not the office's word."""
    words = [word for word in low if word.isalpha()]
    alone = len(words) <= _EARLY and any(_find(low, form) == 0 for form in lexicon.DENIALS)
    return bool(_denies_before(low)) or (alone and low[-1] != "?")


_SAYS = word_set(
    """
    kata ujar tutur tegas terang jelas ungkap tulis imbuh papar pungkas lanjut ucap demikian
    pesan aku kilah sambung cerita jelasnya katanya ujarnya tuturnya tegasnya terangnya ungkapnya
    tulisnya pesannya lanjutnya paparnya
    """
)
_SOURCE = 16  # tokens of who says it


def _without_source(sentence: list[Token]) -> list[Token]:
    """A sentence without ", kata Kepala Dinas Sosial," inside it or behind it."""
    low = [token.low for token in sentence]
    for at in range(len(low) - 1):
        if low[at] not in {",", "”", '"'} or low[at + 1] not in _SAYS:
            continue
        rest = range(at + 2, len(low))
        end = next((k for k in rest if low[k] in {",", ".", "!", ";"}), len(low))
        if end - at <= _SOURCE and at + len(low) - end > _OWN + 1:
            return _without_source([*sentence[:at], *sentence[end:]])
    return sentence


_ASKING = word_set("kapan berapa siapa mana apa bagaimana gimana diapain apanya ngapain")
_ASKED_IN = 14  # tokens of a question that a headline is


def _answered(sentences: Sequence[list[Token]]) -> Iterator[list[Token]]:
    """Sentences, a short question and its answer as one: "Sampai kapan? 14 Februari."."""
    held: list[Token] = []
    for sentence in sentences:
        if held:
            if sentence[-1].low == "?":
                yield held
            else:
                answer = [*sentence]
                while answer and not (answer[0].is_word or answer[0].is_number):
                    answer = answer[1:]
                yield [*held[:-1], *answer] if answer else held
                held = []
                continue
        held = sentence if _is_headline(sentence) else []
        if not held:
            yield sentence
    if held:
        yield held


def _is_headline(sentence: Sequence[Token]) -> bool:
    asks = sentence[-1].low == "?" and len(sentence) <= _ASKED_IN
    return asks and any(token.low in _ASKING for token in sentence)


def _clauses(sentence: list[Token]) -> list[list[Token]]:
    """The parts of a sentence that state something of their own.

    What is told as hearsay or denied stays whole: the denial may stand at its end.
    """
    low = [token.low for token in sentence]
    if (first := _denies_before(low)) and first < len(sentence) - _OWN:
        return [sentence[:first], *_clauses(sentence[first:])]
    if low.count(":") == 1 and _SETS_RIGHT & set(low[: low.index(":")]):
        return _clauses(sentence[low.index(":") + 1 :]) if low[-1] != ":" else [sentence]
    if _denial(low) is not None or any(
        _find(low, phrase) is not None for phrase in lexicon.HEARSAY
    ):
        return [sentence]
    if tuple(low[:2]) in _UNLIKE and "," in low[2:-_OWN]:
        return _clauses(sentence[low.index(",") + 1 :])
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(sentence):
        opens = parts[-1] and parts[-1][0].low in _IF | {"tanpa"} and token.low != ";"
        waits = opens and sum(each.low == "," for each in parts[-1]) < 1 + (low[at] != ",")
        if _begins_clause(sentence, low, at) and _stands_alone(parts[-1]) and not waits:
            parts.append([])
        parts[-1].append(token)
    if len(parts) > 1 and _topics(parts[-1]) < _OWN:
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


# "Berbeda dengan provinsi tetangga yang …, di sini …": what stands first is said of others.
_UNLIKE = {("berbeda", "dengan"), ("berbeda", "dari"), ("beda", "dengan"), ("lain", "dengan"),
           ("lain", "dari"), ("tidak", "seperti"), ("beda", "dari")}  # fmt: skip


def _denies_before(low: Sequence[str]) -> int:
    """The token behind "Itu bohong," which denies what was said before it; 0 where none does."""
    for phrase in lexicon.DENIALS:
        at = _find(low[:_EARLY], phrase)
        last = at + len(phrase) if at is not None else 0
        if at is not None and set(low[:at]) <= _THAT and low[last : last + 1] in _THEN_SAYS:
            return last
    return 0


_THEN_SAYS = ([","], ["”"], [":"], [";"], ["–"], ["—"])
_SETS_RIGHT = word_set("meluruskan klarifikasi mengklarifikasi faktanya sering")
_EARLY = 6
_THAT = frozenset({"itu", "ini", "hal", "tersebut", "kabar", "isu", "“", '"', "adalah"})


def _begins_clause(sentence: Sequence[Token], low: Sequence[str], at: int) -> bool:
    if not 0 < at < len(low) - 1:
        return False
    if low[at] == "sementara":  # "ditutup sementara" is no contrast
        return low[at - 1] == ","
    if low[at] in _CONTRASTS:
        return low[at] not in _OF_PHRASES or low[at + 1] not in _LEADING
    if low[at] == "dan" and low[at - 1] == "," and _enumerates(low, at):
        return False
    # "…, kecuali disetujui rapat" belongs to what is before it
    joins = low[at] == "dan" or (low[at - 1] == "," and sentence[at].is_word)
    return joins and low[at] not in _CONDITIONS and _says_soon(sentence, low, at)


_ITEM = 3  # tokens of one thing in a row


def _enumerates(low: Sequence[str], at: int) -> bool:
    """ "anjing, kucing, dan kera peliharaan digelar": the last of a row begins no clause."""
    back = at - 2
    while back >= 0 and at - 2 - back < _ITEM and low[back] not in {",", *_LEADING}:
        back -= 1
    return (
        0 <= back < at - 2
        and low[back] == ","
        and not any(_VERB.fullmatch(word) for word in low[back + 1 : at - 1])
    )


_OF_PHRASES = frozenset({"tetapi", "tapi", "namun"})  # "tidak di kantor desa, tetapi di pos"
_LEADING = word_set("di ke oleh melalui lewat kepada dengan dari untuk bagi pada")
_OF_KIND = re.compile(r"ber(?:umur|usia|daya|ukuran|bobot|ktp|status|omzet|gaji|penghasilan)[a-z]*")


def _says_soon(sentence: Sequence[Token], low: Sequence[str], at: int) -> bool:
    # "dan" joins nouns as often as clauses: a verb soon behind it tells
    # and behind a comma it begins a clause more often: "…, dan anak di bawah 3 tahun gratis"
    reach = 7 if low[at] == "dan" and low[at - 1] == "," else 3
    for token in sentence[at + 1 : at + 1 + reach]:
        if token.low in {",", ";"}:
            return False
        if _OF_KIND.fullmatch(token.low):
            continue  # "anjing dan kucing berumur di atas tiga bulan"
        if token.low in lexicon.NEGATORS or (_VERB.fullmatch(token.low) and not token.is_name):
            return True
    return False


def _stands_alone(part: Sequence[Token]) -> bool:
    """Whether a part states something: "Jam malam di Heram" (dan Abepura dicabut) does not."""
    return _topics(part) >= _OWN and any(_says_that(token) for token in part)


def _says_that(token: Token) -> bool:
    low = token.low
    is_verb = _VERB.fullmatch(low) and not token.is_name
    return bool(is_verb) or low in lexicon.NEGATORS or low in lexicon.concept_words()


def _topics(tokens: Sequence[Token]) -> int:
    return sum(token.is_word and token.low not in lexicon.STOP for token in tokens)


def _says(sentence: Sequence[Token]) -> bool:
    return any(token.is_word or token.is_number for token in sentence)


def read_statement(tokens: Sequence[Token]) -> Statement:
    """One sentence, read."""
    low = [token.low for token in tokens]
    denied_at = _denial(low)
    hearsay = any(_find(low, phrase) is not None for phrase in lexicon.HEARSAY)
    negated = _negated(low)
    past = {
        at
        for phrase in lexicon.PAST
        if (at := _find(low, phrase)) is not None
        and not (at and low[at - 1] in lexicon.NEGATORS | {"yang"})
    }
    facts = [_told(fact, low, negated, past, denied_at) for fact in read_facts(tokens)]
    facts = _anchored(tokens, facts)
    if denied_at is not None:
        negated = [not flag for flag in negated]
    taken = {at: fact for fact in facts for at in range(fact.first, fact.last)}
    return Statement(
        tokens=tuple(tokens),
        words=tuple(_words(tokens, _heads(low), taken)),
        facts=tuple(facts),
        signs=_signs(tokens, low, negated, facts),
        modality=_modality(low, denied=denied_at is not None),
        everyone=_is_everyone(low),
        only=_is_only(low),
        hearsay=(hearsay and denied_at is None) or _warns(low),
        denied=denied_at is not None,
        past=bool(past) and (min(past) < 3 or _then_only(low)),
        sense=_sense(low),
        asks=low[-1] == "?" or _supposes(low),
    )


_THEN = frozenset({"tahun", "bulan", "pekan", "minggu"})
_NOW = word_set("kini sekarang tetap masih mulai akan menjadi dari dibanding")


def _then_only(low: Sequence[str]) -> bool:
    """ "… hanya 71 persen pada tahun lalu": told of then, and of nothing else."""
    ends = len(low) - (low[-1] in {".", "!", ","})
    told = ends > 1 and low[ends - 1] in {"lalu", "kemarin"} and low[ends - 2] in _THEN
    return told and not _NOW & set(low)


_FAR = 10  # tokens behind a negator in which its term may stand
_CEASING = frozenset({"berhenti", "stop", "setop"})
_IF = frozenset({"kalau", "jika", "bila", "apabila", "andai"})
_TELL = word_set(
    "lapor laporkan adukan hubungi melapor tolak abaikan dilaporkan diadukan catat foto"
)
_MET = frozenset({"ada", "menemukan", "mendapati", "melihat", "menjumpai", "mendengar"})


def _supposes(low: Sequence[str]) -> bool:
    """ "Kalau ada sekolah yang memungut …, laporkan": it says that this should not be."""
    low = low[1:] if low[0] in {"“", '"', "‘"} and len(low) > 1 else low
    if _IF & set(low[:_EARLY]) and {"melanggar", "pelanggaran"} & set(low):
        return True
    if low[:2] == ["siapa", "yang"] or low[:3] == ["siapa", "pun", "yang"]:
        return bool(_TELL & set(low))  # "siapa yang menarik uang, laporkan"
    return low[0] in _IF and (bool(_MET & set(low[1:3])) or bool(_TELL & set(low)))


_BEWARE = frozenset({"waspada", "waspadai", "hati-hati", "awas", "abaikan"})
_FALSE = word_set("palsu penipuan penipu hoaks hoax oknum calo modus mengatasnamakan")


def _warns(low: Sequence[str]) -> bool:
    """ "Waspada tautan palsu pendaftaran …": what swindlers say is not what the office says."""
    supposed = low[0] in _IF or bool(_BEWARE & set(low[:3]))
    return supposed and bool(_FALSE & set(low))


def _find(low: Sequence[str], phrase: Sequence[str]) -> int | None:
    if phrase[0] not in low:
        return None
    length, wanted = len(phrase), tuple(phrase)
    return next(
        (
            at
            for at, word in enumerate(low)
            if word == wanted[0] and tuple(low[at : at + length]) == wanted
        ),
        None,
    )


# ---- polarity ------------------------------------------------------------------------


def _denial(low: Sequence[str]) -> int | None:
    """Where the sentence says of itself or of what it repeats that it is not true.

    "Tidak benar harga naik" and "Kabar harga naik itu hoaks" do; "tidak benar-benar" and a
    warning of hoaxes in general ("waspada hoaks") do not.
    """
    if low[0] in _WRONG and _IF_THAT & set(low[1:3]):
        return 0  # "Keliru kalau ada yang bilang …"
    for phrase in lexicon.DENIALS:
        at = _find(low, phrase)
        if at is None:
            continue
        before, after = low[:at], low[at + len(phrase) :]
        if phrase in {("hoaks",), ("hoax",), ("hoaxs",), ("bohong",), ("keliru",)}:
            told_of = {
                "adalah",
                "itu",
                "tersebut",
                "ini",
                "merupakan",
                "kabar",
                "isu",
                "informasi",
                "pesan",
            }
            if not (set(before[-3:]) & told_of) or len(before) < 3:
                continue
        if len(before) + len([word for word in after if word.isalpha()]) < 3:
            continue
        return at
    return None


_WRONG = word_set("keliru salah bohong hoaks hoax")
_IF_THAT = word_set("kalau jika bila apabila bahwa jikalau")
_TURNS_BACK = frozenset({"sebelum", "kecuali", "selain", "tanpa", "jika", "bila", "kalau"})


def _negated(low: Sequence[str]) -> list[bool]:
    flags = [False] * len(low)
    for at, word in enumerate(low):
        if word not in lexicon.NEGATORS:
            continue
        if at + 1 < len(low) and (low[at + 1] in _NOT_ONLY or low[at + 1] == "mampu"):
            continue  # "warga tidak mampu" is whom it is for
        far = _REACH_OF_NONE if low[at + 1 : at + 2] == ["ada"] else _REACH
        near = word == "tanpa" or low[max(0, at - 1) : at + 1] == ["yang", "belum"]
        far = _REACH_OF_WITHOUT if near else far  # "yang belum berlistrik mendapat"
        for reached in range(at + 1, min(at + 1 + far, len(low))):
            if low[reached] in _CLAUSE_ENDS or (low[reached] in _GOES_ON and reached > at + 1):
                break
            if low[reached] in _TURNS_BACK and reached > at + 1:
                break  # "belum boleh disuntik sebelum sembuh"
            flags[reached] = not flags[reached]
    return flags


_AGO = 3


def _told(
    fact: Fact, low: Sequence[str], negated: Sequence[bool], past: set[int], denied: int | None
) -> Fact:
    """The fact with its role: denied, of the past, or stated."""
    if fact.role in {"source", "name", "excluded"}:
        return fact
    before = list(low[max(0, fact.first - 6) : fact.first])
    for word in ("melainkan", "tetapi", "tapi", "menjadi", "kini", "sekarang", ";"):
        if word in before:
            before = before[before.index(word) + 1 :]
    is_not = any(word in {"bukan", "bukannya", "alih-alih", "dudu", "sanes"} for word in before)
    is_not &= "saja" not in low[fact.last : fact.last + 2]  # "bukan anjing saja"
    is_named = fact.kind in {"place", "site", "label"} or fact.kind in lexicon.CLASSES
    is_left_out = is_named and fact.kind not in {"product", "agency"} and _left_out(fact, low)
    if (
        (is_not and "bukan hanya" not in " ".join(before))
        or (fact.kind == "agency" and _passed_by(fact, low))
        or is_left_out
        or (denied is not None and not is_named)
    ):
        return replace(fact, role="not")
    ago = low[fact.first - 1] if fact.first else ""
    if fact.kind in {"duration", "months"} and ago in {"sudah", "telah"} and fact.first < _AGO:
        return replace(fact, role="past")  # "Sudah tiga bulan Anisa menjadi peserta"
    if fact.role in {"", "before"} and any(0 <= fact.first - at <= 5 for at in past):
        return replace(fact, role="past")
    return fact


def _passed_by(fact: Fact, low: Sequence[str]) -> bool:
    """ "tidak lewat Dinas Sosial"."""
    before = low[max(0, fact.first - 2) : fact.first]
    return bool(before) and before[0] in lexicon.NEGATORS and before[-1] in _WAYS


_SERVING = word_set(
    "menjualnya menjual dipakai digunakan melayani melayaninya menyediakan menyediakannya"
    " memberikan menerima membuka"
)


def _left_out(fact: Fact, low: Sequence[str]) -> bool:
    """ "tidak berlaku bagi mobil", "mobil tidak termasuk"."""
    for form in (("bisa", "menyusul"), ("dapat", "menyusul"), ("boleh", "menyusul")):
        if _find(low[fact.last : fact.last + 4], form) is not None:
            return True
    told = _left_out_behind(fact, low)
    return _left_out_before(fact, low) if told is None else told


def _left_out_behind(fact: Fact, low: Sequence[str]) -> bool | None:
    """ "mobil tidak termasuk", "kantor itu tidak melayani"; None where nothing behind tells."""
    behind = [word for word in low[fact.last : fact.last + 4] if word not in {"lagi", "saja"}][:2]
    if behind[:1] == ["dikecualikan"] or behind == ["bukan", "tempatnya"]:
        return True
    if len(behind) < len(("tidak", "termasuk")) or behind[0] not in lexicon.NEGATORS:
        return None
    if fact.kind == "document" and behind[1] in _DUTIES:
        return True  # "KTP tidak perlu ditunjukkan"
    if behind[1] in _SERVING:
        return fact.kind in {"channel", "site", "agency", "place"} and low[0] not in _IF | {"tanpa"}
    if behind[1] == "dikenai" and _FEES & set(low[fact.last : fact.last + 5]):
        return False  # "di kantor kecamatan tidak dikenai biaya" leaves out no office
    return True if behind[1].removesuffix("nya") in _TAKING_IN else None


def _left_out_before(fact: Fact, low: Sequence[str]) -> bool:
    """ "tidak berlaku bagi mobil"."""
    for back in range(fact.first - 1, max(-1, fact.first - 5), -1):
        if low[back] in lexicon.NEGATORS:
            return back + 1 >= fact.first or low[back + 1] not in _NOT_ONLY
        # "tidak dilayani puskesmas"
        is_verb = (
            fact.kind == "channel"
            and low[back][:2] in {"di", "me", "te", "be"}
            and len(low[back]) > 5
        )
        if low[back] not in _LEAVING_OUT and not is_verb:
            return False
    return False


def _signs(
    tokens: Sequence[Token], low: Sequence[str], negated: Sequence[bool], facts: Sequence[Fact]
) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    banned = _banned(low)
    at = 0
    while at < len(low):
        taken: Phrase = ()
        for form, concept, sign in lexicon.concept_forms().get(low[at], ()):
            if tuple(low[at : at + len(form)]) != form or (taken and form != taken):
                continue
            taken = form
            if _says_nothing(low, at, form, negated) or _supposed(low, at, concept):
                continue
            flipped = (
                (negated[at] is not (concept in _UNDER_BAN and banned[at]))
                and "melainkan" not in low[at:]
                and (concept in _OF_DUTY or not _duty_denied(low, at))
            )
            found.setdefault(concept, set()).add(-sign if flipped else sign)
            if flipped and concept == "direction":
                found[concept].add(0)  # "tidak naik" may be the same, or less
        at += max(1, len(taken))
    _mend_cost(low, found)
    if {"denda", "dendanya"} & set(low) and _GONE & set(low) and not lexicon.NEGATORS & set(low):
        found["penalty"] = {1}
    steady = any(
        word == "tetap" and read_digits(low[at + 1]) is not None for at, word in enumerate(low[:-1])
    )
    if steady or any(_find(low, phrase) is not None for phrase in _STABLE):
        found.setdefault("direction", set()).add(0)
    if _ends_one_day(low, facts):
        found.setdefault("permanence", set()).add(1)
    for fact in facts:
        near = set(low[max(0, fact.first - _COST_REACH) : fact.first])
        if fact.kind == "money" and fact.counts and near & _COST_WORDS:
            found.setdefault("cost", set()).add(-1 if fact.value else 1)
    return {concept: frozenset(signs) for concept, signs in found.items()}


def _mend_cost(low: Sequence[str], found: dict[str, set[int]]) -> None:
    """Who pays tells whether it is free for those who are served."""
    waived = set(low) & {"dihapus", "dihapuskan", "penghapusan"} and "denda" not in low
    if set(low) & _FEES and waived:
        found["cost"] = {1}
    if _office_bears(low) and found.get("cost") == {-1}:
        del found["cost"]  # says nothing of what those pay who are served
    if _they_bear(low):
        found["cost"] = {-1}
    elif found.get("cost") == {1} and _another_bears(low):
        del found["cost"]  # "ditanggung pelaku": neither free nor dear for those who are served


_BANS = frozenset({"dilarang", "melarang", "larangan", "terlarang", "haram", "stop", "setop"})
_UNDER_BAN = frozenset({"cost", "whole"})  # "dilarang memungut iuran": free


def _banned(low: Sequence[str]) -> list[bool]:
    """Which tokens a ban reaches: behind it, or all of its part where it ends that."""
    flags = [False] * len(low)
    for at, word in enumerate(low):
        if word not in _BANS:
            continue
        ahead = next((k for k in range(at + 1, len(low)) if low[k] in _CLAUSE_ENDS), len(low))
        behind = low[at + 1 : ahead]
        if not [each for each in behind if each.isalpha() and each not in _BY_BAN]:
            first = at
            while first and low[first - 1] not in _CLAUSE_ENDS:
                first -= 1
            flags[first:at] = [True] * (at - first)
        flags[at + 1 : ahead] = [True] * (ahead - at - 1)
    return flags


_BY_BAN = frozenset({"keras", "tegas", "sama", "sekali", "ya"})
_OFFICES = word_set(
    """
    pemerintah pemda pemprov pemkab pemkot perusahaan pabrik dinas negara pusat kementerian apbd
    apbn provinsi kabupaten badan operator penyelenggara panitia bank kas pengusaha pemdes bpbd bnpb
    """
)
_PAYS = word_set("membayar bayar melunasi membiayai dibayar dibayari dibayarkan dilunasi dibiayai")


def _office_bears(low: Sequence[str]) -> bool:
    """ "Pemerintah daerah membayar ongkosnya", "dibayar pabrik": free for those who are served."""
    for at, word in enumerate(low):
        if word not in _PAYS or lexicon.NEGATORS & set(low[max(0, at - 2) : at]):
            continue
        near = low[at + 1 : at + 4] if word.startswith("di") else low[max(0, at - 4) : at]
        if _OFFICES & set(near) and near[:1] not in (["kepada"], ["ke"]):
            return True
    return False


def _another_bears(low: Sequence[str]) -> bool:
    """Whether what makes it free is only that somebody bears it, who is no office."""
    at = next((k for k, word in enumerate(low) if word in {"ditanggung", "dibebankan"}), None)
    if at is None or {"gratis", "cuma-cuma", "tanpa"} & set(low):
        return False
    return not _OFFICES & set(low[at + 1 : at + 5])


_GONE = word_set(
    "membebaskan menghapus dibebaskan bebas dihapus dihapuskan dihilangkan dinolkan lenyap"
    " penghapusan hilang ditiadakan nol"
)


def _supposed(low: Sequence[str], at: int, concept: str) -> bool:
    """ "kalau kapal batal, uang kembali": what is over only in that case."""
    if concept not in {"validity", "access"}:
        return False
    for back in range(at - 1, max(-1, at - 1 - _FAR), -1):
        if low[back] in {",", ";"}:
            return False
        if low[back] in _IF:
            return "," in low[at:]
    return False


def _they_bear(low: Sequence[str]) -> bool:
    """ "Keluarga menanggung biaya": not free for those who are served."""
    if "ditanggung" in low or "dibebankan" in low:
        at = low.index("ditanggung" if "ditanggung" in low else "dibebankan")
        ahead = [word for word in low[at + 1 : at + 4] if word not in _TO_WHOM]
        return bool(set(ahead[:1]) & _SERVED) and not lexicon.NEGATORS & set(low[:at])
    at = low.index("menanggung") if "menanggung" in low else 0
    return bool(_SERVED & set(low[max(0, at - 3) : at])) and not lexicon.NEGATORS & set(low[:at])


def _says_nothing(low: Sequence[str], at: int, form: Phrase, negated: Sequence[bool]) -> bool:
    """Whether a form is a noun or a way here: "hari libur", "biaya", "dapat dibayar lewat bank"."""
    before, behind = low[at - 1] if at else "", low[at + 1] if at + 1 < len(low) else ""
    of_paper = form == ("perpanjangan",) and before not in {"ada", "tanpa"}
    if of_paper or (form == ("libur",) and before == "hari"):
        return True
    # "cukup dengan KTP": what is asked for, not what there is; "kekurangan antara": the difference
    asked = form == ("cukup",) and (behind in _BY_WAY or behind.startswith(("me", "ber", "se")))
    if asked or (form == ("kekurangan",) and behind in {"antara", "nya", "bayar"}):
        return True
    if negated[at] and (before in _ABLE or _NOT_OF & set(low[max(0, at - 3) : at])):
        return True  # "belum bisa bayar"; "tidak termasuk diskon": of whom, not whether
    if form[0] in {"bayar", "membayar", "dibayar"} and not negated[at]:
        return before in {"yang", "untuk", "cara", "bila", "jika"} or behind in _BY_WAY
    is_noun = form[0] in _FEES and len(form) == 1 and not negated[at]
    ahead = low[at + 1 : at + 1 + _FEE_REACH]
    if is_noun and _LEVIED & set(ahead) and not lexicon.NEGATORS & set(ahead):
        return False  # "sewa kios … sudah ditarik"
    return is_noun and not _TAKEN & set(low[max(0, at - 2) : at])


_ABLE = word_set("bisa dapat mampu sanggup sempat")
_LEVIED = frozenset({"ditarik", "dipungut", "ditagih", "dikenakan", "dikutip"})
_FEE_REACH = 6


def _ends_one_day(low: Sequence[str], facts: Sequence[Fact]) -> bool:
    """ "sampai perbaikan selesai", "hingga 1 Mei": for a time only."""
    if any(fact.kind in {"date", "time"} and fact.bound == "until" for fact in facts):
        return True
    return any(
        word in {"sampai", "hingga"} and set(low[at : at + 6]) & {"selesai", "rampung", "tuntas"}
        for at, word in enumerate(low)
    )


def _sense(low: Sequence[str]) -> frozenset[int]:
    """Tokens of what is dear, open, a duty … and of an exception up to its end."""
    found = {at for span, _name in _modal(low) for at in span}
    for at, word in enumerate(low):
        for form, _concept, _sign in lexicon.concept_forms().get(word, ()):
            if len(form) == 1 and word in _ALSO_TOPICS:
                continue  # what is dear or free may be what it is about
            if tuple(low[at : at + len(form)]) == form:
                found |= set(range(at, at + len(form)))
                break
        if word in {"kecuali", "terkecuali"}:
            ends = [end for end in range(at, len(low)) if low[end] in _CLAUSE_ENDS]
            found |= set(range(at, min([*ends, len(low)])))
    return frozenset(found)


def _duty_denied(low: Sequence[str], at: int) -> bool:
    """ "tidak perlu diperpanjang" says nothing against "berlaku"."""
    return at > 1 and low[at - 1] in _DUTIES and low[at - 2] in lexicon.NEGATORS


def _modality(low: Sequence[str], *, denied: bool) -> frozenset[str]:
    turned = {"obliged": "free", "allowed": "forbidden", "forbidden": "allowed", "free": "obliged"}
    return frozenset(turned.get(name, name) if denied else name for _span, name in _modal(low))


def _is_everyone(low: Sequence[str]) -> bool:
    """ "setiap warga", not "setiap hari"."""
    for form in lexicon.scope_forms("everyone"):
        at = _find(low, form)
        if at is None:
            continue
        ahead = low[at + 1] if at + 1 < len(low) else ""
        if form != ("setiap",) or (ahead not in _TIMES and ahead not in WEEKDAYS):
            return True
    return False


def _is_only(low: Sequence[str]) -> bool:
    for form in lexicon.scope_forms("only"):
        at = _find(low, form)
        if at is None or (at and low[at - 1] in {"tidak", "bukan", "tak", "tanpa"}):
            continue
        if form not in {("hanya",), ("cuma",)} or not _amounts_behind(low, at):
            return True
    return False


def _amounts_behind(low: Sequence[str], at: int) -> bool:
    """ "hanya Rp600 ribu", "hanya boleh membawa dua liter": little, not few people."""
    for word in low[at + 1 : at + 4]:
        if word in _FOR_WHOM or word in _CLAUSE_ENDS:
            return False
        if word in _UNITS_BEFORE or read_digits(word) is not None or is_number_word(word):
            return True
    return False


# ---- words and anchors -----------------------------------------------------------------


def _words(
    tokens: Sequence[Token], heads: Mapping[int, bool | None], taken: Mapping[int, Fact]
) -> list[Word]:
    """Topic words; a member of a closed class is one word, whatever form it has."""
    found = []
    for at, token in enumerate(tokens):
        fact = taken.get(at)
        negated = heads.get(at, False)
        if fact is not None and (fact.kind in lexicon.CLASSES or fact.kind in {"site", "label"}):
            if fact.first == at:
                found.append(Word(f"{fact.kind}:{fact.unit}{fact.value}", at, negated))
        elif fact is not None and not (fact.kind == "count" and at == fact.last - 1):
            continue
        elif token.is_word and token.low not in lexicon.STOP and len(token.low) > 1:
            found.append(Word(group_of(token.low), at, negated))
    return found


def _heads(low: Sequence[str]) -> dict[int, bool | None]:
    """Token → True where it is the first topic word that is denied or forbidden, None where a
    negator reaches it but may not mean it: "tidak memungut iuran" and "tanpa iuran" say the same.
    """
    found: dict[int, bool | None] = dict.fromkeys(_beside(low))
    modal = _modal(low)
    starts = {span.start: name for span, name in modal}
    inside = {at for span, _name in modal for at in span}
    for at, word in enumerate(low):
        name = starts.get(at, "")
        denies = word in lexicon.NEGATORS or word in _CEASING
        if name not in {"forbidden", "free"} and (not denies or at in inside):
            continue
        if _denies_nothing(low, at):
            continue
        first = next((span.stop for span, _name in modal if at in span), at + 1)
        # "tidak perlu" denies a duty, no topic word; "tidak ada yang tanpa" denies nothing
        is_head = name != "free" and not _negated_before(low, at)
        is_head &= not (at and low[at - 1] == "yang")  # "yang belum vaksin" tells of whom
        is_head &= not _unless(low, at)
        found_behind = False
        ends = at + 1 == len(low) or not low[at + 1].isalpha()
        if word == "nihil" and ends and at and low[at - 1] not in lexicon.STOP:  # "korban nihil"
            found[at - 1] = True
            continue
        for reached in range(first, min(first + 1 + _REACH, len(low))):
            goes_on = (
                low[reached] in _GOES_ON and reached > at + 1
            )  # "tidak dipilah tetap diangkut"
            is_when = name == "forbidden" and low[reached] in _WHEN | _WHERE
            if goes_on or is_when or low[reached] in _CLAUSE_ENDS:
                break
            if low[reached] not in lexicon.STOP and low[reached].isalpha():
                is_light = low[reached] in _LIGHT_VERBS and _names_more(low, reached)
                found[reached] = True if is_head and not is_light else None
                is_head &= is_light
                found_behind = True
                if at and low[at - 1] == "yang" and not is_light:
                    break  # "yang belum lunas kehilangan nomor": it tells of whom
        for subject in _subject(low, at):
            found.setdefault(subject, None)
        for rest in _besides(low, at):
            found.setdefault(rest, None)
        if name == "forbidden" and not found_behind and word not in lexicon.NEGATORS:
            named = _first_topic(low, at)  # "penjualan … sudah dilarang"
            if named is not None:
                found[named] = True
    return found


def _beside(low: Sequence[str]) -> Iterator[int]:
    """ "di luar biaya pemeriksaan", "belum termasuk pemeriksaan": of what it does not take in."""
    for at in range(len(low) - 1):
        if (low[at], low[at + 1]) in {("di", "luar"), ("belum", "termasuk"), ("tidak", "termasuk")}:
            yield from range(at + 2, min(at + 2 + _REACH, len(low)))


def _besides(low: Sequence[str], at: int) -> Iterator[int]:
    """ "tidak sah apabila diberikan selain uang, seperti voucer": it may be meant or not."""
    if "selain" in low[at:]:
        yield from range(at + low[at:].index("selain"), len(low))


def _denies_nothing(low: Sequence[str], at: int) -> bool:
    """ "tidak hanya", "bukan anjing saja", "tidak boleh kurang dari"."""
    alone = low[at] in _NOT_ALONE and {"saja", "hanya"} & set(low[at + 1 : at + 4])
    amount = low[at + 1 : at + 2] == ["boleh"] and low[at + 2 : at + 3] in _COMPARED
    return bool(alone) or amount or bool(_NOT_ONLY & set(low[at + 1 : at + 2]))


_NOT_ALONE = frozenset({"bukan", "bukannya", "dudu", "sanes"})


def _unless(low: Sequence[str], at: int) -> bool:
    """ "tidak diberi kalau tidak ada resep": what is denied is promised on a term."""
    ahead = low[at + 1 : at + 1 + _FAR]
    if low[at] == "tanpa" and (lexicon.NEGATORS | {"ditolak"}) & set(ahead):
        return True  # "tanpa surat rekomendasi tidak dilayani"
    turns = {"tanpa", "kecuali", "sebelum", "selain", "melainkan"} & set(ahead)
    if turns or low[0] in _AFTER | {"sebelum"}:
        return True  # "tidak dibekukan polisi, melainkan oleh bank"; "sesudah 6 Maret tidak …"
    return any(
        word in _IF and lexicon.NEGATORS & set(ahead[place + 1 : place + 4])
        for place, word in enumerate(ahead)
    )


def _names_more(low: Sequence[str], at: int) -> bool:
    ahead = low[at + 1] if at + 1 < len(low) else ""
    return ahead.isalpha() and ahead not in lexicon.STOP and ahead not in _CLAUSE_ENDS


def _subject(low: Sequence[str], at: int) -> Iterator[int]:
    """What stands in front of a denied verb in its part: "pungutan … tidak diperbolehkan"."""
    for back in range(at - 1, -1, -1):
        if low[back] in _CLAUSE_ENDS or low[back] == "yang":
            return
        if low[back].isalpha() and low[back] not in lexicon.STOP:
            yield back


def _first_topic(low: Sequence[str], at: int) -> int | None:
    first = at
    while first and (low[first - 1] not in _CLAUSE_ENDS or low[first - 1] in _JOINING):
        first -= 1  # "pengiriman sapi dan kambing … dilarang": all of it is banned
    return next(
        (k for k in range(first, at) if low[k].isalpha() and low[k] not in lexicon.STOP), None
    )


def _no_one(low: Sequence[str], at: int) -> bool:
    """ "Tidak satu pun SD negeri di Kota Ambon boleh …"."""
    first = low[:3]
    return (
        at < _FAR
        and first[:1] in (["tidak"], ["tak"], ["tiada"])
        and bool({"satu", "seorang", "ada", "pun"} & set(first[1:]))
    )


def _negated_before(low: Sequence[str], at: int) -> bool:
    for back in range(at - 1, max(-1, at - 7), -1):
        if low[back] in _CLAUSE_ENDS or low[back] in _GOES_ON:
            return False
        if low[back] in lexicon.NEGATORS:
            return not (back and low[back - 1] == "yang")  # "yang belum menerima surat … boleh"
    return False


_AFTER = frozenset({"setelah", "sesudah", "selepas", "ketika", "saat"})
_COMPARED = (["kurang"], ["lebih"], ["melebihi"], ["melampaui"], ["melewati"], ["lewat"])


def _modal(low: Sequence[str]) -> list[tuple[range, str]]:
    """Where a duty, a permission or a ban is said, forms within forms left out."""
    found: list[tuple[range, str]] = []
    here = set(low)
    for form, name in lexicon.modality_forms():
        if form[0] not in here:
            continue
        at = _find(low, form)
        if at is not None and form == ("wajib",) and low[at + 1 : at + 2] == ["pajak"]:
            later = _find(low[at + 1 :], form)  # who pays taxes; a duty may stand behind
            at = at + 1 + later if later is not None else None
        if at is not None and not any(
            set(span) & set(range(at, at + len(form))) for span, _ in found
        ):
            if low[at + len(form) : at + len(form) + 1] in _COMPARED and name == "forbidden":
                continue  # "tidak boleh kurang dari 40 persen": an amount, no ban
            if name == "allowed" and at and low[at - 1] == "baru" and _AFTER & set(low[at:]):
                continue  # "baru boleh dijual sesudah lima tahun"
            nobody = name == "allowed" and (
                _negated_before(low, at) or _no_one(low, at)
            )  # "tidak ada yang boleh"
            found.append((range(at, at + len(form)), "forbidden" if nobody else name))
    return found


def acts(statement: "Statement") -> list[tuple[str, tuple[str, ...]]]:
    """Each duty, permission or ban with the topic words that say of what."""
    low = [token.low for token in statement.tokens]
    turned = {"obliged": "free", "allowed": "forbidden", "forbidden": "allowed", "free": "obliged"}
    found = []
    for span, name in _modal(low):
        ends = next((at for at in range(span.stop, len(low)) if low[at] in _ACT_ENDS), len(low))
        behind = [
            word.stem
            for word in statement.words
            if span.stop <= word.at < ends and low[word.at] not in _LIGHT_VERBS
        ][:_ACT]
        before = [word.stem for word in statement.words if word.at < span.start]
        what = tuple(behind or reversed(before))
        found.append((turned.get(name, name) if statement.denied else name, what))
    return found


def freed(statement: "Statement") -> frozenset[str]:
    """Stems of what need not be done: the first topic word behind "tidak perlu"."""
    low = [token.low for token in statement.tokens]
    stems = set()
    for span, name in _modal(low):
        if name == "free":
            behind = [word for word in statement.words if word.at >= span.stop]
            stems |= {word.stem for word in behind[:1]}
    return frozenset(stems)


def group_of(word: str) -> str:
    """The stem that stands for a word and its synonyms.

    >>> group_of("disalurkan") == group_of("pembagian")
    True
    """
    first = word.split("-", maxsplit=1)[0] if "-" in word else word
    if first in lexicon.class_roots() or word in lexicon.class_roots():
        return lexicon.class_roots().get(word) or lexicon.class_roots()[first]
    if first in lexicon.exact():
        return lexicon.exact()[first]
    stem = root_of(first)
    return lexicon.synonyms().get(stem, stem)


def _anchored(tokens: Sequence[Token], facts: Sequence[Fact]) -> list[Fact]:
    """Each fact with the words and class members nearest to it in its own part of the sentence."""
    members = [fact for fact in facts if fact.kind in _SUBJECTS]
    result = []
    for fact in facts:
        near: set[str] = set()
        before = [m for m in members if m.last <= fact.first and m is not fact]
        after = [m for m in members if m.first >= fact.last]
        between = [token.low for token in tokens[before[-1].last : fact.first]] if before else []
        if before and not set(between) & {",", "sedangkan", ";"}:
            near.add(f"{before[-1].kind}:{before[-1].value}")
        elif after and after[0].first - fact.last <= 3:
            near.add(f"{after[0].kind}:{after[0].value}")
        near |= set(_words_before(tokens, fact.first))
        result.append(replace(fact, anchors=frozenset(near)))
    return result


def _words_before(tokens: Sequence[Token], at: int) -> list[str]:
    found: list[str] = []
    back = at - 1
    while back >= 0 and len(found) < _WIDE:
        token = tokens[back]
        if token.low in {",", ";", "sedangkan", "dan"} and found:
            break
        if token.is_word and token.low not in lexicon.STOP:
            found.append(group_of(token.low))
        back -= 1
    return found
