"""Whom newsrooms ask: entered by the office, printed on its releases, missed where missing."""

import pytest

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.channels import press, press_contacts
from tangkal.desk.channels.models import PressContact
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.channels.test_validity import words_of

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Sari Contoh",
    "role": "Subbagian Humas",
    "phone": "+62 21 555 0100",
    "email": "humas@contoh.go.id",
    "hours": "Setiap hari 07.00–21.00 WIB",
}


@pytest.fixture
def office(people) -> Organisation:
    return people["penyetuju"].organisation


def kept(office, who, **fields):
    return press_contacts.keep_contact(office, by=who, version=0, **(GIVEN | fields))


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_press_release_ends_with_whom_to_ask(message, office, people, form):
    version = messages.latest(message)
    assert "Narahubung media" not in words_of(press.written(version, form), form)
    kept(office, people["juru_bicara"])
    said = " ".join(words_of(press.written(version, form), form).split())
    assert "Narahubung media" in said
    for words in GIVEN.values():
        assert words in said


def test_the_page_says_that_nobody_is_entered_and_leads_there_whoever_may_enter(
    message, office, people, signed_in
):
    place = f"/desk/channels/message/{message.pk}/"
    page = signed_in("juru_bicara").get(place).content.decode()
    assert "has no press contact yet" in page
    assert f"/desk/channels/press-contact/{office.pk}/" in page
    assert "press-contact" not in signed_in("analis").get(place).content.decode()
    kept(office, people["juru_bicara"])
    page = signed_in("juru_bicara").get(place).content.decode()
    assert "has no press contact yet" not in page
    assert GIVEN["phone"] in page


def test_the_office_enters_and_changes_it_on_its_page(office, signed_in, chain_holds):
    place = f"/desk/channels/press-contact/{office.pk}/"
    assert "Nobody yet" in signed_in("juru_bicara").get(place).content.decode()
    reply = signed_in("juru_bicara").post(place, GIVEN | {"version": 0})
    assert reply.status_code == 302
    shown = signed_in("penyetuju").get(place).content.decode()
    assert GIVEN["phone"] in shown
    late = signed_in("penyetuju").post(place, GIVEN | {"version": 0, "phone": "021 555 0199"})
    assert late.status_code == 409
    done = signed_in("penyetuju").post(place, GIVEN | {"version": 1, "phone": "021 555 0199"})
    assert done.status_code == 302
    assert PressContact.objects.get().phone == "021 555 0199"
    assert "555" not in " ".join(AuditEvent.objects.values_list("detail", flat=True))
    assert chain_holds()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "", "role": ""}, "Name a person or a post"),
        ({"phone": "", "email": ""}, "telephone number or an e-mail"),
        ({"phone": "hubungi kami"}, "as a newsroom dials it"),
        ({"email": "humas"}, "valid email address"),
    ],
)
def test_a_contact_that_nobody_could_reach_is_refused_saying_what_is_missing(
    office, signed_in, fields, words
):
    place = f"/desk/channels/press-contact/{office.pk}/"
    reply = signed_in("juru_bicara").post(place, GIVEN | {"version": 0} | fields)
    assert reply.status_code == 422
    assert words in reply.content.decode()
    assert not PressContact.objects.exists()


@pytest.mark.parametrize("who", ["analis", "penyusun", "auditor", "foreign_penyetuju"])
def test_nobody_else_says_whom_the_press_asks(office, people, who):
    with pytest.raises(ActionDenied):
        kept(office, people[who])


def test_two_who_change_it_at_once_do_not_write_over_each_other(office, people):
    kept(office, people["juru_bicara"])
    with pytest.raises(StaleObject):
        kept(office, people["penyetuju"])


def test_a_unit_has_its_offices_contact_and_a_government_below_a_province_only_its_own(
    office, people
):
    kept(office, people["juru_bicara"])
    unit = Organisation.objects.create(name="Bagian", type=Organisation.Type.UNIT, parent=office)
    regency = Organisation.objects.create(
        name="Kabupaten", type=Organisation.Type.DISTRICT, parent=office
    )
    assert press_contacts.contact_for(unit).phone == GIVEN["phone"]
    assert press_contacts.contact_for(regency) is None
