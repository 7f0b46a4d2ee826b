"""The table of steps is the law: every step of it can be taken, and no other."""

from itertools import product

import pytest

from tangkal.desk.accounts.roles import Role
from tangkal.desk.platform_requests.states import (
    BEFORE_SENDING,
    REQUEST,
    STANDING,
    SYSTEM,
    RequestState,
)
from tangkal.desk.workflow import ActionDenied

ACTIONS = sorted({step.action for step in REQUEST.transitions})
ALLOWED = {(step.source, step.action): step for step in REQUEST.transitions}


@pytest.mark.parametrize("state", RequestState.values)
def test_a_step_is_taken_by_its_table_alone(state):
    for action, role in product(ACTIONS, [*Role.values, SYSTEM]):
        step = ALLOWED.get((state, action))
        if step is None or role not in step.roles:
            with pytest.raises(ActionDenied):
                REQUEST.check(state, action, [role])
        else:
            assert REQUEST.check(state, action, [role]) == step.target


def test_nothing_is_sent_without_legal_review_and_authorisation():
    before = {step.source for step in REQUEST.transitions if step.target == RequestState.SENT}
    assert before == {RequestState.AUTHORISED}
    into = {step.source for step in REQUEST.transitions if step.target == RequestState.AUTHORISED}
    assert into == {RequestState.LEGAL, RequestState.AUTHORISED}  # the latter: one signature more


def test_legal_can_end_everything_that_was_not_sent_and_reached_review():
    for state in (RequestState.LEGAL, RequestState.AUTHORISED):
        assert REQUEST.check(state, "refuse", [Role.LEGAL]) == RequestState.REFUSED
    for state in BEFORE_SENDING:
        assert REQUEST.check(state, "refuse_by_rule", [SYSTEM]) == RequestState.REFUSED


def test_everything_that_went_out_can_be_objected_to_and_withdrawn():
    for state in STANDING:
        assert REQUEST.check(state, "contest", [SYSTEM]) == RequestState.CONTESTED
        assert REQUEST.check(state, "fall", [SYSTEM]) == RequestState.REVERSED


def test_every_state_is_reached_and_only_the_report_and_refusals_end_it():
    reached = {step.target for step in REQUEST.transitions} | {RequestState.DRAFT}
    assert reached == set(RequestState.values)
    left = {step.source for step in REQUEST.transitions}
    assert set(RequestState.values) - left == set()
