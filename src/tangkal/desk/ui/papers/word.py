"""The report as a DOCX that an office can go on working with: styles, headers, alternative texts.

The template is built here, once a process, so that no file of unknown content lies in the
program; docxtpl then fills it.
"""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from tangkal.desk.ui.papers.document import Block, Report, drawing, spoken

WIDE_CM = 16.0
DOTS_AN_INCH = 160.0
BRAND, SOFT, ALARM = "0A5563", "4C566B", "9D1C2A"
TAGS = {"id": "id-ID", "en": "en-GB"}


def written(report: Report) -> bytes:
    # Loaded by those alone who take such a file.
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # noqa: PLC0415

    filled = DocxTemplate(BytesIO(template()))
    charts = [b for s in report.sections for b in s.blocks if b.kind == "chart" and b.is_drawn]
    filled.render(context(filled, report), autoescape=True)
    dress(filled.docx, report, charts)
    out = BytesIO()
    filled.save(out)
    return out.getvalue()


def context(filled: Any, report: Report) -> dict[str, Any]:
    with spoken(report.language, report.zone):
        return {
            "title": report.title,
            "reference": report.reference,
            "office": report.office,
            "marks": list(report.marks),
            "mark_line": " · ".join(report.marks),
            "facts": [{"label": label, "value": value} for label, value in report.facts],
            "sections": [
                {
                    "heading": section.numbered,
                    "blocks": [block_of(filled, block, report) for block in section.blocks],
                }
                for section in report.sections
            ],
            "note": _("Analyst’s note"),
            "open": _("This chart is not confirmed yet."),
            "read": report.way_on,
            "address": report.address,
        }


def block_of(filled: Any, block: Block, report: Report) -> dict[str, Any]:
    from docx.shared import Cm  # noqa: PLC0415
    from docxtpl import InlineImage  # noqa: PLC0415

    found: dict[str, Any] = {
        "kind": block.kind,
        "text": block.text,
        "caption": block.caption,
        "head": list(block.head),
        "rows": [{"cells": row} for row in block.plain_rows],
        "says": block.says,
        "is_open": not block.is_confirmed,
    }
    if block.kind == "chart":
        if block.is_drawn:
            picture = BytesIO(as_png(drawing(block, report)))
            found["picture"] = InlineImage(filled, picture, width=Cm(WIDE_CM))
        else:
            found["kind"] = "say"
    return found


def as_png(svg: str) -> bytes:
    """A drawing as a picture: word processors of older years show no SVG."""
    import typst  # noqa: PLC0415

    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 16cm)'
    )
    made: bytes = typst.compile(
        source.encode(),
        format="png",
        ppi=DOTS_AN_INCH,
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
    )
    return made


@lru_cache(maxsize=1)
def template() -> bytes:
    """The DOCX with its styles and the places that are filled in."""
    from docx import Document  # noqa: PLC0415

    page = Document()
    style(page)
    head(page)
    for line in ("{%p for section in sections %}", ("Heading 1", "{{ section.heading }}")):
        put(page, line)
    put(page, "{%p for block in section.blocks %}")
    for kind, name, text in (
        ("lead", "Intense Quote", "{{ block.text }}"),
        ("say", "Normal", "{{ block.text }}"),
        ("warn", "Warning", "{{ block.text }}"),
        ("note", "Quote", "{{ note }}: {{ block.text }}"),
    ):
        put(page, f"{{%p if block.kind == '{kind}' %}}", (name, text), "{%p endif %}")
    put(page, "{%p if block.kind == 'chart' %}", ("Caption", "{{ block.caption }}"))
    put(page, "{{ block.picture }}", ("Strong line", "{{ block.says }}"))
    put(page, "{%p if block.is_open %}", ("Warning", "{{ open }}"), "{%p endif %}", "{%p endif %}")
    put(page, "{%p if block.kind == 'table' %}")
    put(page, "{%p if block.caption %}", ("Caption", "{{ block.caption }}"), "{%p endif %}")
    grid(page)
    put(page, "{%p endif %}", "{%p endfor %}", "{%p endfor %}", "{{ read }} {{ address }}")
    out = BytesIO()
    page.save(out)
    return out.getvalue()


def put(page: Any, *lines: str | tuple[str, str]) -> None:
    for line in lines:
        name, text = line if isinstance(line, tuple) else ("Normal", line)
        page.add_paragraph(text, style=name)


def style(page: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    styles = page.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    for name, size in (("Title", 20), ("Heading 1", 14)):
        styles[name].font.color.rgb = RGBColor.from_string(BRAND)
        styles[name].font.size = Pt(size)
    styles["Caption"].font.color.rgb = RGBColor.from_string(BRAND)
    styles["Caption"].font.size = Pt(10)
    for name, colour in (("Warning", ALARM), ("Strong line", "17223B")):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        made.font.bold = True
        made.font.color.rgb = RGBColor.from_string(colour)
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)


def head(page: Any) -> None:
    """Marks on every page, then title and the facts of the edition."""
    section = page.sections[0]
    section.header.paragraphs[0].text = "{{ reference }}   {{ mark_line }}"
    section.header.paragraphs[0].style = page.styles["Warning"]
    section.footer.paragraphs[0].text = "{{ office }}"
    page.add_paragraph("{{ title }}", style="Title")
    put(page, "{%p for mark in marks %}", ("Warning", "{{ mark }}"), "{%p endfor %}")
    put(page, "{%p for fact in facts %}", "{{ fact.label }}: {{ fact.value }}", "{%p endfor %}")


def grid(page: Any) -> None:
    """A table whose columns and rows come with the data; its first row repeats as the header."""
    table = page.add_table(rows=4, cols=3, style="Light Grid Accent 1")
    header = ("{%tc for cell in block.head %}", "{{ cell }}", "{%tc endfor %}")
    body = ("{%tc for cell in row.cells %}", "{{ cell }}", "{%tc endfor %}")
    for place, texts in ((0, header), (2, body)):
        for cell, text in zip(table.rows[place].cells, texts, strict=True):
            cell.text = text
    table.rows[1].cells[0].text = "{%tr for row in block.rows %}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    mark_header(table.rows[0])


def mark_header(row: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def dress(page: Any, report: Report, charts: list[Block]) -> None:
    """Title, language and the charts' texts, which the template cannot know."""
    core = page.core_properties
    core.title, core.author, core.language = report.title, report.office, report.language
    core.subject = report.reference
    set_language(page, TAGS.get(report.language, "id-ID"))
    with spoken(report.language, report.zone):
        for shape, block in zip(page.inline_shapes, charts, strict=True):
            shape._inline.docPr.set("descr", block.alt)
            shape._inline.docPr.set("title", block.caption)


def set_language(page: Any, tag: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for name in languages_of(page):
        found = name.find(qn("w:lang"))
        if found is None:
            found = OxmlElement("w:lang")
            name.append(found)
        found.set(qn("w:val"), tag)


def languages_of(page: Any) -> Iterator[Any]:
    """Where a document says its language: the defaults of its styles, and the plain style."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    for default in page.styles.element.iter(qn("w:rPrDefault")):
        yield default.find(qn("w:rPr"))
    yield page.styles["Normal"].element.get_or_add_rPr()
