"""Signals of every kind, and a lake of the test's own."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tangkal.desk.cases import items
from tangkal.desk.cases.models import Priority, Signal
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.models import KnownClaim
from tests.desk.lakes import item, lake_of


@pytest.fixture(autouse=True)
def fresh():
    """What outlives a test's database."""
    matcher.forget()
    cache.clear()
    yield
    matcher.forget()
    cache.clear()


@pytest.fixture
def lake(tmp_path, monkeypatch):
    found = lake_of(
        tmp_path / "lake",
        item("a", text="<script>alert(1)</script> Besok harga BBM naik", author="deadbeef"),
        item("b", hours_ago=3),
    )
    monkeypatch.setattr(items, "open_lake", lambda _place: found)
    return found


@pytest.fixture
def known(db):
    return KnownClaim.objects.create(
        claim_id="kc-1",
        title="Harga BBM naik besok",
        verdict="SALAH",
        publisher="Cek Contoh",
        revision=1,
    )


@pytest.fixture
def make_signal(db):
    def make(number: int = 1, **fields: object) -> Signal:
        now = timezone.now()
        values = {
            "key": f"narrative:N{number}",
            "narrative_id": f"N{number}",
            "title": f"Kabar {number}: BBM naik",
            "excerpt": "Besok harga BBM naik dua kali lipat",
            "first_seen_at": now - timedelta(hours=3),
            "last_seen_at": now,
            "due_at": now + timedelta(hours=1),
            "priority": Priority.MEDIUM,
            "urgency": 0.5,
            "platforms": {"x": 12, "facebook": 3},
            "language": "id",
            "items_total": 15,
            "volume": [1] * 47 + [9],
            "volume_until": now,
            "sample_item_ids": ["a".ljust(32, "0"), "b".ljust(32, "0")],
            "reasons": [{"kind": "report", "count": 2}],
        }
        return Signal.objects.create(**{**values, **fields})

    return make


def burst(hours_ago: float = 0.5) -> dict[str, object]:
    hour = timezone.now() - timedelta(hours=hours_ago)
    return {
        "kind": "burst",
        "observed": 62,
        "usual_low": 6,
        "usual_high": 14,
        "hour": hour.isoformat(),
        "started_at": (hour - timedelta(hours=2)).isoformat(),
        "q_value": 0.001,
        "method": "m/1",
    }
