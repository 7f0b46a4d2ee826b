"""The words "langganan" and "berhenti": understood in either language, answered in plain words."""

import pytest
from django.utils import translation

from tangkal.desk.accounts.models import Region
from tangkal.desk.following.models import Follower
from tangkal.desk.questions import contacts
from tangkal.desk.tipline.words import Asked, command_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact():
    west = Region.objects.create(code="32", name="Jawa Barat", level="provinsi")
    Region.objects.create(code="32.04", name="Kabupaten Bandung", level="kabupaten", parent=west)
    Region.objects.create(code="32.73", name="Kota Bandung", level="kota", parent=west)
    return contacts.reach("telegram", "4711", language="id")


def say(contact, text) -> str:
    command, rest = command_of(text)
    with translation.override("id"):
        return command.act(Asked(contact=contact, rest=rest, language="id"))


@pytest.mark.parametrize(
    ("text", "choices", "rhythm"),
    [
        ("langganan", [("", "")], "daily"),
        ("/langganan Kesehatan", [("kesehatan", "")], "daily"),
        ("LANGGANAN kesehatan, Jawa Barat", [("kesehatan", "32")], "daily"),
        ("langganan jawa barat", [("", "32")], "daily"),
        ("langganan pencemaran nama baik", [("pencemaran_nama_baik", "")], "daily"),
        ("langganan kota bandung segera", [("", "32.73")], "at_once"),
        ("langganan bandung politik", [("politik", "32.04")], "daily"),
        ("follow health", [("kesehatan", "")], "daily"),
    ],
)
def test_what_the_words_name_is_followed(contact, text, choices, rhythm):
    answer = say(contact, text)
    follower = Follower.objects.get()
    assert list(follower.choices.values_list("topic", "region")) == choices
    assert follower.rhythm == rhythm
    assert "BERHENTI" in answer


@pytest.mark.parametrize(
    ("text", "choices", "is_wide"),
    [
        ("langganan kota bandung dengan provinsinya", [("", "32.73")], True),
        ("follow kota bandung with its province", [("", "32.73")], True),
        ("langganan provinsi jawa barat", [("", "32")], False),
    ],
)
def test_a_district_s_province_comes_along_where_it_is_said(contact, text, choices, is_wide):
    answer = say(contact, text)
    follower = Follower.objects.get()
    assert list(follower.choices.values_list("topic", "region")) == choices
    assert follower.with_province == is_wide
    assert ("seluruh provinsi" in answer) == is_wide
    say(contact, "langganan kesehatan")  # what was said stays
    assert Follower.objects.get().with_province == is_wide


def test_choices_add_up_and_stop_ends_all(contact):
    say(contact, "langganan kesehatan")
    say(contact, "langganan politik jawa barat")
    assert Follower.objects.get().choices.count() == 2
    say(contact, "berhenti")
    assert not Follower.objects.exists()
    assert "LANGGANAN" in say(contact, "berhenti")


@pytest.mark.parametrize(
    "text", ["langganan zodiak", "langganan kesehatan atlantis", "langganan ;--"]
)
def test_what_is_not_known_is_asked_back_and_changes_nothing(contact, text):
    answer = say(contact, text)
    assert "langganan kesehatan jawa barat" in answer
    assert not Follower.objects.exists()
