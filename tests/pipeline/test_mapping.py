"""Columns are guessed from the names people and tools use, and doubts become questions."""

import pytest

from tangkal.kernel import InvalidInput
from tangkal.pipeline.mapping import MappingUnclear, guess_mapping, read_by_hand

FACT_CHECKS_AND_POSTS = ["id", "date", "label_tag", "title", "narasi", "url"]


@pytest.mark.parametrize(
    ("columns", "kind", "expected"),
    [
        (
            "id thread_id author body timestamp retweet_count like_count impression_count",
            "items",
            "native_id:id author:author text:body published_at:timestamp shares:retweet_count"
            " likes:like_count views:impression_count",
        ),
        (
            "object_id account_id content_id timestamp_share",
            "items",
            "text:object_id author:account_id native_id:content_id published_at:timestamp_share",
        ),
        (
            "message_id user_id username repost_id reply_id message timestamp urls",
            "items",
            "native_id:message_id author:username text:message published_at:timestamp"
            " reply_to:reply_id",
        ),
        (
            "id item_id source_platform source_url data.rest_id data.legacy.full_text"
            " data.legacy.created_at data.legacy.retweet_count data.views.count",
            "items",
            "native_id:item_id platform:source_platform url:source_url"
            " text:data.legacy.full_text published_at:data.legacy.created_at"
            " shares:data.legacy.retweet_count views:data.views.count",
        ),
        (
            "Isi Laporan;Tanggal Lapor;Kode Wilayah;Pelapor",
            "items",
            "text:Isi Laporan;published_at:Tanggal Lapor;region_code:Kode Wilayah;author:Pelapor",
        ),
        (
            "title label_tag url date",
            "claims",
            "title:title verdict:label_tag url:url published_on:date",
        ),
        (
            "claimReviewed reviewRating.alternateName datePublished author.name url",
            "claims",
            "title:claimReviewed verdict:reviewRating.alternateName"
            " published_on:datePublished publisher:author.name url:url",
        ),
    ],
)
def test_known_layouts_are_understood(columns, kind, expected):
    split = ";" if ";" in columns else " "
    mapping = guess_mapping(columns.split(split), [])
    assert mapping.kind == kind
    assert mapping.fields == dict(pair.split(":") for pair in expected.split(split))


def test_posts_beside_fact_checks_are_a_question():
    with pytest.raises(
        MappingUnclear, match=r"narasi.*title, label_tag.*--as items or --as claims"
    ):
        guess_mapping(FACT_CHECKS_AND_POSTS, [])


def test_a_posts_table_never_takes_the_answer_beside_it():
    mapping = guess_mapping(FACT_CHECKS_AND_POSTS, [], kind="items")
    assert mapping.fields == {"text": "narasi", "native_id": "id"}
    assert mapping.left_out == ("date", "label_tag", "title", "url")
    assert "fact-check" in mapping.note


def test_what_is_said_by_hand_wins_and_can_leave_out():
    mapping = guess_mapping(
        ["id", "isi", "judul", "waktu"], [], by_hand={"text": "judul", "native_id": ""}
    )
    assert mapping.fields == {"text": "judul", "published_at": "waktu"}
    assert mapping.left_out == ("id", "isi")


def test_a_text_without_a_telling_name_is_found_by_its_sentences():
    rows = [{"a": "1", "b": "harga naik besok pagi katanya"}]
    mapping = guess_mapping(["a", "b"], rows, kind="items")
    assert mapping.fields == {"text": "b"}
    assert "'b'" in mapping.note


@pytest.mark.parametrize(
    ("columns", "options", "sentence"),
    [
        (["nilai", "waktu"], {}, "neither posts nor fact-checks"),
        (["title", "url"], {}, "say --as items or --as claims"),
        (["nilai"], {"kind": "items"}, "no column looks like a text"),
        (["nilai"], {"kind": "claims"}, "--map title=COLUMN"),
        (["isi"], {"by_hand": {"text": "narasi"}}, "there is no column 'narasi'"),
        (["isi"], {"by_hand": {"warna": "isi"}}, "no field 'warna'"),
    ],
)
def test_what_cannot_be_told_is_asked_for(columns, options, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        guess_mapping(columns, [], **options)


def test_a_pair_without_an_equals_sign_is_refused():
    assert read_by_hand(["text=narasi", "url="]) == {"text": "narasi", "url": ""}
    with pytest.raises(InvalidInput, match="FIELD=COLUMN"):
        read_by_hand(["narasi"])
