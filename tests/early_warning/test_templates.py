"""Promises of the search for templates: planted ones are found, forms and copies are left alone."""

import random

import pytest

from tangkal.early_warning.templates import MOST_TEXTS, SLOT, find_templates
from tangkal.kernel import InvalidInput

PLACES = ["Sukamaju", "Mekarsari", "Tanjungrejo", "Karanganyar", "Sidodadi", "Wonosari"]
WORDS = ["air", "banjir", "warga", "pasar", "jalan", "hujan", "sekolah", "desa", "malam", "posko"]


def planted(count, seed=1):
    rng = random.Random(seed)
    return [
        f"Saya warga {rng.choice(PLACES)} {rng.choice(['kecewa', 'marah', 'sedih'])} sekali karena "
        f"bantuan beras tidak pernah sampai ke rumah kami sejak {rng.choice(['Senin', 'Rabu'])}"
        for _ in range(count)
    ]


def chatter(count, seed=2):
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=14)) for _ in range(count)]


def accounts(count, name="baru"):
    return [f"{name} {at}" for at in range(count)]


def test_a_planted_template_is_found_among_chatter_and_nothing_else():
    texts = chatter(60) + planted(20)
    (found,) = find_templates(texts, accounts(80), known_accounts=accounts(60))
    assert set(found.members) == set(range(60, 80))
    assert (found.accounts, found.new_accounts) == (20, 20)
    assert found.fillings >= 3
    assert SLOT in found.pattern
    assert "bantuan beras tidak pernah sampai" in found.pattern


def test_the_texts_of_a_day_may_come_in_any_order():
    texts, who = chatter(40) + planted(20), accounts(60)
    order = random.Random(3).sample(range(60), 60)
    (found,) = find_templates([texts[n] for n in order], [who[n] for n in order], ())
    assert {order[member] for member in found.members} == set(range(40, 60))


@pytest.mark.parametrize(
    ("texts", "who", "known"),
    [
        (planted(1) * 20, accounts(20), []),  # copies: no slot
        (planted(20), ["satu"] * 20, []),  # one sender's form
        (planted(20), [None] * 20, []),  # nobody is named
        (planted(20), accounts(20), accounts(12)),  # most are no strangers
        (planted(7), accounts(7), []),  # too few
        (chatter(100), accounts(100), []),
        (["", "ya", "😀"] * 10, accounts(30), []),
        (
            [f"harga cabai hari ini {n}00 rupiah per kilo di pasar induk kota" for n in range(20)],
            accounts(20),
            [],
        ),  # only numbers differ
    ],
)
def test_what_is_no_template_of_new_accounts_is_left_alone(texts, who, known):
    assert find_templates(texts, who, known) == []


def test_accounts_are_counted_and_never_named():
    (found,) = find_templates(planted(20), accounts(20, "rahasia"), ())
    assert "rahasia" not in repr(found)


def test_only_so_many_texts_are_read():
    texts = chatter(MOST_TEXTS) + planted(20)
    assert find_templates(texts, accounts(len(texts)), ()) == []


def test_texts_without_their_accounts_are_refused():
    with pytest.raises(InvalidInput, match="2 texts with 1"):
        find_templates(["a", "b"], ["x"], ())
