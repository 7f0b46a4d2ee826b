"""Everything a person can do to signals, cases, verdicts, messages and clocks, as a table of acts.

An act is (what it is done to, how the state machine names it, the call). The walks choose acts,
people and versions at random; the rules must refuse whatever should not be.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case, Claim, Evidence, Signal, Verdict
from tangkal.desk.deadlines import commands as clocks
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication import scheduling
from tangkal.desk.strategic_communication.models import Message
from tests.desk.cases import walk
from tests.desk.strategic_communication.conftest import PARTS
from tests.desk.workflow.walking import Act, shown


def other_signal(signal: Signal) -> Signal:
    return Signal.objects.exclude(pk=signal.pk).first() or signal


def claim_of(case: Case) -> Claim:
    return case.claims.first() or Claim(case=case, pk=0)


def decide(case: Case, by: Any, version: int | None, option: str) -> object:
    return cases.decide(
        case,
        option=option,
        rationale="people ask about it",
        gate_answers=walk.ANSWERS,
        refer_to="Kementerian Lain",
        by=by,
        version=version,
    )


def step_of_case(name: str, **words: str) -> Act:
    command = getattr(cases, name)
    return Act(Case, name, lambda c, by, v: command(c, by=by, version=v, **words))


def step_of_signal(step: str, name: str, **words: str) -> Act:
    command = getattr(cases, name)
    return Act(Signal, step, lambda s, by, v: command(s, by=by, version=v, **words))


def step_of_verdict(step: str, name: str, **words: str) -> Act:
    command = getattr(cases, name)
    return Act(Verdict, step, lambda d, by, v: command(d, by=by, version=v, **words))


def step_of_message(step: str) -> Act:
    return Act(
        Message,
        step,
        lambda m, by, v: messages.take_step(
            m, step, by=by, expected_version=m.version if v is None else v, comment="seen"
        ),
    )


ACTS: tuple[Act, ...] = (
    step_of_signal("screen", "screen"),
    step_of_signal("dismiss", "dismiss", why="chatter"),
    step_of_signal("ask_data", "ask_data", what="the post itself"),
    step_of_signal("undo", "undo"),
    step_of_signal("", "claim_ownership"),
    step_of_signal("", "release"),
    Act(
        Signal,
        "mark_duplicate",
        lambda s, by, v: cases.mark_duplicate(s, of=other_signal(s), by=by, version=v),
    ),
    Act(
        Signal,
        "link",
        lambda s, by, _v: cases.open_case([s], title="Isu", by=by),
        takes_version=False,
    ),
    step_of_case("triage"),
    step_of_case("send_to_verification"),
    step_of_case("respond"),
    step_of_case("evaluate"),
    step_of_case("close"),
    step_of_case("reopen", why="it is back"),
    Act(
        Case, "judge_impact", lambda c, by, v: cases.judge_impact(c, by=by, version=v, **walk.MILD)
    ),
    Act(
        Case,
        "judge_impact",
        lambda c, by, v: cases.judge_impact(
            c,
            by=by,
            version=v,
            **walk.MILD | {"override_priority": "MEDIUM", "override_reason": "an election nears"},
        ),
    ),
    Act(Case, "", lambda c, by, v: cases.confirm_override(c, by=by, version=v)),
    *(
        Act(Case, "decide", lambda c, by, v, option=option: decide(c, by, v, option))
        for option in ("RESPONS", "TIDAK_DIRESPONS", "RUJUK")
    ),
    Act(
        Case,
        "",
        lambda c, by, v: cases.assess_gate(
            c, kind="fact_claim", reason="checkable", by=by, version=v
        ),
    ),
    Act(
        Case,
        "",
        lambda c, by, v: cases.assess_gate(c, kind="opinion", reason="a view", by=by, version=v),
    ),
    Act(Case, "", lambda c, by, v: cases.add_claim(c, text="BBM naik.", by=by, version=v)),
    Act(
        Case,
        "",
        lambda c, by, v: cases.add_evidence(
            c, walk.statement(text=f"Tetap {c.evidence.count()}."), by=by, version=v
        ),
    ),
    Act(Case, "", lambda c, by, _v: cases.note(c, text="seen", by=by), takes_version=False),
    Act(Case, "", lambda c, by, v: cases.assign(c, to=by, by=by, version=v)),
    Act(
        Case,
        "",
        lambda c, by, v: cases.draft_verdict(
            c,
            claim=claim_of(c),
            value="SALAH",
            reasons="the list says otherwise",
            evidence=list(Evidence.objects.filter(case=c)),
            by=by,
            version=v,
        ),
    ),
    Act(
        Case,
        "",
        lambda c, by, v: clocks.pause(
            c,
            reason="data",
            text="the office's figures",
            until=timezone.now() + timedelta(hours=5),
            by=by,
            version=v,
        ),
    ),
    Act(Case, "", lambda c, by, v: clocks.resume(c, by=by, version=v)),
    *(
        Act(
            Case,
            "",
            lambda c, by, _v, step=step, minutes=minutes: clocks.set_limit(
                c.lead_organisation, step, "LOW", minutes, why="few people", by=by
            ),
            takes_version=False,
        )
        for step, minutes in (("verify", 90), ("first_line", 3000))
    ),
    Act(
        Case,
        "",
        lambda c, by, _v: clocks.set_week(
            c.lead_organisation, [[["08:00", "16:00"]]] * 5 + [[], []], why="summer", by=by
        ),
        takes_version=False,
    ),
    step_of_verdict("submit", "submit_verdict"),
    step_of_verdict("approve", "approve_verdict"),
    step_of_verdict("return", "return_verdict", why="say more"),
    step_of_verdict("correct", "correct_verdict", why="it was wrong"),
    step_of_verdict("withdraw", "withdraw_verdict", why="it was wrong"),
    Act(
        Case,
        "",
        lambda c, by, _v: messages.draft_message(c, "clarification", PARTS, by=by),
        takes_version=False,
    ),
    *(
        step_of_message(step)
        for step in ("submit", "confirm_facts", "ask_legal", "clear", "approve", "return")
    ),
    Act(
        Message,
        "publish",
        lambda m, by, v: messages.publish(m, by=by, expected_version=shown(m, v)),
    ),
    Act(
        Message,
        "withdraw",
        lambda m, by, v: messages.withdraw(m, by=by, expected_version=shown(m, v), reason="wrong"),
    ),
    Act(
        Message,
        "schedule",
        lambda m, by, v: scheduling.schedule(
            m,
            publish_at=timezone.now() + timedelta(hours=2),
            by=by,
            expected_version=shown(m, v),
        ),
    ),
    Act(
        Message,
        "unschedule",
        lambda m, by, v: scheduling.unschedule(m, by=by, expected_version=shown(m, v)),
    ),
    Act(
        Message,
        "",
        lambda m, by, v: messages.save_version(
            m, PARTS | {"headline": f"Harga tetap {m.version}"}, by=by, expected_version=shown(m, v)
        ),
    ),
    Act(
        Message,
        "",
        lambda m, by, _v: messages.begin_correction(m, by=by, reason="a figure was wrong"),
        takes_version=False,
    ),
)
