"""Language, clock, appearance, rail and jump follow the reader; refusals name the remedy."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.ui import errors, jump, navigation, notices
from tangkal.desk.ui.middleware import StaleObjectAnswers
from tangkal.desk.ui.views import next_page
from tangkal.desk.workflow import StaleObject
from tests.desk.markup import inline_code

SIGN_IN = "/desk/sign-in/"
ENTRIES = [entry for group in navigation.NAVIGATION for entry in group.entries]


def test_without_any_wish_the_desk_speaks_indonesian(client):
    reply = client.get(SIGN_IN, headers={"Accept-Language": "en-GB"})

    assert reply.headers["Content-Language"] == "id"
    assert "Masuk ke meja kerja" in reply.text


def test_the_address_chooses_the_language_and_a_cookie_remembers_it(client):
    assert "Sign in to the desk" in client.get(f"{SIGN_IN}?lang=en").text
    assert "Sign in to the desk" in client.get(SIGN_IN).text
    assert "Masuk ke meja kerja" in client.get(f"{SIGN_IN}?lang=id").text
    assert "Masuk ke meja kerja" in client.get(SIGN_IN).text


@pytest.mark.parametrize("asked", ["de", "", "en-US", "../../x"])
def test_a_language_we_do_not_speak_changes_nothing(client, asked):
    reply = client.get(SIGN_IN, {"lang": asked})

    assert reply.headers["Content-Language"] == "id"
    assert "django_language" not in reply.cookies


def test_the_account_s_language_goes_before_the_cookie_and_the_address_before_both(signed_in):
    client = signed_in("analis")  # reads English
    client.cookies["django_language"] = "id"

    assert client.get("/desk/account/").headers["Content-Language"] == "en"
    assert client.get("/desk/account/?lang=id").headers["Content-Language"] == "id"


def test_pages_that_depend_on_a_cookie_say_so_to_caches(client):
    assert "Cookie" in client.get(SIGN_IN).headers["Vary"]


def test_one_request_s_language_never_leaks_into_the_next(client, signed_in):
    signed_in("analis").get("/desk/account/")

    assert Client().get(SIGN_IN).headers["Content-Language"] == "id"


@pytest.mark.parametrize("zone", ["Asia/Makassar", "Asia/Jayapura"])
def test_changing_language_and_clock_is_kept_and_audited(signed_in, people, zone, chain_holds):
    reply = signed_in("analis").post("/desk/account/", {"language": "id", "time_zone": zone})

    person = User.objects.get(pk=people["analis"].pk)
    assert (reply.status_code, person.language, person.time_zone) == (302, "id", zone)
    assert AuditEvent.objects.get().action == "account.preferences"
    assert chain_holds() == 1


def test_an_unknown_clock_is_refused_and_nothing_changes(signed_in, people):
    reply = signed_in("analis").post(
        "/desk/account/", {"language": "id", "time_zone": "Mars/Olympus"}
    )

    assert reply.status_code == 200
    assert 'role="alert"' in reply.text
    assert User.objects.get(pk=people["analis"].pk).language == "en"
    assert not AuditEvent.objects.exists()


def test_the_menu_changes_the_language_and_returns_to_the_page(signed_in, people):
    reply = signed_in("analis").post(
        "/desk/account/language/", {"language": "id", "next": "/desk/account/?x=1"}
    )

    assert reply.headers["Location"] == "/desk/account/?x=1"
    assert User.objects.get(pk=people["analis"].pk).language == "id"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x()"])
def test_no_form_sends_anyone_to_a_foreign_page(target):
    request = RequestFactory().post("/x", {"next": target})

    assert next_page(request) == "/desk/"


def test_signing_in_and_out(people, client):
    person = people["analis"]
    person.set_password("sandi yang panjang sekali")
    person.save()

    reply = client.post(SIGN_IN, {"username": "analis", "password": "sandi yang panjang sekali"})
    assert (reply.status_code, reply.headers["Location"]) == (302, "/desk/")
    assert client.get("/desk/sign-out/").status_code == 405
    assert client.post("/desk/sign-out/").status_code == 302
    assert client.get("/desk/account/").headers["Location"].startswith(SIGN_IN)


def test_a_wrong_password_says_so_without_saying_which_part_was_wrong(people, client):
    reply = client.post(SIGN_IN, {"username": "analis", "password": "salah"})

    assert reply.status_code == 200
    assert 'role="alert"' in reply.text


def test_changing_the_password_needs_the_old_one_and_keeps_the_session(signed_in, people):
    person = people["analis"]
    person.set_password("sandi yang panjang sekali")
    person.save()
    client = signed_in("analis")
    new = {"new_password1": "sandi lain yang panjang", "new_password2": "sandi lain yang panjang"}
    address = "/desk/account/password/"

    assert client.post(address, {"old_password": "salah", **new}).status_code == 200
    assert not AuditEvent.objects.exists()
    assert (
        client.post(address, {"old_password": "sandi yang panjang sekali", **new}).status_code
        == 302
    )
    assert AuditEvent.objects.get().action == "account.password"
    assert client.get("/desk/account/").status_code == 200


@pytest.mark.parametrize(
    ("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("pink", "auto")]
)
def test_the_appearance_is_kept_in_a_cookie(client, chosen, kept):
    client.post("/desk/appearance/", {"theme": chosen, "next": SIGN_IN})

    assert f'data-theme="{kept}"' in client.get(SIGN_IN).text


def test_the_rail_names_only_roles_that_exist():
    known = {role.value for role in Role} | {navigation.ANYONE, navigation.READERS}

    assert {role for entry in ENTRIES for role in entry.roles} <= known


@pytest.mark.parametrize(
    "route",
    [
        "queue",
        "narratives",
        "cases",
        "messages",
        "tracking",
        "intake",
        "known-claims",
        "audit",
        "people",
    ],
)
def test_every_screen_of_the_loop_is_on_the_rail_and_has_an_address(route):
    assert route in {entry.route for entry in ENTRIES}
    try:
        reverse(route)
    except NoReverseMatch:
        pytest.fail(f"no URL is named {route!r}; ui/navigation.py leads there")


@pytest.mark.parametrize("who", ["analis", "admin_sistem", "nobody", "auditor", "mitra"])
def test_nobody_s_rail_leads_to_a_refusal(signed_in, who):
    client = signed_in(who)
    page = client.get("/desk/account/")

    for _label, links in page.context["ui"].navigation:
        for link in links:
            assert client.get(link.url).status_code in {200, 302}, link.url


def test_the_rail_marks_where_one_is(signed_in):
    page = signed_in("admin_sistem").get("/desk/people/")

    assert 'href="/desk/people/" aria-current="page"' in page.text


@pytest.mark.parametrize(
    ("who", "lands"), [("nobody", "/desk/account/"), ("admin_sistem", "/desk/people/")]
)
def test_the_desk_opens_on_a_screen_one_may_see(signed_in, who, lands):
    assert signed_in(who).get("/desk/").headers["Location"] == lands


def test_jump_asks_every_finder_and_falls_back_to_search(signed_in, monkeypatch):
    monkeypatch.setattr(jump, "_finders", {})
    jump.register("numbers", lambda request, words: "/desk/account/" if words == "7" else None)
    client = signed_in("analis")

    assert client.get("/desk/jump/", {"q": " 7 "}).headers["Location"] == "/desk/account/"
    assert client.get("/desk/jump/", {"q": "bbm naik"}).headers["Location"].endswith("?q=bbm+naik")
    assert Client().get("/desk/jump/", {"q": "7"}).headers["Location"].startswith(SIGN_IN)


def lost_race(**headers: str) -> HttpResponse:
    request = RequestFactory().post("/desk/cases/1/", **headers)
    stale = StaleObject("Kasus 2026-0001", "Rina <b>")
    reply = StaleObjectAnswers(lambda _request: HttpResponse()).process_exception(request, stale)
    assert reply is not None
    return reply


def test_a_lost_race_names_who_was_faster_and_leads_back():
    reply = lost_race(HTTP_REFERER="http://testserver/desk/cases/1/")

    assert reply.status_code == 409
    assert "sudah diubah oleh Rina &lt;b&gt;" in reply.text
    assert 'href="http://testserver/desk/cases/1/"' in reply.text
    assert "evil" not in lost_race(HTTP_REFERER="https://evil.example/").text


def test_htmx_gets_a_fragment_of_a_refusal_not_a_page_within_the_page():
    assert "<html" not in lost_race(HTTP_HX_REQUEST="true").text


def test_other_errors_are_left_to_django():
    middleware = StaleObjectAnswers(lambda _request: HttpResponse())

    assert middleware.process_exception(RequestFactory().get("/"), ValueError("x")) is None


def test_a_refusal_shows_the_rule_s_own_sentence():
    reply = errors.permission_denied(RequestFactory().get("/"), Exception("Perlu peran lain."))

    assert reply.status_code == 403
    assert "Perlu peran lain." in reply.text


def test_nothing_at_an_address_is_a_page_of_ours(client, db):
    reply = client.get("/desk/tidak-ada/")

    assert reply.status_code == 404
    assert "Halaman ini tidak ditemukan" in reply.text
    assert inline_code(reply.text) == []


@pytest.mark.parametrize(
    ("tags", "url"), [("undo:/desk/x/", "/desk/x/"), ("", ""), (None, ""), ("loud", "")]
)
def test_only_a_notice_that_can_be_undone_offers_it(tags, url):
    assert notices.undo_url(tags) == url


def test_what_was_saved_is_said_once_in_the_new_language(signed_in):
    client = signed_in("analis")
    client.post("/desk/account/", {"language": "id", "time_zone": "Asia/Jakarta"})

    assert "Pilihan Anda tersimpan." in client.get("/desk/account/").text
    assert "Pilihan Anda tersimpan." not in client.get("/desk/account/").text


def test_a_notice_with_undo_posts_to_its_address(rf, people):
    request = rf.get("/")
    request.user = people["analis"]
    request.session = {}
    request._messages = FallbackStorage(request)
    notices.add_undo(request, "Disingkirkan.", "/desk/signals/7/undo/")

    html = render_to_string(
        "ui/components/notices.html", {"messages": get_messages(request)}, request
    )

    assert '<form method="post" action="/desk/signals/7/undo/">' in html
    assert "csrfmiddlewaretoken" in html
    assert "data-undo" in html


def test_the_style_guide_is_for_demonstrations_only(signed_in, settings):
    client = signed_in("analis")

    assert client.get("/desk/gaya/").status_code == 404
    settings.DEBUG = True
    page = client.get("/desk/gaya/")
    assert page.status_code == 200
    assert inline_code(page.text) == []
