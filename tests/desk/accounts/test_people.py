"""Accounts: who sees them, who changes them, and what an administrator can never do."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tangkal.desk.accounts.models import RoleAssignment, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tests.desk.markup import inline_code

pytestmark = pytest.mark.django_db

READERS = {Role.SYSTEM_ADMIN, Role.AUDITOR}


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_and_auditors_see_accounts(signed_in, people, role):
    browser, analyst = signed_in(role.value), people["analis"]
    answer = 200 if role in READERS else 403

    assert browser.get("/desk/people/").status_code == answer
    assert browser.get(f"/desk/people/{analyst.pk}/").status_code == answer
    may_add = 200 if role == Role.SYSTEM_ADMIN else 403
    assert browser.get("/desk/people/new/").status_code == may_add


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", ["role", "end", "access"])
def test_only_administrators_change_accounts(signed_in, people, organisations, role, act):
    analyst = people["analis"]
    held = analyst.assignments.get()
    addresses = {
        "role": (f"/desk/people/{analyst.pk}/roles/", role_fields(organisations["ministry"])),
        "end": (f"/desk/people/{analyst.pk}/roles/{held.pk}/end/", {}),
        "access": (f"/desk/people/{analyst.pk}/access/", {"action": "close"}),
    }
    reply = signed_in(role.value).post(*addresses[act])

    analyst = User.objects.get(pk=analyst.pk)
    before = (analyst.is_active, sorted(analyst.assignments.values_list("role", flat=True)))
    changed = before != (True, ["analis"])
    assert (reply.status_code, changed) == (
        (302, True) if role == Role.SYSTEM_ADMIN else (403, False)
    )


def role_fields(scope, **changes):
    return {"role": Role.VERIFIER.value, "scope": scope.pk, "expires_at": ""} | changes


def test_an_administrator_reaches_no_other_organisation(signed_in, people, organisations):
    browser, stranger = signed_in("admin_sistem"), people["foreign_analis"]

    assert "foreign_analis" not in browser.get("/desk/people/").text
    assert browser.get(f"/desk/people/{stranger.pk}/").status_code == 403
    for address, fields in (
        ("roles/", role_fields(organisations["ministry"])),
        ("access/", {"action": "reset"}),
    ):
        assert browser.post(f"/desk/people/{stranger.pk}/{address}", fields).status_code == 403
    own = people["analis"]
    browser.post(f"/desk/people/{own.pk}/roles/", role_fields(organisations["foreign"]))
    assert not own.assignments.filter(scope=organisations["foreign"]).exists()


def test_an_administrator_changes_accounts_below(signed_in, people, organisations):
    below = people["district_analis"]
    reply = signed_in("admin_sistem").post(
        f"/desk/people/{below.pk}/roles/", role_fields(organisations["district"])
    )

    assert reply.status_code == 302
    assert below.assignments.filter(role=Role.VERIFIER).exists()


@pytest.mark.parametrize("act", ["role", "end", "reset", "close"])
def test_nobody_administers_their_own_account(signed_in, people, organisations, act):
    admin = people["admin_sistem"]
    held = admin.assignments.get()
    root = f"/desk/people/{admin.pk}"
    address, fields = {
        "role": (f"{root}/roles/", role_fields(organisations["ministry"])),
        "end": (f"{root}/roles/{held.pk}/end/", {}),
        "reset": (f"{root}/access/", {"action": "reset"}),
        "close": (f"{root}/access/", {"action": "close"}),
    }[act]

    assert signed_in("admin_sistem").post(address, fields).status_code == 403
    admin.refresh_from_db()
    assert admin.is_active
    assert list(admin.assignments.values_list("role", flat=True)) == ["admin_sistem"]
    assert not AuditEvent.objects.exists()


def new_person(organisation, **changes):
    return {
        "username": "baru",
        "display_name": "Orang Baru",
        "email": "",
        "organisation": organisation.pk,
        "role": Role.ANALYST.value,
    } | changes


def test_a_new_account_s_password_works_and_is_shown_once(
    signed_in, organisations, settings, chain_holds
):
    browser = signed_in("admin_sistem")
    reply = browser.post("/desk/people/new/", new_person(organisations["ministry"]), follow=True)
    person = User.objects.get(username="baru")
    password = re.search(r"shown only now: ([\w-]{20})<", reply.text)[1]

    assert person.check_password(password)
    assert person.has_role(Role.ANALYST, at=organisations["ministry"])
    assert password not in browser.get(f"/desk/people/{person.pk}/").text
    assert password not in " ".join(AuditEvent.objects.values_list("detail", flat=True))
    visitor = Client()
    entered = visitor.post("/desk/sign-in/", {"username": "baru", "password": password})
    assert entered.status_code == 302
    assert chain_holds()


def test_an_account_is_made_only_below_the_administrator(signed_in, organisations):
    browser = signed_in("admin_sistem")
    reply = browser.post("/desk/people/new/", new_person(organisations["foreign"]))

    assert reply.status_code == 200  # the form again, with the fault named
    assert not User.objects.filter(username="baru").exists()
    assert "Kementerian Lain" not in browser.get("/desk/people/new/").text


def test_a_user_name_is_taken_once(signed_in, people, organisations):
    reply = signed_in("admin_sistem").post(
        "/desk/people/new/", new_person(organisations["ministry"], username="analis")
    )

    assert reply.status_code == 200
    assert 'class="error-summary"' in reply.text


def test_a_reset_ends_the_old_password_and_the_open_session(signed_in, people):
    analyst, open_session = people["analis"], signed_in("analis")
    assert open_session.get("/desk/account/").status_code == 200
    signed_in("admin_sistem").post(f"/desk/people/{analyst.pk}/access/", {"action": "reset"})

    assert open_session.get("/desk/account/").status_code == 302
    assert AuditEvent.objects.filter(action="account.password_reset").count() == 1


def test_a_closed_account_cannot_sign_in_and_its_session_ends(signed_in, people):
    analyst, open_session = people["analis"], signed_in("analis")
    analyst.set_password("kuda-besi-lima-ratus")
    analyst.save()
    admin = signed_in("admin_sistem")
    admin.post(f"/desk/people/{analyst.pk}/access/", {"action": "close"})
    fields = {"username": "analis", "password": "kuda-besi-lima-ratus"}

    assert open_session.get("/desk/account/").status_code == 302
    assert Client().post("/desk/sign-in/", fields).status_code == 200  # the form again
    admin.post(f"/desk/people/{analyst.pk}/access/", {"action": "open"})
    assert Client().post("/desk/sign-in/", fields).status_code == 302


def test_a_role_given_for_a_time_already_past_is_refused_aloud(signed_in, people, organisations):
    analyst, browser = people["analis"], signed_in("admin_sistem")
    past = timezone.localtime() - timedelta(days=1)
    reply = browser.post(
        f"/desk/people/{analyst.pk}/roles/",
        role_fields(organisations["ministry"], expires_at=past.strftime("%Y-%m-%dT%H:%M")),
        follow=True,
    )

    assert "This moment has passed" in reply.text
    assert not analyst.assignments.filter(role=Role.VERIFIER).exists()


@pytest.mark.parametrize("fields", [{"role": "raja"}, {"scope": "0"}, {"scope": "x"}, {}])
def test_a_role_that_does_not_exist_is_refused(signed_in, people, organisations, fields):
    analyst = people["analis"]
    base = role_fields(organisations["ministry"]) if fields else {"role": "", "scope": ""}
    reply = signed_in("admin_sistem").post(
        f"/desk/people/{analyst.pk}/roles/", base | fields, follow=True
    )

    assert reply.status_code == 200
    assert "notice--error" in reply.text
    assert RoleAssignment.objects.filter(user=analyst).count() == 1


def test_a_role_of_another_account_cannot_be_ended_through_this_one(signed_in, people):
    analyst, verifier = people["analis"], people["verifikator"]
    held = verifier.assignments.get()
    reply = signed_in("admin_sistem").post(f"/desk/people/{analyst.pk}/roles/{held.pk}/end/")

    assert reply.status_code == 404
    assert verifier.assignments.filter(pk=held.pk).exists()


@pytest.mark.parametrize("words", ["analis", "<script>", "\x00", "%"])
def test_the_list_is_searched_without_a_fault(signed_in, words):
    reply = signed_in("auditor").get("/desk/people/", {"q": words})

    assert reply.status_code == 200
    assert inline_code(reply.text) == []
