"""A question of anybody's, a service that takes everything, and a clarification to answer with."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from tangkal.desk.alerts.sending.base import Outcome, sent
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import asking, contacts, outgoing
from tests.desk.portal.conftest import ask, citizen, fresh_memory, publish, send  # noqa: F401

TEXT = "Awas!! harga BBM naik malam ini pukul 00.00, cepat isi penuh sebelum kehabisan"


class Service:
    """Takes messages; answers what it is told to answer."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []
        self.answer: Callable[[], Outcome] = sent

    def __call__(self, address: str, text: str, key: str) -> Outcome:
        outcome = self.answer()
        if outcome.kind == "sent":
            self.taken.append((address, text, key))
        return outcome

    @property
    def told(self) -> list[str]:
        return [address for address, _text, _key in self.taken]


@pytest.fixture
def service(monkeypatch) -> Service:
    """In place of every service."""
    found = Service()
    monkeypatch.setattr(outgoing, "_senders", dict.fromkeys(("email", "telegram"), found))
    return found


@pytest.fixture
def asks(db):
    """``asks(text, "a@warga.example")``: a question, its contact where one is named."""

    def asked(text: str = TEXT, address: str = "", *, channel="email", **fields) -> PublicReport:
        with transaction.atomic():
            contact = contacts.reach(channel, address, language="id") if address else None
            fields = {"token": str(uuid4()), "language": "id"} | fields
            return asking.ask(text=text, contact=contact, **fields)

    return asked


@pytest.fixture
def delivered(service):
    """``delivered()``: the worker's turns until nothing is due any more; whom it wrote to."""

    def turn(after: timedelta = timedelta(seconds=1)) -> list[str]:
        while outgoing.deliver(datetime.now(UTC) + after):
            pass
        return service.told

    return turn
