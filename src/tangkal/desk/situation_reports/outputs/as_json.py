"""A report for other programs: what was measured, each figure's question, and what was said."""

import json
from datetime import UTC

from tangkal.desk.accounts.pseudonyms import name_outside
from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.ui.papers.document import Block, Report

SCHEMA = "tangkal.situation-report/1"


def written(report: Report, edition: Edition) -> bytes:
    found = {
        "schema": SCHEMA,
        "reference": report.reference,
        "title": report.title,
        "address": report.address,
        "language": report.language,
        "office": report.office,
        "series": report.series,
        "number": edition.number,
        "state": edition.state,
        "marks": list(report.marks),
        "is_exercise": edition.is_exercise,
        "region": edition.series.region_id,
        **{
            name: getattr(edition, name).astimezone(UTC).isoformat()
            for name in ("since", "until", "as_of")
        },
        "sha256": edition.sha256,
        "signed": None
        if edition.signed_at is None
        else {
            # Another program needs to know that one and the same person signs, not who.
            "by": name_outside(edition.signed_by),
            "at": edition.signed_at.astimezone(UTC).isoformat(),
            "sha256": edition.signed_sha256,
        },
        "corrects": edition.corrects.number if edition.corrects else None,
        "reason": edition.reason,
        "classification": edition.words.get("classification", ""),
        "top_line": report.top_line,
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "blocks": [block_of(block) for block in section.blocks],
            }
            for section in report.sections
        ],
        "figures": edition.figures,
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def block_of(block: Block) -> dict[str, object]:
    if block.kind == "table":
        return {
            "kind": "table",
            "caption": block.caption,
            "head": list(block.head),
            "rows": block.plain_rows,
        }
    if block.kind == "chart":
        return {
            "kind": "chart",
            "title": block.caption,
            "so_what": block.says,
            "is_confirmed": block.is_confirmed,
            "points": [[at.isoformat(), count] for at, count in block.points],
            "usual": block.usual,
        }
    return {"kind": block.kind, "text": block.text}
