"""A few rounds of the fuzz run; ``python -m tests.text.fuzz`` goes on for as long as wished."""

from tests.text import fuzz


def test_damaged_texts_of_every_kind_break_no_promise():
    assert fuzz.run(seconds=600, seed=7, rounds=15) == 300
