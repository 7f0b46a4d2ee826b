"""What can never be asked of a platform, and that no setting switches it off."""

from itertools import product

import pytest

from tangkal.desk.approvals import conflicts
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case
from tangkal.desk.platform_requests import commands, grounds
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.guards import BY_KEY, GUARDS, Facts, first_that_holds
from tangkal.desk.platform_requests.kinds import Kind, milder_than
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.states import RequestState
from tangkal.desk.workflow import ActionDenied
from tangkal.impact_analysis.gate import Kind as Gate
from tangkal.impact_analysis.severity import GROUPS, ORGANISATION
from tangkal.impact_analysis.verdicts import Verdict
from tangkal.kernel import InvalidInput
from tests.desk.platform_requests.walk import add_spread, begin, request_at

pytestmark = pytest.mark.django_db

FINANCE = {"severities": {"finances": 3}}


def facts(**changes) -> Facts:
    values = {
        "kind": "takedown",
        "ground": grounds.current().get("illegal_finance"),
        "gate_kind": "fact_claim",
        "is_checkable": True,
        "verdict": "SALAH",
        "severities": {"finances": 3},
    }
    return Facts(**{**values, **changes})


def test_a_false_claim_that_harms_people_may_be_requested():
    assert first_that_holds(facts()) is None


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("press_work", {"gate_kind": "press_work"}),
        ("press_work", {"claimants": frozenset({"outlet"})}),
        ("medium_or_institution", {"publishers": ("Harian Contoh",)}),
        ("satire", {"gate_kind": "satire"}),
        ("opinion", {"gate_kind": "opinion"}),
        ("opinion", {"gate_kind": "opinion", "rests_on_false_information": True}),
        ("criticism", {"gate_kind": "criticism"}),
        ("whistleblowing", {"gate_kind": "whistleblowing"}),
        ("gate", {"gate_kind": ""}),
        ("gate", {"is_checkable": False}),
        ("not_found_false", {"verdict": ""}),
        ("not_found_false", {"verdict": "BENAR"}),
        ("not_found_false", {"verdict": "BELUM_TERBUKTI"}),
        ("not_found_false", {"verdict": "MENYESATKAN"}),
        ("reputation_only", {"severities": None}),
        ("reputation_only", {"severities": {"reputation": 4}}),
        ("reputation_only", {"severities": {"reputation": 4, "policy_objective": 4}}),
        ("harm_of_ground", {"severities": {"life_health": 4}}),
        ("official_takes_part", {"takes_part": frozenset({7}), "conflicted": frozenset({7, 8})}),
    ],
)
def test_a_rule_forbids_by_its_name(rule, changes):
    assert first_that_holds(facts(**changes)).key == rule


def test_only_a_claim_that_was_checked_passes_the_gate_whatever_is_asked():
    for kind, gate in product(Kind.values, Gate):
        found = first_that_holds(facts(kind=kind, gate_kind=gate.value, verdict="TIRUAN"))
        assert (found is None) == (gate is Gate.FACT_CLAIM), (kind, gate)


def test_what_was_not_found_false_is_never_requested():
    never = {"BENAR", "BENAR_SEBAGIAN", "BELUM_TERBUKTI", "SATIRE", "BUKAN_KLAIM_FAKTA"}
    for kind, verdict in product(Kind.values, Verdict):
        found = first_that_holds(facts(kind=kind, verdict=verdict.value))
        misleads = kind == Kind.TAKE_DOWN and verdict in {"MENYESATKAN", "KONTEKS_SALAH"}
        if verdict in never or misleads:
            assert found.key == "not_found_false", (kind, verdict)


@pytest.mark.parametrize("ground", list(grounds.current().by_key))
def test_harm_to_the_office_alone_carries_no_ground(ground):
    harm = dict.fromkeys(GROUPS[ORGANISATION], 4)
    found = first_that_holds(facts(ground=grounds.current().get(ground), severities=harm))
    assert found.key == "reputation_only"


def test_no_setting_names_a_rule():
    from dataclasses import fields

    from tangkal.pipeline.settings import Settings

    names = {field.name for field in fields(Settings)}
    assert not [guard.key for guard in GUARDS if any(guard.key in name for name in names)]


@pytest.mark.parametrize(
    "change",
    [
        ('key = "gambling"', 'key = "defamation"'),
        ('id = "Perjudian"', 'id = "Pencemaran nama baik instansi"'),
        ('en = "Gambling"', 'en = "Harm to the reputation of an office"'),
        ("PP 71/2019 Pasal 96; kategori SAMAN (Kepmen 522/2024)", "UU ITE Pasal 27A"),
        ('kinds = ["correction", "label", "reduce", "impersonation"]', 'kinds = ["takedown"]'),
        ('kinds = ["reduce", "takedown"]', 'kinds = ["ban"]'),
        ('harms = ["finances"]', 'harms = ["pride"]'),
        ('law = "UU PDP 27/2022 Pasal 20"', 'law = " "'),
        # A time that no law sets, or that nobody could wait for.
        ('hours = 24\nlaw = "Permenkominfo 5/2020"', 'hours = 24\nlaw = " "'),
        ("hours = 4", ""),
        ("hours = 4", "hours = 0"),
        ('law = "Tanpa batas waktu menurut hukum"', 'law = "x"\nhours = 1'),
        ("[urgency.urgent]", "[urgency.at_once]"),
    ],
)
def test_a_file_of_grounds_that_protects_a_good_name_is_refused(change):
    text = grounds.OWN.read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(InvalidInput):
        grounds.read(text.replace(*change))


def test_no_ground_is_offered_for_defamation():
    for each in grounds.current().by_key.values():
        assert not grounds.DEFAMATION.search(f"{each.key} {each} {each.law}")
        assert each.law


def test_the_laws_clocks_are_four_hours_and_a_day_each_with_its_law():
    told = {
        (each.urgency.key, each.urgency.hours, each.step)
        for each in grounds.current().by_key.values()
    }
    assert told == {
        ("urgent", 4, "request_urgent"), ("ordinary", 24, "request"), ("voluntary", None, None),
    }  # fmt: skip
    for each in grounds.current().by_key.values():
        assert each.urgency.hours is None or "Permenkominfo 5/2020" in each.urgency.law


def test_the_page_of_grounds_shows_each_clock_with_its_law_and_no_ground_of_defamation(signed_in):
    page = signed_in("hukum").get("/desk/platform-requests/grounds/?lang=en").text
    assert page.count("4 hours after sending") > page.count("24 hours after sending") > 0
    assert "Permenkominfo 5/2020 Pasal 14 ayat (3)" in page
    assert "Defamation of an institution is no ground." in page


def test_an_office_can_put_its_own_file_in_place(settings, tmp_path):
    from dataclasses import replace

    own = tmp_path / "grounds.toml"
    own.write_text(grounds.OWN.read_text(encoding="utf-8").replace("hours = 24", "hours = 12"))
    settings.TANGKAL = replace(settings.TANGKAL, request_grounds=str(own))
    assert grounds.current().get("gambling").urgency.hours == 12


# At the desk


def judge(case: Case, people, **severities) -> None:
    cases.reopen(case, by=people["analis"], why="dinilai ulang")
    cases.triage(case, by=people["analis"])
    cases.judge_impact(
        case, severities=severities, reach=2, breakout=2, probability_term="likely",
        confidence="moderate", reasoning="Nama baik saja.", by=people["analis"],
    )  # fmt: skip


def test_harm_to_a_good_name_alone_ends_the_request_on_record(case, people, chain_holds):
    judge(case, people, reputation=4)
    request = begin(case, people)
    assert (request.state, request.refused_rule) == (RequestState.REFUSED, "reputation_only")
    assert request.events.last().action == "refuse_by_rule"
    with pytest.raises(ActionDenied):
        commands.start_test(request, by=people["analis"])
    chain_holds()


def test_a_post_of_a_medium_ends_the_request_and_points_to_the_press_council(case, people):
    spread = add_spread(case, people, "9", publisher="Harian Contoh", is_public_institution=True)
    request = begin(case, people, spreads=[spread])
    assert request.refused_rule == "medium_or_institution"
    assert "Press Council" in str(BY_KEY[request.refused_rule].instead)


def test_a_gate_that_changes_later_ends_the_request_at_the_next_step(case, people):
    request = request_at("cleared", case, people)
    cases.reopen(case, by=people["analis"], why="ternyata karya pers")
    cases.triage(case, by=people["analis"])
    cases.assess_gate(case, kind="press_work", reason="Media terdaftar.", by=people["analis"])
    request.refresh_from_db()
    assert (request.state, request.refused_rule) == (RequestState.REFUSED, "press_work")


def test_a_claim_that_a_news_outlet_makes_ends_the_request(case, people):
    case.claims.update(claimant_kind="outlet")
    assert begin(case, people).refused_rule == "press_work"


TRY = {
    "draft": lambda r, people: commands.start_test(r, by=people["analis"]),
    "test": lambda r, people: commands.submit(r, by=people["analis"]),
    "legal": lambda r, people: commands.clear(r, why="Sah.", by=people["hukum"]),
    "cleared": lambda r, people: commands.sign(
        r, by=people["penyetuju"], sha256_seen=fingerprint(r)
    ),
    "authorised": lambda r, people: commands.send(
        r, reference="1", told_how="lewat platform", by=people["penyetuju"]
    ),
}


@pytest.mark.parametrize("stage", [*TRY, "data"])
def test_the_rules_are_asked_anew_at_every_step_until_it_is_sent(case, people, stage, chain_holds):
    request = request_at("legal" if stage == "data" else stage, case, people)
    judge(case, people, reputation=4)  # the harm to people was judged away since
    if stage == "data":
        request = commands.clear_data(request, why="Boleh.", by=people["pejabat_pdp"])
    else:
        request = TRY[stage](request, people)
    assert (request.state, request.refused_rule) == (RequestState.REFUSED, "reputation_only")
    assert request.sent_at is None
    chain_holds()


@pytest.mark.parametrize(
    ("stage", "who"),
    [("legal", "hukum"), ("cleared", "penyetuju"), ("authorised", "penyetuju")],
)
def test_whoever_is_named_in_the_content_neither_reviews_signs_nor_sends(case, people, stage, who):
    request = request_at(stage, case, people)
    conflicts.declare(case, people[who], by=people["auditor"], reason="disebut dalam konten")
    with pytest.raises(ActionDenied, match="conflict of interest"):
        TRY[stage](request, people)
    request.refresh_from_db()
    assert request.refused_rule == ""


def test_somebody_whom_the_claim_is_about_takes_no_part(case, people):
    conflicts.declare(case, people["analis"], by=people["hukum"], reason="disebut dalam konten")
    with pytest.raises(ActionDenied, match="conflict of interest"):
        begin(case, people, spreads=[])
    spread = add_spread(Case.objects.get(pk=case.pk), people | {"analis": people["second_analis"]})
    request = begin(case, people, spreads=[spread], by=people["second_analis"])
    # "analis" judged the impact that the request rests on.
    assert request.refused_rule == "official_takes_part"


def test_there_is_no_ground_of_that_name_and_no_request_is_made(case, people):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="protects individuals alone"):
        begin(case, people, ground="institutional_defamation")
    assert not PlatformRequest.objects.exists()


@pytest.mark.parametrize("kind", Kind.values)
def test_for_every_kind_there_is_something_milder(kind):
    assert milder_than(kind)
