"""A task of an approved plan is somebody's, stands among what is due, and calls until done."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.deadlines import clocks, escalation
from tangkal.desk.deadlines.models import Escalation
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import plan_commands
from tangkal.desk.strategic_communication.plan_models import ResponsePlan, ResponsePlanVersion
from tests.desk.strategic_communication.contents import PLAN as CONTENT

pytestmark = pytest.mark.django_db
DUE = timezone.localdate() + timedelta(days=4)


def content(owner=None, due=DUE, what="Kirim teks", **task):
    given = {"id": "t1", "what": what, "owner": "Humas", "due": due.isoformat()} | task
    return {**CONTENT, "tasks": [given | {"owner_id": owner and owner.pk}]}


def step(plan, action, by):
    return plan_commands.take_plan_step(plan, action, by=by, expected_version=plan.version)


def approve(plan, people) -> ResponsePlan:
    return step(step(plan, "submit", people["penyusun"]), "approve", people["penyetuju"])


@pytest.fixture
def plan(case, people) -> ResponsePlan:
    made = plan_commands.draft_plan(case, content(people["verifikator"]), by=people["penyusun"])
    return approve(made, people)


def tasks():
    return [each for each in clocks.running() if each.kind == "plan_task"]


def end_of(day, zone="Asia/Jakarta"):
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZoneInfo(zone))


def test_a_task_is_due_at_the_end_of_its_day_in_its_offices_zone_until_it_is_done(plan, people):
    (found,) = tasks()
    assert found.due_at == end_of(DUE)
    assert (found.owner_id, found.step) == (people["verifikator"].pk, "plan_task")

    plan_commands.tick_task(plan, "t1", by=people["verifikator"])
    assert tasks() == []


def test_it_stands_in_its_owners_own_list_and_in_nobody_elses(plan, people, signed_in):
    address = reverse("deadlines")
    own = signed_in("verifikator").get(f"{address}?scope=mine").content.decode()
    others = signed_in("penyusun").get(f"{address}?scope=mine").content.decode()
    office = signed_in("penyusun").get(address).content.decode()

    assert "Kirim teks" in own
    assert reverse("response-plan", args=[plan.pk]) in own
    assert "Kirim teks" not in others
    assert "Task of a response plan" in office
    assert f"Can act: {people['verifikator']}" in office


def test_its_owner_hears_of_it_and_is_called_when_it_is_due(plan, people):
    told = Notice.objects.filter(user=people["verifikator"], kind="assigned")
    assert "Kirim teks" in told.get().title

    started = plan.versions.get().created_at
    late = end_of(DUE)
    escalation.tick(started + 0.7 * (late - started))
    assert called() == set()
    escalation.tick(started + 0.8 * (late - started))
    assert called(1) == {people["verifikator"]}
    escalation.tick(late)
    assert {people["verifikator"], people["penyetuju"]} <= called(2)


def called(*stages):
    found = Escalation.objects.filter(step="plan_task", stage__in=stages or range(9))
    return {call.person for call in found}


def test_a_task_that_is_nobodys_calls_whoever_can_do_it(case, people):
    approve(plan_commands.draft_plan(case, content(), by=people["penyusun"]), people)
    (found,) = tasks()
    assert found.owner_id is None
    escalation.tick(found.due_at - timedelta(minutes=1))
    assert people["penyusun"] in called(1)


def test_a_draft_beside_it_silences_nothing_and_the_task_can_still_be_done(plan, people, client):
    plan.refresh_from_db()
    plan_commands.save_plan_version(
        plan,
        content(people["penyusun"], what="Kirim teks lain"),
        by=people["penyusun"],
        expected_version=plan.version,
    )
    (found,) = tasks()
    assert (found.title.endswith("Kirim teks"), found.owner_id) == (True, people["verifikator"].pk)

    client.force_login(people["verifikator"])
    client.post(reverse("response-plan-tick", args=[plan.pk, "t1"]))
    assert tasks() == []


def test_the_same_task_in_a_newer_version_calls_nobody_a_second_time(plan, people):
    late = end_of(DUE)
    escalation.tick(late)
    before = Escalation.objects.filter(step="plan_task").count()
    plan.refresh_from_db()
    plan_commands.save_plan_version(
        plan,
        content(people["verifikator"]) | {"strategy": "Lewat radio."},
        by=people["penyusun"],
        expected_version=plan.version,
    )
    plan.refresh_from_db()
    approve(plan, people)
    escalation.tick(late)
    assert before > 0
    assert Escalation.objects.filter(step="plan_task").count() == before


def test_a_draft_nobody_approved_and_a_closed_case_owe_nothing(case, people):
    made = plan_commands.draft_plan(case, content(people["verifikator"]), by=people["penyusun"])
    assert tasks() == []
    approve(made, people)
    assert len(tasks()) == 1
    type(case).objects.filter(pk=case.pk).update(state="SELESAI")
    assert tasks() == []


@pytest.mark.parametrize("who", ["foreign_penyusun", "nobody"])
def test_nobody_without_a_part_in_the_case_is_given_a_task(case, people, who):
    with pytest.raises(ValidationError, match="Kirim teks"):
        plan_commands.draft_plan(case, content(people[who]), by=people["penyusun"])
    assert not ResponsePlan.objects.exists()


@pytest.mark.parametrize("owner", [0, -1, True, "4", 1.5])
def test_an_owner_that_is_no_account_is_refused(case, people, owner):
    given = content(people["penyusun"])
    given["tasks"][0]["owner_id"] = owner
    with pytest.raises(ValidationError, match="account"):
        plan_commands.draft_plan(case, given, by=people["penyusun"])


def test_the_form_names_who_can_do_it_and_keeps_the_name_in_words(case, people, client):
    client.force_login(people["penyusun"])
    address = reverse("response-plan-new", args=[case.number])
    page = client.get(address).content.decode()
    assert f'<option value="{people["verifikator"].pk}">{people["verifikator"]} (' in page
    assert str(people["foreign_penyusun"]) not in page

    client.post(
        address,
        {"t1_what": "Kirim", "t1_owner_id": people["verifikator"].pk, "t1_due": DUE.isoformat()},
    )
    (task,) = ResponsePlanVersion.objects.get().content["tasks"]
    assert task["owner_id"] == people["verifikator"].pk
    assert task["owner"] == str(people["verifikator"])


def test_a_plan_from_before_tasks_had_accounts_still_reads_and_runs(plan, people):
    row = plan.versions.get()
    for task in row.content["tasks"]:
        del task["owner_id"]
    row.save()
    (found,) = tasks()
    assert found.owner_id is None
