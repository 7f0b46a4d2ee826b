"""A place is called broken after three failures in a row, and well again after one success."""

import pytest
from django.utils import timezone

from tangkal.desk.alerts.models import Destination
from tangkal.desk.channels.models import Outlet

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Destination, Outlet])
@pytest.mark.parametrize(
    ("attempts", "health"),
    [
        ("", "untried"),
        ("+", "well"),
        ("-", "broken"),  # it never worked
        ("+-", "shaky"),
        ("+--", "shaky"),
        ("+---", "broken"),
        ("+---+", "well"),
    ],
)
def test_health_follows_from_the_last_attempts(organisations, model, attempts, health):
    place = model.objects.create(organisation=organisations["ministry"], name="X", kind="email")
    for attempt in attempts:
        place.note_attempt(timezone.now(), worked=attempt == "+")
    place.refresh_from_db()
    assert place.health == health
