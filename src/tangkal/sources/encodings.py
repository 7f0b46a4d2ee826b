"""Guess how a text file was written to bytes."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def guess_encoding(head: bytes) -> str:
    """The encoding of a file from its first bytes.

    A byte-order mark decides. Else UTF-8, even with a few broken bytes (their rows go to
    quarantine); only where broken sequences outnumber good ones is it the Windows code page
    that spreadsheets in Indonesia save by default.

    >>> guess_encoding("harga naik".encode()), guess_encoding("café é".encode("cp1252"))
    ('utf-8', 'cp1252')
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    text = head.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - broken
    return "cp1252" if broken > good else "utf-8"
