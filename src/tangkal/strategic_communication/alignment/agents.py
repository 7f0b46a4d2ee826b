"""Who does what: "dikelola Dinas Sosial", "BPBD yang mengelola", "ditanggung pemilik"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tangkal.strategic_communication.alignment import lexicon
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.facts import Fact
from tangkal.strategic_communication.alignment.roots import root_of
from tangkal.strategic_communication.alignment.statements import Statement, group_of
from tangkal.strategic_communication.alignment.tokens import Token, word_set

_PASSIVE = re.compile(r"di[a-z]{4,}")
_ACTIVE = re.compile(r"me[a-z]{4,}")
_ACT_NOUN = re.compile(r"pe[a-z]{3,}an")
_DONE = word_set("dilakukan dilaksanakan dikerjakan diselenggarakan ditangani")
_ENTRUSTED = word_set("diserahkan dipercayakan dilimpahkan diberikan")
_BETWEEN = word_set("oleh kepada pada ku dening langsung sepenuhnya sendiri seluruhnya")
# Verbs behind which even a doer that stands in no table is read as one.
# Deeds of one sort, whatever the verb: who pays, who decides, who runs it, who hands it out.
_SORTS = {
    "fund": "ditanggung dibebankan dibiayai didanai disubsidi dibayar dibayarkan dianggarkan",
    "decide": "ditetapkan ditentukan diputuskan dipilih",
    "run": "dikelola ditangani diurus dilakukan dikerjakan dilaksanakan dijalankan"
    " diselenggarakan dioperasikan",
    "issue": "diterbitkan dikeluarkan",
    "hand out": "disalurkan dibagikan diserahkan diantar dikirim",
}
_BEARING_WORDS = word_set(
    """
ditanggung dibebankan dikelola dipimpin ditangani diurus dibiayai ditetapkan diterbitkan
disiapkan dilaksanakan dibayar
    """
)
_SORT_OF = {root_of(word): sort for sort, words in _SORTS.items() for word in words.split()}
_NOBODY = word_set("petugas pihak tim panitia masing-masing sendiri bersama")
_BY = frozenset({"oleh", "ku", "dening", "kepada"})
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


def deeds(statement: Statement) -> Iterator[Deed]:
    """Each verb of a statement whose doer is named."""
    members = {
        fact.first: fact
        for fact in statement.facts
        if fact.kind in {"agency", "group", "channel"} and fact.role not in {"not", "past", "name"}
    }
    low = [token.low for token in statement.tokens]
    for at, word in enumerate(low):
        if _PASSIVE.fullmatch(word):
            yield from _behind(statement, at, members)
        elif word in _COMES_FROM and at + 2 < len(low) and low[at + 1] == "dari":
            yield from _from_purse(statement, at + 2, members)
        elif word in _CHARGES and at + 1 < len(low):
            jawab = at + 1 + (low[at + 1] == "jawab")
            yield from _charged(statement, jawab, members)
        elif _ACTIVE.fullmatch(word):
            if (
                _SORT_OF.get(root_of(word)) == "fund"
                and low_at(statement.tokens, at + 1) == "sendiri"
            ):
                yield Deed("fund", "self", None, f"{word} sendiri", at)
                continue
            doer = next(
                (
                    fact
                    for fact in members.values()
                    if fact.kind == "agency" and 0 <= at - fact.last <= _AMONG
                ),
                None,
            )
            if doer is not None and doer.role != "source":
                verb = _SORT_OF.get(root_of(word)) or group_of(word)
                yield Deed(verb, str(doer.value), doer, "", at)


def _charged(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "menjadi tanggung jawab komite": whatever the verb is."""
    if at >= len(statement.tokens) or statement.tokens[at].low in lexicon.STOP:
        return
    token, fact = statement.tokens[at], members.get(at)
    if token.is_word:
        yield Deed(ANY, str(fact.value) if fact else token.stem, fact, token.text, at)


def _from_purse(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    """ "berasal dari kas desa": the desa pays."""
    low = [token.low for token in statement.tokens]
    if low[at] in _PURSES and at + 1 < len(low) and at not in members:
        fact = members.get(at + 1)
        token = statement.tokens[at + 1]
        yield Deed("fund", str(fact.value) if fact else token.stem, fact, token.text, at)


def _behind(statement: Statement, at: int, members: dict[int, Fact]) -> Iterator[Deed]:
    tokens = statement.tokens
    first = at + 1
    is_named = False
    for ahead in range(at + 2, min(at + _FAR, len(tokens))):  # "ditetapkan Rp5 juta oleh X"
        if tokens[ahead].low in _ENDS:
            break
        if tokens[ahead].low in _BY:
            first, is_named = ahead + 1, True
            break
    if _SORT_OF.get(root_of(tokens[at].low)) == "decide" and low_at(tokens, first) in {
        "dalam",
        "melalui",
    }:
        first, is_named = first + 1, True  # "ditetapkan dalam musyawarah desa"
    while first < len(tokens) and tokens[first].low in _BETWEEN:
        is_named |= tokens[first].low in _BY
        first += 1
    if first >= len(tokens) or not tokens[first].is_word:
        return
    sort = _SORT_OF.get(root_of(tokens[at].low), "")
    near = tokens[at + 1 : at + 3]
    if sort == "fund" and any(token.low == "sendiri" for token in near) and not is_named:
        yield Deed("fund", "self", None, "sendiri", at)
        return
    verb, words = sort or group_of(tokens[at].low), tokens[first].text
    if tokens[at].low in _DONE or (is_named and tokens[at].low in _ENTRUSTED):
        verb = _named_act(statement, at) or verb  # "pengambilan … dilakukan orang tua"
    if tokens[first].low in _NOBODY and low_at(tokens, first + 1) == "dari":
        first += 2  # "oleh tim dari Kementerian PU"
    fact = members.get(first)
    if fact is not None:
        by_its_place = fact.kind == "group" and first == at + 1  # "diambil siswa"
        if fact.kind == "agency" or by_its_place or is_named or tokens[at].low in _BEARING_WORDS:
            yield Deed(verb, str(fact.value), fact, words, at)
    elif is_named and sort and tokens[first].low not in lexicon.STOP | _NOBODY:
        yield Deed(verb, tokens[first].stem, None, words, at)


def _named_act(statement: Statement, at: int) -> str:
    """The deed that the subject names: "pendataan ulang …" is what is done."""
    first = next((word for word in statement.words if word.at < at), None)
    low = statement.tokens[first.at].low if first else ""
    return first.stem if first and _ACT_NOUN.fullmatch(low) else ""


def low_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if at < len(tokens) else ""


def other_doers(central: Statement, local: Statement) -> Iterator[tuple[Deed, Deed]]:
    """Deeds that both tell, of doers that are not the same."""
    ours, theirs = list(deeds(central)), list(deeds(local))
    for own in ours:
        same = [deed for deed in theirs if deed.verb in {own.verb, ANY} or own.verb == ANY]
        if same and not any(_one_doer(own, deed) for deed in same):
            yield own, same[0]


def _one_doer(own: Deed, other: Deed) -> bool:
    if own.fact is not None and other.fact is not None and own.fact.kind == other.fact.kind:
        return compare(own.fact, other.fact) is Match.SAME
    return own.doer == other.doer
