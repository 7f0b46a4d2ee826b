"""A wrong verdict is replaced in public the way the guide says (docs/how-to/correct.md)."""

import pytest

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication.models import Message
from tests.desk.strategic_communication.conftest import answers

pytestmark = pytest.mark.django_db


def publish(message: Message, people) -> Message:
    def step(action: str, who: str) -> None:
        now = Message.objects.get(pk=message.pk)
        messages.take_step(now, action, by=people[who], expected_version=now.version)

    step("submit", "penyusun")
    step("confirm_facts", "second_verifikator")
    step("approve", "penyetuju")
    now = Message.objects.get(pk=message.pk)
    return messages.publish(now, by=people["penyetuju"], expected_version=now.version)


def replace_verdict(found: Case, people) -> None:
    """Steps 1 and 2 of the guide."""
    wrong = Verdict.objects.get(case=found)
    cases.correct_verdict(wrong, why="Ada keputusan baru.", by=people["verifikator"])
    cases.reopen(Case.objects.get(pk=found.pk), why="Putusan keliru.", by=people["analis"])
    cases.triage(found, by=people["analis"])
    cases.send_to_verification(found, by=people["analis"])
    new = cases.draft_verdict(
        found,
        claim=wrong.claim,
        value="BENAR_SEBAGIAN",
        reasons="Keputusan baru menaikkan satu jenis.",
        evidence=list(wrong.evidence.all()),
        by=people["verifikator"],
    )
    cases.submit_verdict(new, by=people["verifikator"])
    cases.approve_verdict(new, by=people["second_verifikator"])
    cases.judge_impact(
        found,
        severities={"finances": 2},
        reach=2,
        breakout=2,
        probability_term="likely",
        confidence="moderate",
        reasoning="Masih ditanyakan.",
        by=people["analis"],
    )
    cases.decide(
        found,
        option="RESPONS",
        rationale="Kami keliru dan mengatakannya.",
        gate_answers=answers(),
        by=people["penyetuju"],
    )


def test_a_new_verdict_reaches_the_page_the_whole_way_again(case, parts, people):
    first = messages.draft_message(case, "clarification", parts, by=people["penyusun"])
    published = publish(first, people)
    replace_verdict(Case.objects.get(pk=case.pk), people)

    correction = messages.begin_correction(
        Message.objects.get(pk=published.pk), by=people["penyusun"], reason="Putusan kami keliru."
    )
    publish(correction, people)

    page, log = Clarification.objects.get(), Correction.objects.get()
    assert (page.verdict, page.edition) == ("BENAR_SEBAGIAN", 2)
    assert (log.before["verdict"], log.after["verdict"]) == ("SALAH", "BENAR_SEBAGIAN")


def test_readers_learn_at_once_that_a_verdict_was_wrong_and_no_longer_once_it_is_right(
    case, parts, people, client, chain_holds
):
    first = messages.draft_message(case, "clarification", parts, by=people["penyusun"])
    published = publish(first, people)
    address = f"/klarifikasi/{published.clarification_slug}/"
    assert "application/ld+json" in client.get(address).content.decode()

    replace_verdict(Case.objects.get(pk=case.pk), people)

    page = client.get(f"{address}?lang=en").content.decode()
    assert "We are correcting this answer." in page
    assert "Ada keputusan baru." in page
    assert "application/ld+json" not in page
    assert client.get("/klarifikasi.jsonld").json()["dataFeedElement"] == []

    correction = messages.begin_correction(
        Message.objects.get(pk=published.pk), by=people["penyusun"], reason="Putusan kami keliru."
    )
    publish(correction, people)
    page = client.get(f"{address}?lang=en").content.decode()
    assert "We are correcting this answer." not in page
    assert "application/ld+json" in page
    chain_holds()
