"""Sessions: people see their own and end them; a session that was ended is dead at once."""

import re

import pytest
from django.test import Client

from tangkal.desk.accounts.factor_models import DeskSession
from tangkal.desk.accounts.sessions import device_in_words, shortened
from tangkal.desk.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
SECURITY = "/desk/account/security/"
PASSWORD = "kuda-besi-lima-ratus"


@pytest.fixture
def from_phone(people):
    people["analis"].set_password(PASSWORD)
    people["analis"].save()
    browser = Client(headers={"User-Agent": PHONE}, REMOTE_ADDR="203.0.113.9")
    browser.post("/desk/sign-in/", {"username": "analis", "password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/desk/account/").status_code == 200


def marks(page: str) -> list[str]:
    return re.findall(r"/desk/account/sessions/(\w{16})/end/", page)


def test_people_see_where_they_are_signed_in(from_phone):
    page = from_phone.get(SECURITY).text
    assert "Chrome, Android" in page
    assert "203.0.…" in page
    assert "203.0.113.9" not in page
    assert from_phone.session.session_key not in page
    assert not DeskSession.objects.filter(place__contains="113").exists()


def test_one_session_is_ended_and_is_dead_at_its_next_request(from_phone, signed_in, chain_holds):
    desk = signed_in("analis")
    (mark,) = marks(desk.get(SECURITY).text)  # no button to end the one in use
    assert desk.post(f"/desk/account/sessions/{mark}/end/").status_code == 302
    assert is_in(desk)
    assert not is_in(from_phone)
    assert AuditEvent.objects.filter(action="account.session_ended").count() == 1
    chain_holds()


def test_all_others_are_ended_at_once(from_phone, signed_in):
    desk, other = signed_in("analis"), signed_in("analis")
    desk.post("/desk/account/sessions/others/end/")
    assert [is_in(each) for each in (desk, other, from_phone)] == [True, False, False]


def test_nobody_ends_somebody_else_s(from_phone, signed_in):
    second = signed_in("analis")
    (mark,) = marks(second.get(SECURITY).text)
    assert signed_in("pemantau").post(f"/desk/account/sessions/{mark}/end/").status_code == 404
    assert is_in(from_phone)


@pytest.mark.parametrize(
    ("who", "answer"), [("admin_sistem", 302), ("foreign_admin_sistem", 403), ("auditor", 403)]
)
def test_an_administrator_ends_all_sessions_of_a_person_below(from_phone, signed_in, who, answer):
    person = DeskSession.objects.get().user
    address = f"/desk/people/{person.pk}/access/"
    assert signed_in(who).post(address, {"action": "end_sessions"}).status_code == answer
    assert is_in(from_phone) is (answer == 403)
    assert from_phone.post(
        "/desk/sign-in/", {"username": "analis", "password": PASSWORD}
    ).status_code in {200, 302}


def test_a_changed_password_ends_the_others(from_phone, signed_in):
    other = signed_in("analis")
    new = "kunci-pribadi-yang-panjang-7"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    from_phone.post("/desk/account/password/", form)
    assert is_in(from_phone)
    assert not is_in(other)
    assert DeskSession.objects.count() == 1


def test_a_proof_keeps_the_session_in_the_list(from_phone):
    from_phone.post("/desk/account/prove/", {"password": PASSWORD})
    page = from_phone.get(SECURITY).text
    assert page.count("Chrome, Android") == 1
    assert "this one" in page


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Firefox/128.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) Version/17 Safari/604", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_devices_are_named_in_words(agent, words):
    assert device_in_words(agent) == words


@pytest.mark.parametrize(
    ("address", "short"), [("10.1.2.3", "10.1.…"), ("2001:db8::1", "2001:db8:…"), ("unix:", "")]
)
def test_addresses_are_shortened(address, short):
    assert shortened(address) == short
