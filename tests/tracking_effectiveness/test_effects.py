"""An effect is what differs from what would have been; where that can't be known, it is said."""

import math
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.before_after import before_after
from tangkal.tracking_effectiveness.effects import (
    EffectQuestion,
    EffectState,
    LimitCode,
    estimate,
)

HOUR = timedelta(hours=1)
BEFORE, AFTER = 240, 48
CHEAP = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def moods(rng, n, kept=0.9):
    out = np.zeros(n)
    for t in range(1, n):
        out[t] = kept * out[t - 1] + math.sqrt(1 - kept**2) * rng.standard_normal()
    return out


def drawn(seed, *, level=30.0, factor=1.0, others=3, own=0.15, after=AFTER):
    """A narrative and comparisons that share moods and a day's rhythm; factor on its window."""
    rng = np.random.default_rng(seed)
    n = BEFORE + after
    shared = 0.3 * moods(rng, n) + 0.4 * np.cos(2 * np.pi * np.arange(n) / 24)
    rate = level * np.exp(shared + own * moods(rng, n))
    rate[BEFORE:] *= factor
    return EffectQuestion(
        counts=rng.poisson(rate).tolist(),
        bucket=HOUR,
        acted_at=BEFORE,
        comparisons={
            f"n{j}": rng.poisson(50 * np.exp(0.9 * shared + own * moods(rng, n))).tolist()
            for j in range(others)
        },
        triggered_by_peak=False,
    )


def story(seed, after=24):
    """A story that is born, peaks and dies; and the hour at which one would act."""
    rng = np.random.default_rng(seed)
    rise, fade, quiet = rng.uniform(4, 8), rng.uniform(12, 25), 120
    at = quiet + round(1.6 * rise)
    born = np.maximum(np.arange(at + after) - quiet, 0)
    curve = 90 * (1 - np.exp(-born / rise)) * np.exp(-np.maximum(born - rise, 0) / fade)
    return rng.poisson(0.3 + curve).tolist(), at


def codes(answer):
    return {limit.code for limit in answer.limits}


def test_a_fall_by_half_is_seen_and_its_interval_holds_it():
    answers = [estimate(drawn(seed, factor=0.5)) for seed in range(12)]
    assert all(found.state is EffectState.FELL for found in answers)
    assert sum(found.low <= -0.5 <= found.high for found in answers) >= 11
    assert all(found.avoided_low <= found.avoided <= found.avoided_high for found in answers)


def test_without_comparison_the_answer_is_wider_and_says_so():
    with_them = [estimate(drawn(seed)) for seed in range(4)]
    alone = [estimate(drawn(seed, others=0)) for seed in range(4)]
    assert sum(a.log_se for a in alone) > 1.2 * sum(w.log_se for w in with_them)
    assert all(LimitCode.NO_COMPARISON in codes(answer) for answer in alone)


def test_where_nobody_acted_seldom_an_effect_is_said():
    said = [estimate(drawn(seed)).state for seed in range(30)]
    assert sum(state in (EffectState.FELL, EffectState.ROSE) for state in said) <= 3


def acted_at_its_highest(seed):
    """A narrative whose moods fade in hours, answered at the highest of them."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(20 * np.exp(0.6 * moods(rng, 400)))
    level = np.convolve(counts, np.ones(3))[:400]
    at = 250 + int(level[250:350].argmax()) + 1
    return EffectQuestion(
        counts=counts[: at + 24].tolist(), bucket=HOUR, acted_at=at, triggered_by_peak=True
    )


def test_acting_at_the_peak_is_no_effect():
    """Hours before and after would claim a fall by a fifth and more nearly always."""
    claims = trapped = 0
    for seed in range(30):
        question = acted_at_its_highest(seed)
        at = question.acted_at
        naive = before_after(question.counts[at - 6 : at], question.counts[at:])
        trapped += naive.change_share < -0.2
        claims += estimate(question).state in (EffectState.FELL, EffectState.ROSE)
    assert trapped >= 25
    assert claims <= 3


def test_a_first_peak_with_nothing_to_compare_with_cannot_tell():
    counts, at = story(1)
    found = estimate(
        EffectQuestion(counts=counts, bucket=HOUR, acted_at=at, triggered_by_peak=True)
    )
    assert found.state is EffectState.CANNOT_TELL
    assert found.change is found.low is found.high is None
    assert LimitCode.NO_PEAK_REFERENCE in codes(found)
    assert not any(method.usable for method in found.methods)


def test_a_peak_that_nobody_declared_is_noticed():
    counts, at = story(1)
    found = estimate(EffectQuestion(counts=counts, bucket=HOUR, acted_at=at))
    assert LimitCode.PEAK_SUSPECTED in codes(found)
    assert found.state is EffectState.CANNOT_TELL


def test_peaks_that_nobody_answered_tell_how_peaks_end():
    others = {f"u{seed}": story(100 + seed, after=80)[0] for seed in range(20)}
    inside = 0
    for seed in range(12):
        counts, at = story(seed)
        question = EffectQuestion(
            counts=counts, bucket=HOUR, acted_at=at, triggered_by_peak=True, unanswered=others
        )
        found = estimate(question)
        (chosen,) = (method for method in found.methods if method.chosen)
        assert chosen.name == "peak_decay"
        inside += found.low <= 0.0 <= found.high
        almost_gone = [*counts[:at], *(count // 12 for count in counts[at:])]
        assert estimate(replace(question, counts=almost_gone)).state is EffectState.FELL
    assert inside >= 10


CALM = [10, 12, 9, 11] * 20


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"acted_at": None}, LimitCode.NO_ACTION_TIME),
        ({"acted_at": 81}, LimitCode.NO_ACTION_TIME),
        ({"acted_at": -1}, LimitCode.NO_ACTION_TIME),
        ({"acted_at": 3}, LimitCode.NO_BASELINE),
        ({"counts": [0] * 60 + [5] * 20}, LimitCode.NO_BASELINE),
        ({"gaps": [(0, 55)]}, LimitCode.NO_BASELINE),
        ({"acted_at": 80}, LimitCode.NOTHING_AFTER),
        ({"gaps": [(60, 75)]}, LimitCode.OUTAGE_IN_WINDOW),
        ({"other_actions": {"reply": 60}}, LimitCode.OVERLAPPING_RESPONSE),
    ],
)
def test_what_cannot_be_estimated_is_refused_by_name(change, code):
    question = replace(EffectQuestion(counts=CALM, bucket=HOUR, acted_at=60), **change)
    found = estimate(question)
    assert found.state is EffectState.REFUSED
    assert found.limits[-1].code is code
    assert found.change is None


@pytest.mark.parametrize(
    "change",
    [
        {"counts": [1, -1]},
        {"bucket": timedelta(0)},
        {"gaps": [(5, 5)]},
        {"comparisons": {"a": [-2]}},
    ],
)
def test_nonsense_is_no_question(change):
    with pytest.raises(InvalidInput):
        EffectQuestion(**({"counts": CALM, "bucket": HOUR, "acted_at": 60} | change))


def test_the_next_response_ends_the_window():
    question = drawn(1)
    cut = BEFORE + 20
    found = estimate(replace(question, other_actions={"second": cut}))
    alone = estimate(
        replace(
            question,
            counts=question.counts[:cut],
            comparisons={name: c[:cut] for name, c in question.comparisons.items()},
        )
    )
    assert found.window_buckets == 20
    assert (found.change, found.low, found.high) == (alone.change, alone.low, alone.high)
    assert LimitCode.OVERLAPPING_RESPONSE in codes(found)


def test_an_earlier_response_is_named_and_widens_the_answer():
    question = drawn(2)
    found = estimate(replace(question, other_actions={"first": BEFORE - 30}))
    assert LimitCode.OVERLAPPING_RESPONSE in codes(found)
    assert found.log_se > estimate(question).log_se


@CHEAP
@given(noise=st.lists(st.integers(0, 500), min_size=6, max_size=6), first=st.integers(60, 280))
def test_what_an_outage_left_behind_is_never_looked_at(noise, first):
    question = replace(drawn(3), gaps=[(first, first + 6)])
    counts = list(question.counts)
    counts[first : first + 6] = noise
    one, other = estimate(question), estimate(replace(question, counts=counts))
    assert (one.change, one.low, one.high) == (other.change, other.low, other.high)
    assert codes(one) & {LimitCode.OUTAGE_IN_WINDOW, LimitCode.OUTAGE_BEFORE}


@CHEAP
@given(after=st.lists(st.integers(0, 200), min_size=AFTER, max_size=AFTER))
def test_what_would_have_been_never_depends_on_what_was(after):
    question = drawn(4)
    other = replace(question, counts=[*question.counts[:BEFORE], *after])
    one, two = estimate(question), estimate(other)
    assert one.expected == two.expected
    assert one.log_se == two.log_se


@CHEAP
@given(
    seed=st.integers(0, 10_000), level=st.sampled_from([0.2, 2.0, 40.0]), others=st.integers(0, 4)
)
def test_an_answer_is_consistent_with_itself(seed, level, others):
    found = estimate(drawn(seed, level=level, others=others))
    assert found == estimate(drawn(seed, level=level, others=others))
    if found.change is None:
        assert found.state in (EffectState.CANNOT_TELL, EffectState.REFUSED)
        return
    assert -1.0 <= found.low <= found.change <= found.high
    assert (found.state is EffectState.FELL) <= (found.high < 0)
    assert (found.state is EffectState.ROSE) <= (found.low > 0)
    assert len(found.expected) == len(found.expected_low) == len(found.expected_high)
    assert len(found.expected) == BEFORE + AFTER
    assert np.isfinite([found.expected, found.expected_low, found.expected_high]).all()
    assert all(loading >= 0 for loading in found.weights.values())
    for placebo in (found.placebos_in_time, found.placebos_across):
        assert placebo is None or 0 <= placebo.as_extreme <= placebo.compared


def test_names_order_and_size_of_comparisons_do_not_matter():
    question = drawn(5, factor=0.6)
    turned = dict(reversed(question.comparisons.items()))
    larger = {name: [10 * c for c in counts] for name, counts in turned.items()}
    found = estimate(question)
    assert estimate(replace(question, comparisons=turned)) == found
    assert estimate(replace(question, comparisons=larger)).change == pytest.approx(
        found.change, abs=0.03
    )


def test_a_comparison_that_jumped_at_the_action_is_left_out_by_name():
    question = drawn(6, others=4)
    jumped = list(question.comparisons["n1"])
    jumped[BEFORE:] = [4 * count for count in jumped[BEFORE:]]
    found = estimate(replace(question, comparisons={**question.comparisons, "n1": jumped}))
    (limit,) = (limit for limit in found.limits if limit.code is LimitCode.COMPARISON_MOVED)
    assert limit.names == ("n1",)
    assert "n1" not in found.weights


def test_comparisons_of_another_length_are_left_out_by_name():
    question = drawn(7)
    found = estimate(replace(question, comparisons={**question.comparisons, "short": [1, 2, 3]}))
    (limit,) = (limit for limit in found.limits if limit.code is LimitCode.COMPARISON_LEFT_OUT)
    assert limit.names == ("short",)


def test_trends_that_never_were_parallel_disqualify_the_difference_in_differences():
    question = drawn(8)
    grown = np.random.default_rng(8).poisson(
        np.array(question.counts) * np.exp(np.linspace(0, 1.5, BEFORE + AFTER))
    )
    found = estimate(replace(question, counts=grown.tolist()))
    (did,) = (method for method in found.methods if method.name == "differences")
    assert LimitCode.TRENDS_NOT_PARALLEL in codes(found)
    assert LimitCode.TRENDS_NOT_PARALLEL in did.why_not
    assert found.low <= 0.0 <= found.high


def test_before_and_after_stands_beside_the_answer_as_a_description_only():
    (naive,) = (m for m in estimate(drawn(9)).methods if m.name == "before_after")
    assert naive.low is naive.high is None
    assert not naive.usable
    assert not naive.chosen


FRESH = """
from datetime import timedelta
from tangkal.tracking_effectiveness import effects, effects_model, effects_smooth
kernels = [effects_model._filter, effects_model._one_series, effects_model._foretell,
           effects_smooth._smooth]
effects.warm_up()
ready = [len(each.signatures) for each in kernels]
assert all(ready), ready
counts = [8 + hour * 5 % 9 for hour in range(200)]
effects.estimate(effects.EffectQuestion(
    counts=counts, bucket=timedelta(hours=1), acted_at=150, gaps=[(20, 25)],
    comparisons={"x": counts[::-1]}, unanswered={"y": counts}, triggered_by_peak=True))
assert [len(each.signatures) for each in kernels] == ready
"""


def test_after_the_warm_up_no_estimate_waits_for_a_compiler():
    done = subprocess.run(  # a process of its own: this one has long compiled everything
        [sys.executable, "-c", FRESH], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
