"""Two narratives side by side: equal axes, aggregates only, and never the two worlds mixed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desk.lakes import item

COMPARE = "/desk/narratives/compare/"
pytestmark = pytest.mark.django_db

FUEL = "Antrean pertalite mengular di SPBU kota {n}"
FLOOD = "Banjir merendam tanggul dan perahu warga {n}"


def story(narrative, text, n, *, authors="", family="", **fields):
    return [
        item(
            f"{narrative}{k:02x}".encode().hex(),
            narrative=narrative,
            text=text.format(n=k),
            family_id=f"{family or narrative}{k}".encode().hex().ljust(32, "0"),
            hours_ago=k + 1,
            author=f"{authors or narrative}-{k}",
            **fields,
        )
        for k in range(n)
    ]


@pytest.fixture
def lake(use_lake, organisations):
    return use_lake(
        *story("N1", FUEL, 12, platform="x", region_code="99.01"),
        *story("N2", FLOOD, 9, platform="facebook"),
        *story("N3", FUEL, 6, authors="N1", family="N1"),
        *story("N4", FLOOD, 3, authors="N1"),
        *story("N5", FLOOD, 4, is_exercise=True),
    )


def page(client, a, b):
    return client.get(COMPARE, {"a": a, "b": b}).content.decode()


def test_both_are_drawn_on_one_axis_with_their_figures(lake, signed_in):
    said = page(signed_in("analis"), "N1", "N2")
    assert "one time axis" in said
    assert "12 (100%)" in said  # N1 on x
    assert "Kabupaten Contoh" in said
    assert "pertalite" in said
    assert "banjir" in said


def test_what_they_share_is_counted_and_nobody_is_named(lake, signed_in):
    said = page(signed_in("analis"), "N1", "N3")
    assert "<dt>Texts</dt><dd>6</dd>" in said
    assert "<dt>Accounts</dt><dd>6</dd>" in said
    assert "N1-3" not in said.replace("N1-3 ", "")


def test_fewer_than_five_accounts_in_common_are_not_counted_out(lake, signed_in):
    said = page(signed_in("analis"), "N1", "N4")
    assert "<dt>Accounts</dt><dd>fewer than five</dd>" in said


def test_an_exercise_is_not_compared_with_reality(lake, signed_in):
    said = page(signed_in("analis"), "N1", "N5")
    assert "is not compared with a real one" in said
    assert "What they share" not in said


def test_one_narrative_alone_asks_for_the_other(lake, signed_in):
    client = signed_in("analis")
    answer = client.get("/desk/narratives/N1/compare/")
    assert answer.url == f"{COMPARE}?a=N1"
    assert "Paste the address or the code of the other" in client.get(answer.url).content.decode()
    assert "name another" in page(client, "N1", "N1")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("N2", 200),
        ("https://meja.contoh.go.id/desk/narratives/N2/items/?page=2", 200),
        ("/desk/narratives/N2/", 200),
        ("N99", 404),
        ("../../etc", 404),
    ],
)
def test_the_other_is_named_by_code_or_address(lake, signed_in, said, status):
    assert signed_in("analis").get(COMPARE, {"a": "N1", "b": said}).status_code == status


def test_the_page_asks_the_database_a_fixed_number_of_times(lake, signed_in):
    client = signed_in("analis")
    page(client, "N1", "N2")
    with CaptureQueriesContext(connection) as asked:
        page(client, "N1", "N2")
    assert len(asked) <= 16
