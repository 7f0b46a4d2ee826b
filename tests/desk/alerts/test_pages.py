"""Destinations, rules and history at the desk: who changes what, and what nobody ever sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.alerts import bundling, commands, secrets
from tangkal.desk.alerts.models import (
    Alert,
    Attempt,
    Destination,
    ExerciseLeave,
    Message,
    Rule,
)
from tangkal.desk.alerts.noticing import notice
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.workflow import ActionDenied
from tests.desk.alerts.conftest import signal
from tests.desk.markup import inline_code

pytestmark = pytest.mark.django_db

PLACES, RULES, HISTORY = "/desk/alerts/destinations/", "/desk/alerts/rules/", "/desk/alerts/"
TOKEN = "123456789:AAErahasiaBotTokenYangTidakBolehBocor"
MAIL = {
    "kind": "email",
    "name": "Piket",
    "server": "surel.contoh.go.id:587",
    "security": "starttls",
    "username": "tangkal",
    "sender": "tangkal@contoh.go.id",
    "address": "piket@contoh.go.id",
    "most_an_hour": "12",
    "secret": "kata-sandi-surel",
}
BOT = {"kind": "telegram", "name": "Bot", "address": "-100", "most_an_hour": "12", "secret": TOKEN}
HOOK = {
    "kind": "webhook",
    "name": "Kait",
    "address": "https://kait.contoh.go.id/x",
    "most_an_hour": "12",
    "secret": "rahasia-bersama-yang-panjang",
}
CHAT = {
    "kind": "chat",
    "name": "Obrolan",
    "most_an_hour": "12",
    "secret": "mmosts://obrolan.contoh.go.id/kuncirahasia123",
}
RULE = {
    "name": "BBM",
    "severity": "3",
    "mode": "immediate",
    "digest_at": "07:00",
    "time_zone": "Asia/Makassar",
    "quiet_from": "22:00",
    "quiet_until": "05:30",
    "breaks_quiet": "on",
}


def entered(browser, people, form) -> Destination:
    office = people["admin_sistem"].organisation_id
    reply = browser.post(f"{PLACES}new/", form | {"organisation": office})
    assert reply.status_code == 302, reply.text
    return Destination.objects.latest("pk")


@pytest.mark.parametrize("form", [MAIL, BOT, HOOK, CHAT], ids=lambda form: form["kind"])
def test_a_secret_goes_in_and_never_comes_out(signed_in, people, tangkal, form, chain_holds):
    browser = signed_in("admin_sistem")
    made = entered(browser, people, form)
    address = f"{PLACES}{made.pk}/"
    pages = [browser.get(address), browser.get(PLACES), signed_in("auditor").get(address)]
    key = form["secret"].rpartition("/")[2]
    for page in pages:
        assert page.status_code == 200
        assert key not in page.text
        assert inline_code(page.text) == []
    assert "••••" in pages[0].text
    assert secrets.read(made.secret_name) == form["secret"]
    trail = " ".join(AuditEvent.objects.values_list("detail", flat=True))
    assert key not in trail
    assert AuditEvent.objects.filter(action="alert_destination.made").count() == 1
    assert chain_holds()


@pytest.mark.parametrize(
    ("form", "change"),
    [
        (MAIL, {"server": "surel:99999"}),
        (MAIL, {"address": "bukan surel"}),
        (MAIL, {"sender": ""}),
        (BOT, {"secret": "salah"}),
        (BOT, {"secret": ""}),
        (HOOK, {"address": "http://kait.contoh.go.id"}),
        (HOOK, {"secret": "pendek"}),
        (CHAT, {"secret": "json://127.0.0.1/"}),
        (HOOK, {"most_an_hour": "0"}),
    ],
)
def test_a_destination_that_cannot_work_is_refused_with_what_to_mend(
    signed_in, people, tangkal, form, change
):
    office = people["admin_sistem"].organisation_id
    reply = signed_in("admin_sistem").post(
        f"{PLACES}new/", form | change | {"organisation": office}
    )
    assert reply.status_code == 422
    assert 'class="error"' in reply.text
    assert not Destination.objects.exists()


def test_a_password_is_not_led_to_a_server_it_was_not_entered_for(
    signed_in, people, tangkal, chain_holds
):
    browser = signed_in("admin_sistem")
    made = entered(browser, people, MAIL)
    address = f"{PLACES}{made.pk}/"
    change = MAIL | {"version": "1", "server": "jahat.example:587", "secret": ""}
    assert browser.post(address, change).status_code == 422
    made.refresh_from_db()
    assert made.server == MAIL["server"]
    kept = browser.post(address, MAIL | {"version": "1", "name": "Piket malam", "secret": ""})
    assert kept.status_code == 302
    made.refresh_from_db()
    assert secrets.read(made.secret_name) == MAIL["secret"]
    again = browser.post(address, MAIL | {"version": "1", "name": "Usang", "secret": ""})
    assert again.status_code == 409  # somebody was faster
    assert AuditEvent.objects.filter(action="alert_destination.changed").count() == 1
    assert chain_holds()


def test_an_administrator_sends_a_test_and_closes_a_destination(signed_in, people, tangkal):
    browser = signed_in("admin_sistem")
    made = entered(browser, people, HOOK)
    for _ in range(2):  # impatient
        browser.post(f"{PLACES}{made.pk}/test/")
    assert Message.objects.filter(is_test=True).count() == 1
    browser.post(f"{PLACES}{made.pk}/access/", {"action": "close", "version": "1"})
    made.refresh_from_db()
    assert not made.is_active
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"alert_destination.tested", "alert_destination.closed"} <= actions


def test_the_log_of_a_destination_shows_no_word_of_what_was_sent(signed_in, place):
    there = place()
    message = Message.objects.create(destination=there, subject="Isi rahasia", body="Isi rahasia")
    Attempt.objects.create(
        message=message,
        number=1,
        began_at=timezone.now(),
        outcome="permanent",
        reason="403 Forbidden",
    )
    page = signed_in("admin_sistem").get(f"{PLACES}{there.pk}/")
    assert "403 Forbidden" in page.text
    assert "Isi rahasia" not in page.text


def kept(browser, place, change=None):
    return browser.post(f"{RULES}new/", RULE | {"destination": place.pk} | (change or {}))


def test_a_person_makes_changes_and_ends_an_own_rule(signed_in, place, chain_holds):
    browser, boss = signed_in("analis"), place(name="Atasan")
    assert kept(browser, place(), {"after_1": "15", "then_1": boss.pk}).status_code == 302
    made = Rule.objects.get()
    assert [(s.after_minutes, s.destination) for s in made.steps.all()] == [(15, boss)]
    address = f"{RULES}{made.pk}/"
    form = RULE | {"destination": made.destination_id, "severity": "4", "version": "1"}
    assert browser.post(address, form).status_code == 302
    assert browser.post(address, form).status_code == 409
    made.refresh_from_db()
    assert (made.severity, made.steps.count()) == (4, 0)
    assert signed_in("second_analis").get(address).status_code == 404
    assert signed_in("second_analis").post(f"{address}end/").status_code == 404
    assert browser.post(f"{address}end/").status_code == 302
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["alert_rule.made", "alert_rule.changed", "alert_rule.ended"]
    assert chain_holds()


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"quiet_until": ""},
        {"after_1": "15"},
        {"after_1": "1", "then_1": "x"},
        {"growth": "0"},
        {"growth": "nan"},
        {"severity": "9"},
        {"time_zone": "Europe/Paris"},
        {"kinds": ["apa"]},
        {"regions": ["00"]},
    ],
)
def test_a_rule_that_means_nothing_is_refused(signed_in, place, change):
    reply = kept(signed_in("analis"), place(), change)
    assert reply.status_code == 422
    assert not Rule.objects.exists()


def test_a_rule_points_to_ones_own_office_alone(signed_in, place, people):
    theirs = place(organisation=people["foreign_analis"].organisation)
    assert kept(signed_in("analis"), theirs).status_code == 422
    below = place(organisation=people["province_analis"].organisation, name="Provinsi")
    assert kept(signed_in("analis"), below).status_code == 302
    above = place(name="Kementerian")
    assert kept(signed_in("province_analis"), above).status_code == 422


@pytest.mark.parametrize("who", ["second_analis", "admin_sistem", "foreign_analis"])
def test_no_command_changes_somebody_elses_rule(rule, people, who):
    made = rule()
    with pytest.raises(ActionDenied):
        commands.end_rule(made, by=people[who])
    with pytest.raises(ActionDenied):
        commands.save_rule(made, [], by=people[who])
    made.refresh_from_db()
    assert (made.is_active, made.version, made.owner) == (True, 1, people["analis"])


def told(rule, count=1, *, name="N"):
    now = timezone.now()
    found = [signal(f"narrative:{name}{n}", at=now) for n in range(count)]
    notice(found, now=now)
    return found


def test_the_history_is_filtered_and_shows_an_office_its_own(signed_in, rule):
    made = rule()
    told(made, 2)
    bundling.bundle(timezone.now())
    browser = signed_in("second_analis")
    page = browser.get(HISTORY)
    assert page.text.count(">Harga BBM naik besok malam</a>") == 2
    assert inline_code(page.text) == []
    for query, is_shown in [
        ("state=DIBUAT", True),
        ("state=TERKIRIM", False),
        ("state=waiting", False),
        ("severity=3&days=1", True),
        ("severity=4", False),
        (f"destination={made.destination_id}", True),
        ("destination=999999", False),
        ("mine=1", False),
        ("state=nonsense&days=abc&severity=-1", True),
    ]:
        shown = "Harga BBM naik besok malam" in browser.get(f"{HISTORY}?{query}").text
        assert shown is is_shown, query
    assert "Harga BBM" not in signed_in("foreign_analis").get(HISTORY).text
    assert "Harga BBM" in signed_in("analis").get(f"{HISTORY}?mine=1").text


def test_an_exercise_controller_gives_leave_for_some_hours(signed_in, chain_holds):
    browser = signed_in("pengendali_latihan")
    for why, hours in [("", "4"), ("Gladi", "0"), ("Gladi", "999"), ("Gladi", "x")]:
        browser.post("/desk/alerts/exercise/", {"action": "give", "why": why, "hours": hours})
    assert not ExerciseLeave.objects.exists()
    browser.post("/desk/alerts/exercise/", {"action": "give", "why": "Gladi", "hours": "4"})
    leave = ExerciseLeave.objects.get()
    assert timedelta(hours=3) < leave.until - timezone.now() <= timedelta(hours=4)
    assert "Gladi" in browser.get("/desk/alerts/exercise/").text
    browser.post("/desk/alerts/exercise/", {"action": "end"})
    leave.refresh_from_db()
    assert leave.ended_at
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["alert_exercise.allowed", "alert_exercise.ended"]
    assert chain_holds()


@pytest.mark.parametrize(
    ("who", "address"),
    [("analis", HISTORY), ("analis", RULES), ("admin_sistem", PLACES)],
)
def test_pages_ask_the_same_few_questions_whatever_they_show(
    signed_in, rule, place, who, address, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    made = rule()
    told(made)
    browser = signed_in(who)
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for n in range(8):
        rule(place(name=f"P{n}"), name=f"R{n}")
    told(made, 8, name="M")
    assert Alert.objects.count() > 8
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few) <= 14
