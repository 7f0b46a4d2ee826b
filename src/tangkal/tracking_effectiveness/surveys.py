"""Estimates from polls: weighted shares and means with their intervals, and change over waves.

Variance is linearised (Taylor) with strata, clusters and weights, as for a sample drawn with
replacement: no correction for a small population, so intervals are rather too wide. A share's
interval is Wilson's with the effective number of respondents, which is cut for the few degrees
of freedom of a clustered sample (Korn & Graubard 1998, Survey Methodology 24:193; Franco et al.
2019, doi:10.1093/jssam/smy019, found Wilson's on the effective size among the best). A change
joins two intervals by Newcombe's square-and-add (1998, doi:10.1002/(SICI)1097-0258(19980430)
17:8<873::AID-SIM779>3.0.CO;2-I, method 10), for means by Zou & Donner 2008.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.student import student_quantile
from tangkal.tracking_effectiveness.survey_tables import Coded, Outcome, Table, fold, number

LEVEL = 0.95
FEWEST = 30  # respondents; below, a figure says little and points at people
FEWEST_EFFECTIVE = 20.0

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One figure of one wave; value and interval are None where too few answered."""

    measure: Literal["share", "mean"]
    n: int  # who answered
    missing: int  # who were asked and did not
    value: float | None  # share 0..1, or mean on the question's scale
    low: float | None
    high: float | None
    n_effective: float | None
    design_effect: float | None  # variance over a plain sample's of the same size; at least 1
    level: float = LEVEL

    @property
    def is_suppressed(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Later less earlier, with its interval."""

    difference: float
    low: float
    high: float

    @property
    def direction(self) -> Literal["rose", "fell", "no change seen"]:
        """What may be said: no change seen is not "no change"."""
        if self.low > 0:
            return "rose"
        return "fell" if self.high < 0 else "no change seen"


def estimate(
    coded: Coded,
    code: str,
    *,
    measure: Literal["share", "mean"] = "share",
    group: int | None = None,
    level: float = LEVEL,
) -> Estimate:
    """One question's figure, of all respondents or of one group.

    A group is a part of the sample, not a sample of its own: the others stay in the design
    with nothing to add, as a variance of a domain needs.

    Raises:
        InvalidInput: there is no such question, or a stratum has a single cluster.
    """
    if code not in coded.answers:
        raise InvalidInput(f"there is no question {code!r}")
    values = coded.answers[code]
    asked = np.ones(len(values), dtype=bool) if group is None else coded.groups == group
    told = asked & ~np.isnan(values)
    n, missing = int(told.sum()), int(asked.sum() - told.sum())
    weights = np.where(told, coded.weights, 0.0)
    if n < FEWEST or kish_size(weights) < FEWEST_EFFECTIVE:
        return suppressed(measure, n, missing, level)
    answers = np.where(told, values, 0.0)
    value = float(weights @ answers / weights.sum())
    scores = weights * (answers - value) / weights.sum()
    variance, freedom = design_variance(scores, coded.strata, coded.clusters)
    spread = float(weights @ (answers - value) ** 2 / weights.sum())
    plain = spread / (n - 1)
    # Where all said the same there is no variance to see: the weights alone cost precision.
    by_weights = n / kish_size(weights)
    effect = max(1.0, variance / plain if plain > 0 else by_weights)
    n_effective = n / effect
    if n_effective < FEWEST_EFFECTIVE:
        return suppressed(measure, n, missing, level)
    if measure == "share":
        low, high = wilson(value, cut_for_freedom(n_effective, freedom, level), level=level)
    else:
        reach = student_quantile((1 + level) / 2, freedom) * math.sqrt(plain * effect)
        low, high = value - reach, value + reach
    return Estimate(
        measure=measure,
        n=n,
        missing=missing,
        value=value,
        low=low,
        high=high,
        n_effective=n_effective,
        design_effect=effect,
        level=level,
    )


def suppressed(measure: Literal["share", "mean"], n: int, missing: int, level: float) -> Estimate:
    return Estimate(
        measure=measure,
        n=n,
        missing=missing,
        value=None,
        low=None,
        high=None,
        n_effective=None,
        design_effect=None,
        level=level,
    )


def kish_size(weights: Floats) -> float:
    """How many equal respondents these weights are worth (Kish 1965): (Σw)²/Σw².

    >>> kish_size(np.array([1.0, 1.0, 2.0]))
    2.6666666666666665
    """
    squares = float(weights @ weights)
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def design_variance(scores: Floats, strata: Ints, clusters: Ints) -> tuple[float, int]:
    """Variance of a sum of scores, and its degrees of freedom (clusters less strata).

    Args:
        scores: linearised, one a respondent.
        strata: of each respondent, 0 …
        clusters: of each respondent; clusters of different strata are different ones.

    Raises:
        InvalidInput: a stratum with one cluster, whose variance nobody can see.
    """
    keys = np.stack([strata, clusters], axis=1)
    found, place = np.unique(keys, axis=0, return_inverse=True)
    totals = np.bincount(place.ravel(), weights=scores, minlength=len(found))
    variance = 0.0
    for stratum in np.unique(found[:, 0]):
        own = totals[found[:, 0] == stratum]
        if len(own) < 2:
            raise InvalidInput(
                f"stratum number {int(stratum) + 1} has one cluster; join it with a stratum like it"
            )
        variance += len(own) / (len(own) - 1) * float(((own - own.mean()) ** 2).sum())
    return variance, len(found) - len(np.unique(found[:, 0]))


def cut_for_freedom(n_effective: float, freedom: int, level: float) -> float:
    """The effective size, less what few degrees of freedom cost (Korn & Graubard 1998)."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    return n_effective * (z / student_quantile((1 + level) / 2, freedom)) ** 2


def wilson(share: float, n: float, *, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's score interval for a share of n (effective) respondents.

    Raises:
        InvalidInput: a share outside 0..1, or nobody asked.

    Source: Wilson 1927; figures as in Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)
    17:8<857::AID-SIM777>3.0.CO;2-E, table I.

    >>> tuple(round(each, 4) for each in wilson(81 / 263, 263))
    (0.2553, 0.3662)
    """
    if not 0.0 <= share <= 1.0 or not n > 0:
        raise InvalidInput(f"{share=}, {n=}")
    z = NormalDist().inv_cdf((1 + level) / 2)
    centre = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    low, high = (centre - reach) / whole, (centre + reach) / whole
    return (0.0 if share == 0 else max(0.0, low), 1.0 if share == 1 else min(1.0, high))


def change(earlier: Estimate, later: Estimate) -> Change | None:
    """Later less earlier; None where one of them was too small to be shown.

    The two waves asked different people. Where they asked the same ones (a panel) the interval
    is too wide, never too narrow, as long as people answer alike both times.

    Raises:
        InvalidInput: a share against a mean, or intervals of two levels.
    """
    if earlier.measure != later.measure or earlier.level != later.level:
        raise InvalidInput("a share and a mean, or two levels, are not compared")
    if earlier.value is None or later.value is None:
        return None
    assert earlier.low is not None
    assert earlier.high is not None
    assert later.low is not None
    assert later.high is not None
    difference = later.value - earlier.value
    down = math.hypot(later.value - later.low, earlier.high - earlier.value)
    up = math.hypot(later.high - later.value, earlier.value - earlier.low)
    return Change(difference=difference, low=difference - down, high=difference + up)


def mean_change(polls: Sequence[Sequence[Change]]) -> Change:
    """The mean of changes of several polls, every one of equal weight.

    Polls asked different people, so their errors join in quadrature (Newcombe's and Zou &
    Donner's way, for a mean). Questions of one poll asked the same ones: how they hang together
    is not known, so their errors add up, and the interval is too wide rather than too narrow.

    Args:
        polls: the changes of each poll; at least one of one.

    Raises:
        InvalidInput: there is no change at all.

    >>> one = Change(difference=-0.06, low=-0.10, high=-0.02)
    >>> found = mean_change([[one], [one], [one], [one]])
    >>> round(found.difference, 3), round(found.low, 3), round(found.high, 3)
    (-0.06, -0.08, -0.04)
    """
    n = sum(len(poll) for poll in polls)
    if n == 0:
        raise InvalidInput("there is no change to take the mean of")
    difference = math.fsum(each.difference for poll in polls for each in poll) / n
    down = math.hypot(*(sum(each.difference - each.low for each in poll) for poll in polls)) / n
    up = math.hypot(*(sum(each.high - each.difference for each in poll) for poll in polls)) / n
    return Change(difference=difference, low=difference - down, high=difference + up)


def smallest_visible_change(
    n_earlier: float, n_later: float, *, share: float = 0.5, power: float = 0.8
) -> float:
    """The change of a share that two waves would see with this power, as a share.

    >>> round(smallest_visible_change(1000, 1000), 3)
    0.063
    """
    if not (n_earlier > 0 and n_later > 0 and 0 < share < 1 and 0 < power < 1):
        raise InvalidInput(f"{n_earlier=}, {n_later=}, {share=}, {power=}")
    reach = NormalDist().inv_cdf((1 + LEVEL) / 2) + NormalDist().inv_cdf(power)
    return reach * math.sqrt(share * (1 - share) * (1 / n_earlier + 1 / n_later))


# Tables that somebody else has counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One line of an aggregate table."""

    question: str
    outcome: Outcome
    estimate: Estimate


AGGREGATE = ("question", "outcome", "percent", "mean", "sd", "n", "design_effect")


def is_aggregate(table: Table) -> bool:
    """Whether a table holds counted questions: it has the columns `question` and `n`."""
    names = {fold(each) for each in table.columns}
    return {"question", "n"} <= names and bool({"percent", "mean"} & names)


def read_counted(table: Table) -> tuple[list[Counted], list[tuple[int, dict[str, str], str]]]:
    """The lines of an aggregate table; and those that cannot be read: (line, values, reason)."""
    names = [fold(each) for each in table.columns]
    found: list[Counted] = []
    bad: list[tuple[int, dict[str, str], str]] = []
    for line, row in zip(table.lines, table.rows, strict=True):
        values = {name: value for name, value in zip(names, row, strict=True) if name in AGGREGATE}
        try:
            found.append(counted(values))
        except InvalidInput as error:
            bad.append((line, values, str(error)))
    return found, bad


def counted(values: dict[str, str]) -> Counted:
    """One line: question, outcome, percent (or mean and sd), n, and the design effect if known.

    Raises:
        InvalidInput: a value is missing or outside what it can be.
    """
    question = values.get("question", "").strip()
    if not question or len(question) > 60:
        raise InvalidInput(f"{question[:60]!r}: name the question in at most 60 characters")
    word = fold(values.get("outcome", "")) or "other"
    if word not in set(Outcome):
        raise InvalidInput(f"outcome {word!r} is none of {', '.join(Outcome)}")
    people = values.get("n", "").strip()
    if not (people.isascii() and people.isdecimal()) or len(people) > 7:
        raise InvalidInput(f"n {people[:20]!r}: write whole digits, e.g. 1204")
    n = int(people)
    effect = number(values["design_effect"]) if values.get("design_effect", "").strip() else 1.0
    if not 1.0 <= effect <= 50.0:
        raise InvalidInput(f"design effect {effect:g} is outside 1 to 50")
    if values.get("percent", "").strip():
        made = from_percent(number(values["percent"].rstrip("% ")), n, effect)
    elif values.get("mean", "").strip():
        made = from_mean(number(values["mean"]), number(values.get("sd", "")), n, effect)
    else:
        raise InvalidInput("neither percent nor mean is filled in")
    return Counted(question=question, outcome=Outcome(word), estimate=made)


def from_percent(percent: float, n: int, effect: float) -> Estimate:
    if not 0 <= percent <= 100:
        raise InvalidInput(f"percent {percent:g} is outside 0 to 100")
    if n < FEWEST or n / effect < FEWEST_EFFECTIVE:
        return suppressed("share", n, 0, LEVEL)
    low, high = wilson(percent / 100, n / effect)
    return made_of("share", percent / 100, low, high, n, effect)


def from_mean(mean: float, deviation: float, n: int, effect: float) -> Estimate:
    if not deviation > 0:
        raise InvalidInput(f"sd {deviation:g}: a mean needs its standard deviation, above 0")
    if n < FEWEST or n / effect < FEWEST_EFFECTIVE:
        return suppressed("mean", n, 0, LEVEL)
    reach = student_quantile((1 + LEVEL) / 2, n - 1) * deviation * math.sqrt(effect / n)
    return made_of("mean", mean, mean - reach, mean + reach, n, effect)


def made_of(
    measure: Literal["share", "mean"],
    value: float,
    low: float,
    high: float,
    n: int,
    effect: float,
) -> Estimate:
    return Estimate(
        measure=measure,
        n=n,
        missing=0,
        value=value,
        low=low,
        high=high,
        n_effective=n / effect,
        design_effect=effect,
    )


def expected_by_chance(comparisons: Sequence[object]) -> float:
    """How many of so many comparisons would look like a change where nothing changed."""
    return len(comparisons) * (1 - LEVEL)
