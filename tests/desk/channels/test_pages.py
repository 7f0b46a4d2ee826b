"""Pages of channels: ways out, files, one dispatch, outlets, and what the public fetches."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from tangkal.desk.channels import card, commands, outlets
from tangkal.desk.channels.models import Dispatch, Outlet, Taking
from tangkal.desk.channels.states import DispatchState
from tangkal.desk.strategic_communication import commands as messages
from tests.desk.channels.conftest import TOKEN, again, approve, house_in_force, soon, work

pytestmark = pytest.mark.django_db


def page(client, name, *arguments, **query) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_ways_out_show_the_very_words_and_what_does_not_fit(
    case, people, parts, outlet, signed_in
):
    long = approve(case, people, parts | {"fact": "Harga tetap. " * 90})
    outlet("website", name="Situs")
    outlet("whatsapp", name="WA")
    html = page(signed_in("penyetuju"), "message-channels", long.pk)
    assert "Situs" in html
    assert "— Humas Kementerian Contoh" in html
    assert "takes 1024 characters" in html
    assert html.count("Send now") == 1  # not where it does not fit


def test_a_click_sends_and_a_second_is_told_that_it_went(message, outlet, signed_in, people):
    place, client = outlet("website"), signed_in("juru_bicara")
    for _ in range(2):
        client.post(reverse("message-dispatch", args=[message.pk]), {"outlet": place.pk})
    assert Dispatch.objects.get().created_by == people["juru_bicara"]
    assert "This text went out here already" in page(client, "message-channels", message.pk)


def test_an_hour_on_the_senders_clock_and_nonsense_is_refused(message, outlet, signed_in):
    place, client = outlet("website"), signed_in("penyetuju")
    address = reverse("message-dispatch", args=[message.pk])
    client.post(address, {"outlet": place.pk, "publish_at": "2026-13-45T99:00"})
    assert not Dispatch.objects.exists()
    client.post(address, {"outlet": place.pk, "publish_at": "2031-03-02T08:00"})
    found = Dispatch.objects.get()
    assert found.state == DispatchState.SCHEDULED
    assert found.publish_at.isoformat() == "2031-03-02T01:00:00+00:00"  # 08.00 WIB


def test_one_dispatch_shows_states_in_words_and_readers_shortened(sent, mail, clock, signed_in):
    mail.refuse = {"kabar@radio.example": "550 tidak ada"}
    found = sent("email", server=f"127.0.0.1:{mail.port}")
    work(clock)
    html = page(signed_in("analis"), "dispatch", found.pk)
    assert "permanent failure" in html
    assert "ka•••@radio.example" in html
    assert "kabar@radio.example" not in html
    assert "cannot be taken back" not in html  # an analyst does not recall
    assert "cannot be taken back" in page(signed_in("penyetuju"), "dispatch", found.pk)


def test_the_overview_puts_what_failed_on_a_tab_of_its_own(sent, service, clock, signed_in):
    good = sent("website", name="Situs")
    service.status, service.body = 403, b'{"ok":false}'
    bad = sent(name="Kanal")
    work(clock)
    client = signed_in("analis")
    assert {good.pk, bad.pk} == {
        each.pk for each in client.get(reverse("dispatches")).context["page"]
    }
    shown = client.get(reverse("dispatches"), {"tab": "attention"}).context["page"]
    assert [each.pk for each in shown] == [bad.pk]


def test_another_ministry_sees_nothing_of_it(sent, signed_in):
    found = sent("website")
    client = signed_in("foreign_penyetuju")
    assert client.get(reverse("dispatch", args=[found.pk])).status_code == 404
    assert list(client.get(reverse("dispatches")).context["page"]) == []
    for name in ("dispatch-recall", "dispatch-stop"):
        assert client.post(reverse(name, args=[found.pk])).status_code == 404


def test_recalling_from_its_page_asks_for_the_reason(sent, clock, signed_in):
    found = sent("website")
    work(clock)
    client, address = signed_in("penyetuju"), reverse("dispatch-recall", args=[found.pk])
    version = again(found).version
    assert client.post(address, {"version": version, "why": " "}).status_code == 403
    assert client.post(address, {"version": 99, "why": "x"}).status_code == 409
    assert client.post(address, {"version": version, "why": "Keliru"}).status_code == 302
    assert "Keliru" in page(client, "dispatch", found.pk)


def test_the_house_has_its_own_way_out(case, people, outlet, signed_in):
    house, place = house_in_force(case, people), outlet("website")
    client = signed_in("penyetuju")
    assert "Rp10.000" in page(client, "house-channels", house.pk)
    client.post(reverse("house-dispatch", args=[house.pk]), {"outlet": place.pk})
    assert Dispatch.objects.get().house_version.house == house


def take(client, message, form):
    return client.post(reverse("message-take", args=[message.pk]), {"form": form})


def test_a_press_release_is_a_real_file_with_sender_and_text(message, parts, signed_in):
    client = signed_in("penyusun")
    pdf = take(client, message, "pdf")
    text = "\n".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(pdf.content)).pages)
    assert pdf.headers["content-type"] == "application/pdf"
    words = " ".join(text.split())
    assert parts["headline"] in words
    assert "Kementerian Contoh" in text
    assert "Yang beredar" in words  # the portal's heading, and no word to the writer
    for inner in ("cukup disebut sekali", "1. Siaran pers", "Baca di meja kerja"):
        assert inner not in words
    word = take(client, message, "docx")
    with zipfile.ZipFile(io.BytesIO(word.content)) as parcel:
        inside = parcel.read("word/document.xml").decode()
    assert parts["fact"] in inside
    assert Taking.objects.count() == 2


def test_the_card_is_a_picture_of_its_size_and_a_drawing_with_its_words(message, parts, signed_in):
    client = signed_in("penyusun")
    picture = Image.open(io.BytesIO(take(client, message, "png").content))
    assert picture.size == (1080, 1080)
    colours = picture.convert("RGB").getcolors(maxcolors=2**24)
    assert len(colours) > 20  # something is written on it
    drawing = take(client, message, "svg").content.decode()
    assert 'role="img"' in drawing
    assert f"<title>Kementerian Contoh. {parts['headline']}" in drawing


def test_the_fullest_card_is_one_picture_with_nothing_over_anything(case, people, parts, signed_in):
    """What did not fit would begin a second picture, and that is no file at all."""
    for headline in ("MAKANAN GRATIS " * 4, "Mengumumkan perpanjangan " * 4):
        full = approve(
            case,
            people,
            parts | {"headline": headline[:110], "fact": "Mempertanggungjawabkan " * 8},
        )
        version = messages.latest(full)
        assert isinstance(card.drawn(version, "png"), bytes)
        assert "Mempertanggungjawabkan" in card.alt_of(version)


def test_a_headline_too_long_for_a_card_is_refused_not_shrunk(case, people, parts, signed_in):
    long = approve(case, people, parts | {"headline": "Harga tetap " * 12})
    client = signed_in("penyusun")
    assert "A card takes a headline of 110" in page(client, "message-channels", long.pk)
    assert take(client, long, "png").status_code == 302
    assert not Taking.objects.filter(form="png").exists()


def test_nothing_unapproved_is_handed_out(case, people, parts, signed_in):
    draft = messages.draft_message(case, "chat_text", parts, by=people["penyusun"])
    assert take(signed_in("penyusun"), draft, "pdf").status_code == 403
    assert not Taking.objects.exists()


def test_the_feed_is_public_cached_and_open_to_other_sites(sent, clock):
    found = sent("website")
    work(clock)
    answer = Client().get(f"/siaran/{found.outlet.slug}.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "max-age=60" in answer.headers["cache-control"]
    told = answer.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["authors"] == [{"name": "Humas Kementerian Contoh"}]
    assert told["items"][0]["content_text"] == found.body


def rss_of(found):
    answer = Client().get(f"/siaran/{found.outlet.slug}.xml")
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).find("channel")


def test_a_site_that_reads_rss_gets_the_same_texts(sent, clock):
    found = sent("website")
    found.body += " \x0b\ufffe<b>&"
    found.save(update_fields=["body"])
    work(clock)
    channel = rss_of(found)
    (item,) = channel.findall("item")

    assert channel.findtext("title") == found.outlet.name
    assert item.findtext("title") == found.subject
    assert item.findtext("description").endswith(" &lt;b&gt;&amp;</p>")
    assert item.findtext("guid") == f"{found.outlet.slug}-{found.pk}"


def test_a_withdrawn_text_says_so_under_the_same_id_in_rss(sent, clock, people):
    found = sent("website")
    work(clock)
    before = rss_of(found).find("item").findtext("guid")
    found.refresh_from_db()
    commands.recall(
        found, why="Harga berubah.", by=people["penyetuju"], expected_version=found.version
    )
    (item,) = rss_of(found).findall("item")

    assert item.findtext("guid") == before
    assert item.findtext("title").startswith("Ditarik: ")
    assert item.findtext("description") == "<p>Harga berubah.</p>"


def test_the_widget_may_stand_in_a_frame_and_every_other_page_may_not(sent, clock):
    found = sent("website")
    work(clock)
    widget = Client().get(f"/siaran/{found.outlet.slug}/")
    assert found.subject in widget.content.decode()
    assert "x-frame-options" not in widget.headers
    assert "frame-ancestors *" in widget.headers["content-security-policy"]
    assert "script-src 'self'" in widget.headers["content-security-policy"]
    portal = Client().get("/")
    assert "frame-ancestors 'none'" in portal.headers["content-security-policy"]


def test_a_scheduled_or_stopped_text_is_in_no_list(sent, people):
    found = sent("website", publish_at=soon())
    place = f"/siaran/{found.outlet.slug}.json"
    assert Client().get(place).json()["items"] == []
    commands.stop(found, by=people["penyetuju"], expected_version=1)
    assert Client().get(place).json()["items"] == []


def test_a_closed_outlets_list_is_gone(sent, clock, people):
    found = sent("website")
    outlets.set_open(found.outlet, is_open=False, by=people["admin_sistem"], version=1)
    assert Client().get(f"/siaran/{found.outlet.slug}/").status_code == 404


def outlet_form(people, **fields):
    return {
        "organisation": people["admin_sistem"].organisation_id,
        "name": "Kanal",
        "sender_name": "Humas",
    } | fields


@pytest.mark.parametrize(
    ("kind", "fields", "status"),
    [
        ("telegram", {"address": "@humas_contoh", "token": TOKEN}, 302),
        ("telegram", {"address": "https://t.me/humas", "token": TOKEN}, 422),
        ("telegram", {"address": "@humas_contoh", "token": "salah"}, 422),
        ("telegram", {"address": "@humas_contoh"}, 422),
        ("website", {}, 302),
        (
            "email",
            {
                "server": "surel.contoh.go.id:587",
                "security": "starttls",
                "sender": "humas@contoh.go.id",
                "recipients": "a@x.example, b@x.example",
            },
            302,
        ),
        ("email", {"server": "x", "security": "none", "sender": "a", "recipients": "b"}, 422),
        (
            "whatsapp",
            {
                "address": "104",
                "template": "resmi",
                "template_language": "id",
                "recipients": "08123",
                "token": "t",
                "app_secret": "s" * 30,
            },
            422,
        ),
    ],
)
def test_an_outlet_is_kept_only_where_it_can_work(tangkal, signed_in, people, kind, fields, status):
    address = reverse("outlet-new") + f"?kind={kind}"
    answer = signed_in("admin_sistem").post(address, outlet_form(people, **fields))
    assert answer.status_code == status
    assert Outlet.objects.count() == (status == 302)
    if kind == "email" and status == 302:
        assert Outlet.objects.get().readers == ["a@x.example", "b@x.example"]


def test_an_outlets_page_shows_no_secret_and_no_addresses_to_auditors(outlet, signed_in):
    place = outlet("email")
    html = page(signed_in("auditor"), "outlet", place.pk)
    assert "redaksi@koran.example" not in html
    html = page(signed_in("admin_sistem"), "outlet", outlet(name="T").pk)
    assert TOKEN not in html


def test_changing_where_it_leads_needs_the_secret_again(outlet, signed_in):
    place, client = outlet(), signed_in("admin_sistem")
    form = {"version": 1, "name": "Kanal", "sender_name": "Humas", "address": "@lain_sama"}
    answer = client.post(reverse("outlet", args=[place.pk]), form)
    assert answer.status_code == 422
    assert b"Enter the secret again" in answer.content
    assert (
        client.post(reverse("outlet", args=[place.pk]), form | {"token": TOKEN}).status_code == 302
    )
    assert again(place).address == "@lain_sama"


def test_the_messages_page_names_passages_and_its_ways_out(
    case, people, parts, message, outlet, signed_in
):
    html = page(signed_in("penyetuju"), "message", message.pk)
    assert "Ways out" in html
    long = "Warga " + "boleh datang " * 14 + "ke balai."
    draft = messages.draft_message(
        case, "chat_text", parts | {"fact": f"[kapan] {long}"}, by=people["penyusun"]
    )
    html = page(signed_in("penyusun"), "message", draft.pk)
    assert "Cannot be sent so" in html
    assert '<q class="small">[kapan]</q>' in html
    assert "readers follow 25" in html


def test_one_dispatch_tells_a_run_of_the_same_event_once_and_when_it_tries_again(
    sent, mail, service, clock, signed_in
):
    many = "\n".join(f"r{n}@x.example" for n in range(6))
    found = sent("email", server=f"127.0.0.1:{mail.port}", recipients=many)
    work(clock)
    html = page(signed_in("analis"), "dispatch", found.pk)
    assert html.count("<li>Sent") == 1
    assert "6×" in html
    assert "next attempt" not in html
    service.status = 502
    late = sent("telegram")
    work(clock)
    assert "next attempt" in page(signed_in("analis"), "dispatch", late.pk)


def test_the_overview_asks_the_database_as_often_for_many_as_for_few(
    sent, signed_in, django_assert_max_num_queries, message, people, outlet
):
    client = signed_in("analis")
    sent("website", name="A")
    client.get(reverse("dispatches"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("dispatches"))
    for number in range(4):
        sent("website", name=f"B{number}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("dispatches"))


def test_what_is_scheduled_is_nowhere_said_to_have_gone_out(message, outlet, signed_in):
    place, waits = outlet("website"), f"/desk/channels/message/{message.pk}/"
    client = signed_in("juru_bicara")
    client.post(f"{waits}send/", {"outlet": place.pk, "publish_at": f"{soon(48):%Y-%m-%dT%H:%M}"})
    page = client.get(waits).content.decode()
    assert "Scheduled for “Kanal website”" in page
    assert "It is scheduled here:" in page
    assert "went out here already" not in page
    found = Dispatch.objects.get()
    assert "As it will go out" in (client.get(f"/desk/channels/{found.pk}/").content.decode())
    commands.stop(found, by=found.created_by, expected_version=found.version)
    page = client.get(f"/desk/channels/{found.pk}/").content.decode()
    assert "What did not go out" in page
    assert "did not go out" in page
    assert "0 of 0" not in page
