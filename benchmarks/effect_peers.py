"""Other ways to answer the same question, for `--peers`."""

import math
import warnings
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.effects import EffectQuestion


class Said(NamedTuple):
    """Shares, with a 95% interval."""

    change: float
    low: float
    high: float


def naive(question: EffectQuestion) -> Said | None:
    """Means before and after, hours taken as independent (ratio of means, delta method)."""
    at = question.acted_at
    assert at is not None
    counts = np.asarray(question.counts, float)
    after = counts[at:]
    before = counts[max(0, at - len(after)) : at]
    if before.sum() == 0 or after.sum() == 0:
        return None
    change = math.log(after.mean() / before.mean())
    error = math.sqrt(
        sum(
            float(side.var(ddof=1)) / len(side) / float(side.mean()) ** 2
            for side in (before, after)
        )
    )
    return Said(math.expm1(change), *(math.expm1(change + s * 1.96 * error) for s in (-1, 1)))


def check_peers() -> None:
    """Say what to install where a package is missing.

    Raises:
        InvalidInput: statsmodels is not there.
    """
    if find_spec("statsmodels") is None:
        raise InvalidInput(
            "--peers measures statsmodels beside ours; install it in the development environment"
        )


def causalimpact(question: EffectQuestion) -> Said | None:
    """The model of CausalImpact (local level, comparisons, a day's season) by statsmodels.

    Maximum likelihood on the counts before; 400 draws of the window from where they ended. The
    packages of that name cannot be run beside ours: pycausalimpact 0.1 breaks with today's
    pandas, the others want a whole probabilistic stack.
    Source: Brodersen et al. 2015, doi:10.1214/14-AOAS788.
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents  # noqa: PLC0415

    at = question.acted_at
    assert at is not None
    counts = np.asarray(question.counts, float)
    others = (
        np.array(list(question.comparisons.values()), float).T if question.comparisons else None
    )
    scale = max(float(counts[:at].std()), 1e-9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = UnobservedComponents(
            counts[:at] / scale,
            level="local level",
            exog=None if others is None else others[:at] / others[:at].std(axis=0),
            freq_seasonal=[{"period": 24, "harmonics": 3}],
        )
        fitted = model.fit(disp=False, maxiter=100)
        drawn = fitted.simulate(
            len(counts) - at,
            anchor="end",
            repetitions=400,
            exog=None if others is None else others[at:] / others[:at].std(axis=0),
            rng=1,
        )
    totals = np.asarray(drawn).reshape(len(counts) - at, -1).sum(axis=0) * scale
    low, middle, high = np.quantile(totals, [0.025, 0.5, 0.975])
    if low <= 0:
        return None
    seen = float(counts[at:].sum())
    return Said(seen / middle - 1, seen / high - 1, seen / low - 1)
