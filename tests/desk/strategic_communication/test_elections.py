"""In an election period a label on politics carries two signatures, one of a named person."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.cases.models import Claim
from tangkal.desk.strategic_communication import commands, elections, scheduling
from tangkal.desk.strategic_communication import election_rules as rules
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.workflow import ActionDenied
from tests.desk.conftest import make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def third(people, organisations):
    """A third approver, who is named for the election."""
    return make_person("named", organisations["ministry"], "penyetuju")


def begin(organisation, lead, by, *, since=-3, until=30, delegates=()):
    today = timezone.localdate()
    return elections.begin_period(
        organisation,
        name="Pilkada Contoh",
        starts_on=today + since * DAY,
        ends_on=today + until * DAY,
        lead=lead,
        delegates=delegates,
        by=by,
    )


@pytest.fixture
def approved(case, people, parts) -> Message:
    found = commands.draft_message(case, "clarification", parts, by=people["penyusun"])
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        found = commands.take_step(found, action, by=people[who], expected_version=found.version)
    return found


@pytest.fixture
def political(approved) -> Message:
    Claim.objects.update(category="politik")
    return approved


def publish(message: Message, by) -> Message:
    return commands.publish(
        message, by=by, expected_version=Message.objects.get(pk=message.pk).version
    )


def cosign(message: Message, by) -> Message:
    return elections.cosign(
        message, by=by, expected_version=Message.objects.get(pk=message.pk).version
    )


def test_one_signature_is_not_enough_and_the_refusal_names_the_lead(
    political, people, organisations, third
):
    begin(organisations["ministry"], third, people["penyetuju"])
    with pytest.raises(ActionDenied, match="Named or a delegate"):
        publish(political, people["penyetuju"])
    with pytest.raises(ActionDenied, match="Pilkada"):
        scheduling.schedule(
            political,
            publish_at=timezone.now() + DAY,
            by=people["penyetuju"],
            expected_version=political.version,
        )


def test_with_the_leads_signature_it_goes_out(political, people, organisations, third, chain_holds):
    begin(organisations["ministry"], third, people["penyetuju"])
    cosign(political, third)
    assert publish(political, people["second_penyetuju"]).state == "TERBIT"
    assert chain_holds()


def test_a_delegate_signs_in_the_leads_place(political, people, organisations, third):
    begin(
        organisations["ministry"],
        people["second_penyetuju"],
        people["penyetuju"],
        delegates=[third],
    )
    cosign(political, third)
    assert publish(political, people["penyetuju"]).state == "TERBIT"


def test_two_approvers_without_a_named_one_are_not_enough(political, people, organisations, third):
    begin(organisations["ministry"], third, people["penyetuju"])
    with pytest.raises(ActionDenied, match="One of the two"):
        cosign(political, people["second_penyetuju"])


def test_where_the_named_one_approved_any_second_approver_signs(political, people, organisations):
    begin(organisations["ministry"], people["penyetuju"], people["penyetuju"])
    with pytest.raises(ActionDenied, match="already"):
        cosign(political, people["penyetuju"])
    cosign(political, people["second_penyetuju"])
    assert publish(political, people["penyetuju"]).state == "TERBIT"


def test_other_subjects_days_and_offices_need_no_second_signature(
    approved, people, organisations, third
):
    begin(organisations["ministry"], third, people["penyetuju"])
    assert publish(approved, people["penyetuju"]).state == "TERBIT"  # trade, not politics


@pytest.mark.parametrize(
    ("place", "since", "until"), [("ministry", 1, 5), ("foreign", -1, 5), ("agency", -1, 5)]
)
def test_before_its_days_and_elsewhere_a_period_asks_nothing(
    political, people, organisations, place, since, until
):
    lead = make_person("lead", organisations[place], "penyetuju")
    begin(organisations[place], lead, lead, since=since, until=until)
    assert publish(political, people["penyetuju"]).state == "TERBIT"


def test_a_flag_makes_any_subject_an_election_matter(approved, people, organisations, third):
    begin(organisations["ministry"], third, people["penyetuju"])
    elections.flag(approved.case, by=people["analis"], reason="Menyebut calon.")
    with pytest.raises(ActionDenied, match="Pilkada"):
        publish(approved, people["penyetuju"])
    elections.unflag(approved.case, by=people["second_penyetuju"], reason="Bukan calon.")
    assert publish(approved, people["penyetuju"]).state == "TERBIT"


def test_judged_harm_to_the_election_is_a_flag_too(approved, organisations):
    approved.case.assessments.update(severities={"election_process": 1})
    assert rules.is_election_matter(approved.case)


def test_a_signature_holds_for_its_words_alone(political, people, organisations, third, parts):
    begin(organisations["ministry"], third, people["penyetuju"])
    found = cosign(political, third)
    found = commands.take_step(
        found, "return", by=people["penyetuju"], expected_version=found.version, comment="ubah"
    )
    version = commands.save_version(
        found,
        {**parts, "fact": "Lain."},
        by=people["penyusun"],
        expected_version=Message.objects.get(pk=found.pk).version,
    )
    assert not rules.signers(found, version.sha256)


@pytest.mark.parametrize("who", ["penyusun", "analis", "foreign_penyetuju", "auditor"])
def test_a_period_is_the_approvers_to_record_and_names_approvers(people, organisations, who, third):
    with pytest.raises(ActionDenied):
        begin(organisations["ministry"], third, people[who])
    with pytest.raises(ValidationError, match="not an approver"):
        begin(organisations["ministry"], people["analis"], people["penyetuju"])


def test_an_ended_period_asks_nothing(political, people, organisations, third):
    period = begin(organisations["ministry"], third, people["penyetuju"])
    elections.end_period(period, by=people["second_penyetuju"], reason="Putaran kedua batal.")
    assert rules.period_for(organisations["ministry"]) is None
