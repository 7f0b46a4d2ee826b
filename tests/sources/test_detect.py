"""The reader follows what a document holds, not what it is called."""

import pytest

from tangkal.kernel import UnreadableSource
from tangkal.sources import Document, detect


@pytest.mark.parametrize(
    ("name", "body", "content_type", "reader"),
    [
        ("a.csv", b"id,isi\n", None, "csv"),
        ("a.txt", b"id\tisi\n", None, "csv"),
        ("a.csv", b'{"a": 1}\n', None, "jsonl"),
        ("a.json", b'[{"a": 1}]', None, "jsonl"),
        ("a.bin", b"PAR1....", None, "parquet"),
        ("umpan", b'<?xml version="1.0"?><rss version="2.0">', "text/html", "feed"),
        ("umpan", b'<feed xmlns="http://www.w3.org/2005/Atom">', "text/xml", "feed"),
        ("laman", b"<!DOCTYPE html><html>", "text/plain", "page"),
        ("unduh", b"id,isi\n", "text/csv", "csv"),
    ],
)
def test_the_reader_is_found(name, body, content_type, reader):
    assert detect(Document(name=name, body=body, content_type=content_type)).name == reader


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"PK\x03\x04\x00\x00", "not text and not Parquet"),
        (b"sesuatu", "looks like no source"),
    ],
)
def test_what_nothing_reads_is_said_in_one_sentence(body, sentence):
    with pytest.raises(UnreadableSource, match=sentence):
        detect(Document(name="entah.xyz", body=body))


def test_a_kind_that_is_not_there_is_said():
    feed = Document(name="umpan", body=b'<rss version="2.0">')
    with pytest.raises(UnreadableSource, match="holds items, not claims"):
        detect(feed, "claims")


def test_a_feed_that_is_only_a_files_name_opens_no_file(tmp_path):
    secret = tmp_path / "rahasia.xml"
    secret.write_text(
        '<rss version="2.0"><channel><item><title>rahasia</title></item></channel></rss>'
    )
    document = Document(name="umpan.rss", body=str(secret).encode())
    with pytest.raises(UnreadableSource, match="not a feed"):
        list(detect(document).read(document))
