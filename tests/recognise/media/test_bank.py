"""Edited pictures are found again, strangers are not; a bank keeps what it is told."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from benchmarks.drawn_pictures import EDITS, draw
from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.media.bank import MediaBank, Thresholds
from tangkal.recognise.media.pictures import Fingerprint, fingerprint, read_picture

KNOWN = 6


def file_of(picture: Image.Image, kind: str = "PNG") -> bytes:
    file = BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def print_of(picture: Image.Image) -> Fingerprint:
    return fingerprint(read_picture(file_of(picture)))


@pytest.fixture(scope="module")
def bank() -> MediaBank:
    bank = MediaBank("drawn")
    for number in range(KNOWN):
        bank.add(f"p{number}", print_of(draw(number)))
    return bank


# The scenario recognise.media measures all edits; these are of every kind there is.
TELLING = ["reencode", "mirror", "overlay", "crop_strong", "screenshot", "forwarded"]


@pytest.mark.parametrize("edit", TELLING)
def test_an_edited_picture_is_found_again(bank, edit):
    chance = np.random.default_rng(7)
    found = 0
    for number in range(KNOWN):
        best = bank.match(print_of(EDITS[edit](draw(number), chance)))
        found += bool(best) and best[0].media_id == f"p{number}"
    assert found >= KNOWN - 1


def test_other_pictures_of_the_same_layout_are_not_matched(bank):
    assert [bank.match(print_of(draw(1002 + number))) for number in range(6)] == [[]] * 6


def test_a_cut_says_that_only_a_part_was_found(bank):
    picture = draw(0)
    part = picture.crop((0, 0, picture.width * 3 // 4, picture.height * 3 // 4))
    best = bank.match(print_of(part))[0]
    assert (best.media_id, best.is_whole) == ("p0", False)
    assert best.details >= 7


def test_the_same_file_differs_in_no_bit(bank):
    best = bank.match(print_of(draw(3)))[0]
    assert (best.media_id, best.bits, best.is_whole) == ("p3", 0, True)


def test_a_removed_picture_is_found_no_more_and_a_new_one_at_once(bank):
    own = MediaBank("own")
    own.add("old", print_of(draw(0)))
    assert own.match(print_of(draw(0)))
    own.remove({"old", "never known"})
    assert own.match(print_of(draw(0))) == []
    own.add("new", print_of(draw(1)))
    assert [match.media_id for match in own.match(print_of(draw(1)))] == ["new"]
    assert len(own) == 1


def test_thresholds_belong_to_the_bank():
    edited = print_of(EDITS["overlay"](draw(0), np.random.default_rng(1)))
    strict = MediaBank("strict", Thresholds(bits=0, details=200))
    loose = MediaBank("loose")
    for bank in (strict, loose):
        bank.add("p", print_of(draw(0)))
    assert strict.match(edited) == []
    assert [match.media_id for match in loose.match(edited)] == ["p"]


@pytest.mark.parametrize("wrong", [{"bits": 81}, {"bits": -1}, {"details": 4}])
def test_a_threshold_at_which_strangers_match_is_refused(wrong):
    with pytest.raises(InvalidInput, match="threshold"):
        Thresholds(**wrong)


def test_a_blank_picture_is_refused_with_the_reason():
    blank = print_of(Image.new("RGB", (300, 300), "white"))
    with pytest.raises(InvalidInput, match="too plain"):
        MediaBank("any").add("blank", blank)
    bank = MediaBank("any")
    bank.add("p", print_of(draw(0)))
    assert bank.match(blank) == []


def test_a_fingerprint_survives_being_kept():
    taken = print_of(draw(2))
    kept = Fingerprint.unpack(taken.pack())
    bank = MediaBank("any")
    bank.add("p", kept)
    assert kept.views == taken.views
    assert bank.match(print_of(EDITS["crop_strong"](draw(2), np.random.default_rng(2))))


@pytest.mark.parametrize("packed", [b"", b"nonsense", b"PK\x03\x04broken"])
def test_a_damaged_fingerprint_is_named(packed):
    with pytest.raises(InvalidInput, match="cannot be read"):
        Fingerprint.unpack(packed)
