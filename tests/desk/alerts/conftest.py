"""A destination, a rule and a signal, each with a given clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tangkal.desk.alerts.models import Destination, Rule
from tangkal.pipeline.home import Home
from tests.desk.cases import walk

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # 12.00 WIB on a Monday
KNOWN = {"kind": "known_claim", "claim_id": "c1", "score": 0.97}
BURST = {
    "kind": "burst",
    "observed": 62,
    "usual_low": 6,
    "usual_high": 14,
    "hour": "2026-03-02T04:00:00+00:00",
    "started_at": "2026-03-02T03:00:00+00:00",
    "q_value": 0.0004,
    "method": "m/1",
}


@pytest.fixture
def tangkal(settings, tmp_path):
    """This desk's own settings: loopback allowed, secrets in a home of its own."""
    home = Home(tmp_path / "home")
    home.make()
    settings.HOME = home
    settings.TANGKAL = replace(settings.TANGKAL, home=home, alert_hosts=("127.0.0.1",))
    return settings


@pytest.fixture
def place(people):
    def make(**fields) -> Destination:
        values = {
            "organisation": people["analis"].organisation,
            "name": "Piket",
            "kind": "webhook",
            "address": "https://kait.contoh.go.id/",
        }
        return Destination.objects.create(**(values | fields))

    return make


@pytest.fixture
def rule(people, place):
    def make(destination=None, **fields) -> Rule:
        values = {"owner": people["analis"], "name": "Semua", "severity": 1}
        return Rule.objects.create(destination=destination or place(), **(values | fields))

    return make


def signal(key="narrative:N1", *, urgency=0.65, at=NOW, **fields):
    values = {
        "urgency": urgency,
        "reasons": [KNOWN, BURST],
        "items_total": 1240,
        "first_seen_at": at - timedelta(hours=5),
        "last_seen_at": at,
        "due_at": at + timedelta(hours=1),
        "narrative_id": key.partition(":")[2],
    }
    return walk.make_signal(key, **(values | fields))
