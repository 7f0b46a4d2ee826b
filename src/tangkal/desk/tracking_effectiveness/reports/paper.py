"""A report as one paper, the same for every output: page, PDF, DOCX, JSON."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tangkal.desk.accounts.pseudonyms import name_outside
from tangkal.desk.tracking_effectiveness.models import EvaluationReport
from tangkal.desk.tracking_effectiveness.report_states import ReportState
from tangkal.desk.ui.charts import Interval, Scale
from tangkal.desk.ui.moments import day_in_words, in_words
from tangkal.desk.ui.papers import pdf, word
from tangkal.desk.ui.papers.document import EXERCISE, Block, Report, Section, spoken

SCHEMA = "tangkal.evaluation-report/1"
FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


def assemble(report: EvaluationReport) -> Report:
    """The report in its own language and on its office's clock."""
    with spoken(report.language, report.time_zone):
        return assembled(report)


def title_of(report: EvaluationReport) -> str:
    named = (
        _("Monthly evaluation report: %(period)s")
        if report.kind == EvaluationReport.Kind.MONTH
        else _("Quarterly evaluation report: %(period)s")
    )
    return named % {"period": report.measured.get("period", "")}


def assembled(report: EvaluationReport) -> Report:
    summary = str(report.words.get("summary", ""))
    lead = Block(kind="lead", runs=[[summary or _("[not written yet]"), None]])
    parts: list[tuple[str, str, tuple[Block, ...]]] = [("summary", _("In short"), (lead,))]
    parts += [
        (section["key"], section["heading"], tuple(blocks_of(report, section)))
        for section in report.measured.get("sections", ())
    ]
    if recommended := str(report.words.get("recommendations", "")).strip():
        parts.append(("recommendations", _("What we change"), (said(recommended),)))
    address = reverse("evaluation-report", args=[report.pk])
    return Report(
        title=title_of(report),
        reference=f"EVL {report.organisation_id}/{report.number}",
        language=report.language,
        zone=report.time_zone,
        series="",
        office=str(report.organisation),
        marks=marks(report),
        facts=tuple(facts(report)),
        classification="",
        period=str(report.measured.get("period", "")),
        as_of=in_words(report.as_of),
        address=f"{settings.TANGKAL.site_url}{address}",
        is_secret=False,
        top_line=summary,
        sections=tuple(
            Section(key=key, number=place, heading=heading, blocks=blocks)
            for place, (key, heading, blocks) in enumerate(parts, start=1)
        ),
    )


def said(text: str, kind: str = "say") -> Block:
    return Block(kind=kind, runs=[[text, None]])


def marks(report: EvaluationReport) -> tuple[str, ...]:
    found = [EXERCISE] if report.is_exercise else []
    if report.state in {ReportState.DRAFT, ReportState.SUBMITTED}:
        found.append(_("DRAFT – not approved"))
    elif report.state == ReportState.SUPERSEDED:
        found.append(_("REPLACED by a later one"))
    elif report.state == ReportState.WITHDRAWN:
        found.append(_("WITHDRAWN"))
    if report.is_late and report.state in {ReportState.DRAFT, ReportState.SUBMITTED}:
        found.append(_("LATE"))
    return tuple(found)


def facts(report: EvaluationReport) -> Iterator[tuple[str, str]]:
    yield _("Office"), str(report.organisation)
    yield _("Period"), str(report.measured.get("period", ""))
    yield pgettext("report", "As of"), in_words(report.as_of)
    late = f" · {_('late')}" if report.is_late else ""
    yield _("Due"), f"{day_in_words(report.due_at)}{late}"
    if report.approved_at and report.approved_by:
        yield _("Approved by"), f"{report.approved_by}, {in_words(report.approved_at)}"
        yield _("Fingerprint"), report.approved_sha256[:16]
    if report.reason:
        yield _("Reason"), report.reason


def blocks_of(report: EvaluationReport, section: Mapping[str, Any]) -> Iterator[Block]:
    """Measured blocks, then what a person added to them."""
    for block in section["blocks"]:
        if block["kind"] == "table":
            if block["rows"]:
                yield Block(
                    kind="table",
                    # The part's heading is not said twice.
                    caption="" if block["caption"] == section["heading"] else block["caption"],
                    head=tuple(block["head"]),
                    rows=tuple(tuple([[cell, None]] for cell in row) for row in block["rows"]),
                )
        elif block["kind"] == "chart":
            yield chart_of(report, block)
        else:
            yield said(block["text"], block["kind"])
    if note := str(report.words.get("notes", {}).get(section["key"], "")).strip():
        yield said(note, "note")


def chart_of(report: EvaluationReport, block: Mapping[str, Any]) -> Block:
    confirmed = report.words.get("says", {}).get(block["key"], "")
    return Block(
        kind="chart",
        key=block["key"],
        caption=block["title"],
        intervals=tuple(Interval(**row) for row in block["rows"]),
        scale=Scale(**block["scale"]),
        says=str(confirmed or block["suggestion"]),
        is_confirmed=bool(confirmed),
    )


def with_charts(
    report: EvaluationReport, paper: Report, *, bare: bool = False
) -> list[tuple[Section, list[tuple[Block, str]]]]:
    """Each part's blocks with their charts drawn in the report's language, whoever reads it."""
    with spoken(report.language, report.time_zone):
        return [
            (section, [(block, drawn(block, bare)) for block in section.blocks])
            for section in paper.sections
        ]


def drawn(block: Block, bare: bool) -> str:
    if block.kind != "chart":
        return ""
    return block.bare_chart if bare else block.chart


def charts_of(report: EvaluationReport) -> list[dict[str, Any]]:
    """Every chart as it was measured, in reading order."""
    return [
        block
        for section in report.measured.get("sections", ())
        for block in section["blocks"]
        if block["kind"] == "chart"
    ]


def written(report: EvaluationReport, form: str) -> tuple[str, str, bytes]:
    """Name, content type and bytes of one form; `form` is one of FORMS."""
    name = f"evaluation-{report.organisation_id}-{report.number}"
    if report.is_exercise:
        name = f"LATIHAN-{name}"
    paper = assemble(report)
    if form == "json":
        content = as_json(report, paper)
    elif form == "pdf":
        content = pdf.written(paper, at=report.approved_at or report.as_of)
    else:
        content = word.written(paper)
    return f"{name}.{form}", FORMS[form], content


def as_json(report: EvaluationReport, paper: Report) -> bytes:
    """For other programs: the figures, the rules behind the sentences, and no name of staff."""
    found = {
        "schema": SCHEMA,
        "reference": paper.reference,
        "title": paper.title,
        "office": paper.office,
        "kind": report.kind,
        "language": report.language,
        "state": report.state,
        "marks": list(paper.marks),
        "is_exercise": report.is_exercise,
        **{
            name: getattr(report, name).astimezone(UTC).isoformat()
            for name in ("since", "until", "as_of", "due_at")
        },
        "is_late": report.is_late,
        "sha256": report.sha256,
        "approved": None
        if report.approved_at is None
        else {
            "by": name_outside(report.approved_by),
            "at": report.approved_at.astimezone(UTC).isoformat(),
            "sha256": report.approved_sha256,
        },
        "measured": report.measured,
        "words": report.words,
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode()
