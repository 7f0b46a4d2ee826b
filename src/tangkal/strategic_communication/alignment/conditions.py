"""On what terms a sentence promises something: what is asked for, waived, excepted, reserved.

A condition is a stretch of words behind one that opens it ("asalkan …", "tanpa …", "kecuali …",
"hanya bagi …"). Stretches are compared by their topic words, so that a paper or a step that stands
in no table is told as well as one that does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.statements import Statement, group_of
from tangkal.strategic_communication.alignment.tokens import word_set

_LONGEST = 8  # tokens of a stretch
_ENDS = word_set(", ; : ( ) . ! ? – — tetapi tapi namun melainkan sedangkan karena sebab sehingga")
_UP_TO = word_set(
    "di ke pada bagi untuk kepada mulai sampai hingga selama saat sejak buat biar agar supaya boleh"
    " dapat bisa akan tetap kalau bila jika"
)
# Verbs and nouns of asking for a thing, which say nothing of what is asked for.
_DENYING = frozenset({"tidak", "tak", "bukan", "dilarang", "jangan"})
_LIGHT_WORDS = word_set(
    """
membawa menunjukkan menyertakan melampirkan memiliki mempunyai mengisi memasukkan memakai
mengantongi memerlukan membutuhkan meminta menyerahkan memenuhi mengurus punya syarat ada
diminta diberi terlebih dulu lebih
    """
)
_LIGHT = frozenset(group_of(word) for word in _LIGHT_WORDS)

_ASKING = (
    "wajib | harus | diwajibkan | diharuskan | mesti | kudu | kedah | asalkan | asal"
    " | dengan syarat | dengan catatan | syaratnya | setelah ada | setelah mendapat"
    " | setelah memiliki | setelah menunjukkan | setelah mendaftar | sesudah ada"
    " | disertai | melampirkan | hanya bila | hanya jika | hanya apabila | bila memasukkan"
    " | jika memasukkan | sepanjang memiliki | dibuktikan dengan | memerlukan | membutuhkan"
    " | harus ada | dengan menunjukkan | dengan membawa | perlu membawa | perlu menunjukkan"
    " | hanya yang sudah | hanya yang telah | hanya yang memiliki | yang memiliki"
    " | seizin | atas izin | dengan izin | harus seizin | dengan persetujuan | yang punya"
    " | yang mempunyai | mengantongi | selain"
)
_NEGATORS = ("tidak", "tak", "tdk", "ga", "gak", "nggak", "enggak", "ora", "teu", "mboten")


def _each(firsts: Sequence[str], seconds: str) -> str:
    return " | ".join(f"{first} {second}" for first in firsts for second in seconds.split(" | "))


_WAIVING = (
    _each(
        _NEGATORS,
        "perlu | usah | wajib | harus | mesti | memerlukan | membutuhkan | mensyaratkan | butuh"
        " | pakai | pake | memakai | diwajibkan | diharuskan | kudu | kedah | ada syarat"
        " | ada persyaratan"
        " | meminta | disertai | dimintai | perlu ada",
    )
    + " | tanpa | bukan syarat | bebas dari | bebas syarat"
)
_WAIVED_BEFORE = _each(
    _NEGATORS,
    "diperlukan | disyaratkan | diminta | dipersyaratkan | dibutuhkan | diwajibkan | dipakai"
    " | perlu dibawa | perlu ditunjukkan | diperhitungkan | dipertimbangkan"
    " | dipermasalahkan"
    " | ditanyakan | ditanya | dicek | dilihat | berpengaruh"
    " | dibawa | dilampirkan | menjadi syarat | menjadi pertimbangan | menjadi soal"
    " | menjadi masalah | menjadi ukuran | wajib ada",
) + (
    " | menyusul | atau tidak | maupun tidak | atau belum | maupun belum | bukan syarat"
    " | ataupun tidak | ataupun belum | atau bukan | ataupun bukan | maupun bukan"
    " | bukan keharusan | bukan kewajiban | bersifat sukarela"
)
_EXCEPTING = "kecuali | terkecuali | dengan pengecualian | kajaba | iwal"
_ONLY = word_set("hanya cuma khusus terbatas sebatas diperuntukkan diprioritaskan mung ngan")
_PREPOSITIONS = word_set("bagi untuk kepada di pada lewat melalui oleh buat kanggo pikeun")
_PASSIVE = re.compile(r"di[a-z]{4,}")
_ONLY_REACH = 4  # tokens from "hanya" to the preposition: "hanya dapat diurus di …"
_ANY_OF = word_set("mana siapa apa kapan berapa")  # "siapa saja" limits nobody
_UNCONDITIONAL = (
    "tanpa syarat | otomatis | tanpa kecuali | tanpa terkecuali | tanpa pengecualian | langsung"
    " | cukup dengan | cukup membawa | cukup menunjukkan | siapa pun | tanpa batas"
)
_ADDING = (
    "asalkan | dengan syarat | dengan catatan | setelah ada | setelah mendapat | hanya bila"
    " | hanya jika | hanya apabila | wajib melampirkan | harus melampirkan | harus memiliki"
    " | wajib memiliki | wajib menunjukkan | harus menunjukkan | selain | wajib ada | harus ada"
    " | wajib bawa | wajib membawa | harus membawa | harus bawa | wajib disertai | harus disertai"
)
_WHEN = "bila | jika | apabila | kalau | hanya bila | hanya jika"
_EVEN = "walaupun tidak | meskipun tidak | walau tidak | meski tidak | sekalipun tidak"
_UNIVERSAL = (
    "semua | seluruh | siapa pun | tanpa kecuali | tanpa terkecuali | total | sama sekali"
    " | tanpa pengecualian | apa pun | satu pun"
)
_PUBLIC = "bagi umum | untuk umum | masyarakat umum | bagi siapa pun | untuk siapa pun"
_LEFT_OUT = (
    "tidak terkena | tidak termasuk | belum termasuk | dikecualikan | tidak dilayani"
    " | masih ditiadakan | tetap ditiadakan | belum dibuka | belum dilayani"
    " | tidak dikenai | tidak mendapat | tidak mencakup | tak termasuk"
)
_NOT_FOR = (
    "tidak berlaku bagi | tidak berlaku untuk | tidak termasuk | tidak mencakup | bukan untuk"
    " | tidak untuk | tidak melayani"
)
_TAKEN_IN = (
    "termasuk | berlaku pula bagi | berlaku juga bagi | juga berlaku bagi | berlaku bagi"
    " | pula bagi | juga bagi | juga untuk | juga dapat diikuti | berlaku pula untuk"
    " | berlaku juga untuk"
)
_FOR = "bagi | untuk | kepada"
_ANYBODY = (
    "tanpa batas | tanpa batasan | tanpa syarat | tanpa melihat | tanpa memandang | tidak dibatasi"
    " | tak dibatasi | tidak ada batas | tidak ada batasan | tanpa dibatasi | tidak terbatas"
    " | tidak ada pembatasan | tanpa pembatasan | tidak ada kuota | tanpa kuota"
    " | bebas membeli | sebanyak-banyaknya | semua jenis | segala jenis | semua ukuran"
)
_OF_WHOM = frozenset({"age", "number", "count", "area", "power"})  # whom a limit may leave out
_FOR_ALL = (
    "bagi semua | untuk semua | kepada semua | bagi seluruh | untuk seluruh | kepada seluruh"
    " | bagi setiap | untuk setiap"
)
# Weaker than "tidak termasuk": they leave out only whom the sentence names as its subject.
_NOT_LET = (
    "tidak perlu ikut | tidak usah ikut | tidak boleh ikut | tidak berhak | tidak ikut"
    " | tidak diberi"
    " | tidak menerima | tidak mendapat | tidak mendapatkan | tidak memperoleh"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One stretch that says on what terms."""

    stems: frozenset[str]
    words: str  # as written, with the word that opens it
    first: int = 0  # tokens
    last: int = 0  # the token after the last one


@lru_cache(maxsize=32)
def _table(openings: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """First word → the forms that begin with it, longest first."""
    forms = sorted((tuple(form.split()) for form in openings.split(" | ")), key=len, reverse=True)
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        found.setdefault(form[0], []).append(form)
    return {word: tuple(each) for word, each in found.items()}


def _stretches(
    statement: Statement, openings: str, until: frozenset[str] = frozenset()
) -> Iterator[Term]:
    """The topic words behind each opening, up to the end of its part of the sentence."""
    low = [token.low for token in statement.tokens]
    for at, form in _places(low, openings):
        first = at + len(form)
        last = first
        if low[first : first + 1] in (["pt"], ["cv"]):
            continue  # a firm's name tells of no terms
        while last < len(low) and last - first < _LONGEST and low[last] not in _ENDS:
            if last > first and low[last] in until:
                break
            last += 1
        if term := _term(statement, at, first, last):
            yield term


def _places(low: Sequence[str], openings: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where a form stands and no negator in front turns it ("tanpa kecuali").

    "tidak lagi diminta" is "tidak diminta".
    """
    table = _table(openings)
    for at, word in enumerate(low):
        for form in table.get(word, ()):
            again = low[at + 1 : at + 2] == ["lagi"] and word in lexicon.NEGATORS
            here = [word, *low[at + 2 : at + 1 + len(form)]] if again else low[at : at + len(form)]
            if tuple(here) != form:
                continue
            if word in lexicon.NEGATORS:  # "tidak ada yang boleh … tanpa …"
                turned = _DENYING & set(low[max(0, at - 6) : at])
            else:
                turned = lexicon.NEGATORS & set(low[max(0, at - 2) : at])
            if not turned:
                yield at, form


def _term(statement: Statement, at: int, first: int, last: int) -> Term | None:
    stems = frozenset(word.stem for word in statement.words if first <= word.at < last) - _LIGHT
    if not stems:
        return None
    words = " ".join(token.text for token in statement.tokens[at:last])
    return Term(stems, words, first, last)


_ASKED_BEFORE = (
    "menjadi syarat | merupakan syarat | adalah syarat | diwajibkan | disyaratkan | diperlukan"
    " | dibutuhkan | wajib ada | wajib dibawa | harus ada | dipersyaratkan | wajib dilampirkan"
)


def asked(statement: Statement) -> list[Term]:
    """What must be shown, had or done first."""
    low = [token.low for token in statement.tokens]
    first = "setelah | sesudah" if "baru" in low[:-1] and "terlebih" not in low else ""
    return [
        *_stretches(statement, f"{_ASKING} | {first}" if first else _ASKING),
        *_in_front(statement, _ASKED_BEFORE),
    ]


def waived(statement: Statement) -> list[Term]:
    """What need not be."""
    return [
        *(
            term
            for term in _stretches(statement, _WAIVING, _UP_TO)
            if not (term.words.lower().startswith("tanpa") and _refused(statement, term.first + 1))
        ),
        *_in_front(statement, _WAIVED_BEFORE),
    ]


_REFUSED = lexicon.NEGATORS | {"ditolak", "gugur", "batal", "dilarang"}


def _refused(statement: Statement, first: int) -> bool:
    """ "Tanpa surat rekomendasi tidak dilayani" asks for the letter."""
    low = [token.low for token in statement.tokens[first:]]
    return bool(_REFUSED & set(low))


_CHARGES = word_set("denda biaya pajak tarif pungutan iuran sanksi retribusi")


def _in_front(statement: Statement, forms: str) -> Iterator[Term]:
    """The topic words in front of each form, from the beginning of its part."""
    low = [token.low for token in statement.tokens]
    for at, form in _places(low, forms):
        if form[-1] == "dikenai" and _CHARGES & set(low[at : at + 4]):
            continue  # "tidak dikenai denda" spares, and leaves nobody out
        if form == ("dikecualikan",) and lexicon.NEGATORS & set(low[max(0, at - 4) : at]):
            continue  # "tak seorang pun dikecualikan"
        first = at
        while first and low[first - 1] not in _ENDS:
            first -= 1
        if term := _term(statement, first, first, at):
            yield term


def _says(statement: Statement, forms: str) -> str:
    """The first of the forms that stands in a statement, "" where none does."""
    words = f" {' '.join(token.low for token in statement.tokens)} "
    return next((form for form in forms.split(" | ") if f" {form} " in words), "")


def clashing_terms(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    """Pairs of words, the centre's and the region's, that promise on different terms."""
    yield from _waived_here_asked_there(central, local)
    yield from _added(central, local)
    yield from _excepted(central, local)
    yield from _reserved(central, local)
    yield from _widened(central, local)
    yield from _in_spite(central, local)
    yield from _taken_in(central, local)


def _waived_here_asked_there(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    for ours, theirs, again in (
        (waived(central), asked(local), waived(local)),
        (asked(central), waived(local), asked(local)),
    ):
        for own in ours:
            for term in theirs:
                shared = own.stems & term.stems
                if shared and not any(shared & each.stems for each in again):
                    yield own.words, term.words


def _added(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    """A condition where the centre says that there is none."""
    free = _says(central, _UNCONDITIONAL)
    if not free or _says(central, _ADDING):
        return
    for term in _stretches(local, _ADDING):
        if term.words.lower().startswith("selain") and _says(local, _NOTHING_ELSE):
            continue  # "selain KTP tidak ada dokumen lain yang perlu"
        if term.stems - central.stems:
            yield free, term.words


_NOTHING_ELSE = "tidak ada | tak ada | tidak perlu | tidak diperlukan"


def _excepted(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    """An exception to what holds for all."""
    universal = _says(central, _UNIVERSAL) or ("semua" if central.everyone else "")
    if not universal or any(_stretches(central, _EXCEPTING)):
        return
    for term in [*_stretches(local, _EXCEPTING), *_in_front(local, _LEFT_OUT)]:
        if not term.stems <= central.whole and not _same_amount(central, local, term):
            yield universal, term.words


def reserved(statement: Statement) -> Iterator[Term]:
    """For whom, where or by what way only: "hanya dapat diurus di …", "untuk anjing saja"."""
    low = [token.low for token in statement.tokens]
    for at, word in enumerate(low):
        first = 0
        if word in _ONLY and not lexicon.NEGATORS & set(low[max(0, at - 2) : at]):
            ahead = range(at + 1, min(at + 2 + _ONLY_REACH, len(low)))
            ends = next((to for to in ahead if low[to] in _ENDS), len(low))
            preposition = next((to for to in ahead if to < ends and _leads(low, to)), None)
            doer = next((to + 1 for to in ahead if to < ends and _PASSIVE.fullmatch(low[to])), 0)
            plain = at + 1 if word == "khusus" else doer  # "hanya bisa dikeluarkan klinik swasta"
            first = preposition + 1 if preposition else plain
        if first:
            last = first
            while last < len(low) and last - first < _LONGEST and low[last] not in _ENDS:
                last += 1
            if term := _term(statement, at, first, last):
                yield term
        elif word == "saja" and at and low[at - 1] not in _ANY_OF:
            back = at
            while back and at - back < _ONLY_REACH and low[back - 1] not in _ENDS | _PREPOSITIONS:
                back -= 1
            if low[max(0, back - 1)] in _PREPOSITIONS and (
                term := _term(statement, back, back, at)
            ):
                yield term


def _leads(low: Sequence[str], at: int) -> bool:
    """Whether a preposition stands there that leads to somebody or somewhere, not to an amount."""
    behind = low[at + 1] if at + 1 < len(low) else ""
    return low[at] in _PREPOSITIONS and behind not in {"bawah", "atas", "luar", "dalam", "tanggal"}


def _reserved(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    """For some only, where the centre names no such limit, or more than these."""
    limited = central.only or any(reserved(central))
    out = frozenset().union(*(each.stems for each in left_out(central)))
    for term in reserved(local):
        if out & term.stems or _same_amount(central, local, term):
            continue
        if any(stem.startswith("document:") for stem in term.stems & central.whole):
            continue  # "hanya untuk pemegang KTP": the paper that the centre asks for too
        if _part_of_list(central, local, term) or (not limited and _is_new(central, term)):
            yield "", term.words


_SEATS = ("agency:", "channel:", "site:")


def _is_new(central: Statement, term: Term) -> bool:
    """Whether a limit names what the message does not; its own office named again is none."""
    seat = any(stem.startswith(_SEATS) for stem in term.stems & central.whole)
    known = len(term.stems & central.whole)
    return len(term.stems) > _KNOWN * known and not seat


_KNOWN = 2  # half of a limit in the message's words is the message's limit


def _same_amount(central: Statement, local: Statement, term: Term) -> bool:
    """Whether the limit is one that the centre sets too: "hanya … di bawah 5 ton"."""
    return any(
        compare(own, fact) is Match.SAME
        for own in (*central.facts, *central.others)
        for fact in local.facts
        if fact.kind not in lexicon.CLASSES and fact.kind not in _WHERE_AND_WHEN
        if term.first <= fact.first < term.last
    )


_WHERE_AND_WHEN = frozenset({"place", "site", "date", "weekday", "time"})


def _part_of_list(central: Statement, local: Statement, term: Term) -> bool:
    """ "hanya untuk SD" where the centre names SD and SMP."""
    within = [fact for fact in local.facts if term.first <= fact.first < term.last and fact.counts]
    for fact in within:
        listed = [own for own in central.facts if own.slot == fact.slot and own.counts]
        kept = [own for own in listed if any(compare(own, each) is Match.SAME for each in within)]
        if fact.kind in _LISTED and kept and len(kept) < len(listed):
            return True
    return False


_LISTED = frozenset({"stage", "group", "document", "label", "product", "site"})


def _widened(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    """For anybody, where the centre sets a limit or names a group."""
    public = _says(local, _PUBLIC)
    for_some = any(fact.kind == "group" and fact.counts for fact in central.facts)
    if public and for_some and not central.everyone and not _says(central, _PUBLIC):
        yield "", public
    limits = [
        fact
        for fact in central.facts
        if (fact.bound in {"at_most", "at_least"} or fact.is_limit)
        and not _ALL_THE_SAME & {t.low for t in central.tokens[max(0, fact.first - 5) : fact.first]}
    ]
    limited = bool(limits) or central.only
    of_people = any(fact.kind in _OF_WHOM for fact in limits)
    anybody = _anybody(local) or (_says(local, _FOR_ALL) if of_people else "")
    kept = any(compare(own, fact) is Match.SAME for own in limits for fact in local.facts)
    if limited and anybody and not (kept or central.everyone) and not _anybody(central):
        yield "", anybody


_ALL_THE_SAME = frozenset({"termasuk", "juga", "bahkan", "sekalipun"})  # "termasuk di bawah 2 ha"


def _anybody(statement: Statement) -> str:
    """ "tanpa batas", "berapa liter pun", "siapa saja": the words that lift any limit."""
    low = [token.low for token in statement.tokens]
    if "dibebaskan" in low and "batas" in low:
        return "dibebaskan"
    for at, word in enumerate(low):
        ahead = low[at + 1 : at + 3]
        if lexicon.NEGATORS & set(low[max(0, at - 6) : at]):
            continue  # "tidak perlu mendaftar di mana pun"
        if word in _ANY_OF - {"apa"} and set(ahead) & {"pun", "saja"}:
            return " ".join(low[at : at + 3])
    return _says(statement, _ANYBODY)


def not_for(statement: Statement) -> list[Term]:
    """For whom or what it does not hold, in so many words: "tidak berlaku untuk ayam"."""
    return list(_stretches(statement, _NOT_FOR))


def excepted(statement: Statement) -> list[Term]:
    """For whom or what it does not hold: behind "kecuali", "tidak berlaku untuk"."""
    return list(_stretches(statement, f"{_EXCEPTING} | {_NOT_FOR}"))


def left_out(statement: Statement) -> list[Term]:
    """The same, and what stands in front of "tidak terkena"."""
    return [*excepted(statement), *_in_front(statement, _LEFT_OUT)]


_LET_IN_TOO = (
    "termasuk yang | termasuk penerima | ikut dibebaskan | juga mendapat | juga dapat | juga bisa"
    " | ikut mendapat | juga berhak | tetap mendapat | pun dapat | pun berhak | pun bisa | ikut"
    " | termasuk di dalamnya | semuanya bebas | juga bebas | pun bebas | juga dibebaskan"
)


def _let_in_too(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    """Left out by the centre, taken in by the region."""
    out = frozenset().union(*(each.stems for each in left_out(local)))
    for own in left_out(central):
        for term in _stretches(local, _TAKEN_IN):
            if own.stems & term.stems and not own.stems & out:
                yield own.words, term.words
        for term in _in_front(local, _LET_IN_TOO):
            if own.stems & term.stems and not own.stems & term.stems & out:
                yield own.words, term.words


def _taken_in(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    """Left out here, taken in there; or beyond what the one is reserved for."""
    yield from _let_in_too(central, local)
    for term in _in_front(local, _NOT_LET):
        for own in _stretches(central, f"{_FOR} | {_TAKEN_IN}"):
            named = own.stems - {"semua"}
            if named and named <= term.stems:
                yield own.words, term.words
    for term in left_out(local):
        for own in _stretches(central, f"{_FOR} | {_TAKEN_IN}"):
            if term.stems & own.stems and not any(
                term.stems & each.stems for each in left_out(central)
            ):
                yield own.words, term.words
    for own in reserved(central):
        for term in _stretches(local, _TAKEN_IN):
            if own.stems & term.stems and term.stems - own.stems:
                yield own.words, term.words


def _in_spite(central: Statement, local: Statement) -> Iterator[tuple[str, str]]:
    """Only if something is so, against: even if it is not."""
    for own in _stretches(central, _WHEN):
        for term in _stretches(local, _EVEN):
            if own.stems & term.stems:
                yield own.words, term.words
