"""Promises of the drawn worlds of bursts, and that ours does what it is for in a small one."""

import numpy as np
import pytest

from benchmarks.burst_peers import EarsC2, Kleinberg
from benchmarks.burst_worlds import GAPS, HOURS, QUIET_DAYS, make_world
from benchmarks.warning_scenario import outcome, watched
from tangkal.statistics import aberration_scores


@pytest.fixture(scope="module")
def world():
    return make_world(5, 250)


def test_a_world_is_what_the_page_says(world):
    again = make_world(5, 250)
    assert np.array_equal(world.on_time, again.on_time)
    planted = world.start >= 0
    assert 0.1 < planted.mean() < 0.3
    assert (world.start[planted] >= QUIET_DAYS * 24).all()
    assert 0.5 < (world.on_time == 0).mean() < 0.85
    assert world.arrived(GAPS[0][0])[0].sum() == 0


def test_ours_catches_planted_bursts_early_and_seldom_cries_wolf(world):
    alarms, _, _ = watched(world)
    found = outcome(world, alarms)
    assert found.caught >= 0.9
    assert found.lead_share <= 0.1
    assert found.false_alarms <= 0.1


def test_an_outcome_is_what_its_alarms_make_it(world):
    row = int(np.flatnonzero(world.start >= 0)[0])
    alarms = np.zeros((250, HOURS), bool)
    assert outcome(world, alarms) == (0.0, 1.0, 0.0)
    alarms[world.start >= 0, world.start[world.start >= 0]] = True
    assert outcome(world, alarms).caught == 1.0
    alarms[row, world.start[row] - 1] = True
    assert outcome(world, alarms).false_alarms == pytest.approx(1 / (250 * 46 / 7))


def test_ears_here_is_the_ears_of_the_product():
    counts = np.random.default_rng(1).poisson(3, (1, 40)).astype(np.int32)
    expected = aberration_scores(counts[0].tolist())[-1]
    assert EarsC2().score(counts)[0] == pytest.approx(expected)


def test_kleinbergs_automaton_enters_at_a_burst_and_leaves_after_it():
    table = np.random.default_rng(1).poisson(5, (20, 200)).astype(np.int32)
    table[3, 150:160] = 25
    automaton = Kleinberg(20, 2.0)
    states = np.array([automaton.score(table[:, : hour + 1]) for hour in range(200)])
    assert states[:150, 3].sum() == 0
    assert states[152:160, 3].all()
    assert states[190:].sum() == 0
