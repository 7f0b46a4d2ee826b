"""The log and the review as one document."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tangkal.desk.accounts.pseudonyms import Veil, name_outside
from tangkal.desk.crisis.models import Crisis, LogEntry, Review
from tangkal.desk.crisis.models.learning import PARTS
from tangkal.desk.ui.moments import day_in_words, in_words
from tangkal.desk.ui.papers import pdf, word
from tangkal.desk.ui.papers.document import EXERCISE, Block, Report, Section


def written(report: Report, form: str) -> bytes:
    """The document as PDF or DOCX."""
    return pdf.written(report, at=timezone.now()) if form == "pdf" else word.written(report)


def log_report(crisis: Crisis, entries: Sequence[LogEntry]) -> Report:
    return document(crisis, _("Log: %(title)s") % {"title": crisis.title}, [log_part(entries)])


def review_report(review: Review) -> Report:
    crisis = review.crisis
    entries = list(crisis.log.select_related("entered_by").order_by("number"))
    parts = [
        part_of(_("Hot wash"), review.hot_wash),
        part_of(_("Review report"), review.report),
        improvements(crisis),
        log_part(entries),
    ]
    return document(crisis, _("Review: %(title)s") % {"title": crisis.title}, parts)


def document(crisis: Crisis, title: str, parts: Sequence[tuple[str, list[Block]]]) -> Report:
    now = timezone.now()
    facts = [
        (_("Lead agency"), str(crisis.organisation)),
        (_("State"), crisis.get_state_display()),
        (_("Opened"), in_words(crisis.opened_at)),
        (_("As of"), in_words(now)),
    ]
    return Report(
        title=title,
        reference=f"K{crisis.pk}",
        language=get_language() or "id",
        zone=crisis.time_zone,
        series=crisis.title,
        office=str(crisis.organisation),
        marks=(EXERCISE,) if crisis.is_exercise else (),
        facts=tuple((str(label), value) for label, value in facts),
        classification="",
        period="",
        as_of=in_words(now),
        address=f"{settings.TANGKAL.site_url}{reverse('crisis', args=[crisis.pk])}",
        is_secret=False,
        top_line="",
        sections=tuple(
            Section(key=f"part{n}", number=n, heading=heading, blocks=tuple(blocks))
            for n, (heading, blocks) in enumerate(parts, start=1)
        ),
    )


def say(text: str) -> Block:
    return Block(kind="say", runs=[[text, None]])


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    return Block(
        kind="table",
        caption=caption,
        head=tuple(head),
        rows=tuple(tuple([[cell, None]] for cell in row) for row in rows),
    )


def log_part(entries: Sequence[LogEntry]) -> tuple[str, list[Block]]:
    veil = Veil.of_everybody()
    rows = [
        (
            str(entry.number),
            in_words(entry.at, with_seconds=True),
            entry.get_kind_display(),
            veil.text(entry.done_by),
            f"{veil.text(entry.text)}{corrected(entry)}",
        )
        for entry in entries
    ]
    if not rows:
        return _("Timeline"), [say(_("Nothing is entered yet."))]
    head = (_("No."), _("When"), _("Kind"), _("Who"), _("What happened"))
    return _("Timeline"), [table(_("Timeline"), head, rows)]


def corrected(entry: LogEntry) -> str:
    if entry.corrects is None:
        return ""
    return f" ({_('corrects entry %(n)d') % {'n': entry.corrects.number}})"


def part_of(heading: str, words: dict[str, str]) -> tuple[str, list[Block]]:
    blocks = [
        block
        for part, label in PARTS.items()
        for block in (Block(kind="lead", runs=[[str(label), None]]), say(words.get(part) or "–"))
    ]
    return heading, blocks


def improvements(crisis: Crisis) -> tuple[str, list[Block]]:
    rows = [
        (
            action.text,
            name_outside(action.owner),
            day_in_words(action.due_at),
            day_in_words(action.closed_at) if action.closed_at else _("open"),
            action.evidence or "–",
        )
        for action in crisis.actions.select_related("owner")
    ]
    if not rows:
        return _("Improvements"), [say(_("None yet."))]
    head = (_("What"), _("Whose"), _("Until"), _("Closed"), _("Evidence"))
    return _("Improvements"), [table(_("Improvements"), head, rows)]
