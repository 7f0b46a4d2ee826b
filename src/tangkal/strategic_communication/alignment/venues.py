"""Where one goes: "mengungsi ke GOR Cendana" against "mengungsi ke SMP Negeri 4".

A region lies in a region, and the register tells; a venue stands in none. Two venues differ when
their names share no word and both sentences go the same way with them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tangkal.strategic_communication.alignment import dates, lexicon
from tangkal.strategic_communication.alignment.statements import Statement, group_of
from tangkal.strategic_communication.alignment.tokens import Token, word_set

_WAYS = {
    "di": "at", "ke": "to", "menuju": "to", "lewat": "by", "melalui": "by", "via": "by",
    "dari": "from",
}  # fmt: skip
# Only of what sets out does "dari" tell a venue.
_SETS_OUT = word_set(
    "berangkat diberangkatkan memberangkatkan keberangkatan pemberangkatan bertolak dilepas start"
)
# A place that is told by a word of its own kind: a region, compared by the register.
_REGIONS = word_set(
    """
desa kelurahan kecamatan kabupaten kota provinsi pulau wilayah daerah kawasan negara dusun rt rw
distrik nagari kampung indonesia
    """
)
# Parts of a house, places of no name, and what only looks like a place.
_NO_VENUES = word_set(
    """
lokasi tempat titik posko
atas bawah antara tengah sekitar luar dalam mana sini sana sejumlah beberapa berbagai setiap
seluruh semua rumah masing-masing hari waktu masa tingkat bidang sekolah-sekolah kedua tepi
hilir hulu arah seberang laman situs aplikasi telepon nomor akun media surat sidang
bilik ruangan meja baris rumahnya
    """
)
_PARTS = word_set(
    "aula ruang loket halaman lantai depan belakang samping sebelah pintu gedung area kompleks"
)
_VERB = re.compile(r"(?:di|me|be|te|pe)[a-z]{4,}")
_LONGEST = 4
_HOW_FAR = 7  # tokens between a verb and where it leads


@dataclass(frozen=True, slots=True)
class Venue:
    """One place that a sentence names without a region."""

    way: str  # at, to, by
    stems: frozenset[str]
    verb: str
    words: str


def venues(statement: Statement) -> Iterator[Venue]:
    """The places of a statement, in order."""
    tokens = statement.tokens
    shut = {at for fact in statement.facts if fact.role in {"not", "past", "source"}
            for at in range(fact.first, fact.last)}  # fmt: skip
    regions = {at for fact in statement.facts if fact.kind == "place"
               for at in range(fact.first, fact.last)}  # fmt: skip
    called = {fact.first for fact in statement.facts if fact.kind in {"contact", "label"}}
    for at, token in enumerate(tokens):
        first = at + 1
        if token.low not in _WAYS or first >= len(tokens) or first in shut | regions | called:
            continue
        if token.low == "dari" and not _SETS_OUT & {each.low for each in tokens[:at]}:
            continue
        if lexicon.NEGATORS & {each.low for each in tokens[max(0, at - 2) : at]}:
            continue
        if tokens[first].low in _PARTS and first + 1 < len(tokens):
            first += 1  # "di halaman kantor bupati": the house tells
        last = _end(tokens, first)
        named = frozenset(group_of(each.low) for each in tokens[first:last] if each.is_word)
        if last == first or tokens[first].low in _REGIONS | _NO_VENUES:
            continue
        words = " ".join(each.text for each in tokens[first:last])
        yield Venue(_WAYS[token.low], named, _verb(tokens, at), words)


def _end(tokens: Sequence[Token], first: int) -> int:
    last = first
    while last < len(tokens) and last - first < _LONGEST and _is_of_name(tokens, last, first):
        last += 1
    return last


def _is_of_name(tokens: Sequence[Token], at: int, first: int) -> bool:
    token = tokens[at]
    if token.is_number:
        return at > first
    is_time = token.is_name and (token.low in dates.WEEKDAYS or token.low in dates.MONTHS)
    return token.is_word and token.low not in lexicon.STOP and not is_time


def _verb(tokens: Sequence[Token], at: int) -> str:
    """The nearest word of doing in front of where it is done."""
    for token in reversed(tokens[max(0, at - _HOW_FAR) : at]):
        if token.low in {",", ";"}:
            break
        if _VERB.fullmatch(token.low) and not token.is_name:
            return group_of(token.low)
    return ""


_DEALS = (
    "dibagikan diambil diserahkan disalurkan diterima dicairkan mengambil menerima",
    "dijual dibeli ditebus membeli menebus menjual",
    "diurus dibuat diajukan dilayani diterbitkan mengurus mengajukan membuat diproses",
    "mendaftar didaftarkan daftar pendaftaran",
)
_DEAL_OF = {group_of(word): deal.split()[0] for deal in _DEALS for word in deal.split()}


def _one_deal(one: str, other: str) -> bool:
    """Whether two verbs are the two sides of one thing: handed out here, fetched there."""
    return bool(one) and _DEAL_OF.get(one, one) == _DEAL_OF.get(other, other)


_MOVED = word_set("dipindahkan dialihkan pindah berpindah digeser dipindah dialihkan")


def _moved_to(central: Statement, local: Statement) -> Iterator[str]:
    """ "dipindahkan ke Embarkasi Batam", where the centre tells of no move."""
    low = [token.low for token in local.tokens]
    if _MOVED & {token.low for token in central.tokens} or not _MOVED & set(low):
        return
    moved = min(low.index(word) for word in _MOVED if word in low)
    for at in range(moved, len(low) - 1):
        token = local.tokens[at + 1]
        if low[at] == "ke" and token.is_word and token.low not in lexicon.STOP:
            last = _end(local.tokens, at + 1)
            new = {group_of(word) for word in low[at + 1 : last]} - _known(central)
            if new and not any(
                fact.first <= at + 1 < fact.last and fact.kind == "date" for fact in local.facts
            ):
                yield " ".join(each.text for each in local.tokens[at:last])


def stray_venues(
    central: Statement, local: Statement, text: Sequence[Statement]
) -> Iterator[tuple[str, str]]:
    """The one venue of a message that a text nowhere names, and the one it names in its stead."""
    ours = [own for own in venues(central) if own.way in _THERE]
    known = _known(central)
    new = [each for each in venues(local) if each.way in _THERE and not each.stems & known]
    if not ours or len(new) != 1:
        return
    named = {group_of(token.low) for each in text for token in each.tokens if token.is_word}
    lost = [own for own in ours if not own.stems & named]
    if len(lost) == 1:
        yield lost[0].words, new[0].words


_THERE = frozenset({"at", "to", "from"})


def other_venues(
    central: Statement,
    local: Statement,
    text: Sequence[Statement] = (),
    *,
    same_deal: bool = False,
) -> Iterator[tuple[str, str]]:
    """Words of two venues, the centre's and the region's, of the same deed and not the same.

    `text` is the whole of the region's: a venue of ours that it goes to elsewhere is not swapped.
    With `same_deal`, only where the verbs tell that it is one deal.
    """
    if not same_deal:
        for words in _moved_to(central, local):
            yield "", words
    ours, theirs = list(venues(central)), list(venues(local))
    named = {group_of(token.low) for token in local.tokens if token.is_word}
    stays = bool({"tetap", "masih"} & {token.low for token in local.tokens})
    if stays and _MOVED & {token.low for token in central.tokens}:
        for each in theirs:
            if each.way == "at" and not each.stems & central.whole:
                yield "", each.words
    for own in ours:
        ways = [each for each in theirs if each.way == own.way]
        one_each = len(ways) == 1 == sum(each.way == own.way for each in ours)
        same = [
            each for each in ways if (one_each and not same_deal) or _one_deal(own.verb, each.verb)
        ]
        near = own.stems | _known(central)
        if same and (own.stems <= named or any(_goes_there(own, each) for each in text)):
            same = [each for each in same if each.stems & own.stems]
        if same and not any(near & each.stems for each in theirs):
            yield own.words, same[0].words
            continue
        other = next((each for each in same if _other_of_kind(own, each)), None)
        if other is not None and not other.stems - _HOUSES <= central.whole:
            yield own.words, other.words
    if (words := _from_afar(local)) and not _from_afar(central) and not _NO_ROOM & central.whole:
        verbs = {group_of(token.low) for token in local.tokens}
        at = next((own for own in ours if own.way == "at" and own.verb in verbs), None)
        if at is not None:
            yield at.words, words


def _goes_there(own: Venue, statement: Statement) -> bool:
    """Whether a statement of the office's own tells of our venue, the same way."""
    if statement.hearsay or statement.past:
        return False
    if lexicon.NEGATORS & {token.low for token in statement.tokens}:
        return False  # "di pasar tidak ada pelayanan"
    return any(each.way == own.way and own.stems <= each.stems for each in venues(statement))


def _known(central: Statement) -> frozenset[str]:
    """Stems of the message, those of members told by their words too ("sekolah")."""
    return central.whole | {group_of(token.low) for token in central.tokens if token.is_word}


_HOUSES = frozenset({group_of("kas")})
_AFAR = frozenset({"daring", "online", "virtual", "zoom"})
_NO_ROOM = frozenset({"channel:app", "channel:site"})


def _other_of_kind(own: Venue, other: Venue) -> bool:
    """ "ke kas RT" and "ke kas kelurahan": of one kind, of others."""
    mine, yours = own.stems - _HOUSES, other.stems - _HOUSES
    return bool(own.stems & other.stems & _HOUSES and mine and yours) and not mine & yours


def _from_afar(statement: Statement) -> str:
    low = [token.low for token in statement.tokens]
    found = next((at for at, word in enumerate(low) if word in _AFAR), None)
    if found is None or lexicon.NEGATORS & set(low[max(0, found - 3) : found]):
        return ""
    return low[found]
