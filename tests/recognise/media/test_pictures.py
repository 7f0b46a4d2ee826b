"""Uploads are read safely: what is no picture, damaged or made to fill memory is refused."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from benchmarks.drawn_pictures import draw
from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.media.pictures import read_picture, without_surroundings
from tests.recognise.media.test_bank import file_of


def png_of_size(width: int, height: int) -> bytes:
    """A tiny file that claims to be a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_usual_kinds_are_read_small_and_in_colour(kind):
    pixels = read_picture(file_of(draw(1), kind))
    assert pixels.shape[2] == 3
    assert max(pixels.shape) <= 256


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no picture"),
        (b"%PDF-1.7", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (file_of(draw(1))[:2000], "damaged"),
        (png_of_size(100_000, 100_000), "million|fill memory"),
        (png_of_size(9_000, 9_000), "at most 60 million"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content, reason):
    with pytest.raises(InvalidInput, match=reason):
        read_picture(content)


def test_a_turned_telephone_makes_an_upright_picture():
    picture = draw(0)
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn a quarter to see it upright
    file = BytesIO()
    picture.save(file, "JPEG", exif=exif)
    rows, columns = read_picture(file.getvalue()).shape[:2]
    assert (rows > columns) == (picture.width > picture.height)


def test_plain_margins_are_cut_away_and_nothing_else():
    inner = draw(0).resize((400, 300))
    framed = Image.new("RGB", (600, 700), "white")
    framed.paste(inner, (100, 200))
    rows, columns = without_surroundings(read_picture(file_of(framed))).shape[:2]
    assert rows / columns == pytest.approx(300 / 400, rel=0.1)
    whole = read_picture(file_of(inner))
    assert without_surroundings(whole).size >= 0.8 * whole.size
