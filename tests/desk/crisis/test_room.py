"""The room's work: seats, first hour, log, house, questions, updates, regions, review."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.crisis import commands, facts, queries, rules, ticking
from tangkal.desk.crisis.first_hour import STEPS
from tangkal.desk.crisis.models import AppendOnly, Crisis, LogEntry, MissedUpdate, Pulse, Seat
from tangkal.desk.crisis.states import ANSWER, AnswerState
from tangkal.desk.crisis.team import NEEDS, SeatRole
from tangkal.desk.inbox.models import Notice
from tangkal.desk.strategic_communication import freezing
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.conftest import make_person

pytestmark = pytest.mark.django_db
EVERY_ROLE = (
    "pemantau", "analis", "verifikator", "penyusun", "penyetuju", "hukum", "pejabat_pdp",
    "juru_bicara", "admin_daerah", "evaluator", "auditor", "mitra", "admin_sistem",
)  # fmt: skip


# -- the team ------------------------------------------------------------


def test_every_seat_of_the_doctrine_is_there_and_asks_for_a_role():
    assert len(SeatRole) == 11
    assert set(NEEDS) == set(SeatRole)


@pytest.mark.parametrize("seat", SeatRole.values)
def test_nobody_sits_without_the_role_that_the_seat_asks_for(crisis, people, seat):
    for role in EVERY_ROLE:
        person = people[role]
        if role in NEEDS[seat]:
            rules.check_may_sit(person, seat, crisis)
        else:
            with pytest.raises(ActionDenied, match="needs one of these roles"):
                rules.check_may_sit(person, seat, crisis)


def test_the_coordinator_names_the_team_and_nobody_else_does(crisis, people):
    with pytest.raises(ActionDenied, match="coordinator"):
        commands.give_seat(crisis, "analis", people["analis"], by=people["analis"])
    seat = commands.give_seat(crisis, "analis", people["analis"], by=people["second_penyetuju"])
    with pytest.raises(ValidationError, match="holds this seat"):
        commands.give_seat(crisis, "analis", people["second_analis"], by=people["second_penyetuju"])
    assert Notice.objects.filter(user=people["analis"], kind="crisis").exists()
    assert seat.until is None


def test_a_hand_over_needs_a_note_and_leaves_who_held_what_when(crisis, people):
    by = people["second_penyetuju"]
    seat = commands.give_seat(crisis, "analis", people["analis"], by=by)
    with pytest.raises(ValidationError, match="has to know"):
        commands.hand_over(seat, people["second_analis"], by=people["analis"], note=" ")
    with pytest.raises(ActionDenied, match="roles"):
        commands.hand_over(seat, people["penyusun"], by=people["analis"], note="x")
    new = commands.hand_over(
        seat, people["second_analis"], by=people["analis"], note="SPBU ketiga belum dicek."
    )
    with pytest.raises(ValidationError, match="left this seat"):
        commands.hand_over(seat, people["second_analis"], by=people["analis"], note="x")
    old = Seat.objects.get(pk=seat.pk)
    assert (old.note, old.until is not None) == ("SPBU ketiga belum dicek.", True)
    row = next(row for row in queries.team(crisis) if row.role == "analis")
    assert (row.holder, list(row.history)) == (new, [old])


def test_two_people_never_hold_one_seat(crisis, people):
    commands.give_seat(crisis, "pencatat", people["analis"], by=people["second_penyetuju"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(crisis=crisis, role="pencatat", holder=people["penyusun"])


def test_a_member_from_another_ministry_reads_this_crisis_while_seated(crisis, people):
    guest = people["foreign_juru_bicara"]
    assert not rules.can_read(guest, crisis)
    seat = commands.give_seat(crisis, "juru_bicara", guest, by=people["second_penyetuju"])
    again = Crisis.objects.get(pk=crisis.pk)
    assert rules.can_read(guest, again)
    assert rules.may_work(guest, again)
    commands.leave_seat(seat, by=guest, note="Selesai bertugas.")
    assert not rules.can_read(guest, Crisis.objects.get(pk=crisis.pk))


# -- the first hour ------------------------------------------------------------


def test_the_first_hour_is_the_doctrines_and_counts_from_the_activation(crisis):
    assert [step.minutes for step in STEPS] == [5, 5, 10, 10, 15, 20, 30, 40, 50, 60, 60]
    for row in queries.checklist(crisis):
        assert row.due_at == crisis.activated_at + timedelta(minutes=row.step.minutes)


def test_a_step_is_marked_once_by_whom_and_left_out_only_with_a_reason(crisis, people):
    analyst = people["analis"]
    with pytest.raises(ActionDenied, match="reason"):
        commands.mark_step(crisis, "policy_owner", "skipped", by=analyst)
    mark = commands.mark_step(crisis, "policy_owner", "done", by=analyst, note="Dirjen ditelepon")
    assert (mark.by, mark.note) == (analyst, "Dirjen ditelepon")
    with pytest.raises(ValidationError, match="marked this step already"):
        commands.mark_step(crisis, "policy_owner", "done", by=people["penyusun"])
    with pytest.raises(ValidationError, match="no step"):
        commands.mark_step(crisis, "coffee", "done", by=analyst)


def test_freezing_holds_back_what_is_scheduled_and_ticks_its_step(crisis, people):
    assert not freezing.is_frozen(crisis.organisation)
    commands.freeze(crisis, by=people["penyusun"], why="Krisis BBM")
    assert freezing.is_frozen(crisis.organisation)
    assert crisis.marks.get().step == "freeze"


# -- the log ------------------------------------------------------------


def test_the_log_is_appended_to_and_corrected_by_a_later_entry(crisis, people):
    keeper = people["analis"]
    hour = timezone.now() - timedelta(hours=1)
    entry = commands.write_entry(
        crisis, "contact", "Menelepon Pertamina", by=keeper, at=hour, done_by="Bu Sari"
    )
    assert (entry.done_by, entry.entered_by, entry.at) == ("Bu Sari", keeper, hour)
    fixed = commands.correct_entry(entry, "Menelepon BPH Migas", by=keeper)
    assert (fixed.corrects, fixed.at, fixed.number) == (entry, hour, entry.number + 1)
    with pytest.raises(ValidationError, match="corrected already"):
        commands.correct_entry(entry, "Lain", by=keeper)
    entry.text = "diubah"
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()
    assert LogEntry.objects.get(pk=entry.pk).text == "Menelepon Pertamina"


def test_the_log_takes_nothing_that_lies_ahead_and_nothing_of_strangers(crisis, people):
    with pytest.raises(ValidationError, match="lies ahead"):
        commands.write_entry(
            crisis, "fact", "x", by=people["analis"], at=timezone.now() + timedelta(hours=1)
        )
    for who in ("auditor", "evaluator", "foreign_analis", "admin_daerah"):
        with pytest.raises(ActionDenied, match="crisis team"):
            commands.write_entry(crisis, "fact", "x", by=people[who])


def test_numbers_of_the_log_have_no_gaps(crisis, people):
    for n in range(3):
        commands.write_entry(crisis, "fact", f"{n}", by=people["analis"])
    numbers = sorted(crisis.log.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


# -- house and questions ------------------------------------------------------------


def test_the_roof_holds_27_words_and_a_pillar_stands_on_its_proof(crisis, people):
    by = people["penyusun"]
    with pytest.raises(ValidationError, match="28 words"):
        commands.save_house(crisis, {"umbrella": "kata " * 28}, [], by=by, expected_version=1)
    with pytest.raises(ValidationError, match="needs its proof"):
        commands.save_house(
            crisis, {}, [{"text": "Stok cukup", "proof": ""}], by=by, expected_version=1
        )
    house = commands.save_house(
        crisis, {"umbrella": "kata " * 27}, [{"text": "Stok cukup", "proof": "BPH"}], by=by,
        expected_version=1,
    )  # fmt: skip
    with pytest.raises(StaleObject):
        commands.save_house(crisis, {}, [], by=people["analis"], expected_version=1)
    assert house.version == 2


def test_an_answer_is_written_checked_and_approved_by_three_people(crisis, people):
    asked = commands.ask(crisis, "Apakah stok cukup?", source="media", by=people["analis"])
    commands.draft_answer(asked, "Cukup 21 hari.", by=people["verifikator"], expected_version=1)
    act = {"expected_version": 2}
    with pytest.raises(ActionDenied, match="second person"):
        commands.answer_step(asked, "check", by=people["verifikator"], **act)
    commands.answer_step(asked, "check", by=people["second_verifikator"], **act)
    with pytest.raises(ActionDenied):
        commands.answer_step(asked, "approve", by=people["penyusun"], expected_version=3)
    done = commands.answer_step(asked, "approve", by=people["penyetuju"], expected_version=3)
    assert (done.state, done.approved_by) == (AnswerState.APPROVED, people["penyetuju"])
    # A new version takes the approval away.
    commands.draft_answer(asked, "Cukup 20 hari.", by=people["penyusun"], expected_version=4)
    asked.refresh_from_db()
    assert (asked.state, asked.approved_by) == (AnswerState.DRAFTED, None)
    assert queries.answered(crisis) == []


def test_whoever_checked_an_answer_does_not_approve_it(crisis, people, organisations):
    both = make_person("keduanya", organisations["ministry"], "verifikator", "penyetuju")
    asked = commands.ask(crisis, "Kapan pulih?", source="public", by=people["analis"])
    commands.draft_answer(asked, "Besok.", by=people["penyusun"], expected_version=1)
    commands.answer_step(asked, "check", by=both, expected_version=2)
    with pytest.raises(ActionDenied, match="second person"):
        commands.answer_step(asked, "approve", by=both, expected_version=3)


def test_every_state_of_an_answer_has_a_way_on():
    assert {step.source for step in ANSWER.transitions} == set(AnswerState.values)


# -- updates ------------------------------------------------------------


def test_an_update_announces_the_next_and_is_quiet_by_measure_not_by_word(crisis, people):
    first = commands.brief(
        crisis, situation="Tenang", decisions="", actions="", by=people["analis"]
    )
    assert not first.is_quiet  # nothing to compare with
    second = commands.brief(
        crisis, situation="Gawat!", decisions="", actions="", by=people["analis"]
    )
    assert second.is_quiet
    crisis.refresh_from_db()
    assert crisis.next_update_at == second.next_update_at > timezone.now()
    assert crisis.marks.filter(step="next_update").exists()


def test_quiet_means_that_nothing_measured_rose():
    calm = {"high": 1, "medium": 0, "breakout": 4, "provinces": 1, "items": 1000}
    assert facts.is_quiet(calm, calm)
    for name in ("high", "breakout", "provinces"):
        assert not facts.is_quiet(calm, calm | {name: calm[name] + 1})
    assert not facts.is_quiet(calm, calm | {"items": 1101})


def test_a_missed_update_is_said_once_and_its_clock_counts_on(crisis, people):
    due = timezone.now() - timedelta(minutes=3)
    Crisis.objects.update(next_update_at=due)
    assert [ticking.round(), ticking.round()] == [1, 0]
    assert MissedUpdate.objects.get().at == due
    crisis.refresh_from_db()
    assert crisis.next_update_at == due
    assert Notice.objects.filter(kind="escalated", user=people["penyetuju"]).exists()


def test_an_office_may_keep_its_own_hours(crisis, people):
    from datetime import time

    changed = commands.change_rhythm(
        crisis, [time(9), time(21)], by=people["penyetuju"], expected_version=crisis.version
    )
    assert changed.own_times == ["09:00", "21:00"]
    assert changed.next_update_at.minute == 0
    with pytest.raises(ActionDenied):
        commands.change_rhythm(crisis, [], by=people["analis"], expected_version=changed.version)


# -- regions ------------------------------------------------------------


def test_regions_are_told_and_confirm_and_silence_is_counted(
    crisis, people, region_officer, organisations
):
    alert = commands.alert_regions(crisis, ["99"], "Cek SPBU", by=people["analis"])
    offices = {each.organisation for each in alert.addressees.all()}
    assert offices == {organisations["province"], organisations["district"]}
    notice = Notice.objects.get(user=region_officer)
    assert notice.url == f"/desk/crisis/alerts/{alert.pk}/"
    assert commands.acknowledge(alert, by=region_officer, note="Dua SPBU tutup") == 1
    assert commands.acknowledge(alert, by=region_officer) == 0
    with pytest.raises(ActionDenied, match="other offices"):
        commands.acknowledge(alert, by=people["admin_daerah"])
    (shown,) = queries.alerts_of(crisis)
    assert (shown.confirmed, shown.addressed) == (1, 2)
    type(alert).objects.update(confirm_by=timezone.now())
    assert [ticking.round(), ticking.round()] == [1, 0]


# -- review ------------------------------------------------------------


def test_an_improvement_has_an_owner_a_day_and_is_closed_with_evidence(crisis, people):
    with pytest.raises(ValidationError, match="lie ahead"):
        commands.add_action(
            crisis, "Daftar kontak", owner=people["analis"], due_at=timezone.now(),
            by=people["analis"],
        )  # fmt: skip
    action = commands.add_action(
        crisis, "Daftar kontak", owner=people["analis"],
        due_at=timezone.now() + timedelta(days=7), by=people["penyusun"],
    )  # fmt: skip
    assert list(queries.open_actions(people["penyetuju"])) == [action]
    with pytest.raises(ActionDenied, match="owner"):
        commands.close_action(action, by=people["penyusun"], evidence="x")
    with pytest.raises(ValidationError, match="proves"):
        commands.close_action(action, by=people["analis"], evidence=" ")
    commands.close_action(action, by=people["analis"], evidence="Daftar v2 di map bersama")
    assert not queries.open_actions(people["penyetuju"]).exists()


# -- all of them ------------------------------------------------------------


def test_each_change_moves_the_pulse_that_rooms_listen_to(crisis, people):
    def number(topic):
        return Pulse.objects.filter(crisis=crisis, topic=topic).values_list("number", flat=True)

    before = {topic: sum(number(topic)) for topic in ("log", "team", "answers", "update")}
    commands.write_entry(crisis, "fact", "x", by=people["analis"])
    commands.give_seat(crisis, "analis", people["analis"], by=people["penyetuju"])
    commands.ask(crisis, "?", source="media", by=people["analis"])
    commands.brief(crisis, situation="x", decisions="", actions="", by=people["analis"])
    assert all(sum(number(topic)) > count for topic, count in before.items())


def test_every_act_is_audited_and_the_chain_holds(crisis, people, chain_holds):
    before = AuditEvent.objects.count()
    commands.write_entry(crisis, "fact", "x", by=people["analis"])
    commands.mark_step(crisis, "log", "done", by=people["analis"])
    commands.ask(crisis, "?", source="media", by=people["analis"])
    assert AuditEvent.objects.count() == before + 3
    chain_holds()


def test_nothing_is_written_once_a_crisis_is_closed(asked, people):
    closed = commands.withdraw(asked, by=people["penyetuju"], why="Salah")
    analyst: User = people["analis"]
    for act in (
        lambda: commands.write_entry(closed, "fact", "x", by=analyst),
        lambda: commands.mark_step(closed, "log", "done", by=analyst),
        lambda: commands.ask(closed, "?", source="media", by=analyst),
        lambda: commands.give_seat(closed, "analis", analyst, by=people["penyetuju"]),
    ):
        with pytest.raises(ActionDenied, match="not active"):
            act()


def test_the_log_is_drawn_once_for_all_who_ask_and_anew_once_something_is_entered(
    crisis, people, signed_in
):
    address = f"/desk/crisis/{crisis.pk}/room/log/"
    first, second = signed_in("penyetuju"), signed_in("second_penyetuju")
    commands.write_entry(crisis, "fact", "Satu pompa berhenti.", by=people["penyetuju"])
    assert "Satu pompa berhenti." in first.get(address).content.decode()
    with CaptureQueriesContext(connection) as asked_again:
        assert "Satu pompa berhenti." in second.get(address).content.decode()
    commands.write_entry(crisis, "fact", "Dua pompa berhenti.", by=people["penyetuju"])
    with CaptureQueriesContext(connection) as asked_anew:
        assert "Dua pompa berhenti." in second.get(address).content.decode()
    assert len(asked_again) < len(asked_anew)
