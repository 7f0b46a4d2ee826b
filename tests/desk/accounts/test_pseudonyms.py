"""In files that leave, staff have one name for each of them, and it is not their own."""

import json

import pytest

from tangkal.desk.accounts.pseudonyms import Veil, called, name_outside

pytestmark = pytest.mark.django_db


def test_a_pseudonym_is_stable_and_another_installation_s_differs(people, settings, tmp_path):
    person = people["analis"]
    here = name_outside(person)
    assert here == name_outside(person)
    assert here.startswith("petugas-")
    assert name_outside(None) == "sistem"

    called.cache_clear()
    elsewhere = type(settings.HOME)(tmp_path / "lain")
    elsewhere.make()
    settings.HOME = elsewhere
    assert name_outside(person) != here
    called.cache_clear()


@pytest.mark.parametrize(
    ("detail", "becomes"),
    [
        ({"to": "Siti Aminah"}, {"to": called(1)}),
        (
            {"words": "tanya Siti Aminah, lalu Budi"},
            {"words": f"tanya {called(1)}, lalu {called(2)}"},
        ),
        ({"people": ["Budi", "Budiman"]}, {"people": [called(2), "Budiman"]}),
        ({"owner": "siti", "role": "siti"}, {"owner": called(1), "role": "siti"}),
        ({"count": 3, "nested": {"by": "Budi"}}, {"count": 3, "nested": {"by": called(2)}}),
    ],
)
def test_names_leave_a_record_s_detail_and_nothing_else_does(detail, becomes):
    veil = Veil([(1, "Siti Aminah", "siti"), (2, "Budi", "budi"), (3, "Siti", "siti2")])
    assert json.loads(veil.detail(json.dumps(detail))) == becomes


def test_a_desk_without_people_has_nothing_to_take_out():
    assert Veil([]).text("Siti") == "Siti"
