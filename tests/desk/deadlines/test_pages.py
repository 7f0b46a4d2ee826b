"""The pages of deadlines: what a person sees and can do there, in words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.states import CaseState
from tangkal.desk.deadlines import escalation
from tangkal.desk.deadlines.models import DutyShift, Escalation, HandOver, Limit, WorkingWeek
from tangkal.desk.deadlines.tripwires import round as look_again
from tests.desk.cases import walk
from tests.desk.deadlines.test_tripwires import STORY, level, quiet, signal, story

__all__ = ["story"]
pytestmark = pytest.mark.django_db


def test_the_list_names_the_step_how_late_and_who_can_act(signed_in, people, clock):
    mine = walk.case_at(CaseState.TRIAGE, people)
    walk.open_case(people)
    clock.move(hours=8)
    page = signed_in("analis").get(reverse("deadlines")).content.decode()
    assert mine.number in page
    assert "2 hours overdue" in page
    assert "Can act: Analis" in page  # nobody's yet: its analysts
    own = signed_in("second_analis").get(reverse("deadlines") + "?scope=mine").content.decode()
    assert "Nothing is due here" in own


def test_the_number_beside_a_name_says_that_it_is_of_what_is_late(signed_in, people, clock):
    walk.case_at(CaseState.TRIAGE, people)
    running = signed_in("analis").get(reverse("deadlines")).content.decode()
    assert 'class="count"' not in running  # a bare 0 beside a list of one would seem wrong
    clock.move(hours=8)
    late = signed_in("analis").get(reverse("deadlines")).content.decode()
    assert '<span class="count">1 overdue</span>' in late


def test_the_number_in_the_tab_counts_what_is_mine_and_nobodys_here(signed_in, people, clock):
    walk.case_at(CaseState.TRIAGE, people)
    walk.open_case(people)
    clock.move(hours=30)
    asked = {who: signed_in(who).get(reverse("deadline-count")).json() for who in
             ("analis", "second_analis", "foreign_analis", "admin_sistem", "nobody")}  # fmt: skip
    assert [each["overdue"] for each in asked.values()] == [2, 1, 0, 0, 0]


def test_a_stopped_clock_says_why_on_the_case_in_the_list_and_among_deadlines(signed_in, people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    client = signed_in("verifikator")
    form = client.get(reverse("case-pause", args=[case.number]))
    assert form.status_code == 200
    sent = client.post(
        reverse("case-pause", args=[case.number]),
        {
            "version": case.version,
            "reason": "office",
            "text": "the energy office answers at two",
            "until": (timezone.localtime() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        },
    )
    assert sent.status_code == 302
    for address in (
        reverse("case", args=[case.number]),
        reverse("cases"),
        reverse("deadlines"),
    ):
        page = client.get(address).content.decode()
        assert "paused: waiting for another office" in page, address
    case.refresh_from_db()
    again = client.post(reverse("case-resume", args=[case.number]), {"version": case.version})
    assert again.status_code == 302
    assert "paused:" not in client.get(reverse("cases")).content.decode()


def test_a_call_is_answered_with_one_button(signed_in, people, clock):
    walk.case_at(CaseState.TRIAGE, people)
    clock.move(hours=5)
    escalation.tick(clock.now())
    client = signed_in("analis")
    assert "You were called" in client.get(reverse("deadlines")).content.decode()
    client.post(reverse("deadline-acknowledge", args=[Escalation.objects.get().pk]))
    assert Escalation.objects.get().acknowledged_at
    assert "You were called" not in client.get(reverse("deadlines")).content.decode()


def test_an_approver_sets_a_limit_and_everybody_sees_who_and_why(signed_in, people):
    client = signed_in("penyetuju")
    values = {"step": "verify", "priority": "LOW", "kind": "limit", "amount": "24",
              "unit": "hours", "in_working_time": "on", "why": "two verifiers now"}  # fmt: skip
    assert client.post(reverse("deadline-limits"), values).status_code == 302
    row = Limit.objects.get()
    assert (row.minutes, row.counts) == (24 * 60, "working")
    page = signed_in("analis").get(reverse("deadline-limits")).content.decode()
    assert "24 working hours" in page
    assert "two verifiers now" in page
    refused = client.post(
        reverse("deadline-limits"),
        {**values, "step": "breach_notice", "amount": "100", "in_working_time": ""},
    )
    assert refused.status_code == 422
    assert "UU 27/2022" in refused.content.decode()


def test_a_working_week_is_typed_as_people_write_it(signed_in, people, organisations):
    client = signed_in("penyetuju")
    values = {f"day_{day}": "8.00-12.00, 13:00–16.00" for day in range(5)}
    values |= {"days_off": "2027-03-19\n2027-03-20", "why": "our hours", "time_zone": ""}
    assert client.post(reverse("deadline-hours"), values).status_code == 302
    week = WorkingWeek.objects.get(organisation=organisations["ministry"])
    assert week.week[0] == [["08:00", "12:00"], ["13:00", "16:00"]]
    assert week.week[5:] == [[], []]
    assert week.days_off == ["2027-03-19", "2027-03-20"]
    spoiled = client.post(reverse("deadline-hours"), values | {"day_0": "morning"})
    assert "is not like 08.00–16.00" in spoiled.content.decode()


def test_the_duty_is_planned_overridden_and_handed_over(signed_in, people):
    client, address = signed_in("analis"), reverse("duty")
    person = people["second_analis"].pk
    shift = {"form": "shift", "user": person, "weekday": "0", "starts": "22:00", "ends": "06:00"}
    assert client.post(address, shift).status_code == 302
    assert client.post(address, shift).status_code == 422  # planned already
    tomorrow = timezone.localtime() + timedelta(days=1)
    assert client.post(address, {
        "form": "override", "user": person, "why": "leave",
        "starts_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "ends_at": tomorrow.strftime("%Y-%m-%dT%H:%M"),
    }).status_code == 302  # fmt: skip
    assert client.post(address, {"form": "hand_over", "text": "call Rina"}).status_code == 302
    page = client.get(address).content.decode()
    assert "22.00–06.00 Second Analis" in page
    assert "call Rina" in page
    client.post(reverse("duty-end", args=[DutyShift.objects.get().pk]))
    assert not DutyShift.objects.exists()
    assert HandOver.objects.get().by == people["analis"]


def test_nobody_of_another_office_is_put_on_duty(signed_in, people):
    client = signed_in("analis")
    shift = {"form": "shift", "user": people["foreign_analis"].pk, "weekday": "0",
             "starts": "08:00", "ends": "16:00"}  # fmt: skip
    assert client.post(reverse("duty"), shift).status_code == 422
    assert not DutyShift.objects.exists()


def test_the_case_page_says_what_a_quiet_decision_watches_and_why_it_opened(
    signed_in, people, story
):
    case = quiet(people, signals=[signal()])
    client, address = signed_in("analis"), reverse("case", args=[case.number])
    page = client.get(address).content.decode()
    assert "What the quiet decision watches" in page
    level(2)
    look_again(timezone.now())
    page = client.get(address).content.decode()
    assert page.count("Re-opened because measured more than was assumed") == 2  # clock, figures
    assert "the breakout level: assumed 1, measured 2" in page


def test_the_decision_page_states_what_is_assumed_and_stands_one_step_higher(
    signed_in, people, story
):
    case = walk.case_at(CaseState.ASSESSED, people)
    level(3)
    case.signals.add(signal(items_total=70))
    page = signed_in("penyetuju").get(reverse("case-decide", args=[case.number])).content.decode()
    assert "Assumed: Breakout level" in page
    assert 'name="tripwire_items" value="140"' in page
    assert '<option value="4" selected>' in page


def test_a_case_is_referred_to_an_office_whose_people_hear_of_it(signed_in, people, organisations):
    from tangkal.desk.inbox.models import Notice

    case = walk.case_at(CaseState.ASSESSED, people)
    cases.decide(
        case, option="RUJUK", rationale="their matter", gate_answers=walk.ANSWERS,
        refer_office=organisations["foreign"], by=people["penyetuju"],
    )  # fmt: skip
    assert case.decisions.get().refer_to == organisations["foreign"].name
    told = Notice.objects.filter(kind="assigned").values_list("user__username", flat=True)
    assert set(told) == {"foreign_analis", "foreign_penyetuju"}


def test_the_figures_tell_the_share_kept_and_what_is_missing(signed_in, people, clock):
    walk.case_at(CaseState.VERIFICATION, people)
    clock.move(hours=9)
    page = signed_in("analis").get(reverse("deadline-figures")).content.decode()
    assert "0 %" in page
    assert "(0 of 1)" in page
    assert "No case was left without an answer for 14 days yet." in page


def test_quiet_decisions_that_got_far_count_against_us(people, story, clock):
    from tangkal.desk.cases.models import Case
    from tangkal.desk.situational_insight.models import BreakoutFlag
    from tangkal.desk.tracking_effectiveness import deadlines

    for key in ("narrative:a", "narrative:b"):
        quiet(people, signals=[signal(key=key)])
    walk.open_case(people)
    everything = Case.objects.prefetch_related("decisions", "assessments", "signals")
    figure = deadlines.quiet(everything, clock.now())
    assert (figure.judged, figure.young, figure.unmeasured) == (0, 0, 2)
    level(2)
    assert deadlines.quiet(everything.all(), clock.now()).young == 2
    later = clock.now() + timedelta(days=15)
    assert deadlines.quiet(everything.all(), later).percent == 100
    BreakoutFlag.objects.create(
        narrative_id=STORY, kind="mainstream_media", evidence="https://example.id/",
        happened_at=timezone.now(), set_by=people["analis"],
    )  # fmt: skip
    figure = deadlines.quiet(everything.all(), later)
    assert (figure.held, figure.judged, figure.percent) == (0, 2, 0)
