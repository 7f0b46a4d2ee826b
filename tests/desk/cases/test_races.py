"""Two people press at the same moment: one wins, the other is told; nothing is lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import verify_chain
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.states import CaseState
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, starting together; answers results or errors."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = act()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def errors(found: list[object]) -> list[type]:
    return [type(each) for each in found if isinstance(each, Exception)]


def test_two_decisions_on_one_version_give_one_winner(people):
    case = walk.case_at(CaseState.ASSESSED, people)
    before = AuditEvent.objects.count()

    def deciding(who: str, option: str) -> Callable[[], object]:
        return lambda: commands.decide(
            case,
            option=option,
            rationale="why",
            gate_answers=walk.ANSWERS,
            by=people[who],
            version=case.version,
        )

    found = at_once(
        deciding("penyetuju", "TIDAK_DIRESPONS"), deciding("second_penyetuju", "RESPONS")
    )

    assert errors(found) == [StaleObject]
    assert case.decisions.count() == 1
    assert AuditEvent.objects.count() == before + 1
    assert verify_chain().holds


def test_two_steps_without_a_version_give_one_winner_too(people):
    case = walk.case_at(CaseState.OPENED, people)
    found = at_once(
        lambda: commands.triage(case, by=people["analis"]),
        lambda: commands.triage(case, by=people["second_analis"]),
    )
    assert errors(found) == [ActionDenied]
    assert Case.objects.get().state == CaseState.TRIAGE
    assert verify_chain().holds


def test_one_signal_opens_one_case(people):
    signal = walk.make_signal()
    found = at_once(
        *(
            lambda who=who: commands.open_case([signal], title="Harga", by=people[who])
            for who in ("analis", "second_analis", "pemantau")
        )
    )
    assert errors(found) == [ActionDenied, ActionDenied]
    case = Case.objects.get()
    assert case.number.endswith("-0001")
    assert verify_chain().events == 1


def test_numbers_opened_together_are_distinct_and_free_of_gaps(people):
    found = at_once(
        *(lambda: commands.open_case([], title="Isu", by=people["analis"]) for _ in range(6))
    )
    assert not errors(found)
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [int(number[-4:]) for number in numbers] == [1, 2, 3, 4, 5, 6]
    assert verify_chain().events == 6


def test_two_verifiers_cannot_both_settle_a_verdict(people):
    case = walk.case_at(CaseState.VERIFICATION, people)
    verdict = walk.draft(case, people)
    verdict = commands.submit_verdict(verdict, by=people["verifikator"])
    second = people["second_verifikator"]
    found = at_once(
        lambda: commands.approve_verdict(verdict, by=second, version=verdict.version),
        lambda: commands.return_verdict(verdict, why="x", by=second, version=verdict.version),
    )
    assert errors(found) == [StaleObject]
    assert verify_chain().holds


def test_two_screeners_claim_one_signal_once(people):
    signal = walk.make_signal()
    found = at_once(
        lambda: commands.claim_ownership(signal, by=people["pemantau"]),
        lambda: commands.claim_ownership(signal, by=people["analis"]),
    )
    assert errors(found) == [ActionDenied]
    assert Signal.objects.get().owner_id in {people["pemantau"].pk, people["analis"].pk}
