"""546 governments: what they confirm at random and at once is kept, and costs the same questions.

On PostgreSQL too: tests/desk/test_postgres.py runs this folder there.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, RoleAssignment, User
from tangkal.desk.accounts.regions import load_governments, load_regions
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.directives import addressing, commands, coverage
from tangkal.desk.directives.addressing import audience_of
from tangkal.desk.directives.commands import calling
from tangkal.desk.directives.models import Act, Directive, Overdue, Recipient
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import house_queries
from tests.desk.directives.conftest import WORDS

pytestmark = pytest.mark.django_db(transaction=True)
GOVERNMENTS = 546


@pytest.fixture
def everybody(house, people, organisations) -> Directive:
    """Sent to all governments of the registry, each with an officer of its own."""
    invented = [organisations[place].pk for place in ("province", "district")]
    Organisation.objects.filter(pk__in=invented).update(active_to="2020-01-01")
    load_regions()
    load_governments(organisations["ministry"])
    offices = list(addressing.governments())
    made = User.objects.bulk_create(
        [
            User(username=f"petugas{office.pk}", display_name="Petugas", organisation=office)
            for office in offices
        ]
    )
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=u, role="admin_daerah", scope=u.organisation) for u in made]
    )
    draft = commands.draft_directive(
        house_queries.in_force(house),
        audience=audience_of(everyone=True),
        by=people["penyusun"],
        **WORDS,
    )
    handed = commands.take_step(
        draft, "submit", by=people["penyusun"], expected_version=draft.version
    )
    return commands.take_step(
        handed, "send", by=people["penyetuju"], expected_version=handed.version
    )


def in_threads(act, things, *, at_once: int) -> list:
    def run(thing):
        try:
            return act(thing)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(run, things))


def test_546_governments_confirm_at_random_and_none_is_lost(everybody, chain_holds):
    """Half confirm, beside one another and beside a worker that calls about the late ones."""
    assert everybody.recipients.count() == GOVERNMENTS
    assert (
        Notice.objects.filter(url__contains=f"/directives/{everybody.pk}/").count() == GOVERNMENTS
    )
    rows = list(everybody.recipients.select_related("organisation"))
    people = {u.organisation_id: u for u in User.objects.filter(username__startswith="petugas")}
    drawn = random.Random(7).sample(rows, GOVERNMENTS // 2)
    twice = drawn + drawn[:40]  # somebody presses the button again
    random.Random(8).shuffle(twice)
    due = rows[0].ack_due_at

    def act(what):
        if what == "worker":
            return commands.call_overdue(due)
        return commands.acknowledge(what, by=people[what.organisation_id])

    work = [*twice[:150], "worker", *twice[150:], "worker"]
    in_threads(act, work, at_once=8)
    commands.call_overdue(due)

    done = Recipient.objects.exclude(acknowledged_at=None)
    assert set(done.values_list("pk", flat=True)) == {row.pk for row in drawn}
    assert Act.objects.filter(kind=Act.Kind.ACKNOWLEDGED).count() == len(drawn)
    assert AuditEvent.objects.filter(action="directive.acknowledged").count() == len(drawn)
    # Whoever has not confirmed was called about, once; who was called about first may since have.
    silent = set(Recipient.objects.filter(acknowledged_at=None).values_list("pk", flat=True))
    calls = Overdue.objects.filter(stage=1, step=Overdue.Step.ACK)
    assert silent <= set(calls.values_list("recipient", flat=True))
    assert calls.count() == calls.values("recipient").distinct().count()
    counted = coverage.progress_of(everybody, timezone.now())[0]
    assert (counted.addressed, counted.confirmed) == (GOVERNMENTS, len(drawn))
    assert counted.registry == GOVERNMENTS
    chain_holds()


def test_every_stage_of_546_is_called_in_its_minute_and_once(everybody):
    """Minute after minute, with two workers that do not know of one another."""
    row = everybody.recipients.first()
    grace = (row.ack_due_at - row.sent_at) / 4
    provinces = everybody.recipients.filter(organisation__type="provinsi").count()
    districts = GOVERNMENTS - provinces
    wanted = {
        row.ack_due_at: GOVERNMENTS,
        row.ack_due_at + grace: GOVERNMENTS,
        row.ack_due_at + 2 * grace: districts,
    }
    minute = timedelta(minutes=1)
    moments = sorted({at + step * minute for at in wanted for step in (-1, 0, 1)})

    found = {}
    for moment in moments:
        found[moment] = sum(in_threads(commands.call_overdue, [moment, moment], at_once=2))

    assert {at: n for at, n in found.items() if n} == wanted
    assert Overdue.objects.count() == sum(wanted.values())
    # The centre hears one sentence for each moment, not one an office.
    centre = Notice.objects.filter(kind="directive", user=everybody.author)
    assert {n.title for n in centre} == {
        f"{provinces} offices have not confirmed in time: {everybody.title}",
        f"{districts} offices have not confirmed in time: {everybody.title}",
    }


def test_a_round_of_calls_asks_few_questions_however_many_are_late(everybody):
    row = everybody.recipients.first()
    with CaptureQueriesContext(connection) as captured:
        assert calling.call_overdue(row.ack_due_at) == GOVERNMENTS
    # Rows go in by the hundred: a database takes so many values in one statement.
    inserts = [each for each in captured if each["sql"].startswith("INSERT")]
    assert len(captured) - len(inserts) < 40
    assert len(inserts) < 30


def test_the_centres_page_asks_the_same_questions_for_546_as_for_one(
    everybody, client, people, django_assert_max_num_queries
):
    client.force_login(people["analis"])
    address = f"/desk/directives/{everybody.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    Recipient.objects.exclude(pk=everybody.recipients.first().pk).delete()
    with CaptureQueriesContext(connection) as one:
        client.get(address)

    assert page.status_code == 200
    assert "546" in page.content.decode()
    assert len(one) == len(many) + 1  # who was not asked is a question of its own
    assert len(many) < 30
