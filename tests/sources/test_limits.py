"""A source made to fill the memory is refused in a sentence, and nothing of it is held."""

import io

import pytest

from tangkal.kernel import UnreadableSource
from tangkal.sources.base import Document
from tangkal.sources.csv.reader import read_csv
from tangkal.sources.jsonl import reader as jsonl
from tangkal.sources.lines import LONGEST, bounded_lines


@pytest.mark.parametrize(
    ("read", "head"),
    [(read_csv, b"id,text\n1,pagi\n2,"), (jsonl.read_jsonl, b'{"text": "pagi"}\n{"text": "')],
)
def test_an_endless_line_ends_the_source_and_keeps_what_came_before(tmp_path, read, head):
    path = tmp_path / "panjang"
    path.write_bytes(head + b"a" * (LONGEST + 10))
    rows = read(Document.of_file(path))
    assert next(rows).values["text"] == "pagi"
    with pytest.raises(UnreadableSource, match=r"line [23] of panjang"):
        next(rows)


def test_no_more_than_the_limit_is_ever_asked_of_the_stream():
    class Endless(io.StringIO):
        asked = 0

        def readline(self, size=-1):
            Endless.asked = max(Endless.asked, size)
            return "a" * size

    with pytest.raises(UnreadableSource):
        list(bounded_lines(Endless(), "aliran", longest=1000))
    assert Endless.asked == 1001


def test_lines_are_those_of_the_stream():
    text = "a\n\nb\r\nc"
    given = list(bounded_lines(io.StringIO(text, newline=""), "x", longest=3))
    assert given == list(io.StringIO(text, newline=""))


def test_one_json_document_too_large_to_be_read_whole_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "LARGEST_DOCUMENT", 20)
    path = tmp_path / "besar.json"
    path.write_text('[{"text": "pagi"}, {"text": "siang"}]')
    with pytest.raises(UnreadableSource, match="one object a line"):
        list(jsonl.read_jsonl(Document.of_file(path)))
