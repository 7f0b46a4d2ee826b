"""Rates of comparisons, their own noise smoothed away."""

import math

import numpy as np
import numpy.typing as npt
from numba import njit

Float64 = npt.NDArray[np.float64]

_SMOOTHERS = np.array(
    [
        (fade, mood)
        for fade in (0.3, 0.6, 0.8, 0.9, 0.96, 0.99)
        for mood in (0.02, 0.08, 0.3, 1.0, 3.0)
    ]
)
_WILD = 0.05  # variance of log counts beyond Poisson, at least


def smoothed_logs(counts: Float64, share: Float64) -> Float64:
    """[n] logarithm of a comparison's rate, its own noise smoothed away.

    Noise in a regressor would shrink its loading (and a shared shock would look like an
    effect); the mean expected of the rate given all its counts does not (regression
    calibration, Carroll et al. 2006, ch. 4). The action did not touch it, so blocks on both
    sides may speak.
    """
    seen = share > 0
    y = np.log((counts + 0.5) / np.where(seen, share, 1.0))
    centre = float(y[seen].mean()) if seen.any() else 0.0
    noise = 1.0 / np.maximum(counts + 0.5, 0.5 * (counts[seen].mean() + 0.5)) + _WILD
    return centre + np.asarray(_smooth(y - centre, noise, seen, _SMOOTHERS))


@njit(cache=True, nogil=True)
def _smooth(y, noise, seen, settings):  # type: ignore[no-untyped-def]
    """Fixed-interval smoothing (Rauch et al. 1965) with the likeliest (fade, variance, noise)."""
    n = y.shape[0]
    best = -np.inf
    at, best_scale = 0, 1.0
    for s in range(settings.shape[0] * 3):
        fade, mood = settings[s // 3, 0], settings[s // 3, 1]
        scale = (1.0, 2.0, 4.0)[s % 3]
        a, p = 0.0, mood
        score = 0.0
        for t in range(n):
            if seen[t]:
                f = p + noise[t] * scale
                v = y[t] - a
                score -= 0.5 * (math.log(f) + v * v / f)
                k = p / f
                a += k * v
                p -= k * p
            a *= fade
            p = fade * fade * p + mood * (1.0 - fade * fade)
        if score > best:
            best, at, best_scale = score, s // 3, scale
    fade, mood = settings[at, 0], settings[at, 1]
    mean, spread = np.empty(n), np.empty(n)
    ahead_mean, ahead_spread = np.empty(n), np.empty(n)
    a, p = 0.0, mood
    for t in range(n):
        ahead_mean[t], ahead_spread[t] = a, p
        if seen[t]:
            f = p + noise[t] * best_scale
            k = p / f
            a += k * (y[t] - a)
            p -= k * p
        mean[t], spread[t] = a, p
        a *= fade
        p = fade * fade * p + mood * (1.0 - fade * fade)
    for t in range(n - 2, -1, -1):
        gain = spread[t] * fade / ahead_spread[t + 1]
        mean[t] += gain * (mean[t + 1] - ahead_mean[t + 1])
    return mean
