"""Read a picture safely, and take its fingerprint: hashes of a few views of it, and its details.

A hash of the whole survives re-encoding, scaling and small overlays; it is what is exchanged
with others. A cut or a screenshot is found by details (:mod:`tangkal.recognise.media.details`).
"""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise.media.details import NO_DETAILS, Details, details_of
from tangkal.recognise.media.limits import TooLargeToRead
from tangkal.recognise.media.pdq import PictureHash, hash_pixels

_LARGEST_PIXELS = 60_000_000  # 60 megapixels; beyond it a small file is made to fill memory
_WORKED_ON = 256  # pixels of the longer side: hashes hardly change above it
_KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_SCALED_WELL = ("L", "RGB", "RGBA", "CMYK", "YCbCr")  # others need their colours first
MIN_QUALITY = 30  # a flatter view looks like any other flat view
_SURROUND = 14  # levels of brightness by which a picture stands out from its surroundings
_FILLED = 0.5  # share of a line that belongs to the picture, not to words around it
_LEAST_SIDE = 48  # pixels of what is left after cutting surroundings away


@dataclass(frozen=True, slots=True)
class View:
    """A hash and what of the picture it is of."""

    name: str  # "whole", "inner" (without what surrounds it), "mirror"
    hash: PictureHash


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a picture, or asked by: the picture itself cannot be made from it."""

    views: tuple[View, ...]  # none where the picture is too flat to tell it from others
    details: Details

    @classmethod
    def of_hash(cls, picture_hash: PictureHash) -> "Fingerprint":
        """What is known of a picture of which others sent only the hash."""
        return cls((View("whole", picture_hash),), NO_DETAILS)

    def pack(self) -> bytes:
        """The fingerprint as bytes, for a database."""
        file = BytesIO()
        np.savez(
            file,
            names=np.array([view.name for view in self.views], dtype="U8"),
            words=np.array([view.hash.words for view in self.views], dtype="<u8").reshape(-1, 4),
            qualities=np.array([view.hash.quality for view in self.views], dtype=np.int16),
            places=self.details.places.astype(np.complex64),
            codes=self.details.codes.astype("<u8"),
        )
        return file.getvalue()

    @classmethod
    def unpack(cls, packed: bytes) -> "Fingerprint":
        """Read what :meth:`pack` wrote.

        Raises:
            InvalidInput: it is damaged, or of another version.
        """
        try:
            with np.load(BytesIO(packed), allow_pickle=False) as kept:
                columns = (kept["names"], kept["words"], kept["qualities"])
                views = tuple(
                    View(str(name), PictureHash(_four(words), int(quality)))
                    for name, words, quality in zip(*columns, strict=True)
                )
                return cls(views, Details(kept["places"].astype(np.complex128), kept["codes"]))
        except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
            raise InvalidInput(f"a kept fingerprint cannot be read: {error}") from error


def _four(words: NDArray[np.uint64]) -> tuple[int, int, int, int]:
    first, second, third, fourth = (int(word) for word in words)
    return first, second, third, fourth


def read_picture(source: bytes | BinaryIO) -> NDArray[np.uint8]:
    """The picture's pixels, upright, at most 256 on the longer side: uint8[rows, columns, 3].

    Raises:
        InvalidInput: no picture of a kind we read (PNG, JPEG, WebP, GIF, BMP), or damaged.
        TooLargeToRead: more than 60 million pixels.
    """
    file = BytesIO(source) if isinstance(source, bytes) else source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=_KINDS) as picture:
                if picture.width * picture.height > _LARGEST_PIXELS:
                    raise TooLargeToRead(
                        f"the picture has {picture.width} x {picture.height} pixels; at most"
                        f" {_LARGEST_PIXELS // 1_000_000} million are read. Make it smaller."
                    )
                return _pixels(picture)
    except UnidentifiedImageError as error:
        raise InvalidInput(f"this is no picture that is read here ({', '.join(_KINDS)})") from error
    except Image.DecompressionBombError as error:
        raise TooLargeToRead(f"the picture is made to fill memory: {error}") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise InvalidInput(f"the picture is damaged: {error}") from error


def _pixels(picture: Image.Image) -> NDArray[np.uint8]:
    picture.draft("RGB", (_WORKED_ON, _WORKED_ON))  # JPEG: decode no more than is needed
    # Made small before anything else, so that one picture in memory is the most there ever is.
    small = picture if picture.mode in _SCALED_WELL else picture.convert("RGBA")
    small.thumbnail((_WORKED_ON, _WORKED_ON))
    upright = ImageOps.exif_transpose(small).convert("RGBA")
    # What shines through is shown on white, as most readers do.
    shown = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    return np.asarray(shown.convert("RGB"))


def fingerprint(pixels: NDArray[np.uint8]) -> Fingerprint:
    """The fingerprint of a picture as :func:`read_picture` reads it."""
    inner = without_surroundings(pixels)
    views = [("whole", pixels), ("mirror", pixels[:, ::-1])]
    if inner.shape != pixels.shape:
        views.append(("inner", inner))
    found = (View(name, hash_pixels(view)) for name, view in views)
    telling = tuple(view for view in found if view.hash.quality >= MIN_QUALITY)
    return Fingerprint(telling, details_of(pixels))


def without_surroundings(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture inside plain margins, bars or the words around it on a screenshot.

    The whole where nothing plain surrounds it, or where too little would be left.
    """
    luma = pixels.mean(axis=2)
    ground = _border_level(luma)
    stands_out = np.abs(luma - ground) > _SURROUND
    top, bottom = _longest_run(stands_out.mean(axis=1) >= _FILLED * stands_out.any(axis=0).mean())
    left, right = _longest_run(stands_out[top:bottom].mean(axis=0) >= _FILLED)
    if min(bottom - top, right - left) < _LEAST_SIDE:
        return pixels
    return pixels[top:bottom, left:right]


def _border_level(luma: NDArray[np.float64]) -> float:
    """The brightness that most of the border has."""
    border = np.concatenate([luma[0], luma[-1], luma[:, 0], luma[:, -1]])
    counts = np.bincount((border / 8).astype(np.int64), minlength=33)
    return float(np.median(border[(border / 8).astype(np.int64) == counts.argmax()]))


def _longest_run(lines: NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest run of True begins and ends; (0, 0) where there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], lines.astype(np.int8), [0]])))
    if not len(edges):
        return 0, 0
    starts, ends = edges[::2], edges[1::2]
    longest = int((ends - starts).argmax())
    return int(starts[longest]), int(ends[longest])
