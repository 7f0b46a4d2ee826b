"""schemathesis asks every operation what the document allows, and what it forbids.

Whatever is sent: no fault of ours, no answer that the document does not name, and what is
answered is as it says. The seed is fixed. A longer run: ``API_FUZZ_EXAMPLES=40 pytest …``, of a
part: ``API_OPERATIONS=crises,cases.``.
"""

import os
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import FailureGroup

from tangkal.desk.api import document
from tests.safeguards import operations
from tests.safeguards.test_operations_by_role import (  # noqa: F401 - fixtures come along
    all_powerful,
    asked,
    in_no_hurry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refusals_unlogged")]
EXAMPLES = int(os.environ.get("API_FUZZ_EXAMPLES", "1"))
ASKERS = ("analis", "verifikator", "penyusun", "penyetuju", "admin_sistem", "auditor")
CHECKED = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
SETTINGS = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=False,
    report_multiple_bugs=False,
    phases=[hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.fixture
def app():
    """The desk as a server calls it, on the connection that holds this test's world."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asks_of(operation: Any, place: operations.Place) -> list[Any]:
    """What is sent: as the document allows, at things that are there; and as it forbids."""
    there = {"path_parameters": dict(place[0])} if place[0] else {}
    return [
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE, **there),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    ]


def test_whatever_is_sent_is_answered_as_the_document_says(asked, people, app):  # noqa: F811
    schema = schemathesis.openapi.from_dict(document.schema())
    schema.app = app
    held = [all_powerful(people[who]) for who in ASKERS]
    faults: list[str] = []
    for number, result in enumerate(schema.get_all_operations()):
        operation = result.ok()
        operation.app = app
        name = operation.definition.raw["operationId"]
        if not operations.is_chosen(name):
            continue
        place = asked.get(name, ({}, {}))
        for strategy in asks_of(operation, place):
            try:
                ask_all(strategy, held[number % len(held) :] + held[: number % len(held)], app)
            except hypothesis.errors.Unsatisfiable:
                continue  # nothing can be wrong with what takes nothing
            except (Exception, FailureGroup) as fault:
                faults.append(f"{operation.label}: {told(fault)}")
    assert not faults, "\n\n".join(faults)


def ask_all(strategy: Any, held: list[str], app: WSGIHandler) -> None:
    """Each example by somebody else, and undone before the next."""
    turns = iter(range(10**9))

    @SETTINGS
    @hypothesis.given(strategy)
    def ask(case: Any) -> None:
        token = held[next(turns) % len(held)]
        with transaction.atomic():
            reply = case.call(headers={"Authorization": f"Bearer {token}"}, app=app)
            transaction.set_rollback(True)
        case.validate_response(reply, checks=CHECKED)

    ask()


def told(fault: Exception) -> str:
    parts = getattr(fault, "exceptions", None) or [fault]
    return " / ".join(f"{type(each).__name__}: {str(each)[:600]}" for each in parts)
