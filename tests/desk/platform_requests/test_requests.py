"""A request on its way: forms, reviews, signatures, sending, letters, answers, objections."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pypdf import PdfReader

from tangkal.desk.accounts.models import RoleAssignment, User
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.counting import of_case
from tangkal.desk.cases.models import Claim
from tangkal.desk.deadlines import clocks, escalation
from tangkal.desk.deadlines.models import Limit
from tangkal.desk.inbox.models import Notice
from tangkal.desk.platform_requests import commands, grounds, outputs, queries, rules
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.kinds import TESTS
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.states import RequestState
from tangkal.desk.platform_requests.timing import due_of
from tangkal.desk.rights import appeals
from tangkal.desk.rights.models import Review
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.strategic_communication import elections
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.conftest import make_person
from tests.desk.platform_requests.walk import (
    REASON,
    begin,
    let_time_pass,
    object_to,
    request_at,
    weigh,
)

pytestmark = pytest.mark.django_db


def test_from_draft_to_what_the_platform_did(case, people, chain_holds):
    request = request_at("acted", case, people)
    assert request.state == request.outcome == RequestState.ACTED
    actions = [event.action for event in request.events.all()]
    assert actions[-6:] == ["clear", "sign", "authorise", "send", "receive", "acted"]
    assert of_case(case).requests == 1
    chain_holds()


# The form of each item


@pytest.mark.parametrize("test", list(TESTS))
@pytest.mark.parametrize(
    "answer", [{"met": True, "reason": "ya"}, {"met": False, "reason": REASON}, {}]
)
def test_an_item_without_a_whole_form_never_reaches_legal_review(case, people, test, answer):
    request = request_at("test", case, people)
    weigh(request, people, **{test: answer})
    with pytest.raises(ValidationError, match=request.items.get().url):
        commands.submit(request, by=people["analis"])


def test_one_item_weighed_does_not_carry_another(case, people):
    request = request_at("test", case, people, paths=("1", "2"))
    second = request.items.last()
    commands.weigh(second, tests={}, alternatives={}, by=people["analis"])
    with pytest.raises(ValidationError, match=second.url):
        commands.submit(request, by=people["analis"])


def test_reasons_copied_from_another_item_are_not_taken(case, people):
    request = request_at("test", case, people, paths=("1", "2"))
    first, second = request.items.all()
    commands.weigh(
        second, tests=first.tests | {}, alternatives=first.alternatives, by=people["analis"]
    )
    first.refresh_from_db()
    commands.weigh(second, tests=first.tests, alternatives=first.alternatives, by=people["analis"])
    with pytest.raises(ValidationError, match="word for word"):
        commands.submit(request, by=people["analis"])


def test_an_alternative_as_hard_as_the_request_is_no_milder_way(case, people):
    request = request_at("test", case, people, kind="label", ground="platform_rules")
    item = request.items.get()
    commands.weigh(
        item, tests=item.tests, alternatives={"reduce": REASON, "label": REASON},
        by=people["analis"],
    )  # fmt: skip
    with pytest.raises(ValidationError, match="no milder way"):
        commands.submit(request, by=people["analis"])


def test_a_ground_that_asks_for_a_provision_needs_one(case, people):
    with pytest.raises(ValidationError, match="provision"):
        begin(case, people, ground="unlawful_content")


# Reviews and signatures


def test_the_legal_officer_ends_it_with_reasons(case, people):
    request = request_at("legal", case, people)
    with pytest.raises(ValidationError):
        commands.refuse(request, why=" ", by=people["hukum"])
    request = commands.refuse(request, why="Unsur pidana tidak ada.", by=people["hukum"])
    assert (request.state, request.refused_rule) == (RequestState.REFUSED, "legal")
    with pytest.raises(ActionDenied):
        commands.sign(request, by=people["penyetuju"], sha256_seen=fingerprint(request))


def test_a_signature_waits_for_legal_review(case, people):
    request = request_at("legal", case, people)
    with pytest.raises(ActionDenied, match="Legal review comes first"):
        commands.sign(request, by=people["penyetuju"], sha256_seen=fingerprint(request))


def test_personal_data_wait_for_their_officer(case, people):
    request = request_at("cleared", case, people, has_personal_data=True)
    with pytest.raises(ActionDenied, match="personal data"):
        commands.sign(request, by=people["penyetuju"], sha256_seen=fingerprint(request))
    commands.clear_data(request, why="Data ditutup.", by=people["pejabat_pdp"])
    commands.sign(request, by=people["penyetuju"], sha256_seen=fingerprint(request))


def test_one_person_does_not_sign_twice_and_one_signature_is_not_enough(case, people):
    request = request_at("signed", case, people)
    assert request.state == RequestState.LEGAL
    with pytest.raises(ActionDenied, match="signed it already"):
        commands.sign(request, by=people["penyetuju"], sha256_seen=fingerprint(request))
    with pytest.raises(ActionDenied):
        commands.send(request, reference="1", told_how="surat", by=people["penyetuju"])


def test_nobody_signs_or_clears_what_they_wrote(case, people):
    request = request_at("legal", case, people)
    for role in ("hukum", "penyetuju"):
        RoleAssignment.objects.create(
            user=people["analis"], role=role, scope=people["analis"].organisation
        )
    author = User.objects.get(pk=people["analis"].pk)
    with pytest.raises(ActionDenied, match="You wrote part"):
        commands.clear(request, why="Sah.", by=author)
    request = commands.clear(request, why="Sah.", by=people["hukum"])
    with pytest.raises(ActionDenied, match="You wrote part"):
        commands.sign(request, by=author, sha256_seen=fingerprint(request))


@pytest.mark.parametrize("reviewer", ["hukum", "pejabat_pdp"])
def test_who_reviewed_it_is_none_of_the_two_who_authorise_it(case, people, reviewer):
    request = request_at("cleared", case, people)
    commands.clear_data(request, why="Boleh.", by=people["pejabat_pdp"])
    signer = also(people[reviewer], "penyetuju")
    with pytest.raises(ActionDenied, match="two other people authorise"):
        commands.sign(request, by=signer, sha256_seen=fingerprint(request))


def also(person, role: str) -> User:
    """The same person with one more role."""
    RoleAssignment.objects.create(user=person, role=role, scope=person.organisation)
    return User.objects.get(pk=person.pk)


def test_whoever_weighed_one_item_is_an_author_of_the_whole(case, people):
    request = request_at("test", case, people, paths=("1", "2"))
    item = request.items.last()
    commands.weigh(
        item, tests=item.tests, alternatives=item.alternatives, by=people["second_analis"]
    )
    request = commands.submit(request, by=people["analis"])
    weigher = also(also(people["second_analis"], "penyetuju"), "pejabat_pdp")
    with pytest.raises(ActionDenied, match="You wrote part"):
        commands.clear_data(request, why="Boleh.", by=weigher)
    request = commands.clear(request, why="Sah.", by=people["hukum"])
    with pytest.raises(ActionDenied, match="You wrote part"):
        commands.sign(request, by=weigher, sha256_seen=fingerprint(request))


def test_whoever_changed_its_words_is_an_author_too(case, people):
    request = request_at("test", case, people)
    commands.edit(
        request, what="Turunkan formulir.", statement=request.statement, provision="",
        has_personal_data=False, by=people["penyusun"],
    )  # fmt: skip
    request = commands.submit(request, by=people["analis"])
    request = commands.clear(request, why="Sah.", by=people["hukum"])
    with pytest.raises(ActionDenied, match="You wrote part"):
        commands.sign(
            request, by=also(people["penyusun"], "penyetuju"), sha256_seen=fingerprint(request)
        )


def test_a_ground_on_personal_data_waits_for_their_officer_unasked(case, people):
    request = request_at("cleared", case, people, ground="personal_data")
    with pytest.raises(ActionDenied, match="personal data"):
        commands.sign(request, by=people["penyetuju"], sha256_seen=fingerprint(request))


@pytest.mark.parametrize(
    "field", ["kind", "ground", "law", "provision", "what", "statement", "has_personal_data"]
)
def test_a_signature_covers_everything_that_is_asked_and_said(case, people, field):
    request = request_at("signed", case, people)
    signed = fingerprint(request)
    setattr(request, field, True if field == "has_personal_data" else "lain")
    assert fingerprint(request) != signed
    assert rules.signatures(request, fingerprint(request)) == []


@pytest.mark.parametrize("field", ["platform", "url", "tests", "alternatives"])
def test_a_signature_covers_each_item_with_its_form(case, people, field):
    request = request_at("signed", case, people)
    signed = fingerprint(request)
    request.items.update(**{field: {} if field in {"tests", "alternatives"} else "lain"})
    assert fingerprint(request) != signed


def test_what_the_file_of_grounds_no_longer_carries_is_not_sent(case, people, settings, tmp_path):
    request = request_at("authorised", case, people)
    own = tmp_path / "grounds.toml"
    text = grounds.OWN.read_text(encoding="utf-8")
    own.write_text(text.replace('key = "illegal_finance"', 'key = "illegal_loans"'))
    settings.TANGKAL = replace(settings.TANGKAL, request_grounds=str(own))
    request = commands.send(request, reference="1", told_how="surat", by=people["penyetuju"])
    assert (request.sent_at, request.refused_rule) == (None, "harm_of_ground")


# In an election period


def begin_period(case, lead, by):
    today = timezone.localdate()
    return elections.begin_period(
        case.lead_organisation, name="Pilkada Contoh", starts_on=today, by=by,
        ends_on=today + timedelta(days=30), lead=lead,
    )  # fmt: skip


@pytest.fixture
def named(organisations) -> User:
    """An approver who speaks for the agreement with KPU and Bawaslu."""
    return make_person("named", organisations["ministry"], "penyetuju")


def test_in_an_election_one_of_the_signatures_is_of_the_person_named_for_it(
    case, people, named, signed_in
):
    Claim.objects.update(category="politik")
    begin_period(case, named, people["penyetuju"])
    request = request_at("signed", case, people)
    seen = {"sha256_seen": fingerprint(request)}
    request = commands.sign(request, by=people["second_penyetuju"], **seen)
    assert request.state == RequestState.LEGAL  # two signatures, and neither is the named one's
    page = signed_in("hukum").get(f"/desk/platform-requests/{request.pk}/?lang=en").text
    assert "agreement with KPU and Bawaslu" in page
    request = commands.sign(request, by=named, **seen)
    assert request.state == RequestState.AUTHORISED
    assert len(rules.signatures(request, fingerprint(request))) == 3


def test_what_was_authorised_before_an_election_period_waits_for_the_person_named(
    case, people, named
):
    Claim.objects.update(category="politik")
    request = request_at("authorised", case, people)
    another = also(people["penyusun"], "penyetuju")
    begin_period(case, named, people["penyetuju"])
    seen = {"sha256_seen": fingerprint(request)}
    told = {"reference": "1", "told_how": "surat", "by": people["penyetuju"]}
    with pytest.raises(ActionDenied, match="KPU and Bawaslu"):
        commands.send(request, **told)
    with pytest.raises(ActionDenied, match="KPU and Bawaslu"):
        commands.sign(request, by=another, **seen)
    request = commands.sign(request, by=named, **seen)
    assert request.state == RequestState.AUTHORISED
    assert commands.send(request, **told).state == RequestState.SENT


def test_outside_politics_and_elections_two_signatures_are_all(case, people, named):
    begin_period(case, named, people["penyetuju"])  # the claim is about trade
    request = request_at("authorised", case, people)
    with pytest.raises(ActionDenied, match="waits to be sent"):
        commands.sign(request, by=named, sha256_seen=fingerprint(request))


def test_a_signature_counts_for_the_words_that_were_read(case, people):
    request = request_at("cleared", case, people)
    with pytest.raises(StaleObject):
        commands.sign(request, by=people["penyetuju"], sha256_seen="0" * 64)


def test_sent_back_and_submitted_again_it_is_reviewed_and_signed_anew(case, people):
    request = request_at("signed", case, people)
    request = commands.send_back(request, why="Perjelas.", by=people["hukum"])
    request = commands.submit(request, by=people["analis"])
    assert request.legal_at is None
    assert rules.signatures(request, fingerprint(request)) == []


def test_a_foreign_office_takes_no_step(case, people):
    request = request_at("legal", case, people)
    for who in ("foreign_hukum", "foreign_penyetuju"):
        with pytest.raises(ActionDenied):
            commands.refuse(request, why="x", by=people[who])


# Sending, clocks, letters


def test_the_clock_runs_from_sending_by_the_law_of_the_ground(case, people):
    request = request_at("sent", case, people)
    assert due_of(request).due_at == request.sent_at + timedelta(hours=24)
    running = [each for each in clocks.running() if each.kind == "platform_request"]
    assert [each.due_at for each in running] == [request.sent_at + timedelta(hours=24)]


def test_what_is_urgent_by_its_ground_has_four_hours(case, people):
    cases.reopen(case, by=people["analis"], why="dinilai ulang")
    cases.triage(case, by=people["analis"])
    cases.judge_impact(
        case, severities={"public_order": 3}, reach=2, breakout=2, probability_term="likely",
        confidence="moderate", reasoning="Massa berkumpul.", by=people["analis"],
    )  # fmt: skip
    request = request_at("sent", case, people, ground="unsettling_society")
    assert due_of(request).due_at == request.sent_at + timedelta(hours=4)
    assert due_of(request).step == "request_urgent"
    [running] = [each for each in clocks.running() if each.kind == "platform_request"]
    assert (running.step, running.due_at) == (
        "request_urgent", request.sent_at + timedelta(hours=4),
    )  # fmt: skip
    request = let_time_pass(request, hours=4, minutes=1)
    letter = commands.send_letter(request, text="Mohon.", reference="S1", by=people["analis"])
    request = PlatformRequest.objects.get(pk=request.pk)
    assert due_of(request).due_at == letter.sent_at + timedelta(hours=4)


def test_an_office_can_shorten_the_time_of_the_law_and_never_lengthen_it(case, people):
    request = request_at("sent", case, people)
    for minutes, hours in ((60, 1), (6_000, 24)):
        Limit.objects.all().delete()
        Limit.objects.create(
            step="request", priority="HIGH", minutes=minutes, why="uji", by=people["penyetuju"],
            valid_from=request.sent_at - timedelta(days=1),
        )  # fmt: skip
        assert due_of(request).due_at == request.sent_at + timedelta(hours=hours)


def test_a_voluntary_request_has_no_clock(case, people):
    request = request_at("sent", case, people, kind="label", ground="platform_rules")
    assert due_of(request) is None


def test_letters_follow_one_another_and_each_starts_the_clock_anew(case, people):
    request = request_at("received", case, people)
    with pytest.raises(ActionDenied, match="still has time"):
        commands.send_letter(request, text="Mohon jawab.", reference="S1", by=people["analis"])
    for number in (1, 2, 3):
        request = let_time_pass(request, hours=25)
        letter = commands.send_letter(
            request, text="Mohon jawab.", reference=f"S{number}", by=people["analis"]
        )
        assert letter.number == number
        request = PlatformRequest.objects.get(pk=request.pk)
        assert due_of(request).started_at == letter.sent_at
    with pytest.raises(ActionDenied, match="still has time"):
        commands.expire(request, why="Tidak sabar.", by=people["analis"])
    request = let_time_pass(request, hours=25)
    with pytest.raises(ActionDenied, match="All three"):
        commands.send_letter(request, text="Mohon jawab.", reference="S4", by=people["analis"])
    request = commands.expire(request, why="Tidak ada jawaban.", by=people["analis"])
    assert request.state == request.outcome == RequestState.EXPIRED


def test_what_the_platform_leaves_unanswered_calls_a_person(case, people):
    request = let_time_pass(request_at("sent", case, people), hours=30)
    escalation.tick(timezone.now())
    told = Notice.objects.filter(url=f"/desk/platform-requests/{request.pk}/")
    assert told.filter(user=people["penyetuju"], kind="escalated").exists()


def test_an_answer_for_each_item_concludes_the_request(case, people):
    request = request_at("received", case, people, paths=("1", "2"))
    first, second = request.items.all()
    request = commands.answer(first, state="acted", text="Diturunkan", by=people["analis"])
    assert request.state == RequestState.RECEIVED
    request = commands.answer(second, state="refused", text="Tidak melanggar", by=people["analis"])
    assert request.state == RequestState.PARTLY
    assert rules.tally(request.items.all()) == {
        "requested": 2, "pending": 0, "acted": 1, "refused": 1,
    }  # fmt: skip
    assert due_of(request) is None
    with pytest.raises(ValidationError):
        commands.answer(first, state="refused", text="x", by=people["analis"])


def test_the_register_counts_by_platform_what_went_out_and_nothing_that_did_not(
    case, people, signed_in
):
    gone = request_at("received", case, people, paths=("1", "2", "3"))
    first, second, _third = gone.items.all()
    commands.answer(first, state="acted", text="Diturunkan", by=people["analis"])
    commands.answer(second, state="refused", text="Tidak melanggar", by=people["analis"])
    waiting = request_at("legal", case, people, paths=("4",))

    (row,) = queries.sent_by_platform(queries.requests_of(people["analis"]))
    assert row == {
        "is_exercise": case.is_exercise, "platform": "x", "requests": 1,
        "requested": 3, "acted": 1, "declined": 1, "pending": 1,
    }  # fmt: skip
    assert queries.sent_by_platform(queries.requests_of(people["foreign_analis"])) == []
    client = signed_in("hukum")
    page = client.get("/desk/platform-requests/?tab=all").content.decode()
    assert "What went out, by platform" in page
    assert page.count("not sent") == 1
    own = client.get(f"/desk/platform-requests/{waiting.pk}/").content.decode()
    assert "Not sent: nothing was asked of a platform." in own


def test_nothing_is_recorded_before_it_was_sent_or_in_the_future(case, people):
    request = request_at("authorised", case, people)
    with pytest.raises(ActionDenied, match="Nothing was sent"):
        commands.answer(request.items.get(), state="acted", text="x", by=people["analis"])
    with pytest.raises(ValidationError, match="future"):
        commands.send(
            request, reference="1", told_how="surat", by=people["penyetuju"],
            at=timezone.now() + timedelta(hours=1),
        )  # fmt: skip
    for told in ({"reference": " ", "told_how": "surat"}, {"reference": "1", "told_how": " "}):
        with pytest.raises(ValidationError):
            commands.send(request, by=people["penyetuju"], **told)


# Objections


def decide(appeal, people, outcome):
    review = Review.objects.get(appeal=appeal)
    officer = next(iter(appeals.rules.officers(review)))
    review = appeals.assign(review, officer, first_reply="Kami tinjau.", by=people["auditor"])
    seen = subject_of(review.appeal).sha256_now()
    appeals.decide(review, outcome, reason="Bukti baru sahih.", by=officer, sha256_seen=seen)
    return officer


def test_an_objection_upheld_withdraws_the_request_in_public_and_asks_to_restore(
    case, people, client, chain_holds
):
    request = request_at("acted", case, people)
    appeal = object_to(request)
    request.refresh_from_db()
    assert (request.state, request.objection) == (RequestState.CONTESTED, appeal.receipt)
    officer = decide(appeal, people, "withdraw")
    part_of_it = {"analis", "hukum", "penyetuju", "second_penyetuju"}
    assert officer not in [people[name] for name in part_of_it]
    request.refresh_from_db()
    assert request.state == RequestState.REVERSED
    people_page = client.get(f"/permintaan/{request.public_number}/?lang=en")
    assert "We were wrong" in people_page.text
    assert "Bukti baru sahih." in people_page.text
    request = commands.ask_restoration(request, reference="P-9", by=people["penyetuju"])
    assert request.state == RequestState.RESTORING
    request = commands.restored(request, text="Tayang lagi", by=people["penyetuju"])
    assert request.restored_at is not None
    with pytest.raises(ActionDenied, match="Nothing waits"):
        commands.restored(request, text="Lagi", by=people["penyetuju"])
    chain_holds()


def test_an_objection_goes_to_nobody_with_a_part_in_the_request(case, people, organisations):
    request = request_at("legal", case, people)
    second_legal = make_person("second_hukum", organisations["ministry"], "hukum")
    request = commands.send_back(request, why="Perjelas.", by=second_legal)
    request = commands.submit(request, by=people["analis"])
    request = commands.clear(request, why="Sah.", by=people["hukum"])
    for who in ("penyetuju", "second_penyetuju"):
        request = commands.sign(request, by=people[who], sha256_seen=fingerprint(request))
    request = commands.send(request, reference="1", told_how="x", by=people["penyetuju"])
    review = Review.objects.get(appeal=object_to(request))
    part_of_it = {
        "analis", "hukum", "penyetuju", "second_penyetuju", "verifikator", "second_verifikator",
    }  # fmt: skip
    wanted = {people[name].pk for name in part_of_it} | {second_legal.pk}
    assert subject_of(review.appeal).involved() == wanted
    assert {person.pk for person in appeals.rules.officers(review)}.isdisjoint(wanted)
    with pytest.raises(ActionDenied):
        appeals.assign(review, people["hukum"], first_reply="Kami tinjau.", by=people["auditor"])


def test_an_objection_that_fails_leaves_the_request_standing(case, people):
    request = request_at("acted", case, people)
    decide(object_to(request), people, "uphold")
    request.refresh_from_db()
    assert (request.state, request.outcome) == (RequestState.CONFIRMED, RequestState.ACTED)


def test_a_request_is_not_half_right(case, people):
    appeal = object_to(request_at("acted", case, people))
    with pytest.raises(ValidationError, match="not a decision"):
        decide(appeal, people, "revise")


def test_answers_come_in_while_an_objection_is_looked_at(case, people):
    request = request_at("received", case, people)
    object_to(request)
    request = commands.answer(
        request.items.get(), state="refused", text="Tidak melanggar", by=people["analis"]
    )
    assert (request.state, request.outcome) == (RequestState.CONTESTED, RequestState.DECLINED)


def test_what_rests_on_a_verdict_that_fell_is_withdrawn_by_itself(case, people, chain_holds):
    sent = request_at("acted", case, people)
    draft = request_at("draft", case, people, paths=("5",))
    verdict = case.verdicts.get()
    cases.withdraw_verdict(verdict, by=people["verifikator"], why="Keputusan baru terbit.")
    sent.refresh_from_db()
    draft.refresh_from_db()
    assert (sent.state, draft.state) == (RequestState.REVERSED, RequestState.REFUSED)
    assert draft.refused_rule == "not_found_false"
    chain_holds()


# What leaves the desk


def test_the_evidence_pack_proves_itself_and_names_nobody_of_the_staff(case, people):
    request = request_at("cleared", case, people, has_personal_data=True)
    request = commands.clear_data(request, why="Data ditutup.", by=people["pejabat_pdp"])
    for who in ("penyetuju", "second_penyetuju"):
        request = commands.sign(request, by=people[who], sha256_seen=fingerprint(request))
    found = outputs.pack(request)
    assert found["data_review"]["reasons"] == "Data ditutup."
    assert found["sha256"] == outputs.hash_of(found)
    assert outputs.hash_of({**found, "what": "lain"}) != found["sha256"]
    text = json.dumps(found, ensure_ascii=False)
    assert not [person for person in people.values() if person.display_name in text]


def test_the_evidence_pack_holds_everything_that_was_weighed(case, people):
    request = request_at("sent", case, people, provision="UU 8/1999")
    request = let_time_pass(request, hours=25)
    commands.send_letter(request, text="Mohon.", reference="S1", by=people["analis"])
    item = request.items.get()
    commands.answer(item, state="refused", text="Tidak melanggar", by=people["analis"])
    request = PlatformRequest.objects.get(pk=request.pk)

    found = outputs.pack(request)

    assert (found["law"], found["provision"]) == (request.law, "UU 8/1999")
    assert found["urgency"] == {"class": "ordinary", "hours": 24, "law": "Permenkominfo 5/2020"}
    assert found["gate"] == {"kind": "fact_claim", "reason": "Dapat diperiksa."}
    assert found["verdict"]["value"] == "SALAH"
    assert found["verdict"]["reasons"] == "Keputusan menyebut harga tetap."
    assert found["harm"]["severities"] == {"finances": 3}
    [proof] = found["evidence"]
    assert proof["sha256"] == case.evidence.get().sha256
    assert proof["captured_at"].startswith("2026-03-02")
    [one] = found["items"]
    assert one["tests"].keys() == TESTS.keys()
    assert one["tests"]["necessity"]["reason"].startswith(REASON)
    assert one["alternatives"]["clarify"].startswith("Klarifikasi sudah terbit")
    assert (one["answer"], one["answer_reason"]) == ("refused", "Tidak melanggar")
    assert found["legal_review"]["reasons"] == "Unsur terpenuhi."
    assert found["data_review"] is None
    assert [word["sha256"] for word in found["signatures"]] == [found["sha256_signed"]] * 2
    assert found["sent"]["reference"] == "SAMAN-1"
    assert [letter["reference"] for letter in found["letters"]] == ["S1"]


def test_the_pack_has_the_hash_of_the_copy_of_each_item(case, people):
    request = request_at("sent", case, people)
    item = request.items.get()
    item.spread.evidence = case.evidence.get()
    item.spread.save()
    [one] = outputs.pack(request)["items"]
    assert one["copy_sha256"] == case.evidence.get().sha256


def test_the_pack_for_people_says_what_the_pack_for_programs_says(case, people, signed_in):
    request = request_at("received", case, people)
    commands.answer(
        request.items.get(), state="refused", text="Tidak melanggar", by=people["analis"]
    )
    request = PlatformRequest.objects.get(pk=request.pk)
    client = signed_in("hukum")
    base = f"/desk/platform-requests/{request.pk}/files"
    found = client.get(f"{base}/json/").json()
    text = words_of(client.get(f"{base}/pdf/").content)
    item = request.items.get()
    for said in (
        request.what, request.law, item.url, REASON, "Klarifikasi sudah terbit",
        "Keputusan menyebut harga tetap.", "Dapat diperiksa.", "Antrean di SPBU.",
        found["evidence"][0]["sha256"], found["sha256_signed"], "Unsur terpenuhi.", "SAMAN-1",
        "Tidak melanggar", "Permenkominfo 5/2020",
        *(word["by"] for word in found["signatures"]),
    ):  # fmt: skip
        assert squeezed(said) in text, said


def test_the_statement_of_reasons_says_what_why_on_which_law_and_how_to_object(
    case, people, signed_in
):
    request = request_at("sent", case, people, provision="UU 8/1999")
    client = signed_in("hukum")
    text = words_of(client.get(f"/desk/platform-requests/{request.pk}/files/statement/").content)
    for said in (
        request.what, request.statement, request.law, "UU 8/1999", request.items.get().url,
        f"/permintaan/{request.public_number}/", "An officer who had no part in this decides anew",
        "This office removes nothing itself.",
    ):  # fmt: skip
        assert squeezed(said) in text, said


def words_of(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def squeezed(text: str) -> str:
    """Without spaces: a paper breaks its lines where it likes."""
    return "".join(text.split())


def test_the_public_page_is_there_from_sending_on_for_those_who_know_the_number(
    case, people, client
):
    request = request_at("authorised", case, people)
    address = f"/permintaan/{request.public_number}/"
    assert client.get(address).status_code == 404
    request = commands.send(
        request, reference="1", told_how="lewat platform", by=people["penyetuju"]
    )
    page = client.get(address)
    assert page.status_code == 200
    assert request.law in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert client.get("/permintaan/PAAAAAAAAAAA/").status_code == 404


def test_a_stranger_objects_through_the_form(case, people, client):
    request = request_at("acted", case, people)
    address = f"/permintaan/{request.public_number}/sanggah/"
    form = client.get(address).context["form"]
    reply = client.post(
        address,
        {
            "token": form["token"].value(),
            "part": "protected",
            "why": "Unggahan saya kritik atas layanan, bukan penipuan.",
        },
    )
    assert reply.status_code == 302
    request.refresh_from_db()
    assert request.state == RequestState.CONTESTED
    status = client.get(reply.headers["Location"])
    assert status.status_code == 200


def test_no_code_of_this_part_speaks_to_a_platform():
    from pathlib import Path

    from tangkal.desk import platform_requests

    folder = Path(platform_requests.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    for word in ("urllib", "httpx", "requests.", "socket", "http.client", "smtplib"):
        assert f"import {word}" not in text
        assert f"from {word}" not in text


def test_people_read_a_platforms_name_and_programs_its_code(case, people, signed_in):
    request = request_at("sent", case, people)
    request.items.update(platform="tiktok")
    request.items.get().spread.__class__.objects.update(platform="tiktok")
    client = signed_in("analis")
    base = f"/desk/platform-requests/{request.pk}"
    for page in ("/desk/platform-requests/?tab=all", f"{base}/"):
        text = client.get(page).text
        assert ">TikTok<" in text, page
        assert ">tiktok<" not in text, page
    public = client.get(f"/permintaan/{request.public_number}/").text
    assert "TikTok: https://x.com" in public
    for paper in ("pdf", "statement"):
        assert "TikTok" in words_of(client.get(f"{base}/files/{paper}/").content), paper
    assert client.get(f"{base}/files/json/").json()["items"][0]["platform"] == "tiktok"
    new = client.get(f"/desk/platform-requests/new/{case.number}/").text
    assert "TikTok · https://x.com" in new
