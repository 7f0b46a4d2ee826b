"""Promises of the narrative benchmarks: scores known by hand, worlds that repeat, a small run."""

import json
from collections import Counter

import pytest

from benchmarks.clustering_scores import agreement
from benchmarks.narratives_mstream import run as run_mstream
from benchmarks.narratives_scenario import quality
from benchmarks.registry import Options
from benchmarks.story_worlds import CHATTER, DAYS, make_posts
from tangkal.kernel import InvalidInput


@pytest.mark.parametrize(
    ("gold", "found", "precision", "recall", "ari"),
    [
        ("aabb", "xxyy", 1.0, 1.0, 1.0),
        ("aabb", "xxxx", 0.5, 1.0, 0.0),
        ("aabb", "wxyz", 1.0, 0.5, 0.0),
        ("aaabb", "xxyyy", 11 / 15, 11 / 15, 1 / 6),
    ],
)
def test_scores_are_those_worked_out_by_hand(gold, found, precision, recall, ari):
    agreed = agreement(gold, found)
    assert agreed.b3_precision == pytest.approx(precision)
    assert agreed.b3_recall == pytest.approx(recall)
    assert agreed.ari == pytest.approx(ari)


def test_chatter_in_a_storys_narrative_counts_against_precision_only():
    clean = quality([1, 1, 2, CHATTER], ["a", "a", "b", "c"])
    mixed = quality([1, 1, 2, CHATTER], ["a", "a", "b", "b"])
    assert clean["b3_f1"] == 1.0
    assert mixed["b3_precision"] == pytest.approx((1 + 1 + 0.5) / 3)
    assert mixed["b3_recall"] == 1.0


def test_a_world_repeats_and_comes_in_order_of_time():
    posts = list(make_posts(2000, 3))
    assert posts == list(make_posts(2000, 3))
    assert posts != list(make_posts(2000, 4))
    hours = [post.hour for post in posts]
    assert hours == sorted(hours)
    assert 0 <= hours[0] <= hours[-1] < 24 * DAYS
    stories = Counter(post.story for post in posts)
    assert stories.pop(CHATTER) == 800
    assert len(stories) >= 3


def test_each_file_of_the_layout_gets_its_own_figures(tmp_path):
    rows = [
        {"Id": f"{n}", "clusterNo": n % 2, "textCleaned": text}
        for n, text in enumerate(["mourinho seeks killer instinct", "snow storm florida"] * 5)
    ]
    (tmp_path / "Small.jsonl").write_text("\n".join(map(json.dumps, rows)))
    figures = run_mstream(Options(data=tmp_path))
    assert figures["Small.nmi"] == figures["Small.b3_f1"] == 1.0
    assert figures["Small.clusters"] == figures["Small.clusters_gold"] == 2


def test_a_folder_without_files_and_a_line_without_its_field_are_refused(tmp_path):
    with pytest.raises(InvalidInput, match="holds no"):
        run_mstream(Options(data=tmp_path))
    (tmp_path / "x.jsonl").write_text('{"Id": "1", "textCleaned": "a"}')
    with pytest.raises(InvalidInput, match="clusterNo"):
        run_mstream(Options(data=tmp_path))
