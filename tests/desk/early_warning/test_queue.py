"""The queue: who sees it, what it says, and that it stays quick."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.accounts.models import Region
from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.models import SavedView
from tests.desk.early_warning.conftest import burst
from tests.desk.markup import inline_code

QUEUE = "/desk/signals/"
PAGES = (QUEUE, f"{QUEUE}rows/", f"{QUEUE}bursts/", f"{QUEUE}{{id}}/", f"{QUEUE}{{id}}/dismissal/")


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_content_roles_read_the_queue(signed_in, make_signal, lake, role):
    signal = make_signal()
    expected = 200 if role in {r.value for r in CONTENT_ROLES} else 403

    browser = signed_in(role)

    replies = {page: browser.get(page.format(id=signal.pk)).status_code for page in PAGES}
    assert replies == dict.fromkeys(PAGES, expected)


def test_somebody_without_a_role_or_sign_in_reads_nothing(client, signed_in, make_signal):
    make_signal()
    assert client.get(QUEUE).status_code == 302
    assert signed_in("nobody").get(QUEUE).status_code == 403


def test_pages_hold_nothing_our_policy_blocks_and_escape_what_others_wrote(
    signed_in, make_signal, lake, known
):
    signal = make_signal(
        title="<script>alert(1)</script>",
        best_claim=known,
        best_reasons=["words|<b>bbm</b>"],
        reasons=[{"kind": "known_claim", "claim_id": "kc-1", "score": 0.9}, burst()],
    )
    browser = signed_in("analis")
    for page in PAGES:
        reply = browser.get(page.format(id=signal.pk))
        assert inline_code(reply.text) == []
        assert "<script>alert" not in reply.text
        assert "<b>bbm" not in reply.text


def test_a_row_says_why_it_is_here_in_the_readers_language(signed_in, people, make_signal, known):
    make_signal(
        best_claim=known,
        reasons=[
            {"kind": "known_claim", "claim_id": "kc-1", "score": 0.87},
            burst(),
            {"kind": "report", "count": 2},
        ],
    )
    english = signed_in("pemantau").get(QUEUE).text
    assert "the same as the known claim “Harga BBM naik besok” (likeness 0.87 of 1)" in english
    assert "62 in the last hour, where 6 to 14 are usual" in english
    assert "2 reports from citizens" in english
    assert "Cek Contoh says “SALAH”" in english
    indonesian = signed_in("pemantau").get(f"{QUEUE}?lang=id").text
    assert "62 dalam satu jam terakhir, biasanya 6 sampai 14" in indonesian


def test_an_older_burst_is_not_called_the_last_hours(signed_in, make_signal):
    make_signal(reasons=[burst(hours_ago=30)])
    assert "in the last hour" not in signed_in("analis").get(QUEUE).text


def test_the_most_urgent_comes_first(signed_in, make_signal):
    make_signal(1, urgency=0.2)
    make_signal(2, urgency=0.9)
    text = signed_in("analis").get(QUEUE).text
    assert text.index("Kabar 2") < text.index("Kabar 1")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {1, 2, 3, 4}),
        ("state=all", {1, 2, 3, 4, 5}),
        ("state=DITOLAK", {5}),
        ("reason=burst", {2}),
        ("platform=tiktok", {3}),
        ("region=99", {4}),
        ("region=9", set()),
        ("language=jv", {3}),
        ("owner=mine", {1}),
        ("owner=free", {2, 3, 4}),
        ("overdue=1", {2}),
        ("reality=exercise", {4}),
        ("reality=real", {1, 2, 3}),
        ("q=kabar+3", {3}),
        ("q=lipat+tidakada", set()),
        ("state=nonsense&owner=nonsense", {1, 2, 3, 4}),
    ],
)
def test_filters_narrow_the_queue(signed_in, people, organisations, make_signal, query, found):
    make_signal(1, owner=people["analis"])
    make_signal(2, reasons=[burst()], due_at=timezone.now() - timedelta(minutes=1))
    make_signal(3, platforms={"tiktok": 1}, language="jv")
    make_signal(4, region=Region.objects.get(code="99.01"), is_exercise=True)
    make_signal(5, state="DITOLAK")
    text = signed_in("analis").get(f"{QUEUE}?{query}").text
    assert {n for n in range(1, 6) if f"Kabar {n}:" in text} == found


def queries_of(browser, page):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(page).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_queue(signed_in, people, make_signal, known):
    from django.core.cache import cache

    browser = signed_in("analis")
    reasons = [{"kind": "known_claim", "claim_id": "kc-1", "score": 0.9}, burst()]
    for number in range(20):
        make_signal(number, best_claim=known, reasons=reasons, owner=people["analis"])
    SavedView.objects.create(user=people["analis"], name="A", query="owner=mine")
    few = queries_of(browser, QUEUE)
    for number in range(20, 200):
        make_signal(number, best_claim=known, reasons=reasons, owner=people["pemantau"])
    for name in "BCD":
        SavedView.objects.create(user=people["analis"], name=name, query="overdue=1")
    cache.clear()
    assert queries_of(browser, QUEUE) == few <= 16


def test_a_poll_answers_only_when_something_changed(signed_in, people, make_signal):
    signal = make_signal()
    browser = signed_in("analis")
    reply = browser.get(f"{QUEUE}rows/")
    token = reply.context["poll_query"].rpartition("seen=")[2]
    assert browser.get(f"{QUEUE}rows/?seen={token}").status_code in {204, 200}  # a minute may end
    commands.claim_ownership(signal, by=people["pemantau"])
    after = browser.get(f"{QUEUE}rows/?seen={token}")
    assert after.status_code == 200
    assert "Pemantau" in after.text


def test_a_poll_without_a_change_draws_nothing(signed_in, make_signal, monkeypatch):
    from tangkal.desk.early_warning.views import listing

    monkeypatch.setattr(listing, "token_of", lambda signals, total: f"t{len(signals)}")
    make_signal(1)
    browser = signed_in("analis")
    assert browser.get(f"{QUEUE}rows/?seen=t1").status_code == 204
    make_signal(2)
    assert browser.get(f"{QUEUE}rows/?seen=t1").status_code == 200


def test_the_tab_counts_what_is_overdue(signed_in, make_signal):
    make_signal(1, due_at=timezone.now() - timedelta(minutes=5))
    make_signal(2)
    text = signed_in("analis").get(QUEUE).text
    assert 'data-overdue="1"' in text
    assert 'data-overdue-count="1"' in text


def test_saved_views_count_live_and_belong_to_one_person(signed_in, people, make_signal):
    make_signal(1, language="jv")
    browser = signed_in("analis")
    browser.post(f"{QUEUE}views/", {"list": "language=jv&evil=1", "name": "Jawa"})
    view = SavedView.objects.get()
    assert (view.user, view.query) == (people["analis"], "language=jv")
    assert [each.count for each in browser.get(QUEUE).context["views"]] == [1]
    make_signal(2, language="jv")
    assert [each.count for each in browser.get(QUEUE).context["views"]] == [2]

    other = signed_in("pemantau")
    assert other.get(QUEUE).context["views"] == []
    assert other.post(f"{QUEUE}views/{view.pk}/delete/").status_code == 404
    browser.post(f"{QUEUE}views/", {"list": "overdue=1", "name": "Jawa"})
    assert SavedView.objects.get().query == "overdue=1"
    browser.post(f"{QUEUE}views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name(signed_in, make_signal):
    signed_in("analis").post(f"{QUEUE}views/", {"list": "", "name": "  "})
    assert not SavedView.objects.exists()


def test_an_empty_queue_names_the_next_step(signed_in):
    assert "Nothing waits" in signed_in("analis").get(QUEUE).text


def test_bursts_are_listed_newest_first_and_an_old_one_is_left_out(signed_in, make_signal, lake):
    make_signal(1, reasons=[burst(hours_ago=50)])
    make_signal(2, reasons=[burst()])
    make_signal(3, reasons=[burst(hours_ago=24 * 8)])
    make_signal(4)
    text = signed_in("analis").get(f"{QUEUE}bursts/").text
    assert text.index("Kabar 2") < text.index("Kabar 1")
    assert "Kabar 3" not in text
    assert "Kabar 4" not in text


def test_no_data_is_never_shown_as_calm(signed_in, tmp_path, monkeypatch):
    from tangkal.desk.cases import items
    from tests.desk.lakes import lake_of

    empty = lake_of(tmp_path / "empty")
    monkeypatch.setattr(items, "open_lake", lambda _place: empty)
    assert "Nothing is being watched" in signed_in("analis").get(f"{QUEUE}bursts/").text


@pytest.mark.parametrize(
    ("role", "route"),
    [
        ("analis", "queue"),
        ("pemantau", "queue"),
        ("verifikator", "cases"),
        ("penyusun", "messages"),
        ("penyetuju", "messages"),
        ("evaluator", "tracking"),
    ],
)
def test_each_role_lands_where_its_day_begins(signed_in, role, route):
    from django.urls import reverse

    assert signed_in(role).get("/desk/").headers["Location"] == reverse(route)


def test_only_the_page_itself_is_current_in_the_rail(signed_in, lake):
    text = signed_in("analis").get(f"{QUEUE}bursts/").text
    assert text.count('class="link"') > 3
    assert text.count('aria-current="page"') == 1


def test_signals_are_not_touched_by_reading(signed_in, make_signal, lake):
    signal = make_signal()
    signed_in("analis").get(f"{QUEUE}{signal.pk}/")
    assert Signal.objects.get().version == 1


@pytest.mark.parametrize("words", ["#{pk}", "sinyal {pk}", "http://testserver/desk/signals/{pk}/"])
def test_the_jump_box_takes_a_signals_number_and_a_pasted_address(signed_in, make_signal, words):
    signal = make_signal()
    reply = signed_in("analis").get("/desk/jump/", {"q": words.format(pk=signal.pk)})
    assert reply.headers["Location"] == f"/desk/signals/{signal.pk}/"


@pytest.mark.parametrize(
    "words",
    ["#999999", "http://elsewhere.example/desk/signals/1/", "http://testserver//x.example/"],
)
def test_the_jump_box_leads_nowhere_else(signed_in, make_signal, words):
    make_signal()
    reply = signed_in("analis").get("/desk/jump/", {"q": words})
    assert reply.headers["Location"].startswith("/desk/signals/?q=")
