"""A source that stops is named; one that rests as it always does is not."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.situational_insight.silence import silent_sources, unjudged_sources

# Wednesday 18 March 2026, 14:00 in Jakarta.
NOW = datetime(2026, 3, 18, 7, 0, tzinfo=UTC)
DAYS = 14
HOURS = DAYS * 24


def hours_back():
    """Moments in Jakarta of the hours of a row, oldest first."""
    return [NOW - timedelta(hours=HOURS - 1 - i) + timedelta(hours=7) for i in range(HOURS)]


def drawn(kind, seed):
    """A row of counts of a source that never dies."""
    rng = np.random.default_rng(seed)
    hour = np.array([each.hour for each in hours_back()])
    weekend = np.array([each.weekday() >= 5 for each in hours_back()])
    rate = {
        "busy": 60 * (0.3 + np.exp(-(((hour - 19) / 6) ** 2))),
        "office": np.where((hour >= 8) & (hour < 17) & ~weekend, 2.0, 0.0),
        "thin": np.full(HOURS, 0.15),
        "nightly": np.where(hour == 2, 3.0, 0.02),
    }[kind]
    if kind == "busy":  # storms that come and go
        rate = rate * np.repeat(rng.gamma(2.0, 0.5, HOURS // 6), 6)
    return rng.poisson(rate)


KINDS = ("busy", "office", "thin", "nightly")


def test_living_sources_are_rarely_named():
    named = total = 0
    for seed in range(40):
        rows = {f"{kind}-{n}": drawn(kind, 100 * seed + n) for kind in KINDS for n in range(5)}
        named += len(silent_sources(rows, NOW))
        total += len(rows)
    assert named / total <= 0.01


@pytest.mark.parametrize(
    ("kind", "hours"), [("busy", 4), ("office", 24), ("thin", 72), ("nightly", 74)]
)
def test_a_source_that_stops_is_named(kind, hours):
    found = 0
    for seed in range(30):
        rows = {f"{kind}-{n}": drawn(kind, 500 + 10 * seed + n) for n in range(4)}
        rows["dead"] = drawn(kind, 9_000 + seed)
        rows["dead"][-hours:] = 0
        found += "dead" in {each.source for each in silent_sources(rows, NOW)}
    assert found >= 24


def test_a_night_an_office_always_rests_is_no_silence():
    rows = {f"o{n}": drawn("office", n) for n in range(6)}
    morning = NOW - timedelta(hours=9)  # 05:00 in Jakarta, 12 hours after the last item
    early = {source: row[:-9] for source, row in rows.items()}
    assert silent_sources(early, morning) == []


def test_a_silence_says_since_when_and_what_is_usual():
    row = np.full(HOURS, 7)
    row[-6:] = 0
    last = NOW - timedelta(hours=5, minutes=50)
    (found,) = silent_sources({"rss:kota": row}, NOW, last_seen={"rss:kota": last})
    assert found.last_seen == last
    assert found.silent_hours == pytest.approx(5 + 50 / 60)
    assert found.usual_gap_hours == 1.0
    assert found.p_value <= found.q_value < 0.01


def test_longer_silence_is_never_more_likely():
    row = drawn("busy", 3)
    chances = []
    for hours in range(12):
        quiet = np.concatenate([row, np.zeros(hours, int)])
        found = silent_sources({"s": quiet}, NOW + timedelta(hours=hours), level=0.999)
        chances.append(found[0].p_value if found else 1.0)
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] < 1e-6


def test_too_little_past_is_said_to_be_unknown_not_alive():
    young = np.zeros(HOURS, int)
    young[-30:-20] = 4
    rows = {"young": young, "never": np.zeros(HOURS, int), "old": drawn("busy", 1)}
    assert silent_sources({"young": young}, NOW) == []
    assert unjudged_sources(rows, NOW) == ["never", "young"]


def test_an_unlived_weekend_is_not_held_against_a_source():
    saturday = datetime(2026, 3, 21, 7, 0, tzinfo=UTC)
    row = np.zeros(5 * 24 + 20, int)  # since Monday morning, in office hours
    for i in range(len(row)):
        local = saturday - timedelta(hours=len(row) - 1 - i) + timedelta(hours=7)
        row[i] = 3 if local.weekday() < 5 and 8 <= local.hour < 17 else 0
    assert silent_sources({"office": row}, saturday) == []


def test_bad_input_is_refused_with_the_value():
    with pytest.raises(InvalidInput, match="level 2"):
        silent_sources({}, NOW, level=2)
    with pytest.raises(InvalidInput, match="'s'"):
        silent_sources({"s": [1, -1]}, NOW)
    with pytest.raises(InvalidRecord, match="no time zone"):
        silent_sources({}, datetime(2026, 1, 1))
    assert silent_sources({}, NOW) == []
