"""A second analyst judges without seeing the first; both are shown once both are in."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tangkal.desk.accounts.models import RoleAssignment
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import judgements
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.states import CaseState
from tangkal.desk.impact_analysis import agreement, second_looks
from tangkal.desk.impact_analysis.models import SecondLook
from tangkal.desk.impact_analysis.states import SECOND_LOOK, LookState
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db

SECRET = "alasan penilai pertama"
SECOND = {
    "severities": {"life_health": 1},
    "reach": 2,
    "breakout": 2,
    "probability_term": "likely",
    "confidence": "low",
    "reasoning": "alasan penilai kedua",
}


class Dice:
    """A chance that falls as the test says."""

    def __init__(self, falls: float) -> None:
        self.falls = falls

    def random(self) -> float:
        return self.falls


@pytest.fixture
def share(settings, monkeypatch):
    def choose(percent: int, falls: float = 0.5) -> None:
        settings.TANGKAL = replace(settings.TANGKAL, second_look_percent=percent)
        monkeypatch.setattr(second_looks, "chance", Dice(falls))

    return choose


@pytest.fixture
def offered(people, share) -> SecondLook:
    share(100)
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.approved(case, people)
    walk.judge(case, people, reasoning=SECRET)
    return SecondLook.objects.get()


@pytest.fixture
def both_in(offered, people) -> SecondLook:
    taken = second_looks.take(offered, by=people["second_analis"], expected_version=offered.version)
    return second_looks.judge(
        taken, by=people["second_analis"], expected_version=taken.version, **SECOND
    )


def page(signed_in, who: str, case: Case, name: str = "case") -> str:
    return signed_in(who).get(reverse(name, args=[case.number])).content.decode()


@pytest.mark.parametrize(
    ("severe", "percent", "falls", "why"),
    [
        (True, 0, 0.99, "high"),
        (False, 0, 0.0, None),
        (False, 20, 0.19, "drawn"),
        (False, 20, 0.21, None),
    ],
)
def test_high_is_always_offered_and_others_by_a_draw_on_record(
    people, share, severe, percent, falls, why
):
    share(percent, falls)
    case = walk.case_at(CaseState.VERIFICATION, people)
    walk.approved(case, people)
    changes = {"severities": {"life_health": 3}, "reach": 3, "techniques": ["red_team"]}
    walk.judge(case, people, **(changes if severe else {}))
    found = SecondLook.objects.first()
    assert (found.why if found else None) == why
    drawn = AuditEvent.objects.filter(action__startswith="case.second_look")
    assert drawn.exists() == (severe or percent > 0)
    if drawn:
        assert drawn[0].actor_name == "sistem"
        assert drawn[0].details["draw"] == falls


def test_whoever_may_still_judge_sees_neither_judgement_nor_its_traces(offered, people, signed_in):
    case = offered.case
    walk.record_technique(case, people)
    blind = page(signed_in, "second_analis", case)
    assert SECRET not in blind
    assert "LOW because" not in blind
    assert "Kept from you" in blind
    assert "it would answer with a video" not in blind
    for who in ("penyetuju", "verifikator", "auditor", "analis"):
        assert SECRET in page(signed_in, who, case), who
    assert judgements.is_hidden(case, people["second_analis"])


def test_the_api_keeps_the_same_silence(offered, people):
    from django.test import Client

    from tangkal.desk.api import tokens

    def impacts(who: str) -> list[object]:
        _token, text = tokens.make(people[who], name="baca", scopes=["cases:read"], days=1)
        address = f"/api/v1/cases/{offered.case.number}/judgements"
        reply = Client().get(address, headers={"authorization": f"Bearer {text}"})
        assert reply.status_code == 200, reply.content
        return reply.json()["impacts"]

    assert impacts("second_analis") == []
    assert len(impacts("analis")) == 1


def test_nobody_judges_over_the_first_while_they_may_judge_unseeing(offered, people):
    with pytest.raises(ActionDenied, match="second judgement"):
        cases.judge_impact(offered.case, by=people["second_analis"], **walk.MILD)


def test_neither_the_first_rater_nor_an_approver_is_the_second(offered, people, organisations):
    RoleAssignment.objects.create(
        user=people["second_penyetuju"], role="analis", scope=organisations["ministry"]
    )
    for who in ("analis", "second_penyetuju", "verifikator", "foreign_analis"):
        with pytest.raises(ActionDenied):
            second_looks.take(offered, by=people[who], expected_version=offered.version)


def test_once_both_are_in_everybody_sees_them_side_by_side(both_in, people, signed_in, chain_holds):
    for who in ("second_analis", "analis", "penyetuju"):
        shown = page(signed_in, who, both_in.case, "case-second-look")
        assert SECRET in shown, who
        assert "alasan penilai kedua" in shown
        assert "far apart" in shown  # likelihood: unlikely against likely
    assert SECRET in page(signed_in, "second_analis", both_in.case)
    assert chain_holds()


def test_the_differences_are_named(both_in):
    from tangkal.impact_analysis.second_look import differences

    found = {each.key for each in differences(both_in.first_answers, both_in.answers)}
    assert {"likelihood", "reach", "breakout", "confidence", "harm:life_health"} <= found


def test_the_reconciliation_is_a_raters_or_an_approvers(both_in, people):
    with pytest.raises(ActionDenied):
        second_looks.reconcile(
            both_in,
            choice="second",
            reconciliation="x",
            by=people["verifikator"],
            expected_version=both_in.version,
        )
    found = second_looks.reconcile(
        both_in,
        choice="second",
        reconciliation="Jangkauan ternyata lebih luas.",
        by=people["analis"],
        expected_version=both_in.version,
    )
    assert found.state == LookState.RECONCILED


def test_done_without_everybody_sees_the_first_and_the_reason_stays(offered, people, signed_in):
    with pytest.raises(ActionDenied):
        second_looks.waive(
            offered, by=people["analis"], expected_version=offered.version, reason="buru-buru"
        )
    with pytest.raises(ActionDenied, match="reason"):
        second_looks.waive(
            offered, by=people["penyetuju"], expected_version=offered.version, reason=" "
        )
    second_looks.waive(
        offered, by=people["penyetuju"], expected_version=offered.version, reason="malam hari"
    )
    assert SECRET in page(signed_in, "second_analis", offered.case)


def test_the_pages_carry_a_second_judgement_from_offer_to_reconciliation(
    offered, people, signed_in
):
    client, case = signed_in("second_analis"), offered.case
    address = reverse("case-second-look", args=[case.number])
    act = reverse("case-second-look-act", args=[case.number, "take"])
    assert client.post(act, {"version": offered.version}).status_code == 302
    form = client.get(address).content.decode()
    assert SECRET not in form
    answers = {
        f"harm_{item}": "1"
        for item in __import__("tangkal.impact_analysis.severity", fromlist=["ITEMS"]).ITEMS
    }
    sent = client.post(
        address,
        answers
        | {key: value for key, value in SECOND.items() if key != "severities"}
        | {"version": offered.version + 1, "head_technology": "unclear", "intent": "unknown"},
    )
    assert sent.status_code == 302
    found = SecondLook.objects.get()
    assert (found.state, found.answers["first:technology"]) == (LookState.IN, "unclear")
    done = signed_in("analis").post(
        address,
        {"version": found.version, "choice": "first", "reconciliation": "Bukti baru."},
    )
    assert done.status_code == 302
    assert "Bukti baru." in page(signed_in, "penyetuju", case, "case-second-look")


def test_under_ten_pairs_no_kappa_is_shown(both_in, people, signed_in):
    shown = signed_in("evaluator").get(reverse("agreement")).content.decode()
    assert "under 10 pairs" in shown
    assert "<td>0." not in shown


def test_from_ten_pairs_on_kappa_has_its_interval_and_n(both_in, people, signed_in):
    for at in range(11):
        copy = SecondLook.objects.get(pk=both_in.pk)
        copy.pk, copy.version = None, 1
        copy.first_answers = both_in.first_answers | {"reach": at % 3}
        copy.answers = both_in.answers | {"reach": at % 3 if at else 1}
        copy.save()
    reader = people["evaluator"]
    from django.utils import timezone

    today = timezone.localdate()
    found = agreement.of_period(reader, since=today, until=today)
    line = next(each for each in found.lines if each.question == "Reach")
    assert (line.n, line.same) == (12, 10)
    assert 0 < line.agreement.low < line.agreement.kappa < line.agreement.high <= 1
    assert not agreement.of_period(people["foreign_evaluator"], since=today, until=today).pairs


@pytest.mark.parametrize("step", SECOND_LOOK.transitions, ids=lambda s: f"{s.source}-{s.action}")
def test_only_the_roles_of_the_table_take_a_step(step):
    for role in ("pemantau", "verifikator", "penyusun", "auditor", "admin_sistem", "mitra"):
        assert role not in step.roles
        with pytest.raises(ActionDenied):
            SECOND_LOOK.check(step.source, step.action, {role})
    assert SECOND_LOOK.check(step.source, step.action, step.roles) == step.target
