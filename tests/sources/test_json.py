"""JSON lines, nested as tools write them, and single JSON documents."""

import json

import pytest

from tangkal.kernel import UnreadableSource
from tangkal.sources import BadRow, Document, Row
from tangkal.sources.jsonl.reader import read_jsonl


def rows_of(body):
    return list(read_jsonl(Document(name="berkas.json", body=body)))


def test_each_broken_line_is_named_and_the_others_read():
    body = b'\xef\xbb\xbf{"a": 1}\n\n{"a": \n"teks"\n{"a": NaN}\n{"a": "\xff"}\n{"a": 2}'
    found = rows_of(body)
    assert [(r.line, r.about) for r in found if isinstance(r, BadRow)] == [
        (3, "not JSON"),
        (4, "not an object"),
        (5, "not JSON"),
        (6, "bytes of another encoding"),
    ]
    assert [(r.line, r.values["a"]) for r in found if isinstance(r, Row)] == [(1, 1), (7, 2)]


def test_zeeschuimer_objects_become_dotted_columns():
    record = {"item_id": "9", "data": {"legacy": {"full_text": "isi"}, "tags": ["a", "b"]}}
    (row,) = rows_of(json.dumps(record).encode())
    assert row.values == {"item_id": "9", "data.legacy.full_text": "isi", "data.tags": "a b"}


@pytest.mark.parametrize("body", [b'[{"a": 1}, {"a": 2}]', b'{\n "data": [{"a": 1}, {"a": 2}]\n}'])
def test_one_document_with_a_list_is_read_record_by_record(body):
    assert [(r.line, r.values) for r in rows_of(body)] == [(1, {"a": 1}), (2, {"a": 2})]


@pytest.mark.parametrize("body", [b'[{"a": 1},', b'{\n"a": 1\n}'])
def test_a_document_that_holds_no_one_list_says_what_to_do(body):
    with pytest.raises(UnreadableSource, match="one object a line"):
        rows_of(body)
