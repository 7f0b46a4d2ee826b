"""Hashes are those that others who use PDQ have."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.media.pdq import PictureHash, differing_bits, hash_pixels

# Made with pdqhash 0.2.8, a binding of the algorithm's own C++ code.
PUBLISHED = [
    (480, 640, 2, "4a1ac464d27b7c798fcc92e4d21b4dc7f39ab046e13b8ca4e07ea2bbcb238626", 100),
    (1000, 333, 3, "8ceab30b8864146092e94d34e59c7b9a9ce2edb250275445517e7339739f9bea", 100),
    (129, 500, 5, "e81699d6f85d079d9b0ec6e0bb1694ac8a0eb863177d82eb8f1c4711d2ee8b16", 100),
]


def waves(rows: int, columns: int, seed: int) -> np.ndarray:
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float64)
    colours = [
        127
        + 60 * np.sin(across * (0.011 + 0.007 * k * seed) + k)
        + 60 * np.cos(down * (0.017 + 0.005 * k * seed) - k)
        for k in range(3)
    ]
    return np.clip(np.stack(colours, axis=2), 0, 255).astype(np.uint8)


def distance(one: PictureHash, other: PictureHash) -> int:
    return int(differing_bits(np.array([one.words], dtype=np.uint64), other)[0])


@pytest.mark.parametrize(("rows", "columns", "seed", "digits", "quality"), PUBLISHED)
def test_a_hash_is_the_one_that_others_compute(rows, columns, seed, digits, quality):
    found = hash_pixels(waves(rows, columns, seed))
    # A sine's last bit differs between machines, and a frequency at the median with it.
    assert distance(found, PictureHash.from_hex(digits)) <= 2
    assert found.quality == quality


@given(st.integers(0, (1 << 256) - 1), st.integers(0, 100))
def test_a_written_hash_is_read_back_as_it_was(number, quality):
    digits = f"{number:064x}"
    found = PictureHash.from_hex(digits, quality)
    assert (found.hex, found.quality) == (digits, quality)


@pytest.mark.parametrize("digits", ["", "ab", "g" * 64, "0" * 65, "-" + "0" * 63])
def test_what_is_no_hash_is_refused_by_name(digits):
    with pytest.raises(InvalidInput, match="64 hex digits"):
        PictureHash.from_hex(digits)


@given(arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 90), st.just(3))))
def test_any_picture_has_a_hash_and_is_nearest_to_itself(pixels):
    found = hash_pixels(pixels)
    assert distance(found, found) == 0
    assert 0 <= found.quality <= 100


@pytest.mark.parametrize("shape", [(0, 5, 3), (5, 5), (5, 5, 4)])
def test_pixels_of_another_shape_are_refused(shape):
    with pytest.raises(InvalidInput, match="rows x columns x 3"):
        hash_pixels(np.zeros(shape, dtype=np.uint8))
