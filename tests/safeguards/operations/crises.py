"""Crises, first statements and elections: who reads the room, who works in it, who leads."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tangkal.desk.crisis import commands
from tangkal.desk.crisis.models import (
    Action,
    Addressee,
    Briefing,
    Crisis,
    House,
    LogEntry,
    Question,
    RegionalAlert,
    Review,
    Seat,
)
from tangkal.desk.strategic_communication import elections, holding, holding_templates
from tangkal.desk.strategic_communication.holding_models import HoldingStatement, HoldingTemplate
from tangkal.strategic_communication import holding as elements
from tests.safeguards import stages
from tests.safeguards.answers import (
    APPROVING,
    LEGAL,
    NOTING,
    READING,
    REVIEWING,
    VERIFYING,
    WORKING,
    WRITING,
    Who,
    own,
    roles,
)

TEAM = READING - {"auditor"}  # to whom the scope may be given
DESK = TEAM - {"evaluator", "admin_daerah"}  # who writes in the room
LEADING = APPROVING
ANSWERING = frozenset({"analis", "verifikator", "penyusun", "penyetuju", "juru_bicara"})
FILLING = frozenset({"penyusun", "penyetuju", "juru_bicara"})
CHECKING = frozenset({"penyetuju", "verifikator", "hukum"})
FLAGGING = CHECKING | {"analis", "penyusun"}
FREEZING = FLAGGING | {"pemantau", "juru_bicara", "admin_daerah"}

TABLE = {
    "crises.list_crises": roles(READING),
    "crises.get_crisis": own(READING),
    "crises.propose": own(LEADING, 201, hidden=frozenset()),
    "crises.raise_level": own(LEADING, 201, hidden=TEAM),
    "crises.confirm_level": own(LEADING, hidden=LEADING),
    "crises.decline_level": own(LEADING, hidden=TEAM),
    "crises.withdraw_level": own(LEADING, hidden=TEAM),
    "crises.renew": own(LEADING, hidden=TEAM),
    "crises.take_step": own(LEADING, hidden=TEAM),
    "crises.freeze": own(DESK & FREEZING, hidden=TEAM),
    "crisis_team.list_seats": own(READING),
    "crisis_team.give_seat": own(LEADING, 201, hidden=TEAM),
    "crisis_team.hand_over": own(LEADING, hidden=TEAM),
    "crisis_team.leave_seat": own(LEADING, hidden=TEAM),
    "crisis_team.set_availability": own(LEADING, hidden=TEAM),
    "crisis_room.list_steps": own(READING),
    "crisis_room.mark_step": own(DESK, hidden=TEAM),
    "crisis_room.list_entries": own(READING),
    "crisis_room.write_entry": own(DESK, 201, hidden=TEAM),
    "crisis_room.correct_entry": own(DESK, 201, hidden=TEAM),
    "crisis_room.log_file": own(READING),
    "crisis_room.get_house": own(READING),
    "crisis_room.save_house": own(DESK, hidden=TEAM),
    "crisis_room.draft_statement": own(FILLING, 201, hidden=TEAM),
    "crisis_room.list_alerts": own(READING),
    "crisis_room.alert_regions": own(DESK, 201, hidden=TEAM),
    "crisis_room.list_received": roles(READING),
    # An alert is there for the regional officers of the offices that it went to.
    "crisis_room.acknowledge": Who(
        ours=frozenset({"admin_daerah"}), hidden=TEAM, hidden_from_ours=TEAM - {"admin_daerah"}
    ),
    "crisis_room.list_reports": own(READING),
    "crisis_room.draft_report": own(WORKING, 201, hidden=TEAM),
    "crisis_answers.list_questions": own(READING),
    "crisis_answers.get_question": own(READING),
    "crisis_answers.ask": own(DESK, 201, hidden=TEAM),
    "crisis_answers.draft_answer": own(ANSWERING, 201, hidden=TEAM),
    "crisis_answers.check_answer": own(VERIFYING, hidden=TEAM),
    "crisis_answers.approve_answer": own(LEADING, hidden=LEADING),
    "crisis_answers.return_answer": own(LEADING | VERIFYING, hidden=TEAM),
    "crisis_answers.pin": own(DESK, hidden=TEAM),
    "crisis_rhythm.list_updates": own(READING),
    "crisis_rhythm.brief": own(DESK, 201, hidden=TEAM),
    "crisis_rhythm.change_rhythm": own(LEADING, hidden=TEAM),
    "crisis_rhythm.get_review": own(READING),
    "crisis_rhythm.write_review": own(DESK, hidden=TEAM),
    "crisis_rhythm.review_file": own(READING),
    "crisis_rhythm.add_action": own(DESK, 201, hidden=TEAM),
    "crisis_rhythm.list_actions": roles(READING),
    "crisis_rhythm.close_action": own(LEADING | WORKING, hidden=TEAM),  # "analis" owns it
    "statements.list_statements": roles(READING),
    "statements.get_statement": own(READING),
    "statements.draft": own(FILLING, 201, hidden=FILLING),
    "statements.fill": own(FILLING, hidden=FILLING),
    "statements.publish": own(LEADING, hidden=CHECKING),
    "statements.check": own(CHECKING, hidden=CHECKING),
    "statements.withdraw": own(LEADING, hidden=CHECKING),
    "statements.list_templates": roles(READING),
    "statements.get_template": own(READING),
    "statements.draft_template": own(WRITING, 201, hidden=frozenset()),
    "statements.revise_template": own(WRITING, hidden=FILLING),
    "statements.approve_template": own(LEADING | (LEGAL & CHECKING), hidden=CHECKING),
    "statements.end_template": own(LEADING, hidden=CHECKING),
    "elections.list_periods": roles(READING),
    "elections.begin_period": own(LEADING, 201, hidden=frozenset()),
    "elections.end_period": own(LEADING, hidden=LEADING),
    "elections.set_flag": own(FLAGGING, hidden=NOTING),
    "messages.cosign": own(LEADING, hidden=REVIEWING),
    "messages.list_freezes": own(READING),
    "messages.freeze": own(FREEZING, hidden=FREEZING),
    "messages.thaw": own(LEADING, hidden=FREEZING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    ministry, analyst = case.lead_organisation, people["analis"]
    active = Crisis.objects.get(pk=world["crisis"]["crisis_id"])
    higher = world["crisis-proposal"]["proposal_id"]
    fresh = commands.propose(
        ministry, "Isu gas", level=1, trigger="naik", reason="antrean", cases=[],
        by=people["penyetuju"],
    )  # fmt: skip
    calm, ending = crisis_at(ministry, people, "KRISIS", 2), crisis_at(ministry, people, "AAR", 0)
    on = {"crisis_id": active.pk}
    on_calm, on_ending = {"crisis_id": calm.pk}, {"crisis_id": ending.pk}
    seat = {**on, "seat_id": Seat.objects.get(crisis=active).pk}
    drafted = question_at("DIJAWAB", active, people)
    checked = question_at("DICEK", active, people)
    asked = {**on, "question_id": world["crisis-question"]["question_id"]}
    version = {"version": active.version}
    received = RegionalAlert.objects.create(
        crisis=active, text="x", by=analyst, confirm_by=timezone.now()
    )
    Addressee.objects.create(alert=received, organisation=ministry)
    house = House.objects.get(crisis=active)
    return {
        "crises.get_crisis": (on, {}),
        "crises.propose": ({}, {"lead_organisation": ministry.pk}),
        "crises.raise_level": (on_calm, {"version": calm.version}),
        "crises.confirm_level": ({**on, "proposal_id": higher}, {}),
        "crises.decline_level": ({**on, "proposal_id": higher}, {}),
        "crises.withdraw_level": (
            {"crisis_id": fresh.crisis_id, "proposal_id": fresh.pk},
            {},
        ),
        "crises.renew": (on, version),
        "crises.take_step": (on_calm, {"version": calm.version}),
        "crises.freeze": (on, {}),
        "crisis_team.list_seats": (on, {}),
        "crisis_team.give_seat": (on, {}),
        "crisis_team.hand_over": (seat, {"to": "penyetuju"}),
        "crisis_team.leave_seat": (seat, {}),
        "crisis_team.set_availability": (seat, {}),
        "crisis_room.mark_step": ({**on, "step": "policy_owner"}, {}),
        "crisis_room.correct_entry": (
            {**on, "number": LogEntry.objects.filter(crisis=active).first().number},
            {},
        ),
        "crisis_room.log_file": ({**on, "form": "csv"}, {}),
        "crisis_room.save_house": (on, {"version": house.version}),
        "crisis_room.draft_statement": (on, {"case": case.number}),
        "crisis_room.alert_regions": (on, {"regions": ["99"]}),
        "crisis_room.acknowledge": ({"alert_id": received.pk}, {}),
        **{
            f"crisis_room.{act}": (on, {})
            for act in (
                *("list_steps", "list_entries", "write_entry", "get_house", "list_alerts"),
                *("list_reports", "draft_report"),
            )
        },
        "crisis_answers.list_questions": (on, {}),
        "crisis_answers.get_question": (asked, {}),
        "crisis_answers.ask": (on, {}),
        "crisis_answers.draft_answer": (asked, {}),
        "crisis_answers.pin": (asked, {}),
        "crisis_answers.check_answer": ({**on, "question_id": drafted.pk}, {}),
        "crisis_answers.return_answer": ({**on, "question_id": checked.pk}, {}),
        "crisis_answers.approve_answer": ({**on, "question_id": checked.pk}, {}),
        "crisis_rhythm.list_updates": (on, {}),
        "crisis_rhythm.brief": (on, {}),
        "crisis_rhythm.change_rhythm": (on, version),
        "crisis_rhythm.get_review": (on_ending, {}),
        "crisis_rhythm.write_review": ({**on_ending, "stage": "hot_wash"}, {}),
        "crisis_rhythm.review_file": ({**on_ending, "form": "docx"}, {}),
        "crisis_rhythm.add_action": (on, {}),
        "crisis_rhythm.close_action": ({"action_id": Action.objects.get().pk}, {}),
        **statements(world, case, people),
        **voting(world, case, people),
    }


def crisis_at(ministry: Any, people: dict[str, Any], state: str, level: int) -> Crisis:
    """A crisis in this state, with its house, its review and two quiet updates."""
    now, approver = timezone.now(), people["second_penyetuju"]
    found = Crisis.objects.create(
        title=f"Isu {state}", organisation=ministry, opened_by=approver, state=state, level=level,
        activated_at=now, expires_at=now + timedelta(hours=20),
    )  # fmt: skip
    House.objects.create(crisis=found)
    Review.objects.create(crisis=found, hot_wash_due_at=now, report_due_at=now)
    for number in (1, 2):
        Briefing.objects.create(
            crisis=found, number=number, by=approver, level=level, situation="reda", is_quiet=True
        )
    return found


def question_at(state: str, crisis: Crisis, people: dict[str, Any]) -> Question:
    """A question answered by "analis"; checked, where it is, by "second_verifikator"."""
    found = Question.objects.create(
        crisis=crisis, text="Stok cukup?", source="media", asked_by=people["analis"], state=state,
        checked_by=people["second_verifikator"] if state == "DICEK" else None,
    )  # fmt: skip
    found.versions.create(
        number=1, text="Cukup.", truth_as_of=timezone.now(), author=people["analis"]
    )
    return found


def statements(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    """A draft with every place filled, one that is out, and a template nobody has approved."""
    ready = HoldingTemplate.objects.get(pk=world["holding-template"]["template_id"])
    filled = dict.fromkeys(elements.asked(holding_templates.newest(ready).parts), "Sudah dicek")
    later = timezone.now() + timedelta(hours=3)
    draft = holding.draft_holding(case, filled, people["penyusun"], next_update_at=later)
    away = stages.case_at("opened", people)
    Crisis.objects.get(pk=world["crisis"]["crisis_id"]).cases.add(away.case)
    out = holding.draft_holding(away.case, filled, people["penyusun"], next_update_at=later)
    out = holding.publish_holding(out, by=people["second_penyetuju"], expected_version=out.version)
    new = holding_templates.draft_template(
        case.lead_organisation, title="Gempa", parts=holding_templates.first_words("id"),
        valid_until=timezone.localdate() + timedelta(days=30), by=people["second_penyusun"],
    )  # fmt: skip

    def at(row: HoldingStatement) -> Any:
        return {"statement_id": row.pk}, {"version": row.version}

    on_ready = {"template_id": ready.pk}, {"version": ready.version}
    return {
        "statements.get_statement": at(draft),
        "statements.draft": ({"number": case.number}, {}),
        "statements.fill": at(draft),
        "statements.publish": at(draft),
        "statements.check": at(out),
        "statements.withdraw": at(out),
        "statements.get_template": on_ready,
        "statements.draft_template": ({}, {"organisation": case.lead_organisation_id}),
        "statements.revise_template": on_ready,
        "statements.end_template": on_ready,
        "statements.approve_template": ({"template_id": new.pk}, {"version": new.version}),
    }


def voting(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    """An approved text on a case that touches the election that is on."""
    today = timezone.localdate()
    elections.begin_period(
        case.lead_organisation, name="Pemilu", starts_on=today, ends_on=today,
        lead=people["penyetuju"], by=people["penyetuju"],
    )  # fmt: skip
    touched = stages.case_at("decided", people)
    elections.flag(touched.case, by=people["analis"], reason="menyebut calon")
    signed = stages.message_at("approved", touched.case, people)
    on_message = {"message_id": signed.pk}
    return {
        "elections.begin_period": ({}, {"organisation": case.lead_organisation_id}),
        "elections.end_period": (world["election-end"], {}),
        "elections.set_flag": ({"number": case.number}, {}),
        "messages.cosign": (on_message, {"version": signed.version}),
        "messages.list_freezes": (on_message, {}),
        "messages.freeze": (on_message, {}),
        "messages.thaw": (on_message, {}),
    }
