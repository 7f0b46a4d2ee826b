"""See the cues of one text. Precision comes first: what honest messages do too is left alone."""

import re
from collections.abc import Collection, Iterator

from tangkal.recognise.cues import phrases
from tangkal.recognise.cues.folding import Folded
from tangkal.recognise.cues.hosts import Address, addresses
from tangkal.recognise.cues.places import BODIES
from tangkal.recognise.cues.records import Circumstances, Cue, Kind, Span
from tangkal.text.phones import PHONE

MASS_COPIES = 20  # of one text in a family
MASS_A_MINUTE = 0.5  # faster than people who read and retell
OLD_PICTURE_DAYS = 180
_SHOUTING_LETTERS, _SHOUTING_SHARE, _SHOUTING_MARKS = 40, 0.6, 6
_SHOWN = 6  # stretches of text shown for one cue

_STRONG, _WEAK = phrases.compile_all(phrases.CHAIN_STRONG), phrases.CHAIN_WEAK
_TABLES = {
    Kind.MONEY: phrases.compile_all(phrases.MONEY),
    Kind.SECRETS: phrases.compile_all(phrases.SECRETS),
}
_URGENCY, _HURRY = phrases.compile_all(phrases.URGENCY), phrases.compile_all(phrases.HURRY)
_PRESSED = {Kind.AGENCY, Kind.LOOKALIKE, Kind.CHAIN, Kind.PRIZE, Kind.MONEY, Kind.SECRETS}
_COPIED, _PRIZE = phrases.compile_all(phrases.COPIED), phrases.compile_all(phrases.PRIZE)
_ASKS, _UNNAMED = phrases.compile_all(phrases.ASKS), phrases.compile_all(phrases.UNNAMED)
_BODY = {
    re.compile("|".join(rf"\b{re.escape(name)}\b" for name in body.names)): body for body in BODIES
}
_ANY_BODY = re.compile("|".join(pattern.pattern for pattern in _BODY))
_PHONE = re.compile(re.escape(PHONE.lower()) + r"|(?:\+?62|\b0)8\d(?:[ -]?\d){7,10}\b")
_MARKS = re.compile(r"[!?]{3,}|(?:🔥|⚠️?|🚨|❗|‼️?){3,}")


class _Look:
    """One text and what several cues ask of it."""

    def __init__(self, text: str, circumstances: Circumstances) -> None:
        self.text = Folded.fold(text)
        self.given = circumstances
        self.addresses = addresses(self.text)
        # A denial of being a hoax must not pass for a warning of one.
        self._plain = phrases.DENIES_HOAX.sub(lambda match: " " * len(match[0]), self.text.text)
        self.warns = phrases.WARNS.search(self._plain) is not None
        self.is_official = any(address.is_official for address in self.addresses)

    def find(self, pattern: "re.Pattern[str]") -> tuple[Span, ...]:
        """Where a pattern stands, save behind a word that advises against it."""
        found = []
        for match in pattern.finditer(self.text.text):
            before = self.text.text[max(0, match.start() - 40) : match.start()]
            if not phrases.NEGATION.search(before):
                found.append(self.text.span(*match.span()))
        return tuple(found)

    def channels(self) -> tuple[Span, ...]:
        """Ways to answer that show no institution: telephone, chat, short or unknown addresses."""
        unknown = (a.span for a in self.addresses if not a.is_official)
        return tuple(sorted((*unknown, *self.find(_PHONE))))


def find_cues(text: str, circumstances: Circumstances | None = None) -> tuple[Cue, ...]:
    """What can be seen in a text, most telling first.

    Args:
        text: any string, as it was posted; 20,000 characters of it are read.
        circumstances: what is known besides its words.

    Returns:
        cues whose spans are places in ``text`` as given.

    >>> [cue.kind.value for cue in find_cues("Viralkan! Kirim ke 10 teman sekarang juga")]
    ['chain', 'urgency']
    """
    look = _Look(text, circumstances or Circumstances())
    seen = [*_see_addresses(look), *_see_words(look), *_see_form(look), *_see_past(look)]
    seen += _see_urgency(look, {cue.kind for cue in seen})
    order = list(Kind)
    return tuple(sorted(seen, key=lambda cue: order.index(cue.kind)))


def _cue(kind: Kind, spans: tuple[Span, ...], **facts: str) -> Cue:
    return Cue(kind, tuple(sorted(set(spans))[:_SHOWN]), facts)


def _see_addresses(look: _Look) -> Iterator[Cue]:
    if look.warns:
        return
    likes = [(address, address.imitates) for address in look.addresses]
    alike = [(address, domain) for address, domain in likes if domain]
    for address, domain in alike[:1]:
        yield _cue(Kind.LOOKALIKE, (address.span,), host=address.host, like=domain or "")
    if short := [address.span for address in look.addresses if address.is_short]:
        yield _cue(Kind.SHORT_LINK, tuple(short))
    yield from _see_agency(look, [address for address, _ in alike])


def _see_agency(look: _Look, alike: list[Address]) -> Iterator[Cue]:
    """A body's name over an offer or demand that is to be answered somewhere else."""
    named = look.find(_ANY_BODY)
    channels = look.channels()
    if not named or not channels or look.is_official:
        return
    asks = look.find(_ASKS)
    offers = look.find(_PRIZE) or look.find(_TABLES[Kind.MONEY]) or look.find(_TABLES[Kind.SECRETS])
    if (asks and offers) or (alike and asks):
        first = look.text.text[look.text.position(named[0].start) :]
        body = next(body for pattern, body in _BODY.items() if pattern.match(first))
        spans = (named[0], channels[0])
        name = look.text.original[named[0].start : named[0].end]
        yield _cue(Kind.AGENCY, spans, body=name, domain=body.domains[0])


def _see_words(look: _Look) -> Iterator[Cue]:
    denial = look.find(phrases.DENIES_HOAX) if not look.is_official else ()
    denial = denial or tuple(
        look.text.span(*match.span()) for match in phrases.DENIES_HOAX.finditer(look.text.text)
    )
    if not look.warns:
        if chain := _chain_marks(look, denial):
            yield _cue(Kind.CHAIN, chain)
        for kind, table in _TABLES.items():
            if found := look.find(table):
                yield _cue(kind, found)
        is_offer = look.find(_ASKS) and look.channels() and not look.is_official
        if is_offer and (prize := look.find(_PRIZE)):
            yield _cue(Kind.PRIZE, prize)
    if copied := look.find(_COPIED):
        yield _cue(Kind.COPIED, copied)
    if not look.warns and not look.addresses and _speaks_of_nobody(look):
        yield _cue(Kind.UNNAMED_SOURCE, look.find(_UNNAMED))


def _see_urgency(look: _Look, seen: Collection[Kind]) -> Iterator[Cue]:
    if look.warns or look.is_official:
        return
    urges, hurries = look.find(_URGENCY), look.find(_HURRY)
    if urges or (hurries and not _PRESSED.isdisjoint(seen)):
        yield _cue(Kind.URGENCY, (*urges, *hurries))


def _chain_marks(look: _Look, denial: tuple[Span, ...]) -> tuple[Span, ...]:
    strong = look.find(_STRONG)
    weak = [spans for pattern in _WEAK if (spans := look.find(re.compile(pattern)))]
    marks = (*strong, *(span for spans in weak for span in spans), *denial)
    enough = bool(strong) or len(weak) + bool(denial) > 1
    return marks if enough and not (look.is_official and not strong) else ()


def _speaks_of_nobody(look: _Look) -> bool:
    """Hearsay about what concerns the public, with no source named anywhere."""
    return bool(
        look.find(_UNNAMED)
        and phrases.ALARM.search(look.text.text)
        and not phrases.NAMES_SOURCE.search(look.text.text)
        and not _ANY_BODY.search(look.text.text)
    )


def _see_form(look: _Look) -> Iterator[Cue]:
    """How it is written and how it spreads."""
    original = look.text.original
    if look.given.copies is not None and look.given.copies >= MASS_COPIES:
        minutes = look.given.minutes
        if minutes is not None and look.given.copies >= MASS_A_MINUTE * minutes:
            facts = {"copies": str(look.given.copies), "minutes": str(round(minutes))}
            yield Cue(Kind.MASS, (), facts)
    letters = [character for character in original if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    marks = tuple(Span(*match.span()) for match in _MARKS.finditer(original))
    n_marks = sum(span.end - span.start for span in marks)
    shouts = len(letters) >= _SHOUTING_LETTERS and capitals >= _SHOUTING_SHARE * len(letters)
    if shouts or (n_marks >= _SHOUTING_MARKS and len(letters) >= _SHOUTING_LETTERS):
        yield _cue(Kind.SHOUTING, marks or _loudest(original))


def _loudest(original: str) -> tuple[Span, ...]:
    runs = re.finditer(r"\b[A-Z][A-Z ,'-]{11,}[A-Z]\b", original)
    return tuple(Span(*match.span()) for match in runs)[:3]


def _see_past(look: _Look) -> Iterator[Cue]:
    """Something old told as news."""
    now, seen = look.given.now, look.given.picture_first_seen
    if now is not None and seen is not None and (now - seen).days >= OLD_PICTURE_DAYS:
        yield Cue(Kind.OLD_PICTURE, (), {"seen": seen.date().isoformat()})
    fresh = look.find(phrases.FRESH)
    if now is None or not fresh or look.warns:
        return
    for match in phrases.DATED.finditer(look.text.text):
        if int(match[1]) < now.year - 1 and int(match[1]) > now.year - 40:
            spans = (look.text.span(*match.span()), fresh[0])
            yield _cue(Kind.OLD_DATE, spans, year=match[1])
            return
