"""The list as a working place: saved views, many at once, a file on record; and the timeline."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.accounts.pseudonyms import name_outside
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import breakout, timeline
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case, CaseView
from tangkal.desk.cases.spreads import commands as spreads
from tangkal.desk.cases.spreads.commands import Seen
from tangkal.desk.cases.states import CaseState
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db


def test_a_saved_view_is_its_owners_and_counts_live(people, signed_in):
    client = signed_in("analis")
    client.post(reverse("case-view-save"), {"name": "Punya saya", "list": "mine=1"})
    case = walk.open_case(people)
    cases.assign(case, to=people["analis"], by=people["analis"])
    view = CaseView.objects.get()
    assert client.get(reverse("cases")).context["views"] == [(view, 1)]
    other = signed_in("verifikator")
    assert other.get(reverse("cases")).context["views"] == []
    assert other.post(reverse("case-view-delete", args=[view.pk])).status_code == 404
    client.post(reverse("case-view-delete", args=[view.pk]))
    assert not CaseView.objects.exists()


def test_several_cases_go_to_one_person_and_each_refusal_is_named(people, signed_in, chain_holds):
    one, two = walk.open_case(people), walk.open_case(people)
    foreign = cases.open_case([], title="Lain", by=people["foreign_analis"])
    two.refresh_from_db()
    walk.to_triage(two, people)  # changed after the list was drawn
    one.refresh_from_db()
    values = [f"{one.pk}:{one.version}", f"{two.pk}:{two.version}", f"{foreign.pk}:1", "x:y"]
    reply = signed_in("analis").post(
        reverse("cases-assign"), {"cases": values, "to": "@verifikator"}, follow=True
    )
    page = reply.content.decode()
    assert "1 case assigned to Verifikator" in page
    assert f"{two.number} was changed meanwhile" in page
    assert Case.objects.get(pk=one.pk).owner == people["verifikator"]
    assert Case.objects.get(pk=foreign.pk).owner is None
    chain_holds()


@pytest.mark.parametrize(("values", "to"), [([], ""), (["1:1"], "tidak_ada")])
def test_nobody_and_nothing_is_refused_kindly(people, signed_in, values, to):
    walk.open_case(people)
    reply = signed_in("analis").post(reverse("cases-assign"), {"cases": values, "to": to})
    assert reply.status_code == 302
    assert not Case.objects.exclude(owner=None).exists()


def test_the_file_of_the_list_is_on_record_and_holds_no_staff_name_and_no_formula(
    people, signed_in
):
    case = cases.open_case([], title="=HYPERLINK(1)", by=people["analis"])
    cases.assign(case, to=people["verifikator"], by=people["analis"])
    cases.open_case([], title="Lain", by=people["foreign_analis"])
    reply = signed_in("analis").post(reverse("cases-export"), {"list": ""})
    text = reply.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["number"] for row in rows] == [case.number]
    assert rows[0]["title"].startswith("'=")
    assert rows[0]["owner"] == name_outside(people["verifikator"])
    assert people["verifikator"].display_name not in text
    assert {"issues", "spreads", "clarifications"} <= rows[0].keys()
    assert AuditEvent.objects.filter(action="case.list_exported").count() == 1


def test_the_timeline_holds_the_world_and_the_work_oldest_first(people, monkeypatch):
    case = walk.case_at(CaseState.DECIDED, people)
    cases.note(case, text="Sudah ditelepon", by=people["analis"])
    cases.add_evidence(case, walk.statement(), by=people["analis"])
    now = timezone.now()
    seen = Seen(url="https://kabar.example/1", published_at=now - timedelta(days=2))
    spreads.add_spread(case, seen, by=people["analis"])
    monkeypatch.setattr(breakout, "historians", [lambda _case: [(3, now - timedelta(days=1))]])
    Case.objects.filter(pk=case.pk).update(due_at=now - timedelta(hours=1), due_step="first_line")
    case.refresh_from_db()
    found = timeline.of_case(case)
    assert [m.at for m in found] == sorted(m.at for m in found)
    kinds = {m.kind for m in found}
    assert {"world", "work", "decision", "evidence", "note", "deadline"} <= kinds
    assert found[0].url == "https://kabar.example/1"
    assert "missed" in next(m.text for m in found if m.kind == "deadline")
    assert {m.kind for m in timeline.of_case(case, ["note"])} == {"note"}
    assert len(timeline.of_case(case, ["nonsense"])) == len(found)


def test_the_timelines_page_filters(people, signed_in):
    case = walk.case_at(CaseState.DECIDED, people)
    cases.note(case, text="Sudah ditelepon", by=people["analis"])
    address = reverse("case-timeline", args=[case.number])
    client = signed_in("auditor")
    assert "Sudah ditelepon" in client.get(address).content.decode()
    assert "Sudah ditelepon" not in client.get(address + "?kind=decision").content.decode()
