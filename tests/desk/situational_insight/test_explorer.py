"""The explorer: what was found, when and where, why nothing was, and the same as a file."""

import io
import json
from itertools import pairwise

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Signal
from tangkal.desk.situational_insight import export
from tangkal.desk.situational_insight.highlight import highlighted
from tangkal.engines.query import read_query
from tests.desk.lakes import item
from tests.desk.markup import inline_code

EXPLORER = "/desk/narratives/explorer/"


@pytest.fixture
def lake(use_lake):
    return use_lake(
        item("a", text="Pembagian BANTUAN <b>gr4tis</b> #Bansos", author="secret-hash"),
        item("b", hours_ago=2, platform="facebook", text="bantuan tunai", source_kind="media"),
        item("c", hours_ago=30, region_code="99.01", family_id="b" * 32, narrative="N2"),
        item("d", hours_ago=200, text="=1+1 banjir", is_exercise=True, language=None),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bagi", "a"),
        ("q=%22bantuan+tunai%22", "b"),
        ("q=bantuan+-tunai", "a"),
        ("q=tunai+OR+banjir", "bd"),
        ("q=%23bansos", "a"),
        ("q=bantu*", "ab"),
        ("q=gratis", "a"),
        ("kind=media", "b"),
        ("kind=nonsense", "abcd"),
        ("world=real", "abc"),
        ("world=exercise", "d"),
        (f"family={'b' * 32}", "c"),
        ("q=" + "x+" * 99, ""),  # as many words as the address lets in
    ],
)
def test_words_and_filters_find_what_they_say(signed_in, lake, query, found):
    reply = signed_in("analis").get(f"{EXPLORER}?{query}")
    assert reply.status_code == 200
    assert {row["item_id"][0] for row in reply.context["items"]} == set(found)
    assert reply.context["total"] == len(found)


def test_what_was_found_is_counted_by_time_and_place(signed_in, lake):
    reply = signed_in("analis").get(EXPLORER)
    chart = reply.context["chart"]
    assert sum(count for _at, count in chart.points) == 4
    days = [at for at, _count in chart.points]
    assert {after - before for before, after in pairwise(days)} == {timezone.timedelta(days=1)}
    told = {each.title: each.rows for each in reply.context["breakdowns"]}
    assert told["By platform"] == [("x", 3), ("facebook", 1)]
    assert told["By language"] == [("Indonesian", 3), ("language not told", 1)]
    assert told["By province"][0] == ("no region told", 3)
    assert "<svg" in reply.text
    assert "The figures as a table" in reply.text


def test_a_few_hours_are_drawn_by_the_hour_and_years_leave_their_rest_out(signed_in, use_lake):
    use_lake(item("a"), item("b", hours_ago=40), item("c", hours_ago=24 * 900))
    browser = signed_in("analis")
    assert len(browser.get(f"{EXPLORER}?first=2000-01-01").context["chart"].points) == 120
    assert browser.get(EXPLORER).context["chart"].before == 1
    first = (timezone.localtime() - timezone.timedelta(days=3)).date()
    assert len(browser.get(f"{EXPLORER}?first={first}").context["chart"].points) == 40


def test_found_words_are_marked_and_what_others_wrote_is_escaped(signed_in, people, lake):
    now = timezone.now()
    Signal.objects.create(
        key="narrative:N1", narrative_id="N1", title="Isu", first_seen_at=now, last_seen_at=now
    )
    text = signed_in("analis").get(f"{EXPLORER}?q=bantuan+gratis").text
    assert "<mark>BANTUAN</mark>" in text
    assert "&lt;b&gt;" in text
    assert "<b>gr4tis" not in text
    assert "its signal" in text
    assert inline_code(text) == []
    assert "secret-hash" not in text


@pytest.mark.parametrize(
    ("asked", "text", "shown"),
    [
        ("bagi", "Pembagian beras", "<mark>Pembagian</mark> beras"),
        ('"beras gratis"', "beras, gratis beras", "<mark>beras</mark>, <mark>gratis</mark> beras"),
        ("-beras", "beras", "beras"),
        ("#bansos", "bansos #Bansos", "bansos <mark>#Bansos</mark>"),
        ("kafe", "<i>Kafé</i>", "&lt;i&gt;<mark>Kafé</mark>&lt;/i&gt;"),
        ("", "a & b", "a &amp; b"),
        ("z", "y" * 700, "y" * 600 + " …"),
    ],
)
def test_marks_stand_where_the_words_are(asked, text, shown):
    found = highlighted(text, read_query(asked))
    assert found == shown


def test_a_word_late_in_a_long_text_is_shown():
    found = highlighted("kata " * 400 + "bensin " + "lain " * 400, read_query("bensin"))
    assert "<mark>bensin</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("q=zebra", "Nothing that was read holds zebra."),
        ("q=bantuan+zebra", "Nothing that was read holds zebra."),
        ("q=!!!", "holds no word"),
        ("q=banjir&platform=tiktok", "on any platform"),
        ("q=banjir&first=2999-01-01", "without the days"),
    ],
)
def test_where_nothing_is_found_it_says_why(signed_in, lake, query, says):
    text = signed_in("analis").get(f"{EXPLORER}?{query}").text
    assert "Why nothing was found" in text
    assert says in text


def test_pieces_without_a_word_are_told(signed_in, lake):
    assert "not looked for: !!!" in signed_in("analis").get(f"{EXPLORER}?q=bantuan+!!!").text


@pytest.mark.parametrize("form", export.FORMATS)
def test_every_format_has_the_same_rows_and_columns_and_is_on_record(signed_in, lake, form):
    reply = signed_in("analis").get(f"{EXPLORER}items.{form}?q=bantuan")
    content = b"".join(reply.streaming_content)
    assert f'filename="items.{form}"' in reply.headers["Content-Disposition"]
    if form == "jsonl":
        rows = [json.loads(line) for line in content.decode().splitlines()]
        assert [row["item_id"][0] for row in rows] == ["a", "b"]
        assert set(rows[0]) == set(export.COLUMNS)
    elif form == "parquet":
        table = pq.read_table(io.BytesIO(content))
        assert table.column_names == list(export.COLUMNS)
        assert table["text"].to_pylist()[1] == "bantuan tunai"
    else:
        assert content.decode().count("\r\n") == 3
    assert b"secret-hash" not in content
    event = AuditEvent.objects.get()
    assert (event.action, json.loads(event.detail)["format"]) == ("items.exported", form)


def test_nothing_found_is_a_whole_file_too(signed_in, lake):
    reply = signed_in("analis").get(f"{EXPLORER}items.parquet?q=zebra")
    assert pq.read_table(io.BytesIO(b"".join(reply.streaming_content))).num_rows == 0


def test_another_format_is_not_found_and_leaves_no_record(signed_in, lake):
    assert signed_in("analis").get(f"{EXPLORER}items.xlsx").status_code == 404
    assert not AuditEvent.objects.exists()


def test_a_file_stops_at_its_limit(signed_in, use_lake, monkeypatch):
    monkeypatch.setattr(export, "MOST", 4)
    monkeypatch.setattr(export, "PAGE", 2)
    use_lake(*(item(f"{n}", hours_ago=n) for n in range(7)))
    reply = signed_in("analis").get(f"{EXPLORER}items.jsonl")
    rows = [json.loads(line) for line in b"".join(reply.streaming_content).decode().splitlines()]
    assert [row["item_id"][0] for row in rows] == ["0", "1", "2", "3"]
