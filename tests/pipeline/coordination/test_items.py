"""Items of the lake as shares: what they carry, and what is left out and counted."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa

from tangkal.kernel.schema import LAKE
from tangkal.pipeline.coordination.items import COLUMNS, accounts_named, shares_of_items
from tests.engines.lakes import MONDAY, row


def items(*rows):
    return pa.Table.from_pylist(list(rows), schema=LAKE).select(COLUMNS)


def carried(*rows):
    shares = shares_of_items(items(*rows)).shares
    return sorted(
        (
            shares.behaviours[shares.behaviour[o]],
            shares.objects[o].as_py(),
            shares.accounts[a].as_py(),
        )
        for o, a in zip(shares.object.tolist(), shares.account.tolist(), strict=True)
    )


def test_an_item_shares_its_family_its_links_its_hashtags_and_what_it_answers():
    text = "Daftar bantuan tunai di https://a.example/b?utm_source=x. #Satu #dua #TIGA"
    found = carried(row("i", author="H", text=text, family_id="F", reply_to="77"))
    assert found == [
        ("hashtags", "#satu #dua #tiga", "H"),
        ("reply", "x:77", "H"),
        ("text", "F", "H"),
        ("url", "https://a.example/b", "H"),
    ]


def test_what_everybody_writes_joins_nobody():
    texts = ["Terima kasih Bapak", "@a @b https://", "#satu #dua"]
    given = items(*(row(str(n), author="H", text=text) for n, text in enumerate(texts)))
    assert shares_of_items(given).shares is None


def test_the_address_of_an_item_is_nothing_that_it_shares():
    assert "url" not in {
        kind
        for kind, _object, _account in carried(
            row("i", author="H", text="Besok harga beras naik lagi", url="https://x.com/i/1")
        )
    }


def test_items_without_an_author_or_from_the_future_are_left_out_and_counted():
    late = datetime(2026, 3, 9, tzinfo=UTC)
    text = "Besok harga beras naik lagi"
    found = shares_of_items(
        items(
            row("a", author="H", text=text),
            row("b", text=text),
            row("c", author="", text=text),
            row("d", author="H", text=text, published_at=late),
            row("e", author="H", text=text, published_at=MONDAY + timedelta(hours=2)),
        )
    )
    assert found.counts["items"] == 5
    assert found.counts["items_without_author"] == 2
    assert found.counts["items_in_the_future"] == 1
    assert found.shares.contents.to_pylist() == ["a", "e"]


def test_only_public_names_lead_to_accounts():
    given = items(
        row("a", author="H1", author_name="Kabar Contoh"),
        row("b", author="H2", author_name="kabar contoh"),
        row("c", author="H3"),
    )
    assert accounts_named(given, " Kabar Contoh ") == ["H1", "H2"]
    assert accounts_named(given, "") == []
