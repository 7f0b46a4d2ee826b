"""One week for the whole package: making it twice would only test patience."""

from datetime import datetime, timedelta, timezone

import pytest

from tangkal.exercises.week import Scenario, generate_week

START = datetime(2031, 3, 3, tzinfo=timezone(timedelta(hours=7)))  # a Monday, WIB


@pytest.fixture(scope="session")
def week() -> Scenario:
    return generate_week(2000, seed=7, start=START)
