"""The report as one message for a chat group: what matters, what is not known, where to read."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.ui.papers.document import Block, Report, spoken
from tangkal.situational_insight.report import Part, shortened

MOST_TOP_LINE = 500  # characters of it that a message has room for


def written(report: Report, edition: Edition) -> bytes:
    return text(report).encode()


def text(report: Report) -> str:
    """At most about 1,000 characters; warnings stand before all figures."""
    with spoken(report.language, report.zone):
        head = [*report.marks, report.title, report.period]
        tail = [
            _("As of %(when)s. %(address)s") % {"when": report.as_of, "address": report.address}
        ]
        if report.is_secret:
            return "\n".join([*head, _("The content is secret: read it at the desk."), *tail])
        top_line = report.top_line or _("[not written yet]")
        if len(top_line) > MOST_TOP_LINE:
            top_line = f"{top_line[: MOST_TOP_LINE - 1].rstrip()}…"
        head.append(top_line)
        return shortened(head, list(lines(report)), tail, more=_("More in the report."))


def lines(report: Report) -> Iterator[str]:
    """The weightiest first: what is not known, what to do, then the first sentence of each part."""
    blocks = {section.key: section.blocks for section in report.sections}
    warnings = dict.fromkeys(
        block.text for found in blocks.values() for block in found if block.kind == "warn"
    )
    yield from (f"! {each}" for each in warnings)
    for block in blocks[Part.ACTIONS.value]:
        if block.kind == "table":
            yield from (f"→ {' · '.join(row)}" for row in block.plain_rows)
    for part in (Part.THEMES, Part.CHANGES, Part.FALSE_ITEMS, Part.QUESTIONS):
        yield from first_lines(blocks[part.value])


def first_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """A part's first sentence, and the first rows of its first table."""
    for block in blocks:
        if block.kind in {"say", "note"}:
            yield f"• {block.text}"
            break
    for block in blocks:
        if block.kind == "table":
            yield from (
                f"• {' · '.join(cell for cell in row[:3] if cell)}" for row in block.plain_rows[:3]
            )
            break
