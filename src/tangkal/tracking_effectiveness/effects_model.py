"""What would have been counted: a regression whose errors have a memory.

The logarithm of a block's count is a sum of: a level; rhythms of day and week; comparisons,
each with its own loading; a mood that fades (AR(1)); a drift that does not (random walk); and
noise, larger where counts are small. How strong mood, drift and noise are is not known, so a
grid of possibilities is weighed by how well each foretells the blocks before the action
(restricted likelihood), and the forecast mixes them. Only blocks before the action are fitted:
whatever shape an effect has, it can't bend the forecast; and a forecast that starts from what
was seen up to the action already expects a high to fade as far as such highs do in this series.

State-space regression after Durbin & Koopman 2012, ch. 6; likelihood after Harville 1974;
Brodersen et al. 2015 (doi:10.1214/14-AOAS788) for the idea of a forecast as comparison.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from tangkal.tracking_effectiveness.effects_blocks import Blocks

Float64 = npt.NDArray[np.float64]

_FADES = (0.5, 0.75, 0.88, 0.95, 0.985)  # mood kept from block to block
_MOODS = (0.15, 0.6, 2.0, 8.0)  # variance of the mood over that of noise
_DRIFTS = (0.0, 0.05, 0.3, 1.5, 8.0)  # variance drifted over the baseline, over noise
_WILD = 0.15  # variance of log counts beyond Poisson, for the shape of the noise only
_RHYTHM_PRIOR = 0.6  # deviation of a rhythm's coefficients
_TREND_PRIOR = 0.35  # … of a trend, in logarithms over the baseline
_LEAST_FOR_TREND = 40  # blocks before
_BEYOND = 0.15  # a loading learned in ordinary days may be so far off in a great shock
_LOADING_PRIOR = 0.6  # … of a comparison's loading, about its equal share


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Regressors of every block, and what is expected of their coefficients."""

    x: Float64  # [n, p]
    prior_mean: Float64  # [p]
    prior_sd: Float64  # [p]; inf for none
    loadings: tuple[int, ...]  # columns that are comparisons, in their order


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Blocks after the action as they would have been."""

    path: Float64  # [n] expected items of a whole block, before (foretold from its past) and after
    path_sd: Float64  # [n] of the logarithm of that block's count
    log_total: float  # of the window's items
    sd: float  # of that, with the chance in counting
    sampling: float  # the part of sd² that counting itself brings
    freedom: float


def make_design(blocks: Blocks, *, steps: tuple[int, ...] = ()) -> Design:
    """Level, rhythms, a trend, and steps where other responses began."""
    n = len(blocks.counts)
    hours = blocks.hours
    before_hours = -float(hours[0])
    block_hours = blocks.buckets * blocks.bucket_hours
    columns = [np.ones(n)]
    means, sds = [0.0], [math.inf]

    def add(column: Float64, mean: float, sd: float) -> None:
        columns.append(column)
        means.append(mean)
        sds.append(sd)

    if before_hours >= 48:
        for waves in (1, 2, 3):
            if 24 / waves >= 2.0 * block_hours + 1e-9 and (waves < 3 or before_hours >= 96):
                for wave in (np.cos, np.sin):
                    add(wave(2 * np.pi * waves * hours / 24), 0.0, _RHYTHM_PRIOR / waves)
    if before_hours >= 12 * 24:
        for waves in (1, 2, 3):
            if 168 / waves >= 2.0 * block_hours + 1e-9:
                for wave in (np.cos, np.sin):
                    add(wave(2 * np.pi * waves * hours / 168), 0.0, _RHYTHM_PRIOR / 3)
    if blocks.before >= _LEAST_FOR_TREND:
        # Else a level that always rose would be foretold to fall back to its mean.
        add(hours / before_hours + 0.5, 0.0, _TREND_PRIOR)
    for step in steps:
        add((np.arange(n) >= step).astype(float), 0.0, 0.7)
    return Design(
        x=np.column_stack(columns),
        prior_mean=np.array(means),
        prior_sd=np.array(sds),
        loadings=(),
    )


def compared(design: Design, blocks: Blocks, rows: Sequence[int]) -> Design:
    """The design with comparisons added, in the order of the rows."""
    if not rows:
        return design
    first = design.x.shape[1]
    logs = blocks.others_log[list(rows)]
    centred = logs - logs[:, : blocks.before].mean(axis=1, keepdims=True)
    return Design(
        x=np.column_stack([design.x, centred.T]),
        prior_mean=np.append(design.prior_mean, np.full(len(rows), 0.7 / len(rows))),
        prior_sd=np.append(design.prior_sd, np.full(len(rows), _LOADING_PRIOR)),
        loadings=tuple(range(first, first + len(rows))),
    )


class Fit:
    """The blocks before the action, fitted.

    Args:
        blocks: what was counted; those from `blocks.before` on are not looked at.
        design: as `make_design` makes it.
        settings: (fade, mood, drift) to hold; None weighs a grid of them.
        coarse: weigh a smaller grid, for placebos.
    """

    def __init__(
        self,
        blocks: Blocks,
        design: Design,
        *,
        settings: tuple[float, float, float] | None = None,
        coarse: bool = False,
    ) -> None:
        self.blocks, self.design = blocks, design
        t = blocks.before
        self.share = np.where(blocks.share > 0, blocks.share, 1.0)
        self.seen = blocks.share > 0
        self.y = np.log((blocks.counts + 0.5) / self.share)
        usable = self.seen[:t]
        # A first fit without memory gives the size of counts to expect, hence of noise.
        x, y = design.x[:t][usable], self.y[:t][usable]
        weight = np.where(np.isinf(design.prior_sd), 0.0, design.prior_sd**-2.0)
        rough = max(float(np.var(np.diff(y))) / 2 if len(y) > 2 else 0.3, 1e-3)
        beta = np.linalg.solve(
            x.T @ x + rough * np.diag(weight) + 1e-9 * np.eye(x.shape[1]),
            x.T @ y + rough * weight * design.prior_mean,
        )
        usual = np.exp(np.clip(design.x @ beta, y.min(), y.max() + 0.7))
        self.poisson = 1.0 / np.maximum(usual * self.share, 0.5)
        noise = self.poisson + _WILD
        self.noise = noise / float(noise[:t].mean())
        precision, expected = rough * weight, design.prior_mean

        self.grid = _grid(t, coarse=coarse) if settings is None else np.array([settings])
        z = np.column_stack([design.x[:t], self.y[:t]])
        sums, logs, self.ends, self.spreads = _filter(z, self.noise[:t], usable, self.grid)
        p = design.x.shape[1]
        self.freedom = max(int(usable.sum()) - 1.0 - _effective(p), 3.0)
        xx = sums[:, :p, :p] + np.diag(precision)
        xy = sums[:, :p, p] + precision * expected
        self.cov = np.linalg.inv(xx)
        self.beta = np.einsum("gij,gj->gi", self.cov, xy)
        rss = sums[:, p, p] + float(precision @ expected**2) - np.einsum("gi,gi->g", self.beta, xy)
        rss = np.maximum(rss, 1e-9)
        self.scale = rss / self.freedom
        score = -0.5 * (logs + np.linalg.slogdet(xx)[1] + self.freedom * np.log(rss))
        weights = np.exp(score - score.max())
        self.weights = weights / weights.sum()
        self.best = int(self.weights.argmax())
        fitted, self.foretold, self.spread = self._before(self.best)
        self.fitted = np.exp(fitted)
        self.lift = self._lift()

    @property
    def settings(self) -> tuple[float, float, float]:
        """Fade, mood and drift of the likeliest."""
        fade, mood, drift = self.grid[self.best]
        return float(fade), float(mood), float(drift)

    @property
    def loadings(self) -> Float64:
        """[k] of the comparisons."""
        return np.asarray(self.beta[self.best][list(self.design.loadings)])

    @property
    def rest(self) -> Float64:
        """[before] logarithms less rhythm and comparisons; nan where not collected."""
        t = self.blocks.before
        rest = self.y[:t] - self.design.x[:t] @ self.beta[self.best]
        return np.where(self.seen[:t], rest, np.nan)

    @property
    def leaps(self) -> Float64:
        """Misses of one-step forecasts before the action, of deviation 1."""
        t = self.blocks.before
        misses = ((self.rest - self.foretold) / self.spread)[self.seen[:t]]
        return np.asarray(misses / max(float(misses.std()), 1e-9))

    def forecast(self, blocks_after: int | None = None) -> Forecast:
        """Foretell the blocks after the action, or the first of them."""
        t = self.blocks.before
        keep = np.flatnonzero(self.weights > 0.02 * self.weights.max())
        shares = self.weights[keep] / self.weights[keep].sum()
        end = t + blocks_after if blocks_after is not None else len(self.blocks.counts)
        totals, variances, samplings, paths, widths = _foretell(
            self.grid[keep],
            self.ends[keep],
            self.spreads[keep],
            self.beta[keep],
            self.cov[keep],
            self.scale[keep],
            self.design.x[t:end],
            self.noise[t:end],
            self.poisson[t:end],
            self.blocks.share[t:end],
            self.lift,
        )
        log_total = float(shares @ totals)
        variance = float(shares @ (variances + (totals - log_total) ** 2))
        variance += (_BEYOND * self._borne(t, end)) ** 2
        return Forecast(
            path=np.concatenate([self.fitted, np.exp(shares @ paths)]),
            path_sd=np.concatenate([self.spread, np.sqrt(shares @ widths)]),
            log_total=log_total,
            sd=math.sqrt(variance),
            sampling=float(shares @ samplings),
            freedom=self.freedom,
        )

    def _borne(self, t: int, end: int) -> float:
        """How far the comparisons lift or lower the window, in logarithms."""
        columns = list(self.design.loadings)
        return float((self.design.x[t:end, columns] @ self.loadings).mean()) if columns else 0.0

    def surprise(self, blocks_after: int | None = None) -> tuple[float, float]:
        """Log of what was counted after over what was foretold, and its deviation."""
        t = self.blocks.before
        found = self.forecast(blocks_after)
        counted = float(self.blocks.counts[t:][:blocks_after].sum())
        return math.log(counted + 0.5) - found.log_total, found.sd

    def _lift(self) -> float:
        """By how much sums lie above what logarithms foretell, beyond what the model knows."""
        t = self.blocks.before
        warm = np.flatnonzero(self.seen[:t])[min(10, t // 4) :]
        state = self.spread[warm] ** 2 - self.scale[self.best] * self.noise[:t][warm]
        foretold = (
            self.fitted[warm] * self.share[warm] * np.exp(0.5 * np.maximum(state, 0.0))
        ).sum()
        counted = self.blocks.counts[:t][warm].sum()
        if counted < 20 or foretold <= 0:
            return 0.0
        return float(np.clip(math.log(counted / foretold), -0.2, 0.2))

    def _before(self, g: int) -> tuple[Float64, Float64, Float64]:
        t = self.blocks.before
        rest = self.y[:t] - self.design.x[:t] @ self.beta[g]
        state, spread = _one_series(rest, self.noise[:t], self.seen[:t], self.grid[g])
        fitted = self.design.x[:t] @ self.beta[g] + state
        wild = 0.5 * np.maximum(self.scale[g] * self.noise[:t] - self.poisson[:t], 0.0)
        return fitted + wild, state, np.sqrt(self.scale[g] * spread)


def _effective(p: int) -> float:
    return 0.6 * (p - 1)  # priors hold coefficients, so each costs less than one


def _grid(blocks: int, *, coarse: bool) -> Float64:
    fades, moods, drifts = (
        ((0.6, 0.88, 0.97), (0.3, 2.0), (0.0, 0.15, 2.0)) if coarse else (_FADES, _MOODS, _DRIFTS)
    )
    rows = []
    for drift in drifts:
        a_step = drift / max(blocks, 1)
        rows.append((0.0, 0.0, a_step))
        rows += [(fade, mood, a_step) for fade in fades for mood in moods]
    return np.array(rows)


@njit(cache=True, nogil=True)
def _filter(z, noise, seen, grid):  # type: ignore[no-untyped-def]
    """Whitened cross products of every column with every other, a setting.

    z: [n, c] columns; grid: [g, 3] fade, variance of the mood, variance a step of the drift.
    Returns sums [g, c, c], log determinants [g], states at the end [g, 2, c], their
    covariance [g, 2, 2].
    """
    n, c = z.shape
    g_n = grid.shape[0]
    sums = np.zeros((g_n, c, c))
    logs = np.zeros(g_n)
    ends = np.zeros((g_n, 2, c))
    spreads = np.zeros((g_n, 2, 2))
    u = np.empty(c)
    for g in range(g_n):
        fade, mood, drift = grid[g, 0], grid[g, 1], grid[g, 2]
        new = mood * (1.0 - fade * fade)
        p11, p12, p22 = mood, 0.0, 0.0
        a = ends[g]
        total = sums[g]
        for t in range(n):
            if seen[t]:
                f = p11 + 2.0 * p12 + p22 + noise[t]
                k1 = (p11 + p12) / f
                k2 = (p12 + p22) / f
                root = 1.0 / math.sqrt(f)
                for j in range(c):
                    v = z[t, j] - a[0, j] - a[1, j]
                    a[0, j] += k1 * v
                    a[1, j] += k2 * v
                    u[j] = v * root
                for i in range(c):
                    for j in range(i + 1):
                        total[i, j] += u[i] * u[j]
                logs[g] += math.log(f)
                q11 = p11 - k1 * (p11 + p12)
                q12 = p12 - k1 * (p12 + p22)
                q22 = p22 - k2 * (p12 + p22)
                p11, p12, p22 = q11, q12, q22
            if t < n - 1:
                for j in range(c):
                    a[0, j] *= fade
                p11 = fade * fade * p11 + new
                p12 = fade * p12
                p22 = p22 + drift
        for i in range(c):
            for j in range(i):
                total[j, i] = total[i, j]
        spreads[g, 0, 0] = p11
        spreads[g, 0, 1] = p12
        spreads[g, 1, 0] = p12
        spreads[g, 1, 1] = p22
    return sums, logs, ends, spreads


@njit(cache=True, nogil=True)
def _one_series(rest, noise, seen, setting):  # type: ignore[no-untyped-def]
    """What is foretold of each block from those before it, and its variance."""
    fade, mood, drift = setting[0], setting[1], setting[2]
    n = rest.shape[0]
    foretold = np.empty(n)
    spread = np.empty(n)
    a1, a2 = 0.0, 0.0
    p11, p12, p22 = mood, 0.0, 0.0
    for t in range(n):
        foretold[t] = a1 + a2
        f = p11 + 2.0 * p12 + p22 + noise[t]
        spread[t] = f
        if seen[t]:
            k1 = (p11 + p12) / f
            k2 = (p12 + p22) / f
            v = rest[t] - a1 - a2
            a1 += k1 * v
            a2 += k2 * v
            q11 = p11 - k1 * (p11 + p12)
            q12 = p12 - k1 * (p12 + p22)
            q22 = p22 - k2 * (p12 + p22)
            p11, p12, p22 = q11, q12, q22
        a1 *= fade
        p11 = fade * fade * p11 + mood * (1.0 - fade * fade)
        p12 *= fade
        p22 += drift
    return foretold, spread


@njit(cache=True, nogil=True)
def _foretell(  # type: ignore[no-untyped-def]
    grid, ends, spreads, betas, covs, scales, x, noise, poisson, share, lift
):
    """Of each setting: log of the window's items, its variance, how much of that is counting;
    and of each block ahead the logarithm and its variance."""
    g_n, m, p = grid.shape[0], x.shape[0], x.shape[1]
    totals, variances, samplings = np.empty(g_n), np.empty(g_n), np.empty(g_n)
    paths, widths = np.empty((g_n, m)), np.empty((g_n, m))
    gap = np.empty((m, p))
    mean, weight, powers = np.empty(m), np.empty(m), np.empty(2 * m + 1)
    for g in range(g_n):
        fade, mood, drift = grid[g, 0], grid[g, 1], grid[g, 2]
        s11, s12, s22 = spreads[g, 0, 0], spreads[g, 0, 1], spreads[g, 1, 1]
        scale = scales[g]
        powers[0] = 1.0
        for h in range(1, 2 * m + 1):
            powers[h] = powers[h - 1] * fade
        total = 0.0
        for h in range(m):
            carried = powers[h + 1]
            path = carried * ends[g, 0, p] + ends[g, 1, p]
            for j in range(p):
                gap[h, j] = x[h, j] - carried * ends[g, 0, j] - ends[g, 1, j]
                path += gap[h, j] * betas[g, j]
            state = scale * (
                mood * (1.0 - powers[2 * h + 2])
                + powers[2 * h + 2] * s11
                + 2.0 * carried * s12
                + s22
                + drift * (h + 1.0)
            )
            paths[g, h] = path + 0.5 * max(scale * noise[h] - poisson[h], 0.0) + lift
            widths[g, h] = state
            mean[h] = math.exp(min(paths[g, h], 30.0)) * share[h]
            total += mean[h]
        inner, even, sampling = 0.0, 0.0, 0.0
        for h in range(m):
            weight[h] = mean[h] / total
            even += weight[h] * widths[g, h]
            sampling += weight[h] ** 2 * scale * noise[h]
        for h in range(m):
            for i in range(m):
                near = min(h, i)
                inner += (
                    weight[h]
                    * weight[i]
                    * (
                        mood * (powers[abs(h - i)] - powers[h + i + 2])
                        + powers[h + i + 2] * s11
                        + (powers[h + 1] + powers[i + 1]) * s12
                        + s22
                        + drift * (near + 1.0)
                    )
                )
        inner *= scale
        known = 0.0
        along = np.zeros(p)
        for h in range(m):
            here = 0.0
            for i in range(p):
                along[i] += weight[h] * gap[h, i]
                for j in range(p):
                    here += gap[h, i] * covs[g, i, j] * gap[h, j]
            widths[g, h] += scale * (here + noise[h])
        for i in range(p):
            for j in range(p):
                known += along[i] * covs[g, i, j] * along[j]
        # A sum of uneven blocks lies above the exponential of their mean logarithm.
        totals[g] = math.log(total) + min(0.5 * (even - inner), 0.5)
        samplings[g] = sampling
        variances[g] = inner + scale * known + sampling
    return totals, variances, samplings, paths, widths
