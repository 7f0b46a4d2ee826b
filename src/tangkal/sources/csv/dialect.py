"""Guess a CSV's delimiter, and give every column a name."""

import csv
from collections import Counter

_DELIMITERS = ",;\t|"


def guess_delimiter(head: str) -> str:
    """The delimiter that cuts the first records into the most equal, and then most, fields.

    >>> guess_delimiter("id;isi\\n1;harga naik, katanya\\n2;banjir, lagi\\n")
    ';'
    """
    lines = head.splitlines(keepends=True)
    if len(lines) > 1 and not head.endswith(("\n", "\r")):
        lines.pop()  # the last may be cut off
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines[:200], delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(fields) for fields in csv.reader(lines, delimiter=delimiter) if fields]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:  # the header is the surest line
        return 0.0, 0
    agreeing = Counter(widths)[widths[0]] / len(widths)
    return round(agreeing, 1), widths[0]


def header_names(fields: list[str]) -> list[str]:
    """Column names without blanks around; nameless ones are numbered, equal ones told apart.

    >>> header_names(["", "isi ", "isi"])
    ['column_1', 'isi', 'isi_2']
    """
    names: list[str] = []
    for place, field in enumerate(fields, start=1):
        wanted = field.strip().lstrip("\ufeff") or f"column_{place}"
        name, copy = wanted, 2
        while name in names:
            name, copy = f"{wanted}_{copy}", copy + 1
        names.append(name)
    return names
