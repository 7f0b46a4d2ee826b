"""Sheets for partners: approved words to who agreed, and nothing left of who withdrew."""

import io
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from tangkal.desk.accounts.models import RoleAssignment, User
from tangkal.desk.directives import briefings, sheets
from tangkal.desk.directives.briefing_models import Briefing, Contact
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import house_commands, house_queries
from tangkal.desk.workflow import ActionDenied
from tests.desk.directives.conftest import CONTENT, change_facts, in_force

pytestmark = pytest.mark.django_db

CONSENT = {
    "kind": "agama",
    "name": "Bapak Contoh",
    "address": "0800-123",
    "purpose": "lembar tentang BBM",
    "how": "lisan, dicatat saat pertemuan",
    "consented_on": date(2026, 3, 1),
}


@pytest.fixture
def contact(people, organisations) -> Contact:
    return briefings.record_contact(organisations["ministry"], by=people["penyusun"], **CONSENT)


@pytest.fixture
def sheet(house, people, organisations) -> Briefing:
    return briefings.write_briefing(
        house_queries.in_force(house), organisations["ministry"], title="Harga BBM",
        request="Sampaikan kepada jemaah.", contact="Diskominfo, 112", by=people["penyusun"],
    )  # fmt: skip


@pytest.fixture
def approved(sheet, people) -> Briefing:
    return briefings.approve_briefing(sheet, by=people["penyetuju"])


@pytest.mark.parametrize("missing", ["name", "address", "purpose", "how"])
def test_nobody_is_kept_without_a_whole_consent(people, organisations, missing):
    with pytest.raises(ValidationError):
        briefings.record_contact(
            organisations["ministry"], by=people["penyusun"], **(CONSENT | {missing: " "})
        )
    later = {"consented_on": timezone.localdate() + timedelta(days=1)}
    with pytest.raises(ValidationError, match="still to come"):
        briefings.record_contact(
            organisations["ministry"], by=people["penyusun"], **(CONSENT | later)
        )
    assert not Contact.objects.exists()


def test_who_withdraws_is_nowhere_any_more_and_what_was_given_still_counts(
    contact, approved, people, chain_holds
):
    briefings.hand_out(approved, [contact], by=people["penyusun"])

    briefings.withdraw_consent(contact, by=people["admin_daerah"])

    contact.refresh_from_db()
    assert (contact.name, contact.address, contact.how, contact.region) == ("", "", "", None)
    assert approved.handed.count() == 1
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any("Bapak Contoh" in str(row) for row in cursor.fetchall()), table
    with pytest.raises(ActionDenied, match="already"):
        briefings.withdraw_consent(contact, by=people["penyusun"])
    chain_holds()


def test_who_withdrew_before_is_given_nothing(contact, approved, people):
    briefings.withdraw_consent(contact, by=people["penyusun"])
    with pytest.raises(ValidationError):
        briefings.hand_out(approved, [contact], by=people["penyusun"])
    assert not approved.handed.exists()


def test_only_who_keeps_contacts_there_sees_or_changes_them(contact, people, officers):
    assert list(briefings.contacts_of(people["penyusun"])) == [contact]
    for who in (people["auditor"], people["analis"], people["foreign_penyusun"]):
        assert not briefings.contacts_of(who).exists()
        with pytest.raises(ActionDenied):
            briefings.withdraw_consent(contact, by=who)
    assert not briefings.contacts_of(officers["district"]).exists()


def test_a_second_person_approves_and_only_then_it_is_given(sheet, contact, people):
    with pytest.raises(ActionDenied, match="approved sheet"):
        briefings.hand_out(sheet, [contact], by=people["penyusun"])
    with pytest.raises(ActionDenied):
        briefings.approve_briefing(sheet, by=people["penyusun"])

    approved = briefings.approve_briefing(sheet, by=people["penyetuju"])
    assert briefings.hand_out(approved, [contact], by=people["penyusun"]) == 1
    with pytest.raises(ValidationError):  # once a partner
        briefings.hand_out(approved, [contact], by=people["penyusun"])


def test_whoever_wrote_a_sheet_does_not_approve_it_whatever_their_roles(
    sheet, people, organisations
):
    RoleAssignment.objects.create(
        user=people["penyusun"], role="penyetuju", scope=organisations["ministry"]
    )
    with pytest.raises(ActionDenied, match="second person"):
        briefings.approve_briefing(sheet, by=User.objects.get(pk=people["penyusun"].pk))


def test_a_sheet_of_two_pages_is_refused_before_anybody_approves_it(house, people, organisations):
    first = CONTENT["pillars"][0]
    more = [first | {"id": f"l{n}", "text": "Harga tetap. " * 150} for n in range(2)]
    house_commands.save_house_version(
        house, CONTENT | {"pillars": [first, *more]}, by=people["penyusun"],
        expected_version=house.version,
    )  # fmt: skip
    house.refresh_from_db()
    in_force(house, people)
    with pytest.raises(ValidationError, match="fills 2 pages"):
        briefings.write_briefing(
            house_queries.in_force(house), organisations["ministry"], title="Harga BBM",
            request="Sampaikan. " * 50, contact="112", by=people["penyusun"],
        )  # fmt: skip
    assert not Briefing.objects.exists()


def test_a_changed_fact_takes_the_sheet_back(approved, contact, house, people):
    change_facts(house, people, umbrella="Harga Pertalite Rp9.500 per liter.",
                 locked=[{"text": "Rp9.500 per liter", "kind": "figure"}])  # fmt: skip

    approved.refresh_from_db()
    assert approved.recalled_at is not None
    with pytest.raises(ActionDenied):
        briefings.hand_out(approved, [contact], by=people["penyusun"])
    assert "Withdrawn" in " ".join(sheets.marks(approved))


def test_a_sheet_that_fell_is_told_to_whoever_wrote_approved_or_gave_it(
    approved, contact, house, people
):
    briefings.hand_out(approved, [contact], by=people["admin_daerah"])
    change_facts(house, people, umbrella="Harga Pertalite Rp9.500 per liter.",
                 locked=[{"text": "Rp9.500 per liter", "kind": "figure"}])  # fmt: skip
    told = Notice.objects.filter(title__contains="A sheet holds no longer")
    # Who approved the change knows of it.
    assert {each.user for each in told} == {people["penyusun"], people["admin_daerah"]}
    assert told.first().url == f"/desk/directives/briefings/{approved.pk}/"


def test_a_withdrawn_house_takes_its_sheets_back(approved, contact, house, people):
    house.refresh_from_db()
    house_commands.withdraw_house(
        house, by=people["penyetuju"], expected_version=house.version, reason="keliru"
    )
    approved.refresh_from_db()
    assert approved.recalled_at is not None


def test_the_sheet_is_one_page_of_approved_words(approved):
    report = sheets.sheet(approved)
    text = " ".join(block.text for section in report.sections for block in section.blocks)
    made = sheets.as_pdf(approved)

    assert approved.house_version.umbrella in text
    assert "kelangkaan" not in text  # what is not to be said is on no sheet
    assert len(PdfReader(io.BytesIO(made)).pages) == 1


def test_a_sheet_of_an_exercise_is_given_to_nobody(approved, contact, people):
    Briefing.objects.filter(pk=approved.pk).update(is_exercise=True)

    with pytest.raises(ActionDenied, match="exercise"):
        briefings.hand_out(approved, [contact], by=people["penyusun"])
    approved.refresh_from_db()
    assert any("LATIHAN" in mark for mark in sheets.marks(approved))


@pytest.mark.parametrize(
    ("page", "above"),
    [
        ("briefing-new", ["directives", "briefings"]),
        ("contacts", ["directives", "briefings"]),
        ("contact-new", ["directives", "briefings", "contacts"]),
    ],
)
def test_every_page_of_partners_says_where_one_is(client, people, page, above):
    client.force_login(people["penyusun"])
    crumbs = client.get(reverse(page)).text.split('class="crumbs"')[1].split("</ol>")[0]
    assert re.findall(r'href="([^"]+)"', crumbs) == [reverse(each) for each in above]
