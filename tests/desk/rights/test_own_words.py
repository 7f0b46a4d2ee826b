"""Our own words are judged by the same standard, and every change of them stands in public."""

import csv
import io

import pytest

from tangkal.desk.approvals import conflicts
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.desk.rights import self_correction
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases.walk import open_case
from tests.desk.rights.test_appeals import contest, decide, give

pytestmark = pytest.mark.django_db


def test_claims_of_government_are_listed_with_their_verdicts_within_the_office(people, signed_in):
    case = open_case(people)
    cases.add_claim(case, text="Stok aman.", by=people["analis"], claimant_kind="official")
    cases.add_claim(case, text="Stok habis.", by=people["analis"], claimant_kind="public")

    mine = [claim.text for claim in self_correction.official_claims(people["auditor"])]

    assert mine == ["Stok aman."]
    assert not self_correction.official_claims(people["foreign_auditor"]).exists()
    assert "Stok aman." in signed_in("analis").get("/desk/own-claims/").content.decode()


def test_a_case_on_our_own_answer_keeps_its_makers_out(page, people, chain_holds):
    case = self_correction.question_our_own(page, reason="Data lama.", by=people["analis"])

    out = {each.user.username for each in conflicts.in_force(case)}

    assert {"penyusun", "penyetuju", "verifikator", "second_verifikator", "analis"} == out
    assert case.claims.get().claimant_kind == "official"
    assert page.parts[0]["text"] in case.evidence.get().text
    assert case_rules.can_read(people["penyusun"], case)
    chain_holds()


def test_only_an_analyst_of_the_office_questions_its_answer(page, people):
    with pytest.raises(ActionDenied):
        self_correction.question_our_own(page, reason="Data lama.", by=people["foreign_analis"])
    with pytest.raises(ActionDenied):
        self_correction.question_our_own(page, reason=" ", by=people["analis"])


@pytest.fixture
def withdrawn(page, people) -> Clarification:
    decide(give(contest(page), people), "withdraw", people["hukum"])
    return page


def test_the_log_has_reason_both_wordings_and_the_appeal(withdrawn, client):
    row = client.get("/koreksi/json/").json()["corrections"][0]
    lines = list(csv.reader(io.StringIO(client.get("/koreksi/csv/").content.decode("utf-8-sig"))))

    assert row["kind"] == "withdrawn"
    assert row["after_appeal"] == withdrawn.appeals.get().receipt
    assert "Datanya lama." in row["reason"]
    assert lines[0][:5] == ["at", "kind", "address", "headline", "reason"]
    assert lines[1][5] == row["after_appeal"]
    feed = client.get("/koreksi.xml")
    assert "Datanya lama." in feed.content.decode()


def test_the_log_is_read_by_year(withdrawn, client):
    year = Correction.objects.get().at.year

    def shown(address: str) -> int:
        return len(client.get(address).json()["corrections"])

    assert shown(f"/koreksi/json/?year={year}") == 1
    assert shown("/koreksi/json/?year=2001") == 0
    assert shown("/koreksi/json/?year=nonsense") == 1
    assert str(year) in client.get("/koreksi/").content.decode()


def test_an_exercises_changes_stay_out_of_the_public_log(withdrawn, client):
    Clarification.objects.update(is_exercise=True)

    assert client.get("/koreksi/json/").json()["corrections"] == []
