"""A directive whose message house has ended stands still: told, marked, and nobody is called."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.api import tokens
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.directives import commands, coverage, lapsing, queries, timing
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.models import Overdue
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import house_commands, house_expiry
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.workflow import ActionDenied
from tests.desk.directives.conftest import CONTENT, WORDS, in_force, row

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SAID = "Publish nothing more from this text."


def end(house, ago=timedelta(seconds=1)):
    now = timezone.now()
    MessageHouseVersion.objects.filter(
        house=house, approved_at__isnull=False, superseded_at=None
    ).update(truth_as_of=now - timedelta(days=9), expires_at=now - ago)


def renew(house, people):
    house.refresh_from_db()
    house_commands.save_house_version(
        house, CONTENT, by=people["penyusun"], expected_version=house.version
    )
    house.refresh_from_db()
    return in_force(house, people)


def test_the_page_of_every_office_and_the_centres_say_so_at_once(
    sent, house, client, people, officers
):
    pages = [
        (people["penyusun"], reverse("directive", args=[sent.pk]), "no deadline runs"),
        *((who, row_page(sent, who), SAID) for who in officers.values()),
    ]
    for who, address, says in pages:
        client.force_login(who)
        assert says not in client.get(address).content.decode()
    end(house)
    for who, address, says in pages:
        client.force_login(who)
        assert says in client.get(address).content.decode()


def row_page(sent, officer):
    return reverse("directive-office", args=[sent.pk, officer.organisation_id])


def test_every_office_and_the_centre_are_told_once_and_nothing_is_recalled(
    sent, house, officers, people, district
):
    commands.publish(district, Published(text="Harga tetap."), by=officers["district"])
    end(house)
    assert [house_expiry.expire_due(timezone.now()) for _twice in range(2)] == [1, 0]

    told = Notice.objects.filter(title__startswith="Publish nothing more from it")
    assert {each.user for each in told} == set(officers.values())
    centre = Notice.objects.filter(title__startswith="Its message house ended")
    assert {each.user for each in centre} == {people["penyusun"], people["penyetuju"]}
    sent.refresh_from_db()
    assert sent.state == "DITERBITKAN"
    assert not district.publications.filter(recall_asked_at__isnull=False).exists()
    assert AuditEvent.objects.filter(action="directive.lapsed").count() == 1


def test_nobody_is_called_or_late_for_what_nobody_confirms_any_more(sent, house, district, people):
    late = district.publish_due_at + HOUR
    end(house, ago=timedelta(0))
    assert timing.is_late(district, late)
    assert not timing.is_late(district, lapsing.clock_of(sent, late))
    assert commands.call_overdue(late) == 0
    assert not Overdue.objects.exists()
    counted, _shares = coverage.progress_of(sent, lapsing.clock_of(sent, late))
    assert counted.late == 0
    offices = queries.offices_of(sent)
    assert not queries.filtered(offices, "late", "", "", lapsing.clock_of(sent, late)).exists()


def test_once_renewed_its_deadlines_go_on_by_as_long_as_they_stood_still(
    sent, house, district, people, organisations, officers
):
    commands.acknowledge(row(sent, organisations["province"]), by=officers["province"])
    before = row(sent, organisations["province"])
    end(house, ago=timedelta(minutes=30))
    ended = MessageHouseVersion.objects.get(house=house).expires_at
    type(district).objects.filter(pk=district.pk).update(ack_due_at=ended - HOUR)
    renew(house, people)

    stood = timezone.now() - ended
    office, province = row(sent, organisations["district"]), row(sent, organisations["province"])
    assert abs(office.publish_due_at - district.publish_due_at - stood) < timedelta(seconds=20)
    assert office.ack_due_at == ended - HOUR  # that one was late before the house ended
    assert office.next_call_at is not None
    assert province.ack_due_at == before.ack_due_at  # confirmed: nothing is due
    assert lapsing.ended_at(type(sent).objects.get(pk=sent.pk)) is None
    assert commands.call_overdue(office.publish_due_at) > 0


def test_none_is_sent_or_written_on_a_house_that_has_ended(draft, house, people):
    handed = commands.take_step(
        draft, "submit", by=people["penyusun"], expected_version=draft.version
    )
    end(house)
    with pytest.raises(ActionDenied, match="bring its next version into force"):
        commands.take_step(
            type(draft).objects.get(pk=draft.pk),
            "send",
            by=people["penyetuju"],
            expected_version=handed.version,
        )
    with pytest.raises(ActionDenied, match="bring its next version into force"):
        commands.draft_directive(
            MessageHouseVersion.objects.get(house=house),
            audience=draft.audience,
            by=people["penyusun"],
            **WORDS,
        )


def test_an_office_still_reports_what_it_had_published(sent, house, district, officers):
    end(house)
    commands.publish(district, Published(text="Harga tetap."), by=officers["district"])
    district.refresh_from_db()
    assert district.published_at


def test_programs_of_the_centre_and_of_an_office_read_that_it_ended(sent, house, people, officers):
    def read(who, address):
        text = tokens.make(who, name="papan", scopes=["directives:read"], days=30)[1]
        return Client().get(address, headers={"Authorization": f"Bearer {text}"}).json()

    places = [
        (people["penyusun"], f"/api/v1/directives/{sent.pk}"),
        *(
            (who, f"/api/v1/directives/{sent.pk}/offices/{who.organisation_id}")
            for who in officers.values()
        ),
    ]
    assert [read(*place)["ended_at"] for place in places] == [None, None, None]
    end(house)
    assert all(read(*place)["ended_at"] for place in places)
    whole = read(*places[0])
    assert (whole["coverage"]["late"], whole["coverage"]["unaddressed"]) == (0, 0)
