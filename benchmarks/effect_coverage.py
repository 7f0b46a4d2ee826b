"""Are effects that were planted found, within their intervals, and none where none was?"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.effect_peers import Said, causalimpact, check_peers, naive
from benchmarks.effect_real import REAL, hourly, make_real_case
from benchmarks.effect_worlds import EFFECTS, WORLDS, Case, make_case
from benchmarks.nab import read_folder
from benchmarks.registry import Options
from tangkal.tracking_effectiveness.effects import EffectQuestion, EffectState, estimate

CASES = 60  # a world: half without effect
HALVINGS = 12  # more cases a world with a steady fall by half, for seen_share
REAL_TIMES = 4  # so many times more of real windows: bursts of a single one decide too much
PEER_CASES = 4  # a world: causalimpact takes seconds
_CHANGE = {EffectState.FELL, EffectState.ROSE}


class Row(NamedTuple):
    """One case, answered."""

    case: Case
    said: Said | None
    state: EffectState | None
    ms: float


def run(options: Options) -> dict[str, float]:
    """Answer the cases of every world and of the folder, in turn with the peers."""
    assert options.data is not None
    if options.peers:
        check_peers()
    tables = [hourly(series) for series in read_folder(options.data)]
    size = options.size or CASES

    def drawn(world: str, effect: str, seed: int, fall: float | None) -> Case:
        return make_case(world, effect, seed, size=fall)

    def real(kind: str, effect: str, seed: int, fall: float | None) -> Case:
        return make_real_case(tables, kind, effect, seed, size=fall)

    estimate(drawn("plain", "none", 0, None).question)  # compiles
    ours: dict[str, list[Row]] = {}
    halved: dict[str, list[Row]] = {}
    peers: dict[str, list[Row]] = {"causalimpact": [], "naive": [], "ours": []}
    for names, make, many in ((WORLDS, drawn, size), (REAL, real, REAL_TIMES * size)):
        for world in names:
            cases = list(cases_of(world, make, many, options.seed))
            ours[world] = [answered(case) for case in cases]
            halved[world] = [
                answered(make(world, "steady", options.seed * 100_000 + 50_000 + i, -0.5))
                for i in range(HALVINGS)
            ]
            if options.peers:
                compare(cases, ours[world], peers)
    generated = [row for world in WORLDS for row in ours[world]]
    from_real = [row for world in REAL for row in ours[world]]
    found = figures(generated) | {
        "seen_share": seen([row for world in WORLDS for row in halved[world]])
    }
    found |= {f"real.{name}": value for name, value in figures(from_real).items()}
    found["real.seen_share"] = seen([row for world in REAL for row in halved[world]])
    for world, rows in ours.items():
        found |= {f"{world}.{name}": value for name, value in figures(rows, short=True).items()}
        found[f"{world}.seen_share"] = seen(halved[world])
    for effect in EFFECTS:
        rows = [row for row in generated if row.case.effect == effect and row.said]
        found[f"effect.{effect}.coverage95"] = share(covers(row) for row in rows)
    for name, rows in peers.items():
        if rows:
            found |= {f"{name}.{key}": value for key, value in figures(rows).items()}
    return {name: value for name, value in found.items() if np.isfinite(value)}


def cases_of(
    world: str, make: Callable[[str, str, int, float | None], Case], size: int, seed: int
) -> Iterator[Case]:
    """Half without effect, the others in turn."""
    for i in range(size):
        effect = "none" if i % 2 == 0 else EFFECTS[1 + i // 2 % (len(EFFECTS) - 1)]
        yield make(world, effect, seed * 100_000 + i, None)


def answered(case: Case) -> Row:
    begin = time.process_time()
    answer = estimate(case.question)
    ms = 1000.0 * (time.process_time() - begin)
    said = None
    if answer.change is not None and answer.low is not None and answer.high is not None:
        said = Said(answer.change, answer.low, answer.high)
    return Row(case, said, answer.state, ms)


def compare(cases: Sequence[Case], ours: Sequence[Row], peers: dict[str, list[Row]]) -> None:
    """The first cases of a world, by each peer in turn; naive answers all of them."""
    for case, row in zip(cases[:PEER_CASES], ours, strict=False):
        peers["causalimpact"].append(said_by(causalimpact, case))
        peers["ours"].append(row)
    peers["naive"] += [said_by(naive, case) for case in cases]


def said_by(peer: Callable[[EffectQuestion], Said | None], case: Case) -> Row:
    begin = time.process_time()
    said = peer(case.question)
    return Row(case, said, None, 1000.0 * (time.process_time() - begin))


def figures(rows: Sequence[Row], *, short: bool = False) -> dict[str, float]:
    """The figures of some cases; nan where there are none of a kind."""
    with_interval = [row for row in rows if row.said is not None]
    null = [row for row in rows if row.case.effect == "none"]
    errors = [
        np.log1p(row.said.change) - np.log1p(row.case.truth)
        for row in with_interval
        if row.said and row.said.change > -1
    ]
    found = {
        "coverage95": share(covers(row) for row in with_interval),
        "false_effect_rate": share(claims(row) for row in null if row.said is not None),
        "bias": float(np.median(errors)) if errors else np.nan,
        "rel_width": float(
            np.median([row.said.high - row.said.low for row in with_interval if row.said])
        )
        if with_interval
        else np.nan,
        "answered_share": share(answers(row) for row in rows),
        "interval_share": len(with_interval) / max(len(rows), 1),
    }
    if short:
        return found
    peak = [row for row in null if row.case.peak_triggered and row.said is not None]
    states = {
        f"state.{state.value}": share(row.state is state for row in rows)
        for state in EffectState
        if any(row.state for row in rows)
    }
    return (
        found
        | states
        | {
            "false_effect_rate_peak_triggered": share(claims(row) for row in peak),
            "ms_per_fit": float(np.median([row.ms for row in rows])),
            "cases": float(len(rows)),
        }
    )


def covers(row: Row) -> bool:
    return row.said is not None and row.said.low <= row.case.truth <= row.said.high


def claims(row: Row) -> bool:
    """Whether a change is said to have been."""
    if row.state is not None:
        return row.state in _CHANGE
    return row.said is not None and (row.said.low > 0.0 or row.said.high < 0.0)


def answers(row: Row) -> bool:
    """Whether anything is said but "cannot tell"."""
    if row.state is not None:
        return row.state in _CHANGE or row.state is EffectState.NO_CHANGE_SEEN
    return row.said is not None


def seen(rows: Sequence[Row]) -> float:
    """Share of falls by half that are said to be falls."""
    return share(row.state is EffectState.FELL for row in rows)


def share(truths: Iterator[bool] | Sequence[bool]) -> float:
    values = list(truths)
    return sum(values) / len(values) if values else np.nan
