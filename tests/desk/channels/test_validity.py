"""Until when the facts of what was published are confirmed: on the portal, in feeds, on paper."""

import importlib
import json
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.channels import commands as channels
from tangkal.desk.channels import press, previews, texts
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.validity import held_in_words
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication import house_commands
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tests.desk.channels.conftest import HOUSE, approve, bring_into_force, soon, work

pytestmark = pytest.mark.django_db
SAYS_IT = {"fact": "Harga Pertalite tetap sepuluh ribu rupiah per liter."}
AS_OF, UNTIL = "Dikonfirmasi per", "berlaku sampai"


def in_force(case, people, content=HOUSE, expires_at=None):
    house = house_commands.draft_house(
        case,
        title="BBM",
        content=content,
        by=people["penyusun"],
        truth_as_of=timezone.now() - timedelta(hours=1),
        expires_at=expires_at,
    )
    return bring_into_force(house, people)


def renewed(house, people, content=HOUSE, **more):
    house.refresh_from_db()
    house_commands.save_house_version(
        house, content, by=people["penyusun"], expected_version=house.version, **more
    )
    house.refresh_from_db()
    return bring_into_force(house, people)


def published(case, people, parts):
    found = approve(case, people, parts)
    messages.publish(found, by=people["penyetuju"], expected_version=found.version)
    return Clarification.objects.get()


def page(answer, language="id"):
    return Client().get(f"/klarifikasi/{answer.slug}/", {"lang": language}).content.decode()


def ends(answer, ago=timedelta(seconds=1)):
    Clarification.objects.filter(pk=answer.pk).update(valid_until=timezone.now() - ago)


@pytest.fixture
def house(case, people):
    return in_force(case, people, expires_at=soon(48))


@pytest.fixture
def answer(house, case, people, parts):
    return published(case, people, parts | SAYS_IT)


def test_a_published_answer_says_in_both_languages_until_when_its_facts_are_confirmed(answer):
    version = MessageHouseVersion.objects.get()
    assert (answer.confirmed_at, answer.valid_until) == (version.truth_as_of, version.expires_at)
    ours = page(answer)
    assert AS_OF in ours
    assert UNTIL in ours
    english = page(answer, "en")
    assert "Confirmed as of" in english
    assert "valid until" in english
    assert "Tidak dikonfirmasi lagi" not in ours


def test_programs_get_both_moments_in_json_csv_feed_and_markup(answer):
    told = Client().get(f"/klarifikasi/{answer.slug}.json").json()
    assert datetime.fromisoformat(told["confirmed_at"]) == answer.confirmed_at.replace(
        microsecond=0
    )
    assert datetime.fromisoformat(told["valid_until"]) == answer.valid_until.replace(microsecond=0)
    assert told["expired"] is False
    sheet = b"".join(Client().get("/data/klarifikasi.csv").streaming_content).decode()
    assert "valid_until" in sheet
    assert told["valid_until"] in sheet
    assert UNTIL in Client().get("/rss.xml").content.decode()
    assert f'"expires": "{answer.valid_until.isoformat(timespec="seconds")}"' in page(answer)


def test_from_the_second_it_ends_page_feeds_frame_and_data_say_so_and_keep_the_words(answer):
    ends(answer)
    for language, words in (("id", "Tidak dikonfirmasi lagi."), ("en", "Not confirmed any more.")):
        shown = page(answer, language)
        assert words in shown
        assert "sepuluh ribu rupiah" in shown
    assert "belum dikonfirmasi lagi sejak itu" in Client().get("/rss.xml").content.decode()
    assert "Tidak dikonfirmasi lagi." in Client().get("/sematan/").content.decode()
    assert Client().get(f"/klarifikasi/{answer.slug}.json").json()["expired"] is True


def test_a_renewed_house_moves_the_end_on_the_page(answer, house, people):
    ends(answer)
    renewed(house, people, expires_at=soon(100))
    answer.refresh_from_db()
    assert answer.valid_until > soon(90)
    assert answer.edition == 1  # not a word changed
    assert "Tidak dikonfirmasi lagi" not in page(answer)


def test_a_withdrawn_house_confirms_nothing_any_more(answer, house, people):
    house.refresh_from_db()
    house_commands.withdraw_house(
        house, by=people["penyetuju"], expected_version=house.version, reason="Angkanya keliru"
    )
    assert "Tidak dikonfirmasi lagi." in page(answer)


def test_a_page_that_is_being_corrected_says_that_and_nothing_of_its_confirmation(
    answer, house, people
):
    content = HOUSE | {
        "pillars": [
            HOUSE["pillars"][0] | {"text": "Harga Pertalite Rp12.000 per liter."},
            HOUSE["pillars"][1],
        ],
        "locked": [{"text": "Rp12.000", "kind": "figure"}],
    }
    renewed(house, people, content, expires_at=soon(100))
    shown = page(answer)
    assert "Jawaban ini sedang kami perbaiki" in shown
    assert AS_OF not in shown
    assert "Tidak dikonfirmasi lagi" not in shown


def test_an_answer_that_says_nothing_of_the_house_has_no_end(house, case, people, parts):
    other = dict.fromkeys(parts, "Kantor desa buka pada hari kerja.") | {"headline": "Jam buka"}
    answer = published(case, people, other | {"myth": parts["myth"]})
    assert (answer.confirmed_at, answer.valid_until) == (None, None)
    assert AS_OF not in page(answer)
    assert Client().get(f"/klarifikasi/{answer.slug}.json").json()["valid_until"] == ""


def test_an_answer_that_says_what_the_house_says_without_a_locked_figure_is_confirmed_too(
    house, case, people, parts
):
    assert "10.000" not in " ".join(parts.values())
    assert published(case, people, parts).valid_until is not None


def test_a_house_without_an_end_says_only_when_it_was_confirmed(case, people, parts):
    in_force(case, people)
    shown = page(published(case, people, parts | SAYS_IT))
    assert AS_OF in shown
    assert UNTIL not in shown


def test_a_house_that_comes_later_confirms_what_is_on_the_portal_already(case, people, parts):
    answer = published(case, people, parts | SAYS_IT)
    assert answer.valid_until is None
    in_force(case, people, expires_at=soon(48))
    answer.refresh_from_db()
    assert answer.valid_until is not None


def test_pages_from_before_get_their_dates_when_the_tables_are_brought_up_to_date(answer):
    kept = (answer.confirmed_at, answer.valid_until)
    Clarification.objects.update(confirmed_at=None, valid_until=None)
    importlib.import_module("tangkal.desk.channels.migrations.0002_pages_held").hold_pages(
        apps, None
    )
    answer.refresh_from_db()
    assert (answer.confirmed_at, answer.valid_until) == kept


def test_a_regional_sites_feed_and_frame_say_until_when_each_text_holds(
    house, case, people, parts, outlet, clock
):
    found = approve(case, people, parts | SAYS_IT)
    sent = channels.dispatch(messages.latest(found), outlet("website"), by=people["juru_bicara"])
    work(clock)
    place = f"/siaran/{sent.outlet.slug}"
    (item,) = json.loads(Client().get(f"{place}.json").content)["items"]
    version = MessageHouseVersion.objects.get()
    assert item["_tangkal"]["confirmed_at"] == version.truth_as_of.isoformat()
    assert item["_tangkal"]["valid_until"] == version.expires_at.isoformat()
    assert item["content_text"].startswith(sent.body)
    for words in (
        item["content_text"],
        Client().get(f"{place}.xml").content.decode(),
        Client().get(f"{place}/").content.decode(),
    ):
        assert UNTIL in words
    channels.recall(sent, by=people["juru_bicara"], why="Keliru", expected_version=2)
    (item,) = json.loads(Client().get(f"{place}.json").content)["items"]
    assert item["_tangkal"]["valid_until"] is None
    assert UNTIL not in Client().get(f"{place}/").content.decode()


def words_of(content, form):
    if form == "pdf":
        from pypdf import PdfReader

        return " ".join(each.extract_text() for each in PdfReader(BytesIO(content)).pages)
    from docx import Document

    return " ".join(each.text for each in Document(BytesIO(content)).paragraphs)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_press_release_says_until_when_its_facts_hold(house, case, people, parts, form):
    found = approve(case, people, parts | SAYS_IT)
    said = " ".join(words_of(press.written(messages.latest(found), form), form).split())
    assert "Fakta dikonfirmasi per" in said
    assert "Berlaku sampai" in said


def handed(found, outlet, people, publish_at=None):
    return channels.dispatch(
        messages.latest(found), outlet, by=people["juru_bicara"], publish_at=publish_at
    )


def note(version):
    """The sentence as readers in Jakarta get it."""
    with translation.override("id"), timezone.override(ZoneInfo("Asia/Jakarta")):
        return held_in_words(version.truth_as_of, version.expires_at)


def test_a_letter_a_post_and_a_template_say_until_when_they_hold_as_the_preview_did(
    house, case, people, parts, outlet, service, mail, clock
):
    found = approve(case, people, parts | SAYS_IT)
    said = note(MessageHouseVersion.objects.get())
    assert AS_OF in said
    assert UNTIL in said
    places = [
        outlet("email", server=f"127.0.0.1:{mail.port}", recipients="redaksi@koran.example"),
        outlet("telegram"),
        outlet("whatsapp", recipients="+6281100000001"),
    ]
    shown = {
        each.outlet.kind: each.body for each in previews.of_outlets(places, messages.latest(found))
    }
    for place in places:
        handed(found, place, people)
    work(clock)
    (letter,) = mail.letters
    words = message_from_bytes(letter.content, policy=default).get_content()
    assert words.split() == shown["email"].split()
    post, template = sorted((asked.json for asked in service.asked), key=lambda each: "to" in each)
    assert post["text"] == shown["telegram"]
    variables = template["template"]["components"][0]["parameters"]
    assert variables[1]["text"] == shown["whatsapp"]
    for each in shown.values():
        assert said in " ".join(each.split())
    assert shown["telegram"].endswith(f"{said}\n\n— Humas Kementerian Contoh")


def test_the_preview_of_a_sites_entry_has_its_title_and_the_sentence_that_the_list_adds(
    house, case, people, parts, outlet, clock
):
    found, place = approve(case, people, parts | SAYS_IT), outlet("website")
    (shown,) = previews.of_outlets([place], messages.latest(found))
    handed(found, place, people)
    work(clock)
    (item,) = json.loads(Client().get(f"/siaran/{place.slug}.json").content)["items"]
    assert (shown.title, shown.body) == (item["title"], item["content_text"])
    assert UNTIL in shown.body


@pytest.mark.parametrize("kind", ["email", "telegram", "whatsapp"])
def test_what_goes_out_says_nothing_of_an_end_that_nobody_set_nor_of_another_matter(
    case, people, parts, outlet, kind
):
    in_force(case, people)
    words = handed(approve(case, people, parts | SAYS_IT), outlet(kind), people).body
    assert AS_OF in words
    assert UNTIL not in words
    other = dict.fromkeys(parts, "Kantor desa buka pada hari kerja.") | {"headline": "Jam buka"}
    found = approve(case, people, other | {"myth": parts["myth"]})
    assert AS_OF not in handed(found, outlet(kind, name="Lain"), people).body


def test_a_house_that_is_sent_says_its_own_moments(house, people, outlet):
    version = MessageHouseVersion.objects.get()
    made = channels.dispatch(version, outlet(), by=people["juru_bicara"])
    assert note(version) in made.body


@pytest.mark.parametrize(("kind", "most"), [("telegram", 4096), ("whatsapp", 1024)])
def test_the_sentence_counts_towards_the_length_of_its_channel_and_is_never_cut_off(
    house, case, people, parts, outlet, kind, most
):
    place = outlet(kind)
    room = most - len(
        texts.body_for(place, messages.latest(approve(case, people, parts | SAYS_IT)))
    )
    room -= len(place.sender_name) + 1 if kind == "whatsapp" else 0
    whole = approve(case, people, parts | {"fact": f"{SAYS_IT['fact']}{'x' * room}"})
    assert UNTIL in handed(whole, place, people).body
    longer = approve(case, people, parts | {"fact": f"{SAYS_IT['fact']}{'x' * (room + 1)}"})
    with pytest.raises(ValidationError, match=f"{most + 1}"):
        handed(longer, place, people)


def test_what_is_scheduled_goes_out_with_the_end_of_the_renewed_house(
    house, case, people, parts, outlet, service, clock, chain_holds
):
    made = handed(approve(case, people, parts | SAYS_IT), outlet(), people, soon(1))
    before = note(MessageHouseVersion.objects.get())
    assert before in made.body
    renewed(house, people, expires_at=soon(100))
    after = note(MessageHouseVersion.objects.first())
    made.refresh_from_db()
    assert after in made.body
    assert before not in made.body
    clock.ahead = timedelta(hours=2)
    work(clock)
    assert service.asked[0].json["text"] == made.body
    (event,) = AuditEvent.objects.filter(action="dispatch.renewed")
    assert before in str(event.detail)
    assert chain_holds()


def test_what_waits_of_a_dispatch_loses_its_confirmation_with_a_withdrawn_house(
    house, case, people, parts, outlet
):
    made = handed(approve(case, people, parts | SAYS_IT), outlet(), people)
    house.refresh_from_db()
    house_commands.withdraw_house(
        house, by=people["penyetuju"], expected_version=house.version, reason="Angkanya keliru"
    )
    made.refresh_from_db()
    assert AS_OF not in made.body


def test_what_went_out_keeps_the_words_with_which_it_went(
    house, case, people, parts, outlet, service, clock
):
    made = handed(approve(case, people, parts | SAYS_IT), outlet(), people)
    work(clock)
    renewed(house, people, expires_at=soon(100))
    words = made.body
    made.refresh_from_db()
    assert made.body == words


def test_the_rest_of_a_dispatch_that_a_house_stopped_goes_out_with_the_new_end(
    house, case, people, parts, outlet, mail, clock
):
    place = outlet("email", server=f"127.0.0.1:{mail.port}", recipients="redaksi@koran.example")
    made = handed(approve(case, people, parts | SAYS_IT), place, people)
    MessageHouseVersion.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    work(clock)
    assert not mail.letters
    renewed(house, people, expires_at=soon(100))
    made.refresh_from_db()
    channels.resume(made, by=people["juru_bicara"], expected_version=made.version)
    work(clock)
    words = message_from_bytes(mail.letters[0].content, policy=default).get_content()
    assert note(MessageHouseVersion.objects.first()) in words
