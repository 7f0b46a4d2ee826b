"""Personal data is known, goes in time, is shown and erased on request, and held where it must."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.cases.states import CaseState
from tangkal.desk.portal.appeals import Sender
from tangkal.desk.portal.models import Appeal, AppealContact, PublicReport
from tangkal.desk.rights import breaches, data_map, data_requests, findings, overview, retention
from tangkal.desk.rights.clocks import BreachClock, RequestClock
from tangkal.desk.rights.models import Access, BreachEntry, SubjectRequest
from tangkal.desk.rights.states import BREACH, FINDING, REQUEST
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.cases.walk import open_case
from tests.desk.rights.test_appeals import contest, decide, give

pytestmark = pytest.mark.django_db


def test_every_field_that_could_hold_personal_data_stands_on_the_map():
    assert data_map.unmapped() == []


def test_the_map_names_no_model_that_is_gone():
    assert data_map.stale() == []


def test_a_model_without_a_line_would_be_named(monkeypatch):
    monkeypatch.setattr(
        data_map, "MAP", tuple(each for each in data_map.MAP if each.key != "senders")
    )

    assert "portal.AppealContact.contact" in data_map.unmapped()


# What goes when


def closed_case(people, *, days: int) -> tuple[Case, Evidence]:
    case = open_case(people)
    Case.objects.filter(pk=case.pk).update(
        state=CaseState.CLOSED, closed_at=timezone.now() - timedelta(days=days)
    )
    return Case.objects.get(pk=case.pk), case.evidence.get()


@pytest.mark.parametrize(("days", "goes"), [(729, False), (731, True)])
def test_evidence_goes_two_years_after_its_case_was_closed(people, days, goes, chain_holds):
    _case, evidence = closed_case(people, days=days)
    retention.run(timezone.now(), by=people["pejabat_pdp"])
    before, evidence = evidence, Evidence.objects.get(pk=evidence.pk)

    assert (evidence.text == "") == goes
    assert evidence.sha256 == before.sha256
    chain_holds()


def test_a_plan_changes_nothing_and_says_what_the_run_then_does(people):
    _case, evidence = closed_case(people, days=800)
    planned = {line.key: line.going for line in retention.plan(timezone.now())}
    assert Evidence.objects.get(pk=evidence.pk).text

    assert retention.run(timezone.now(), by=people["pejabat_pdp"]) == planned
    assert planned["evidence"] == 1


def test_held_evidence_stays_until_the_hold_ends_and_the_plan_says_why(people):
    case, evidence = closed_case(people, days=800)
    today = timezone.localdate()
    held = retention.hold(case, reason="perkara 12/2026", until=today, by=people["hukum"])
    retention.run(timezone.now(), by=people["pejabat_pdp"])
    line = next(line for line in retention.plan(timezone.now()) if line.key == "evidence")
    assert Evidence.objects.get(pk=evidence.pk).text
    assert (line.going, line.held[0][0]) == (0, case.number)

    retention.end_hold(held, by=people["hukum"])
    retention.run(timezone.now(), by=people["pejabat_pdp"])

    assert not Evidence.objects.get(pk=evidence.pk).text


def test_the_machine_alone_lets_no_evidence_go(people):
    _case, evidence = closed_case(people, days=800)
    retention.run(timezone.now(), by=None)

    assert Evidence.objects.get(pk=evidence.pk).text


@pytest.mark.parametrize("who", ["auditor", "hukum", "penyetuju", "admin_sistem"])
def test_only_a_data_protection_officer_runs_it(people, who):
    with pytest.raises(ActionDenied):
        retention.run(timezone.now(), by=people[who])


def test_a_hold_needs_a_day_that_is_to_come_and_the_office_for_it(people):
    case = open_case(people)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError):
        retention.hold(case, reason="perkara", until=yesterday, by=people["hukum"])
    with pytest.raises(ActionDenied):
        retention.hold(case, reason="perkara", until=timezone.localdate(), by=people["auditor"])


@pytest.mark.parametrize(("days", "stays"), [(89, True), (91, False)])
def test_a_senders_name_goes_ninety_days_after_they_were_told(page, people, days, stays):
    review = contest(page, sender=Sender(name="Siti", contact="siti@contoh.id"))
    Appeal.objects.update(told_at=timezone.now() - timedelta(days=days))
    retention.run(timezone.now(), by=None)

    assert AppealContact.objects.exists() == stays
    assert Appeal.objects.get(pk=review.appeal_id).why


def test_old_lines_of_reading_go(people):
    for days in (364, 366):
        Access.objects.create(
            user=people["analis"], kind="case", hour=timezone.now() - timedelta(days=days)
        )

    assert retention.run(timezone.now(), by=None)["access"] == 1


# Requests


def ask(people, looked_for: str, kind: str = "access") -> SubjectRequest:
    return data_requests.take_in(
        kind=kind, asked_by="Siti, KTP", looked_for=looked_for, by=people["pejabat_pdp"]
    )


@pytest.mark.parametrize("words", ["siti@contoh.id", "SITI@contoh.id", "{receipt}", "Siti Aminah"])
def test_an_appeal_is_found_by_everything_its_sender_may_name(page, people, words):
    review = contest(page, sender=Sender(name="Siti Aminah", contact="siti@contoh.id"))
    words = words.format(receipt=review.appeal.receipt.lower())

    found = data_requests.find(words, people["pejabat_pdp"])

    assert [(each.kind, each.number) for each in found] == [("appeal", review.appeal.receipt)]
    assert not data_requests.find("budi@contoh.id", people["pejabat_pdp"])
    assert not data_requests.find(words, people["foreign_pejabat_pdp"])


def test_a_telephone_number_is_found_however_it_was_written(page, people):
    contest(page, sender=Sender(contact="+62 812-3456-7890"))

    assert data_requests.find("081234567890", people["pejabat_pdp"])


def test_erasure_erases_what_may_go_keeps_what_must_stay_and_says_so(
    page,
    people,
    chain_holds,
):
    done = contest(page, sender=Sender(contact="siti@contoh.id"))
    decide(give(done, people), "uphold", people["hukum"])
    still_open = contest(page, sender=Sender(contact="siti@contoh.id"))
    closed, gone = closed_case(people, days=10)
    Evidence.objects.filter(pk=gone.pk).update(text="tulis ke siti@contoh.id")
    held, kept = closed_case(people, days=10)
    Evidence.objects.filter(pk=kept.pk).update(text="tulis ke siti@contoh.id")
    retention.hold(held, reason="perkara", until=timezone.localdate(), by=people["hukum"])

    asked = ask(people, "siti@contoh.id", "erasure")
    asked = data_requests.answer(asked, letter="", by=people["pejabat_pdp"])

    assert Appeal.objects.get(pk=done.appeal_id).why == ""
    assert Appeal.objects.get(pk=still_open.appeal_id).why != ""
    assert Evidence.objects.get(pk=gone.pk).text == ""
    assert "siti@" in Evidence.objects.get(pk=kept.pk).text
    assert (asked.result["found"], asked.result["erased"]) == (4, 2)
    assert f"{held.number}/{kept.pk}" in asked.letter
    assert closed.number in asked.letter
    assert "siti@" not in AuditEvent.objects.latest("sequence").detail
    chain_holds()


def test_a_question_is_found_by_its_receipt_and_erased(people):
    report = PublicReport.objects.create(
        token=uuid.uuid4(), receipt="ABCD2345", text="Apa benar?", item_id="x"
    )
    data_requests.answer(ask(people, "abcd-2345", "erasure"), letter="", by=people["pejabat_pdp"])

    report.refresh_from_db()

    assert report.text == ""


def test_access_erases_nothing_and_lists_what_is_kept(page, people):
    review = contest(page, sender=Sender(contact="siti@contoh.id"))
    asked = data_requests.answer(ask(people, "siti@contoh.id"), letter="", by=people["pejabat_pdp"])

    assert Appeal.objects.get(pk=review.appeal_id).why in asked.letter
    assert AppealContact.objects.exists()


def test_a_request_is_answered_once(people):
    asked = ask(people, "siti@contoh.id")
    data_requests.answer(asked, letter="Ini.", by=people["pejabat_pdp"], version=1)
    with pytest.raises(StaleObject):
        data_requests.answer(asked, letter="Itu.", by=people["pejabat_pdp"], version=1)
    with pytest.raises(ActionDenied):
        data_requests.refuse(asked, reason="sudah", by=people["pejabat_pdp"])


# Breaches


def test_a_breach_has_three_days_from_when_it_was_found(people):
    found_at = timezone.now() - timedelta(hours=50)
    breach = breaches.open_breach(
        title="Surel", what="Terkirim", found_at=found_at, by=people["pejabat_pdp"]
    )

    assert breach.due_at - found_at == timedelta(hours=72)
    assert [each.due_at for each in BreachClock().running()] == [breach.due_at]
    assert not list(BreachClock().running(due_before=timezone.now()))
    with pytest.raises(ValidationError):
        breaches.open_breach(
            title="Surel",
            what="x",
            found_at=timezone.now() + timedelta(hours=1),
            by=people["pejabat_pdp"],
        )


@pytest.mark.parametrize("order", [("subjects", "agency"), ("agency", "subjects")])
def test_the_clock_stops_when_both_the_people_and_the_agency_were_told(people, order, chain_holds):
    officer = people["pejabat_pdp"]
    breach = breaches.open_breach(
        title="Surel", what="Terkirim", found_at=timezone.now(), by=officer
    )
    states = []
    for kind in order:
        breaches.add_entry(breach, kind=kind, text="Kami memberi tahu.", by=officer)
        breach.refresh_from_db()
        states.append(breach.state)
    breaches.close(breach, by=officer)

    assert states == ["TERBUKA", "DIBERITAHUKAN"]
    assert not list(BreachClock().running())
    assert BreachEntry.objects.count() == 2
    chain_holds()


@pytest.mark.parametrize("machine", [BREACH, REQUEST])
def test_only_data_protection_officers_move_breaches_and_requests(machine):
    assert {role for step in machine.transitions for role in step.roles} == {
        Role.DATA_PROTECTION.value
    }


def test_open_requests_run_a_clock(people):
    asked = ask(people, "siti@contoh.id")

    assert [each.url for each in RequestClock().running()] == [f"/desk/data/requests/{asked.pk}/"]


# Oversight


def test_a_finding_goes_to_an_organisation_is_answered_and_closed(people, chain_holds):
    office = people["auditor"].organisation
    found = findings.write(
        title="Cepat", text="Jelaskan.", organisation=office, by=people["auditor"]
    )
    with pytest.raises(ActionDenied):
        findings.take_step(found, "close", by=people["penyetuju"])
    found = findings.take_step(found, "reply", text="Karena kecil.", by=people["penyetuju"])
    found = findings.take_step(found, "close", by=people["auditor"])

    assert (found.state, found.reply) == ("DITUTUP", "Karena kecil.")
    with pytest.raises(ActionDenied):
        findings.write(title="x", text="y", organisation=office, by=people["foreign_auditor"])
    chain_holds()


def test_an_auditor_writes_findings_and_takes_appeals_and_no_more_in_these_tables():
    auditor = Role.AUDITOR.value
    actions = {step.action for step in FINDING.transitions if auditor in step.roles}

    assert actions == {"ask_again", "close"}


def test_the_overview_shows_quick_approvals_and_pairs_as_counts(page, people, signed_in):
    since = timezone.now() - timedelta(days=1)
    quick = overview.quick_words(people["auditor"], since=since)
    pairs = overview.pairs(people["auditor"], since=since)

    assert {each.seconds < overview.HASTY_S for each in quick} == {True}
    assert ("Verifikator", "Second Verifikator", 1) in pairs
    assert overview.quick_words(people["foreign_auditor"], since=since) == []
    assert signed_in("auditor").get("/desk/audit/overview/").status_code == 200
