"""The whole path runs, from a published batch to a signal, and names every figure it promises."""

import pytest

from benchmarks import stream_end_to_end
from benchmarks.registry import Options


@pytest.fixture(scope="module")
def figures():
    return stream_end_to_end.run(Options(size=4_000, claims=300, seed=3))


def test_every_stage_of_the_contract_is_timed(figures):
    assert {"posts_per_s", "posts_per_cpu_s", "rss_mb", "rate_last_over_first"} <= set(figures)
    stages = {name.split(".")[1] for name in figures if name.startswith("stage.")}
    assert stages >= {
        "bus",
        "tokens",
        "families",
        "match",
        "narratives",
        "figures",
        "store",
        "warn",
    }


def test_the_planted_stories_reach_the_queue(figures):
    assert figures["signals"] >= 3
    assert 0 < figures["paying_share"] < 1
