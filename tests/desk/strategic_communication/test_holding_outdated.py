"""A fact of the message house changes while a first statement that carries it is on the portal."""

import pytest
from django.test import Client
from django.urls import reverse

from tangkal.desk.portal.models import Statement
from tangkal.desk.strategic_communication import holding, house_commands
from tangkal.desk.workflow import ActionDenied
from tests.desk.strategic_communication.contents import HOUSE
from tests.desk.strategic_communication.test_holding import (  # noqa: F401 - a fixture of ours
    VALUES,
    draft_holding,
    page,
    template,
)
from tests.desk.strategic_communication.test_houses import approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("template")]
MARK = "We are correcting this statement."
CARRIES = VALUES | {"confirmed": "harga Pertalite sepuluh ribu rupiah per liter"}
NOW = {
    "umbrella": "Harga Pertalite Rp12.000 per liter sampai 31 Maret 2026.",
    "pillars": [
        HOUSE["pillars"][0] | {"text": "Harga Pertalite menjadi Rp12.000 per liter."},
        HOUSE["pillars"][1],
    ],
    "translations": {},
    "locked": [{"text": "Rp12.000 per liter", "kind": "figure"}, HOUSE["locked"][1]],
}


@pytest.fixture
def house(crisis, people):
    made = house_commands.draft_house(crisis, title="Harga", content=HOUSE, by=people["penyusun"])
    return approve(made, people)


def published(crisis, people, values):
    draft = draft_holding(crisis, values, people["penyusun"])
    return holding.publish_holding(draft, by=people["penyetuju"], expected_version=draft.version)


def change(house, people, content):
    house.refresh_from_db()
    house_commands.save_house_version(
        house, HOUSE | content, by=people["penyusun"], expected_version=house.version
    )
    house.refresh_from_db()
    return approve(house, people)


def shown(address) -> str:
    return Client().get(address, {"lang": "en"}).content.decode()


@pytest.mark.parametrize("is_checked", [False, True])
def test_its_page_says_at_once_which_fact_fell_until_the_next_version_is_out(
    house, crisis, people, is_checked, chain_holds
):
    out = published(crisis, people, CARRIES)
    if is_checked:
        who = people["verifikator"]
        out = holding.check_holding(out, is_right=True, by=who, expected_version=out.version)
    assert MARK not in page(out)
    change(house, people, NOW)
    told = page(out)
    assert MARK in told
    assert "Rp10.000 per liter" in told
    assert "sepuluh ribu rupiah" in told  # its words stay readable
    for address in ("/", "/pernyataan/"):
        assert "Being corrected." in shown(address)
    assert MARK in shown("/rss.xml")
    assert Statement.objects.get().edition == 1  # not a word of it changed
    assert chain_holds()

    again = published(crisis, people, VALUES | {"confirmed": "harga Rp12.000 per liter"})
    assert again.slug == out.slug
    assert MARK not in page(again)
    assert "Being corrected." not in shown("/")


def test_the_desk_shows_that_its_page_is_marked_and_what_ends_that(house, crisis, people, client):
    out = published(crisis, people, CARRIES)
    client.force_login(people["penyusun"])
    address, words = reverse("holding", args=[out.pk]), "Its page says that it is being corrected."
    assert words not in client.get(address).content.decode()
    change(house, people, NOW)
    assert words in client.get(address).content.decode()


def test_a_statement_that_carries_no_fallen_fact_is_not_marked(house, crisis, people):
    out = published(crisis, people, VALUES)
    change(house, people, NOW)
    assert MARK not in page(out)


def test_a_house_renewed_with_the_same_facts_marks_nothing(house, crisis, people):
    out = published(crisis, people, CARRIES)
    change(house, people, {})
    assert MARK not in page(out)


def test_a_draft_filled_in_before_the_change_is_refused_with_the_fact_it_has_wrong(
    house, crisis, people
):
    draft = draft_holding(crisis, CARRIES, people["penyusun"])
    change(house, people, NOW)
    with pytest.raises(ActionDenied, match=r"Rp12\.000 per liter"):
        holding.publish_holding(draft, by=people["penyetuju"], expected_version=draft.version)
    assert not Statement.objects.exists()
    values = VALUES | {"confirmed": "harga Rp12.000 per liter"}
    assert "Rp12.000" in page(published(crisis, people, values))


def test_what_was_withdrawn_says_that_and_is_not_marked_besides(house, crisis, people):
    out = published(crisis, people, CARRIES)
    out = holding.withdraw_holding(
        out, by=people["penyetuju"], expected_version=out.version, reason="Keliru."
    )
    change(house, people, NOW)
    assert Statement.objects.get().doubted_at is None
    assert "withdrawn" in page(out)
