"""Message houses and response plans: who writes, checks, approves and carries them out."""

from typing import Any

from tests.safeguards.answers import APPROVING, READING, REVIEWING, VERIFYING, WRITING, own, roles

PLANNING = frozenset({"analis", "penyusun"})
CARRYING_OUT = PLANNING | {"juru_bicara", "penyetuju", "verifikator"}

TABLE = {
    "houses.list_houses": roles(READING),
    "houses.get_house": own(READING),
    "houses.draft": own(WRITING, 201, hidden=REVIEWING),
    "houses.write_version": own(WRITING, 201, hidden=REVIEWING),
    "houses.submit": own(WRITING, hidden=REVIEWING),
    "houses.confirm_facts": own(VERIFYING, hidden=REVIEWING),
    "houses.send_back": own(VERIFYING, hidden=REVIEWING),
    "houses.approve": own(APPROVING, hidden=REVIEWING),
    "houses.rest": own(APPROVING, hidden=REVIEWING),
    "houses.withdraw": own(APPROVING, hidden=REVIEWING),
    "plans.list_plans": roles(READING),
    "plans.get_plan": own(READING),
    "plans.draft": own(PLANNING, 201, hidden=CARRYING_OUT),
    "plans.write_version": own(PLANNING, 201, hidden=CARRYING_OUT),
    "plans.submit": own(PLANNING, hidden=CARRYING_OUT),
    "plans.send_back": own(APPROVING, hidden=CARRYING_OUT),
    "plans.approve": own(APPROVING, hidden=APPROVING),
    "plans.log_entry": own(CARRYING_OUT, 201, hidden=CARRYING_OUT),
    "plans.tick_task": own(CARRYING_OUT, hidden=CARRYING_OUT),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    from tests.safeguards import stages
    from tests.safeguards.addresses.houses import house_at, plan_at

    def answered() -> Any:
        return stages.case_at("decided", people).case

    houses = {
        state: house_at(state, answered(), people)
        for state in ("draft", "checking", "approver", "in_force", "ended")
    }
    plans = {
        state: plan_at(state, answered(), people) for state in ("draft", "approver", "approved")
    }
    fresh = {"number": answered().number}

    def house(state: str) -> Any:
        return {"house_id": houses[state].pk}, {"version": houses[state].version}

    def plan(state: str) -> Any:
        return {"plan_id": plans[state].pk}, {"version": plans[state].version}

    on_approved = {"plan_id": plans["approved"].pk}
    return {
        "houses.get_house": (house("draft")[0], {}),
        "houses.draft": (fresh, {}),
        "houses.write_version": house("draft"),
        "houses.submit": house("draft"),
        "houses.confirm_facts": house("checking"),
        "houses.send_back": house("checking"),
        "houses.approve": house("approver"),
        "houses.rest": house("ended"),
        "houses.withdraw": house("in_force"),
        "plans.get_plan": (on_approved, {}),
        "plans.draft": (fresh, {}),
        "plans.write_version": plan("approved"),
        "plans.submit": plan("draft"),
        "plans.send_back": plan("approver"),
        "plans.approve": plan("approver"),
        "plans.log_entry": (on_approved, {}),
        "plans.tick_task": (on_approved | {"task": "t1"}, {}),
    }
