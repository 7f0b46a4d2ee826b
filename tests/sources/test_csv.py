"""CSV as people save it: any delimiter, encoding and quoting, and no line lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import UnreadableSource
from tangkal.sources import BadRow, Document, Row
from tangkal.sources.csv.reader import read_csv


def rows_of(content):
    body = content.encode() if isinstance(content, str) else content
    return list(read_csv(Document(name="berkas.csv", body=body)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_delimiter_encoding_and_line_ends_are_found_out(delimiter, encoding, ending):
    lines = ["id,isi", "1,café di Mékarjati", "2,biasa saja"]
    content = ending.join(line.replace(",", delimiter) for line in lines)
    found = rows_of(content.encode(encoding))
    assert [r.values for r in found] == [
        {"id": "1", "isi": "café di Mékarjati"},
        {"id": "2", "isi": "biasa saja"},
    ]


def test_a_field_over_several_lines_keeps_the_following_line_numbers_right():
    found = rows_of('id,isi\n1,"satu\ndua\n\ntiga"\n\n2,"a ""b"" c"\n3,5" layar\n')
    assert [(r.line, r.values["isi"]) for r in found] == [
        (2, "satu\ndua\n\ntiga"),
        (7, 'a "b" c'),
        (8, '5" layar'),
    ]


def test_a_quote_never_closed_costs_one_line():
    found = rows_of('id,isi\n1,"tak ditutup\n2,biasa\n3,"juga ""baik"""\n')
    assert [type(r) for r in found] == [BadRow, Row, Row]
    assert (found[0].line, found[0].about) == (2, "quote never closed")
    assert [r.line for r in found[1:]] == [3, 4]


def test_wrong_field_counts_and_wrong_bytes_are_named_with_their_line():
    found = rows_of(
        b"id,isi\n1,a,b\n2\n3,c,,\n" + b"4,na\xefve caf\xe9\n" + "5,é\n6,é\n7,é".encode()
    )
    bad = {r.line: r.reason for r in found if isinstance(r, BadRow)}
    assert bad == {
        2: "line 2 has 3 fields where the header has 2",
        3: "line 3 has 1 fields where the header has 2",
        5: "byte 0xEF on line 5 is not utf-8; save the file as UTF-8",
    }
    assert [r.line for r in found if isinstance(r, Row)] == [4, 6, 7, 8]


def test_nameless_and_equal_columns_are_told_apart():
    (row,) = rows_of(",isi,isi\n1,a,b\n")
    assert row.values == {"column_1": "1", "isi": "a", "isi_2": "b"}


def test_without_a_header_there_is_nothing_to_read():
    with pytest.raises(UnreadableSource, match="no header"):
        rows_of("\n\n")


fields = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=12)


@given(st.lists(st.tuples(fields, fields), max_size=8))
def test_what_the_csv_module_writes_is_read_back_with_its_lines(pairs):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["kolom_a", "kolom_b"])
    lines = []
    for pair in pairs:
        lines.append(out.getvalue().count("\n") + 1)
        writer.writerow(pair)
    # The byte-order mark says UTF-8; without it a few odd characters say nothing sure.
    found = rows_of(b"\xef\xbb\xbf" + out.getvalue().encode())
    assert [(r.line, *r.values.values()) for r in found] == [
        (line, *pair) for line, pair in zip(lines, pairs, strict=True)
    ]


@given(st.text('a",;\n1', max_size=60))
def test_every_line_is_in_a_row_or_in_quarantine(tail):
    found = rows_of("id,isi\n" + tail)
    told = sum(
        r.raw.count("a") if isinstance(r, BadRow) else "".join(r.values.values()).count("a")
        for r in found
    )
    assert told == tail.count("a")
