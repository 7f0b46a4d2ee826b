"""A message goes out at its hour by the same command and checks, or back with a reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.accounts.models import RoleAssignment
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.inbox.models import Notice
from tangkal.desk.portal.models import Clarification
from tangkal.desk.strategic_communication import commands, freezing, scheduling
from tangkal.desk.strategic_communication.models import Freeze, Message
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState
from tangkal.desk.workflow import ActionDenied, StaleObject

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def approved(case, people, parts) -> Message:
    found = commands.draft_message(case, "clarification", parts, by=people["penyusun"])
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        found = commands.take_step(found, action, by=people[who], expected_version=found.version)
    return found


@pytest.fixture
def scheduled(approved, people) -> Message:
    return scheduling.schedule(
        approved,
        publish_at=timezone.now() + HOUR,
        by=people["penyetuju"],
        expected_version=approved.version,
    )


def run_at(message: Message, after: timedelta = HOUR * 2) -> Message:
    scheduling.publish_due(timezone.now() + after)
    return Message.objects.get(pk=message.pk)


def test_nothing_goes_out_before_its_hour(scheduled):
    assert run_at(scheduled, HOUR / 2).state == MessageState.SCHEDULED
    assert not Clarification.objects.exists()


def test_at_its_hour_it_is_published_in_the_name_of_whoever_scheduled_it(
    scheduled, people, chain_holds
):
    found = run_at(scheduled)
    assert found.state == MessageState.PUBLISHED
    assert found.published_by == people["penyetuju"]
    assert Clarification.objects.count() == 1
    assert AuditEvent.objects.get(action="message.due").actor_name == "sistem"
    assert chain_holds()


def test_two_workers_publish_it_once(scheduled):
    run_at(scheduled)
    run_at(scheduled)
    assert Clarification.objects.count() == 1
    assert AuditEvent.objects.filter(action="message.published").count() == 1


def spoil_gate(message, people) -> None:
    cases.reopen(message.case, by=people["analis"], why="another look")


def end_role(message, people) -> None:
    RoleAssignment.objects.filter(user=people["penyetuju"]).update(expires_at=timezone.now())


def freeze(message, people) -> None:
    freezing.freeze(people["pemantau"], "Gempa", message.case.lead_organisation)


def leave(message, people) -> None:
    type(people["penyetuju"]).objects.filter(pk=people["penyetuju"].pk).update(is_active=False)


@pytest.mark.parametrize("spoil", [spoil_gate, end_role, freeze, leave])
def test_what_is_refused_at_its_hour_goes_back_with_the_reason_and_people_are_told(
    scheduled, people, spoil, chain_holds
):
    spoil(scheduled, people)
    found = run_at(scheduled)
    assert (found.state, found.publish_at) == (MessageState.APPROVED, None)
    assert found.schedule_refusal
    assert not Clarification.objects.exists()
    assert Notice.objects.filter(user=people["penyusun"]).exists()
    assert Notice.objects.filter(user=people["second_penyetuju"]).exists()
    assert chain_holds()


def test_a_thaw_floods_nothing(scheduled, people):
    freeze(scheduled, people)
    run_at(scheduled)
    freezing.thaw(scheduled.case.lead_organisation, by=people["penyetuju"], why="Tenang.")
    assert run_at(scheduled).state == MessageState.APPROVED


def test_taken_off_the_schedule_it_stays_approved(scheduled, people):
    found = scheduling.unschedule(
        scheduled, by=people["second_penyetuju"], expected_version=scheduled.version
    )
    assert (found.state, run_at(found).state) == (MessageState.APPROVED, MessageState.APPROVED)


def test_an_approver_may_publish_at_once_what_was_scheduled(scheduled, people):
    found = commands.publish(
        scheduled, by=people["second_penyetuju"], expected_version=scheduled.version
    )
    assert found.state == MessageState.PUBLISHED


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_time_that_has_passed_is_refused(approved, people, minutes):
    with pytest.raises(ValidationError, match="ahead"):
        scheduling.schedule(
            approved,
            publish_at=timezone.now() + timedelta(minutes=minutes),
            by=people["penyetuju"],
            expected_version=approved.version,
        )


def test_only_approvers_schedule_and_the_slower_is_told(approved, people):
    later = timezone.now() + HOUR
    for who in ("penyusun", "verifikator", "foreign_penyetuju", "auditor"):
        with pytest.raises(ActionDenied):
            scheduling.schedule(
                approved, publish_at=later, by=people[who], expected_version=approved.version
            )
    with pytest.raises(StaleObject):
        scheduling.schedule(approved, publish_at=later, by=people["penyetuju"], expected_version=1)
    assert MESSAGE.step("DISETUJUI", "schedule").roles == {"penyetuju"}


def test_a_freeze_holds_for_all_below_and_for_no_one_beside(people, organisations):
    freezing.freeze(people["penyetuju"], "Gempa", organisations["ministry"])
    assert freezing.is_frozen(organisations["district"])
    assert not freezing.is_frozen(organisations["foreign"])
    assert not freezing.is_frozen(organisations["ministry"], is_exercise=True)


def test_a_freeze_of_a_province_leaves_the_ministry_alone(people, organisations):
    freezing.freeze(None, "Banjir", organisations["province"])
    assert freezing.is_frozen(organisations["district"])
    assert not freezing.is_frozen(organisations["ministry"])


def test_each_crisis_thaws_its_own_freeze(people, organisations):
    for reference in ("crisis:1", "crisis:1", "crisis:2"):
        freezing.freeze(people["pemantau"], "Gempa", organisations["ministry"], reference=reference)
    assert Freeze.objects.count() == 2
    ended = freezing.thaw(
        organisations["ministry"], by=people["penyetuju"], why="usai", reference="crisis:1"
    )
    assert ended == 1
    assert freezing.is_frozen(organisations["ministry"])


@pytest.mark.parametrize(
    ("who", "may_freeze", "may_thaw"),
    [
        ("pemantau", True, False),
        ("penyusun", True, False),
        ("penyetuju", True, True),
        ("auditor", False, False),
        ("admin_sistem", False, False),
        ("foreign_penyetuju", False, False),
    ],
)
def test_freezing_is_easy_and_thawing_an_approvers(
    people, organisations, who, may_freeze, may_thaw
):
    place = organisations["ministry"]
    for may, act in (
        (may_freeze, lambda: freezing.freeze(people[who], "Gempa", place)),
        (may_thaw, lambda: freezing.thaw(place, by=people[who], why="usai")),
    ):
        if may:
            act()
        else:
            with pytest.raises(ActionDenied):
                act()


def test_a_freeze_needs_its_reason(people, organisations):
    with pytest.raises(ActionDenied, match="reason"):
        freezing.freeze(people["penyetuju"], " ", organisations["ministry"])
