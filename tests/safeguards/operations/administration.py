"""Accounts, tokens, audit, alerts and intake."""

from tests.safeguards.answers import (
    ADMIN,
    AUDITOR,
    BRINGING,
    EVERY_ROLE,
    NONE,
    READING,
    WORKING,
    Who,
    own,
    roles,
    signed_in,
)
from tests.safeguards.operations import Differs

TABLE = {
    "administration.change_access": own(ADMIN, hidden=NONE),
    "administration.end_role": own(ADMIN, hidden=NONE),
    "administration.get_person": own(ADMIN | AUDITOR, hidden=NONE),
    "administration.give_role": own(ADMIN, hidden=NONE),
    "administration.list_events": roles(AUDITOR),
    "administration.list_organisations": signed_in(),
    "administration.list_people": roles(ADMIN | AUDITOR),
    "administration.list_tokens": signed_in(),
    # "auditor" owns this one, administrators above may end it; to others there is none.
    "administration.revoke_token": Who(
        ours=ADMIN | AUDITOR,
        hidden=EVERY_ROLE,
        hidden_from_ours=(EVERY_ROLE - ADMIN - AUDITOR) | {"nobody"},
    ),
    "administration.tracking": roles(READING),
    "administration.verify": roles(AUDITOR),
    "alerts.change_destination": own(ADMIN, hidden=ADMIN),
    "alerts.change_rule": Who(ours=WORKING, hidden=READING, hidden_from_ours=READING - WORKING),
    "alerts.end_rule": Who(ours=WORKING, hidden=READING, hidden_from_ours=READING - WORKING),
    "alerts.get_rule": Who(ours=WORKING, hidden=READING, hidden_from_ours=READING - WORKING),
    "alerts.list_alerts": roles(READING),
    "alerts.list_destinations": roles(ADMIN | AUDITOR),
    "alerts.list_rules": roles(READING),
    "alerts.make_destination": Differs(ours={201: ADMIN}, theirs={422: ADMIN}),
    "alerts.make_rule": Differs(ours={201: READING}, theirs={422: READING}),
    "alerts.send_test": own(ADMIN, hidden=ADMIN),
    "alerts.set_access": own(ADMIN, hidden=ADMIN),
    "intake.discard": roles(BRINGING, 422),
    "intake.get_row": Who(hidden=BRINGING, hidden_from_ours=BRINGING),
    "intake.get_run": own(BRINGING, hidden=BRINGING),
    "intake.give_address": roles(BRINGING, 422),
    "intake.give_file": roles(BRINGING, 201),
    "intake.list_rows": roles(BRINGING),
    "intake.list_runs": roles(BRINGING),
    "intake.retry": Who(hidden=BRINGING, hidden_from_ours=BRINGING),
    "intake.start": own(NONE, hidden=BRINGING),  # it was read already
}
