"""The audit trail's page: for auditors, filtered, proven on request, exported."""

import csv
import io
import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tangkal.desk.accounts.pseudonyms import name_outside
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit import guards
from tangkal.desk.audit.commands import record
from tangkal.desk.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

QUERIES = 9


@pytest.fixture
def events(people):
    with transaction.atomic():
        record("case.opened", people["nobody"], by=people["analis"], title="Harga BBM")
        record("case.decided", people["nobody"], by=people["penyetuju"], why="=1+1")
        record("signal.raised", None, by=None)
        record("case.opened", people["foreign_analis"], by=people["foreign_analis"])


def shown(client, query: str = "") -> list[int]:
    return [event.sequence for event in client.get(reverse("audit") + query).context["page"]]


@pytest.mark.parametrize("role", [role.value for role in Role if role != Role.AUDITOR])
def test_only_auditors_read_the_trail(events, signed_in, role):
    client = signed_in(role)
    for name in ("audit", "audit-csv"):
        assert client.get(reverse(name)).status_code == 403
    assert client.post(reverse("audit-verify")).status_code == 403


def test_auditors_see_their_own_organisations_people_and_the_system(events, signed_in):
    assert shown(signed_in("auditor")) == [3, 2, 1]
    assert shown(signed_in("foreign_auditor")) == [4, 3]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?actor=penyetuju", [2]),
        ("?action=case.opened", [1]),
        ("?q=harga", [1]),
        ("?since=2001-01-01", [3, 2, 1]),
        ("?since=2999-01-01", []),
        ("?until=2001-01-01", []),
        ("?since=2026-02-31", [3, 2, 1]),
        ("?since=nonsense&page=99", [3, 2, 1]),
    ],
)
def test_filters_narrow_the_trail(events, signed_in, query, found):
    assert shown(signed_in("auditor"), query) == found


def test_verify_now_says_that_the_chain_holds(events, signed_in):
    page = signed_in("auditor").post(reverse("audit-verify"), follow=True)
    assert "notice--success" in page.content.decode()


def test_verify_now_names_the_broken_link(events, signed_in):
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {guards.TABLE} SET object_label = 'x' WHERE sequence = 4")
    page = signed_in("auditor").post(reverse("audit-verify"), follow=True).content.decode()
    assert "notice--error" in page
    assert " 4: " in page


def test_the_export_holds_the_filtered_events_and_runs_no_formula(events, signed_in):
    reply = signed_in("auditor").get(reverse("audit-csv") + "?action=case.decided")
    assert reply["Content-Disposition"].startswith("attachment")
    text = b"".join(reply.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    event = AuditEvent.objects.get(sequence=2)
    assert (row["hash"], row["previous_hash"]) == (event.hash, event.previous_hash)
    assert json.loads(row["detail"]) == event.details


def csv_of(reply) -> list[dict[str, str]]:
    text = b"".join(reply.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_export_calls_staff_by_pseudonyms(people, signed_in):
    analyst, other = people["analis"], people["second_penyetuju"]
    with transaction.atomic():
        record("case.assigned", people["nobody"], by=analyst, to=other.display_name)
        record("case.noted", None, by=analyst, words=f"minta {other.display_name} memeriksa")
        record("api_token.revoked", None, by=None, owner=other.username)
    reply = signed_in("auditor").get(reverse("audit-csv"))
    text = b"".join(reply.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert analyst.display_name not in text
    assert other.display_name not in text
    assert other.username not in text
    assert rows[0]["actor_name"] == rows[1]["actor_name"] == name_outside(analyst)
    assert json.loads(rows[0]["detail"]) == {"to": name_outside(other)}
    assert json.loads(rows[2]["detail"]) == {"owner": name_outside(other)}
    assert (rows[0]["actor_id"], rows[0]["object_id"]) == ("", "")
    assert rows[2]["actor_name"] == "sistem"
    assert name_outside(analyst) != name_outside(other)


def test_names_are_given_for_a_reason_that_goes_on_record(events, signed_in, chain_holds):
    browser, before = signed_in("auditor"), AuditEvent.objects.count()
    assert browser.post(reverse("audit-csv"), {"reason": " "}).status_code == 302
    assert AuditEvent.objects.count() == before
    rows = csv_of(browser.post(reverse("audit-csv"), {"reason": "pemeriksaan BPK"}))
    assert rows[0]["actor_name"] == AuditEvent.objects.get(sequence=1).actor_name
    taken = AuditEvent.objects.get(action="audit.taken_with_names")
    assert taken.details == {"reason": "pemeriksaan BPK"}
    assert chain_holds()


def test_a_label_that_starts_like_a_formula_is_quoted_in_the_export(people, signed_in):
    person = people["nobody"]
    type(person).objects.filter(pk=person.pk).update(display_name="=cmd()")
    person.refresh_from_db()
    with transaction.atomic():
        record("case.opened", person, by=people["analis"])
    reply = signed_in("auditor").post(reverse("audit-csv"), {"reason": "pemeriksaan"})
    assert ",'=cmd()," in b"".join(reply.streaming_content).decode()


def test_a_detail_may_have_any_name(people, signed_in):
    with transaction.atomic():
        record("request.begun", people["nobody"], by=people["analis"], items=17, keys="a")
    page = signed_in("auditor").get(reverse("audit"))
    assert "items" in page.text
    assert "17" in page.text


def test_the_page_asks_a_fixed_number_of_queries(people, signed_in):
    client = signed_in("auditor")
    for wanted in (1, 60):
        with transaction.atomic():
            while AuditEvent.objects.count() < wanted:
                record("case.opened", people["nobody"], by=people["analis"])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("audit"))
        assert len(queries) == QUERIES, [q["sql"][:80] for q in queries]
