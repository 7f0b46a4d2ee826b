"""How far a promise reaches, held against the whole message: only, all, also, rather, enough.

A regional sentence that widens or narrows seldom stands beside the one part of the message that it
touches: "SIM C saja" answers a list, "semua bank" a bank that is told more closely. So the words
that mark a scope are read with the phrase they reach, and the phrase is looked for in all parts of
the message.
"""

import re
from collections.abc import Iterator, Sequence

from tangkal.strategic_communication.alignment import admission, lexicon
from tangkal.strategic_communication.alignment.comparing import Match, compare
from tangkal.strategic_communication.alignment.conditions import asked, waived
from tangkal.strategic_communication.alignment.message import (
    ENDS,
    FEW,
    NOT_THAT,
    PREPOSITIONS,
    RUN,
    SERVED,
    Found,
    Message,
    lows_of,
    shown,
    text_of,
    topics_in,
)
from tangkal.strategic_communication.alignment.statements import Statement, group_of
from tangkal.strategic_communication.alignment.tokens import word_set
from tangkal.strategic_communication.alignment.views import Kind

_ONLY = word_set("hanya cuma sebatas terbatas khusus sekadar mung ngan sajabana namung")


def scope_clashes(message: Message, local: Statement) -> Iterator[tuple[Kind, str, str, str]]:
    """Kind, the centre's words and the region's of each scope that cannot be the message's.

    And the name of what saw it.
    """
    for finder in _FINDERS:
        for kind, ours, theirs in finder(message, local):
            if f" {theirs.lower()} " not in message.text:  # what it says itself is no contradiction
                yield kind, ours, theirs, finder.__name__.strip("_")


# ---- only --------------------------------------------------------------------------------


def _reserved(statement: Statement) -> Iterator[tuple[frozenset[str], str]]:
    """Phrases that "hanya …" or "… saja" keep it to."""
    low = lows_of(statement)
    for at, word in enumerate(low):
        if lexicon.NEGATORS & set(low[max(0, at - 2) : at]):
            continue
        if word in _ONLY:
            words = topics_in(statement, at + 1, at + 1 + FEW)
            yield frozenset(each.stem for each in words), text_of(statement, at, at + 1 + FEW)
        elif word == "saja" and at and low[at - 1] not in {"mana", "siapa", "apa", "kapan"}:
            first = at
            while first and low[first - 1] not in ENDS | PREPOSITIONS and at - first < RUN:
                first -= 1
            words = topics_in(statement, first, at)
            yield frozenset(each.stem for each in words[-2:]), text_of(statement, first, at + 1)


def _narrowed(message: Message, local: Statement) -> Iterator[Found]:
    """ "SIM C saja" where the message tells of SIM A and SIM C."""
    if not message.lists:
        return
    for stems, words in _reserved(local):
        for row in message.lists:
            named = [item for item in row if item & stems]
            left = [item for item in row if not item & stems]
            own = frozenset().union(*named) if named else frozenset()
            if len(row) == 2 and {"dan", "serta"} & set(words.lower().split()):
                continue  # itself a list
            if named and left and all(item - own for item in left) and not own & _common(row):
                yield Kind.CONDITION, ", ".join(sorted(shown(frozenset().union(*left)))), words
                return


def _common(row: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*row)


# ---- all -----------------------------------------------------------------------------------

_ALL = word_set("semua segala seluruh sembarang sakabeh sadaya kabeh sedaya")
_ANY = frozenset({"mana", "apa", "siapa", "berapa"})
_EVEN = frozenset({"pun", "saja"})
_VERB = re.compile(r"(?:di|me)[a-z]{4,}")
_DUTY = frozenset({"obliged", "forbidden", "asked"})
_SUMS = word_set("biaya ongkos ongkosnya biayanya dana uang")  # "seluruh ongkosnya": the sum
_TIMES = word_set("hari minggu pekan bulan tahun waktu saat jam kegiatan informasi pihak")


def _universal(statement: Statement) -> Iterator[tuple[frozenset[str], int, str]]:
    """What is said of all of a kind: stems of the kind, where it stands, the words."""
    low = lows_of(statement)
    for at, word in enumerate(low):
        if lexicon.NEGATORS & set(low[max(0, at - 6) : at]):
            continue
        ahead = low[at + 1] if at + 1 < len(low) else ""
        if word in _ALL and ahead not in _TIMES | _SUMS and not _VERB.fullmatch(ahead):
            words = topics_in(statement, at + 1, at + 3)
            yield frozenset(each.stem for each in words), at, text_of(statement, at, at + 3)
        elif word in {"siapapun", "manapun", "apapun"} or (
            word in _ANY and (ahead in _EVEN or low[at + 2 : at + 3] == ["pun"])
        ):
            words = topics_in(statement, max(0, at - 2), at)
            yield (
                frozenset(each.stem for each in words[-1:]),
                at,
                text_of(statement, at - 1, at + 2),
            )


def _widened(message: Message, local: Statement) -> Iterator[Found]:
    """ "bank mana saja" where the message tells which bank."""
    universal = frozenset().union(
        *(stems for part in message.parts for stems, _at, _words in _universal(part))
    )
    for stems, at, words in _universal(local):
        if len(stems) < 1 or local.modality & _DUTY or stems <= universal:
            continue
        behind = {word.stem for word in topics_in(local, at, at + FEW)}
        for part in message.parts:
            closer = _told_closely(part, stems) - _DIMENSIONS
            if closer and not closer & (behind | local.stems) and not part.everyone:
                yield Kind.CONDITION, " ".join(sorted(shown(closer))), words
                return


_DIMENSIONS = frozenset({"daya", "usia", "umur", "luas", "berat", "ukur"})


def _told_closely(part: Statement, head: frozenset[str]) -> frozenset[str]:
    """Topic words right behind a noun, which tell which of its kind is meant."""
    by_token = {word.at: word.stem for word in part.words}
    for at, stem in by_token.items():
        if stem in head:
            ahead = at + 1
            if ahead < len(part.tokens) and part.tokens[ahead].low == "yang":
                ahead += 1
            found = [
                by_token[k]
                for k in range(ahead, ahead + 2)
                if k in by_token and not _VERB.fullmatch(part.tokens[k].low)
            ]
            before = part.tokens[at - 1].low if at else ""
            if found and before not in _ALL and before not in {"setiap", "tiap"}:
                return frozenset(found) - head
    return frozenset()


def _any_at_all(message: Message, local: Statement) -> Iterator[Found]:
    """For all, in a sentence of who is served, where the message serves some."""
    if message.for_everyone or not message.is_limited or local.modality & _DUTY or local.only:
        return
    if not SERVED & set(lows_of(local)):
        return
    for stems, _at, words in _universal(local):
        new = stems - message.stems
        kept = any(
            compare(own, fact) is Match.SAME
            for own in message.facts
            for fact in local.facts
            if own.bound or own.is_limit
        )
        if (new or not stems) and not kept and not local.facts_of("place"):
            yield Kind.CONDITION, "", words
            return


# ---- rather --------------------------------------------------------------------------------

_RATHER = ("bukan", "bukannya", "dudu", "sanes", "alih-alih")
_NO_MORE = (
    "tidak harus", "tidak lagi", "tak lagi", "tak harus", "tidak mesti", "tidak melalui",
    "tidak lewat", "tidak perlu ke", "tidak usah ke", "bukan lagi", "ga perlu ke", "gak harus",
    "ora kudu", "teu kudu", "tidak menunggu", "tanpa menunggu", "tak menunggu",
)  # fmt: skip
_NOT_RATHER = frozenset({"hanya", "saja", "sekadar", "cuma", "berarti", "tidak"})


def _rather(message: Message, local: Statement) -> Iterator[Found]:
    """ "…, bukan RT", "tidak harus kios resmi": what the message names is set aside."""
    low = lows_of(local)
    for at, word in enumerate(low):
        form = next((form for form in _NO_MORE if _stands(low, at, form)), "")
        if not form and word not in _RATHER:
            continue
        first = at + (len(form.split()) if form else 1)
        if low[first : first + 1] and low[first] in _NOT_RATHER | {"kami", "kita", "saya"}:
            continue
        if {"lain", "lainnya"} & set(low[first : first + 3]):
            continue  # "bukan bank lain" sets aside what the message does not name
        put_aside = {each.stem for each in topics_in(local, first, first + FEW - 2)}
        if not put_aside or not put_aside <= message.affirmed or put_aside & message.denied:
            continue
        before = {each.stem for each in topics_in(local, at - FEW, at)} | {
            each.stem for each in local.words if at - FEW <= each.at < at
        }
        if form or before - message.stems:
            yield _kind_of(local, first), "", text_of(local, at, first + FEW - 2)
            return


_CONTRAST = frozenset({"melainkan", "tetapi", "tapi", "namun"})
_WAYS_IN = frozenset({"di", "ke", "oleh", "lewat", "melalui", "kepada", "dengan", "dari", "pada"})
_ASIDE = 9  # tokens in which the other is named


def _put_aside(message: Message, local: Statement) -> Iterator[Found]:
    """ "tidak dilayani di SPBU, melainkan di dermaga": what the message names is put aside."""
    low = lows_of(local)
    for at, word in enumerate(low):
        if word not in {"tidak", "tak", "bukan", "belum"}:
            continue
        ways = [k for k in range(at + 1, min(at + FEW, len(low))) if low[k] in _WAYS_IN]
        if not ways:
            continue
        turn = next((k for k in range(ways[0], len(low)) if low[k] in _CONTRAST), 0)
        if not turn or turn - ways[0] > _ASIDE:
            continue
        aside = {each.stem for each in topics_in(local, ways[0] + 1, turn)}
        instead = {each.stem for each in topics_in(local, turn + 1, turn + FEW)}
        known = message.stems | {group_of(token) for token in message.lows}
        if aside and aside <= known and not aside & message.denied and instead - known:
            kind = Kind.PLACE if low[ways[0]] in {"di", "ke"} else _kind_of(local, ways[0])
            yield kind, "", text_of(local, at, turn)
            return


def _stands(low: Sequence[str], at: int, form: str) -> bool:
    words = form.split()
    return list(low[at : at + len(words)]) == words


def _kind_of(local: Statement, first: int) -> Kind:
    fact = next((fact for fact in local.facts if fact.first >= first), None)
    kinds = {"agency": Kind.RESPONSIBLE, "place": Kind.PLACE, "site": Kind.PLACE,
             "channel": Kind.PLACE}  # fmt: skip
    return kinds.get(fact.kind, Kind.CONDITION) if fact else Kind.CONDITION


# ---- let off -------------------------------------------------------------------------------

_WANTED = word_set(
    "sudah telah terdaftar tercatat terdata dilampiri didampingi dengan lewat melalui"
    " setelah membawa menunjukkan menyertakan melampirkan"
)


def _let_off(message: Message, local: Statement) -> Iterator[Found]:
    """What the message asks for is waived here, or the other way round, in any of its parts."""
    ours = [term for part in message.parts for term in asked(part)]
    wanted = {
        word.stem
        for part in message.parts
        for at, token in enumerate(part.tokens)
        if token.low in _WANTED
        for word in topics_in(part, at, at + FEW)
        if word.negated is False
    }
    bounded = [fact for fact in message.facts if fact.bound in {"at_least", "at_most"}]
    wanted |= {stem for fact in bounded for stem in fact.anchors}
    free = [term for part in message.parts for term in waived(part)]
    given_up = frozenset().union(*(term.stems for term in free)) if free else frozenset()
    needed = (frozenset(wanted).union(*(term.stems for term in ours))) - given_up
    again = frozenset().union(*(term.stems for term in asked(local)))
    for term in waived(local):
        hit = (term.stems & needed) - again
        if hit and not term.stems & message.denied:
            yield Kind.CONDITION, ", ".join(sorted(shown(hit))), term.words
            return
    off = frozenset().union(*(term.stems for term in waived(local)))
    for term in asked(local):
        hit = (term.stems & given_up) - needed - off
        if hit and not local.modality & {"free", "forbidden"}:
            yield Kind.CONDITION, ", ".join(sorted(shown(hit))), term.words
            return


# ---- enough --------------------------------------------------------------------------------

_COPY = word_set("fotokopi salinan kopian foto fotocopy scan pindaian")


def _enough(message: Message, local: Statement) -> Iterator[Found]:
    """ "cukup KTP" where more is asked for; a copy where the message wants the paper itself."""
    low = lows_of(local)
    if "asli" in message.lows and _COPY & set(low) and not _COPY & message.lows:
        named = {word.stem for word in local.words} & message.stems
        if any(stem.startswith("document:") for stem in named) and "asli" not in low:
            yield Kind.CONDITION, "asli", next(word for word in low if word in _COPY)
    papers = {f.value for f in message.facts if f.kind == "document"}
    for at, word in enumerate(low):
        short = word in {"tidak", "belum"} and low[at + 1 : at + 2] in (["cukup"], ["memadai"])
        if short and "cukup" in message.lows:  # "KTP saja tidak cukup"
            yield Kind.CONDITION, "cukup", text_of(local, max(0, at - 2), at + 2)
            return
    if "cukup" not in low or len(papers) < 2:
        return
    shown = {f.value for f in local.facts if f.kind == "document" and f.counts}
    if shown and shown < papers:
        yield Kind.CONDITION, ", ".join(sorted(str(each) for each in papers - shown)), "cukup"


def _elsewhere_too(message: Message, local: Statement) -> Iterator[Found]:
    """ "dapat juga diurus di kantor pos", where the message says "hanya … di kantor Samsat"."""
    ours = [each for part in message.parts if part.only for each in _places_only(part)]
    low = lows_of(local)
    if not ours or NOT_THAT & set(low):
        return
    known = message.stems | {group_of(token) for token in message.lows}
    for at, word in enumerate(low[:-1]):
        near = set(low[max(0, at - 4) : at])
        if word in {"di", "lewat", "melalui", "ke"} and near & {"juga", "pula", "pun", "bisa"}:
            named = {each.stem for each in topics_in(local, at + 1, at + 4)}
            if {"juga", "pula", "pun"} & near and named and not named & known:
                yield Kind.PLACE, ", ".join(sorted(shown(ours[0]))), text_of(local, at, at + 4)
                return


def _places_only(part: Statement) -> Iterator[frozenset[str]]:
    low = lows_of(part)
    for at, word in enumerate(low):
        if word in _ONLY:
            for k in range(at + 1, min(at + FEW, len(low))):
                if low[k] in {"di", "lewat", "melalui", "ke"}:
                    yield frozenset(each.stem for each in topics_in(part, k + 1, k + FEW))
                    break


_FINDERS = (
    _elsewhere_too, _narrowed, _widened, _any_at_all, _rather, _put_aside, *admission.FINDERS,
    _let_off, _enough,
)  # fmt: skip
