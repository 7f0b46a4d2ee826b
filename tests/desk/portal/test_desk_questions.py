"""At the desk: who reads citizens' questions, who answers them, and what is kept of it."""

import pytest

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.portal.rules import ANSWERING
from tangkal.desk.recognise import matcher
from tests.desk.markup import inline_code
from tests.desk.portal.conftest import CLAIM

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(send) -> PublicReport:
    send(CLAIM)
    return PublicReport.objects.get()


@pytest.mark.parametrize("role", list(Role))
def test_only_readers_of_content_see_questions(signed_in, waiting, role):
    answer = 200 if role in CONTENT_ROLES else 403
    for address in ("/desk/questions/", f"/desk/questions/{waiting.receipt}/"):
        assert signed_in(role.value).get(address).status_code == answer


def test_a_stranger_is_sent_to_sign_in(citizen, waiting):
    reply = citizen.get("/desk/questions/")

    assert reply.status_code == 302
    assert reply["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_work_on_content_answer(signed_in, waiting, publish, role):
    found = publish()
    reply = signed_in(role.value).post(
        f"/desk/questions/{waiting.receipt}/answer/", {"clarification": found.slug}
    )
    waiting.refresh_from_db()

    may = role in ANSWERING
    assert (reply.status_code, waiting.state) == ((302, "answered") if may else (403, "waiting"))
    assert AuditEvent.objects.filter(action="report.answered").count() == may


def test_the_inbox_offers_the_best_match_and_empties(signed_in, citizen, waiting, publish):
    found, browser = publish(), signed_in("analis")
    matcher.live().refresh(force=True)  # else it looks again only after a moment
    page = browser.get("/desk/questions/").text

    assert waiting.receipt in page
    assert found.headline in page
    assert f'value="{found.slug}"' in page
    assert inline_code(page) == []
    assert inline_code(browser.get(f"/desk/questions/{waiting.receipt}/").text) == []
    browser.post(f"/desk/questions/{waiting.receipt}/answer/", {"clarification": found.slug})
    assert waiting.receipt in browser.get("/desk/questions/").text  # in the notice, not the list
    assert "data-row" not in browser.get("/desk/questions/").text
    assert waiting.receipt in browser.get("/desk/questions/?tab=answered").text
    assert found.slug in citizen.get(f"/lapor/{waiting.receipt}/").text


def test_closing_needs_a_note_that_the_citizen_reads(signed_in, citizen, waiting, chain_holds):
    browser, address = signed_in("analis"), f"/desk/questions/{waiting.receipt}/close/"
    for note in ("", "  ", "x" * 301):
        browser.post(address, {"note": note})
        waiting.refresh_from_db()
        assert waiting.state == "waiting"
    browser.post(address, {"note": "Bukan klaim; <b>terima kasih</b>."})

    page = citizen.get(f"/lapor/{waiting.receipt}/").text
    assert "ditutup tanpa jawaban" in page
    assert "&lt;b&gt;terima kasih" in page
    event = AuditEvent.objects.get(action="report.closed")
    assert event.actor_name == "Analis"
    assert chain_holds()


def test_the_second_of_two_officers_is_told_so(signed_in, waiting, publish):
    found = publish()
    fields = {"clarification": found.slug}
    address = f"/desk/questions/{waiting.receipt}/answer/"
    signed_in("analis").post(address, fields)

    assert signed_in("second_analis").post(address, fields).status_code == 409
    assert AuditEvent.objects.filter(action="report.answered").count() == 1


@pytest.mark.parametrize("slug", ["", "tidak-ada", "x" * 500, "\x00"])
def test_an_answer_must_be_a_clarification(signed_in, waiting, slug):
    reply = signed_in("analis").post(
        f"/desk/questions/{waiting.receipt}/answer/", {"clarification": slug}
    )
    waiting.refresh_from_db()

    assert reply.status_code == 302
    assert waiting.state == "waiting"


def test_a_receipt_or_an_address_jumps_to_its_page(signed_in, waiting, publish):
    found, browser = publish(), signed_in("analis")

    jumped = browser.get("/desk/jump/", {"q": waiting.receipt.lower()})
    assert jumped["Location"] == f"/desk/questions/{waiting.receipt}/"
    address = f"http://127.0.0.1:8000/klarifikasi/{found.slug}/"
    assert browser.get("/desk/jump/", {"q": address})["Location"] == f"/klarifikasi/{found.slug}/"
    blind = signed_in("admin_sistem").get("/desk/jump/", {"q": waiting.receipt})
    assert "questions" not in blind["Location"]


def test_the_rail_leads_readers_there(signed_in, waiting):
    assert 'href="/desk/questions/"' in signed_in("analis").get("/desk/questions/").text
