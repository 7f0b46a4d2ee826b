"""A request sent twice is carried out once, whatever happens in between."""

import json
import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from tangkal.desk.api import idempotency, operations, tokens
from tangkal.desk.api.models import ApiToken, KeptAnswer
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Case

CASES = "/api/v1/cases"
BODY = {"title": "Kabar BBM naik"}


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def token(people) -> str:
    scopes = ["cases:read", "cases:write"]
    return tokens.make(people["analis"], name="uji", scopes=scopes, days=1)[1]


def post(token: str, address: str = CASES, body=BODY, key: str | None = "satu"):
    headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
    return Client().post(
        address, json.dumps(body), content_type="application/json", headers=headers
    )


@pytest.mark.django_db
def test_the_same_request_again_gets_the_first_answer_and_changes_nothing(token, chain_holds):
    first, again = post(token), post(token)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert again["Content-Type"] == first["Content-Type"]
    assert Case.objects.count() == 1
    assert AuditEvent.objects.filter(action="case.opened").count() == 1
    assert chain_holds()


@pytest.mark.django_db
def test_without_a_key_each_request_counts(token):
    assert [post(token, key=None).status_code for _each in range(2)] == [201, 201]
    assert Case.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "body"),
    [(CASES, {"title": "Lain"}), (f"{CASES}?a=1", BODY), ("/api/v1/match", BODY)],
)
def test_a_key_names_one_request_and_no_other(token, address, body):
    post(token)
    reply = post(token, address, body)
    assert reply.status_code in {403, 422}
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_a_key_is_its_tokens_alone(people, token):
    other = tokens.make(people["pemantau"], name="lain", scopes=["cases:write"], days=1)[1]
    assert post(token).status_code == post(other).status_code == 201
    assert Case.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", " ", "ada spasi", "x" * 101, "ü"])
def test_a_key_that_cannot_be_one_is_refused(token, key):
    reply = Client().post(
        CASES,
        json.dumps(BODY),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )
    assert reply.status_code == 422
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_a_refusal_is_kept_too(token):
    assert post(token, body={"title": " "}).status_code == 422
    assert post(token, body={"title": " "})["Idempotent-Replayed"] == "true"


@pytest.mark.django_db
def test_a_fault_of_ours_changes_nothing_and_frees_the_key(token, monkeypatch):
    real = commands.open_case

    def fall_over(*args, **named):
        real(*args, **named)
        raise RuntimeError("after the change")

    monkeypatch.setattr(commands, "open_case", fall_over)
    assert post(token).status_code == 500
    assert not Case.objects.exists()
    monkeypatch.setattr(commands, "open_case", real)
    reply = post(token)
    assert (reply.status_code, Case.objects.count()) == (201, 1)


@pytest.mark.django_db
def test_what_died_half_way_is_taken_up_and_done_once(token):
    """A process that is killed leaves its claim: nothing was changed, so it may be done anew."""
    post(token)
    Case.objects.all().delete()
    died = timezone.now() - idempotency.LEASE - timedelta(seconds=1)
    KeptAnswer.objects.update(status=None, claimed_at=died, content=b"")
    assert post(token).status_code == 201
    assert (Case.objects.count(), KeptAnswer.objects.get().status) == (1, 201)


@pytest.mark.django_db
def test_one_thought_dead_that_was_not_cannot_finish_too(token, monkeypatch):
    """Somebody took its claim over meanwhile: its own change is undone with it."""
    real = operations.run

    def slow(request, asked):
        answer = real(request, asked)
        KeptAnswer.objects.update(claim="somebody else's")
        return answer

    monkeypatch.setattr(operations, "run", slow)
    assert post(token).status_code == 409
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_while_the_first_is_under_way_the_second_is_told_to_wait(token):
    post(token)
    KeptAnswer.objects.update(status=None, claimed_at=timezone.now())
    reply = post(token)
    assert (reply.status_code, reply["Retry-After"]) == (409, "2")


@pytest.mark.django_db
def test_after_a_day_a_key_is_forgotten(token):
    post(token)
    KeptAnswer.objects.update(created_at=timezone.now() - idempotency.KEPT_FOR)
    post(token)
    assert (Case.objects.count(), KeptAnswer.objects.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one_case(token):
    """On SQLite the later ones wait and are given the answer; on PostgreSQL they are told to."""
    replies, together = [], threading.Barrier(10)

    def send():
        together.wait()
        try:
            replies.append(post(token))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _each in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = [reply.status_code for reply in replies]
    assert set(statuses) <= {201, 409}, statuses
    assert statuses.count(201) >= 1
    assert len({reply.content for reply in replies if reply.status_code == 201}) == 1
    assert Case.objects.count() == 1
    assert ApiToken.objects.count() == 1
