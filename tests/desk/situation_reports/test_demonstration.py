"""The demonstration has one series and one draft to write, however often it is started."""

import pytest

from tangkal.desk.exercises.reporting import report_on
from tangkal.desk.situation_reports.models import Edition

pytestmark = pytest.mark.django_db


def test_a_second_start_finds_the_draft_of_the_first(people, the_lake):
    for _ in range(2):
        report_on(people)
    edition = Edition.objects.get()
    assert (edition.is_exercise, edition.state, edition.drafted_by) == (True, "DRAF", None)
