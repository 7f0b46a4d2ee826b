"""Indicators: what the page says is what the record says; few is few; nobody is ranked."""

import csv
import io
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands, measured
from tangkal.desk.cases.models import Case
from tangkal.desk.crisis.models import Action, Crisis
from tangkal.desk.portal.commands import publish_clarification
from tangkal.desk.portal.records import ApprovedText
from tangkal.desk.tracking_effectiveness.kpi import elsewhere, measures, targets
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope, gather
from tangkal.desk.tracking_effectiveness.kpi.periods import period_of
from tangkal.desk.tracking_effectiveness.models import KpiTarget, StatedOutcome
from tangkal.desk.workflow import ActionDenied
from tangkal.tracking_effectiveness.kpis import FORBIDDEN, KPIS
from tests.desk.cases.walk import (
    approved,
    case_at,
    decide,
    judge,
    make_signal,
    open_case,
    to_verification,
)
from tests.desk.lakes import item, lake_of
from tests.desk.markup import inline_code

PAGE = "/desk/effectiveness/"
HOUR = timedelta(hours=1)
START = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Clock(datetime):
    """The desk's clock, set by hand: it stands for the `datetime` of `django.utils.timezone`."""

    moment = START

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


@pytest.fixture
def clock(monkeypatch):
    Clock.moment = START
    monkeypatch.setattr("django.utils.timezone.datetime", Clock)
    return Clock


@pytest.fixture(autouse=True)
def lake(tmp_path, monkeypatch):
    found = lake_of(tmp_path / "lake", item("001", hours_ago=30))
    monkeypatch.setattr(measures, "lake", lambda: found)
    return found


def scope(reader, **changes) -> Scope:
    now = timezone.now()
    values = {"period": period_of({"period": "all"}, now), "exercise": False, "now": now}
    return Scope(reader=reader, **{**values, **changes})


def measure(reader, key, **changes):
    return measures.measure(gather(scope(reader, **changes)), key)


def publish(case, people, organisations) -> None:
    text = ApprovedText(
        claim_text="Harga BBM naik besok.",
        verdict="SALAH",
        headline="Harga tidak naik",
        parts=(("fact", "Harga tetap."),),
        sources=(),
        language="id",
        reference=case.number,
    )
    slug = publish_clarification(
        text, issuer=organisations["ministry"], by=people["penyetuju"]
    ).slug
    commands.mark_published(case, by=people["penyetuju"], reference=slug)


def live(case, people, organisations, random: Random, clock) -> None:
    """One random course of one case: how far it gets, how long each step takes."""

    def wait() -> None:
        clock.moment += timedelta(minutes=random.randint(1, 40 * 60))

    steps = [
        lambda: commands.triage(case, by=people["analis"]),
        lambda: to_verification(case, people),
        lambda: approved(case, people),
        lambda: judge(case, people),
        lambda: decide(case, people, random.choice(["RESPONS", "RESPONS", "PANTAU"])),
    ]
    for step in steps[: random.randint(0, len(steps))]:
        wait()
        step()
    case = Case.objects.get(pk=case.pk)
    if case.state != "DIPUTUSKAN":
        return
    if case.decisions.first().option == "RESPONS" and random.random() < 0.8:
        wait()
        publish(case, people, organisations)
        if random.random() < 0.4:
            wait()
            verdict = case.verdicts.get()
            commands.correct_verdict(verdict, why="a wrong figure", by=people["verifikator"])
            return
        wait()
        commands.evaluate(case, by=people["evaluator"])
    if random.random() < 0.7 and case.decisions.first().option == "RESPONS":
        case.refresh_from_db()
        if case.state == "EVALUASI":
            wait()
            commands.close(case, by=people["evaluator"])
    case.refresh_from_db()
    if case.state in {"SELESAI", "TERBIT", "DIPUTUSKAN"} and random.random() < 0.5:
        clock.moment += timedelta(days=random.choice([3, 120]))
        commands.reopen(case, by=people["analis"], why="it is back")
        if random.random() < 0.6:
            wait()
            commands.triage(case, by=people["analis"])


def recomputed(now: datetime) -> dict[str, list]:
    """The same indicators from the record alone: no model of a case is read."""
    stories = defaultdict(list)
    for event in AuditEvent.objects.filter(object_type="cases.case").order_by("sequence"):
        stories[event.object_id].append((event.action, event.at, event.details))
    found = defaultdict(list)
    for story in stories.values():

        def moments(action, story=story):
            return [at for name, at, _detail in story if name == action]

        opened = moments("case.opened")[0]
        rounds = [opened, *moments("case.reopened")]
        triages = [at for at in moments("case.triaged") if at >= rounds[-1]]
        found["ttt"].append((triages[0] - rounds[-1]).total_seconds() if triages else None)
        limit = rounds[-1] + 2 * HOUR  # the doctrine's table: triage of a medium case
        priorities = [d["priority"] for name, _at, d in story if name == "case.impact_judged"]
        hours = {"HIGH": 0.5, "MEDIUM": 2, "LOW": 24}[priorities[-1] if priorities else "MEDIUM"]
        limit = rounds[-1] + hours * HOUR
        if triages or now > limit:
            found["sla_triage"].append(bool(triages) and triages[0] <= limit)
        drafts = moments("case.verdict_drafted")
        is_closed = bool(moments("case.closed")) and moments("case.closed")[-1] >= rounds[-1]
        if triages and (drafts or not is_closed):
            verdicts = [at for at in moments("case.verdict_approved") if at >= triages[0]]
            took = (verdicts[0] - triages[0]).total_seconds() if verdicts else None
            found["ttv"].append(took)
        options = [detail["option"] for name, _at, detail in story if name == "case.decided"]
        if options and options[-1] == "RESPONS":
            public = moments("case.published")
            found["ttfr"].append((public[0] - opened).total_seconds() if public else None)
        if closings := moments("case.closed"):
            back = [at for at in rounds[1:] if closings[0] <= at <= closings[0] + timedelta(90)]
            over = now >= closings[0] + timedelta(days=90)
            found["recurrence"].append(True if back else (False if over else None))
        for _ in moments("case.published"):
            found["verdict_corrected"].append(bool(moments("case.verdict_corrected")))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_are_those_of_the_record(people, organisations, clock, seed):
    random = Random(seed)
    for _ in range(14):
        clock.moment += timedelta(minutes=random.randint(1, 600))
        live(open_case(people), people, organisations, random, clock)
    clock.moment += timedelta(days=random.choice([1, 100]))
    world = gather(scope(people["analis"]))
    told = recomputed(clock.moment)
    assert told["ttt"]
    for key in ("ttt", "ttv", "ttfr", "sla_triage", "recurrence", "verdict_corrected"):
        found = measures.measure(world, key)
        ours = sorted(str(row.value) for row in found.rows)
        assert ours == sorted(str(value) for value in told[key]), key
        figure, known = found.figure, [value for value in told[key] if value is not None]
        assert (figure.n, figure.of) == (len(known), len(told[key])), key
        if key.startswith("tt") and len(known) >= 6:
            assert figure.value == pytest.approx(median(known)), key
        elif len(known) >= 5 and not key.startswith("tt"):
            assert figure.value == pytest.approx(sum(known) / len(known)), key
        else:
            assert figure.value is None, key


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_content_roles_read_indicators(signed_in, role):
    expected = 200 if role in {r.value for r in CONTENT_ROLES} else 403
    for page in ("", "indicators/ttfr/", "indicators/ttfr/cases/", "probabilities/"):
        assert signed_in(role).get(f"{PAGE}{page}").status_code == expected


def test_every_indicator_is_shown_with_its_formula_and_none_counts_removals(signed_in, people):
    case_at("DIPUTUSKAN", people)
    browser = signed_in("evaluator")
    text = browser.get(PAGE).text
    assert inline_code(text) == []
    assert text.count("How it is computed") == len(KPIS)
    assert "not measured yet" in text
    for kpi in KPIS:
        page = browser.get(f"{PAGE}indicators/{kpi.key}/")
        assert page.status_code == 200, kpi.key
        assert inline_code(page.text) == []
    for key in FORBIDDEN:
        assert browser.get(f"{PAGE}indicators/{key}/").status_code == 404
        assert browser.post(f"{PAGE}indicators/{key}/", {"value": 9}).status_code == 404


def test_few_cases_are_said_to_be_few(signed_in, people):
    case_at("DIPUTUSKAN", people)
    text = signed_in("evaluator").get(f"{PAGE}indicators/ttt/").text
    assert "too few: 1, needs 6" in text


def test_another_office_s_numbers_hold_none_of_our_cases(people):
    case_at("DIPUTUSKAN", people)
    assert measure(people["foreign_analis"], "ttt").rows == ()
    assert len(measure(people["analis"], "ttt").rows) == 1


def test_exercises_stay_apart(people):
    open_case(people, is_exercise=True)
    assert measure(people["analis"], "ttt").rows == ()
    assert len(measure(people["analis"], "ttt", exercise=True).rows) == 1


def test_a_part_of_a_split_leads_to_the_cases_behind_it(signed_in, people):
    case = case_at("DIPUTUSKAN", people)
    open_case(people)
    browser = signed_in("evaluator")
    page = browser.get(f"{PAGE}indicators/ttt/cases/?part_priority={case.priority}")
    assert case.number in page.text
    assert [str(c.number) for c, _value in page.context["rows"]] == [case.number]
    waiting = browser.get(f"{PAGE}indicators/ttt/cases/?missing=1")
    assert case.number not in waiting.text


def test_a_target_is_set_by_the_right_role_with_a_reason_and_on_record(people, organisations):
    office = organisations["ministry"]
    targets.set_target(office, "ttfr", 7200.0, why="as agreed", by=people["evaluator"])
    assert targets.values_in_force(office)["ttfr"] == 7200.0
    assert AuditEvent.objects.get(action="kpi.target_set").details["value"] == 7200.0
    targets.set_target(office, "ttfr", None, why="no more", by=people["penyetuju"])
    assert targets.values_in_force(office)["ttfr"] is None
    with pytest.raises(ActionDenied):
        targets.set_target(office, "ttfr", 1.0, why="quick", by=people["analis"])
    for value, key, why in ((1.0, "ttfr", " "), (3.0, "sla_triage", "x"), (-1.0, "ttfr", "x")):
        with pytest.raises((ValidationError, ActionDenied)):
            targets.set_target(office, key, value, why=why, by=people["evaluator"])
    assert KpiTarget.objects.count() == 2


@pytest.mark.parametrize("key", [*sorted(FORBIDDEN), "takedown_refused", "appeal_reversed", "x"])
def test_no_target_on_removals_nor_on_what_is_good_neither_way(people, organisations, key):
    with pytest.raises(ValidationError):
        targets.set_target(organisations["ministry"], key, 0.5, why="more", by=people["evaluator"])
    assert not KpiTarget.objects.exists()


def test_the_form_takes_hours_and_percent(signed_in, people):
    browser = signed_in("evaluator")
    page = f"{PAGE}indicators/ttfr/"
    assert browser.post(page, {"value": "2", "why": "as agreed"}).status_code == 302
    assert KpiTarget.objects.get().value == 7200.0
    assert browser.post(page, {"value": "2", "why": ""}).status_code == 422
    assert signed_in("analis").post(page, {"value": "2", "why": "x"}).status_code == 403


def test_probabilities_count_once_their_outcome_is_known(signed_in, people):
    case = case_at("VERIFIKASI", people)
    approved(case, people)
    judge(case, people, probability_term="likely", probability_percent=60)
    found = measure(people["analis"], "brier")
    assert [row.value for row in found.rows] == [None]
    assessment = case.assessments.get()
    page = f"{PAGE}probabilities/{assessment.pk}/"
    assert signed_in("analis").post(page, {"answer": "yes", "why": "x"}).status_code == 403
    answer = {"answer": "yes", "why": "the counters were full"}
    assert signed_in("evaluator").post(page, answer).status_code == 302
    assert StatedOutcome.objects.get().answer == "yes"
    assert AuditEvent.objects.filter(action="kpi.outcome_recorded").count() == 1
    values = [row.value for row in measure(people["analis"], "brier").rows]
    assert values == [pytest.approx(0.16)]


def test_kappa_is_withheld_under_ten_pairs(people, monkeypatch):
    cases = [open_case(people) for _ in range(12)]
    pairs = [
        measured.TwiceJudged(case_id=case.pk, at=START, first="HIGH", second=second)
        for case, second in zip(cases, ["HIGH", "LOW"] * 6, strict=True)
    ]
    monkeypatch.setattr(measured, "twice_judged", [lambda asked: pairs[:9]])
    assert measure(people["analis"], "kappa").figure.value is None
    monkeypatch.setattr(measured, "twice_judged", [lambda asked: pairs])
    assert measure(people["analis"], "kappa").figure.value == pytest.approx(0.0)


def test_a_quiet_case_that_got_far_counts_against_the_decision(people, clock, monkeypatch):
    case = case_at("VERIFIKASI", people)
    case.signals.add(make_signal("n", narrative_id="N1"))
    approved(case, people)
    judge(case, people)
    decide(case, people, "PANTAU")
    at = clock.moment
    assert [row.value for row in measure(people["analis"], "no_response").rows] == [None]
    clock.moment += timedelta(days=15)
    monkeypatch.setattr(measured, "levels", [lambda ids: {"N1": [(3, at)]}])
    assert [row.value for row in measure(people["analis"], "no_response").rows] == [True]
    monkeypatch.setattr(measured, "levels", [lambda ids: {"N1": [(4, at + 13 * 24 * HOUR)]}])
    assert [row.value for row in measure(people["analis"], "no_response").rows] == [False]


def test_files_hold_formulas_what_is_missing_and_no_name_of_staff(signed_in, people):
    case_at("DIPUTUSKAN", people)
    browser = signed_in("evaluator")
    found = json.loads(browser.get(f"{PAGE}indicators/files/json/").content)
    first = next(row for row in found["figures"] if row["kpi"] == "ttt")
    assert (first["formula"], first["n"], first["value"]) == ("triaged − recorded", 1, None)
    rows = list(
        csv.DictReader(
            io.StringIO(browser.get(f"{PAGE}indicators/files/csv/").content.decode("utf-8-sig"))
        )
    )
    assert {row["kpi"] for row in rows} == {kpi.key for kpi in KPIS}
    behind = browser.get(f"{PAGE}indicators/files/csv/?kpi=ttt").content.decode("utf-8-sig")
    owners = [row["owner"] for row in csv.DictReader(io.StringIO(behind))]
    assert owners
    assert all(owner.startswith("petugas-") for owner in owners)
    assert AuditEvent.objects.filter(action="kpi.taken").count() == 3
    assert browser.get(f"{PAGE}indicators/files/exe/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "period=month",
        "period=quarter&day=2026-02-28",
        "period=year",
        "period=own&since=2026-01-01&until=2026-01-31",
        "period=own&since=2026-02-01&until=2026-01-31",
        "period=own&since=x&until=9999-12-31",
        "period=quarter&day=nonsense",
        "period=x&reality=exercise&office=99999999999999999999&priority=WILD&platform=%00",
    ],
)
def test_any_period_opens_and_what_cannot_be_is_said(signed_in, query):
    page = signed_in("analis").get(f"{PAGE}?{query}")
    assert page.status_code == 200
    is_wrong = any(part in query for part in ("=x", "nonsense", "since=2026-02-01"))
    assert (("cannot be read" in page.text) or ("is no period" in page.text)) == is_wrong


def test_the_number_of_queries_does_not_grow_with_the_cases(signed_in, people):
    browser = signed_in("analis")

    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            for page in ("", "indicators/ttfr/", "indicators/ttt/cases/"):
                assert browser.get(f"{PAGE}{page}").status_code == 200
        return len(asked)

    case_at("DIPUTUSKAN", people).signals.add(make_signal("a", narrative_id="N1"))
    ask()
    few = ask()
    for n in range(4):
        case_at("DIPUTUSKAN", people).signals.add(make_signal(f"b{n}", narrative_id=f"N{n}"))
        case_at("TERBIT", people)
    assert ask() == few


def test_what_parts_above_measure_is_asked_of_them(people, monkeypatch):
    give = {"acknowledged": lambda asked: [elsewhere.Answer(value=n < 4) for n in range(5)]}
    monkeypatch.setattr(elsewhere, "givers", give)
    found = measure(people["analis"], "acknowledged")
    assert (found.figure.value, found.is_measured) == (0.8, True)
    assert not measure(people["analis"], "coverage").is_measured


def test_crises_tell_of_improvements_closed_in_time(people, organisations):
    now = timezone.now()
    crisis = Crisis.objects.create(
        title="Banjir", organisation=organisations["ministry"], opened_by=people["penyetuju"]
    )
    for due, closed in ((-3, -4), (-3, -1), (-3, None), (5, None), (5, -1)):
        Action.objects.create(
            crisis=crisis,
            text="x",
            owner=people["analis"],
            created_by=people["analis"],
            due_at=now + timedelta(days=due),
            closed_at=None if closed is None else now + timedelta(days=closed),
        )
    values = [row.value for row in measure(people["analis"], "actions_on_time").rows]
    assert sorted(values) == [False, False, True, True]  # what still has time is not due
    assert measure(people["foreign_analis"], "actions_on_time").rows == ()
    assert measure(people["analis"], "actions_on_time", exercise=True).rows == ()
