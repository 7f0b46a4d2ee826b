"""A response plan says what should change and how it is seen; a vague one is not approved."""

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Decision
from tangkal.desk.strategic_communication import plan_commands
from tangkal.desk.strategic_communication.models import TaskDone
from tangkal.desk.strategic_communication.plan_models import ResponsePlan
from tangkal.desk.strategic_communication.plan_states import PLAN, PlanState
from tangkal.desk.workflow import ActionDenied, StaleObject
from tangkal.strategic_communication.counters import COUNTERS, NEVER
from tests.desk.strategic_communication.contents import PLAN as CONTENT
from tests.desk.strategic_communication.contents import SOON

pytestmark = pytest.mark.django_db


def step(plan: ResponsePlan, action: str, by, comment: str = "") -> ResponsePlan:
    return plan_commands.take_plan_step(
        plan, action, by=by, expected_version=plan.version, comment=comment
    )


@pytest.fixture
def draft(case, people) -> ResponsePlan:
    return plan_commands.draft_plan(case, CONTENT, by=people["penyusun"])


@pytest.fixture
def approved(draft, people) -> ResponsePlan:
    return step(step(draft, "submit", people["penyusun"]), "approve", people["penyetuju"])


def test_a_plan_is_approved_by_a_second_person_logged_and_ticked_off(approved, people, chain_holds):
    plan_commands.log_entry(approved, "find", "Pesan di 12 grup.", by=people["verifikator"])
    plan_commands.tick_task(approved, "t1", by=people["penyusun"])
    plan_commands.tick_task(approved, "t1", by=people["penyetuju"])

    assert approved.state == PlanState.APPROVED
    assert TaskDone.objects.get().by == people["penyusun"]
    assert [each.action for each in AuditEvent.objects.filter(action__startswith="plan.")] == [
        "plan.drafted",
        "plan.submit",
        "plan.approve",
        "plan.logged",
        "plan.task_done",
    ]
    assert chain_holds() > 10


@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ({"measure": ""}, "say what is counted"),
        ({"baseline": None}, "where it stands now"),
        ({"target": None}, "the figure to be reached"),
        ({"target": 41.0}, "nothing would change"),
        ({"by": ""}, "give the day"),
        ({"by": "2026-01-01"}, "is past"),
        ({"statement": " "}, "should be different"),
    ],
)
def test_a_vague_objective_is_refused_naming_what_it_lacks(case, people, lacks, says):
    content = {**CONTENT, "objective": {**CONTENT["objective"], **lacks}}
    plan = plan_commands.draft_plan(case, content, by=people["penyusun"])
    with pytest.raises(ActionDenied) as refusal:
        step(plan, "submit", people["penyusun"])
    assert says in str(refusal.value)


def test_an_unknown_baseline_passes_where_it_is_said_how_it_will_be_known(case, people):
    goal = {**CONTENT["objective"], "baseline": None, "baseline_note": "Jajak minggu pertama."}
    plan = plan_commands.draft_plan(case, {**CONTENT, "objective": goal}, by=people["penyusun"])
    assert step(plan, "submit", people["penyusun"]).state == PlanState.APPROVER


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"messenger_why": ""}, "this voice"),
        ({"anchor": ""}, "holds the belief"),
        ({"why_option": ""}, "nothing milder"),
        ({"tasks": [{"id": "t1", "what": "Kirim", "owner": "", "due": ""}]}, "Kirim"),
        ({"tasks": []}, "at least one task"),
        ({"scoring": ""}, "how the effect is measured"),
    ],
)
def test_an_incomplete_plan_names_what_is_missing(case, people, changes, says):
    plan = plan_commands.draft_plan(case, {**CONTENT, **changes}, by=people["penyusun"])
    with pytest.raises(ActionDenied) as refusal:
        step(plan, "submit", people["penyusun"])
    assert says in str(refusal.value)


def test_where_the_criticism_is_right_only_putting_it_right_is_offered(case, people, client):
    decision = Decision.objects.filter(case=case).first()
    decision.gate_answers = {**decision.gate_answers, "criticism_right": "yes"}
    decision.save()
    client.force_login(people["penyusun"])
    page = client.get(f"/desk/messages/plans/new/{case.number}/").content.decode()
    assert 'value="fix_and_admit"' in page
    assert 'value="debunk"' not in page

    plan = plan_commands.draft_plan(case, CONTENT, by=people["penyusun"])
    with pytest.raises(ActionDenied, match="criticism is right"):
        step(plan, "submit", people["penyusun"])


def test_ways_of_answering_stand_in_order_the_mildest_first(case, people, client):
    client.force_login(people["penyusun"])
    page = client.get(f"/desk/messages/plans/new/{case.number}/").content.decode()
    order = ["fix_and_admit", "fill_void", "prebunk", "debunk", "crisis_communication"]
    places = [page.index(f'value="{each}"') for each in order]
    assert places == sorted(places)


@pytest.mark.parametrize("counter", sorted(NEVER))
def test_what_silences_or_deceives_can_never_be_stored(case, people, counter):
    with pytest.raises(ValidationError, match=counter):
        plan_commands.draft_plan(case, {**CONTENT, "counters": [counter]}, by=people["penyusun"])
    assert not ResponsePlan.objects.exists()


def test_the_list_of_what_may_be_planned_holds_nothing_that_never_may():
    assert not set(COUNTERS) & NEVER
    assert len(COUNTERS) == 32


def test_a_counter_measure_nobody_allowed_is_refused(case, people, draft, client):
    with pytest.raises(ValidationError, match="C00060"):
        plan_commands.save_plan_version(
            draft,
            {**CONTENT, "counters": ["C00060"]},
            by=people["penyusun"],
            expected_version=draft.version,
        )
    client.force_login(people["penyusun"])
    page = client.get(f"/desk/messages/plans/{draft.pk}/edit/").content.decode()
    assert "C00125" in page
    assert not any(each in page for each in NEVER)


def test_a_changed_plan_is_approved_anew_and_never_by_who_wrote_it(approved, people, organisations):
    from tangkal.desk.accounts.models import RoleAssignment

    helper = people["second_penyusun"]
    RoleAssignment.objects.create(user=helper, role="penyetuju", scope=organisations["ministry"])
    helper.__dict__.pop("active_assignments", None)
    plan_commands.save_plan_version(
        approved,
        {**CONTENT, "strategy": "Lain."},
        by=helper,
        expected_version=approved.version,
    )
    approved.refresh_from_db()
    assert approved.state == PlanState.DRAFT
    plan = step(approved, "submit", people["penyusun"])
    with pytest.raises(ActionDenied, match="second person"):
        step(plan, "approve", helper)
    assert step(plan, "approve", people["penyetuju"]).state == PlanState.APPROVED


@pytest.mark.parametrize("action", ["submit", "approve", "return"])
def test_only_the_roles_of_the_table_take_a_step(draft, people, action):
    source = "DRAF" if action == "submit" else "PENYETUJU"
    ResponsePlan.objects.filter(pk=draft.pk).update(state=source)
    draft.refresh_from_db()
    allowed = PLAN.step(source, action).roles
    for role in ("pemantau", "juru_bicara", "auditor", "admin_sistem", "mitra"):
        assert role not in allowed
        with pytest.raises(ActionDenied):
            step(draft, action, people[role], "mengapa")
    for role in allowed:
        with pytest.raises(ActionDenied):
            step(draft, action, people[f"foreign_{role}"], "mengapa")


def test_a_case_without_a_decision_to_respond_has_no_plan(case, people):
    Decision.objects.filter(case=case).update(option="PANTAU")
    with pytest.raises(ActionDenied):
        plan_commands.draft_plan(case, CONTENT, by=people["penyusun"])


def test_a_stale_page_changes_nothing(draft, people):
    plan_commands.save_plan_version(
        draft, CONTENT, by=people["penyusun"], expected_version=draft.version
    )
    with pytest.raises(StaleObject):
        step(draft, "submit", people["penyusun"])


def test_the_pages_take_a_plan_from_its_case_to_its_log(client, case, people):
    client.force_login(people["penyusun"])
    begin = f"/desk/messages/plans/new/{case.number}/"
    assert begin in client.get(f"/desk/cases/{case.number}/").content.decode()
    words = {
        "option": "debunk", "why_option": "Antrean.", "statement": "Warga tahu.",
        "measure": "Jajak",
        "unit": "%", "baseline": "41", "target": "60", "by": SOON, "audience": "Pengemudi",
        "believes": "Naik", "anchor": "self", "messenger": "Kepala dinas",
        "messenger_kind": "government", "messenger_why": "Tahu", "strategy": "Jelaskan",
        "t1_what": "Kirim teks", "t1_owner": "Humas", "t1_due": SOON, "scoring": "Jajak",
        "counters": ["C00125"],
    }  # fmt: skip
    made = client.post(begin, words)
    plan = ResponsePlan.objects.get()
    page = f"/desk/messages/plans/{plan.pk}/"
    assert made.headers["Location"] == page
    shown = client.get(page).content.decode()
    assert "believed more than the government" in shown
    assert "Prebunking" in shown
    client.post(page + "steps/submit/", {"version": 1})
    client.force_login(people["penyetuju"])
    client.post(page + "steps/approve/", {"version": 2})
    client.post(page + "tasks/t1/")
    assert client.post(page + "tasks/t9/").status_code == 404
    client.post(page + "log/", {"stage": "target", "text": "Grup asosiasi."})
    client.post(page + "log/", {"stage": "guess", "text": "x"})
    shown = client.get(page).content.decode()
    assert "Grup asosiasi." in shown
    assert plan.entries.count() == 1
    assert TaskDone.objects.get().task == "t1"
    assert f"/desk/messages/new/{case.number}/?template=clarification" in shown
    client.force_login(people["foreign_penyusun"])
    assert client.get(page).status_code == 404
