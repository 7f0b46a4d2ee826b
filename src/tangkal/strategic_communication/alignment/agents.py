"""Who does what: "dikelola Dinas Sosial", "BPBD yang mengelola", "ditanggung pemilik".

A doer is told by its place beside the verb and by its head: an office, a firm, a group of people
or an abbreviation, whether a table knows it or not. Doers of one deed differ when nothing in their
names agrees.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.numerals import is_number_word
from tangkal.strategic_communication.alignment.roots import root_of
from tangkal.strategic_communication.alignment.statements import Statement, group_of
from tangkal.strategic_communication.alignment.tokens import Token, word_set

_PASSIVE = re.compile(r"di[a-z]{4,}")
_ACTIVE = re.compile(r"me[a-z]{4,}")
_ACT_NOUN = re.compile(r"pe[a-z]{3,}an")
_DONE = word_set("dilakukan dilaksanakan dikerjakan diselenggarakan ditangani")
_ENTRUSTED = word_set("diserahkan dipercayakan dilimpahkan diberikan")
_LEFT_TO = word_set("diserahkan dipercayakan dilimpahkan dibebankan ditugaskan")
_BETWEEN = word_set("oleh pada ku dening langsung sepenuhnya sendiri seluruhnya")
# Verbs behind which even a doer that stands in no table is read as one.
# Deeds of one sort, whatever the verb: who pays, who decides, who runs it, who hands it out.
_SORTS = {
    "fund": "ditanggung dibebankan dibiayai didanai disubsidi dibayar dibayarkan dianggarkan"
    " dilunasi dijamin",
    "decide": "ditetapkan ditentukan diputuskan dipilih",
    "run": "dikelola ditangani diurus dilakukan dikerjakan dilaksanakan dijalankan"
    " diselenggarakan dioperasikan digelar diadakan diatur dikoordinasi dilayani ditampung"
    " dipandu dipimpin diampu dibimbing diproses dilakoni digarap dipegang",
    "issue": "diterbitkan dikeluarkan dibuat dibuatkan",
    "hand out": "disalurkan dibagikan diserahkan diantar dikirim",
    "give": "diberikan disediakan dicairkan digelontorkan dikucurkan dipenuhi dicukupi dipasok",
    "collect": "ditarik dipungut ditagih dikumpulkan",
    "check": "diverifikasi diperiksa dicek divalidasi diseleksi diteliti",
    "watch": "diawasi dipantau dimonitor dikawal",
}
_BEARING_WORDS = word_set(
    """
ditanggung dibebankan dikelola dipimpin ditangani diurus dibiayai ditetapkan diterbitkan
disiapkan dilaksanakan dibayar
    """
)
_SORT_OF = {root_of(word): sort for sort, words in _SORTS.items() for word in words.split()}
_NOBODY = word_set("petugas pihak tim masing-masing sendiri bersama kader")
# Who can do a thing, by the first word of the name.
_ACTORS = word_set(
    """
dinas kantor badan balai kementerian kelurahan kecamatan kabupaten provinsi desa rt rw panitia
klinik puskesmas posyandu perusahaan pengusaha sekolah komite yayasan koperasi bank notaris
kontraktor pemborong pengembang relawan petugas kader warga masyarakat keluarga pemerintah negara
polisi polres polsek polda tni kodim koramil ormas lembaga organisasi swasta bumd bumn bumdes
pengelola agen distributor pangkalan pengecer pedagang kampus universitas dokter bidan perawat
guru kepala ketua camat lurah bupati gubernur karang pemuda takmir masjid gereja pihak tim mitra
biro penyedia operator vendor satgas satpol komunitas paguyuban asosiasi donatur pengurus
inspektorat kejaksaan pengadilan syahbandar otoritas perum pt cv ud rumah rsud laboratorium
toko hotel pabrik kelompok gapoktan karang media televisi radio bengkel apotek pondok pesantren
madrasah operator universitas kua baznas kantin dapur pasien peserta pemilik orang wali mandor
juru pemdes pemda pemkot pemkab pemprov
"""
)
_SELF = word_set("sendiri mandiri swadaya")
_NO_DOER = word_set("ktp kk nik sim stnk wib wita wit pbb sppt bpkb rp")
_BY = frozenset({"oleh", "ku", "dening"})
_ENDS = frozenset({",", ";", "dan", "tetapi", "sedangkan"})
_COMES_FROM = frozenset({"berasal", "bersumber", "diambil", "diambilkan"})
_PURSES = word_set("kas anggaran dana kantong keuangan uang sumbangan iuran")
_CHARGES = frozenset({"tanggung", "tanggungan", "kewenangan", "wewenang"})
ANY = "*"  # the deed is not named: "menjadi tanggung jawab …"
_FAR = 9
_AMONG = 2  # tokens between a doer and an active verb: "BPBD yang akan mengelola"


@dataclass(frozen=True, slots=True)
class Deed:
    """One verb with who does it."""

    verb: str  # stem of its group
    doer: str  # stem of its first word, or the member's name
    fact: Fact | None  # the doer, where a table knows it
    words: str
    at: int
    names: frozenset[str] = frozenset()  # stems of the doer's whole name
    subject: frozenset[str] = frozenset()  # stems of what it is done to
    is_sure: bool = True  # told as a doer by its head or by "oleh", not by its place alone
    by: frozenset[str] = frozenset()  # stems of the way it is done: "dalam musyawarah desa"
    is_denied: bool = False  # "tidak dibuat dinas", "bank tidak berwenang"


def deeds(statement: Statement) -> Iterator[Deed]:
    """Each verb of a statement whose doer is named."""
    members = {
        fact.first: fact
        for fact in statement.facts
        if fact.kind in {"agency", "group", "channel"} and fact.role not in {"not", "past", "name"}
    }
    low = [token.low for token in statement.tokens]
    yield from _not_doing(statement, low)
    for at, word in enumerate(low):
        if _PASSIVE.fullmatch(word):
            is_denied = bool(_NOT & set(low[max(0, at - 2) : at]))
            for deed in _behind(statement, at, members):
                yield replace(
                    deed,
                    is_denied=is_denied and _right_behind(deed, statement, at),
                    by=_by_way(statement, at),
                )
            yield from _contrasted(statement, low, at, members)
        elif word == "yang" and at + 1 < len(low) and _ACTIVE.fullmatch(low[at + 1]):
            yield from _named_last(statement, low, at + 1, members)
            yield from _cleft(statement, low, at, members)
        elif word == "oleh" and _ACT_NOUN.search(" ".join(low[max(0, at - _AHEAD) : at])):
            yield from _by_noun(statement, at, members)
        elif word in _COMES_FROM and at + 2 < len(low) and low[at + 1] == "dari":
            yield from _from_purse(statement, at + 2, members)
        elif word in _PAPERS:
            yield from _issued(statement, at, members)
        elif word in _CHARGES and at + 1 < len(low):
            yield from _charged(statement, at, members)
        elif _ACTIVE.fullmatch(word) and word not in _TALK:
            if low_at(statement.tokens, at + 1) in _SELF:
                verb = _verb_of(word)
                yield Deed(verb, "self", None, f"{word} sendiri", at)
                continue
            yield from _in_front(statement, at, members)


_NOT = word_set("tidak tak bukan belum bukannya")
_NO_POWER = word_set("berwenang berhak kewenangan wewenang berkewajiban bertugas bertanggung")
_AUX = word_set("ikut turut lagi pernah akan dapat bisa boleh sama sekali mempunyai memiliki")


def _by_way(statement: Statement, at: int) -> frozenset[str]:
    low = [token.low for token in statement.tokens[at : at + _FAR]]
    way = next((k for k, word in enumerate(low) if word in {"dalam", "melalui", "lewat"}), None)
    if way is None:
        return frozenset()
    return _named(statement, at + way + 1, at + way + 1 + _NAME)


def _right_behind(deed: Deed, statement: Statement, at: int) -> bool:
    """Whether a denied verb is denied of this doer: "tidak dibayar jemaah, melainkan oleh X"."""
    tokens = statement.tokens
    first = next((k for k in range(at + 1, len(tokens)) if tokens[k].low in _ENDS), len(tokens))
    named = {tokens[k].text for k in range(at + 1, first)}
    return not deed.words or bool(named & set(deed.words.split()))


def _not_doing(statement: Statement, low: Sequence[str]) -> Iterator[Deed]:
    """ "bank tidak berwenang", "pemerintah pusat tidak ikut menanggung", "bukan oleh dinas"."""
    for fact in statement.facts:
        if fact.kind not in {"agency", "channel"} or fact.role in {"past", "name"}:
            continue
        names = _named(statement, fact.first, fact.last)
        before = low[max(0, fact.first - 3) : fact.first]
        if before[-2:] in (["bukan", "oleh"], ["tidak", "oleh"]) or (
            before[-3:-1] == ["bukan", "oleh"] or _is_set_aside(low, fact.first)
        ):
            yield Deed(ANY, str(fact.value), fact, "", fact.first, names, is_denied=True)
        ahead = fact.last
        while ahead < len(low) and ahead - fact.last < 3 and low[ahead] not in _NOT | _ENDS:
            ahead += 1
        if ahead >= len(low) or low[ahead] not in _NOT:
            continue
        verb = ahead + 1
        while verb < len(low) and low[verb] in _AUX:
            verb += 1
        if verb >= len(low):
            continue
        if low[verb] in _NO_POWER:
            yield Deed(ANY, str(fact.value), fact, "", fact.first, names, is_denied=True)
        elif _ACTIVE.fullmatch(low[verb]):
            sort = _verb_of(low[verb])
            behind = frozenset(word.stem for word in statement.words if word.at > verb)
            yield Deed(sort, str(fact.value), fact, "", verb, names, behind, is_denied=True)


def _contrasted(
    statement: Statement, low: Sequence[str], at: int, members: dict[int, Fact]
) -> Iterator[Deed]:
    """ "tidak dibayar jemaah, melainkan oleh Kementerian Kesehatan"."""
    for k in range(at + 1, min(at + _FAR, len(low) - 1)):
        if low[k] not in {"melainkan", "tetapi", "tapi"}:
            continue
        first = k + 1 + (low[k + 1] == "oleh")
        if first < len(low) and _acts(statement.tokens, first, members):
            fact = members.get(first)
            names = _named(statement, first, min(first + _NAME, len(low)))
            doer = str(fact.value) if fact else group_of(low[first])
            verb = _verb_of(low[at])
            subject = _done_to(statement, at)
            yield Deed(verb, doer, fact, statement.tokens[first].text, at, names, subject)
        return


_OPENS = word_set(", ; : melainkan sekarang kini tetapi karena nanti – “")


def _cleft(
    statement: Statement, low: Sequence[str], at: int, members: dict[int, Fact]
) -> Iterator[Deed]:
    """ "operator sekolah yang merekam": who it is that does it."""
    first = at
    while first and low[first - 1] not in _OPENS | _NAME_ENDS and at - first < _NAME:
        first -= 1
    if first == at or (first and low[first - 1] not in _OPENS):
        return
    if not _acts(statement.tokens, first, members):
        return
    fact = members.get(first)
    doer = str(fact.value) if fact else group_of(low[first])
    names = _named(statement, first, at)
    verb = _verb_of(low[at + 1])
    behind = frozenset(word.stem for word in statement.words if at < word.at <= at + _FAR)
    words = " ".join(token.text for token in statement.tokens[first:at])
    yield Deed(verb, doer, fact, words, at, names, behind)


def _is_set_aside(low: Sequence[str], at: int) -> bool:
    """ "operator sekolah yang merekam, bukan petugas dinas kependudukan"."""
    near = low[max(0, at - 2) : at]
    return "bukan" in near and (near[-1] == "bukan" or near[-1] in _NOBODY) and "yang" in low


_IS = word_set("adalah ialah nanti yaitu yakni cuma hanya itu nantinya")


def _named_last(
    statement: Statement, low: Sequence[str], at: int, members: dict[int, Fact]
) -> Iterator[Deed]:
    """ "yang menindak nanti camat", "yang menyatakan sembuh adalah kader"."""
    for k in range(at + 1, min(at + _FAR, len(low) - 1)):
        if low[k] in _ENDS:
            return
        if low[k] in _IS and low[k + 1] not in _IS and _acts(statement.tokens, k + 1, members):
            fact = members.get(k + 1)
            names = _named(statement, k + 1, min(k + 1 + _NAME, len(low)))
            doer = str(fact.value) if fact else group_of(low[k + 1])
            verb = _verb_of(low[at])
            behind = frozenset(word.stem for word in statement.words if at < word.at < k)
            yield Deed(verb, doer, fact, statement.tokens[k + 1].text, at, names, behind)
            return


_THINGS = frozenset({"owner", "motorcycle", "car", "truck", "private", "publictransport"})
_TALK = word_set(
    """
    mengundang mengajak meminta mengimbau meninjau meresmikan mengingatkan memastikan menyaksikan
    mengumumkan menghadiri membuka menyambut mengawasi mengapresiasi menyerukan
    """
)


def _payers(statement: Statement, at: int, behind: frozenset[str]) -> Iterator[Deed]:
    """ "pengemudi dan kurir daring wajib membayar bonus": a group of people pays."""
    tokens = statement.tokens
    near = [token.low for token in tokens[max(0, at - _AMONG) : at]]
    if not {"wajib", "harus", "yang"} & set(near) or _NOT & set(near):
        return
    payer = next(
        (f for f in reversed(statement.facts) if f.kind == "group" and f.counts and f.first < at),
        None,
    )
    if payer is not None and payer.value not in _THINGS and at - payer.last <= _NAME + 1:
        names = _named(statement, payer.first, at)
        yield Deed("fund", str(payer.value), payer, "", at, names, behind)


def _in_front(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "BPBD yang akan mengelola"."""
    verb = _verb_of(statement.tokens[at].low)
    behind = frozenset(word.stem for word in statement.words if at < word.at <= at + _FAR)
    if verb == "fund":
        yield from _payers(statement, at, behind)
    doer = next(
        (
            fact
            for fact in members.values()
            if fact.kind == "agency"
            and 0 <= at - fact.last <= _AMONG
            and not _NOT & {token.low for token in statement.tokens[fact.last : at]}
        ),
        None,
    )
    if doer is not None and doer.role != "source":
        names = _named(statement, doer.first, at)
        yield Deed(verb, str(doer.value), doer, "", at, names, behind)


_PAPERS = word_set("izin seizin surat rekomendasi keterangan persetujuan pengantar")


def _issued(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "surat dari RT", "seizin Dinas Lingkungan Hidup": whose paper it is."""
    tokens = statement.tokens
    first = at + 1
    while first < len(tokens) and tokens[first].low in _PAPERS | {"dari", "tertulis", "resmi"}:
        first += 1
    if first >= len(tokens) or not _acts(tokens, first, members):
        return
    fact = members.get(first)
    names = _named(statement, first, min(first + _NAME, len(tokens)))
    doer = str(fact.value) if fact and fact.kind == "agency" else group_of(tokens[first].low)
    paper = frozenset({group_of(tokens[at].low)})
    yield Deed("issue", doer, fact, tokens[first].text, at, names, paper)


_OF_EACH = word_set("jawab masing-masing sepenuhnya dari pihak seluruh setiap para bersama tiap")
_AHEAD = 4  # tokens between an act and "oleh": "perbaikan tali baja oleh …"


def _by_noun(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "perbaikan tali baja oleh Dinas PU": the act stands as a noun."""
    tokens = statement.tokens
    near = range(at - 1, max(-1, at - 1 - _AHEAD), -1)
    if any(_PASSIVE.fullmatch(tokens[k].low) for k in near) or at + 1 >= len(tokens):
        return
    noun = next((k for k in near if _ACT_NOUN.fullmatch(tokens[k].low)), None)
    names = _named(statement, at + 1, min(at + 1 + _NAME, len(tokens)))
    if noun is None or not names:
        return
    fact = members.get(at + 1)
    doer = str(fact.value) if fact else group_of(tokens[at + 1].low)
    yield Deed(group_of(tokens[noun].low), doer, fact, tokens[at + 1].text, at, names)


def _charged(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "menjadi tanggung jawab komite": whatever the verb is; "tanggungan keluarga": who pays."""
    tokens = statement.tokens
    verb = "fund" if tokens[at].low == "tanggungan" else ANY
    first = at + 1
    while first < len(tokens) and tokens[first].low in _OF_EACH:
        first += 1
    if first >= len(tokens) or (tokens[first].low in lexicon.STOP - _ACTORS):
        return
    if _ACTIVE.fullmatch(tokens[first].low):
        return  # "wewenang menghentikan …": of what, not whose
    token, fact = tokens[first], members.get(first)
    if token.is_word:
        doer = str(fact.value) if fact else group_of(token.low)
        names = _named(statement, first, min(first + _NAME, len(tokens)))
        yield Deed(verb, doer, fact, token.text, at, names, _done_to(statement, at))


def _from_purse(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "berasal dari kas desa": the desa pays."""
    low = [token.low for token in statement.tokens]
    if low[at] in _PURSES and at + 1 < len(low) and at not in members:
        fact = members.get(at + 1)
        token = statement.tokens[at + 1]
        yield Deed("fund", str(fact.value) if fact else token.stem, fact, token.text, at)


def _behind(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """Who does what a passive verb tells: behind it, or behind "oleh"."""
    tokens = statement.tokens
    sort = _SORT_OF.get(root_of(tokens[at].low), "")
    yield from _paid_to(statement, at, members)
    if sort == "run":
        yield from _run_at(statement, at, members)
    first, is_named = _where_named(tokens, at, sort)
    if first >= len(tokens) or not tokens[first].is_word:
        return
    near = tokens[at + 1 : at + 3]
    if sort == "fund" and any(token.low == "sendiri" for token in near) and not is_named:
        yield Deed("fund", "self", None, "sendiri", at)
        return
    verb, words = sort or group_of(tokens[at].low), tokens[first].text
    if tokens[at].low in _DONE or (is_named and tokens[at].low in _ENTRUSTED):
        verb = _named_act(statement, at) or verb  # "pengambilan … dilakukan orang tua"
    if tokens[first].low in _NOBODY and low_at(tokens, first + 1) == "dari":
        first += 2  # "oleh tim dari Kementerian PU"
    if tokens[first].low in _NOBODY and _acts(tokens, first + 1, members):
        first += 1  # "petugas puskesmas" is the clinic
    fact = members.get(first)
    names = _named(statement, first, min(first + _NAME, len(tokens)))
    subject = _done_to(statement, at)
    if fact is not None and (fact.kind == "agency" or not _acts(tokens, first, {})):
        by_its_place = fact.kind == "group" and first == at + 1  # "diambil siswa"
        if fact.kind == "agency" or by_its_place or is_named or tokens[at].low in _BEARING_WORDS:
            yield Deed(verb, str(fact.value), fact, words, at, names, subject)
        return
    if (sure := _in_no_table(statement, first, at, members, is_named=is_named)) is None:
        return
    words = " ".join(token.text for token in tokens[first : first + max(1, len(names))])
    head = group_of(tokens[first].low)
    if sure or tokens[first].low in _CREW or (sort and first == at + 1 and names):
        yield Deed(verb, head, fact, words, at, names, subject, is_sure=sure)


_CREW = frozenset({"petugas", "panitia", "tim"})


def _in_no_table(
    statement: Statement, first: int, at: int, members: dict[int, Fact], *, is_named: bool
) -> bool | None:
    """Whether a doer that no table knows is surely one; None where it is none."""
    low = statement.tokens[first].low
    if low in _CREW:
        return False
    if low in lexicon.STOP - _ACTORS | _NOBODY:
        return None
    if is_named or _acts(statement.tokens, first, members):
        return True
    return None if _tells_how(low) or first != at + 1 else False


def _where_named(tokens: Sequence[Token], at: int, sort: str) -> tuple[int, bool]:
    """The token at which a doer may begin, and whether "oleh" or the like leads to it."""
    first = at + 1
    is_named = False
    entrusted = tokens[at].low in _LEFT_TO  # to others it is given, not left
    for ahead in range(at + 2, min(at + _FAR, len(tokens))):  # "ditetapkan Rp5 juta oleh X"
        if tokens[ahead].low in _ENDS:
            break
        if tokens[ahead].low in _BY or (tokens[ahead].low == "kepada" and entrusted):
            first, is_named = ahead + 1, True
            break
    if sort == "decide" and low_at(tokens, first) in {"dalam", "melalui"}:
        first, is_named = first + 1, True  # "ditetapkan dalam musyawarah desa"
    while first < len(tokens) and (
        tokens[first].low in _BETWEEN or (entrusted and tokens[first].low == "kepada")
    ):
        is_named |= tokens[first].low in _BY or tokens[first].low == "kepada"
        first += 1
    return first, is_named


# What stands behind a passive verb and is no doer.
_HOW = word_set(
    """
gratis otomatis langsung penuh serentak daring luring tunai nontunai total dulu ulang utuh cuma
bertahap merata rata kembali habis tuntas ketat rutin berkala bergiliran bersama biaya tarif denda
uang potongan hadiah sanksi pajak pendaftaran pelatihan lomba kegiatan program acara setengah
separuh sebagian seperempat melalui lewat secara terbuka tertutup resmi besok lusa
    """
)


def _tells_how(low: str) -> bool:
    is_measure = is_number_word(low) or low.startswith(("se", "ter", "maksim", "minim"))
    return low in _HOW or is_measure or low in {"paling", "rata-rata"}


_PAID = word_set("dibayar dibayarkan disetor disetorkan diserahkan")


def _paid_to(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "dibayar kepada Dinas Pasar": it is the office that collects."""
    tokens = statement.tokens
    for ahead in range(at + 1, min(at + _AHEAD, len(tokens) - 1)):
        if tokens[at].low in _PAID and tokens[ahead].low == "kepada":
            fact = members.get(ahead + 1)
            if fact is not None and fact.kind == "agency":
                names = _named(statement, ahead + 1, min(ahead + 1 + _NAME, len(tokens)))
                subject = _done_to(statement, at)
                yield Deed("collect", str(fact.value), fact, "", at, names, subject)
            return


def _run_at(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "dilakukan di kantor Dukcapil": likely the office does it."""
    tokens = statement.tokens
    if low_at(tokens, at + 1) != "di":
        return
    first = at + 2 + (low_at(tokens, at + 2) in {"kantor", "loket"})
    if first < len(tokens) and (fact := members.get(first)) and fact.kind == "agency":
        names = _named(statement, first, min(first + _NAME, len(tokens)))
        subject = _done_to(statement, at)
        yield Deed("run", str(fact.value), fact, "", at, names, subject, is_sure=False)


_NAME = 4  # tokens of a doer's name


def _acts(tokens: Sequence[Token], at: int, members: dict[int, Fact]) -> bool:
    """Whether an office, a firm or a group of people begins at a token."""
    if at >= len(tokens) or tokens[at].low in _NO_DOER:
        return False
    fact = members.get(at)
    is_short = tokens[at].text.isupper() and 1 < len(tokens[at].text) <= _ABBREVIATION
    is_doer = bool(_DOER_NOUN.fullmatch(tokens[at].low)) and tokens[at].low not in lexicon.STOP
    return (
        tokens[at].low in _ACTORS
        or is_short
        or is_doer
        or (fact is not None and fact.kind == "agency")
    )


_DOER_NOUN = re.compile(r"pe(?:ng|ny|m|n|r|l)?[a-z]{4,}(?<!an)")  # "pemilik", "penyelenggara"


_ABBREVIATION = 7


def _named(statement: Statement, first: int, last: int) -> frozenset[str]:
    """Stems of a name, up to the end of its part."""
    names: set[str] = set()
    for token in statement.tokens[first:last]:
        if not token.is_word or token.low in _ENDS | _NAME_ENDS:
            break
        names.add(group_of(token.low))
    return frozenset(names)


_NAME_ENDS = word_set(
    "di ke dari pada untuk bagi dengan yang secara selama sampai hingga setiap mulai sejak melalui"
    " lewat saat tanpa kepada setelah sebelum agar karena tiap jika bila apabila kini sekarang"
    " atas dalam bukan tidak paling"
)


def _done_to(statement: Statement, at: int) -> frozenset[str]:
    """Topic words in front of a verb, back to the beginning of its part."""
    first = at
    while first and statement.tokens[first - 1].low not in {",", ";", ":"}:
        first -= 1
    return frozenset(word.stem for word in statement.words if first <= word.at < at)


def _named_act(statement: Statement, at: int) -> str:
    """The deed that the subject names: "pendataan ulang …" is what is done."""
    first = next((word for word in statement.words if word.at < at), None)
    low = statement.tokens[first.at].low if first else ""
    return _SORT_OF_ACT.get(first.stem, first.stem) if first and _ACT_NOUN.fullmatch(low) else ""


def _verb_of(low: str) -> str:
    """The sort of a deed by its verb, or the verb's own group."""
    return _SORT_OF.get(root_of(low)) or group_of(low)


def low_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if at < len(tokens) else ""


def other_doers(central: Statement, local: Statement) -> Iterator[tuple[Deed, Deed]]:
    """Deeds that both tell, of doers that are not the same."""
    ours, told = list(deeds(central)), list(deeds(local))
    theirs = [deed for deed in told if not deed.is_denied]
    for own in ours:
        if own.is_denied:
            continue
        denied = next(
            (
                deed
                for deed in told
                if deed.is_denied and one_deed(own, deed) and one_doer(own, deed)
                and not _is_any(deed)
            ),
            None,
        )  # fmt: skip
        if denied is not None and not any(
            one_deed(own, deed) and one_doer(own, deed) for deed in theirs
        ):
            yield own, denied
            continue
        same = [deed for deed in theirs if one_deed(own, deed) and _sure_enough(own, deed)]
        if same and not any(one_doer(own, deed) for deed in same):
            yield own, same[0]


def does(statement: Statement, deed: Deed) -> bool:
    """Whether a statement tells the same deed of the same doer."""
    return not deed.is_denied and any(
        not own.is_denied and own.verb == deed.verb and one_doer(own, deed) and not _is_any(own)
        for own in deeds(statement)
    )


def _sure_enough(own: Deed, other: Deed) -> bool:
    return own.is_sure or other.is_sure


def told_deeds(statement: Statement) -> list[Deed]:
    """The deeds that a statement affirms."""
    return [deed for deed in deeds(statement) if not deed.is_denied]


def one_deed(own: Deed, other: Deed) -> bool:
    """Whether two deeds are one, told with other verbs."""
    verbs, shared = {own.verb, other.verb}, own.subject & other.subject
    payer = other.fact is not None and other.fact.kind == "group" and other.verb == "fund"
    if payer and own.verb == "fund" and not other.words and not shared:
        return False  # "warga wajib membayar parkir": of another thing
    if verbs == {"issue"} and own.subject and other.subject:
        return bool(shared)  # of one paper
    if ANY in verbs or len(verbs) == 1:
        return True
    both_sure = own.is_sure and other.is_sure
    if verbs & _GENERAL and both_sure and len(shared) >= _SAME_SUBJECT:
        return True  # "diberikan oleh X", "disuntikkan oleh Y"
    if verbs in _ALIKE:  # who gives it pays for it
        enough = 1 if len(own.subject) <= _SAME_SUBJECT else _SAME_SUBJECT
        return len(shared) >= min(enough, len(own.subject))
    # "Verifikasi … ditangani X" and "… diverifikasi oleh Y" are one deed
    return _RUN in verbs and (_names(other.subject, own.verb) or _names(own.subject, other.verb))


def _names(subject: frozenset[str], verb: str) -> bool:
    """Whether a subject names a deed: "pembagian …", "verifikasi …"."""
    return verb in subject or any(_SORT_OF_ACT.get(stem) == verb for stem in subject)


_SORT_OF_ACT = {group_of(word): sort for sort, words in _SORTS.items() for word in words.split()}


_RUN = "run"
_GENERAL = frozenset({"run", "give"})
_SAME_SUBJECT = 2  # topic words
_ALIKE: tuple[set[str], ...] = (
    {"give", "fund"}, {"give", "run"}, {"give", "hand out"}, {"fund", "run"},
)  # fmt: skip


def one_doer(own: Deed, other: Deed) -> bool:
    """Whether two deeds may be of one doer."""
    if own.fact is not None and other.fact is not None and own.fact.kind == other.fact.kind:
        return compare(own.fact, other.fact) is Match.SAME
    if own.doer == other.doer or _shortened(own, other):
        return True
    if "self" in {own.doer, other.doer}:
        rest = other if own.doer == "self" else own
        return bool(rest.names & _SERVED_ROOTS)
    # by: "diputuskan warga dalam musyawarah desa"
    if own.doer in other.names | other.by or other.doer in own.names | own.by:
        return True
    for one, rest in ((own, other), (other, own)):
        if _of_state(one) and rest.names & _SERVED_ROOTS:
            return False  # "ditanggung keluarga", "dibayar negara"
    return _is_any(own) or _is_any(other)


def _of_state(deed: Deed) -> bool:
    return deed.verb == "fund" and bool(deed.fact and deed.fact.value == "government")


_SERVED_ROOTS = frozenset(
    group_of(word)
    for word in word_set("warga penerima peserta pemohon pemilik siswa petani keluarga jemaah")
)


def _is_any(deed: Deed) -> bool:
    """Whether a doer may be anybody: "petugas", "pemerintah"."""
    return deed.doer in _ANYBODY or bool(deed.fact and deed.fact.value == "government")


_ANYBODY = frozenset(root_of(word) for word in (*_NOBODY, "pemerintah", "negara")) - {"sendir"}
_SHORT_HEADS = ("dis", "kemen", "bap", "pem")


def _shortened(own: Deed, other: Deed) -> bool:
    """ "disnak" is "dinas peternakan"; "PMI" is "palang merah indonesia"."""
    for one, name in ((own, other.names), (other, own.names)):
        for short in one.names:
            for head in _SHORT_HEADS:
                rest = short.removeprefix(head)
                if rest != short and len(rest) > 1 and any(rest in each for each in name):
                    return True
    return False
