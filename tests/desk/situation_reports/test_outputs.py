"""One signed content in every form: tagged, marked, readable by everybody, and never two texts."""

import json
import re
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from tangkal.desk.situation_reports import commands, outputs
from tangkal.desk.situation_reports.assembly import assemble
from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.situation_reports.outputs import phone
from tests.desk.conftest import NOON
from tests.desk.situation_reports.conftest import confirmed
from tests.desk.situation_reports.worlds import lake_of, spread

pytestmark = pytest.mark.django_db

TOP = "Kabar kenaikan BBM tumbuh dua kali lipat"


def taken(edition, form):
    found = Edition.objects.select_related("series__organisation", "signed_by").get(pk=edition.pk)
    return outputs.written(found, form)


def pdf(edition):
    return PdfReader(BytesIO(taken(edition, "pdf")[2]))


def structure(reader):
    """Every structure element as (kind, alternative text), in reading order."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict) and "/S" in node:
            yield node["/S"], node.get("/Alt")
            if "/K" in node:
                yield from walk(node["/K"])

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def text_of(reader):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_the_pdf_is_tagged_named_and_in_its_language(signed):
    reader = pdf(signed())
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title.startswith("Laporan situasi 1")
    assert "pdfuaid:part>1<" in root["/Metadata"].get_object().get_data().decode()
    tags = structure(reader)
    kinds = [kind for kind, _alt in tags]
    assert kinds.count("/H1") >= 9 or kinds.count("/H2") >= 9
    assert {"/Table", "/TH", "/TD"} <= set(kinds)
    pictures = [alt for kind, alt in tags if kind == "/Figure"]
    assert len(pictures) == 3
    assert all(alt and "Volume naik." in alt for alt in pictures)


def test_every_form_says_the_same_words(signed):
    edition = signed()
    words = [TOP, "Siapkan klarifikasi", "Sejalan dengan pengumuman kemarin.", "Pimpinan"]
    page = text_of(pdf(edition))
    document = Document(BytesIO(taken(edition, "docx")[2]))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    letter = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    data = taken(edition, "json")[2].decode()
    for each in words:
        assert each in page
        assert each in letter
        assert each in data
    for heading in ("1. ", "5. ", "9. "):
        assert any(
            p.text.startswith(heading) for p in document.paragraphs if "Head" in p.style.name
        )


def test_the_docx_has_title_language_header_rows_and_a_text_for_each_chart(signed):
    document = Document(BytesIO(taken(signed(), "docx")[2]))
    core = document.core_properties
    assert core.title.startswith("Laporan situasi 1")
    assert core.language == "id"
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "id-ID"
    assert len(document.tables) >= 2
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert len({len(row.cells) for row in table.rows}) == 1
    texts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(texts) == 3
    assert all("Volume naik." in text for text in texts)
    assert "{{" not in "".join(p.text for p in document.paragraphs)
    assert "{%" not in "".join(p.text for p in document.paragraphs)


@pytest.mark.parametrize("drill", [False, True])
def test_a_draft_and_an_exercise_say_so_in_every_form(draft, people, organisations, lake, drill):
    series = commands.create_series(
        by=people["analis"],
        name="Gladi" if drill else "Nyata",
        kind="ad_hoc",
        organisation=organisations["ministry"],
        is_exercise=drill,
    )
    found = draft(of=series)
    document = Document(BytesIO(taken(found, "docx")[2]))
    texts = {
        "pdf": text_of(pdf(found)),
        "docx": document.sections[0].header.paragraphs[0].text,
        "txt": taken(found, "txt")[2].decode(),
        "json": " ".join(json.loads(taken(found, "json")[2])["marks"]),
    }
    for form, text in texts.items():
        assert "DRAF" in text, form
        assert ("LATIHAN" in text) == drill, form
    assert all(("LATIHAN" in taken(found, form)[0]) == drill for form in texts)


def test_a_signed_report_bears_no_mark(signed):
    edition = signed()
    assert assemble(edition).marks == ()
    assert "DRAF" not in taken(edition, "txt")[2].decode()


def test_a_chat_message_fits_a_phone_names_its_moment_and_warns_first(series, people):
    silent = lake_of(spread(1, "N1", NOON, 0))
    found = commands.draft(series, silent, until=NOON, hours=24, by=people["analis"], now=NOON)
    words = confirmed(found, top_line="kata " * 49 + "akhir")
    found = commands.edit(found, words, by=people["analis"], expected_version=found.version)
    text = taken(found, "txt")[2].decode()
    assert len(text) <= 1000
    assert f"/desk/situation-reports/{found.pk}/" in text
    assert "2 Mar 2026 12.00 WIB" in text
    lines = text.splitlines()
    assert lines.index(next(line for line in lines if line.startswith("!"))) < lines.index(
        next(line for line in lines if line.startswith("→"))
    )


def test_a_secret_reports_content_is_in_no_chat_message(draft, people):
    found = draft()
    words = confirmed(found, classification="rahasia")
    found = commands.edit(found, words, by=people["analis"], expected_version=found.version)
    text = phone.text(assemble(found))
    assert TOP not in text
    assert "/desk/situation-reports/" in text


def test_signs_that_are_commands_elsewhere_are_only_words(draft, people):
    found = draft()
    line = '#set text(red) {{ 7*7 }} <b>"kutip"</b> & ] $x$ {% for %}'
    words = confirmed(found, notes={"themes": line})
    found = commands.edit(found, words, by=people["analis"], expected_version=found.version)
    document = Document(BytesIO(taken(found, "docx")[2]))
    assert any(line in paragraph.text for paragraph in document.paragraphs)
    assert "{{ 7*7 }}" in text_of(pdf(found))
    assert line in json.loads(taken(found, "json")[2])["sections"][2]["blocks"][-1]["text"]


def test_the_json_holds_each_figure_with_its_question(signed):
    edition = signed()
    data = json.loads(taken(edition, "json")[2])
    assert data["signed"]["sha256"] == data["sha256"] == edition.sha256
    assert {each["key"]: each["value"] for each in data["figures"]}["items"] == 90
    assert data["sections"][0]["key"] == "top_line"
    assert len(data["sections"]) == 9
