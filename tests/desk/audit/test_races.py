"""Many people act at the same moment; the chain stays one chain, and nothing is left out."""

import pytest
from django.db import transaction

from tangkal.desk.audit.commands import record
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import verify_chain
from tests.desk.cases.test_races import at_once, errors

pytestmark = pytest.mark.django_db(transaction=True)

THREADS, EACH = 8, 6


def test_eight_threads_recording_at_once_make_one_chain(people):
    """The very first event is among them: eight threads find the chain without a head."""

    def recording(number: int):
        def act() -> None:
            for turn in range(EACH):
                with transaction.atomic():
                    record("test.happened", None, by=people["analis"], who=number, turn=turn)

        return act

    assert errors(at_once(*(recording(number) for number in range(THREADS)))) == []

    report = verify_chain()
    assert (report.events, report.holds) == (THREADS * EACH, True)
    told = [(event.details["who"], event.details["turn"]) for event in AuditEvent.objects.all()]
    assert sorted(told) == [(who, turn) for who in range(THREADS) for turn in range(EACH)]


def test_a_change_that_is_undone_among_others_leaves_no_gap(people):
    def failing() -> None:
        with transaction.atomic():
            record("test.undone", None, by=people["analis"])
            raise ValueError("undone")

    def passing() -> None:
        with transaction.atomic():
            record("test.happened", None, by=people["analis"])

    found = at_once(*[failing, passing] * (THREADS // 2))

    assert errors(found) == [ValueError] * (THREADS // 2)
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"test.happened"}
    assert verify_chain().events == THREADS // 2
