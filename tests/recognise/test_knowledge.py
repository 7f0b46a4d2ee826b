import json
from dataclasses import replace

import numpy as np
import pytest

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.associations import Associations
from tangkal.recognise.habits import Habits
from tangkal.recognise.knowledge import Knowledge
from tangkal.text.tokens import tokenise


@pytest.fixture
def knowledge():
    posts = ["gratis pulsa", "gratis kuota", "gratis beras"]
    titles = ["bantuan untuk warga", "bantuan desa", "bantuan kota"]
    learned = Associations.learn(tokenise(posts), tokenise(titles))
    return replace(Knowledge.shipped(), associations=learned)


def test_what_was_learned_survives_the_disk(knowledge, tmp_path):
    knowledge.save(tmp_path / "new" / "folder")
    read = Knowledge.load(tmp_path / "new" / "folder")
    assert read.ranker.table() == knowledge.ranker.table()
    for name, array in knowledge.arrays().items():
        np.testing.assert_array_equal(read.arrays()[name], array)
    assert len(read.associations.targets)


def test_saving_again_replaces_what_was_there(knowledge, tmp_path):
    knowledge.save(tmp_path)
    Knowledge.shipped().save(tmp_path)
    assert not len(Knowledge.load(tmp_path).associations.targets)


def test_an_empty_folder_another_version_and_damage_are_refused(knowledge, tmp_path):
    with pytest.raises(InvalidInput, match="cannot be read"):
        Knowledge.load(tmp_path)
    knowledge.save(tmp_path)
    arrays = (tmp_path / "knowledge.npz").read_bytes()
    (tmp_path / "knowledge.npz").write_bytes(arrays[: len(arrays) // 2])
    with pytest.raises(InvalidInput, match=r"knowledge\.npz cannot be read"):
        Knowledge.load(tmp_path)
    knowledge.save(tmp_path)
    table = json.loads((tmp_path / "knowledge.json").read_text())
    (tmp_path / "knowledge.json").write_text(json.dumps({**table, "format": "tangkal-knowledge/1"}))
    with pytest.raises(InvalidInput, match="train anew"):
        Knowledge.load(tmp_path)


@pytest.mark.parametrize("name", ["sources", "starts", "targets", "chances"])
def test_arrays_that_do_not_fit_together_are_refused(knowledge, name):
    arrays = knowledge.associations.arrays()
    for wrong in ({}, {name: arrays[name][:-1]}, {name: arrays[name].astype(np.bool_)}):
        rest = {key: array for key, array in arrays.items() if key != name}
        with pytest.raises(InvalidInput, match="associations"):
            Associations.from_arrays({**rest, **wrong})


@pytest.mark.parametrize("name", ["post_words", "title_found", "post_weights", "rates"])
def test_habits_that_do_not_fit_together_are_refused(knowledge, name):
    arrays = knowledge.habits.arrays()
    for wrong in ({}, {name: arrays[name][:-1]}, {name: arrays[name].astype(np.bool_)}):
        rest = {key: array for key, array in arrays.items() if key != name}
        with pytest.raises(InvalidInput, match="habits"):
            Habits.from_arrays({**rest, **wrong})


def test_what_ships_names_no_word_met_in_under_five_pairs():
    habits = Knowledge.shipped().habits
    assert len(habits.post_words) > 500
    assert min(habits.post_held.min(), habits.title_held.min()) >= 5
