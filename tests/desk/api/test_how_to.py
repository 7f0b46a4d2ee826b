"""The client in the documentation works, line by line."""

import io
import re
import urllib.error
import urllib.request
from datetime import timedelta
from email.message import Message

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tangkal.desk.api import tokens
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.crisis.models import Crisis
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.django_db
GUIDE = REPOSITORY / "docs" / "how-to" / "api.md"


class Answer(io.BytesIO):
    """What a program's library hands on, made of the desk's own answer."""


def to_the_desk(request, timeout):
    """Instead of the network: the desk itself."""
    path = request.full_url.removeprefix("https://desk.example")
    reply = Client().generic(
        request.get_method(),
        path,
        request.data or b"",
        content_type="application/json",
        headers={name: value for name, value in request.header_items() if name != "Content-type"},
    )
    if reply.status_code >= 400:
        headers = Message()
        for name, value in reply.items():
            headers[name] = value
        raise urllib.error.HTTPError(path, reply.status_code, "", headers, Answer(reply.content))
    return Answer(reply.content)


def test_the_guides_client_opens_a_case_notes_and_triages_it(people, monkeypatch, capsys):
    cache.clear()
    now = timezone.now()
    for n in range(60):
        Signal.objects.create(key=f"k{n}", title=f"S{n}", first_seen_at=now, last_seen_at=now)
    late = Crisis.objects.create(
        title="Isu BBM",
        organisation=people["analis"].organisation,
        opened_by=people["penyetuju"],
        state="KRISIS",
        level=2,
        next_update_at=now - timedelta(minutes=5),
    )
    scopes = ["signals:read", "cases:read", "cases:write", "crises:read", "crises:write"]
    token = tokens.make(people["analis"], name="papan", scopes=scopes, days=1)[1]
    monkeypatch.setattr(urllib.request, "urlopen", to_the_desk)
    world = {"ADDRESS": "https://desk.example", "TOKEN": token}
    for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL):
        exec(compile(block, str(GUIDE), "exec"), world)
    told = capsys.readouterr().out
    case = Case.objects.get()
    assert (case.state, case.owner, case.notes.count()) == ("TRIASE", people["analis"], 1)
    assert told.count("LOW S") == 60
    assert case.number in told
    assert "Analis" in told  # who was faster
    assert late.log.get().text == "Pembaruan terlambat."
