"""A message says what the house in force says, or does not go out; a house ends by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.exercises import houses as demonstration
from tangkal.desk.inbox.models import Notice
from tangkal.desk.jobs import messages as job
from tangkal.desk.strategic_communication import (
    commands,
    house_commands,
    house_expiry,
    house_filling,
    house_queries,
)
from tangkal.desk.strategic_communication.house_states import HouseState
from tangkal.desk.strategic_communication.models import MessageHouse
from tangkal.desk.workflow import ActionDenied
from tangkal.strategic_communication.placeholders import find_placeholders
from tests.desk.strategic_communication.contents import HOUSE
from tests.desk.strategic_communication.test_houses import approve, in_turn

pytestmark = pytest.mark.django_db

AGREES = "Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026."
CONTRADICTS = "Harga Pertalite naik menjadi Rp12.000 per liter mulai besok."


@pytest.fixture
def house(case, people) -> MessageHouse:
    made = house_commands.draft_house(case, title="Harga", content=HOUSE, by=people["penyusun"])
    return approve(made, people)


def step(message, action: str, by):
    return commands.take_step(message, action, by=by, expected_version=message.version)


def test_a_text_that_states_a_locked_fact_otherwise_is_not_submitted(
    house, case, people, parts, client
):
    wrong = parts | {"fact": CONTRADICTS}
    message = commands.draft_message(case, "clarification", wrong, by=people["penyusun"])
    with pytest.raises(ActionDenied, match=r"Rp10\.000 per liter.*Rp12\.000"):
        step(message, "submit", people["penyusun"])
    client.force_login(people["penyusun"])
    page = client.get(f"/desk/messages/{message.pk}/").content.decode()
    assert "Locked facts said otherwise" in page
    assert "Rp12.000 per liter" in page

    commands.save_version(
        message,
        parts | {"fact": AGREES, "explanation": "Tidak ada kelangkaan."},
        by=people["penyusun"],
        expected_version=message.version,
    )
    message.refresh_from_db()
    page = client.get(f"/desk/messages/{message.pk}/").content.decode()
    assert "Locked facts said otherwise" not in page
    assert "Not to be said, yet said here" in page
    assert step(message, "submit", people["penyusun"]).state == "CEK_FAKTA"


def test_the_myth_may_be_told_as_it_is(house, case, people, parts):
    text = parts | {"fact": AGREES, "myth": f"Hati-hati, tidak benar: “{CONTRADICTS}”"}
    message = commands.draft_message(case, "clarification", text, by=people["penyusun"])
    assert step(message, "submit", people["penyusun"]).state == "CEK_FAKTA"


def test_what_was_approved_before_the_house_changed_does_not_go_out(house, case, people, parts):
    text = parts | {"fact": AGREES, "headline": "Harga Pertalite tetap"}
    message = commands.draft_message(case, "clarification", text, by=people["penyusun"])
    message = step(message, "submit", people["penyusun"])
    message = step(message, "confirm_facts", people["second_verifikator"])
    message = step(message, "approve", people["penyetuju"])
    umbrella = "Harga Pertalite Rp10.500 per liter sampai 31 Maret 2026."
    changed = {
        **HOUSE,
        "umbrella": umbrella,
        "pillars": HOUSE["pillars"][1:],
        "translations": {},
        "locked": [{"text": "Rp10.500 per liter", "kind": "figure"}],
    }
    house_commands.save_house_version(
        house, changed, by=people["penyusun"], expected_version=house.version
    )
    house.refresh_from_db()
    approve(house, people)
    with pytest.raises(ActionDenied, match=r"Rp10\.500"):
        commands.publish(message, by=people["penyetuju"], expected_version=message.version)


def published(case, people, text):
    message = commands.draft_message(case, "clarification", text, by=people["penyusun"])
    message = step(message, "submit", people["penyusun"])
    message = step(message, "confirm_facts", people["second_verifikator"])
    message = step(message, "approve", people["penyetuju"])
    return commands.publish(
        message, by=people["second_penyetuju"], expected_version=message.version
    )


def new_price(house, people):
    words = "Harga Pertalite Rp10.500 per liter sampai 31 Maret 2026."
    content = HOUSE | {
        "umbrella": words,
        "pillars": HOUSE["pillars"][1:],
        "translations": {},
        "locked": [
            {"text": "Rp10.500 per liter", "kind": "figure"},
            {"text": "31 Maret 2026", "kind": "date"},
        ],
    }
    house_commands.save_house_version(
        house, content, by=people["penyusun"], expected_version=house.version
    )
    house.refresh_from_db()
    return approve(house, people)


def test_a_page_with_a_fact_that_fell_says_so_until_it_is_corrected(
    house, case, people, parts, client
):
    old = published(case, people, parts | {"fact": AGREES})
    address = f"/klarifikasi/{old.clarification_slug}/"
    assert "Jawaban ini sedang kami perbaiki" not in client.get(f"{address}?lang=id").text

    new_price(house, people)

    page = client.get(f"{address}?lang=id").text
    assert "Jawaban ini sedang kami perbaiki" in page
    assert "Ini tidak berlaku lagi: “Rp10.000 per liter”." in page
    assert "31 Maret 2026”." not in page  # that fact stands
    draft = commands.begin_correction(old, by=people["penyusun"], reason="Harga baru.")
    commands.save_version(
        draft,
        parts | {"fact": "Harga Pertalite Rp10.500 per liter sampai 31 Maret 2026."},
        by=people["penyusun"],
        expected_version=draft.version,
    )
    draft.refresh_from_db()
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        draft = step(draft, action, people[who])
    commands.publish(draft, by=people["penyetuju"], expected_version=draft.version)
    assert "Jawaban ini sedang kami perbaiki" not in client.get(f"{address}?lang=id").text


def test_a_page_that_does_not_carry_the_fact_stays_as_it_is(house, case, people, parts, client):
    other = published(case, people, parts | {"fact": "Petugas berjaga di SPBU."})
    new_price(house, people)
    page = client.get(f"/klarifikasi/{other.clarification_slug}/?lang=id").text
    assert "Jawaban ini sedang kami perbaiki" not in page


def test_a_changed_fact_is_told_to_whoever_put_a_text_out(house, case, people, parts):
    published(case, people, parts | {"fact": AGREES})
    new_price(house, people)
    told = Notice.objects.filter(url=f"/desk/messages/houses/{house.pk}/")
    assert told.filter(user=people["second_penyetuju"], kind="escalated").count() == 1


def test_a_case_without_a_house_in_force_blocks_nothing(case, people, parts):
    house_commands.draft_house(case, title="Harga", content=HOUSE, by=people["penyusun"])
    text = parts | {"fact": CONTRADICTS}
    message = commands.draft_message(case, "clarification", text, by=people["penyusun"])
    assert step(message, "submit", people["penyusun"]).state == "CEK_FAKTA"


def test_first_statements_and_messages_are_filled_from_the_house(house, case, people, client):
    values = house_filling.values_for_holding(case, "id")
    assert "Rp10.000 per liter" in values["confirmed"]
    assert values["source"] == "https://energi.example/keputusan"
    assert values["protective_action"] == "Isi seperlunya"
    assert house_filling.words_for_message(case, "en") == {}
    client.force_login(people["penyusun"])
    page = client.get(f"/desk/messages/new/{case.number}/").content.decode()
    assert HOUSE["umbrella"] in page


def test_a_place_for_local_words_waits_to_be_filled(case, people):
    content = {
        **HOUSE,
        "pillars": [{**HOUSE["pillars"][0], "text": "Tetap Rp10.000 per liter; tanya {hotline}."}],
    }
    made = house_commands.draft_house(case, title="Harga", content=content, by=people["penyusun"])
    approve(made, people)
    fact = house_filling.words_for_message(case, "id")["fact"]
    assert "tanya ____ (nomor pengaduan daerah)." in fact
    assert find_placeholders(fact) == ["____"]


def test_the_demonstrations_house_and_plan_come_into_force(case, people):
    staff = {"verifikator2": people["second_verifikator"], "penyetuju1": people["penyetuju"]}
    demonstration.build(case, {**people, **staff})
    assert house_queries.in_force_on(case)
    assert case.response_plan.state == "DISETUJUI"


def test_the_worker_marks_a_house_that_expired_and_tells_once(house, people):
    ends = timezone.now() + timedelta(hours=2)
    house_commands.save_house_version(
        house, HOUSE, by=people["penyusun"], expected_version=house.version, expires_at=ends
    )
    house.refresh_from_db()
    approve(house, people)
    assert house_expiry.expire_due(ends - timedelta(seconds=1)) == 0
    assert house_expiry.expire_due(ends) == 1
    assert house_expiry.expire_due(ends) == 0
    house.refresh_from_db()
    assert house.state == HouseState.EXPIRED
    assert AuditEvent.objects.filter(action="house.expired").count() == 1
    assert Notice.objects.filter(
        user=people["penyusun"], title__startswith="The message house has expired"
    ).exists()
    house_commands.save_house_version(
        house, HOUSE, by=people["penyusun"], expected_version=house.version
    )


def ending_notices(people):
    return Notice.objects.filter(
        user=people["penyusun"], title__startswith="The message house ends"
    ).count()


@pytest.mark.parametrize(
    ("holds", "warned"),
    [
        (timedelta(days=30), timedelta(days=1)),
        (timedelta(hours=8), timedelta(hours=2)),  # a quarter of so short a time
    ],
)
def test_everyone_hears_once_before_a_house_ends(house, people, holds, warned):
    began = timezone.now()
    standing = house_queries.standing(house)
    standing.approved_at, standing.expires_at = began, began + holds
    standing.save()
    moment = standing.expires_at - warned

    assert house_expiry.warn_ending(moment - timedelta(seconds=1)) == 0
    assert [house_expiry.warn_ending(moment), house_expiry.warn_ending(moment)] == [1, 0]
    assert ending_notices(people) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"withdrawn_at": timezone.now()},
        {"superseded_at": timezone.now()},
        {"approved_at": None},
        {"expires_at": None},
        {"expires_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_nobody_is_warned_of_a_house_that_does_not_end_or_has_ended(house, people, changed):
    now = timezone.now()
    standing = house_queries.standing(house)
    mark = {"approved_at": now - timedelta(days=9), "expires_at": now + timedelta(hours=1)}
    type(standing).objects.filter(pk=standing.pk).update(**mark | changed)

    assert house_expiry.warn_ending(now) == 0
    assert ending_notices(people) == 0


def test_the_workers_round_looks_after_houses_too(house):
    house_queries.standing(house).__class__.objects.filter(house=house).update(
        expires_at=timezone.now()
    )
    assert job.round() == 1


def test_a_change_that_nobody_locked_is_shown_before_it_is_approved(house, people, client):
    unlocked = {
        **HOUSE,
        "pillars": [
            HOUSE["pillars"][0],
            {**HOUSE["pillars"][1], "text": "Pasokan cukup untuk 9 hari."},
        ],
    }
    house_commands.save_house_version(
        house, unlocked, by=people["penyusun"], expected_version=house.version
    )
    client.force_login(people["penyusun"])
    page = client.get(f"/desk/messages/houses/{house.pk}/").content.decode()
    assert "though no locked fact changed" in page
    assert "untuk 9 hari" in page
    assert in_turn(MessageHouse.objects.get(), "submit", people["penyusun"])
