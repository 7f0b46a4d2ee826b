"""A file that would fill memory, run, or pass for another is refused wherever a file is taken.

Generated from the table of addresses: every form of every page that takes a file gets each of
them. What is kept afterwards is looked at where it lies.
"""

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tangkal.desk.cases.files import MAX_BYTES, check_file
from tangkal.desk.portal.attachments import check_attachment
from tangkal.desk.recognise.media import reading
from tangkal.desk.reference.files import keep_file
from tests.safeguards.test_hostile_words import Page, signed_in
from tests.safeguards.test_urls_by_role import addresses  # noqa: F401 - the fixture comes along

pytestmark = pytest.mark.django_db
ROLES = ("", "penyusun", "analis")
SCRIPT = b"<script>alert(document.domain)</script>"


def png(width: int, height: int, rows: int) -> bytes:
    """A PNG that says it is larger than what it carries."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sum_ = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", sum_)

    pixels = zlib.compress(b"\x00" * rows, 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


ZEROS = bytes(30_000_000)
ACTIVE_PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"
BOMBS = {
    "a zip bomb as PDF": ("bukti.pdf", zipped("a.txt", ZEROS)),
    "a zip bomb in a zip bomb": ("bukti.zip", zipped("b.zip", zipped("a.txt", ZEROS))),
    "a gzip bomb as table": ("data.csv", gzip.compress(ZEROS)),
    "an office file that unfolds": ("data.xlsx", zipped("xl/worksheets/sheet1.xml", ZEROS)),
    "a document of office macros": ("juknis.pdf", zipped("word/vbaProject.bin", b"x")),
    "a huge PDF": ("besar.pdf", b"%PDF-1.7\n" + bytes(MAX_BYTES)),
    "a PDF that acts": ("aktif.pdf", ACTIVE_PDF),
    "a page as picture": ("foto.png", b"<!doctype html>" + SCRIPT),
    "a page as PDF": ("surat.pdf", b"<html>" + SCRIPT),
    "a drawing that runs": ("gambar.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT),
    "a program as picture": ("foto.jpg", b"MZ\x90\x00" + bytes(200)),
    "a script as text": ("catatan.txt", b"#!/bin/sh\nrm -rf /"),
    "nothing": ("kosong.pdf", b""),
}
CHECKS = {
    "evidence": check_file,
    "of a citizen": check_attachment,
    "of a document": lambda upload: keep_file(upload, by=None),
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("bomb", BOMBS)
def test_every_check_refuses_it_by_name(check, bomb):
    name, content = BOMBS[bomb]
    with pytest.raises(ValidationError) as refused:
        CHECKS[check](upload(name, content))
    assert name in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        png(60_000, 60_000, 1000),
        png(2**31 - 1, 2**31 - 1, 10),
        png(60_000, 60_000, 1_000_000)[:500],
        b"GIF89a" + struct.pack("<HH", 65535, 65535) + bytes(40),
        b"BM" + struct.pack("<IHHIIiiHH", 100, 0, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1, 24),
    ],
)
def test_a_picture_made_to_fill_memory_is_not_unfolded(content):
    with pytest.raises(ValidationError):
        reading.take(upload("foto.png", content))


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/x.pdf",
        "..\\..\\x.pdf",
        "/etc/passwd.pdf",
        "a\x00b.pdf",
        "x" * 5000 + ".pdf",
    ],
)
@pytest.mark.parametrize("check", CHECKS)
def test_a_file_s_name_is_only_a_name(check, name, settings):
    content = b"%PDF-1.7\n%%EOF\n"
    try:
        kept = CHECKS[check](upload(name, content))
    except ValidationError:
        return
    stored = getattr(kept.stored, "name", "")
    assert ".." not in stored
    assert "/" not in kept.name
    assert len(kept.name) <= 200
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        assert file.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve())


def with_files(page: str):
    """The forms of a page that take a file, with the names of their file fields."""
    fields = []
    for form in Page(page).forms:
        names = [name for name, kind in form["kinds"].items() if kind == "file"]
        if form["method"] == "post" and names:
            fields.append((form, names))
    return fields


def test_no_form_keeps_one_of_them_or_breaks_on_it(addresses, people, settings):  # noqa: F811
    """Whoever is asked, whatever else is in the form: refused in words, and nothing lies there."""
    sent, wrong = 0, []
    harmful = {content for _name, content in BOMBS.values() if content}
    for who in ROLES:
        client = signed_in(people, who)
        for name, address in addresses.items():
            if name == "sign-out":
                continue
            page = client.get(address)
            if page.status_code != 200 or "html" not in page.get("Content-Type", ""):
                continue
            for form, files in with_files(page.text):
                for bomb, (file_name, content) in BOMBS.items():
                    fields = dict(form["fields"])
                    fields |= {each: upload(file_name, content) for each in files}
                    with transaction.atomic():
                        answer = client.post(str(form["action"]) or address, fields)
                        transaction.set_rollback(True)
                    sent += 1
                    if answer.status_code >= 500:
                        wrong.append(f"{who} {name}: {bomb}: {answer.status_code}")
    assert sent >= 40, sent
    kept = [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]
    wrong += [f"kept: {file}" for file in kept if file.read_bytes() in harmful]
    assert not wrong, "\n".join(dict.fromkeys(wrong))
