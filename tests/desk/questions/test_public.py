"""The public form: a receipt is enough; e-mail and picture are kept with care."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import contacts, flood, mailbox
from tangkal.desk.questions.models import Asked, Contact
from tangkal.desk.questions.retention import forget_pictures_before
from tangkal.desk.rights import data_requests, retention
from tests.desk.markup import inline_code
from tests.desk.portal.conftest import form_fields
from tests.desk.questions.conftest import TEXT
from tests.desk.recognise.test_media import picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_mail(people):
    """An account is entered, so that the form offers e-mail."""
    return mailbox.keep(
        by=people["admin_sistem"],
        version=0,
        sender_name="Humas",
        sender="tanya@kantor.example",
        server="127.0.0.1:25",
        security="none",
        username="tanya",
        password="rahasia",
        is_active=True,
    )


def test_without_an_account_no_address_is_asked_for(ask):
    page = ask(TEXT).text

    assert 'name="email"' not in page
    assert 'name="reply"' not in page


def test_the_notice_says_how_long_and_for_what(ask, by_mail):
    page = ask(TEXT).text

    assert 'name="email"' in page
    assert f"{contacts.KEPT_DAYS} hari setelah pesan terakhir" in page
    assert inline_code(page) == []


def test_a_receipt_is_enough_even_where_an_address_was_typed(send, by_mail):
    assert send(TEXT, email="siti@warga.example").status_code == 302

    assert not Contact.objects.exists()


def test_by_mail_the_contact_is_kept_apart(send, by_mail):
    send(TEXT, reply="email", email="siti@warga.example")
    report = PublicReport.objects.get()

    assert report.asked.contact == Contact.objects.get()
    assert "siti" not in repr(report.__dict__)
    assert contacts.address_of(report.asked.contact) == "siti@warga.example"


@pytest.mark.parametrize("address", ["", "bukan-alamat", "a@b", "a@b.example\r\nBcc: x@y.example"])
def test_an_address_that_is_none_is_mended_in_the_form(send, by_mail, address):
    reply = send(TEXT, reply="email", email=address)

    assert reply.status_code == 400
    assert "Tulis alamat surel" in reply.text
    assert TEXT[:20] in reply.text
    assert not PublicReport.objects.exists()


def test_nobodys_mailbox_is_filled_through_the_form(send, by_mail):
    for number in range(flood.MOST_A_DAY):
        text = f"Pertanyaan nomor {number} tentang subsidi pupuk kelapa sawit"
        assert send(text, reply="email", email="siti@warga.example").status_code == 302
    refused = send(TEXT, reply="email", email="SITI@warga.example")

    assert refused.status_code == 400
    assert "Kirimkan tanpa alamat" in refused.text
    assert send(TEXT).status_code == 302


def test_robots_fill_in_what_no_person_sees_and_leave_no_address(send, by_mail):
    send(TEXT, reply="email", email="siti@warga.example", website="https://spam.example")

    assert not PublicReport.objects.exists()
    assert not Contact.objects.exists()


def test_a_picture_comes_along_and_only_readers_see_it(citizen, ask, signed_in):
    fields = form_fields(ask(TEXT), TEXT) | {"picture": upload(picture(3))}
    sent = citizen.post("/lapor/", fields)
    assert sent.status_code == 302
    assert "<dd>sudah diterima</dd>" in citizen.get(sent["Location"]).text
    asked = Asked.objects.get()
    address = f"/desk/questions/{asked.report.receipt}/picture/"

    assert citizen.get(address).status_code == 302
    shown = signed_in("analis").get(address)
    assert shown["Content-Type"] == "image/png"
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert signed_in("admin_sistem").get(address).status_code == 403
    assert "No bank holds" in signed_in("analis").get(f"{address}seen/").text


def test_the_same_picture_is_the_same_question_whatever_was_written(citizen, ask):
    for text in ("Apa ini benar?", "Mohon cek, hoaks bukan?"):
        fields = form_fields(ask(text), text) | {"picture": upload(picture(3))}
        citizen.post("/lapor/", fields)

    assert Asked.objects.values("family").distinct().count() == 1


def test_pictures_go_with_the_texts_and_still_find_their_family(citizen, ask):
    def sent():
        fields = form_fields(ask("Apa ini benar?"), "Apa ini benar?")
        citizen.post("/lapor/", fields | {"picture": upload(picture(3))})
        return Asked.objects.first()

    path = Path(sent().picture.path)
    assert forget_pictures_before(timezone.now() + timedelta(days=1)) == 1
    assert not path.exists()
    assert Asked.objects.get().picture == ""
    assert sent().family == Asked.objects.last().family


def test_asking_alone_says_nothing_of_what_is_asked(send):
    for url in ("https://satu.example/a", "https://dua.example/b"):
        send("Apa ini benar?", url=url)

    assert Asked.objects.values("family").distinct().count() == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7"), ("a.png", b"<script>"), ("a.svg", b"<svg/>"), ("a.exe", b"MZ")],
)
def test_what_is_no_picture_is_refused_by_name(citizen, ask, name, content):
    fields = form_fields(ask(TEXT), TEXT)
    reply = citizen.post("/lapor/", fields | {"picture": SimpleUploadedFile(name, content)})

    assert reply.status_code == 400
    assert name in reply.text
    assert not PublicReport.objects.exists()


def test_contacts_go_when_nothing_is_owed_to_them(send, by_mail, people):
    send(TEXT, reply="email", email="siti@warga.example")
    later = timezone.now() + timedelta(days=contacts.KEPT_DAYS + 1)
    assert retention.run(later, by=None)["contacts"] == 0  # her question still waits
    PublicReport.objects.update(state="closed")
    assert retention.run(later, by=None)["contacts"] == 1

    left = Contact.objects.get()
    assert left.sealed == ""
    assert left.ended_at is not None


def test_whoever_asks_what_is_kept_of_their_address_is_told_and_it_goes(send, by_mail, people):
    send(TEXT, reply="email", email="siti@warga.example")
    officer = people["pejabat_pdp"]
    found = data_requests.find("SITI@warga.example", officer)
    assert [each.kind for each in found] == ["contact"]
    assert PublicReport.objects.get().receipt in found[0].data["questions"]
    asked = data_requests.take_in(
        kind="erasure", asked_by="Siti", looked_for="siti@warga.example", by=officer
    )
    data_requests.answer(asked, letter="", by=officer)

    assert Contact.objects.get().sealed == ""
    assert data_requests.find("siti@warga.example", officer) == []


def test_the_password_is_sealed_and_led_nowhere_else(signed_in, by_mail):
    assert "rahasia" not in repr(by_mail.__dict__)
    browser = signed_in("admin_sistem")
    page = browser.get("/desk/questions/replies/account/").text
    assert "rahasia" not in page
    fields = {
        "version": 1,
        "sender_name": "Humas",
        "sender": "tanya@kantor.example",
        "server": "lain.example:25",
        "security": "none",
        "username": "tanya",
    }
    refused = browser.post("/desk/questions/replies/account/", fields)
    assert refused.status_code == 422
    assert "Enter the password again" in refused.text
    assert (
        browser.post(
            "/desk/questions/replies/account/", fields | {"password": "lain", "is_active": "on"}
        ).status_code
        == 302
    )
    assert mailbox.password_of(mailbox.current()) == "lain"
    assert browser.post("/desk/questions/replies/account/", fields).status_code in {409, 422}


@pytest.mark.parametrize("server", ["", "surat", "surat:0", "surat:99999", "a b:25", "http://x:25"])
def test_a_server_is_a_host_and_a_port(signed_in, by_mail, server):
    reply = signed_in("admin_sistem").post(
        "/desk/questions/replies/account/",
        {
            "version": 1,
            "sender_name": "H",
            "sender": "a@b.example",
            "server": server,
            "security": "none",
        },
    )

    assert reply.status_code == 422


def test_the_token_proves_that_the_form_was_ours(citizen, ask, by_mail):
    page = ask(TEXT)
    assert re.search(r'name="token"', page.text)
    fields = form_fields(page, TEXT) | {"token": "0b0e7c1e-54b5-4e57-8d6e-61f1a5a4f2b0"}
    reply = citizen.post("/lapor/", fields | {"reply": "email", "email": "siti@warga.example"})

    assert reply.status_code == 400
    assert not Contact.objects.exists()
