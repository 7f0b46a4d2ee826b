"""Nobody is written to who did not ask twice; whoever stops is forgotten; each is told once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tangkal.desk.accounts.models import Region
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.following import commands, links, noticing, queries, retention, sending
from tangkal.desk.following.models import Follower, News, Telling, Wish
from tangkal.desk.portal import commands as portal
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.desk.questions import contacts
from tangkal.desk.questions.models import Contact, Outgoing
from tests.desk.following.conftest import BUDI, PARTS, SITE, SITI, approved, correct, links_in

pytestmark = pytest.mark.django_db


def form_of(client, query="") -> dict[str, object]:
    page = client.get(f"/ikuti/{query}")
    return {"email": SITI, "rhythm": "daily", "token": page.context["form"]["token"].value()}


def wish_by_form(client, **fields):
    return client.post("/ikuti/", form_of(client) | fields)


# In: asked, opened, pressed


def test_nothing_but_the_link_is_sent_before_the_button_is_pressed(citizen, office, publish):
    assert wish_by_form(citizen, topics=["kesehatan"]).url == "/ikuti/terkirim/"
    [letter] = office.turn()
    assert letter["To"] == SITI
    assert letter["List-Unsubscribe"] is None
    link = links_in(letter)["konfirmasi"]

    for _scanner in range(3):  # programs open every link before a person does
        assert citizen.get(link).status_code == 200
    publish(category="kesehatan")
    assert office.turn() + office.morning() == []
    assert not Follower.objects.exists()

    assert citizen.post(link).status_code == 302
    publish(category="kesehatan", reference="2026-0002")
    [news] = office.morning()
    assert news["To"] == SITI


def test_a_link_confirms_once_and_for_72_hours(citizen, office):
    wish_by_form(citizen)
    [letter] = office.turn()
    link = links_in(letter)["konfirmasi"]
    Wish.objects.update(asked_at=timezone.now() - timedelta(hours=72))
    assert citizen.get(link).status_code == 404
    assert citizen.post(link).status_code == 404

    Wish.objects.update(asked_at=timezone.now() - timedelta(hours=71))
    assert citizen.post(link).status_code == 302
    assert citizen.post(link).status_code == 404
    assert Follower.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "abc:def", "../../desk", "a" * 500])
@pytest.mark.parametrize("kind", ["konfirmasi", "pilihan", "berhenti"])
def test_a_made_up_link_opens_nothing(citizen, office, kind, token):
    assert citizen.get(f"/ikuti/{kind}/{token}/").status_code == 404


def test_a_link_of_one_kind_is_none_of_another(citizen, office, follows):
    token = links.token_of(follows(SITI))
    assert citizen.get(f"/ikuti/konfirmasi/{token}/").status_code == 404


def test_whoever_asks_learns_nothing_of_an_address(citizen, office, follows):
    follows(BUDI)
    answers = {wish_by_form(citizen, email=each).url for each in (SITI, BUDI)}
    assert answers == {"/ikuti/terkirim/"}


def test_a_stranger_who_types_an_address_changes_nothing_of_what_it_follows(
    citizen, office, follows
):
    follower = follows(SITI, ("kesehatan", ""))
    wish_by_form(citizen, topics=["politik"], rhythm="at_once")
    follower.refresh_from_db()

    assert list(follower.choices.values_list("topic", flat=True)) == ["kesehatan"]
    assert follower.rhythm == "daily"


def test_nobody_s_mailbox_is_filled_through_us(citizen, office):
    for _press in range(6):
        assert wish_by_form(citizen).url == "/ikuti/terkirim/"
    assert len(office.turn()) == commands.MOST_MAILS_A_DAY


def test_a_flood_from_one_connection_is_turned_away(citizen, office):
    answers = [wish_by_form(citizen, email=f"a{n}@warga.example") for n in range(12)]
    assert [each.status_code for each in answers] == [302] * 10 + [429] * 2


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "bukan alamat"},
        {"email": "a@b.example\nBcc: c@d.example"},
        {"topics": ["zodiak"]},
        {"regions": ["<script>"]},
        {"rhythm": "weekly"},
        {"token": "x"},
    ],
)
def test_what_nobody_can_mean_is_refused_with_its_reason(citizen, office, fields):
    reply = wish_by_form(citizen, **fields)
    assert reply.status_code == 400
    assert "error" in reply.text
    assert "<script>alert" not in reply.text
    assert not Wish.objects.exists()


def test_a_robot_s_field_is_thanked_and_nothing_is_kept(citizen, office):
    assert wish_by_form(citizen, website="x").url == "/"
    assert not Contact.objects.exists()


def test_the_address_lies_sealed_and_stands_on_no_page(citizen, office):
    wish_by_form(citizen)
    [letter] = office.turn()
    page = citizen.post(links_in(letter)["konfirmasi"], follow=True)
    assert SITI not in page.text
    contact = Contact.objects.get()
    assert SITI not in f"{contact.sealed}{contact.lookup}{contact.pseudonym}"
    assert not any(SITI in str(event.details) for event in AuditEvent.objects.all())


# Out: one press


def test_every_letter_carries_the_way_out_of_rfc_8058(office, follows, publish, citizen):
    follows(SITI, rhythm="at_once")
    publish()
    [letter] = office.turn()

    address = letter["List-Unsubscribe"].strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.startswith(f"{SITE}/ikuti/berhenti/")
    path = address.removeprefix(SITE)
    assert citizen.get(path).status_code == 200  # a scanner ends nothing
    assert Follower.objects.exists()
    reply = citizen.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert reply.status_code == 200  # mail programs follow no redirect
    assert not Follower.objects.exists()


def test_the_way_out_stands_unbroken_in_the_letter_s_head(office, follows, publish):
    follower = follows(SITI, rhythm="at_once")
    publish()
    office.turn()
    lines = office.server.letters[-1].content.decode().split("\r\n")

    assert f"List-Unsubscribe: <{links.stop_address(follower)}>" in lines


def test_whoever_stops_is_forgotten_with_what_waits_for_them(office, follows, publish):
    follower = follows(SITI, rhythm="at_once")
    publish()
    noticing.notice(office.now)
    sending.send(office.now)
    commands.unfollow(follower.contact)

    assert office.turn() == []
    contact = Contact.objects.get()
    assert (contact.sealed, contact.lookup) == ("", "")
    assert not Telling.objects.exists()


def test_an_address_that_also_waits_for_an_answer_stays_for_that(office, follows):
    import uuid

    from tangkal.desk.questions.asking import ask
    from tests.desk.questions.conftest import TEXT

    follower = follows(SITI)
    ask(text=TEXT, token=str(uuid.uuid4()), language="id", contact=follower.contact)
    commands.unfollow(follower.contact)

    assert contacts.address_of(Contact.objects.get()) == SITI


def test_the_page_of_choices_changes_them(office, follows, publish, citizen):
    follower = follows(SITI, ("kesehatan", ""))
    page = f"/ikuti/pilihan/{links.token_of(follower)}/"
    assert "Health" in citizen.get(page).text or "Kesehatan" in citizen.get(page).text
    citizen.post(page, {"topics": ["politik"], "regions": ["99"], "rhythm": "at_once"})
    publish(category="kesehatan")
    publish(category="politik", region_code="99.01", reference="2026-0002", headline="Ada")
    [letter] = office.turn()
    assert "Ada" in letter["Subject"]


# Told once


@pytest.mark.parametrize(
    ("choice", "answer", "is_told"),
    [
        (("", ""), {"category": "kesehatan", "region_code": "99.01"}, True),
        (("kesehatan", ""), {"category": "kesehatan"}, True),
        (("kesehatan", ""), {"category": "politik"}, False),
        (("", "99"), {"region_code": "99.01"}, True),
        (("", "99"), {"region_code": "99"}, True),
        (("", "99.01"), {"region_code": "99"}, False),
        (("", "99.01"), {"region_code": "99.01"}, True),
        (("", "99.01"), {"region_code": "98"}, False),
        (("", "99"), {"region_code": None}, False),
        (("kesehatan", "99"), {"category": "kesehatan", "region_code": "98"}, False),
        (("kesehatan", "99"), {"category": "kesehatan", "region_code": "99.01"}, True),
    ],
)
def test_who_is_told_of_what(office, follows, publish, choice, answer, is_told):
    Region.objects.get_or_create(code="98", defaults={"name": "Lain", "level": "provinsi"})
    follows(SITI, choice, rhythm="at_once")
    publish(**answer)
    assert bool(office.turn()) == is_told


@pytest.mark.parametrize(
    ("region", "with_province", "is_told"),
    [("99", True, True), ("99", False, False), ("98", True, False), ("99.02", True, False)],
)
def test_a_district_s_followers_hear_of_their_province_where_they_chose_so(
    office, citizen, publish, organisations, region, with_province, is_told
):
    for code in ("98", "99.02"):
        Region.objects.get_or_create(code=code, defaults={"name": code, "level": "provinsi"})
    chosen = {"with_province": "on"} if with_province else {}
    wish_by_form(citizen, regions=["99.01"], rhythm="at_once", **chosen)
    [letter] = office.turn()
    citizen.post(links_in(letter)["konfirmasi"])
    publish(region_code=region)
    assert bool(office.turn()) == is_told


def test_the_choice_of_the_province_is_shown_and_can_be_taken_back(
    office, citizen, publish, organisations
):
    wish_by_form(citizen, regions=["99.01"], rhythm="at_once", with_province="on")
    [letter] = office.turn()
    assert "provinsi" in letter.get_content()
    page = citizen.post(links_in(letter)["konfirmasi"]).url
    assert 'name="with_province" id="id_with_province" checked' in citizen.get(page).text
    citizen.post(page, {"regions": ["99.01"], "rhythm": "at_once"})
    publish(region_code="99")
    assert office.turn() == []


def test_each_edition_is_told_once_however_often_the_worker_looks(office, follows, publish):
    follows(SITI, rhythm="at_once")
    found = publish()
    first = office.turn()
    assert office.turn() == office.turn() == []
    correct(found)
    second = office.turn()
    assert office.turn() == []

    assert len(first) == len(second) == 1
    assert "Diperbaiki" in second[0]["Subject"]
    assert "Tanggalnya keliru." in second[0].get_content()
    assert News.objects.count() == 2


def test_a_withdrawal_is_told_to_those_who_were_told_and_to_nobody_else(office, follows, publish):
    follows(SITI, rhythm="at_once")
    daily = follows(BUDI)  # to be told at 07.00: of this answer never
    found = publish()
    assert [each["To"] for each in office.turn()] == [SITI]
    late = follows("baru@warga.example", rhythm="at_once")
    portal.withdraw_clarification(found.slug, reason="Dasarnya keliru.", by=None)

    [letter] = office.turn()
    assert letter["To"] == SITI
    assert "Dicabut" in letter["Subject"]
    assert "Dasarnya keliru." in letter.get_content()
    assert office.morning() == []
    assert not Telling.objects.filter(follower__in=(daily, late)).exists()


def test_a_withdrawal_reaches_who_was_told_also_after_they_chose_another_topic(
    office, follows, publish
):
    follower = follows(SITI, ("kesehatan", ""), rhythm="at_once")
    found = publish(category="kesehatan")
    office.turn()
    commands.change(follower, [("politik", "")], "at_once")
    portal.withdraw_clarification(found.slug, reason="Keliru.", by=None)
    assert len(office.turn()) == 1


def test_what_was_published_before_somebody_followed_is_no_news(office, follows, publish):
    publish()
    follows(SITI, rhythm="at_once")
    assert office.turn() == []


def test_a_worker_that_was_down_for_long_tells_of_the_last_days_alone(office, follows, publish):
    follower = follows(SITI, rhythm="at_once")
    found = publish()
    publish(reference="2026-0002")
    long_ago = timezone.now() - timedelta(days=4)
    Follower.objects.filter(pk=follower.pk).update(since=long_ago)
    Clarification.objects.filter(pk=found.pk).update(updated_at=long_ago)
    assert len(office.turn()) == 1
    assert News.objects.count() == 1


def test_exercises_are_told_to_nobody(office, follows, publish):
    follows(SITI, rhythm="at_once")
    publish(is_exercise=True)
    assert office.turn() == []


def test_an_update_is_called_one(office, follows, publish):
    follows(SITI, rhythm="at_once")
    found = publish()
    office.turn()
    portal.correct_clarification(
        found.slug,
        approved(parts=PARTS),
        reason="Ada data baru.",
        by=None,
        kind=Correction.Kind.UPDATED,
    )
    [letter] = office.turn()
    assert "Diperbarui" in letter["Subject"]


# Pace


def test_once_a_day_means_one_letter_at_seven(office, follows, publish):
    follows(SITI)
    for number in range(3):
        publish(reference=f"2026-000{number}", headline=f"Nomor {number}")
    assert office.turn() == []
    [letter] = office.morning()
    assert noticing.next_hour(office.now) - office.now > timedelta(hours=23)
    assert all(f"Nomor {number}" in letter.get_content() for number in range(3))


def test_a_correction_before_seven_leaves_one_line_for_the_answer(office, follows, publish):
    follows(SITI)
    found = publish()
    office.turn()
    correct(found)
    office.turn()
    [letter] = office.morning()
    assert letter.get_content().count(f"/klarifikasi/{found.slug}/") == 1


def test_at_once_has_a_pace_and_the_rest_waits_for_seven(office, follows, publish):
    follows(SITI, rhythm="at_once")
    for number in range(sending.MOST_A_DAY + 3):
        publish(reference=f"2026-{number:04}", headline=f"Nomor {number}")
        letters = office.turn()
        assert len(letters) == (number < sending.MOST_A_DAY)
    [letter] = office.morning()
    assert letter.get_content().count("/klarifikasi/") == 3


def test_news_never_stands_in_front_of_answers_in_long_lines(office, follows, publish, monkeypatch):
    monkeypatch.setattr(sending, "MOST_WAITING", 2)
    for number in range(5):
        follows(f"a{number}@warga.example", rhythm="at_once")
    monkeypatch.setattr(sending, "A_ROUND", 2)
    publish()
    noticing.notice(office.now)
    while sending.send(office.now):
        pass
    assert Outgoing.objects.count() == 2
    assert len(office.turn()) == 5


def test_an_address_that_nobody_reads_is_let_go(office, follows, publish):
    follows(SITI, rhythm="at_once")
    office.server.refuse[SITI] = "550 no such user"
    for number in range(sending.FAILURES + 1):
        publish(reference=f"2026-{number:04}")
        office.turn()
    assert not Follower.objects.exists()
    assert Contact.objects.get().sealed == ""


def test_one_that_failed_now_and_then_is_kept(office, follows, publish):
    follows(SITI, rhythm="at_once")
    for number in range(sending.FAILURES + 2):
        office.server.refuse = {SITI: "550 no"} if number % 2 else {}
        publish(reference=f"2026-{number:04}")
        office.turn()
    assert Follower.objects.exists()


# Kept and shown


def test_an_unconfirmed_wish_goes_after_72_hours_with_its_address(office):
    wish = commands.ask(SITI, [("", "")], "daily", language="id")
    later = wish.asked_at + commands.GOOD_FOR
    retention.forget(later - timedelta(minutes=1))
    assert Wish.objects.exists()
    office.turn()
    retention.forget(later)

    assert not Wish.objects.exists()
    assert Contact.objects.get().sealed == ""


def test_the_general_retention_of_addresses_keeps_those_of_followers(office, follows):
    follows(SITI)
    contacts.forget_all(contacts.unused(timezone.now() + timedelta(days=400)))
    assert contacts.address_of(Contact.objects.get()) == SITI


def test_who_was_told_of_what_goes_after_a_year(office, follows, publish):
    follows(SITI, rhythm="at_once")
    publish()
    office.turn()
    retention.forget(timezone.now() + timedelta(days=366))
    assert not Telling.objects.exists()
    assert Follower.objects.exists()


def test_the_desk_shows_no_count_under_five(office, follows, publish, signed_in):
    for number in range(4):
        follows(f"a{number}@warga.example", ("politik", "99"), rhythm="at_once")
    assert [each.number for each in queries.figures()] == [None] * 6
    assert queries.by_topic() == queries.by_region() == []
    follows("a4@warga.example", ("politik", ""), rhythm="at_once")
    publish(category="politik")
    office.turn()

    assert queries.figures()[0].number == 5
    assert [each.number for each in queries.by_topic()] == [5]
    assert queries.by_region() == []
    assert queries.latest()[0][1] == 1 or queries.latest()[0][1] is None
    page = signed_in("penyusun").get("/desk/followers/")
    assert "warga.example" not in page.text
    assert page.status_code == 200
    assert signed_in("analis").get("/desk/followers/").status_code == 403


def test_the_desk_s_page_asks_the_database_the_same_number_of_questions(
    office, follows, publish, signed_in, django_assert_num_queries
):
    for number in range(7):
        follows(f"a{number}@warga.example", ("politik", "99"), rhythm="at_once")
        publish(reference=f"2026-{number:04}", category="politik")
        office.turn()
    browser = signed_in("admin_sistem")
    browser.get("/desk/followers/")
    with django_assert_num_queries(10):
        browser.get("/desk/followers/")


def test_choices_have_a_limit_and_everything_swallows_the_rest(office, follows):
    contact = follows(SITI).contact
    assert commands.checked([("", ""), ("politik", "")]) == [("", "")]
    with pytest.raises(ValidationError, match="zodiak"):
        commands.follow(contact, "zodiak")
    with pytest.raises(ValidationError, match="77"):
        commands.follow(contact, "", "77")
    Region.objects.bulk_create(
        [Region(code=f"7{n:03}", name=f"W{n}", level="provinsi") for n in range(41)]
    )
    with pytest.raises(ValidationError, match="40"):
        commands.checked([("", f"7{n:03}") for n in range(41)])


def test_a_way_out_works_without_a_cookie_also_where_one_is_required(office, follows):
    follower = follows(SITI)
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(f"/ikuti/berhenti/{links.token_of(follower)}/").status_code == 200
    assert not browser.cookies
