"""How often a narrative was seen, by platform, with every assumption stated.

Views where a platform tells them; else a range from shares and likes with multipliers that an
office may edit (reach_assumptions.csv); else unknown, which is never counted as 0. Views are
not people: whoever looks twice counts twice.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput

Float64 = npt.NDArray[np.float64]
Counts = Sequence[int | None] | Float64  # None or NaN is unknown

FILE = "reach_assumptions.csv"
OTHER = "other"  # the row for platforms that have none of their own
COLUMNS = (
    "platform",
    "views_per_share_low",
    "views_per_share",
    "views_per_share_high",
    "views_per_like_low",
    "views_per_like",
    "views_per_like_high",
    "source",
)


class Range(NamedTuple):
    """Lowest, central and highest."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """What one share or like stands for on one platform, and where the figure comes from."""

    platform: str
    per_share: Range  # views
    per_like: Range  # views
    source: str


Assumptions = Mapping[str, Assumption]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformReach:
    """What is known of one platform."""

    platform: str
    items: int
    accounts: int | None  # different accounts; None where no item names one
    counted_items: int  # views are known
    estimated_items: int  # no views, but shares or likes above 0
    unknown_items: int  # nothing to go by
    counted_views: int | None  # None where no item tells its views
    views: Range | None  # counted and estimated; None where nothing is known


def read_assumptions(lines: Iterable[str], name: str = FILE) -> Assumptions:
    """The table of multipliers.

    Args:
        lines: CSV with the columns COLUMNS.
        name: how to call the file in a refusal.

    Raises:
        InvalidInput: a column or the row "other" is missing, a figure is none, negative or
            not in the order low, central, high, or a row does not say its source.
    """
    reader = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise InvalidInput(f"{name} lacks the columns {', '.join(missing)}")
    table = {}
    for row in reader:
        table[row["platform"]] = read_row(row, f"{name}, line {reader.line_num}")
    if OTHER not in table:
        raise InvalidInput(f"{name} needs a row for the platform {OTHER!r}")
    return MappingProxyType(table)


def read_row(row: Mapping[str, str | None], place: str) -> Assumption:
    if not (row["source"] or "").strip():
        raise InvalidInput(f'{place}: the column "source" is empty; write where it comes from')
    return Assumption(
        platform=str(row["platform"]),
        per_share=read_range(row, "views_per_share", place),
        per_like=read_range(row, "views_per_like", place),
        source=str(row["source"]).strip(),
    )


def read_range(row: Mapping[str, str | None], name: str, place: str) -> Range:
    texts = [row[f"{name}_low"], row[name], row[f"{name}_high"]]
    try:
        low, central, high = (float(text or "") for text in texts)
    except ValueError as error:
        raise InvalidInput(f"{place}: {name} must be three numbers, found {texts}") from error
    if not 0 < low <= central <= high < float("inf"):
        raise InvalidInput(f"{place}: {name} must be 0 < low ≤ central ≤ high, found {texts}")
    return Range(low, central, high)


@cache
def shipped_assumptions() -> Assumptions:
    """Our own table."""
    text = files("tangkal.situational_insight").joinpath(FILE).read_text(encoding="utf-8")
    return read_assumptions(text.splitlines())


def reach_by_platform(
    platforms: Sequence[str],
    *,
    views: Counts,
    shares: Counts,
    likes: Counts,
    accounts: Sequence[str | None],
    assumptions: Assumptions | None = None,
) -> list[PlatformReach]:
    """How far it went on each platform, the platform with most items first.

    Args:
        platforms: platform of each of n items.
        views: n; None is unknown, 0 a measured nothing. So for shares and likes.
        accounts: n pseudonyms; None where not known.
        assumptions: the office's own table; ours where None.

    Raises:
        InvalidInput: a negative count, or columns of different lengths.

    >>> found = reach_by_platform(
    ...     ["x", "x", "tiktok"], views=[90, None, None], shares=[1, None, None],
    ...     likes=[None, None, None], accounts=["a", "b", None])
    >>> [(each.platform, each.views and each.views.central, each.unknown_items) for each in found]
    [('x', 90.0, 1), ('tiktok', None, 1)]
    """
    table = assumptions or shipped_assumptions()
    known = {"views": as_counts(views, "views")}
    known |= {"shares": as_counts(shares, "shares"), "likes": as_counts(likes, "likes")}
    if len({len(platforms), len(accounts), *(len(column) for column in known.values())}) > 1:
        raise InvalidInput("platforms, accounts, views, shares and likes differ in length")
    names, place = np.unique(np.array(platforms, dtype=str), return_inverse=True)
    people = np.array([account or "" for account in accounts], dtype=str)
    found = [
        one_platform(
            str(name),
            {key: column[place == number] for key, column in known.items()},
            people[place == number],
            table.get(str(name), table[OTHER]),
        )
        for number, name in enumerate(names)
    ]
    return sorted(found, key=lambda each: (-each.items, each.platform))


def as_counts(values: Counts, name: str) -> Float64:
    """Counts as floats, NaN where unknown."""
    counts = np.array([np.nan if value is None else float(value) for value in values], np.float64)
    if np.any(counts < 0):
        raise InvalidInput(
            f"{name} {counts[counts < 0][0]:g} is negative; unknown is an empty cell"
        )
    return counts


def one_platform(
    name: str, known: Mapping[str, Float64], people: npt.NDArray[np.str_], assumed: Assumption
) -> PlatformReach:
    views = known["views"]
    counted = ~np.isnan(views)
    shared = np.where(counted, np.nan, known["shares"])
    liked = np.where(counted, np.nan, known["likes"])
    estimated = (shared > 0) | (liked > 0)  # nobody liking it does not say how many saw it
    total = float(views[counted].sum())
    parts = estimates(shared[estimated], liked[estimated], assumed)
    accounts = len(set(people.tolist()) - {""})
    return PlatformReach(
        platform=name,
        items=len(views),
        accounts=accounts or None,
        counted_items=int(counted.sum()),
        estimated_items=int(estimated.sum()),
        unknown_items=int((~counted & ~estimated).sum()),
        counted_views=round(total) if counted.any() else None,
        views=Range(*(total + part for part in parts))
        if counted.any() or estimated.any()
        else None,
    )


def estimates(shared: Float64, liked: Float64, assumed: Assumption) -> Range:
    """Views of items that tell only shares or likes; where both, the wider range of the two."""
    by_share = [np.where(shared > 0, shared * factor, np.nan) for factor in assumed.per_share]
    by_like = [np.where(liked > 0, liked * factor, np.nan) for factor in assumed.per_like]
    low = np.fmin(by_share[0], by_like[0]).sum()
    high = np.fmax(by_share[2], by_like[2]).sum()
    one = np.where(np.isnan(by_share[1]), by_like[1], by_share[1])
    other = np.where(np.isnan(by_like[1]), by_share[1], by_like[1])
    return Range(float(low), float(np.sqrt(one * other).sum()), float(high))


def in_all(reached: Sequence[PlatformReach]) -> Range | None:
    """Views on all platforms together, as far as anything is known."""
    known = [each.views for each in reached if each.views is not None]
    if not known:
        return None
    return Range(*(sum(column) for column in zip(*known, strict=True)))


def rounded(value: float) -> int:
    """Two leading digits: an estimate shown to the last digit would lie.

    >>> rounded(123456), rounded(87), rounded(0)
    (120000, 87, 0)
    """
    whole = round(value)
    digits = len(str(whole)) - 2
    return round(whole, -digits) if digits > 0 else whole
