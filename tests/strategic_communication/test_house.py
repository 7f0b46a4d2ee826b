"""A message house refuses nonsense, proposes what to lock, and holds texts to what is locked."""

import pytest

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.house import (
    House,
    Locked,
    Pillar,
    changed_locks,
    key_messages,
    read_house,
)
from tangkal.strategic_communication.house_checks import (
    compare_with_house,
    gaps_in,
    propose_locks,
)

PRICE = Locked(text="Rp10.000 per liter", kind="figure")
HOUSE = House(
    umbrella="Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026.",
    pillars=(Pillar(id="stok", text="Pasokan di Surabaya cukup untuk 21 hari; tanya {hotline}."),),
    do_not_say=("kelangkaan", "harga gelap"),
    locked=(PRICE, Locked(text="31 Maret 2026", kind="date")),
)


def test_what_is_stored_reads_back_the_same():
    assert read_house(HOUSE.content()) == HOUSE


def test_figures_dates_and_places_are_proposed_and_what_is_locked_is_not_again():
    fresh = House(umbrella=HOUSE.umbrella, pillars=HOUSE.pillars)
    found = {lock.text: lock.kind for lock in propose_locks(fresh)}
    assert found == {
        "Rp10.000 per liter": "figure",
        "31 Maret 2026": "date",
        "Surabaya": "place",
        "21 hari": "figure",
    }
    assert [lock.text for lock in propose_locks(HOUSE)] == ["Surabaya", "21 hari"]


def test_the_whole_country_is_no_place_worth_locking():
    assert propose_locks(House(umbrella="Harga tetap di seluruh Indonesia.")) == []


def test_key_messages_carry_no_open_places():
    assert [(each.id, each.importance) for each in key_messages(HOUSE)] == [("0", 3), ("stok", 2)]
    assert "{" not in key_messages(HOUSE)[1].text


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026.", []),
        ("Harga Pertalite tetap sepuluh ribu rupiah per liter sampai 31 Maret 2026.", []),
        ("Harga Pertalite naik menjadi Rp12.000 per liter.", ["Rp10.000 per liter"]),
        ("Harga Pertalite tetap Rp10.000 per liter sampai 30 April 2026.", ["31 Maret 2026"]),
        ("Warga diminta menjaga jarak di SPBU.", []),
        ("", []),
    ],
)
def test_a_locked_fact_said_otherwise_is_found(text, broken):
    report = compare_with_house(HOUSE, {"fact": text})
    assert [each.lock.text for each in report.broken] == broken


def test_a_round_figure_is_no_exact_one_unless_it_says_that_it_is_about():
    lock = Locked(text="Rp10.500 per liter", kind="figure")
    house = House(umbrella="Harga Pertalite Rp10.500 per liter.", locked=(lock,))
    exact = compare_with_house(house, {"fact": "Harga Pertalite Rp10.000 per liter."})
    about = compare_with_house(house, {"fact": "Harga Pertalite sekitar Rp10.000 per liter."})
    words = compare_with_house(
        house, {"fact": "Pertalite sepuluh ribu lima ratus rupiah per liter"}
    )
    assert [each.local_words for each in exact.broken] == ["Rp10.000 per liter"]
    assert not about.broken
    assert not words.broken
    assert not words.missing


def test_a_locked_fact_left_out_is_named_and_blocks_nothing():
    report = compare_with_house(HOUSE, {"fact": "Harga Pertalite tetap Rp10.000 per liter."})
    assert [lock.text for lock in report.missing] == ["31 Maret 2026"]
    assert not report.broken


def test_words_not_to_be_said_are_found_as_whole_words():
    said = {"fact": "Tidak ada KELANGKAAN. Harga gelapan lain."}
    assert compare_with_house(HOUSE, said).forbidden == ("kelangkaan",)


def test_a_changed_lock_is_one_whose_words_changed_not_their_case_or_space():
    same = House(
        umbrella=HOUSE.umbrella,
        locked=(Locked(text="rp10.000  per liter", kind="figure"), HOUSE.locked[1]),
    )
    assert changed_locks(HOUSE, same) == ([], [])
    none = House(umbrella=HOUSE.umbrella, locked=(HOUSE.locked[1],))
    assert changed_locks(HOUSE, none) == ([PRICE], [])


def test_a_named_place_for_local_words_is_no_gap_and_another_is():
    assert [gap.facts for gap in gaps_in(HOUSE) if gap.code == "open_placeholder"] == [
        (("place", "{hotline}"),)
    ]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ({"umbrella": 7}, "7"),
        ({"pillars": [{"id": "0", "text": "x"}]}, "umbrella"),
        ({"pillars": [{"id": "p", "text": "x", "importance": 4}]}, "4"),
        ({"pillars": [{"id": "p", "text": "x", "importance": True}]}, "True"),
        ({"slots": [{"name": "Nomor Telepon"}]}, "Nomor Telepon"),
        ({"locked": [{"text": "x", "kind": "figure"}]}, "neither"),
        ({"translations": {"jv": {"pillars": {"p9": "x"}}}}, "p9"),
        ({"questions": {"a": 1}}, "list"),
    ],
)
def test_nonsense_is_refused_naming_it(content, names):
    with pytest.raises(InvalidInput, match=names):
        read_house(content)
