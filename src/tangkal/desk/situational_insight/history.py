"""A narrative's history as sentences in the reader's language, with what each rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from tangkal.desk.situational_insight.commands import newest_turn
from tangkal.desk.situational_insight.models import Narrative, NarrativeEvent
from tangkal.situational_insight.titles import first_sentence

Kind = NarrativeEvent.Kind
SHORT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event as the page shows it."""

    event: NarrativeEvent
    says: str
    other_id: str = ""  # the other narrative, where the reader may go on
    other: str = ""  # its title
    facts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    can_undo: bool = False

    @property
    def at(self) -> datetime:
        return self.event.at


def events_of(narrative_id: str) -> QuerySet[NarrativeEvent]:
    """Everything that happened to a narrative, the newest first."""
    mine = Q(narrative_id=narrative_id) | Q(other_id=narrative_id)
    return NarrativeEvent.objects.filter(mine).select_related("by", "undone_by")


def undoable(narrative_id: str) -> int | None:
    """The event that can be taken back now: the newest merge or split of both that it joined."""
    event = newest_turn(narrative_id)
    if event is None:
        return None
    newest = newest_turn(event.narrative_id, event.other_id)
    return event.pk if newest and newest.pk == event.pk else None


def told(events: Iterable[NarrativeEvent], *, of: str, undo: int | None) -> list[Told]:
    """The events of one narrative as sentences; one query for the other narratives' titles."""
    shown = list(events)
    others = {other_of(event, of) for event in shown} - {""}
    rows = Narrative.objects.in_bulk(list(others))
    return [tell(event, of, rows, can_undo=event.pk == undo) for event in shown]


def other_of(event: NarrativeEvent, of: str) -> str:
    return event.other_id if event.narrative_id == of else event.narrative_id


def tell(event: NarrativeEvent, of: str, rows: Mapping[str, Narrative], *, can_undo: bool) -> Told:
    other = other_of(event, of)
    title = title_of(other, event, rows)
    is_mine = event.narrative_id == of
    return Told(
        event=event,
        says=sentence(event, title, is_mine=is_mine),
        other_id=other,
        other=title,
        facts=facts(event),
        texts=[str(each) for each in event.evidence.get("texts", []) if each],
        can_undo=can_undo,
    )


def title_of(other: str, event: NarrativeEvent, rows: Mapping[str, Narrative]) -> str:
    """What the other narrative was called; its id where nothing else is left of it."""
    if other in rows:
        return str(rows[other])[:SHORT]
    texts = event.evidence.get("texts") or []
    return (first_sentence(str(texts[-1]), limit=SHORT) if texts else "") or other


def sentence(event: NarrativeEvent, other: str, *, is_mine: bool) -> str:
    """What happened, from this narrative's side."""
    evidence = event.evidence
    names = {
        "other": other,
        "after": str(evidence.get("after", "")),
        "before": str(evidence.get("before", "")),
    }
    kind = event.kind
    if kind == Kind.UNDONE:
        kind = f"undone_{evidence.get('what')}"
    elif kind == Kind.RENAMED and not names["after"]:
        kind = "unnamed"
    says = SAYS.get((kind, is_mine)) or SAYS.get((kind, True))
    return str(says) % names if says else kind


SAYS = {
    (Kind.BORN, True): lazy("was first seen"),
    (Kind.MERGED, True): lazy("took in “%(other)s”: both are one narrative now"),
    (Kind.MERGED, False): lazy("became part of “%(other)s”"),
    (Kind.SPLIT, True): lazy("was divided: a part of it is now “%(other)s”"),
    (Kind.SPLIT, False): lazy("began as a part of “%(other)s”"),
    (Kind.KEPT_APART, True): lazy("is kept apart from “%(other)s”: the machine will not join them"),
    ("undone_merged", True): lazy("the merge was taken back: “%(other)s” stands by itself again"),
    ("undone_split", True): lazy("the division was taken back: “%(other)s” is part of it again"),
    (Kind.RENAMED, True): lazy("is called “%(after)s” now; it was “%(before)s”"),
    ("unnamed", True): lazy("lost its own title; it was “%(before)s”"),
    (Kind.SLEPT, True): lazy("fell dormant: nothing came for days"),
    (Kind.WOKE, True): lazy("woke: items come again"),
    (Kind.GREW, True): lazy("grew out of its first day"),
    (Kind.FADED, True): lazy("is fading: less than half of its busiest day"),
    (Kind.DESCRIBED, True): lazy("got a new note"),
    (Kind.PINNED, True): lazy("was pinned: the machine neither joins nor divides it"),
    (Kind.UNPINNED, True): lazy("is no longer pinned"),
    (Kind.ARCHIVED, True): lazy("was archived"),
    (Kind.REACTIVATED, True): lazy("was taken up again"),
}


def facts(event: NarrativeEvent) -> list[str]:
    """The figures an event rests on, one a line; a figure that is not there says nothing."""
    evidence: Mapping[str, Any] = event.evidence
    found = []
    if "cosine" in evidence:
        value = number_format(float(evidence["cosine"]), decimal_pos=2)
        found.append(_("likeness of their words: %(value)s of 1") % {"value": value})
    if words := evidence.get("words"):
        found.append(_("words in common: %(words)s") % {"words": ", ".join(map(str, words))})
    for name, label in (("items", items_told), ("families", families_told)):
        if numbers := evidence.get(name):
            found.append(label(numbers if isinstance(numbers, list) else [numbers]))
    if evidence.get("texts_dropped"):
        found.append(_("the texts it rested on are past their retention"))
    return found


def items_told(numbers: list[Any]) -> str:
    shown = " + ".join(number_format(each, force_grouping=True) for each in numbers)
    last = int(numbers[-1]) if len(numbers) == 1 else 2
    return ngettext("%(n)s item", "%(n)s items", last) % {"n": shown}


def families_told(numbers: list[Any]) -> str:
    shown = " + ".join(number_format(each, force_grouping=True) for each in numbers)
    last = int(numbers[-1]) if len(numbers) == 1 else 2
    return ngettext("%(n)s different text", "%(n)s different texts", last) % {"n": shown}
