"""Addresses of message houses and response plans."""

from datetime import timedelta

from django.utils import timezone

from tangkal.desk.strategic_communication import house_commands, house_expiry, plan_commands
from tests.desk.strategic_communication.contents import HOUSE, PLAN
from tests.safeguards import stages
from tests.safeguards.answers import LOOK, NO, READING, WORKING, WRITING, own

PLANNING = WRITING | WORKING
CARRYING_OUT = PLANNING | {"verifikator", "juru_bicara", "penyetuju"}

TABLE = {
    "houses": LOOK,  # filtered by office
    "house-new": (own(WRITING), own(WRITING, 422)),
    "house": (own(READING), NO),
    "house-edit": (own(WRITING), own(WRITING, 422)),
    "house-translate": (own(WRITING), own(WRITING, 422)),
    # An empty form carries no version: the page is drawn anew, and nothing happens.
    "house-step": (NO, own(READING, 302)),
    "house-withdraw": (NO, own(READING, 302)),
    "response-plans": LOOK,
    "response-plan-new": (own(PLANNING), own(PLANNING, 422)),
    "response-plan": (own(READING), NO),
    "response-plan-edit": (own(PLANNING), own(PLANNING, 422)),
    "response-plan-step": (NO, own(READING, 302)),
    "response-plan-log": (NO, own(CARRYING_OUT, 302)),
    "response-plan-tick": (NO, own(CARRYING_OUT, 302)),
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A draft of a house, an approved plan, and an answered case that has neither."""
    fresh = {"number": stages.case_at("decided", people).case.number}
    house = house_at("draft", case, people)
    on_house, on_plan = {"house_id": house.pk}, {"plan_id": plan_at("approved", case, people).pk}
    return {
        "house-new": fresh,
        "house": on_house,
        "house-edit": on_house,
        "house-translate": on_house | {"language": "jv"},
        "house-step": on_house | {"action": "submit"},
        "house-withdraw": on_house,
        "response-plan-new": fresh,
        "response-plan": on_plan,
        "response-plan-edit": on_plan,
        "response-plan-step": on_plan | {"action": "return"},
        "response-plan-log": on_plan,
        "response-plan-tick": on_plan | {"task": "t1"},
    }


HOUSE_STEPS = (
    ("submit", "penyusun"),
    ("confirm_facts", "second_verifikator"),
    ("approve", "second_penyetuju"),
)
PLAN_STEPS = (("submit", "penyusun"), ("approve", "second_penyetuju"))


def house_at(state: str, case, people):
    """A house that has come so far."""
    found = house_commands.draft_house(case, title="Harga", content=HOUSE, by=people["penyusun"])
    done = ("draft", "checking", "approver", "in_force", "ended").index(state)
    for action, who in HOUSE_STEPS[:done]:
        found = house_commands.take_house_step(
            found, action, by=people[who], expected_version=found.version
        )
    if state == "ended":
        now = timezone.now()
        found.versions.update(truth_as_of=now - timedelta(days=2), expires_at=now)
        house_expiry.expire(found.pk, now)
        found.refresh_from_db()
    return found


def plan_at(state: str, case, people):
    """A plan that has come so far."""
    found = plan_commands.draft_plan(case, PLAN, by=people["penyusun"])
    for action, who in PLAN_STEPS[: ("draft", "approver", "approved").index(state)]:
        found = plan_commands.take_plan_step(
            found, action, by=people[who], expected_version=found.version
        )
    return found
