"""Random people take random steps: whatever they try, the promises of the desk hold."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from tangkal.desk.approvals.models import Approval
from tangkal.desk.cases import deadlines
from tangkal.desk.cases.models import Case, Signal, Verdict
from tangkal.desk.cases.states import CaseState
from tangkal.desk.crisis.models import Crisis, Proposal, Question
from tangkal.desk.crisis.states import CrisisState
from tangkal.desk.portal.appeals import contested_page, take_appeal
from tangkal.desk.portal.models import Appeal, Clarification
from tangkal.desk.rights.models import Breach, Finding, SubjectRequest
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication import scheduling
from tangkal.desk.strategic_communication.holding_models import HoldingStatement, HoldingTemplate
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.workflow.diagrams import find_machines
from tests.conftest import REPOSITORY
from tests.desk.cases import walk
from tests.desk.strategic_communication.conftest import PARTS
from tests.desk.workflow.acts import ACTS
from tests.desk.workflow.crisis_acts import (
    CRISIS_ACTS,
    case_for_a_crisis,
    crisis_at,
    ready_template,
)
from tests.desk.workflow.rights_acts import RIGHTS_ACTS, oversight
from tests.desk.workflow.walking import MACHINES, Clock, Walk, take_walks

pytestmark = pytest.mark.django_db

# Machines that move elsewhere, each with walks or tables of its own.
ELSEWHERE = {
    "delivery": "tests/desk/channels/test_dispatching.py",
    "directive": "tests/desk/directives/test_directives.py",
    "answer to a directive": "tests/desk/directives/test_answers.py",
    "request to a platform": "tests/desk/platform_requests/test_states.py",
    "transparency report": "tests/desk/transparency/test_report.py",
    "dispatch": "tests/desk/channels/test_dispatching.py",
    "evaluation": "tests/desk/tracking_effectiveness",
    "test of wordings": "tests/desk/tracking_effectiveness",
    "narrative": "tests/desk/situational_insight/test_changing.py",
    "second look": "tests/desk/impact_analysis/test_second_look.py",
    "situation report": "tests/desk/situation_reports/test_workflow.py",
    "public note": "tests/desk/cases/test_public_notes.py",
    "public reference": "tests/desk/reference/test_states.py",
    "message house": "tests/desk/strategic_communication/test_houses.py",
    "response plan": "tests/desk/strategic_communication/test_plans.py",
    "evaluation report": "tests/desk/tracking_effectiveness/test_evaluation_reports.py",
}


def test_every_machine_of_the_desk_is_walked():
    walked = {machine.name for machine in MACHINES.values()}
    assert all((REPOSITORY / path).exists() for path in ELSEWHERE.values())
    assert {machine.name for machine in find_machines()} == walked | set(ELSEWHERE)


def test_every_step_that_a_person_takes_has_an_act():
    """But for those that other commands take on the way: publish replaces, a round expires."""
    known = {(act.model, act.step) for act in (*ACTS, *CRISIS_ACTS, *RIGHTS_ACTS)}
    steps = {(m, step.action) for m, machine in MACHINES.items() for step in machine.transitions}
    assert {(m.__name__, action) for m, action in steps - known} == {
        ("Breach", "told"),
        ("Case", "publish"),
        ("Crisis", "decline"),
        ("Crisis", "expire"),
        ("HoldingStatement", "replace"),
        ("Message", "cosign"),
        ("Message", "replace"),
        ("Verdict", "publish"),
    }


def message_at(case: Case, people: Any, *, approved: bool) -> Message:
    message = messages.draft_message(case, "clarification", PARTS, by=people["penyusun"])
    if approved:
        for step, who in (
            ("submit", "penyusun"),
            ("confirm_facts", "second_verifikator"),
            ("approve", "penyetuju"),
        ):
            message = messages.take_step(
                message, step, by=people[who], expected_version=message.version
            )
    return message


class CaseWalk(Walk):
    """Two signals, a case somewhere on its way, its verdict and text, and its clocks."""

    acts = ACTS
    often = [Case, Case, Message, Message, Verdict, Signal]

    @initialize(state=st.sampled_from(CaseState.values), seed=st.integers(0, 2**32))
    def a_desk_at_work(self, state: str, seed: int) -> None:
        for key in ("narrative:N1", "narrative:N2"):
            signal = walk.make_signal(key)
            signal.due_at = deadlines.screening_deadline(signal, deadlines.timing())
            signal.save(update_fields=["due_at"])
        case = walk.case_at(state, self.people)
        if state in {CaseState.DECIDED, CaseState.RESPONSE}:
            message_at(case, self.people, approved=False)
        self.a_stretch_of_work(seed)


class CrisisWalk(Walk):
    """A crisis at any point, its answers and first statements, and a text on the schedule."""

    acts = CRISIS_ACTS + tuple(act for act in ACTS if act.model is Message)
    often = (
        [Crisis] * 4 + [Question] * 2 + [HoldingStatement] * 3 + [HoldingTemplate, Message, Case]
    )

    @initialize(state=st.sampled_from(CrisisState.values[:-1]), seed=st.integers(0, 2**32))
    def a_crisis(self, state: str, seed: int) -> None:
        ready_template(self.people)
        case = case_for_a_crisis(self.people)
        crisis_at("KRISIS" if state == CrisisState.NATIONAL else state, case, self.people)
        message = message_at(case, self.people, approved=True)
        scheduling.schedule(
            message,
            publish_at=timezone.now() + timedelta(hours=3),
            by=self.people["penyetuju"],
            expected_version=message.version,
        )
        self.a_stretch_of_work(seed)

    @invariant()
    def a_level_is_the_word_of_two(self) -> None:
        for proposal in Proposal.objects.filter(state=Proposal.State.CONFIRMED):
            assert proposal.decided_by_id not in {proposal.by_id, None}
        for crisis in Crisis.objects.all():
            assert crisis.has_level == (crisis.level > 0) == (crisis.expires_at is not None)

    @invariant()
    def an_approved_answer_has_three_hands(self) -> None:
        for question in Question.objects.filter(state="DISETUJUI"):
            hands = {question.checked_by_id, question.approved_by_id, None}
            assert len(hands) == 3
            assert hands.isdisjoint(question.versions.values_list("author_id", flat=True))

    @invariant()
    def a_template_in_use_was_approved_by_two_who_did_not_write_it(self) -> None:
        for template in HoldingTemplate.objects.filter(state="BERLAKU"):
            newest = template.versions.order_by("-number").first()
            said = set(
                Approval.objects.filter(
                    version_sha256=newest.sha256, object_id=str(template.pk)
                ).values_list("by_id", flat=True)
            )
            assert len(said) == 2
            assert said.isdisjoint(template.versions.values_list("author_id", flat=True))


class RightsWalk(Walk):
    """Two appeals against one answer, a finding, a breach, requests about data."""

    acts = RIGHTS_ACTS + tuple(act for act in ACTS if act.model is Message)
    often = [Appeal] * 4 + [Finding, SubjectRequest, Breach, Message]

    @initialize(seed=st.integers(0, 2**32))
    def appeals_came(self, seed: int) -> None:
        message = message_at(walk.case_at("DIPUTUSKAN", self.people), self.people, approved=True)
        message = messages.publish(
            message, by=self.people["penyetuju"], expected_version=message.version
        )
        page = Clarification.objects.get(slug=message.clarification_slug)
        for _ in range(2):
            appeal = take_appeal(
                contested_page(page),
                part="verdict",
                why="The figures in it are a year old.",
                token=str(uuid.uuid4()),
                language="id",
            )
        oversight(self.people, appeal)
        self.a_stretch_of_work(seed)

    @invariant()
    def nobody_decided_on_their_own_work(self) -> None:
        for appeal in Appeal.objects.exclude(outcome="").select_related("review"):
            case = appeal.review.case
            texts = case.messages.filter(clarification_slug=appeal.subject_id)
            assert appeal.review.decided_by_id not in {
                *texts.values_list("author_id", "published_by_id")[0],
                *case.verdicts.values_list("drafted_by_id", flat=True),
                *case.decisions.values_list("by_id", flat=True),
            }

    @invariant()
    def what_is_erased_is_gone_and_what_is_open_stays(self) -> None:
        for appeal in Appeal.objects.filter(state__in=["DITERIMA", "DITELAAH"]):
            assert appeal.why, "the reasons of an open appeal were erased"


@pytest.mark.parametrize("kind", [CaseWalk, CrisisWalk, RightsWalk])
def test_no_walk_of_anybody_breaks_a_promise(kind, people, organisations, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.datetime", Clock)
    take_walks(kind, people, organisations["ministry"])
