"""A level is proposed by one person, confirmed by another, and ends loudly."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.approvals import conflicts
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.crisis import commands, rules, ticking
from tangkal.desk.crisis.levels import LEVELS, suggested
from tangkal.desk.crisis.models import Briefing, Crisis, LogEntry, Proposal
from tangkal.desk.crisis.states import CRISIS, CrisisState
from tangkal.desk.inbox.models import Notice
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.conftest import make_person

pytestmark = pytest.mark.django_db
CALM = {"cases": 1, "high": 0, "medium": 0, "breakout": 0, "provinces": 0, "items": 0}


def reload(crisis) -> Crisis:
    return Crisis.objects.get(pk=crisis.pk)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, 0),
        ({"medium": 1}, 1),
        ({"high": 1}, 2),
        ({"breakout": 3}, 0),
        ({"breakout": 4}, 2),
        ({"breakout": 5}, 2),
        ({"breakout": 6}, 3),
        ({"provinces": 1}, 0),
        ({"provinces": 2}, 3),
        ({"high": 1, "provinces": 2}, 3),
    ],
)
def test_measured_facts_suggest_a_level_with_a_reason_each(facts, level):
    number, reasons = suggested(CALM | facts)
    assert number == level
    assert bool(reasons) is bool(level)


def test_the_levels_are_the_doctrines_four_and_each_says_who_commands():
    assert [level.number for level in LEVELS] == [0, 1, 2, 3]
    assert all(level.triggers and str(level.command) for level in LEVELS)
    assert [level.state for level in LEVELS] == ["NORMAL", "SIAGA", "KRISIS", "NASIONAL"]


def test_a_suggestion_changes_nothing(crisis):
    before = (crisis.state, crisis.level, crisis.version)
    ticking.round()
    after = reload(crisis)
    assert (after.state, after.level, after.version) == before


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("penyetuju", "You proposed this level yourself"),
        ("analis", "penyetuju"),
        ("foreign_penyetuju", "penyetuju"),
        ("auditor", "penyetuju"),
        ("second_penyetuju", ""),
    ],
)
def test_another_approver_of_the_lead_agency_confirms(asked, people, who, refusal, chain_holds):
    if refusal:
        with pytest.raises(ActionDenied, match=refusal):
            commands.confirm(asked, by=people[who])
        assert reload(asked.crisis).state == CrisisState.NORMAL
    else:
        assert commands.confirm(asked, by=people[who]).state == CrisisState.CRISIS
    chain_holds()


def test_a_conflict_of_interest_takes_an_approver_out_of_the_confirmation(asked, people, case):
    approver = people["second_penyetuju"]
    conflicts.declare(case, approver, by=approver, reason="Saya disebut dalam kiriman.")
    with pytest.raises(ActionDenied, match="conflict of interest"):
        commands.confirm(asked, by=approver)


def test_a_national_crisis_is_confirmed_by_leadership_alone(people, organisations, case):
    agency = organisations["agency"]
    below = [make_person(f"penyetuju_lembaga_{n}", agency, "penyetuju") for n in (1, 2)]
    asked = commands.propose(
        agency, "Gempa", level=3, trigger="Nyawa", reason="Korban.", cases=[], by=below[0]
    )
    with pytest.raises(ActionDenied, match="leadership"):
        commands.confirm(asked, by=below[1])
    # An approver of the ministry stands at the top of the tree.
    made = commands.confirm(asked, by=people["penyetuju"])
    assert (made.state, made.level) == (CrisisState.NATIONAL, 3)
    assert Organisation.objects.get(pk=agency.pk).parent_id is not None


def test_the_first_confirmation_starts_clocks_seats_its_coordinator_and_tells_people(
    crisis, people
):
    assert crisis.activated_at is not None
    assert crisis.expires_at - crisis.activated_at == timedelta(hours=24)
    assert crisis.next_update_at > crisis.activated_at
    (seat,) = crisis.seats.all()
    assert (seat.role, seat.holder) == ("koordinator", people["second_penyetuju"])
    assert Notice.objects.filter(user=people["penyetuju"], kind="crisis").exists()


def test_a_proposal_without_reason_or_trigger_is_refused(people, organisations):
    for reason, trigger, error in ((" ", "Nyawa", ActionDenied), ("x", " ", ValidationError)):
        with pytest.raises(error):
            commands.propose(
                organisations["ministry"], "X", level=1, trigger=trigger, reason=reason,
                cases=[], by=people["penyetuju"],
            )  # fmt: skip
    assert not Crisis.objects.exists()


def test_only_one_level_is_asked_at_a_time_and_a_settled_proposal_stays_settled(asked, people):
    crisis = reload(asked.crisis)
    with pytest.raises(ValidationError, match="waits already"):
        commands.raise_level(
            crisis, level=3, trigger="t", reason="r", by=people["penyetuju"],
            expected_version=crisis.version,
        )  # fmt: skip
    commands.confirm(asked, by=people["second_penyetuju"])
    for act in (commands.confirm, commands.decline):
        with pytest.raises(ActionDenied, match="no longer open"):
            act(asked, by=people["second_penyetuju"], why="x")


def test_an_exercise_takes_no_real_case(people, organisations, case):
    with pytest.raises(ValidationError, match="exercise"):
        commands.propose(
            organisations["ministry"], "X", level=1, trigger="t", reason="r", cases=[case],
            by=people["penyetuju"], is_exercise=True,
        )  # fmt: skip


def test_declined_or_taken_back_a_crisis_that_never_began_is_closed(asked, people):
    with pytest.raises(ActionDenied, match="take the proposal back"):
        commands.decline(asked, by=people["penyetuju"], why="Salah ketik.")
    closed = commands.withdraw(asked, by=people["penyetuju"], why="Salah ketik.")
    assert (closed.state, closed.is_open) == (CrisisState.CLOSED, False)


# -- the clock -------------------------------------------------------------------------------


def late(proposal, minutes):
    Proposal.objects.filter(pk=proposal.pk).update(
        confirm_by=timezone.now() - timedelta(minutes=minutes)
    )


def test_an_unconfirmed_proposal_escalates_once_and_stays_open(asked, people):
    assert ticking.round() == 0
    late(asked, 1)
    assert ticking.round() == 1
    assert ticking.round() == 0
    told = Notice.objects.filter(kind="escalated").values_list("user__username", flat=True)
    assert {"penyetuju", "second_penyetuju"} <= set(told)
    assert commands.confirm(asked, by=people["second_penyetuju"]).has_level


def test_a_level_expires_after_24_hours_by_the_machine_and_tells_everyone(
    crisis, people, chain_holds
):
    Crisis.objects.update(expires_at=timezone.now() - timedelta(seconds=1), next_update_at=None)
    assert ticking.round() == 1
    assert ticking.round() == 0
    after = reload(crisis)
    assert (after.state, after.level, after.expires_at) == (CrisisState.DEESCALATION, 0, None)
    event = AuditEvent.objects.get(action="crisis.expired")
    assert (event.actor_id, event.actor_name) == (None, "sistem")
    told = Notice.objects.filter(kind="escalated").values_list("user__username", flat=True)
    assert {"penyetuju", "second_penyetuju"} <= set(told)
    assert "nobody renewed" in crisis.log.first().text or "perpanjang" in crisis.log.first().text
    chain_holds()


def test_renewal_needs_a_reason_and_counts_from_now(crisis, people):
    Crisis.objects.update(expires_at=timezone.now() + timedelta(minutes=5))
    with pytest.raises(ActionDenied, match="reason"):
        commands.renew(crisis, by=people["penyetuju"], why=" ", expected_version=crisis.version)
    with pytest.raises(StaleObject):
        commands.renew(crisis, by=people["penyetuju"], why="Masih ramai", expected_version=0)
    after = commands.renew(
        crisis, by=people["penyetuju"], why="Masih ramai", expected_version=crisis.version
    )
    left = after.expires_at - timezone.now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    assert (after.state, after.level) == (CrisisState.CRISIS, 2)


# -- stepping down ----------------------------------------------------------------------------


def updates(crisis, *quiet):
    for number, is_quiet in enumerate(quiet, start=1):
        Briefing.objects.create(
            crisis=crisis, number=number, by=crisis.opened_by, level=crisis.level,
            situation="x", is_quiet=is_quiet,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("quiet", "may"),
    [((), False), ((True,), False), ((True, True), True), ((True, True, False), False),
     ((False, True, True), True), ((True, False, True), False)],
)  # fmt: skip
def test_a_crisis_is_stepped_down_after_two_quiet_updates_in_a_row(crisis, people, quiet, may):
    updates(crisis, *quiet)
    act = {"by": people["penyetuju"], "why": "Tenang", "expected_version": crisis.version}
    if may:
        assert commands.take_step(crisis, "deescalate", **act).state == CrisisState.DEESCALATION
    else:
        with pytest.raises(ActionDenied, match="two quiet updates"):
            commands.take_step(crisis, "deescalate", **act)


def test_the_whole_way_leads_to_closed_and_every_step_is_on_record(crisis, people, chain_holds):
    updates(crisis, True, True)
    approver = people["penyetuju"]
    for action in ("deescalate", "recover", "review"):
        crisis = reload(crisis)
        crisis = commands.take_step(
            crisis, action, by=approver, why="Langkah", expected_version=crisis.version
        )
    with pytest.raises(ActionDenied, match="hot wash"):
        commands.take_step(
            crisis, "close", by=approver, why="Selesai", expected_version=crisis.version
        )
    five = dict.fromkeys(("intended", "happened", "why", "keep", "change"), "teks")
    for version, stage in enumerate(("hot_wash", "report"), start=1):
        commands.write_review(crisis, stage, five, by=people["analis"], expected_version=version)
    closed = commands.take_step(
        crisis, "close", by=approver, why="Selesai", expected_version=crisis.version
    )
    assert (closed.state, closed.closed_at is not None) == (CrisisState.CLOSED, True)
    actions = list(AuditEvent.objects.filter(action__startswith="crisis.").values_list("action"))
    for name in ("opened", "proposed", "activated", "deescalate", "recover", "review", "close"):
        assert (f"crisis.{name}",) in actions
    chain_holds()


# -- the table --------------------------------------------------------------------------------

ROLES = ("analis", "penyetuju", "verifikator", "auditor", "sistem")


def test_the_machine_allows_what_its_table_says_and_nothing_else():
    rows = {(step.source, step.action): step for step in CRISIS.transitions}
    actions = sorted({step.action for step in CRISIS.transitions})
    for state, action, role in product(CrisisState.values, actions, ROLES):
        step = rows.get((state, action))
        if step and role in step.roles:
            assert CRISIS.check(state, action, {role}) == step.target
        else:
            with pytest.raises(ActionDenied):
                CRISIS.check(state, action, {role})


def test_only_the_clock_expires_and_only_approvers_do_the_rest():
    for step in CRISIS.transitions:
        assert step.roles == frozenset({"sistem" if step.action == "expire" else "penyetuju"})


def test_every_state_but_the_last_has_a_way_on_and_none_leads_out_of_it():
    sources = {step.source for step in CRISIS.transitions}
    assert sources == set(CrisisState.values) - {CrisisState.CLOSED}


def test_a_log_entry_is_there_for_every_decision(crisis):
    kinds = list(crisis.log.order_by("number").values_list("kind", flat=True))
    assert kinds.count(LogEntry.Kind.DECISION) == 2
    assert rules.quiet_cycles(crisis) == 0
