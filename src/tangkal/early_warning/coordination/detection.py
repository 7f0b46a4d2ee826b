"""From shares to a network with its evidence and its provenance."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tangkal.early_warning.coordination.allowlist import Allowed, without_allowed
from tangkal.early_warning.coordination.cootweet import post_pairs
from tangkal.early_warning.coordination.edges import (
    Weights,
    directed_weights,
    object_weights,
    pack,
    unpack,
)
from tangkal.early_warning.coordination.evidence import Evidence, evidence_for, joined_evidence
from tangkal.early_warning.coordination.network import Columns, Network, build_network
from tangkal.early_warning.coordination.settings import MOST_PAIRS, Settings
from tangkal.early_warning.coordination.shares import Int64, Shares
from tangkal.early_warning.coordination.significance import weigh_against_chance
from tangkal.early_warning.coordination.windows import (
    Reach,
    order_shares,
    prune,
    reach,
    window_units,
)
from tangkal.kernel import InvalidInput
from tangkal.statistics.multiple_testing import benjamini_hochberg

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Edges before they have names; `evidence` holds rows of the shares detected in."""

    edges: Weights
    columns: Columns
    evidence: Evidence
    counts: Counts


def detect(shares: Shares, settings: Settings, *, allowed: Sequence[Allowed] = ()) -> Network:
    """The network of accounts that share the same objects together, by one definition.

    Raises:
        InvalidInput: more pairs within the window than can be listed; the message names the
            remedy.
    """
    given = len(shares)
    shares, left_out = without_allowed(shares, allowed)
    if settings.definition == "cootweet":  # it counts repeated rows as further pairs
        repeated = 0
    else:
        shares, repeated = without_repeats(shares)
    found = DETECTORS[settings.definition](shares, settings)
    counts = {
        "shares": given,
        "shares_repeated": repeated,
        "shares_compared": len(shares),
        "accounts": len(np.unique(shares.account)),
        "objects": len(np.unique(shares.object)),
        **found.counts,
    }
    provenance = {"settings": settings.as_json(), "counts": counts, "allowed": left_out}
    return build_network(
        shares, found.edges, found.columns, found.evidence, provenance,
        is_directed=settings.definition == "toolkit", seed=settings.seed,
    )  # fmt: skip


def without_repeats(shares: Shares) -> tuple[Shares, int]:
    """Each content once an object: the first row stands, the others are counted."""
    _, first = np.unique(pack(shares.content, shares.object), return_index=True)
    repeated = len(shares) - len(first)
    return (shares.take(np.sort(first)) if repeated else shares), repeated


def by_behaviour(shares: Shares) -> Iterator[tuple[str, Shares, Int64 | None]]:
    """The shares of each behaviour, and their rows; None where there is only one."""
    if len(shares.behaviours) == 1:
        yield shares.behaviours[0], shares, None
        return
    kind = shares.behaviour[shares.object]
    for number, name in enumerate(shares.behaviours):
        rows = np.flatnonzero(kind == number)
        yield name, shares.take(rows), rows


def added(counts: Sequence[Counts]) -> Counts:
    """The counts of several behaviours together."""
    return {name: sum(each[name] for each in counts) for name in counts[0]} if counts else {}


def pairs_counted(near: Reach) -> Counts:
    return {
        "pairs_in_window": near.total,
        "pairs_listed": near.listed,
        "pairs_skipped": near.skipped,
    }


def checked(near: Reach) -> Reach:
    """The reach, unless listing it would take hours.

    Raises:
        InvalidInput: so many pairs.
    """
    if near.listed > MOST_PAIRS:
        raise InvalidInput(
            f"{near.listed:,} pairs of posts lie within the window; shorten it, leave viral "
            "objects out by an allow-list, or cap the posts compared to either side"
        )
    return near


# -- objects against chance ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tested:
    """One behaviour's candidates with their p-values, and how to find their evidence."""

    name: str
    candidates: Weights
    p_value: np.ndarray
    tests: int
    counts: Counts
    evidence: Callable[[Weights], Evidence]


def by_objects(shares: Shares, settings: Settings) -> Found:
    """Distinct objects shared within the window, kept where chance does not explain them.

    Every pair is tested in every behaviour it was active in, all in one Benjamini-Hochberg;
    an edge stands on the behaviours that pass. They are not multiplied with one another: one
    post may show its text, its link and its hashtags at once, and these are one event.
    """
    tested = [_test(name, part, rows, settings) for name, part, rows in by_behaviour(shares)]
    p_values = np.concatenate([each.p_value for each in tested])
    tests = max(sum(each.tests for each in tested), len(p_values))
    q_values = benjamini_hochberg(p_values, tests=tests)
    passed, ends = [], np.cumsum([len(each.p_value) for each in tested])
    for each, q in zip(tested, np.split(q_values, ends[:-1]), strict=True):
        kept = np.flatnonzero(q <= settings.level)
        passed.append((each, _taken(each.candidates, kept), each.p_value[kept], q[kept]))
    counts = {**added([each.counts for each in tested]), "tests": tests}
    return _combined(passed, counts)


def _test(name: str, shares: Shares, rows: Int64 | None, settings: Settings) -> _Tested:
    ordered = order_shares(shares)
    window = window_units(settings.window_seconds, ordered.unit)
    left = prune(ordered, window, settings.min_weight)
    near = checked(reach(left, window, settings.rows_to_a_side))
    candidates = object_weights(left, near, settings.min_weight)
    tested = weigh_against_chance(
        ordered, candidates, window, min_objects=settings.min_weight, level=settings.level
    )
    return _Tested(
        name,
        candidates,
        tested.p_value,
        tested.pairs_tested,
        {**pairs_counted(near), "candidates": len(candidates)},
        lambda edges: evidence_for(left, near, edges, settings.evidence).of_rows(rows),
    )


def _taken(weights: Weights, places: Int64) -> Weights:
    return Weights(weights.first[places], weights.second[places], weights.weight[places])


def _combined(
    passed: Sequence[tuple[_Tested, Weights, np.ndarray, np.ndarray]], counts: Counts
) -> Found:
    """One edge a pair: objects added up, the smallest p and q, the behaviours that passed."""
    every = np.concatenate([edges.keys for _, edges, _, _ in passed])
    keys, place = np.unique(every, return_inverse=True)
    weight = np.bincount(
        place, np.concatenate([edges.weight for _, edges, _, _ in passed]), len(keys)
    )
    p, q = np.ones(len(keys)), np.ones(len(keys))
    np.minimum.at(p, place, np.concatenate([each for _, _, each, _ in passed]))
    np.minimum.at(q, place, np.concatenate([each for _, _, _, each in passed]))
    names: list[list[str]] = [[] for _ in keys]
    evidence, start = [], 0
    for tested, edges, _, _ in passed:
        own = place[start : start + len(edges)]
        start += len(edges)
        for edge in own.tolist():
            names[edge].append(tested.name)
        evidence.append(tested.evidence(edges).of_edges(own))
    columns: Columns = {
        "p_value": p,
        "q_value": q,
        "behaviours": [" ".join(sorted(each)) for each in names],
    }
    edges = unpack(keys, weight.astype(np.int64))
    return Found(edges, columns, joined_evidence(evidence), counts)


# -- the exact definitions -----------------------------------------------------------------

Exact = Callable[[Shares, Settings], Found]


def by_posts(shares: Shares, settings: Settings) -> Found:
    """Directed posts, as the coordination-network-toolkit; each behaviour by itself."""
    return _each_behaviour(shares, settings, _directed)


def by_post_pairs(shares: Shares, settings: Settings) -> Found:
    """Pairs of posts, as CooRTweet 2; each behaviour by itself."""
    return _each_behaviour(shares, settings, _post_pairs)


def _each_behaviour(shares: Shares, settings: Settings, one: Exact) -> Found:
    """One network after the other: a pair may have an edge in each."""
    parts, evidence, start = [], [], 0
    names: list[str] = []
    for name, part, rows in by_behaviour(shares):
        found = one(part, settings)
        places = np.arange(start, start + len(found.edges))
        evidence.append(found.evidence.of_rows(rows).of_edges(places))
        parts.append(found)
        names += [name] * len(found.edges)
        start += len(found.edges)
    edges = Weights(
        *(
            np.concatenate([getattr(found.edges, side) for found in parts])
            for side in ("first", "second", "weight")
        )
    )
    columns: Columns = {
        column: np.concatenate([np.asarray(found.columns[column]) for found in parts])
        for column in parts[0].columns
    }
    counts = added([found.counts for found in parts])
    return Found(edges, {**columns, "behaviours": names}, joined_evidence(evidence), counts)


def _directed(shares: Shares, settings: Settings) -> Found:
    ordered = order_shares(shares)
    window = window_units(settings.window_seconds, ordered.unit)
    near = checked(reach(ordered, window, settings.cap))
    edges = directed_weights(
        ordered, near, shares.content, settings.min_weight, loops=settings.loops
    )
    evidence = evidence_for(ordered, near, edges, settings.evidence)
    return Found(edges, {}, evidence, pairs_counted(near))


def _post_pairs(shares: Shares, settings: Settings) -> Found:
    pairs = post_pairs(
        shares,
        settings.window_seconds,
        settings.min_weight,
        loops=settings.loops,
        cap=settings.cap,
    )
    order = np.lexsort((pairs.second, pairs.first))
    edges = Weights(pairs.first[order], pairs.second[order], pairs.weight[order])
    columns: Columns = {
        "mean_gap_seconds": pairs.mean_gap_seconds[order],
        "older_contents": pairs.older_contents[order],
        "newer_contents": pairs.newer_contents[order],
        "symmetry": pairs.symmetry[order],
        "is_above": pairs.above(settings.edge_weight)[order],
    }
    ordered = order_shares(shares)
    near = reach(ordered, window_units(settings.window_seconds, ordered.unit), settings.cap)
    evidence = evidence_for(ordered, near, edges, settings.evidence)
    return Found(edges, columns, evidence, pairs_counted(pairs.near))


DETECTORS: dict[str, Exact] = {
    "tangkal": by_objects,
    "toolkit": by_posts,
    "cootweet": by_post_pairs,
}
