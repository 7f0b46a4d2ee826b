"""A sentence is learned from by its small words, never by what it is about."""

import pytest

from tangkal.strategic_communication.alignment.statements import read_statements
from tangkal.strategic_communication.alignment.weighing import read_weighing
from tangkal.strategic_communication.alignment.wording import Runs, Vocabulary, qualifying, runs_of

MESSAGE = "Pemeriksaan mata gratis bagi warga berusia paling sedikit 50 tahun wajib membawa KTP."


def runs_in(message: str, text: str) -> Runs:
    (part, *_), (statement, *_) = central, local = read_statements(message), read_statements(text)
    return runs_of(part, statement, Vocabulary(central), Vocabulary(local))


def test_small_words_stand_for_themselves_others_for_being_known_or_new():
    text = "Pemeriksaan mata hanya untuk warga pensiunan, tidak wajib membawa KTP."
    runs = runs_in(MESSAGE, text)
    assert {
        "START KNOWN hanya untuk",
        "hanya untuk KNOWN NEW",
        "tidak wajib+ KNOWN .",  # the message has "wajib" itself
        "KEPT wajib",
        "LOST gratis",
        "LOST paling",
    } <= runs
    assert not {
        run for run in runs if {"pemeriksaan", "mata", "pensiunan", "ktp"} & set(run.split())
    }


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (
            "Penimbangan kopi murah bagi petani berumur paling sedikit 21 tahun wajib membawa SIM.",
            "Penimbangan kopi hanya untuk mahasiswa, tidak wajib membawa SIM.",
        ),
        (MESSAGE, "Berusia 50 tahun hanya untuk pensiunan, tidak wajib membawa KTP."),
    ],
)
def test_the_same_words_around_another_matter_are_the_same_runs(message, text):
    first = runs_in(MESSAGE, "Pemeriksaan mata hanya untuk pensiunan, tidak wajib membawa KTP.")
    other = runs_in(message, text)
    behind = {run for run in first if run.startswith(("hanya", "tidak", ", tidak"))}
    assert behind
    assert behind <= other


def test_which_value_is_said_makes_no_run():
    one, other = (runs_in(MESSAGE, f"Sampai {age} tahun pun boleh.") for age in ("50", "65"))
    assert one == other
    assert "sampai VALUE tahun+ pun" in one


def test_a_row_without_a_small_word_is_nothing_to_learn_from():
    assert not runs_in("Vaksin polio.", "Vaksin rabies kucing.")


def test_what_ships_knows_runs_of_small_words_only():
    marks = {mark for run in read_weighing().wording.runs for mark in run.split()}
    words = {mark.removesuffix("+") for mark in marks if mark[0].isalpha()}
    assert words <= qualifying() | {"START", "END", "KNOWN", "NEW", "VALUE", "KEPT", "LOST"}
    assert not {"kepala", "desa", "camat", "puskesmas", "bupati", "warga"} & words
