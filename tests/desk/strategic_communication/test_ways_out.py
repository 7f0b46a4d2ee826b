"""The pages of a message's way out carry it: later, frozen, countersigned, at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.strategic_communication import commands, freezing
from tangkal.desk.strategic_communication import holding_templates as templates
from tangkal.desk.strategic_communication.models import (
    ElectionPeriod,
    HoldingStatement,
    HoldingTemplate,
    Message,
)
from tests.desk.strategic_communication.test_holding import VALUES

pytestmark = pytest.mark.django_db


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


def send(client, route: str, /, *args: object, **values: object):
    return client.post(reverse(route, args=args), values)


def test_an_approver_schedules_and_takes_off_on_the_page(approved, signed_in):
    client = signed_in("penyetuju")
    later = timezone.localtime() + timedelta(days=1)
    send(
        client,
        "message-schedule",
        approved.pk,
        version=approved.version,
        publish_at=later.strftime("%Y-%m-%dT%H:%M"),
    )
    approved.refresh_from_db()
    assert approved.state == "TERJADWAL"
    assert abs(approved.publish_at - later) < timedelta(minutes=1)
    assert "Goes out:" in client.get(reverse("message", args=[approved.pk])).content.decode()
    send(client, "message-unschedule", approved.pk, version=approved.version)
    approved.refresh_from_db()
    assert approved.state == "DISETUJUI"


def test_a_freeze_stands_on_every_message_page_until_an_approver_ends_it(
    approved, signed_in, organisations
):
    writer, approver = signed_in("penyusun"), signed_in("penyetuju")
    page = reverse("message", args=[approved.pk])
    send(writer, "message-freeze", approved.pk, why="Gempa besar")
    assert freezing.is_frozen(organisations["ministry"])
    shown = approver.get(page).content.decode()
    assert "Gempa besar" in shown
    assert 'name="publish_at"' not in shown
    assert send(writer, "message-freeze", approved.pk, thaw="1", why="usai").status_code == 403
    send(approver, "message-freeze", approved.pk, thaw="1", why="usai")
    assert "Gempa besar" not in approver.get(page).content.decode()


def test_a_period_is_recorded_flagged_and_countersigned_on_pages(
    approved, people, signed_in, organisations
):
    approver, today = signed_in("penyetuju"), timezone.localdate()
    sent = send(
        approver,
        "elections",
        name="Pilkada Contoh",
        starts_on=today.isoformat(),
        ends_on=(today + timedelta(days=9)).isoformat(),
        lead=people["second_penyetuju"].pk,
    )
    assert sent.status_code == 302
    number = approved.case.number
    case_page = reverse("case", args=[number])
    assert "Not an election matter" in signed_in("analis").get(case_page).content.decode()
    send(signed_in("analis"), "election-flag", number, why="Menyebut calon")
    assert "Menyebut calon" in signed_in("analis").get(case_page).content.decode()
    page = reverse("message", args=[approved.pk])
    assert "Pilkada Contoh" in approver.get(page).content.decode()
    signer = signed_in("second_penyetuju")
    send(signer, "message-cosign", approved.pk, version=approved.version)
    approved.refresh_from_db()
    assert "is running" not in signer.get(page).content.decode()
    period = ElectionPeriod.objects.get()
    send(approver, "election-end", period.pk, why="Selesai")
    assert "Ended early" in approver.get(reverse("elections")).content.decode()


def test_pages_carry_a_first_statement_from_template_to_second_check(
    crisis,
    people,
    signed_in,
):
    writer = signed_in("penyusun")
    words = {f"part_{part}": text for part, text in templates.first_words("id").items()}
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    refused = send(
        writer,
        "holding-template-new",
        title="Banjir",
        valid_until=day,
        **(words | {"part_unknown": "Tidak ada."}),
    )
    assert refused.status_code == 422
    send(writer, "holding-template-new", title="Banjir", valid_until=day, **words)
    template = HoldingTemplate.objects.get()
    for who in ("penyetuju", "second_penyetuju"):
        template.refresh_from_db()
        send(
            signed_in(who),
            "holding-template-act",
            template.pk,
            "approve",
            version=template.version,
        )
    places = {f"place_{name}": text for name, text in VALUES.items()}
    soon = (timezone.localtime() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    send(writer, "holding-new", crisis.number, next_update_at=soon, **places)
    found = HoldingStatement.objects.get()
    page = reverse("holding", args=[found.pk])
    assert "another approver publishes it" not in signed_in("penyetuju").get(page).content.decode()
    send(signed_in("penyetuju"), "holding-act", found.pk, "publish", version=found.version)
    found.refresh_from_db()
    checker = signed_in("verifikator")
    assert "It is right" in checker.get(page).content.decode()
    assert "Second check due" in checker.get(reverse("holdings")).content.decode()
    send(checker, "holding-act", found.pk, "confirm", version=found.version)
    found.refresh_from_db()
    assert found.state == "DIPERIKSA"
    case_page = checker.get(reverse("case", args=[crisis.number])).content.decode()
    assert "Published and checked" in case_page
