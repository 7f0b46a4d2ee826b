"""Everything a person can do in a crisis and in the fast lane, as a table of acts."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case
from tangkal.desk.crisis import commands as crises
from tangkal.desk.crisis.first_hour import STEPS
from tangkal.desk.crisis.models import Crisis, Proposal, Question
from tangkal.desk.crisis.models.learning import PARTS
from tangkal.desk.crisis.team import SeatRole
from tangkal.desk.strategic_communication import freezing, holding, holding_templates
from tangkal.desk.strategic_communication.holding_models import HoldingStatement, HoldingTemplate
from tangkal.desk.workflow import ActionDenied
from tangkal.strategic_communication.holding import asked
from tests.desk.cases import walk
from tests.desk.workflow.walking import Act, shown

HOUSE = {
    "umbrella": "Air bersih sampai ke setiap rumah hari ini.",
    "event": "gangguan pompa air",
    "affected": "warga di tiga kelurahan",
    "confirmed": "Satu pompa berhenti pukul 06.00.",
    "unknown": "Sebab berhentinya pompa.",
    "process": "teknisi memeriksa pompa",
    "commitment": "memberi kabar setiap tiga jam",
    "protective_action": "rebus air sebelum diminum",
    "source": "portal ini",
    "contact": "nomor layanan 112",
}


def waiting(crisis: Crisis, level: int | None = None) -> Proposal:
    found = crisis.proposals.filter(state=Proposal.State.WAITING).first()
    if found is None or level not in {None, found.level}:
        raise ActionDenied("no such level waits")
    return found


def confirm(crisis: Crisis, by: User, level: int) -> object:
    return crises.confirm(waiting(crisis, level), by=by)


def propose(crisis: Crisis, by: User, version: int | None, level: int) -> object:
    return crises.raise_level(
        crisis,
        level=level,
        trigger="Media nasional memuat",
        reason="Antrean.",
        by=by,
        expected_version=shown(crisis, version),
    )


def brief(crisis: Crisis, by: User) -> object:
    return crises.brief(crisis, situation="Tenang.", decisions="", actions="", by=by)


def next_step(crisis: Crisis, by: User, outcome: str) -> object:
    marked = set(crisis.marks.values_list("step", flat=True))
    left = [step.key for step in STEPS if step.key not in marked] or [STEPS[0].key]
    return crises.mark_step(crisis, left[0], outcome, by=by, note="seen")


def review(crisis: Crisis, by: User, stage: str) -> object:
    known = getattr(crisis, "review", None)
    words = dict.fromkeys(PARTS, "we learned")
    version = known.version if known else 1
    return crises.write_review(crisis, stage, words, by=by, expected_version=version)


def save_house(crisis: Crisis, by: User) -> object:
    return crises.save_house(crisis, HOUSE, [], by=by, expected_version=crisis.house.version)


def draft_statement(crisis: Crisis, by: User) -> object:
    return crises.draft_statement(crisis, crisis.cases.get(), by=by)


def hand_over(crisis: Crisis, by: User, seat: SeatRole) -> object:
    held = crisis.seats.filter(role=seat, until=None).first()
    if held is None:
        raise ActionDenied("nobody holds it")
    return crises.hand_over(held, by, by=held.holder, note="all quiet")


def in_crisis(name: str) -> Act:
    return Act(
        Crisis,
        name,
        lambda c, by, v: crises.take_step(
            c, name, by=by, why="so it stands", expected_version=shown(c, v)
        ),
    )


def in_room(call: Any) -> Act:
    return Act(Crisis, "", lambda c, by, _v: call(c, by), takes_version=False)


def of_answer(name: str) -> Act:
    return Act(
        Question,
        name,
        lambda q, by, v: crises.answer_step(
            q, name, by=by, expected_version=shown(q, v), comment="seen"
        ),
    )


def checked(statement: HoldingStatement, by: User, version: int | None, is_right: bool) -> object:
    return holding.check_holding(
        statement, is_right=is_right, by=by, expected_version=shown(statement, version), note="no"
    )


def values(statement: HoldingStatement) -> dict[str, str]:
    return {name: f"{name} {statement.version}" for name in asked(statement.template.parts)}


CRISIS_ACTS: tuple[Act, ...] = (
    *(
        Act(Crisis, "", lambda c, by, v, level=level: propose(c, by, v, level))
        for level in (1, 2, 3)
    ),
    *(
        Act(
            Crisis,
            f"raise_{level}",
            lambda c, by, _v, level=level: confirm(c, by, level),
            takes_version=False,
        )
        for level in (1, 2, 3)
    ),
    Act(
        Crisis,
        "",
        lambda c, by, _v: crises.decline(waiting(c), by=by, why="not yet"),
        takes_version=False,
    ),
    Act(
        Crisis,
        "",
        lambda c, by, _v: crises.withdraw(waiting(c), by=by, why="a mistake"),
        takes_version=False,
    ),
    Act(
        Crisis,
        "renew",
        lambda c, by, v: crises.renew(c, by=by, why="it lasts", expected_version=shown(c, v)),
    ),
    *(in_crisis(name) for name in ("deescalate", "recover", "review", "close")),
    in_room(brief),
    in_room(brief),
    in_room(lambda c, by: next_step(c, by, "done")),
    in_room(lambda c, by: next_step(c, by, "skipped")),
    in_room(lambda c, by: review(c, by, "hot_wash")),
    in_room(lambda c, by: review(c, by, "report")),
    in_room(save_house),
    in_room(draft_statement),
    Act(
        Crisis,
        "",
        lambda c, by, _v: crises.freeze(c, by=by, why="all stands still"),
        takes_version=False,
        may_repeat=True,
    ),
    in_room(lambda c, by: freezing.thaw(c.organisation, by=by, why="it goes on") or denied()),
    in_room(lambda c, by: crises.write_entry(c, "fact", "Pompa jalan.", by=by)),
    in_room(lambda c, by: crises.ask(c, "Kapan air jalan?", source="media", by=by)),
    in_room(lambda c, by: crises.give_seat(c, SeatRole.LOG_KEEPER, by, by=by)),
    in_room(
        lambda c, by: crises.add_action(
            c, "Pompa kedua", owner=by, due_at=timezone.now() + timedelta(days=9), by=by
        )
    ),
    Act(
        Question,
        "draft",
        lambda q, by, v: crises.draft_answer(
            q, "Sebelum malam.", by=by, expected_version=shown(q, v)
        ),
    ),
    *(of_answer(name) for name in ("check", "approve", "return")),
    Act(
        Question,
        "",
        lambda q, by, v: crises.pin(
            q, by=by, is_pinned=not q.is_pinned, expected_version=shown(q, v)
        ),
    ),
    Act(
        HoldingTemplate,
        "approve",
        lambda t, by, v: holding_templates.approve_template(t, by=by, expected_version=shown(t, v)),
    ),
    Act(
        HoldingTemplate,
        "revise",
        lambda t, by, v: holding_templates.revise_template(
            t,
            holding_templates.first_words("id"),
            valid_until=timezone.localdate() + timedelta(days=300 + t.version),
            by=by,
            expected_version=shown(t, v),
        ),
    ),
    Act(
        HoldingTemplate,
        "end",
        lambda t, by, v: holding_templates.end_template(
            t, by=by, expected_version=shown(t, v), reason="another one is better"
        ),
    ),
    Act(
        HoldingStatement,
        "fill",
        lambda s, by, v: holding.fill_holding(s, values(s), by=by, expected_version=shown(s, v)),
    ),
    Act(
        HoldingStatement,
        "publish",
        lambda s, by, v: holding.publish_holding(s, by=by, expected_version=shown(s, v)),
    ),
    Act(HoldingStatement, "confirm", lambda s, by, v: checked(s, by, v, True)),
    Act(HoldingStatement, "reject", lambda s, by, v: checked(s, by, v, False)),
    Act(
        HoldingStatement,
        "withdraw",
        lambda s, by, v: holding.withdraw_holding(
            s, by=by, expected_version=shown(s, v), reason="a figure was wrong"
        ),
    ),
    Act(
        Case,
        "",
        lambda c, by, _v: holding.draft_holding(c, {}, by),
        takes_version=False,
    ),
)


def denied() -> object:
    raise ActionDenied("nothing was frozen")


def ready_template(people: dict[str, User]) -> HoldingTemplate:
    """A template that two people approved in quiet times."""
    made = holding_templates.draft_template(
        people["penyusun"].organisation,
        title="Pernyataan pertama",
        parts=holding_templates.first_words("id"),
        valid_until=timezone.localdate() + timedelta(days=300),
        by=people["penyusun"],
    )
    for who in ("penyetuju", "second_penyetuju"):
        made.refresh_from_db()
        holding_templates.approve_template(made, by=people[who], expected_version=made.version)
    return made


def crisis_at(state: str, case: Case, people: dict[str, User]) -> Crisis:
    """A crisis in a state, reached as its people would: two approvers, quiet updates, a review."""
    first, second = people["penyetuju"], people["second_penyetuju"]
    proposal = crises.propose(
        case.lead_organisation,
        "Gangguan air bersih",
        level=1 if state == "SIAGA" else 2,
        trigger="Layanan terganggu",
        reason="Tiga kelurahan tanpa air.",
        cases=[case],
        by=first,
    )
    if state == "NORMAL":
        return proposal.crisis
    crisis = crises.confirm(proposal, by=second)
    crises.ask(crisis, "Kapan air jalan lagi?", source="media", by=first)
    save_house(crisis, first)
    draft_statement(crisis, people["penyusun"])
    for _ in range(3):  # the first has nothing to compare with, two are quiet
        brief(crisis, first)
    for name, reached in (
        ("deescalate", "DEESKALASI"),
        ("recover", "PEMULIHAN"),
        ("review", "AAR"),
    ):
        crisis.refresh_from_db()
        if state in {"SIAGA", "KRISIS", crisis.state}:
            break
        crises.take_step(crisis, name, by=second, why="calm", expected_version=crisis.version)
        crisis.refresh_from_db()
        assert crisis.state == reached
    return crisis


def case_for_a_crisis(people: dict[str, User]) -> Case:
    case = walk.case_at("DINILAI", people)
    cases.decide(
        case,
        option="KRISIS",
        rationale="Layanan air.",
        gate_answers=walk.ANSWERS,
        by=people["penyetuju"],
    )
    return Case.objects.get(pk=case.pk)
