"""An edition as one document, the same for every output: page, PDF, DOCX, phone, JSON."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.situation_reports.states import EditionState
from tangkal.desk.situation_reports.words import CLASSIFICATIONS, HEADINGS
from tangkal.desk.ui.moments import day_in_words, in_words
from tangkal.desk.ui.papers.document import EXERCISE, Block, Report, Section, runs, spoken
from tangkal.situational_insight.report import PARTS, Part


def assemble(edition: Edition) -> Report:
    """The edition in its own language and on its series' clock."""
    with spoken(edition.language, edition.series.time_zone):
        return assembled(edition)


def assembled(edition: Edition) -> Report:
    words, series = edition.words, edition.series
    code = words.get("classification", "")
    return Report(
        title=_("Situation report %(n)s: %(series)s")
        % {"n": edition.number, "series": series.name},
        reference=f"SIR {series.pk}/{edition.number}",
        language=edition.language,
        zone=series.time_zone,
        series=series.name,
        office=str(series.organisation),
        marks=marks(edition),
        facts=tuple(facts(edition)),
        classification=str(CLASSIFICATIONS.get(code, "")),
        period=f"{in_words(edition.since)} – {in_words(edition.until)}",
        as_of=in_words(edition.as_of),
        address=f"{settings.TANGKAL.site_url}{reverse('situation-report', args=[edition.pk])}",
        is_secret=code == "rahasia",
        top_line=str(words.get("top_line", "")),
        sections=tuple(
            Section(
                key=part.value,
                number=place,
                heading=str(HEADINGS[part]),
                blocks=tuple(blocks_of(edition, part)),
            )
            for place, part in enumerate(PARTS, start=1)
        ),
    )


def marks(edition: Edition) -> tuple[str, ...]:
    found = [EXERCISE] if edition.is_exercise else []
    if settings.TANGKAL.is_demo and not edition.is_exercise:
        found.append("DEMO")
    if edition.state in {EditionState.DRAFT, EditionState.CHECKED}:
        found.append(_("DRAFT – not signed"))
    elif edition.state == EditionState.SUPERSEDED:
        found.append(_("REPLACED by a correction"))
    elif edition.state == EditionState.WITHDRAWN:
        found.append(_("WITHDRAWN"))
    return tuple(found)


def facts(edition: Edition) -> Iterator[tuple[str, str]]:
    """The head of a report: label and value."""
    words = edition.words
    yield _("Office"), str(edition.series.organisation)
    yield _("Period"), f"{in_words(edition.since)} – {in_words(edition.until)}"
    yield pgettext("report", "As of"), in_words(edition.as_of)
    if edition.series.region_id:
        yield _("Region"), str(edition.series.region)
    if edition.signed_by_id:
        yield (
            _("Signed by"),
            f"{edition.signed_by}, {in_words(edition.signed_at)}" if edition.signed_at else "",
        )
        yield _("Fingerprint"), edition.signed_sha256[:16]
    if edition.corrects_id and edition.corrects is not None:
        yield (
            _("Corrects"),
            _("number %(n)s: %(why)s") % {"n": edition.corrects.number, "why": edition.reason},
        )
    elif edition.reason:
        yield _("Reason"), edition.reason
    code = words.get("classification", "")
    yield _("Classification"), str(CLASSIFICATIONS.get(code, _("not chosen yet")))


def blocks_of(edition: Edition, part: Part) -> Iterator[Block]:
    """Measured blocks, then what a person added to them."""
    words = edition.words
    if part == Part.TOP_LINE:
        yield Block(kind="lead", runs=runs(words.get("top_line") or _("[not written yet]")))
        return
    for block in edition.measured.get("sections", {}).get(part.value, ()):
        yield from measured_block(block, words)
    if note := str(words.get("notes", {}).get(part.value, "")).strip():
        yield Block(kind="note", runs=runs(note))
    if part == Part.ACTIONS:
        yield actions(words)
    if part == Part.DISTRIBUTION:
        yield Block(kind="say", runs=runs(words.get("distribution") or _("[not written yet]")))
        code = words.get("classification", "")
        label = CLASSIFICATIONS.get(code, _("not chosen yet"))
        yield Block(kind="say", runs=runs(f"{_('Classification')}: {label}"))


def measured_block(block: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[Block]:
    kind = block["kind"]
    if kind in {"say", "warn"}:
        yield Block(kind=kind, runs=block["runs"])
    elif kind == "table":
        yield Block(
            kind="table",
            caption=block["caption"],
            head=tuple(block["head"]),
            rows=tuple(tuple(row) for row in block["rows"]),
        )
    elif kind == "chart":
        said = words.get("charts", {}).get(block["key"], {})
        if said.get("state") == "left_out":
            return
        yield Block(
            kind="chart",
            key=block["key"],
            caption=block["title"],
            points=tuple((datetime.fromisoformat(at), n) for at, n in block["points"]),
            usual=tuple(block["usual"]) if block["usual"] else None,
            says=str(said.get("says") or block["suggestion"]),
            is_confirmed=said.get("state") == "confirmed",
        )


def actions(words: Mapping[str, Any]) -> Block:
    rows = words.get("actions", [])
    if not rows:
        return Block(kind="say", runs=runs(_("No recommendation.")))
    return Block(
        kind="table",
        caption=_("What to do, by whom, until when"),
        head=(_("Recommendation"), _("Owner"), _("Deadline")),
        rows=tuple(
            (runs(row["text"]), runs(row["owner"] or "–"), runs(day(row["due"]))) for row in rows
        ),
    )


def day(value: str) -> str:
    try:
        return day_in_words(date.fromisoformat(value))
    except ValueError:
        return value or "–"
