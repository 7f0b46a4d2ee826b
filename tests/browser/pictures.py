"""Screens as small PNG files: a palette of 256 colours says everything a desk shows."""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256


def shrink(png: bytes) -> bytes:
    """The same picture with at most 256 colours, about a third of the size."""
    pixels = read_rgb(png)
    palette, places = choose_colours(pixels)
    height, width = places.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # a filter byte, 0, before each row
    rows[:, 1:] = places
    return SIGNATURE + b"".join(
        [
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", palette.tobytes()),
            chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            chunk(b"IEND", b""),
        ]
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def read_rgb(png: bytes) -> np.ndarray:
    """uint8[height, width, 3] of an 8-bit RGB or RGBA picture without interlacing."""
    assert png.startswith(SIGNATURE)
    header, data, at = b"", b"", len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        header = content if kind == b"IHDR" else header
        data += content if kind == b"IDAT" else b""
        at += length + 12
    width, height, depth, colour, _compression, _filter, interlace = struct.unpack(
        ">IIBBBBB", header
    )
    assert (depth, interlace) == (8, 0)
    channels = {2: 3, 6: 4}[colour]
    raw = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(height, width * channels + 1)
    return unfilter(raw[:, 0], raw[:, 1:], channels).reshape(height, width, channels)[:, :, :3]


def unfilter(kinds: np.ndarray, rows: np.ndarray, step: int) -> np.ndarray:
    """Undo PNG's row filters (PNG specification, section 9)."""
    done = np.zeros_like(rows)
    above = np.zeros(rows.shape[1], dtype=np.uint8)
    for y, kind in enumerate(kinds):
        row = rows[y].copy()
        if kind == 2:
            row += above
        elif kind:
            row = undo_left(int(kind), row.tolist(), above.tolist(), step)
        done[y] = above = row
    return done


def undo_left(kind: int, row: list[int], above: list[int], step: int) -> np.ndarray:
    """The filters that look at the pixel to the left: sub, average, Paeth."""
    for x, value in enumerate(row):
        left = row[x - step] if x >= step else 0
        corner = above[x - step] if x >= step else 0
        guess = {1: left, 3: (left + above[x]) // 2}.get(kind)
        row[x] = (value + (paeth(left, above[x], corner) if guess is None else guess)) & 255
    return np.array(row, dtype=np.uint8)


def paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    distances = (abs(guess - left), abs(guess - up), abs(guess - corner))
    return (left, up, corner)[distances.index(min(distances))]


def choose_colours(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The commonest colours, uint8[n, 3], and for each pixel the place of its nearest."""
    flat = pixels.reshape(-1, 3)
    found, inverse, counts = np.unique(flat, axis=0, return_inverse=True, return_counts=True)
    # Colours that differ by little count together, so that a smear of greys takes few places.
    groups = found.astype(np.int32) >> 3
    keys = groups[:, 0] << 10 | groups[:, 1] << 5 | groups[:, 2]
    order = np.argsort(-counts, kind="stable")
    _keys, first = np.unique(keys[order], return_index=True)
    totals = np.bincount(keys, weights=counts)
    leaders = order[first]
    best = leaders[np.argsort(-totals[keys[leaders]], kind="stable")][:COLOURS]
    palette = found[best]
    distances = ((found[:, None, :].astype(np.int32) - palette[None, :, :]) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1).astype(np.uint8)
    return palette, nearest[inverse.reshape(-1)].reshape(pixels.shape[:2])
