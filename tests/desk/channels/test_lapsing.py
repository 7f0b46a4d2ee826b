"""A message house that has ended: what went out says so, nothing new goes, a person decides."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.channels import commands, delivery
from tangkal.desk.channels.states import DeliveryState, DispatchState
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication import (
    house_commands,
    house_expiry,
    house_lapse,
    house_queries,
)
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.workflow import ActionDenied
from tests.desk.channels.conftest import (
    HOUSE,
    again,
    approve,
    bring_into_force,
    house_in_force,
    soon,
    work,
)

pytestmark = pytest.mark.django_db
SAYS_IT = {"fact": "Harga Pertalite tetap sepuluh ribu rupiah per liter."}
MARK = "Tidak dikonfirmasi lagi"


@pytest.fixture
def house(case, people):
    return house_in_force(case, people)


def end(house, ago=timedelta(seconds=1)):
    """Its last moment was so long ago."""
    now = timezone.now()
    MessageHouseVersion.objects.filter(
        house=house, approved_at__isnull=False, superseded_at=None
    ).update(truth_as_of=now - timedelta(days=2), expires_at=now - ago)


def renew(house, people, content=HOUSE):
    house.refresh_from_db()
    house_commands.save_house_version(
        house, content, by=people["penyusun"], expected_version=house.version
    )
    house.refresh_from_db()
    return bring_into_force(house, people)


def handed(source, outlet, people, **more):
    return commands.dispatch(source, outlet, by=people["juru_bicara"], **more)


def public(found, ending):
    return Client().get(f"/siaran/{found.outlet.slug}{ending}").content.decode()


def entry(found):
    return json.loads(public(found, ".json"))["items"][0]


@pytest.fixture
def shown(house, outlet, people, clock):
    found = handed(house_queries.in_force(house), outlet("website"), people)
    work(clock)
    return found


def test_from_the_second_it_ends_every_public_form_says_so_and_keeps_the_words(shown, house):
    before = entry(shown)
    end(house)
    item, rss, page = entry(shown), public(shown, ".xml"), public(shown, "/")

    assert (before["_tangkal"]["expired"], item["_tangkal"]["expired"]) == (False, True)
    assert MARK not in before["title"]
    assert item["title"].startswith(MARK)
    assert item["id"] == before["id"]
    assert ("date_modified" in before, "date_modified" in item) == (False, True)
    for words in (item["content_text"], rss, page):
        assert "belum dikonfirmasi lagi sejak itu" in words
        assert "Pertalite tetap Rp10.000" in words  # nothing that was published is taken away
    assert MARK in rss


def test_a_newer_version_with_the_same_facts_takes_the_mark_away(shown, house, people):
    end(house)
    assert entry(shown)["_tangkal"]["expired"]
    renew(house, people)
    assert not entry(shown)["_tangkal"]["expired"]


def test_a_recalled_text_is_shown_as_recalled_and_not_as_ended(shown, house, people):
    end(house)
    house.refresh_from_db()
    house_commands.withdraw_house(
        house, by=people["penyetuju"], expected_version=house.version, reason="Angkanya keliru"
    )
    assert (
        entry(shown)["_tangkal"] | {"withdrawn": True, "expired": False} == entry(shown)["_tangkal"]
    )
    assert entry(shown)["content_text"] == "Angkanya keliru"


def test_nothing_new_goes_out_and_the_refusal_says_what_to_do(house, outlet, people, signed_in):
    version, place = house_queries.in_force(house), outlet("website")
    end(house)
    version.refresh_from_db()
    with pytest.raises(ActionDenied, match="bring its next version into force"):
        handed(version, place, people)
    page = signed_in("juru_bicara").get(f"/desk/channels/house/{house.pk}/").content.decode()
    assert "bring its next version into force" in page


def test_nothing_is_scheduled_for_after_its_end(house, outlet, people):
    version = house_queries.in_force(house)
    MessageHouseVersion.objects.filter(pk=version.pk).update(expires_at=soon(2))
    version.refresh_from_db()
    with pytest.raises(ActionDenied, match="when the message house “BBM” ends"):
        handed(version, outlet("website"), people, publish_at=soon(3))
    assert handed(version, outlet("telegram"), people, publish_at=soon(1)).publish_at


def test_a_message_that_states_a_locked_fact_in_other_words_is_held_and_one_that_does_not_goes(
    house, case, people, parts, outlet
):
    says = approve(case, people, parts | SAYS_IT)
    silent = approve(case, people, parts)
    end(house)
    with pytest.raises(ActionDenied, match="The facts were confirmed until"):
        handed(messages.latest(says), outlet("website"), people)
    with pytest.raises(ActionDenied, match="The facts were confirmed until"):
        commands.take_file(says, messages.latest(says), "pdf", by=people["penyusun"])
    assert handed(messages.latest(silent), outlet("telegram"), people)


def test_the_portal_takes_no_such_text_either_but_a_correction_never_waits(
    house, case, people, parts
):
    says = approve(case, people, parts | SAYS_IT)
    published = messages.publish(says, by=people["penyetuju"], expected_version=says.version)
    other = approve(case, people, parts | SAYS_IT)
    end(house)
    with pytest.raises(ActionDenied, match="The facts were confirmed until"):
        messages.publish(other, by=people["penyetuju"], expected_version=other.version)

    correction = messages.begin_correction(published, by=people["penyusun"], reason="Salah tanggal")
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        correction = messages.take_step(
            correction, action, by=people[who], expected_version=correction.version
        )
    done = messages.publish(correction, by=people["penyetuju"], expected_version=correction.version)
    assert done.published_at


def test_a_scheduled_dispatch_of_it_stops_the_moment_it_ends_and_its_sender_hears(
    house, outlet, people, service
):
    found = handed(house_queries.in_force(house), outlet("telegram"), people, publish_at=soon(1))
    end(house)
    assert house_expiry.expire_due(timezone.now()) == 1

    assert again(found).state == DispatchState.STOPPED
    assert "confirmed until" in again(found).refusal
    told = Notice.objects.filter(user=people["juru_bicara"])
    assert told.filter(title__contains="speaks from a message house that ended").exists()
    assert AuditEvent.objects.filter(action="dispatch.stopped").count() == 1


def test_what_has_not_left_yet_is_held_back_and_what_left_stays(
    house, outlet, people, mail, clock, monkeypatch
):
    place = outlet("email", server=f"127.0.0.1:{mail.port}")
    monkeypatch.setattr(delivery, "AT_ONCE", 1)
    found = handed(house_queries.in_force(house), place, people)
    work(clock)
    end(house)
    work(clock)

    first, second = found.deliveries.order_by("pk")
    assert (first.state, second.state) == (DeliveryState.SENT, DeliveryState.STOPPED)
    assert "rumah pesan" in second.reason
    assert again(found).state == DispatchState.SETTLED
    assert len(mail.letters) == 1
    told = Notice.objects.filter(user=people["juru_bicara"], title__contains="stopped half-way")
    assert told.count() == 1


def test_whoever_took_a_file_hears_and_the_page_of_the_house_names_what_carries_it(
    shown, house, case, people, parts, signed_in
):
    says = approve(case, people, parts | SAYS_IT)
    commands.take_file(says, messages.latest(says), "pdf", by=people["verifikator"])
    end(house)
    house_expiry.expire_due(timezone.now())

    assert Notice.objects.filter(user=people["verifikator"], title__contains="as a file").exists()
    page = signed_in("penyetuju").get(f"/desk/messages/houses/{house.pk}/").content.decode()
    assert "1 dispatch<" in page
    assert "1 file that was taken" in page
    assert "Leave it ended, as it stands" in page
    told = signed_in("penyetuju").get(f"/desk/channels/{shown.pk}/").content.decode()
    assert "Its facts are not confirmed any more." in told


def test_another_cases_house_marks_nothing_here(shown, house):
    assert house_lapse.lapsed_by_case([house.case_id + 1]) == {}
    assert house_lapse.lapsed_by_case([house.case_id]) == {}
    end(house)
    assert set(house_lapse.lapsed_by_case([house.case_id, house.case_id + 1])) == {house.case_id}


def test_a_feed_of_twenty_texts_asks_no_more_than_one(
    house, case, people, parts, outlet, clock, django_assert_num_queries
):
    place = outlet("website")
    handed(house_queries.in_force(house), place, people)
    work(clock)
    end(house)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        Client().get(f"/siaran/{place.slug}.json")
    for _each in range(3):
        handed(messages.latest(approve(case, people, parts)), place, people)
    work(clock)
    with CaptureQueriesContext(connection) as four:
        Client().get(f"/siaran/{place.slug}.json")
    assert len(json.loads(Client().get(f"/siaran/{place.slug}.json").content)["items"]) == 4
    assert len(four) == len(one)
