"""Two people press at the same moment, anywhere in the desk: one winner, one clear message."""

import uuid

import pytest

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import verify_chain
from tangkal.desk.cases.linking.commands import merge
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.states import CaseState
from tangkal.desk.crisis import commands as crises
from tangkal.desk.crisis.models import Proposal
from tangkal.desk.portal.appeals import contested_page, take_appeal
from tangkal.desk.portal.models import Clarification
from tangkal.desk.rights import appeals
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.cases import walk
from tests.desk.cases.test_races import at_once, errors
from tests.desk.conftest import make_person
from tests.desk.strategic_communication.conftest import case, fresh_matcher, parts  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def ready(case, people, parts, *, approved: bool) -> Message:  # noqa: F811
    """A message that waits for its approver, or for its publication."""
    message = messages.draft_message(case, "clarification", parts, by=people["penyusun"])
    words = [("submit", "penyusun"), ("confirm_facts", "verifikator")]
    for step, who in [*words, *([("approve", "penyetuju")] if approved else [])]:
        message = messages.take_step(
            message, step, by=people[who], expected_version=message.version
        )
    return message


def test_one_approval_of_a_message_counts(case, people, parts):  # noqa: F811
    message = ready(case, people, parts, approved=False)
    before = AuditEvent.objects.count()
    found = at_once(
        *(
            lambda who=who: messages.take_step(
                message, "approve", by=people[who], expected_version=message.version
            )
            for who in ("penyetuju", "second_penyetuju")
        )
    )
    assert errors(found) == [StaleObject]
    (told,) = [each for each in found if isinstance(each, StaleObject)]
    assert told.changed_by in {people[w].display_name for w in ("penyetuju", "second_penyetuju")}
    assert AuditEvent.objects.count() == before + 1
    assert verify_chain().holds


def test_of_two_browsers_that_approve_one_is_told_who_was_faster(
    case,  # noqa: F811
    people,
    parts,  # noqa: F811
    signed_in,
):
    """The whole way: two requests at once, one page that says what it did, one that says who."""
    message = ready(case, people, parts, approved=False)
    address = f"/desk/messages/{message.pk}/steps/approve/"
    names = ("penyetuju", "second_penyetuju")
    browsers = {name: signed_in(name) for name in names}
    found = at_once(
        *(
            lambda name=name: browsers[name].post(address, {"version": message.version})
            for name in names
        )
    )
    assert errors(found) == []
    assert sorted(reply.status_code for reply in found) == [302, 409]
    won, lost = sorted(found, key=lambda reply: reply.status_code)
    winner = people[names[found.index(won)]].display_name
    assert winner in lost.content.decode()
    assert Message.objects.get().state == MessageState.APPROVED
    assert AuditEvent.objects.filter(action="message.approve").count() == 1
    assert verify_chain().holds


def test_a_message_goes_out_once(case, people, parts):  # noqa: F811
    message = ready(case, people, parts, approved=True)
    found = at_once(
        *(
            lambda who=who: messages.publish(
                message, by=people[who], expected_version=message.version
            )
            for who in ("penyetuju", "second_penyetuju")
        )
    )
    assert errors(found) == [StaleObject]
    assert Clarification.objects.count() == 1
    assert Message.objects.get().state == MessageState.PUBLISHED
    assert verify_chain().holds


def test_a_case_becomes_part_of_one_other(people):
    source, first, second = (walk.case_at(CaseState.OPENED, people) for _ in range(3))
    found = at_once(
        lambda: merge(source, first, reason="same", by=people["analis"], version=source.version),
        lambda: merge(
            source, second, reason="same", by=people["second_analis"], version=source.version
        ),
    )
    assert len(errors(found)) == 1
    assert issubclass(errors(found)[0], (StaleObject, ActionDenied))
    assert Case.objects.get(pk=source.pk).merged_into_id in {first.pk, second.pk}
    assert verify_chain().holds


def test_two_cases_never_become_part_of_each_other(people):
    one, other = (walk.case_at(CaseState.OPENED, people) for _ in range(2))
    found = at_once(
        lambda: merge(one, other, reason="same", by=people["analis"], version=one.version),
        lambda: merge(other, one, reason="same", by=people["analis"], version=other.version),
    )
    assert len(errors(found)) == 1
    assert Case.objects.exclude(merged_into=None).count() == 1


def test_a_level_of_a_crisis_is_settled_once(case, people, organisations):  # noqa: F811
    proposal = crises.propose(
        organisations["ministry"],
        "Isu BBM meluas",
        level=2,
        trigger="Media nasional memuat",
        reason="Antrean.",
        cases=[case],
        by=people["penyetuju"],
    )
    third = make_person("third_penyetuju", organisations["ministry"], "penyetuju")
    found = at_once(
        lambda: crises.confirm(proposal, by=people["second_penyetuju"]),
        lambda: crises.decline(proposal, by=third, why="not yet"),
    )
    assert len(errors(found)) == 1
    assert issubclass(errors(found)[0], (StaleObject, ActionDenied))
    assert Proposal.objects.get().state != Proposal.State.WAITING
    assert verify_chain().holds


def test_an_appeal_is_decided_once(case, people, parts):  # noqa: F811
    message = ready(case, people, parts, approved=True)
    message = messages.publish(message, by=people["penyetuju"], expected_version=message.version)
    page = Clarification.objects.get(slug=message.clarification_slug)
    review = take_appeal(
        contested_page(page),
        part="verdict",
        why="The figures in it are a year old.",
        token=str(uuid.uuid4()),
        language="id",
    ).review
    officer = people["hukum"]
    review = appeals.assign(review, officer, first_reply="Kami telaah.", by=officer)
    seen = subject_of(review.appeal).sha256_now()
    found = at_once(
        *(
            lambda action=action: appeals.decide(
                review,
                action,
                reason="why",
                by=officer,
                sha256_seen=seen,
                version=review.appeal.version,
            )
            for action in ("uphold", "withdraw")
        )
    )
    assert len(errors(found)) == 1
    assert issubclass(errors(found)[0], (StaleObject, ActionDenied))
    assert verify_chain().holds
