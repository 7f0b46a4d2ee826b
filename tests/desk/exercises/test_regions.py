"""The demonstration shows regions at work: local texts compared, and partners who agreed."""

import pytest
from django.test import Client
from django.utils import timezone

from tangkal.desk.accounts.regions import load_regions
from tangkal.desk.alignment import feeds, fetching, queries
from tangkal.desk.alignment.models import LocalFeed, LocalText, Value
from tangkal.desk.cases.models import Case
from tangkal.desk.directives import briefings
from tangkal.desk.directives.briefing_models import Briefing, Contact
from tangkal.desk.exercises import demo, directives, houses, local_texts, partners
from tests.desk.exercises.conftest import responding

pytestmark = pytest.mark.django_db
CITY, SAME, OTHER = "Muara Sentosa", "Sukamaju Raya", "Arga Lestari"


@pytest.fixture
def hired(db):
    load_regions()
    return demo.hire()


@pytest.fixture
def case(hired) -> Case:
    """A case of the demonstration with all that its regions add."""
    found = responding(hired)
    for each in (houses, directives, local_texts, partners):
        each.build(found, hired)
    return found


def values(name: str) -> dict[str, str]:
    text = LocalText.objects.get(kind="feed", organisation__name__contains=name)
    return {each.message_id: each.value for each in text.checks.all()}


def test_one_site_carries_the_message_one_a_part_and_one_says_something_else(case):
    assert set(values(SAME).values()) == {Value.PRESENT}
    assert {Value.PARTLY, Value.MISSING} & set(values(CITY).values())
    assert Value.CONTRADICTS not in values(CITY).values()
    assert values(OTHER)["stok"] == Value.CONTRADICTS
    assert values(OTHER)["harga"] == Value.PRESENT


def test_entries_about_something_else_are_not_kept(case):
    assert LocalText.objects.filter(kind="feed").count() == 3
    assert all(len(each.seen) == 2 and not each.reason for each in LocalFeed.objects.all())


def test_a_person_confirmed_the_contradiction_and_nobody_has_settled_it(case, hired):
    standing = queries.standings([case.houses.get()])[0]
    (unit,) = standing.contradicting
    assert OTHER in unit.text.organisation.name
    assert [each.person.by for each in unit.said if each.contradicts] == [hired["analis"]]
    assert not any(each.settled for each in unit.said)


def test_the_worker_asks_no_site_that_does_not_exist(case, monkeypatch):
    monkeypatch.setattr(feeds, "rows_of", lambda _feed: pytest.fail("a made-up site was asked"))
    while fetching.round(timezone.now()):
        pass


def test_an_office_without_an_account_has_confirmed_by_its_link(case):
    confirmed = (
        case.houses.get().versions.get().directives.get().recipients.exclude(acknowledged_at=None)
    )
    assert {each.organisation.name.split(" (")[0] for each in confirmed} == {
        "Diskominfo Provinsi Tirta Raya",
        "Pemerintah Kota Muara Sentosa",
    }


def test_partners_of_every_kind_agreed_and_one_who_withdrew_is_erased(case):
    kept = Contact.objects.filter(withdrawn_at=None)
    assert set(kept.values_list("kind", flat=True)) == set(Contact.Kind.values)
    assert all(each.purpose and each.how and each.consented_on for each in kept)
    (gone,) = Contact.objects.exclude(withdrawn_at=None)
    assert (gone.name, gone.address, gone.how) == ("", "", "")


def test_one_sheet_was_approved_by_a_second_person_and_one_waits(case, hired):
    found = {each.state: each for each in Briefing.objects.all()}
    approved = found[Briefing.State.APPROVED]
    assert approved.approved_by != approved.author
    assert found[Briefing.State.DRAFT].author == hired["admin_daerah"]
    client = Client()
    client.force_login(hired["penyusun"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/desk/directives/briefings/{approved.pk}/").content.decode()
    assert "Lembar latihan" in page  # a sheet of an exercise is given to nobody outside it
    assert "____ (nomor aduan dinas di daerah)" in page
    assert "{kontak}" not in page
    assert briefings.readable(hired["penyusun"]).count() == 2


def test_pages_name_the_messages_and_lead_from_a_feed_to_the_whole_text(case, hired):
    client = Client()
    client.force_login(hired["analis"], backend="django.contrib.auth.backends.ModelBackend")
    house, text = case.houses.get(), LocalText.objects.get(organisation__name__contains=OTHER)
    address = f"/desk/alignment/texts/{text.pk}/"

    feeds_page = client.get(f"/desk/alignment/houses/{house.pk}/feeds/").content.decode()
    house_page = client.get(f"/desk/alignment/houses/{house.pk}/").content.decode()
    text_page = client.get(address).content.decode()

    assert address in feeds_page
    assert "Pilar 2" in house_page
    assert "tanyakan ke ____ (nomor aduan dinas di daerah)" in house_page
    assert "Antrean di SPBU, warga diminta bersabar" in text_page  # of no message: the whole text


def test_a_second_start_adds_nothing(case, hired):
    before = (LocalText.objects.count(), LocalFeed.objects.count(), Briefing.objects.count())
    for each in (houses, directives, local_texts, partners):
        each.build(case, hired)
    assert before == (
        LocalText.objects.count(),
        LocalFeed.objects.count(),
        Briefing.objects.count(),
    )
