import json
import math

import numpy as np
import pytest

from benchmarks.recognise_turnbackhoax import operating_point, run
from benchmarks.registry import Options
from benchmarks.turnbackhoax import Pair, may_learn_from
from tangkal.kernel.errors import InvalidInput

ALL = [
    f"{prefix}{part}.{figure}"
    for prefix in ("", "tolerant.")
    for part in ("all", "nonidentical", "hard")
    for figure in ("s1", "s5", "s10", "mrr")
] + [f"tolerant.{figure}" for figure in ("s1", "s5", "s10", "mrr")]
RESTRAINT = ["restraint.recall_at_p95", "restraint.false_alarm_rate", "restraint.brier"]
BASELINE = ["bm25.nonidentical.s5", "bm25.hard.s5"]


def row(i, split, date, title, narasi, **more):
    return {
        "id": str(i),
        "split": split,
        "date": date,
        "title": title,
        "narasi": narasi,
        "identical": False,
        "hard": i % 2 == 0,
        **more,
    }


def write(folder, rows, titles=None, negatives=None):
    folder.mkdir(exist_ok=True)
    for name, lines in (("pairs", rows), ("titles", titles), ("negatives", negatives)):
        if lines is not None:
            text = "\n".join(map(json.dumps, lines)) + "\n"
            (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    rows = [
        row(i, "dev", f"2024-01-{i + 1:02}", f"Kabar desa{i} tentang hal{i}", f"desa{i} hal{i} lho")
        for i in range(20)
    ]
    return write(
        tmp_path / "data",
        rows,
        titles=[{"title": "Judul lain sama sekali"}, {"title": "KABAR desa1 tentang hal1!"}],
        negatives=[{"id": "n", "text": "cuaca cerah sekali sore begini"}],
    )


def test_every_figure_of_the_contract_is_printed_and_finite(folder):
    figures = run(Options(data=folder, train=folder))
    assert sorted(figures) == sorted([*ALL, *RESTRAINT, *BASELINE])
    assert all(math.isfinite(value) and 0 <= value <= 1 for value in figures.values())
    assert figures["all.s1"] == 1.0


def test_missing_distractors_and_negatives_only_leave_their_figures_out(folder):
    (folder / "titles.jsonl").unlink()
    (folder / "negatives.jsonl").unlink()
    assert sorted(run(Options(data=folder, train=folder))) == sorted([*ALL, *BASELINE])


def test_a_folder_of_another_layout_is_refused_by_name(tmp_path):
    with pytest.raises(InvalidInput, match=r"pairs\.jsonl"):
        run(Options(data=tmp_path))


def test_wrong_gold_titles_change_the_figures_and_so_are_not_looked_at(folder, tmp_path):
    rows = [json.loads(line) for line in (folder / "pairs.jsonl").read_text().splitlines()]
    titles = [r["title"] for r in rows]
    for i, r in enumerate(rows):
        r["title"] = titles[(i + 1) % len(titles)]
    assert run(Options(data=write(tmp_path / "moved", rows), train=folder))["all.s1"] == 0.0


def test_only_training_rows_before_the_first_query_are_learned_from():
    def pair(date, split="train"):
        return Pair(date, "t", "p", split, is_identical=False, is_hard=False)

    queries = [pair("2021-05-01", "dev"), pair("", "dev"), pair("2020-03-01", "dev")]
    rows = [pair("2020-02-28"), pair("2020-03-01"), pair(""), pair("2019-01-01", "dev")]
    assert [p.date for p in may_learn_from(rows, queries)] == ["", "2020-02-28"]


@pytest.mark.parametrize(
    ("scores", "right", "point", "recall"),
    [
        ([0.9, 0.8, 0.1], [1, 1, 0], 0.8, 1.0),
        ([0.9, 0.8, 0.7], [0, 1, 1], float("inf"), 0.0),
        ([0.9, 0.9], [1, 0], float("inf"), 0.0),
    ],
)
def test_the_operating_point_keeps_its_precision_even_among_equal_scores(
    scores, right, point, recall
):
    found = operating_point(np.array(scores), np.array(right, dtype=bool), 2)
    assert found == (point, recall)


@pytest.mark.realdata
def test_on_real_fact_checks_we_find_more_than_plain_bm25(shared_data, tmp_path):
    source = shared_data / "turnbackhoax"
    rows = [json.loads(line) for line in (source / "pairs.jsonl").open(encoding="utf-8")]
    asked = [r for r in rows if r["split"] == "dev"][::7][:500]
    kept = {r["id"] for r in asked}
    others = [{"title": r["title"]} for r in rows if r["id"] not in kept]
    figures = run(Options(data=write(tmp_path / "sample", asked, others), train=source))
    assert figures["nonidentical.s5"] > figures["bm25.nonidentical.s5"] + 0.01
    assert figures["hard.s5"] > figures["bm25.hard.s5"] + 0.02
    assert figures["nonidentical.s5"] > 0.78
