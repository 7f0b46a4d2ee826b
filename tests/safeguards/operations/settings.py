"""What offices and people set up: duty, limits, organisations, accounts, links, own views."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tangkal.desk.accounts import ending
from tangkal.desk.accounts.factor_models import DeskSession
from tangkal.desk.accounts.models import Organisation
from tests.safeguards import stages
from tests.safeguards.answers import (
    ADMIN,
    APPROVING,
    AUDITOR,
    CONTROLLING,
    EVERY_ROLE,
    GRADING,
    NONE,
    NOTING,
    PLANNING,
    READING,
    WORKING,
    Who,
    own,
    roles,
    signed_in,
)
from tests.safeguards.operations import Differs
from tests.safeguards.operations.assessments import COUNTING

TABLE = {
    "case_links.list_links": own(READING),
    "case_links.link": own(GRADING, 201, hidden=NOTING),
    "case_links.end_link": own(GRADING, hidden=NOTING),
    "case_links.merge": own(WORKING, hidden=NOTING),
    "case_links.undo_merge": own(WORKING, hidden=NOTING),
    "case_work.list_figures": own(READING),
    "case_work.add_figures": own(COUNTING, 201, hidden=NOTING),
    "duty.get_duty": roles(READING),
    "duty.add_shift": Differs(ours={201: PLANNING}, theirs={422: PLANNING}),
    "duty.end_shift": own(PLANNING, hidden=READING),
    "duty.override_duty": Differs(ours={201: PLANNING}, theirs={422: PLANNING}),
    "duty.hand_over": roles(READING, 201),
    "duty.get_limits": roles(READING),
    "duty.list_limit_changes": roles(READING),
    "duty.set_limit": roles(APPROVING, 201),
    "duty.get_week": roles(READING),
    "duty.set_week": roles(APPROVING, 201),
    "offices.get_office": own(ADMIN | AUDITOR, hidden=ADMIN | AUDITOR),
    "offices.add_office": Differs(ours={201: ADMIN}, theirs={422: ADMIN}),
    "offices.change_office": own(ADMIN, hidden=ADMIN),
    "offices.move_office": own(ADMIN, hidden=ADMIN),
    "administration.make_person": Differs(ours={201: ADMIN}, theirs={422: ADMIN}),
    "administration.note_training": own(ADMIN, hidden=NONE),
    "queue_views.list_case_views": roles(READING),
    "queue_views.save_case_view": roles(READING, 201),
    "queue_views.delete_case_view": Who(
        ours=WORKING, answer=204, hidden=READING, hidden_from_ours=READING - WORKING
    ),
    "alerts.list_leaves": roles(CONTROLLING),
    "alerts.give_leave": roles(CONTROLLING, 201),
    "alerts.end_leaves": roles(CONTROLLING),
    "own_account.get_me": signed_in(),
    "own_account.change_preferences": signed_in(),
    # A session is its owner's alone; "analis" has this one.
    "own_account.end_session": Who(
        ours=WORKING, hidden=EVERY_ROLE, hidden_from_ours=(EVERY_ROLE - WORKING) | {"nobody"}
    ),
    "own_account.end_sessions": signed_in(),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    source, into = stages.case_at("triaged", people), stages.case_at("opened", people)
    session = DeskSession.objects.create(
        session_key="uji", user=people["analis"], expire_date=timezone.now() + timedelta(days=1)
    )
    ministry = case.lead_organisation_id
    agency = Organisation.objects.get(name="Lembaga Contoh")
    province = Organisation.objects.get(name="Pemerintah Provinsi Contoh")
    on_spread = world["spread-figures"]
    office = (
        {"organisation_id": ministry},
        {"version": Organisation.objects.get(pk=ministry).version},
    )
    return {
        "case_links.list_links": (source.on, {}),
        "case_links.link": (source.on, {"other": into.case.number}),
        "case_links.end_link": (world["case-unlink"], {}),
        "case_links.merge": (source.on, {**source.version, "into": into.case.number}),
        "case_links.undo_merge": (world["case-merge-undo"], {}),
        "case_work.list_figures": (on_spread, {}),
        "case_work.add_figures": (on_spread, {}),
        "duty.end_shift": (world["duty-end"], {}),
        "offices.get_office": office,
        "offices.change_office": office,
        "offices.add_office": ({}, {"below": ministry}),
        "offices.move_office": (
            {"organisation_id": agency.pk},
            {"version": agency.version, "below": province.pk},
        ),
        "administration.make_person": ({}, {"organisation": ministry}),
        "administration.note_training": (world["person-training"], {}),
        "queue_views.delete_case_view": (world["case-view-delete"], {}),
        "own_account.end_session": ({"mark": ending.mark_of(session)}, {}),
    }
