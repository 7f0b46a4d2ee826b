"""Sources that should have been heard and were not: a calm that may be nobody listening.

Each source is held against its own past alone. The past says how likely the source is to be
heard at each hour of a working day and of a weekend; a silence is then as improbable as the
product of the hours that it lasted. Sources do not keep time like dice, so that product is
eased by how far the source's own longest silences exceeded what the product allows.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput
from tangkal.kernel.records import check_aware
from tangkal.statistics.counts import HOURS_A_DAY
from tangkal.statistics.multiple_testing import benjamini_hochberg

Float64 = npt.NDArray[np.float64]
Counts = Mapping[str, Sequence[int] | npt.NDArray[np.int64]]

JAKARTA = timezone(timedelta(hours=7), "WIB")  # whose weekend a source is taken to keep
LEVEL = 0.01  # share of the sources named silent that may be so by chance
FEWEST_HEARD = 8  # hours with items; of fewer no rhythm can be told
FEWEST_DAYS = 2
_SMOOTHED = 1.0  # days that a slot is held at the source's overall level
_LONG_GAPS = 0.8  # the longest fifth of past silences tell how much longer they run
_HOUR = timedelta(hours=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A source that has been quiet longer than its own past explains."""

    source: str
    last_seen: datetime  # as exact as the caller told it, else the end of its last hour
    usual_gap_hours: float  # 19 of 20 past silences of it were no longer than this
    silent_hours: float
    p_value: float  # of a silence this long or longer, starting when it did
    q_value: float  # false-discovery adjusted over all sources that could be judged


def silent_sources(
    counts: Counts,
    now: datetime,
    *,
    last_seen: Mapping[str, datetime] | None = None,
    level: float = LEVEL,
    zone: tzinfo = JAKARTA,
) -> list[Silence]:
    """Sources from which something should have come and did not, least likely first.

    Args:
        counts: for each source its items an hour, oldest first; every row ends with the hour
            that `now` lies in. Rows may differ in length. A week or two is a good past.
        now: aware; its hour is the last of each row and counts as far as it has gone.
        last_seen: moments of the newest items, where they are known more exactly.
        level: greatest q-value of a source that is named, between 0 and 1.
        zone: whose working days and weekends are told apart.

    Returns:
        Sources with q ≤ level. Those of which too little is known are in
        :func:`unjudged_sources`: not being named here does not make a source alive.

    Raises:
        InvalidInput: a negative count, a level outside 0..1, or a moment without zone.

    >>> day = [0] * 6 + [5] * 18
    >>> quiet = day * 7 + [5] * 6 + [0] * 8  # heard day and night once, then 8 hours nothing
    >>> now = datetime.fromisoformat("2026-03-02T14:00:00+00:00")
    >>> [each.source for each in silent_sources({"a": [5] * 168 + [0] * 8, "b": day * 7}, now)]
    ['a']
    """
    if not 0.0 < level < 1.0:
        raise InvalidInput(f"level {level} must lie between 0 and 1")
    _check_moment(now)
    known = {source: moment for source, moment in (last_seen or {}).items() if moment <= now}
    judged = []
    for source in sorted(counts):
        found = _judge(source, _row(source, counts[source]), now, known.get(source), zone)
        if found is not None:
            judged.append(found)
    if not judged:
        return []
    adjusted = benjamini_hochberg([each.p_value for each in judged])
    named = [
        Silence(
            source=each.source,
            last_seen=each.last_seen,
            usual_gap_hours=each.usual_gap_hours,
            silent_hours=each.silent_hours,
            p_value=each.p_value,
            q_value=float(q),
        )
        for each, q in zip(judged, adjusted, strict=True)
        if q <= level
    ]
    return sorted(named, key=lambda each: (each.p_value, each.source))


def unjudged_sources(counts: Counts, now: datetime) -> list[str]:
    """Sources heard too seldom for a rhythm: their silence says nothing either way."""
    _check_moment(now)
    return [source for source in sorted(counts) if not _is_enough(_row(source, counts[source]))]


def _check_moment(now: datetime) -> None:
    check_aware(now, "now")


def _row(source: str, counts: Sequence[int] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    row = np.asarray(counts, np.int64)
    if row.ndim != 1 or (row.size and row.min() < 0):
        raise InvalidInput(f"counts of {source!r} are no row of whole numbers from 0: {counts!r}")
    return row


def _is_enough(row: npt.NDArray[np.int64]) -> bool:
    heard = np.flatnonzero(row)
    return len(heard) >= FEWEST_HEARD and heard[-1] - heard[0] >= FEWEST_DAYS * HOURS_A_DAY


def _judge(
    source: str,
    row: npt.NDArray[np.int64],
    now: datetime,
    seen: datetime | None,
    zone: tzinfo,
) -> Silence | None:
    if not _is_enough(row):
        return None
    heard = np.flatnonzero(row)
    first, last = int(heard[0]), int(heard[-1])
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    after_last = min(now, this_hour - (len(row) - 2 - last) * _HOUR)
    since = max(seen, after_last - _HOUR) if seen is not None else after_last
    silent_hours = (now - since) / _HOUR
    slots = _slots(len(row), this_hour, zone)
    surprise = _surprise_an_hour(row, slots, first, last)
    score = _surprise_between(surprise, since, now, this_hour)
    p_value = math.exp(-score / _ease(surprise, heard))
    gaps = np.diff(heard) - 1.0
    usual = float(np.quantile(gaps, 0.95, method="higher")) if len(gaps) else 0.0
    return Silence(
        source=source,
        last_seen=since,
        usual_gap_hours=max(usual, 1.0),
        silent_hours=silent_hours,
        p_value=min(1.0, p_value),
        q_value=1.0,
    )


def _slots(n_hours: int, this_hour: datetime, zone: tzinfo) -> npt.NDArray[np.int64]:
    """Hour of the day 0..23, or 24..47 at the weekend, of each hour of a row."""
    moments = [(this_hour - (n_hours - 1 - i) * _HOUR).astimezone(zone) for i in range(n_hours)]
    return np.array(
        [each.hour + HOURS_A_DAY * (each.weekday() >= _SATURDAY) for each in moments], np.int64
    )


def _surprise_an_hour(
    row: npt.NDArray[np.int64], slots: npt.NDArray[np.int64], first: int, last: int
) -> Float64:
    """How improbable it is to hear nothing in each hour, as -log; 0 where nothing is known.

    The past runs from the first to the last hour heard. A slot little lived through borrows
    from the overall level. Weekend hours mean nothing until a weekend has been lived through:
    an office that rests on Saturdays is not dead.
    """
    past = slice(first, last + 1)
    active = (row[past] > 0).astype(float)
    overall = (active.sum() + 0.5) / (len(active) + 1.0)
    heard = np.bincount(slots[past], active, 2 * HOURS_A_DAY)
    lived = np.bincount(slots[past], minlength=2 * HOURS_A_DAY).astype(float)
    known = np.repeat([lived[:HOURS_A_DAY].any(), lived[HOURS_A_DAY:].any()], HOURS_A_DAY)
    chance = (heard + _SMOOTHED * overall) / (lived + _SMOOTHED)
    return np.asarray(np.where(known, -np.log1p(-np.minimum(chance, 0.999)), 0.0)[slots], float)


def _surprise_between(
    surprise: Float64, since: datetime, now: datetime, this_hour: datetime
) -> float:
    """The surprise of the hours from `since` to `now`, the first and last as far as they go."""
    total = 0.0
    for back in range(len(surprise)):
        start = this_hour - back * _HOUR
        if start + _HOUR <= since:
            break
        part = (min(now, start + _HOUR) - max(since, start)) / _HOUR
        total += float(surprise[len(surprise) - 1 - back]) * max(part, 0.0)
    return total


def _ease(surprise: Float64, heard: npt.NDArray[np.int64]) -> float:
    """How much longer its own silences ran than the hours' chances allow; at least 1.

    Were the hours independent, the surprise summed over a silence would exceed any limit by
    1 on average. The mean excess of the longest fifth shows how far they are not; a few silences
    prove little, so the estimate counts one more as long as the longest.
    """
    summed = np.concatenate(([0.0], np.cumsum(surprise)))
    scores = np.array([summed[b] - summed[a + 1] for a, b in pairwise(heard.tolist()) if b > a + 1])
    if not len(scores):
        return 1.0
    limit = np.quantile(scores, _LONG_GAPS)
    excess = scores[scores > limit] - limit
    longest = float(excess.max()) if len(excess) else float(scores.max())
    return max(1.0, float((excess.sum() + longest) / (len(excess) + 1)))
