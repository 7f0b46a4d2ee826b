"""Everything that has a moment in a case, in one order: what the world did and what we did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases import breakout, log, words
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification, Correction

KINDS = {
    "world": gettext_lazy("Where it was seen, how far it went"),
    "work": gettext_lazy("What was done"),
    "decision": gettext_lazy("Decisions and approvals"),
    "evidence": pgettext_lazy("timeline", "Evidence"),
    "note": pgettext_lazy("timeline", "Notes"),
    "public": gettext_lazy("What the public was told"),
    "deadline": pgettext_lazy("timeline", "Deadlines"),
}
EVIDENCE = frozenset({"case.evidence_added", "case.evidence_graded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line: when, what kind, what happened, who did it."""

    at: datetime
    kind: str
    text: str
    subject: str = ""
    who: str = ""
    url: str = ""

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])


def of_case(case: Case, kinds: Iterable[str] = ()) -> list[Moment]:
    """The moments of a case, oldest first; without kinds all of them."""
    wanted = set(kinds) & set(KINDS) or set(KINDS)
    found = [each for each in every_moment(case) if each.kind in wanted]
    return sorted(found, key=lambda each: each.at)


def every_moment(case: Case) -> Iterator[Moment]:
    yield from seen(case)
    yield from done(case)
    yield from notes(case)
    yield from told(case)
    yield from due(case)


def seen(case: Case) -> Iterator[Moment]:
    """First publications of spreads and evidence, and levels the narratives reached."""
    for spread in case.spreads.filter(removed_at__isnull=True, published_at__isnull=False):
        if spread.published_at is not None:
            yield Moment(
                at=spread.published_at,
                kind="world",
                text=_("published on %(platform)s") % {"platform": spread.platform},
                who=spread.publisher,
                url=spread.url,
            )
    for level, at in breakout.levels_reached(case):
        yield Moment(
            at=at,
            kind="world",
            text=_("breakout level %(level)s") % {"level": words.BREAKOUTS.get(level, level)},
        )


def done(case: Case) -> Iterator[Moment]:
    """The case's own log, by what kind of act it was."""
    for event in events_of(case):
        if event.action == "case.note_added":
            continue  # the note itself stands in the line
        entry = log.as_entry(event)
        kind = "decision" if entry.is_decision else "work"
        yield Moment(
            at=entry.at,
            kind="evidence" if event.action in EVIDENCE else kind,
            text=entry.text,
            subject=entry.subject,
            who=entry.actor,
        )


def notes(case: Case) -> Iterator[Moment]:
    for note in case.notes.select_related("by"):
        yield Moment(
            at=note.at, kind="note", text=_("noted"), subject=note.text, who=note.by.display_name
        )


def told(case: Case) -> Iterator[Moment]:
    """Clarifications of the portal that carry this case's number, and their corrections."""
    for answer in Clarification.objects.filter(reference=case.number):
        yield Moment(
            at=answer.published_at,
            kind="public",
            text=_("clarification published"),
            subject=answer.headline,
        )
    for change in Correction.objects.filter(clarification__reference=case.number):
        yield Moment(
            at=change.at,
            kind="public",
            text=change.get_kind_display(),
            subject=change.reason,
        )


def due(case: Case) -> Iterator[Moment]:
    """The deadline that runs now: when it is, or was missed. Met ones are in the work itself."""
    if case.due_at is None:
        return
    step = words.say(words.DEADLINE_STEPS, case.due_step)
    is_missed = case.due_at < timezone.now()
    text = _("deadline missed: %(step)s") if is_missed else _("deadline to come: %(step)s")
    yield Moment(at=case.due_at, kind="deadline", text=text % {"step": step})
