"""A password that an administrator has read is good for one thing: to be replaced."""

import pytest
from django.test import Client

from tangkal.desk.accounts import commands

pytestmark = pytest.mark.django_db
NEW = "kunci-pribadi-yang-panjang-7"


@pytest.fixture
def fresh(people) -> tuple[Client, str]:
    """A monitor who has just signed in with the password the administrator read out."""
    password = commands.reset_password(people["pemantau"], by=people["admin_sistem"])
    client = Client()
    reply = client.post("/desk/sign-in/", {"username": "pemantau", "password": password})
    assert reply.status_code == 302
    return client, password


@pytest.mark.parametrize("address", ["/desk/", "/desk/signals/", "/desk/cases/", "/desk/account/"])
def test_nothing_else_opens_before_it_is_changed(fresh, address):
    client, _password = fresh
    assert client.get(address).url == "/desk/account/password/"


def test_nothing_can_be_sent_either(fresh):
    client, _password = fresh
    reply = client.post("/desk/cases/open/", {"title": "Lewat pintu samping"})
    assert reply.url == "/desk/account/password/"


def test_changing_it_opens_the_desk(fresh, chain_holds):
    client, password = fresh
    form = {"old_password": password, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/desk/account/password/", form).status_code == 302
    assert client.get("/desk/signals/").status_code == 200
    chain_holds()


def test_the_portal_and_the_way_out_stay_open(fresh):
    client, _password = fresh
    assert client.get("/").status_code == 200
    assert client.post("/desk/sign-out/").url == "/desk/sign-in/"


def test_who_chose_the_own_password_is_not_asked(signed_in):
    assert signed_in("pemantau").get("/desk/signals/").status_code == 200
