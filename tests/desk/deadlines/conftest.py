"""A clock that tests can move; cases as the desk makes them."""

from datetime import timedelta

import pytest
from django.utils import timezone


class Clock:
    """The desk's clock, set forward by hand. It starts now, since rows are stamped by default."""

    def __init__(self, real) -> None:
        self.real = real
        self.offset = timedelta(0)

    def now(self):
        return self.real() + self.offset

    def move(self, **length) -> None:
        self.offset += timedelta(**length)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    found = Clock(timezone.now)
    monkeypatch.setattr("django.utils.timezone.now", found.now)
    return found
