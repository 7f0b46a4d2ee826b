"""A question nobody has answered reaches a person, once, without a name, and is answered."""

import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.signing import TimestampSigner

from tangkal.bus import open_bus
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.portal import commands, reports, tokens
from tangkal.desk.portal.flood import REPORTS_AN_HOUR, counted_as
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.workflow import StaleObject
from tests.desk.portal.conftest import CLAIM, form_fields

pytestmark = pytest.mark.django_db

TEXT = "Katanya sekolah libur sebulan. Info hubungi 0812-3456-7890 atau budi@contoh.id"


def items_on_the_bus(settings):
    with open_bus(settings.TANGKAL.home.spool) as bus:
        return [row for each in bus.read(0, 10_000) for row in each.table.to_pylist()]


def test_a_report_gets_a_receipt_and_its_own_page(citizen, send, chain_holds):
    reply = send(TEXT)
    report = PublicReport.objects.get()

    assert reply.status_code == 302
    assert reply["Location"] == f"/lapor/{report.receipt}/"
    page = citizen.get(reply["Location"])
    assert report.receipt in page.text
    assert "sekolah libur sebulan" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert chain_holds()


def test_what_is_kept_names_nobody(send, settings):
    send(TEXT, url="https://x.com/budi_santoso/status/17")
    report = PublicReport.objects.get()
    (item,) = [row for row in items_on_the_bus(settings) if row["item_id"] == report.item_id]

    for kept in (report.text, item["text"], report.url, item["url"]):
        assert "3456" not in kept
        assert "budi" not in kept
    assert "sekolah libur" in item["text"]
    assert (item["source_kind"], item["platform"]) == ("aduan", "portal")
    trail = " ".join(AuditEvent.objects.values_list("detail", flat=True))
    assert "sekolah" not in trail


def test_one_form_sent_twice_is_one_report_and_one_item(citizen, ask, settings):
    fields = form_fields(ask(TEXT), TEXT)
    first, second = (citizen.post("/lapor/", fields) for _time in range(2))
    report = PublicReport.objects.get()

    assert first["Location"] == second["Location"] == f"/lapor/{report.receipt}/"
    assert AuditEvent.objects.filter(action="report.taken").count() == 1
    kept = [row for row in items_on_the_bus(settings) if row["item_id"] == report.item_id]
    assert len(kept) == 1


def test_two_forms_are_two_reports(send):
    assert send(TEXT)["Location"] != send(TEXT)["Location"]


def test_the_race_of_one_form_with_itself_has_one_winner(monkeypatch):
    token = str(uuid.uuid4())
    first = reports.take_report(text=TEXT, url="", token=token, language="id")
    real = PublicReport.objects.filter

    def blind(*args, **kwargs):  # as the loser sees the table: the winner has not committed yet
        return real(pk=None) if "token" in kwargs else real(*args, **kwargs)

    monkeypatch.setattr(PublicReport.objects, "filter", blind)
    assert reports.take_report(text=TEXT, url="", token=token, language="id") == first


def test_a_form_of_nobody_s_is_refused_and_the_words_are_kept(citizen):
    for token in ("", "kosong", str(uuid.uuid4()), TimestampSigner(salt="x").sign("a")):
        reply = citizen.post("/lapor/", {"text": TEXT, "token": token})

        assert reply.status_code == 400
        assert "sekolah libur sebulan" in reply.text
    assert not PublicReport.objects.exists()


def test_a_stale_form_is_renewed_and_then_accepted(citizen, ask, monkeypatch):
    fields = form_fields(ask(TEXT), TEXT)
    monkeypatch.setattr(tokens, "GOOD_FOR_S", -1)
    stale = citizen.post("/lapor/", fields)
    monkeypatch.undo()

    assert stale.status_code == 400
    assert "mohon kirim sekali lagi" in stale.text
    again = form_fields(stale, TEXT)
    assert again["token"] != fields["token"]
    assert citizen.post("/lapor/", again).status_code == 302


def test_a_robot_that_fills_every_field_reports_nothing(send):
    reply = send(TEXT, website="https://spam.example")

    assert (reply.status_code, reply["Location"]) == (302, "/")
    assert not PublicReport.objects.exists()


@pytest.mark.parametrize("text", ["", "hai", "x" * 20_001])
def test_too_little_and_too_much_are_named(citizen, ask, text):
    reply = citizen.post("/lapor/", form_fields(ask(TEXT), text))

    assert reply.status_code == 400
    assert 'class="error-summary"' in reply.text
    assert not PublicReport.objects.exists()


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://files.example/a", "data:text/html,x", "file:///etc/passwd"],
)
def test_only_web_addresses_are_taken(send, url):
    assert send(TEXT, url=url).status_code == 400
    assert not PublicReport.objects.exists()


def test_a_flood_from_one_address_is_asked_to_wait(send, ask, citizen):
    for _time in range(REPORTS_AN_HOUR):
        assert send(TEXT).status_code == 302
    refused = citizen.post("/lapor/", form_fields(ask(TEXT), TEXT))

    assert refused.status_code == 429
    assert "mohon tunggu satu jam" in refused.text
    assert "sekolah libur" in refused.text
    pretended = citizen.post(
        "/lapor/", form_fields(ask(TEXT), TEXT), headers={"X-Forwarded-For": "203.0.113.7"}
    )
    assert pretended.status_code == 429
    other = citizen.post("/lapor/", form_fields(ask(TEXT), TEXT), REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "garbage", True),
    ],
)
def test_an_ipv6_caller_counts_by_network(one, other, same):
    assert (counted_as(one) == counted_as(other)) is same


def test_publishing_answers_all_who_asked_about_the_claim(
    citizen, send, publish, people, chain_holds
):
    asked = [send(CLAIM)["Location"] for _time in range(2)]
    other = send("Katanya sekolah libur sebulan karena asap")["Location"]
    found = publish()

    assert reports.answer_waiting(found) == 2
    for address in asked:
        page = citizen.get(address)
        assert "Pertanyaan ini sudah dijawab." in page.text
        assert f"/klarifikasi/{found.slug}/" in page.text
    assert "sudah dijawab" not in citizen.get(other).text
    assert reports.answer_waiting(found) == 0
    assert chain_holds()


def test_an_index_read_a_moment_ago_does_not_hide_the_new_claim(send, publish, ask):
    send(CLAIM)
    ask("apa saja")  # the index has just been looked at and would not look again for a while
    assert reports.answer_waiting(publish()) == 1


def test_a_withdrawn_answer_sends_its_questions_back_to_waiting(citizen, send, publish):
    address = send(CLAIM)["Location"]
    found = publish()
    reports.answer_waiting(found)
    commands.withdraw_clarification(found.slug, reason="Keliru.", by=None)
    page = citizen.get(address)

    assert PublicReport.objects.get().state == "waiting"
    assert "Jawaban yang tadinya ada di sini sudah ditarik." in page.text
    assert "sudah dijawab" not in page.text
    assert AuditEvent.objects.filter(action="report.reopened").count() == 1


def test_nobody_answers_a_question_twice_or_with_a_withdrawn_page(send, publish, people):
    send(CLAIM)
    report, found = PublicReport.objects.get(), publish()
    reports.answer_report(report, found, by=people["analis"])
    with pytest.raises(StaleObject):
        reports.close_report(report, note="Sudah.", by=people["analis"])
    commands.withdraw_clarification(found.slug, reason="Keliru.", by=None)
    found.refresh_from_db()
    with pytest.raises(ValidationError):
        reports.answer_report(report, found, by=people["analis"])


@pytest.mark.parametrize("change", [str.lower, lambda r: f" {r[:4]} {r[4:]} ", lambda r: r])
def test_a_receipt_is_found_as_people_type_it(citizen, send, change):
    send(TEXT)
    receipt = PublicReport.objects.get().receipt

    reply = citizen.get("/lapor/status/", {"receipt": change(receipt)})
    assert reply["Location"] == f"/lapor/{receipt}/"


@pytest.mark.parametrize("typed", ["TIDAKADA", "\x00", "<script>alert(1)</script>", "../../etc"])
def test_a_wrong_receipt_is_told_politely(citizen, send, typed):
    send(TEXT)
    reply = citizen.get("/lapor/status/", {"receipt": typed})

    assert reply.status_code == 404
    assert "Tidak ada pertanyaan dengan nomor" in reply.text
    assert "<script>alert" not in reply.text


def test_receipts_hold_no_letters_that_are_mistaken_for_another(send):
    send(TEXT)

    assert re.fullmatch(r"[A-HJKMNP-Z2-9]{8}", PublicReport.objects.get().receipt)
