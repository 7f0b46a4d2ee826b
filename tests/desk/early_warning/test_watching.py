"""Planning records, indicators, mutes and answers: who may, what is kept, what pages say."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import items
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.models import Feedback, Indicator, Mute, Plan, PlanEdition
from tangkal.desk.early_warning.watching import commands, queries
from tangkal.desk.workflow import StaleObject
from tests.desk.early_warning.watching import BLANK, in_days, indicator_of, plan_of
from tests.desk.lakes import item, lake_of
from tests.desk.markup import inline_code

pytestmark = pytest.mark.django_db
WATCH = "/desk/watch/"


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def watch_reason(indicator, observed=20):
    return {
        "kind": "watch", "indicator": indicator.pk, "plan": "Bansos 2026", "name": "Pendaftaran",
        "term": "pendaftaran bantuan", "what": "items_hour", "observed": observed,
        "threshold": 20, "hour": timezone.now().isoformat(), "severity": "medium", "score": 0.45,
    }  # fmt: skip


def test_a_plan_keeps_every_edition_and_the_audit_says_who(people, chain_holds):
    plan = plan_of(people, objective="satu")
    values = BLANK | {"title": plan.title, "review_on": plan.review_on, "objective": "dua"}
    commands.revise_plan(plan, values, by=people["penyetuju"], why="tarif baru", version=1)
    kept = PlanEdition.objects.order_by("number")
    assert [(e.number, e.content["objective"], e.why) for e in kept] == [
        (1, "satu", ""), (2, "dua", "tarif baru"),
    ]  # fmt: skip
    assert actions() == ["plan.written", "plan.revised"]
    assert Plan.objects.get().owner == people["analis"]
    assert chain_holds()


def test_whoever_was_slower_is_told_and_overwrites_nothing(people):
    plan = plan_of(people)
    values = BLANK | {"title": "Lain", "review_on": plan.review_on}
    commands.revise_plan(plan, values, by=people["analis"], why="", version=1)
    with pytest.raises(StaleObject):
        commands.revise_plan(plan, values, by=people["penyetuju"], why="", version=1)


@pytest.mark.parametrize("role", ["pemantau", "verifikator", "auditor", "foreign_analis"])
def test_only_planners_of_the_organisation_change_a_plan(people, role):
    plan = plan_of(people)
    indicator = indicator_of(people, plan)
    values = BLANK | {"title": "Lain", "review_on": plan.review_on}
    for act in (
        lambda: commands.revise_plan(plan, values, by=people[role], why=""),
        lambda: commands.switch(indicator, on=False, by=people[role]),
        lambda: commands.mute_indicator(indicator, reason="x", until=in_days(1), by=people[role]),
        lambda: commands.apply_threshold(
            indicator, field="items_hour", value=9, by=people[role], because="", version=2
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"any_of": "@warga"}, "points to a person"),
        ({"any_of": "yang"}, "almost every text"),
        ({"any_of": ""}, "nothing to look for"),
        ({"items_hour": None}, "at least one threshold"),
    ],
)
def test_an_indicator_that_cannot_be_watched_is_refused_with_the_reason(people, fields, says):
    with pytest.raises(ValidationError, match=says):
        indicator_of(people, **fields)
    assert not Indicator.objects.exists()


def test_a_changed_indicator_is_off_until_somebody_has_seen_its_preview(people):
    indicator = indicator_of(people)
    values = {name: getattr(indicator, name) for name in (*commands.SEARCHED, *commands.LIMITS)} | {
        "any_of": "bansos"
    }
    changed = commands.write_indicator(
        indicator.plan, values, by=people["analis"], indicator=indicator, version=indicator.version
    )
    assert not changed.is_on


@pytest.fixture
def past(tmp_path, monkeypatch):
    """Ten days, each with three hits in one hour on two of them, and chatter."""
    rows = [
        item(f"c{n}", hours_ago=5 + n, text="kabar cuaca pagi ini", family_id="c" * 32)
        for n in range(240)
    ]
    for day in (2, 6):
        rows += [
            item(f"h{day}{n}", hours_ago=24 * day, text="pendaftaran b4ntu4n dibuka")
            for n in range(3)
        ]
    found = lake_of(tmp_path / "lake", *rows)
    monkeypatch.setattr(items, "open_lake", lambda _place: found)
    return found


def test_the_preview_says_how_often_it_would_have_fired_and_shows_hits(people, signed_in, past):
    indicator = indicator_of(people, on=False)
    text = signed_in("analis").get(f"{WATCH}indicators/{indicator.pk}/").text
    assert "It would have fired 2 times: 6 hits among 246 items." in text
    assert "pendaftaran b4ntu4n dibuka" in text
    assert "Put on the watch list" in text


def test_too_common_a_term_cannot_be_switched_on_and_is_told_its_hits(people, signed_in, past):
    indicator = indicator_of(people, on=False, any_of="cuaca")
    browser = signed_in("analis")
    browser.post(
        f"{WATCH}indicators/{indicator.pk}/switch/", {"on": "1", "version": indicator.version}
    )
    indicator.refresh_from_db()
    assert not indicator.is_on
    preview = queries.preview(indicator, timezone.now())
    assert "hit 240 times among 246 items" in preview.refusal


def test_a_second_word_makes_a_common_one_watchable(people, signed_in, past):
    indicator = indicator_of(people, on=False, any_of="cuaca", all_of="badai")
    signed_in("analis").post(
        f"{WATCH}indicators/{indicator.pk}/switch/", {"on": "1", "version": indicator.version}
    )
    indicator.refresh_from_db()
    assert indicator.is_on


@pytest.mark.parametrize(
    ("reason", "days", "allowed"),
    [("dikenal", 2, True), (" ", 2, False), ("dikenal", -1, False), ("dikenal", 120, False)],
)
def test_a_mute_has_a_reason_and_an_end(people, make_signal, reason, days, allowed):
    signal = make_signal()
    if allowed:
        commands.mute_signal(signal, reason=reason, until=in_days(days), by=people["pemantau"])
        assert actions() == ["signal.muted"]
    else:
        with pytest.raises(ValidationError):
            commands.mute_signal(signal, reason=reason, until=in_days(days), by=people["pemantau"])
        assert not Mute.objects.exists()


def test_the_most_urgent_and_the_critical_are_not_muted(people, make_signal):
    with pytest.raises(PermissionDenied, match="most urgent class"):
        commands.mute_signal(
            make_signal(urgency=0.8), reason="x", until=in_days(1), by=people["pemantau"]
        )
    with pytest.raises(PermissionDenied, match="critical"):
        commands.mute_indicator(
            indicator_of(people, severity="critical"),
            reason="x", until=in_days(1), by=people["analis"],
        )  # fmt: skip


def test_a_muted_signal_leaves_the_queue_stands_in_the_list_and_comes_back(
    people, signed_in, make_signal, lake
):
    signal = make_signal(1)
    make_signal(2, narrative_id="N1")
    browser = signed_in("pemantau")
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    browser.post(
        f"{WATCH}signals/{signal.pk}/mute/",
        {"reason": "ulangan lama", "until": day, "of": "narrative"},
    )
    assert "Kabar" not in browser.get("/desk/signals/").text
    assert "Kabar 2" in browser.get("/desk/signals/?state=muted").text
    assert "ulangan lama" in browser.get(f"{WATCH}mutes/").text
    assert "ulangan lama" in browser.get(f"/desk/signals/{signal.pk}/").text
    browser.post(f"{WATCH}mutes/{Mute.objects.get().pk}/end/")
    assert "Kabar 1" in browser.get("/desk/signals/").text
    assert actions()[-2:] == ["signal.muted", "signal.unmuted"]


def test_answers_become_a_suggestion_that_only_a_person_applies(
    people, signed_in, make_signal, lake
):
    indicator = indicator_of(people, items_hour=20)
    browser = signed_in("analis")
    for number, observed in enumerate((20, 22, 25), start=1):
        signal = make_signal(number, reasons=[watch_reason(indicator, observed)])
        browser.post(
            f"{WATCH}signals/{signal.pk}/useful/", {"answer": "not_useful", "note": "obrolan"}
        )
    text = browser.get(f"{WATCH}usefulness/").text
    assert "26 items in an hour instead of 20: it would have spared 3 firings" in text
    indicator.refresh_from_db()
    assert indicator.items_hour == 20
    browser.post(
        f"{WATCH}indicators/{indicator.pk}/threshold/",
        {
            "field": "items_hour",
            "value": "26",
            "version": indicator.version,
            "because": "3 sia-sia",
        },
    )
    indicator.refresh_from_db()
    assert (indicator.items_hour, indicator.is_on) == (26, True)
    event = AuditEvent.objects.get(action="indicator.threshold_applied")
    assert (event.details["before"], event.details["after"]) == (20, 26)


def test_one_person_has_one_answer_and_the_newest_counts(people, make_signal):
    signal = make_signal()
    for answer in ("useful", "too_late"):
        commands.answer_useful(signal, answer=answer, note="", by=people["pemantau"])
    assert Feedback.objects.get().answer == "too_late"
    assert actions() == ["signal.answered_useful"] * 2
    with pytest.raises(ValidationError):
        commands.answer_useful(signal, answer="maybe", note="", by=people["pemantau"])
    with pytest.raises(PermissionDenied):
        commands.answer_useful(signal, answer="useful", note="", by=people["auditor"])


def test_a_plan_is_written_in_a_browser_with_its_dates(people, signed_in):
    browser = signed_in("analis")
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"title": "Pemilu", "review_on": day, "trigger_dates": f"besok saja\n{day} Pencoblosan"}
    refused = browser.post(f"{WATCH}new/", form)
    assert "does not begin with a date" in refused.text
    browser.post(f"{WATCH}new/", form | {"trigger_dates": f"{day} Pencoblosan"})
    plan = Plan.objects.get()
    assert plan.trigger_dates == [{"on": day, "what": "Pencoblosan"}]
    assert "Pencoblosan" in browser.get(f"{WATCH}{plan.pk}/").text


def test_a_review_that_is_due_is_shown_and_comes_first(people, signed_in):
    plan_of(people, title="Nanti", review_on=timezone.localdate() + timedelta(days=9))
    plan_of(people, title="Lewat", review_on=timezone.localdate() - timedelta(days=1))
    text = signed_in("auditor").get(WATCH).text
    assert text.index("Lewat") < text.index("Nanti")
    assert text.count("Review overdue") == 1


def test_a_signal_says_what_the_watch_list_saw_in_both_languages(
    people, signed_in, make_signal, lake
):
    signal = make_signal(reasons=[watch_reason(indicator_of(people), 31)])
    browser = signed_in("analis")
    says = (
        "watch list: Bansos 2026, Pendaftaran, “pendaftaran bantuan”: 31 in an hour, threshold 20"
    )
    assert says in browser.get(f"/desk/signals/{signal.pk}/").text
    assert "Kabar 1" in browser.get("/desk/signals/?reason=watch").text
    assert "daftar pantau: Bansos 2026" in browser.get(f"/desk/signals/{signal.pk}/?lang=id").text


def test_pages_hold_nothing_our_policy_blocks_and_escape_what_people_wrote(
    people, signed_in, make_signal, past
):
    plan = plan_of(people, title="<script>alert(1)</script>", objective="<b>tebal</b>")
    indicator = indicator_of(people, plan, name="<i>miring</i>")
    signal = make_signal()
    commands.mute_signal(signal, reason="<u>garis</u>", until=in_days(1), by=people["pemantau"])
    browser = signed_in("analis")
    for page in (
        WATCH, f"{WATCH}new/", f"{WATCH}{plan.pk}/", f"{WATCH}{plan.pk}/edit/",
        f"{WATCH}{plan.pk}/indicators/new/", f"{WATCH}indicators/{indicator.pk}/",
        f"{WATCH}indicators/{indicator.pk}/edit/", f"{WATCH}mutes/", f"{WATCH}usefulness/",
    ):  # fmt: skip
        reply = browser.get(page)
        assert reply.status_code == 200, page
        assert inline_code(reply.text) == []
        assert not any(
            each in reply.text for each in ("<script>alert", "<b>tebal", "<i>mir", "<u>")
        )


def count_queries(browser, page):
    browser.get(page)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(page).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(people, signed_in, make_signal, past):
    plan = plan_of(people)
    indicator = indicator_of(people, plan)
    commands.mute_signal(make_signal(1), reason="x", until=in_days(1), by=people["pemantau"])
    commands.answer_useful(
        make_signal(2, reasons=[watch_reason(indicator)]), answer="useful", note="",
        by=people["analis"],
    )  # fmt: skip
    browser = signed_in("analis")
    pages = (
        WATCH, f"{WATCH}{plan.pk}/", f"{WATCH}indicators/{indicator.pk}/", f"{WATCH}mutes/",
        f"{WATCH}usefulness/", "/desk/signals/",
    )  # fmt: skip
    before = {page: count_queries(browser, page) for page in pages}
    for number in range(3, 9):
        other = indicator_of(people, plan_of(people, title=f"Lain {number}"), name=f"I{number}")
        indicator_of(people, plan, name=f"J{number}")
        signal = make_signal(number, reasons=[watch_reason(other)])
        commands.answer_useful(signal, answer="useful", note="", by=people["analis"])
        commands.mute_signal(signal, reason="x", until=in_days(1), by=people["pemantau"])
    assert {page: count_queries(browser, page) for page in pages} == before
    assert Signal.objects.count() == 8
    assert max(before.values()) <= 14, before
