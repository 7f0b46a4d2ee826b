""" "Was this helpful?" and two wordings: counted, flood-limited, for nobody in particular."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.portal import commands, feedback, wordings
from tangkal.desk.portal.models import (
    Clarification,
    HelpfulCount,
    SpentView,
    WordingCount,
    WordingTest,
)
from tests.desk.markup import inline_code
from tests.desk.portal.conftest import approved

pytestmark = pytest.mark.django_db
OTHER = "Stok cukup: harga BBM tetap"


@pytest.fixture
def page(publish) -> Clarification:
    return publish()


@pytest.fixture
def test(page, people) -> WordingTest:
    return wordings.start(
        page,
        code="abc123",
        headline=OTHER,
        part_key="fact",
        part_text="Sampai akhir bulan harga bahan bakar tetap.",
        ends_at=timezone.now() + timedelta(days=3),
        by=people["evaluator"],
    )


def send(citizen, page, answer="yes", headers=None, **fields):
    fields = {"answer": answer, "website": "", "edition": "1"} | fields
    return citizen.post(f"/klarifikasi/{page.slug}/membantu/", fields, headers=headers or {})


def counted() -> tuple[int, int]:
    row = HelpfulCount.objects.first()
    return (row.yes, row.no) if row else (0, 0)


def name_in(reply) -> str:
    return re.search(r'name="v" value="([^"]+)"', reply.text)[1]


def arm_of(reply) -> str:
    return "b" if OTHER in re.search(r"<h1[^>]*>([^<]*)</h1>", reply.text)[1] else "a"


def test_an_answer_counts_without_a_cookie_and_keeps_nothing_of_the_sender(citizen, page):
    told = send(citizen, page)
    thanks = citizen.get(told["Location"])

    assert (told.status_code, counted()) == (302, (1, 0))
    assert "no-store" in thanks["Cache-Control"]
    assert not citizen.cookies
    assert {field.name for field in HelpfulCount._meta.get_fields()} == {
        "id",
        "clarification",
        "edition",
        "on",
        "yes",
        "no",
    }
    assert not AuditEvent.objects.filter(action__contains="helpful").exists()


def test_the_page_stays_everybody_s_and_light(citizen, page):
    reply = citizen.get(f"/klarifikasi/{page.slug}/")
    form = reply.text[reply.text.index('class="helpful') - 60 : reply.text.index("</form>")]

    assert reply["Cache-Control"] == "public, max-age=60"
    assert citizen.get(f"/klarifikasi/{page.slug}/").content == reply.content  # no name in it
    assert len(form) < 1_000
    assert inline_code(reply.text) == []


@pytest.mark.parametrize(
    ("fields", "status", "result"),
    [
        ({"answer": "no"}, 302, (0, 1)),
        ({"answer": "maybe"}, 400, (0, 0)),
        ({"answer": ""}, 400, (0, 0)),
        ({"website": "http://spam.example"}, 302, (0, 0)),
        ({"edition": "99"}, 302, (1, 0)),
        ({"edition": "²"}, 302, (1, 0)),
        ({"v": "forged.a.name:x:y"}, 302, (1, 0)),  # of no version
        ({"headers": {"Sec-Fetch-Site": "cross-site"}}, 302, (0, 0)),
        ({"headers": {"Sec-Fetch-Site": "same-origin"}}, 302, (1, 0)),
    ],
)
def test_what_counts(citizen, page, fields, status, result):
    assert send(citizen, page, **fields).status_code == status
    assert counted() == result


def test_a_flood_from_one_address_is_not_counted(citizen, page):
    answers = [send(citizen, page).status_code for _each in range(feedback.A_PAGE + 3)]

    assert answers.count(302) == feedback.A_PAGE
    assert answers[-1] == 429
    assert counted() == (feedback.A_PAGE, 0)


@pytest.mark.parametrize("state", ["withdrawn", "exercise"])
def test_what_no_reader_may_see_takes_no_answer(citizen, page, state, settings):
    change = {"state": "withdrawn"} if state == "withdrawn" else {"is_exercise": True}
    Clarification.objects.filter(pk=page.pk).update(**change)

    assert send(citizen, page).status_code == 404
    assert citizen.get(f"/klarifikasi/{page.slug}/bagikan/").status_code == 404


def test_an_answer_belongs_to_the_edition_that_was_read(citizen, page):
    send(citizen, page)
    commands.correct_clarification(page.slug, approved(headline="Baru"), reason="x", by=None)
    send(citizen, page)
    send(citizen, page, edition="2")

    assert list(HelpfulCount.objects.values_list("edition", "yes")) == [(1, 2), (2, 1)]


# Two wordings


def test_every_view_draws_by_a_fair_coin_and_no_cache_keeps_it(citizen, page, test):
    replies = [citizen.get(f"/klarifikasi/{page.slug}/") for _each in range(60)]
    arms = [arm_of(each) for each in replies]

    assert {"a", "b"} == set(arms)
    assert 10 < arms.count("b") < 50  # beyond it one fair coin in ten million
    assert {each["Cache-Control"] for each in replies} == {"private, no-cache"}
    assert len({name_in(each) for each in replies}) == 60
    assert not citizen.cookies
    assert {wordings.read_view(name_in(each)).arm for each in replies} == {"a", "b"}
    for reply, arm in zip(replies, arms, strict=True):
        assert wordings.read_view(name_in(reply)).arm == arm
        assert wordings.NAME_PLACE not in reply.text


def test_both_versions_carry_verdict_claim_and_sources_and_the_markup_is_the_published(
    citizen, page, test
):
    found = {}
    for _each in range(60):
        reply = citizen.get(f"/klarifikasi/{page.slug}/")
        found[arm_of(reply)] = reply
    for reply in found.values():
        assert "This is not true." in reply.text or "Ini tidak benar" in reply.text
        assert page.claim_text in reply.text
        assert "/sumber/1/?v=" in reply.text
        assert f'"headline": "{OTHER}"' not in reply.text.replace("'", '"')
        assert inline_code(reply.text) == []
    assert "Sampai akhir bulan harga" in found["b"].text
    assert "Sampai akhir bulan harga" not in found["a"].text
    assert OTHER not in citizen.get("/").text  # lists and feeds keep the published wording
    assert OTHER not in citizen.get("/rss.xml").text


def test_a_view_counts_once_for_its_version(citizen, page, test):
    reply = citizen.get(f"/klarifikasi/{page.slug}/")
    name = name_in(reply)
    for _each in range(3):
        send(citizen, page, v=name)
        send(citizen, page, "no", v=name)
        citizen.get(f"/klarifikasi/{page.slug}/bagikan/?v={name}")
        citizen.get(f"/klarifikasi/{page.slug}/sumber/1/?v={name}")
    row = WordingCount.objects.get(test=test, arm=arm_of(reply))

    assert (row.yes, row.no, row.shares, row.evidence) == (1, 0, 1, 1)
    assert counted() == (1, 0)
    assert WordingCount.objects.count() == 1


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}]
)
def test_a_browser_that_loads_ahead_has_clicked_nothing(citizen, page, test, headers):
    name = name_in(citizen.get(f"/klarifikasi/{page.slug}/"))
    citizen.get(f"/klarifikasi/{page.slug}/sumber/1/?v={name}", headers=headers)

    assert not WordingCount.objects.filter(evidence__gt=0).exists()


def test_links_lead_to_the_answer_s_own_sources_and_to_whatsapp_alone(citizen, page):
    share = citizen.get(f"/klarifikasi/{page.slug}/bagikan/")
    source = citizen.get(f"/klarifikasi/{page.slug}/sumber/1/?next=https://evil.example")

    assert share["Location"].startswith("https://wa.me/?text=Harga+BBM")
    assert source["Location"] == "https://energi.example/harga"
    for number in (0, 2, 99999):
        assert citizen.get(f"/klarifikasi/{page.slug}/sumber/{number}/").status_code == 404


def test_views_are_counted_in_tens(citizen, page, test):
    for _each in range(60):
        citizen.get(f"/klarifikasi/{page.slug}/")
    total = sum(WordingCount.objects.values_list("views", flat=True))

    assert 40 <= total <= 60


def test_officers_read_what_was_published_and_count_for_nothing(signed_in, page, test):
    browser = signed_in("analis")
    replies = [browser.get(f"/klarifikasi/{page.slug}/") for _each in range(12)]

    assert {arm_of(each) for each in replies} == {"a"}
    assert not WordingCount.objects.exists()


def test_a_browser_that_keeps_the_page_for_later_gets_what_was_published(citizen, page, test):
    reply = citizen.get(f"/klarifikasi/{page.slug}/?luring")

    assert page.headline in reply.text
    assert reply["Cache-Control"].startswith("public")
    assert 'name="v"' not in reply.text


@pytest.mark.parametrize("how", ["corrected", "doubted", "withdrawn", "person"])
def test_a_change_of_the_answer_ends_the_test_at_once(citizen, page, test, people, how):
    name = name_in(citizen.get(f"/klarifikasi/{page.slug}/"))
    if how == "corrected":
        commands.correct_clarification(page.slug, approved(), reason="x", by=people["penyetuju"])
    elif how == "doubted":
        commands.doubt_clarification(page.slug, reason="x", by=people["penyetuju"])
    elif how == "withdrawn":
        commands.withdraw_clarification(page.slug, reason="x", by=people["penyetuju"])
    else:
        wordings.stop(test, why="person", by=people["penyetuju"])
    test.refresh_from_db()
    replies = [citizen.get(f"/klarifikasi/{page.slug}/") for _each in range(12)]
    send(citizen, page, v=name)

    assert test.stopped_why == ("person" if how == "person" else "changed")
    assert {arm_of(each) for each in replies} == {"a"}
    assert not WordingCount.objects.filter(yes__gt=0).exists()
    assert AuditEvent.objects.filter(action="wording.stopped").count() == 1


def test_a_test_ends_by_its_day(citizen, page, test):
    WordingTest.objects.update(ends_at=timezone.now() - timedelta(minutes=1))

    reply = citizen.get(f"/klarifikasi/{page.slug}/")
    assert reply["Cache-Control"] == "public, max-age=60"


def test_spent_names_are_forgotten(citizen, page, test):
    SpentView.objects.create(name="old:answer", at=timezone.now() - timedelta(days=3))
    send(citizen, page, v=name_in(citizen.get(f"/klarifikasi/{page.slug}/")))

    assert not SpentView.objects.filter(name="old:answer").exists()
    assert SpentView.objects.count() == 1


def test_a_kept_rendering_is_never_another_address_s(citizen, page, test):
    cache.clear()
    citizen.get(f"/klarifikasi/{page.slug}/?utm=rahasia")
    for _each in range(20):
        assert "rahasia" not in citizen.get(f"/klarifikasi/{page.slug}/").text


def test_a_page_in_a_test_asks_the_database_little(
    citizen, page, test, django_assert_max_num_queries
):
    for _each in range(20):
        citizen.get(f"/klarifikasi/{page.slug}/")
    cache.delete("views:abc123:a")
    cache.delete("views:abc123:b")
    with django_assert_max_num_queries(3):
        citizen.get(f"/klarifikasi/{page.slug}/")
