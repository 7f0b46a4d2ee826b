"""What a visitor's own headers, cookies and addresses can and cannot do."""

import pytest
from django.test import Client, RequestFactory

from tangkal.desk.accounts import commands
from tangkal.desk.accounts.models import RoleAssignment, User
from tangkal.desk.ui.addresses import VisitorAddress, forwarded_for
from tangkal.kernel import InvalidInput
from tangkal.pipeline.settings import Settings
from tests.desk.cases.walk import make_signal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("header", "proxies", "found"),
    [
        ("203.0.113.9", 0, ""),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("203.0.113.9", 2, ""),
        ("2001:db8::7", 1, "2001:db8::7"),
        ("nonsense", 1, ""),
        ("", 1, ""),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(header, proxies, found):
    assert forwarded_for(header, proxies) == found


def test_without_a_proxy_a_forged_address_changes_nothing():
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6", REMOTE_ADDR="203.0.113.9")
    VisitorAddress(lambda asked: asked)(request)
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def test_without_a_proxy_nobody_can_pretend_https():
    request = RequestFactory().get("/", HTTP_X_FORWARDED_PROTO="https")
    assert not request.is_secure()


@pytest.mark.parametrize(
    ("environment", "proxies", "is_behind"),
    [
        ({}, 0, False),
        ({"TANGKAL_PROXIES": "0"}, 0, False),
        ({"TANGKAL_PROXIES": "10"}, 10, True),
        ({"TANGKAL_SITE_URL": "https://klarifikasi.example"}, 0, True),
    ],
)
def test_the_proxies_are_a_setting(environment, proxies, is_behind):
    found = Settings.from_environment(environment)
    assert (found.proxies, found.is_behind_proxy) == (proxies, is_behind)


def test_a_setting_that_counts_no_proxies_stops_the_start():
    with pytest.raises(InvalidInput, match="TANGKAL_PROXIES"):
        Settings.from_environment({"TANGKAL_PROXIES": "nginx"})


@pytest.mark.parametrize("address", ["/", "/desk/sign-in/", "/desk/cases/", "/nothing/"])
def test_every_answer_forbids_foreign_scripts_and_frames(client, address):
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_no_form_sends_a_person_to_another_site(people, signed_in, asked):
    browser = signed_in("analis")
    for address in ("/desk/account/language/", "/desk/appearance/"):
        answer = browser.post(address, {"next": asked, "language": "id"}, HTTP_REFERER=asked)
        assert "evil" not in answer.url


def test_a_path_that_looks_like_a_site_is_no_link_to_one(client):
    page = client.get("//evil.example/x/", follow=True).content.decode()
    assert 'href="//evil' not in page


def test_a_post_without_a_token_is_refused(people):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people["analis"], backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/desk/signals/many/", "/desk/sign-out/", "/desk/account/password/"):
        assert browser.post(address).status_code == 403


def test_a_closed_account_is_out_at_once(people, signed_in):
    browser = signed_in("analis")
    assert browser.get("/desk/cases/").status_code == 200
    commands.set_active(people["analis"], is_active=False, by=people["admin_sistem"])
    assert browser.get("/desk/cases/").status_code == 302


def test_an_expired_role_is_gone_at_once(people, signed_in):
    from django.utils import timezone

    browser = signed_in("analis")
    people["analis"].assignments.update(expires_at=timezone.now())
    assert browser.get("/desk/cases/").status_code == 403


def test_a_reset_password_ends_the_sessions_and_is_not_given_beyond_ones_own_scope(
    people, signed_in, organisations
):
    """A province's administrator must not get into the ministry through one of their people."""
    analyst = people["province_analis"]
    RoleAssignment.objects.create(
        user=people["admin_daerah"], role="admin_sistem", scope=organisations["province"]
    )
    administrator = signed_in("admin_daerah")
    address = f"/desk/people/{analyst.pk}/access/"
    browser = signed_in("province_analis")
    before = User.objects.get(pk=analyst.pk).password

    assert administrator.post(address, {"action": "reset"}).status_code == 302
    assert User.objects.get(pk=analyst.pk).password != before
    assert browser.get("/desk/cases/").status_code == 302

    RoleAssignment.objects.create(user=analyst, role="penyetuju", scope=organisations["ministry"])
    assert administrator.post(address, {"action": "reset"}).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["page=" + "9" * 5000, "page=-1", "q=%00", "q=" + "a" * 6000, "signal=" + "9" * 30],
)
@pytest.mark.parametrize(
    "address",
    [
        "/cari/",
        "/desk/signals/",
        "/desk/cases/",
        "/desk/cases/open/",
        "/desk/known-claims/",
        "/desk/people/",
        "/desk/audit/",
        "/desk/questions/",
        "/desk/narratives/",
        "/desk/jump/",
        "/lapor/status/",
    ],
)
def test_no_address_however_long_or_odd_is_a_fault_of_ours(people, organisations, address, query):
    for role in ("admin_sistem", "auditor"):
        RoleAssignment.objects.get_or_create(
            user=people["analis"], role=role, scope=organisations["ministry"]
        )
    browser = Client(raise_request_exception=False)
    browser.force_login(people["analis"], backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(f"{address}?{query}").status_code < 500


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/desk/signals/many/", "signals"),
        ("/desk/signals/{signal}/screen/", "version"),
        ("/desk/signals/{signal}/duplicate/", "of"),
    ],
)
def test_no_number_however_long_is_a_fault_of_ours(people, number, address, name):
    browser = Client(raise_request_exception=False)
    browser.force_login(people["analis"], backend="django.contrib.auth.backends.ModelBackend")
    address = address.format(signal=make_signal().pk)
    fields = {name: f"{number}:1" if name == "signals" else number, "action": "claim"}
    assert browser.post(address, fields).status_code < 500
