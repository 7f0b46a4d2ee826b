"""The report as PDF and as open data: CSV and JSON, with definitions and licence."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tangkal.desk.transparency.figures import Content
from tangkal.desk.transparency.hiding import LEAST
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import Quarter
from tangkal.desk.transparency.words import (
    ANSWERS,
    COLUMNS,
    FIGURES,
    REQUESTS,
    TABLES,
    row_label,
)
from tangkal.desk.ui import sheets
from tangkal.desk.ui.charts import number
from tangkal.desk.ui.moments import day_in_words, in_words
from tangkal.desk.ui.papers import pdf
from tangkal.desk.ui.papers.document import EXERCISE, Block, Report, Section

LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def share(content: Content, key: str) -> str:
    """A part of its whole: "2 / 9"; empty for what is a whole itself."""
    of = FIGURES[key].of
    return f"{content['totals'].get(key, 0)} / {content['totals'].get(of, 0)}" if of else ""


def rows(content: Content, chosen: Iterable[str]) -> list[dict[str, Any]]:
    """Figures with their names, their whole and their definitions."""
    totals = content["totals"]
    return [
        {
            "key": key,
            "label": FIGURES[key].label,
            "value": totals.get(key, 0),
            "of": totals.get(FIGURES[key].of) if FIGURES[key].of else None,
            "definition": FIGURES[key].definition,
        }
        for key in chosen
    ]


def shown_tables(content: Content) -> list[dict[str, Any]]:
    """Tables with names of their rows and columns; a hidden cell says that it is hidden."""
    return [
        {
            "key": table["key"],
            "title": TABLES[table["key"]],
            "columns": [COLUMNS[name] for name in columns_of(table)],
            "rows": [
                {
                    "label": row_label(table["key"], row["key"]),
                    "cells": [cell(row["cells"][name]) for name in columns_of(table)],
                }
                for row in table["rows"]
            ],
        }
        for table in content["tables"]
    ]


def shown_taken_back(content: Content) -> list[dict[str, Any]]:
    """Requests taken back, with their day and the name of what was asked."""
    return [
        {
            "at": date.fromisoformat(each["at"]),
            "kind": row_label("by_kind", each["kind"]),
            "reason": each["reason"],
        }
        for each in content["taken_back"]
    ]


def columns_of(table: dict[str, Any]) -> list[str]:
    return list(table["rows"][0]["cells"]) if table["rows"] else []


def cell(value: int | None) -> str:
    """A count; what is hidden may be a small one or one that would give it away."""
    return pgettext("transparency", "hidden") if value is None else number(value)


def open_data(report: TransparencyReport) -> dict[str, Any]:
    """The report for programs: codes, values, definitions, licence and its own hash."""
    return {
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "edition": report.edition,
        "published_at": report.published_at.isoformat() if report.published_at else None,
        "sha256": report.sha256,
        "is_exercise": settings.TANGKAL.is_demo,
        "hidden": f"null: 1 to {LEAST - 1}, or hidden so that such a count does not follow",
        "definitions": {
            key: {"label": str(each.label), "definition": str(each.definition), "of": each.of}
            for key, each in FIGURES.items()
        },
        **report.content,
    }


def as_csv(report: TransparencyReport) -> str:
    """A line a figure: table, row, column, value; empty where it is hidden."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("quarter", "table", "row", "column", "value", "hidden", "licence"))
    quarter = report.content["quarter"]
    for key, value in report.content["totals"].items():
        writer.writerow((quarter, "totals", key, "n", value, "0", LICENCE))
    for table in report.content["tables"]:
        for row in table["rows"]:
            for column, value in row["cells"].items():
                hidden = "1" if value is None else "0"
                line = (quarter, table["key"], row["key"], column, value, hidden, LICENCE)
                writer.writerow([sheets.cell(each) for each in line])
    return f"\ufeff{text.getvalue()}"


def as_pdf(report: TransparencyReport) -> bytes:
    content, quarter = report.content, Quarter(report.year, report.quarter)
    moment = report.published_at or timezone.now()
    sections = [
        (_("What this is"), [say(report.foreword)] if report.foreword else []),
        (_("Requests to platforms"), [figure_table(content, REQUESTS), *tables_of(content)]),
        (_("Requests taken back"), taken_back(content)),
        (_("Our own answers"), [figure_table(content, ANSWERS)]),
        (_("How to read this"), [say(notes()), say(f"SHA-256 {report.sha256}")]),
    ]
    found = [(heading, blocks) for heading, blocks in sections if blocks]
    facts = [
        (_("Quarter"), str(quarter)),
        (_("Due"), day_in_words(quarter.due_at)),
        (_("Published"), in_words(moment)),
        (_("Edition"), str(report.edition)),
        (_("Licence"), LICENCE),
    ]
    path = reverse("public-transparency-report", args=[report.organisation_id, *numbers(quarter)])
    return pdf.written(
        Report(
            title=_("Transparency report %(quarter)s") % {"quarter": str(quarter)},
            reference=str(quarter),
            language=get_language() or "id",
            zone="Asia/Jakarta",
            series=_("Transparency"),
            office=content["office"],
            marks=(EXERCISE,) if settings.TANGKAL.is_demo else (),
            facts=tuple((str(label), value) for label, value in facts),
            classification="",
            period="",
            as_of=in_words(moment),
            address=f"{settings.TANGKAL.site_url}{path}",
            read=_("This report on the web, with its open data:"),
            is_secret=False,
            top_line="",
            sections=tuple(
                Section(key=f"part{n}", number=n, heading=heading, blocks=tuple(blocks))
                for n, (heading, blocks) in enumerate(found, start=1)
            ),
        ),
        at=moment,
    )


def numbers(quarter: Quarter) -> tuple[int, int]:
    return quarter.year, quarter.number


def say(text: str) -> Block:
    return Block(kind="say", runs=[[text, None]])


def notes() -> str:
    return _(
        "Counted from the desk’s own events. In tables by kind, ground, platform, outcome and "
        "rule, counts of 1 to %(most)d are hidden, and one more row where a hidden count would "
        "follow from the total. How many requests there are is no target. The office asks; the "
        "platform decides."
    ) % {"most": LEAST - 1}


def figure_table(content: Content, chosen: Iterable[str]) -> Block:
    found = [
        (
            f"– {row['label']}" if row["of"] is not None else str(row["label"]),
            number(row["value"]),
            number(row["of"]) if row["of"] is not None else "–",
            str(row["definition"]),
        )
        for row in rows(content, chosen)
    ]
    return table(
        _("Figures"),
        (_("Figure"), pgettext("transparency", "Number"), _("of"), _("What is counted")),
        found,
    )


def table(caption: str, head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> Block:
    return Block(
        kind="table",
        caption=caption,
        head=head,
        rows=tuple(tuple([[each, None]] for each in row) for row in body),
    )


def tables_of(content: Content) -> list[Block]:
    return [
        table(
            str(each["title"]),
            (_("What"), *(str(name) for name in each["columns"])),
            [(row["label"], *row["cells"]) for row in each["rows"]],
        )
        for each in shown_tables(content)
        if each["rows"]
    ]


def taken_back(content: Content) -> list[Block]:
    if not content["taken_back"]:
        return [say(_("None in this quarter."))]
    body = [
        (day_in_words(each["at"]), each["kind"], each["reason"])
        for each in shown_taken_back(content)
    ]
    return [table(_("Requests taken back"), (_("When"), _("What was asked"), _("Why")), body)]
