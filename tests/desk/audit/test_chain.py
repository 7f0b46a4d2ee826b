"""The chain names its first broken link, and the database refuses the ordinary ways to break it."""

import pytest
from django.db import DatabaseError, connection, transaction

from tangkal.desk.audit import guards
from tangkal.desk.audit.commands import record
from tangkal.desk.audit.models import AuditEvent, ChainHead
from tangkal.desk.audit.queries import events_of, verify_chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(people):
    """Five events about one person."""
    with transaction.atomic():
        for number in range(5):
            record("test.happened", people["nobody"], by=people["analis"], number=number, é="ä")


def tamper(statement: str) -> None:
    """What somebody with the database's own key could do."""
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_untouched_chain_holds(chain):
    report = verify_chain()
    assert (report.events, report.holds, report.broken_at) == (5, True, None)


def test_an_empty_chain_holds():
    assert verify_chain().holds


@pytest.mark.parametrize(
    ("statement", "broken_at", "reason"),
    [
        ("UPDATE {t} SET detail = '{{}}' WHERE sequence = 3", 3, "content was changed"),
        ("UPDATE {t} SET actor_name = 'Orang Lain' WHERE sequence = 1", 1, "content was changed"),
        ("UPDATE {t} SET at = '2020-01-01 00:00:00' WHERE sequence = 5", 5, "content was changed"),
        ("UPDATE {t} SET object_id = '999' WHERE sequence = 2", 2, "content was changed"),
        ("UPDATE {t} SET actor_id = NULL WHERE sequence = 4", 4, "content was changed"),
        ("UPDATE {t} SET previous_hash = hash WHERE sequence = 4", 4, "hash of the event before"),
        ("DELETE FROM {t} WHERE sequence = 3", 3, "event 3 is missing"),
        ("DELETE FROM {t} WHERE sequence = 1", 1, "event 1 is missing"),
        ("DELETE FROM {t} WHERE sequence >= 4", 4, "ends at 3 but its head says 5"),
        ("DELETE FROM {t}", 1, "ends at 0 but its head says 5"),
    ],
)
def test_the_first_broken_link_is_named(chain, statement, broken_at, reason):
    tamper(statement.format(t=guards.TABLE))

    report = verify_chain()

    assert report.broken_at == broken_at
    assert reason in report.reason


def test_a_rewritten_link_breaks_the_next_one(chain):
    """Whoever recomputes the hash of a changed event must change every later one as well."""
    event = AuditEvent.objects.get(sequence=2)
    event.detail = '{"number": 99}'
    event.at = event.at.astimezone(event.at.tzinfo)
    tamper(
        f"UPDATE {guards.TABLE} SET detail = '{event.detail}', hash = '{event.expected_hash()}'"
        " WHERE sequence = 2"
    )
    assert verify_chain().broken_at == 3


def test_cutting_the_head_along_with_the_tail_shows_in_a_later_head(chain):
    """A forged head must still name a hash that the last event carries."""
    tamper(f"DELETE FROM {guards.TABLE} WHERE sequence = 5")
    ChainHead.objects.update(sequence=4)
    assert not verify_chain().holds


@pytest.mark.parametrize(
    "statement", ["UPDATE {t} SET action = 'x' WHERE sequence = 1", "DELETE FROM {t}"]
)
def test_the_database_refuses_to_change_or_remove_an_event(chain, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(t=guards.TABLE))
    assert verify_chain().events == 5


def test_models_refuse_to_save_or_delete_an_event(chain):
    event = AuditEvent.objects.first()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


@pytest.mark.django_db(transaction=True)
def test_recording_needs_a_transaction(people):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record("test.happened", None, by=None)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_no_event(people):
    @transaction.atomic
    def change_and_fail() -> None:
        record("test.happened", None, by=None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert AuditEvent.objects.count() == 0
    assert verify_chain().holds


def test_removing_a_person_leaves_their_acts(chain, people):
    name = people["analis"].display_name
    people["analis"].delete()
    assert set(AuditEvent.objects.values_list("actor_name", flat=True)) == {name}
    assert verify_chain().holds


def test_events_of_an_object_come_newest_first(chain, people):
    with transaction.atomic():
        record("test.other", people["auditor"], by=None)
    found = list(events_of(people["nobody"]).values_list("sequence", flat=True))
    assert found == [5, 4, 3, 2, 1]
