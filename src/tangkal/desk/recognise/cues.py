"""The cues of some texts as a page shows them: the text with its marks, and what each mark says."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.recognise.cues.detect import find_cues
from tangkal.recognise.cues.frameworks import DISARM, DISARM_OF, FIRST_OF, IMITATES
from tangkal.recognise.cues.records import Circumstances, Cue, Kind, Span

MOST_TEXTS = 2
SHOWN_CHARACTERS = 1_500
# Red-framework techniques are words of the trade: those who triage and verify read them.
_TECHNIQUE_READERS = (Role.ANALYST, Role.VERIFIER)

FIRST_WORDS: dict[str, Promise] = {
    "F": lazy("Fabrication"),
    "I": lazy("Identity"),
    "R": lazy("Rhetoric"),
    "S": lazy("Symbolism"),
    "T": lazy("Technology"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One cue in words, with what it may suggest."""

    sentence: str
    quotes: tuple[str, ...]
    first: Promise | None
    techniques: tuple[str, ...]  # "T0149.003 Lookalike Domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One text: its pieces, each marked or not, and its cues."""

    pieces: list[tuple[str, bool]]
    is_cut: bool
    lines: list[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class CuePanel:
    """What the panel of a page shows."""

    sheets: list[Sheet]

    @property
    def count(self) -> int:
        return sum(len(sheet.lines) for sheet in self.sheets)


def panel_of(
    texts: Iterable[tuple[str, Circumstances]],
    reader: User,
    *,
    techniques_of: Collection[Kind] = IMITATES,
) -> CuePanel:
    """The cues of the first texts that show any.

    Args:
        texts: each with what is known besides its words.
        reader: technique ids are shown to some roles alone.
        techniques_of: the cues of which techniques may be named: none of what was found to be
            criticism, opinion, satire or press; all once it was found to claim facts.
    """
    if not any(reader.has_role(role) for role in _TECHNIQUE_READERS):
        techniques_of = ()
    sheets: list[Sheet] = []
    read = set()
    for text, circumstances in texts:
        if text in read or len(sheets) == MOST_TEXTS:
            continue
        read.add(text)
        if cues := find_cues(text, circumstances):
            sheets.append(sheet(text, cues, techniques_of))
    return CuePanel(sheets=sheets)


def sheet(text: str, cues: Sequence[Cue], techniques_of: Collection[Kind]) -> Sheet:
    shown = text[:SHOWN_CHARACTERS]
    spans = [span for cue in cues for span in cue.spans]
    return Sheet(
        pieces=pieces(shown, spans),
        is_cut=len(shown) < len(text),
        lines=[line(text, cue, techniques_of) for cue in cues],
    )


def pieces(text: str, spans: Iterable[Span]) -> list[tuple[str, bool]]:
    """The text in stretches, each marked or not; joined they are the text."""
    marked = [False] * len(text)
    for span in spans:
        end = min(span.end, len(text))
        marked[span.start : end] = [True] * (end - min(span.start, end))
    found: list[tuple[str, bool]] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[start]:
            found.append((text[start:place], marked[start]))
            start = place
    return found


def line(text: str, cue: Cue, techniques_of: Collection[Kind]) -> Line:
    techniques = DISARM_OF.get(cue.kind, ()) if cue.kind in techniques_of else ()
    return Line(
        sentence=sentence(cue),
        quotes=tuple(dict.fromkeys(text[span.start : span.end] for span in cue.spans)),
        first=FIRST_WORDS.get(FIRST_OF.get(cue.kind, "")),
        techniques=tuple(f"{code} {DISARM[code]}" for code in techniques),
    )


def sentence(cue: Cue) -> str:
    """What was seen, in the reader's language."""
    sentences = {
        Kind.AGENCY: _(
            "It speaks in the name of %(body)s and asks for an answer at a place that is not"
            " known to be theirs; their own address is %(domain)s."
        ),
        Kind.LOOKALIKE: _("The address %(host)s resembles %(like)s and is another."),
        Kind.OLD_PICTURE: _("The picture was seen before, on %(seen)s."),
        Kind.OLD_DATE: _("It speaks of today and carries a date of %(year)s."),
        Kind.CHAIN: _("It presses its readers to pass it on."),
        Kind.COPIED: _("It says that it was copied from elsewhere."),
        Kind.MASS: _("The same text was posted %(copies)s times within %(minutes)s minutes."),
        Kind.URGENCY: _("It leaves no time to think."),
        Kind.PRIZE: _("It promises money or a gift for an answer."),
        Kind.MONEY: _("It asks for money."),
        Kind.SECRETS: _("It asks for codes, cards or identity papers."),
        Kind.SHORT_LINK: _("A shortened address does not show where it leads."),
        Kind.SHOUTING: _("Much of it is written in capitals or with rows of marks."),
        Kind.UNNAMED_SOURCE: _("It rests on hearsay and names no source."),
    }
    return sentences[cue.kind] % cue.facts
