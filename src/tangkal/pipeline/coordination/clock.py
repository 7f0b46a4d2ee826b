"""A column of moments as microseconds, and what could not be used of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tangkal.pipeline.moments import parse_moment
from tangkal.pipeline.refusal import RowRefused

Int64 = npt.NDArray[np.int64]
UNUSABLE = np.iinfo(np.int64).min

_EARLIEST_EPOCH = 3e8  # smaller numbers are seconds on a clock of the file's own
_MILLISECONDS_FROM, _MICROSECONDS_FROM = 1e11, 1e14
_AHEAD = timedelta(days=1)
_NUMBER = r"^\s*-?\d+(\.\d+)?\s*$"
_HAS_ZONE = r"(Z|[+-]\d{2}:?\d{2}|WIB|WITA|WIT|UTC|GMT)\s*$"


@dataclass(frozen=True, slots=True)
class Moments:
    """Microseconds since 1970 UTC, or since the zero of the file's own clock."""

    micros: Int64  # UNUSABLE where there is none
    counts: dict[str, int]


def read_moments(column: pa.ChunkedArray, zone: tzinfo, now: datetime) -> Moments:
    """Numbers as Unix seconds, milliseconds or microseconds, or seconds on any clock; else dates.

    A column is read as numbers when all its values are; small numbers (below 1979 as Unix
    time) are kept as they are, since only differences matter. A moment more than a day after
    `now` is left out: a clock that wrong says nothing of what came together.
    """
    numbers = pc.match_substring_regex(column, _NUMBER)
    blank = pc.equal(pc.utf8_length(pc.utf8_trim_whitespace(column.fill_null(""))), 0)
    if pc.all(pc.or_(numbers.fill_null(False), blank)).as_py():
        return from_numbers(column, blank.to_numpy(zero_copy_only=False), now)
    return from_dates(column, zone, now)


def from_numbers(column: pa.ChunkedArray, blank: npt.NDArray[np.bool_], now: datetime) -> Moments:
    trimmed = pc.utf8_trim_whitespace(column.fill_null(""))
    values = pc.if_else(pc.equal(trimmed, ""), "0", trimmed).cast(pa.float64()).to_numpy()
    largest = np.abs(values).max(initial=0.0)
    scale = 1e6
    if largest >= _MICROSECONDS_FROM:
        scale = 1.0
    elif largest >= _MILLISECONDS_FROM:
        scale = 1e3
    micros = np.rint(values * scale).astype(np.int64)
    ahead = micros > (now + _AHEAD).timestamp() * 1e6
    micros[blank | ahead] = UNUSABLE
    return Moments(
        micros, {"moments_missing": int(blank.sum()), "moments_in_future": int(ahead.sum())}
    )


def from_dates(column: pa.ChunkedArray, zone: tzinfo, now: datetime) -> Moments:
    """Each different value once; the counts are of rows."""
    encoded = column.fill_null("").combine_chunks().dictionary_encode()
    reasons: list[str] = []
    values = np.empty(len(encoded.dictionary), np.int64)
    for place, text in enumerate(encoded.dictionary.to_pylist()):
        values[place], reason = one_moment(text, zone, now)
        reasons.append(reason)
    place_of = encoded.indices.to_numpy(zero_copy_only=False)
    rows_of = np.bincount(place_of, minlength=len(values))
    counts = dict.fromkeys(("moments_missing", "moments_in_future", "moments_unreadable"), 0)
    for reason, rows in zip(reasons, rows_of.tolist(), strict=True):
        if reason:
            counts[reason] += rows
    with_zone = pc.match_substring_regex(encoded.dictionary, _HAS_ZONE, ignore_case=True)
    usable = values != UNUSABLE
    zoned = with_zone.to_numpy(zero_copy_only=False) & usable
    counts["moments_with_zone"] = int(rows_of[zoned].sum())
    counts["moments_without_zone"] = int(rows_of[usable & ~zoned].sum())
    return Moments(values[place_of], counts)


def one_moment(text: str, zone: tzinfo, now: datetime) -> tuple[int, str]:
    """Microseconds, and why there are none."""
    try:
        moment = parse_moment(text, zone, now)
    except RowRefused as refusal:
        in_future = refusal.about == "date in the future"
        return UNUSABLE, "moments_in_future" if in_future else "moments_unreadable"
    if moment is None:
        return UNUSABLE, "moments_missing"
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1), ""


def longest_gap_hours(micros: Int64) -> float:
    """The longest time without any share: a hole in the collection looks like calm.

    >>> longest_gap_hours(np.array([0, 7_200_000_000, 3_600_000_000, 36_000_000_000]))
    8.0
    """
    if len(micros) < 2:
        return 0.0
    return round(float(np.diff(np.sort(micros)).max()) / 3.6e9, 2)
