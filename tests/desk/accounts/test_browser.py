"""In a real browser: a passkey is made and opens the desk, on pages that everybody can use."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.servers.browser import follow

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "kuda-besi-lima-ratus"


def faults(page) -> list[object]:
    found = Axe().run(page).response["violations"]
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]


def sign_in(page, url: str) -> None:
    page.goto(f"{url}/desk/sign-in/")
    page.get_by_label("Nama pengguna").fill("penyetuju")
    page.get_by_label("Sandi").fill(PASSWORD)
    follow(page.get_by_role("button", name="Masuk"))


def test_an_approver_makes_a_passkey_and_signs_in_with_it(live_server, people, settings, chromium):
    settings.SECOND_FACTOR_REQUIRED = True
    person = people["penyetuju"]
    person.set_password(PASSWORD)
    person.language = "id"
    person.save()
    url = live_server.url
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    complaints: list[str] = []
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    sign_in(page, url)
    assert page.url == f"{url}/desk/account/security/"
    assert faults(page) == []
    follow(page.get_by_role("link", name="Tambah aplikasi"))
    assert faults(page) == []
    page.goto(f"{url}/desk/account/security/passkey/")
    assert faults(page) == []
    page.get_by_label("Nama").fill("ponsel dinas")
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.get_by_role("heading", name="Kode pemulihan", level=1).wait_for()
    assert page.locator(".codes li").count() == 10
    assert faults(page) == []
    follow(page.get_by_role("link", name="Sudah saya simpan"))
    assert "ponsel dinas" in page.content()
    assert faults(page) == []

    page.context.clear_cookies()
    sign_in(page, url)
    assert page.url == f"{url}/desk/sign-in/second/"
    assert faults(page) == []
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url(f"{url}/desk/messages/**")
    assert complaints == []
    page.context.close()
