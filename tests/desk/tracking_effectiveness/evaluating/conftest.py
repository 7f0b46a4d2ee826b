"""A lake with an answered narrative, others like it, and the case that answered it."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.cases import items
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluating import counting
from tangkal.statistics.counts import utc_hour
from tests.desk.cases.walk import case_at, make_signal
from tests.desk.lakes import item, lake_of

HOUR = timedelta(hours=1)
DAYS = 10
AGO = 50  # hours since the answer
LIKE = ("N2", "N3", "N4", "N5")


def rows(narrative: str, *, rate: float, after: float = 1.0, seed: int, first: int = DAYS * 24):
    """Items of one narrative: `rate` an hour, times `after` since the answer."""
    drawn = random.Random(seed)
    top = utc_hour(timezone.now())
    found = []
    for hours_ago in range(first, 0, -1):
        expected = rate * (after if hours_ago <= AGO else 1.0)
        found += [
            item(
                f"{narrative}x{hours_ago:03}x{n:02}",
                narrative=narrative,
                published_at=top - hours_ago * HOUR + timedelta(minutes=n % 60),
                text=f"Kabar {narrative} nomor {n}",
            )
            for n in range(round(drawn.gauss(expected, expected**0.5)))
        ]
    return found


@pytest.fixture(scope="session")
def full_lake(tmp_path_factory):
    """Ours falls to three tenths after the answer, the others go on as they were."""
    found = rows("N1", rate=8, after=0.3, seed=1)
    for place, name in enumerate(LIKE, start=2):
        found += rows(name, rate=6 + place, seed=place)
    return lake_of(tmp_path_factory.mktemp("evaluating") / "lake", *found)


@pytest.fixture
def lake(full_lake, monkeypatch):
    for module in (items, counting):
        monkeypatch.setattr(module, "lake", lambda: full_lake)
    return full_lake


@pytest.fixture
def case(people, lake):
    """A published case whose signal carries the narrative."""
    found = case_at("TERBIT", people)
    found.signals.add(make_signal(narrative_id="N1"))
    return found


@pytest.fixture
def answer(case, organisations):
    return publish(case)


def publish(case, *, hours_ago: float = AGO, slug: str = "harga-tetap") -> Clarification:
    return Clarification.objects.create(
        slug=slug,
        claim_text="BBM naik",
        verdict="SALAH",
        headline="Harga BBM tetap",
        parts=[],
        issuer=case.lead_organisation,
        reference=case.number,
        published_at=utc_hour(timezone.now()) - hours_ago * HOUR - timedelta(minutes=5),
    )
