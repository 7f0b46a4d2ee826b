"""Numbers, locks, two persons, corrections: what an edition goes through."""

import pytest
from django.core.exceptions import ValidationError

from tangkal.desk.accounts.models import Region
from tangkal.desk.approvals.queries import has_approval
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.situation_reports import commands, queries
from tangkal.desk.situation_reports.models import Edition, content_hash
from tangkal.desk.situation_reports.states import EDITION, EditionState
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.conftest import NOON
from tests.desk.situation_reports.conftest import confirmed

pytestmark = pytest.mark.django_db
E = EditionState


def test_numbers_run_without_gaps_in_each_series(draft, series, people, organisations):
    other = commands.create_series(
        by=people["analis"], name="Lain", kind="ad_hoc", organisation=organisations["ministry"]
    )
    made = [draft(), draft(of=other), draft()]
    assert [each.number for each in made] == [1, 1, 2]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"top_line": ""}, "Write the top line"),
        ({"top_line": "[So what] BBM"}, "brackets"),
        ({"top_line": " ".join(["kata"] * 51)}, "50 words"),
        ({"charts": {}}, "Confirm each chart"),
        ({"charts": {"volume": {"state": "confirmed", "says": " "}}}, "so what"),
        ({"actions": [{"text": "Siapkan", "owner": "", "due": ""}]}, "owner"),
        ({"distribution": " "}, "who gets"),
        ({"classification": ""}, "classification"),
    ],
)
def test_a_report_that_lacks_something_cannot_be_checked(draft, people, change, says):
    found = draft()
    analyst = people["analis"]
    found = commands.edit(
        found, confirmed(found, **change), by=analyst, expected_version=found.version
    )
    with pytest.raises(ActionDenied, match=says):
        commands.take_step(found, "check", by=analyst, expected_version=found.version)


def test_a_chart_that_is_left_out_needs_no_sentence(draft, people):
    found = draft()
    words = confirmed(found)
    for chart in words["charts"].values():
        chart.update(state="left_out", says="")
    found = commands.edit(found, words, by=people["analis"], expected_version=1)
    found = commands.take_step(found, "check", by=people["analis"], expected_version=found.version)
    assert found.state == E.CHECKED


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("analis", False),  # drafted and wrote it
        ("second_analis", True),
        ("penyetuju", True),
        ("verifikator", False),
        ("foreign_penyetuju", False),
        ("province_analis", False),
        ("admin_sistem", False),
    ],
)
def test_signed_by_a_second_person_of_the_office_alone(draft, people, who, may):
    found = draft()
    analyst = people["analis"]
    found = commands.edit(found, confirmed(found), by=analyst, expected_version=found.version)
    found = commands.take_step(found, "check", by=analyst, expected_version=found.version)
    if may:
        found = commands.take_step(found, "sign", by=people[who], expected_version=found.version)
        assert found.signed_sha256 == content_hash(Edition.objects.get(pk=found.pk))
        assert has_approval(found, found.signed_sha256, "sign")
        return
    with pytest.raises(ActionDenied):
        commands.take_step(found, "sign", by=people[who], expected_version=found.version)
    found.refresh_from_db()
    assert found.state == E.CHECKED


def test_a_draft_of_the_worker_is_not_signed_by_who_wrote_in_it(draft, people):
    found = draft(by=None)
    second = people["second_analis"]
    found = commands.edit(found, confirmed(found), by=second, expected_version=found.version)
    found = commands.take_step(found, "check", by=second, expected_version=found.version)
    with pytest.raises(ActionDenied, match="second person"):
        commands.take_step(found, "sign", by=second, expected_version=found.version)


def test_what_was_changed_behind_the_desks_back_cannot_be_signed(draft, people):
    found = draft()
    analyst = people["analis"]
    found = commands.edit(found, confirmed(found), by=analyst, expected_version=found.version)
    found = commands.take_step(found, "check", by=analyst, expected_version=found.version)
    words = {**found.words, "top_line": "Semua tenang."}
    Edition.objects.filter(pk=found.pk).update(words=words)
    with pytest.raises(ActionDenied, match="not what was checked"):
        commands.take_step(found, "sign", by=people["penyetuju"], expected_version=found.version)


def test_who_saves_over_a_colleague_is_told_and_nothing_is_lost(draft, people):
    found = draft()
    stale = found.version
    commands.edit(found, confirmed(found), by=people["analis"], expected_version=stale)
    with pytest.raises(StaleObject):
        commands.edit(found, {"top_line": "x"}, by=people["second_analis"], expected_version=stale)
    found.refresh_from_db()
    assert found.words["top_line"].startswith("Kabar kenaikan")


@pytest.mark.parametrize("state", [E.CHECKED, E.SIGNED, E.WITHDRAWN])
def test_only_a_draft_can_be_written_in(draft, people, state):
    found = draft()
    Edition.objects.filter(pk=found.pk).update(state=state)
    with pytest.raises(ValidationError, match="Only a draft"):
        commands.edit(found, {}, by=people["analis"], expected_version=found.version)


@pytest.mark.parametrize("action", ["withdraw", "discard", "return"])
def test_taking_back_needs_a_reason(draft, signed, people, action):
    found = signed() if action == "withdraw" else draft()
    if action == "return":
        Edition.objects.filter(pk=found.pk).update(state=E.CHECKED)
    with pytest.raises(ActionDenied, match="reason"):
        commands.take_step(
            found, action, by=people["second_analis"], expected_version=found.version
        )


def test_a_correction_takes_the_place_of_what_it_corrects_once_it_is_signed(
    signed, people, lake, chain_holds
):
    wrong = signed()
    fix = commands.begin_correction(
        wrong, lake, by=people["analis"], why="Nama provinsi keliru", now=NOON
    )
    assert (fix.number, fix.corrects_id, fix.state) == (2, wrong.pk, E.DRAFT)
    assert {chart["state"] for chart in fix.words["charts"].values()} == {""}
    with pytest.raises(ValidationError, match="under way"):
        commands.begin_correction(wrong, lake, by=people["analis"], why="lagi", now=NOON)
    words = confirmed(fix, top_line="Kabar kenaikan BBM tumbuh tiga kali lipat.")
    fix = commands.edit(fix, words, by=people["analis"], expected_version=fix.version)
    fix = commands.take_step(fix, "check", by=people["analis"], expected_version=fix.version)
    wrong.refresh_from_db()
    assert wrong.state == E.SIGNED
    commands.take_step(fix, "sign", by=people["penyetuju"], expected_version=fix.version)
    wrong.refresh_from_db()
    assert wrong.state == E.SUPERSEDED
    events = list(AuditEvent.objects.values_list("action", flat=True))
    assert events.count("report.drafted") == 2
    assert {"report.check", "report.sign", "report.superseded"} <= set(events)
    assert chain_holds() == len(events)


def test_two_editions_are_compared_word_by_word(draft, people):
    first, second = draft(), draft()
    first = commands.edit(
        first, confirmed(first), by=people["analis"], expected_version=first.version
    )
    words = confirmed(second, top_line="Kabar kenaikan BBM tumbuh tiga kali lipat.")
    second = commands.edit(second, words, by=people["analis"], expected_version=second.version)
    runs = next(iter(queries.changes_between(first, second)))[1]
    assert ("removed", "dua") in runs
    assert ("added", "tiga") in runs


def test_every_state_but_the_ends_leads_somewhere():
    sources = {step.source for step in EDITION.transitions}
    assert set(E) - sources == {E.SUPERSEDED, E.WITHDRAWN}


@pytest.mark.parametrize(
    ("who", "region", "may"),
    [
        ("province_analis", "99", True),
        ("province_analis", "99.01", True),
        ("province_analis", None, False),
        ("analis", None, True),
    ],
)
def test_an_office_of_a_region_reports_on_its_own(people, organisations, who, region, may):
    office = people[who].organisation
    fields = {
        "name": "Baru",
        "kind": "daily",
        "organisation": office,
        "region": Region.objects.filter(pk=region).first(),
    }
    if may:
        assert commands.create_series(by=people[who], **fields).pk
    else:
        with pytest.raises(ActionDenied, match="own region"):
            commands.create_series(by=people[who], **fields)
