"""SQLite is told how its tables look, so that it finds a row by the index that leads to it."""

import pytest
from django.db import connection

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.jobs import statistics
from tangkal.desk.portal import search
from tangkal.desk.portal.models import Clarification

ANSWERS = 300


@pytest.fixture
def answers(db):
    office = Organisation.objects.create(name="Kementerian", type="kementerian")
    Clarification.objects.bulk_create(
        Clarification(
            slug=f"jawaban-{number}",
            claim_text="Kabar",
            headline="Kabar",
            verdict="SALAH",
            parts=[],
            issuer=office,
            reference=f"2026-{number:06}",
            known_claim_id=f"klaim-{number}",
        )
        for number in range(ANSWERS)
    )


def plan() -> str:
    """How the page of a known claim is found."""
    keys = [f"klaim-{number}" for number in range(10)]
    return search.published().order_by().filter(known_claim_id__in=keys).explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases gather by themselves")
def test_the_page_of_a_claim_is_found_by_the_claim(answers):
    assert statistics.gather() > 0
    assert "known_claim_id" in plan()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite gathers when it is asked")
def test_other_databases_are_left_alone(db):
    assert statistics.gather() == 0
