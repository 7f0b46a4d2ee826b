"""Addresses are sealed, found again, and forgotten for good."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.questions import contacts
from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.questions.outgoing import say

pytestmark = pytest.mark.django_db


def test_an_address_is_found_again_and_never_stands_in_the_database():
    one = contacts.reach("email", " Siti@Warga.example", language="id")
    other = contacts.reach("email", "siti@warga.EXAMPLE", language="en")

    assert one.pk == other.pk
    assert contacts.address_of(Contact.objects.get()) == "Siti@Warga.example"
    assert Contact.objects.get().language == "en"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM questions_contact")
        stored = repr(cursor.fetchall()).lower()
    assert "siti" not in stored
    assert "warga" not in stored


def test_the_same_name_on_two_channels_is_two_contacts():
    one = contacts.reach("telegram", "12345", language="id")

    assert contacts.reach("whatsapp", "12345", language="id").pk != one.pk


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("email", "tanpa-tanda"),
        ("email", ""),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("telegram", " "),
        ("telegram", "x" * 255),
        ("pos", "Jalan Merdeka 1"),
    ],
)
def test_nonsense_is_refused_by_name(channel, address):
    with pytest.raises(ValidationError):
        contacts.reach(channel, address, language="id")

    assert not Contact.objects.exists()


def test_a_forgotten_contact_is_empty_and_what_waited_never_goes(service, delivered):
    contact = contacts.reach("email", "siti@warga.example", language="id")
    with transaction.atomic():
        say(contact, "Halo", key="satu")
    contacts.forget(contact)
    contacts.forget(contact)

    left = Contact.objects.get()
    assert (left.sealed, left.lookup) == ("", "")
    assert contacts.address_of(left) == ""
    assert delivered() == []
    assert Outgoing.objects.get().text == ""
    assert AuditEvent.objects.filter(action="contact.forgotten").count() == 1
    assert contacts.reach("email", "siti@warga.example", language="id").pk != left.pk


def test_only_contacts_to_whom_nothing_is_owed_are_forgotten_in_time(asks, delivered):
    asks("Apakah benar gaji pegawai dipotong bulan depan?", "menunggu@warga.example")
    idle = contacts.reach("email", "selesai@warga.example", language="id")
    kept = contacts.reach("email", "langganan@warga.example", language="id")
    contacts.keepers.append(lambda: [kept.pk])
    try:
        found = list(contacts.unused(timezone.now() + timedelta(days=1)))
    finally:
        contacts.keepers.pop()

    assert found == [idle]
