"""The states of an evaluation: each step from its states, by its roles, and by nobody else."""

import pytest

from tangkal.desk.accounts.roles import Role
from tangkal.desk.tracking_effectiveness.evaluating import rules
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan
from tangkal.desk.tracking_effectiveness.states import EvaluationState
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases.walk import case_at

P, M, J, L = EvaluationState
BOTH, ONE = {"evaluator", "analis"}, {"evaluator"}
TABLE = {
    (P, "revise"): (P, BOTH),
    (M, "revise"): (P, BOTH),
    (P, "measure"): (M, BOTH),
    (M, "measure"): (M, BOTH),
    (M, "judge"): (J, ONE),
    (J, "measure_again"): (M, ONE),
    (P, "leave"): (L, ONE),
    (M, "leave"): (L, ONE),
    (L, "take_up"): (P, BOTH),
}
ACTIONS = sorted({action for _state, action in TABLE})


@pytest.mark.parametrize("state", list(EvaluationState))
def test_every_step_is_for_its_states_and_roles(people, state):
    plan = EvaluationPlan(case=case_at("TERBIT", people), state=state)
    for action in ACTIONS:
        target, roles = TABLE.get((state, action), (None, set()))
        for role in Role:
            if role.value in roles:
                assert rules.check_can(people[role.value], action, plan) == target
            else:
                with pytest.raises(ActionDenied):
                    rules.check_can(people[role.value], action, plan)
