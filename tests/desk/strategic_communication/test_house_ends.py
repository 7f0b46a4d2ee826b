"""The day a message house ends: everyone hears, its owner is called, a person decides."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.deadlines import clocks, escalation
from tangkal.desk.deadlines.models import Escalation
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import (
    house_commands,
    house_expiry,
    house_lapse,
    house_queries,
)
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.house_states import HouseState
from tangkal.desk.workflow import ActionDenied
from tests.desk.strategic_communication.contents import HOUSE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def step(house, action, by, comment=""):
    return house_commands.take_house_step(
        house, action, by=by, expected_version=house.version, comment=comment
    )


def approve(house, people):
    house = step(house, "submit", people["penyusun"])
    house = step(house, "confirm_facts", people["second_verifikator"])
    return step(house, "approve", people["penyetuju"])


@pytest.fixture
def house(case, people):
    made = house_commands.draft_house(
        case,
        title="Harga Pertalite",
        content=HOUSE,
        by=people["penyusun"],
        expires_at=timezone.now() + 10 * DAY,
    )
    return approve(made, people)


def end(house, ago=timedelta(seconds=1)):
    now = timezone.now()
    MessageHouseVersion.objects.filter(
        house=house, approved_at__isnull=False, superseded_at=None
    ).update(truth_as_of=now - 20 * DAY, approved_at=now - 10 * DAY, expires_at=now - ago)
    house_expiry.expire_due(now)
    house.refresh_from_db()
    return house


def renewals():
    return [each for each in clocks.running() if each.kind == "house"]


def revise(house, people):
    house.refresh_from_db()
    house_commands.save_house_version(
        house, HOUSE, by=people["penyusun"], expected_version=house.version
    )
    house.refresh_from_db()
    return house


def test_its_end_stands_among_what_is_due_in_its_owners_own_list(house, people, signed_in):
    (found,) = renewals()
    version = house_queries.in_force(house)
    assert found.due_at == version.expires_at
    assert found.due_at - found.started_at == DAY
    own = signed_in("penyusun").get(reverse("deadlines") + "?scope=mine").content.decode()
    assert "Renewing a message house, or ending it" in own
    assert house.title in own


def test_its_owner_is_called_before_and_the_approvers_at_its_end(house, people):
    (found,) = renewals()
    escalation.tick(found.due_at - timedelta(hours=7))
    assert not Escalation.objects.exists()
    escalation.tick(found.due_at - timedelta(hours=5))
    assert [call.person for call in Escalation.objects.all()] == [people["penyusun"]]
    escalation.tick(found.due_at)
    assert people["penyetuju"] in {call.person for call in Escalation.objects.filter(stage=2)}


@pytest.mark.parametrize("decision", ["renew", "withdraw", "rest"])
def test_the_call_ends_with_a_persons_decision_and_with_nothing_less(house, people, decision):
    end(house)
    assert len(renewals()) == 1
    revised = decision == "renew" and revise(house, people)
    assert len(renewals()) == 1  # a draft beside it renews nothing yet
    if revised:
        approve(revised, people)
    elif decision == "withdraw":
        house_commands.withdraw_house(
            house, by=people["penyetuju"], expected_version=house.version, reason="Data keliru"
        )
    else:
        step(house, "rest", people["penyetuju"], "Isunya sudah reda")
    assert renewals() == []


def test_a_house_left_ended_still_marks_what_it_said_and_can_be_taken_up_again(house, people):
    left = step(end(house), "rest", people["penyetuju"], "Isunya sudah reda")
    assert left.state == HouseState.ENDED
    assert house_lapse.lapsed(left) is not None
    assert approve(revise(left, people), people).state == HouseState.IN_FORCE
    assert house_lapse.lapsed(left) is None


@pytest.mark.parametrize(
    ("who", "why", "says"),
    [
        ("penyusun", "Isunya sudah reda", ""),
        ("penyetuju", " ", ""),
        ("foreign_penyetuju", "Isunya sudah reda", ""),
    ],
)
def test_only_an_approver_leaves_it_ended_and_with_a_reason(house, people, who, why, says):
    end(house)
    with pytest.raises(ActionDenied, match=says):
        step(house, "rest", people[who], why)
    house.refresh_from_db()
    assert house.state == HouseState.EXPIRED


def test_what_has_not_ended_cannot_be_left_ended(house, people):
    with pytest.raises(ActionDenied):
        step(house, "rest", people["penyetuju"], "Isunya sudah reda")


def test_the_end_is_told_also_while_the_next_version_is_being_written(house, people):
    end(revise(house, people))
    assert house.state == HouseState.DRAFT
    assert Notice.objects.filter(
        user=people["penyusun"], title__startswith="The message house has expired"
    ).exists()
    assert house_expiry.expire_due(timezone.now()) == 0


def test_a_hook_that_fails_leaves_the_end_to_be_told_again(house, people, monkeypatch):
    calls = []

    def fail(version):
        calls.append(version.pk)
        raise RuntimeError

    monkeypatch.setattr(house_commands, "expired", [fail])
    end(house)
    end(house)
    assert len(calls) == 2
    assert not Notice.objects.filter(title__startswith="The message house has expired").exists()


def test_the_page_names_the_three_ways_and_the_button_leaves_it_ended(house, people, signed_in):
    end(house)
    client = signed_in("penyetuju")
    page = client.get(f"/desk/messages/houses/{house.pk}/").content.decode()
    assert "the facts still hold: bring a new version into force" in page
    answer = client.post(
        f"/desk/messages/houses/{house.pk}/steps/rest/",
        {"version": house.version, "comment": "Isunya sudah reda"},
    )
    house.refresh_from_db()
    assert (answer.status_code, house.state) == (302, HouseState.ENDED)
    assert (
        "Left ended, as it stands"
        in client.get(f"/desk/messages/houses/{house.pk}/").content.decode()
    )


def test_a_closed_case_calls_nobody_about_its_house(house, case):
    assert len(renewals()) == 1
    type(case).objects.filter(pk=case.pk).update(state="SELESAI")
    assert renewals() == []
