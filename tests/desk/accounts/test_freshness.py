"""Weighty acts ask who sits there, and lose nothing of what was typed."""

import re
import time
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tangkal.desk.accounts.freshness import KEPT, LONGEST_KEPT_S, PROVED_AT
from tangkal.desk.cases.states import CaseState
from tangkal.desk.recognise import matcher
from tangkal.desk.workflow.diagrams import find_machines
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db
PASSWORD = "kuda-besi-lima-ratus"
PROVE, RESUME = "/desk/account/prove/", "/desk/account/prove/send/"
RATIONALE = 'orang bertanya "di loket"\n<b>setiap</b> hari & malam'


def age(browser: Client, seconds: float = 3600.0) -> None:
    """As if the person had proved who they are that long ago."""
    session = browser.session
    session[PROVED_AT] = time.time() - seconds
    session.save()


@pytest.fixture
def desk_left_open(signed_in, people):
    """A browser whose person proved who they are an hour ago."""

    def sign_in(who: str) -> Client:
        people[who].set_password(PASSWORD)
        people[who].save()
        browser = signed_in(who)
        age(browser)
        return browser

    return sign_in


@pytest.fixture
def case(people):
    matcher.forget()
    yield walk.case_at(CaseState.ASSESSED, people)
    matcher.forget()


def decision(case) -> dict[str, object]:
    answers = {f"gate_{key}": value for key, value in walk.ANSWERS.items()}
    return {"version": case.version, "option": "RESPONS", "rationale": RATIONALE, **answers}


def decide(browser: Client, case):
    return browser.post(reverse("case-decide", args=[case.number]), decision(case))


def kept_fields(page: str) -> dict[str, str]:
    form = page.split('id="kept"')[1].split("</form>", maxsplit=1)[0]
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        if name != "csrfmiddlewaretoken"
    }


PUBLISHING = ("message-publish", {"message_id": 1})
# Every step by which somebody stands in for something, and the form that takes it. What a verdict
# or a case publishes goes out with its message; the second of two signatures authorises.
SIGNING = {
    ("case", "decide"): ("case-decide", {"number": "X"}),
    ("case", "publish"): PUBLISHING,
    ("verdict", "approve"): (
        "verdict-step",
        {"number": "X", "verdict_id": 1, "action": "approve"},
    ),
    ("verdict", "publish"): PUBLISHING,
    ("public note", "release"): ("public-note-release", {"number": "X", "note_id": 1}),
    ("message", "approve"): ("message-step", {"message_id": 1, "action": "approve"}),
    ("message", "publish"): PUBLISHING,
    ("message", "cosign"): ("message-cosign", {"message_id": 1}),
    ("message", "schedule"): ("message-schedule", {"message_id": 1}),
    ("holding template", "approve"): (
        "holding-template-act",
        {"template_id": 1, "action": "approve"},
    ),
    ("holding statement", "publish"): ("holding-act", {"statement_id": 1, "action": "publish"}),
    ("message house", "approve"): ("house-step", {"house_id": 1, "action": "approve"}),
    ("response plan", "approve"): ("response-plan-step", {"plan_id": 1, "action": "approve"}),
    ("test of wordings", "approve"): ("trial-step", {"trial_id": 1, "action": "approve"}),
    ("evaluation report", "approve"): (
        "evaluation-report-step",
        {"report_id": 1, "action": "approve"},
    ),
    ("situation report", "sign"): ("situation-report-step", {"edition_id": 1, "action": "sign"}),
    ("public reference", "publish"): ("reference-step", {"entry_id": 1, "action": "publish"}),
    ("directive", "send"): ("directive-step", {"directive_id": 1, "action": "send"}),
    ("request to a platform", "sign"): (
        "platform-request-step",
        {"request_id": 1, "action": "sign"},
    ),
    ("request to a platform", "authorise"): (
        "platform-request-step",
        {"request_id": 1, "action": "sign"},
    ),
    ("request to a platform", "send"): (
        "platform-request-step",
        {"request_id": 1, "action": "send"},
    ),
    ("transparency report", "publish"): ("transparency-publish", {"report_id": 1}),
    ("crisis answer", "approve"): (
        "crisis-question-step",
        {"crisis_id": 1, "question_id": 1, "action": "approve"},
    ),
}
STANDING_IN = {"approve", "authorise", "cosign", "decide", "publish", "release", "schedule"} | {
    "send",
    "sign",
}
# An office says that it has published, on a page of its own.
TOLD_ONLY = {("answer to a directive", "publish")}
WEIGHTY = [("case-override", {"number": "X"}), *SIGNING.values()]
LIGHTER = [
    ("verdict-step", {"number": "X", "verdict_id": 1, "action": "submit"}),
    ("message-step", {"message_id": 1, "action": "submit"}),
    ("message-withdraw", {"message_id": 1}),  # harm is undone at once, not after a password
]


@pytest.mark.parametrize(("name", "arguments"), WEIGHTY)
def test_a_weighty_act_asks_anew_after_a_while(desk_left_open, name, arguments):
    browser, address = desk_left_open("penyetuju"), reverse(name, kwargs=arguments)
    assert browser.post(address, {"version": 1}).headers["Location"] == PROVE
    age(browser, 60)
    assert browser.post(address, {"version": 1}).status_code == 404  # asked: there is no such one


def test_no_approval_nor_publication_of_any_machine_is_left_out():
    steps = {
        (machine.name, step.action) for machine in find_machines() for step in machine.transitions
    }
    assert {each for each in steps if each[1] in STANDING_IN} == SIGNING.keys() | TOLD_ONLY


@pytest.mark.parametrize(("name", "arguments"), LIGHTER)
def test_a_lighter_act_does_not(desk_left_open, name, arguments):
    browser = desk_left_open("penyetuju")
    assert browser.post(reverse(name, kwargs=arguments), {"version": 1}).status_code == 404


def test_reading_never_asks(desk_left_open, case):
    page = reverse("case-decide", args=[case.number])
    assert desk_left_open("penyetuju").get(page).status_code == 200


def test_nothing_typed_is_lost_and_nothing_is_sent_by_itself(desk_left_open, case, chain_holds):
    browser = desk_left_open("penyetuju")
    assert decide(browser, case).headers["Location"] == PROVE
    assert "Decide on the case" in browser.get(PROVE).text

    assert browser.post(PROVE, {"password": PASSWORD}).headers["Location"] == RESUME
    page = browser.get(RESUME).text
    assert not case.decisions.exists()
    fields = kept_fields(page)
    assert fields == {name: str(value) for name, value in decision(case).items()}
    assert RATIONALE.split("\n", maxsplit=1)[0] in unescape(page)

    assert browser.post(reverse("case-decide", args=[case.number]), fields).status_code == 302
    assert case.decisions.get().rationale == RATIONALE
    assert KEPT not in browser.session
    assert browser.get(RESUME).status_code == 302  # sent once
    chain_holds()


def test_a_wrong_password_opens_nothing_and_keeps_the_form(desk_left_open, case):
    browser = desk_left_open("penyetuju")
    decide(browser, case)
    reply = browser.post(PROVE, {"password": "salah-salah-salah"})
    assert reply.status_code == 200
    assert "This is not your password." in reply.text
    assert browser.get(RESUME).headers["Location"] == PROVE
    assert decide(browser, case).headers["Location"] == PROVE
    assert not case.decisions.exists()


def test_somebody_else_s_password_is_not_a_proof(desk_left_open, people):
    people["analis"].set_password("sandi-orang-lain-9")
    people["analis"].save()
    browser = desk_left_open("penyetuju")
    assert "not your password" in browser.post(PROVE, {"password": "sandi-orang-lain-9"}).text


def test_guessing_at_the_proof_locks_like_guessing_at_the_sign_in(desk_left_open, settings):
    settings.AXES_ENABLED = True
    browser = desk_left_open("penyetuju")
    for _each in range(settings.AXES_FAILURE_LIMIT):
        reply = browser.post(PROVE, {"password": "salah-salah-salah"})
    assert reply.status_code == 429
    assert browser.post(PROVE, {"password": PASSWORD}).status_code == 429


def test_another_session_never_sees_the_kept_form(desk_left_open, signed_in, case):
    decide(desk_left_open("penyetuju"), case)
    for who in ("penyetuju", "second_penyetuju"):
        assert signed_in(who).get(RESUME).headers["Location"] == "/desk/"


def test_a_kept_form_is_not_kept_long(desk_left_open, case):
    browser = desk_left_open("penyetuju")
    decide(browser, case)
    session = browser.session
    session[KEPT] |= {"at": time.time() - LONGEST_KEPT_S - 1}
    session.save()
    browser.post(PROVE, {"password": PASSWORD})
    assert browser.get(RESUME).headers["Location"] == "/desk/"


def test_a_kept_form_can_be_dropped(desk_left_open, case):
    browser = desk_left_open("penyetuju")
    decide(browser, case)
    browser.post(f"{PROVE}drop/")
    assert KEPT not in browser.session


def test_the_session_s_key_changes_with_the_proof(desk_left_open):
    browser = desk_left_open("penyetuju")
    before = browser.session.session_key
    browser.post(PROVE, {"password": PASSWORD})
    assert browser.session.session_key != before


def test_htmx_is_told_to_leave_the_page(desk_left_open, case):
    page = reverse("case-decide", args=[case.number])
    reply = desk_left_open("penyetuju").post(page, decision(case), headers={"HX-Request": "true"})
    assert reply.headers["HX-Redirect"] == PROVE


def test_the_page_leads_only_to_pages_of_ours(desk_left_open):
    browser = desk_left_open("penyetuju")
    fields = {"password": PASSWORD, "next": "https://elsewhere.example/"}
    assert browser.post(PROVE, fields).headers["Location"] == "/desk/account/"


def test_a_proof_from_the_future_does_not_count(desk_left_open):
    browser = desk_left_open("penyetuju")
    age(browser, -3600)  # a clock set back must not make a proof last for ever
    address = reverse("message-publish", args=[1])
    assert browser.post(address, {"version": 1}).headers["Location"] == PROVE
