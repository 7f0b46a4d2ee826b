"""Promises of the volume benchmark: its score is the paper's, its limits come from elsewhere."""

import json

import numpy as np
import pytest

from benchmarks.nab import (
    Outcome,
    Series,
    early_weight,
    false_weight,
    outcome,
    read_folder,
    together,
)
from benchmarks.registry import Options
from benchmarks.warning_nab import best_limit, run, spoken, watched
from tangkal.kernel import InvalidInput


def series(windows=((1000, 1099), (1500, 1599)), rows=2000, name="A.csv"):
    return Series(name=name, counts=np.zeros(rows, np.int64), windows=tuple(windows))


def test_silence_is_0_and_perfection_100():
    assert outcome(series(), []).score == 0.0
    assert outcome(series(), [1000, 1500]).score == pytest.approx(100.0)


def test_only_the_first_detection_of_a_window_counts():
    assert outcome(series(), [1000, 1050, 1099]) == outcome(series(), [1000])


@pytest.mark.parametrize(("row", "weight"), [(1000, 1.0), (1050, 0.8598), (1099, 0.0253)])
def test_a_window_is_worth_less_the_later_it_is_found(row, weight):
    """σ(y) = 2/(1+e^{5y}) - 1 at the share of the window still ahead, over σ(-1)."""
    assert early_weight((1000, 1099), row) == pytest.approx(weight, abs=5e-4)


@pytest.mark.parametrize(
    ("row", "weight"), [(900, -1.0), (1100, -0.0252), (1148, -0.8447), (1499, -1.0)]
)
def test_a_false_alarm_costs_more_the_farther_behind_a_window(row, weight):
    assert false_weight(series().windows, row) == pytest.approx(weight, abs=2e-3)


def test_a_false_alarm_costs_eleven_hundredths_of_a_window():
    lost = outcome(series(), [1000, 1500]).raw - outcome(series(), [900, 1000, 1500]).raw
    assert lost == pytest.approx(0.11)


def test_the_first_rows_are_not_scored():
    assert series(rows=2000).probation == 300
    assert series(rows=20_000).probation == 750
    assert outcome(series(rows=20_000), [10, 700]) == outcome(series(rows=20_000), [])


def test_series_are_scored_together_by_windows_not_by_files():
    one, other = outcome(series(), [1000, 1500]), outcome(series(((1700, 1750),)), [])
    assert together([one, other]).score == pytest.approx(200 / 3)


def test_a_lucky_single_limit_is_not_chosen():
    flat = [Outcome(raw, 10, 0, 0, 1) for raw in [0.0] * 20 + [4.0] * 9 + [0.0] * 12]
    flat[3] = Outcome(9.0, 10, 0, 0, 1)
    assert best_limit([flat]) == pytest.approx(2.9, abs=0.11)
    assert best_limit([]) == 1.9


def test_the_watch_speaks_as_the_search_for_limits_supposes():
    rng = np.random.default_rng(4)
    counts = rng.poisson(20 * np.exp(rng.normal(0, 0.3, 3000)))
    counts[2500:2510] += 300
    drawn = Series(name="A.csv", counts=counts, windows=())
    scores, rows = watched(drawn, 1.9)
    assert 2500 <= rows[-1] <= 2510
    assert spoken(scores, 1.9) == rows


def folder(path, names, seed=0):
    path.mkdir()
    rng = np.random.default_rng(seed)
    moments = np.datetime64("2031-03-03T00:02:53") + np.arange(3000) * np.timedelta64(5, "m")
    for name in names:
        counts = rng.poisson(20, 3000)
        counts[2000:2020] += 200
        rows = [f"{str(m).replace('T', ' ')},{c}" for m, c in zip(moments, counts, strict=True)]
        (path / name).write_text("\n".join(["timestamp,value", *rows]) + "\n")
    label = [str(moments[at]).replace("T", " ") + ".000000" for at in (1990, 2100)]
    (path / "windows.json").write_text(json.dumps({name: [label] for name in names}))
    return path


def test_a_folder_of_the_layout_is_scored_with_limits_of_another(tmp_path):
    data = folder(tmp_path / "data", ["A.csv"])
    train = folder(tmp_path / "train", ["B.csv"], seed=1)
    assert read_folder(data)[0].windows == ((1990, 2100),)
    figures = run(Options(data=data, train=train))
    assert figures["recall"] == 1.0
    assert figures["score"] > 75


def test_a_folder_without_labels_is_refused_by_name(tmp_path):
    with pytest.raises(InvalidInput, match=tmp_path.name):
        run(Options(data=tmp_path))
