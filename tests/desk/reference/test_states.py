"""The table of steps is the law: in every state each act is tried, and only the table's pass."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.reference import commands
from tangkal.desk.reference.models import Entry
from tangkal.desk.reference.states import ENTRY, EntryState
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.reference.conftest import SERVICE

pytestmark = pytest.mark.django_db
STEPS = {(step.source, step.action): step.target for step in ENTRY.transitions}
ACTIONS = sorted({action for _state, action in STEPS})
OTHER = SERVICE | {"purpose": "Permohonan dan keberatan informasi publik."}


def take(entry: Entry, action: str, people) -> None:
    writer, approver = people["penyusun"], people["penyetuju"]
    known = {"expected_version": entry.version}
    if action == "write":
        commands.write(entry, OTHER, by=writer, **known)
    elif action == "submit":
        commands.submit(entry, by=writer, **known)
    elif action == "return":
        commands.send_back(entry, by=approver, comment="Lengkapi.", **known)
    elif action == "publish":
        seen = commands.latest(entry).sha256
        commands.publish(entry, by=approver, seen=seen, **known)
    elif action == "withdraw":
        commands.withdraw(entry, by=approver, reason="Nomor lama.", **known)
    else:
        raise AssertionError(f"no act for {action}")
    entry.refresh_from_db()


# How each state is reached from a new draft; only what stood on the portal can be withdrawn.
WAYS = {
    EntryState.DRAFT: ("submit", "publish", "write"),
    EntryState.WAITING: ("submit", "publish", "write", "submit"),
    EntryState.PUBLISHED: ("submit", "publish"),
    EntryState.WITHDRAWN: ("submit", "publish", "withdraw"),
}


@pytest.mark.parametrize(("state", "action"), [*product(EntryState.values, ACTIONS)])
def test_a_step_is_taken_by_its_table_alone(people, state, action):
    writer = people["penyusun"]
    entry = commands.begin("service", SERVICE, office=writer.organisation, by=writer)
    for step in WAYS[state]:
        take(entry, step, people)
    assert entry.state == state
    before = AuditEvent.objects.count()
    if target := STEPS.get((state, action)):
        take(entry, action, people)
        assert entry.state == target
        assert AuditEvent.objects.count() > before
    else:
        version = entry.version
        with pytest.raises((ActionDenied, StaleObject, ValidationError)):
            take(entry, action, people)
        entry.refresh_from_db()
        assert (entry.state, entry.version) == (state, version)
        assert AuditEvent.objects.count() == before
