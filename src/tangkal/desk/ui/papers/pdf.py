"""The report as a tagged PDF: headings, tables with headers, a text for every chart (PDF/UA-1)."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tangkal.desk.ui.papers.document import Block, Report, drawing, spoken

TEMPLATE = Path(__file__).with_name("paper.typ")
PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")


def written(report: Report, *, at: datetime) -> bytes:
    """The file; `at` is the moment it bears, so that the same content gives the same bytes."""
    # Compiled code of 40 MB, for those alone who take a PDF.
    import typst  # noqa: PLC0415

    # The report's words travel as data, so that no sign in them is ever read as a command.
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,  # the same pages on every machine
        timestamp=int(at.timestamp()),
        sys_inputs={"report": json.dumps(data_of(report), ensure_ascii=False)},
    )
    return made


def pages_in(made: bytes) -> int:
    """How many pages a file of :func:`written` has.

    >>> pages_in(b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>")
    2
    """
    found = PAGES.search(made)
    assert found is not None  # every file that we write names its pages
    return int(found.group(1))


def data_of(report: Report) -> dict[str, Any]:
    with spoken(report.language, report.zone):
        return {
            "title": report.title,
            "language": report.language,
            "office": report.office,
            "reference": report.reference,
            "marks": list(report.marks),
            "facts": [list(fact) for fact in report.facts],
            "address": report.address,
            "words": {
                "page": _("Page"),
                "note": _("Analyst’s note"),
                "open": _("This chart is not confirmed yet."),
                "read": report.way_on,
            },
            "sections": [
                {
                    "heading": section.numbered,
                    "blocks": [block_of(block, report) for block in section.blocks],
                }
                for section in report.sections
            ],
        }


def block_of(block: Block, report: Report) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "text": block.text,
        "caption": block.caption,
        "head": list(block.head),
        "rows": block.plain_rows,
        "widths": widths(block),
        "says": block.says,
        "is_confirmed": block.is_confirmed,
        "alt": block.alt if block.kind == "chart" else "",
        "svg": drawing(block, report) if block.kind == "chart" else "",
    }


def widths(block: Block) -> list[float]:
    """Shares of the line for a table's columns: long texts get more, none is starved."""
    columns = zip(block.head, *block.plain_rows, strict=True)
    return [min(6.0, max(1.6, max(map(len, cells)) ** 0.5)) for cells in columns]
