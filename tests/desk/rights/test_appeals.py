"""An appeal goes to somebody without a part in it, binds to what was read, and ends in public."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tangkal.desk.accounts.models import RoleAssignment
from tangkal.desk.approvals import conflicts
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Case
from tangkal.desk.inbox.models import Notice
from tangkal.desk.portal.appeal_states import AppealState
from tangkal.desk.portal.appeals import Sender, contested_page, take_appeal
from tangkal.desk.portal.models import Appeal, AppealContact, Clarification, Correction
from tangkal.desk.rights import appeals, queries, rules
from tangkal.desk.rights.models import Review
from tangkal.desk.rights.states import APPEAL, REVIEWERS
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.workflow import ActionDenied, StaleObject

pytestmark = pytest.mark.django_db
WHY = "Keputusan harga sudah diganti kemarin; lihat lampiran."


def contest(page: Clarification, **more: object) -> Review:
    values = {"part": "verdict", "why": WHY, "token": str(uuid.uuid4()), "language": "id"}
    return take_appeal(contested_page(page), **{**values, **more}).review


@pytest.fixture
def review(page) -> Review:
    return contest(page)


def give(review: Review, people, who: str = "hukum", by: str = "hukum") -> Review:
    return appeals.assign(review, people[who], first_reply="Kami telaah.", by=people[by])


def decide(review: Review, action: str, by) -> Review:
    seen = subject_of(review.appeal).sha256_now()
    return appeals.decide(review, action, reason="Datanya lama.", by=by, sha256_seen=seen)


# Whoever wrote, checked, judged, decided, approved or published what the fixture publishes.
PART_OF_IT = ("analis", "verifikator", "second_verifikator", "penyusun", "penyetuju")


def test_everybody_with_a_hand_in_the_answer_counts_as_part_of_it(review, people):
    assert rules.involved(review) == {people[name].pk for name in PART_OF_IT}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    extra=st.lists(
        st.tuples(st.sampled_from(PART_OF_IT), st.sampled_from([r.value for r in REVIEWERS])),
        max_size=4,
    ),
    conflicted=st.lists(st.sampled_from(["hukum", "auditor", "second_penyetuju"]), max_size=3),
    officer=st.sampled_from([*PART_OF_IT, "hukum", "auditor", "second_penyetuju", "foreign_hukum"]),
    by=st.sampled_from(["hukum", "auditor", "penyetuju", "second_penyetuju"]),
)
def test_no_roles_and_no_conflicts_ever_give_an_appeal_to_somebody_with_a_part_in_it(
    review, people, extra, conflicted, officer, by
):
    from django.db import transaction

    with transaction.atomic():
        for name, role in extra:
            person = people[name]
            RoleAssignment.objects.get_or_create(user=person, role=role, scope=person.organisation)
        case = Case.objects.get(pk=review.case_id)
        for name in set(conflicted):
            conflicts.put_on_record(case, people[name], by=people[name], reason="disebut")
        fresh = Review.objects.get(pk=review.pk)
        chosen = type(people[officer]).objects.get(pk=people[officer].pk)
        actor = type(people[by]).objects.get(pk=people[by].pk)
        try:
            found = appeals.assign(fresh, chosen, first_reply="Kami telaah.", by=actor)
        except ActionDenied:
            found = None

        part_of_it = {people[name].pk for name in (*PART_OF_IT, *conflicted)}
        if found is not None:
            assert found.officer_id not in part_of_it
            own = {"hukum", "auditor", "second_penyetuju"} - set(conflicted)
            assert (officer in own) == bool(own)  # another organisation's only where none is left
        transaction.set_rollback(True)


def test_where_everybody_at_home_had_a_hand_another_organisation_takes_it(review, people):
    case = Case.objects.get(pk=review.case_id)
    for name in ("hukum", "auditor", "second_penyetuju"):
        conflicts.put_on_record(case, people[name], by=people[name], reason="disebut")

    free = {person.username for person in rules.officers(Review.objects.get(pk=review.pk))}
    review = appeals.assign(
        Review.objects.get(pk=review.pk),
        people["foreign_hukum"],
        first_reply="Kami telaah.",
        by=people["penyetuju"],
    )

    assert free == {"foreign_hukum", "foreign_auditor", "foreign_penyetuju"}
    assert queries.visible_reviews(people["foreign_hukum"]).get() == review
    assert decide(review, "uphold", people["foreign_hukum"]).appeal.state == AppealState.UPHELD


def test_an_officer_who_turns_out_to_be_part_of_it_cannot_decide(review, people):
    review = give(review, people)
    case = Case.objects.get(pk=review.case_id)
    conflicts.declare(case, people["hukum"], by=people["auditor"], reason="saudara")

    with pytest.raises(ActionDenied, match="had a hand"):
        decide(Review.objects.get(pk=review.pk), "uphold", people["hukum"])


@pytest.mark.parametrize("step", APPEAL.transitions, ids=lambda s: f"{s.source}-{s.action}")
@pytest.mark.parametrize("who", ["hukum", "verifikator", "penyusun", "admin_sistem", "nobody"])
def test_only_reviewers_move_an_appeal(review, people, step, who):
    review.appeal.state = step.source

    def may() -> bool:
        try:
            rules.check_step(review, step.action, people[who])
        except ActionDenied:
            return False
        return True

    assert may() == (who in step.roles)


@pytest.mark.parametrize(
    ("action", "outcome", "state", "is_doubted"),
    [
        ("uphold", "TETAP", "published", False),
        ("revise", "DIREVISI", "published", True),
        ("withdraw", "DICABUT", "withdrawn", False),
    ],
)
def test_each_outcome_does_in_public_what_it_says(
    review, page, people, action, outcome, state, is_doubted, chain_holds
):
    review = decide(give(review, people), action, people["hukum"])
    page.refresh_from_db()

    assert (review.appeal.outcome, page.state, bool(page.doubted_at)) == (
        outcome,
        state,
        is_doubted,
    )
    told = Notice.objects.filter(kind="appeal", title__startswith="An appeal was granted")
    assert told.filter(user=people["penyusun"]).exists() == (action != "uphold")
    chain_holds()


def test_whoever_granted_an_appeal_writes_and_approves_none_of_what_follows(
    review, page, people, parts
):
    RoleAssignment.objects.create(
        user=people["hukum"], role="penyusun", scope=people["hukum"].organisation
    )
    decide(give(review, people), "revise", people["hukum"])
    message = Message.objects.get(clarification_slug=page.slug)
    judge = type(people["hukum"]).objects.get(pk=people["hukum"].pk)
    with pytest.raises(ActionDenied, match="conflict of interest"):
        messages.begin_correction(message, by=judge, reason="setelah sanggahan")

    messages.begin_correction(message, by=people["penyusun"], reason="setelah sanggahan")


def test_the_correction_that_follows_names_its_appeal(review, page, people, parts):
    decide(give(review, people), "withdraw", people["hukum"])

    logged = Correction.objects.get(clarification=page)

    assert (logged.kind, logged.appeal_id) == ("withdrawn", review.appeal_id)
    assert "Datanya lama." in logged.reason


def test_a_decision_binds_to_what_the_officer_saw(review, page, people):
    review = give(review, people)
    seen = subject_of(review.appeal).sha256_now()
    Clarification.objects.filter(pk=page.pk).update(headline="Lain sama sekali")

    with pytest.raises(StaleObject):
        appeals.decide(review, "uphold", reason="benar", by=people["hukum"], sha256_seen=seen)


def test_two_officers_at_once_give_one_winner(review, people):
    mine, theirs = Review.objects.get(pk=review.pk), Review.objects.get(pk=review.pk)
    version = review.appeal.version
    appeals.assign(mine, people["hukum"], first_reply="Ya", by=people["hukum"], version=version)

    with pytest.raises(StaleObject, match="Hukum"):
        appeals.assign(
            theirs, people["auditor"], first_reply="Ya", by=people["auditor"], version=version
        )


def test_only_its_officer_decides_and_only_with_reasons(review, people):
    review = give(review, people)
    with pytest.raises(ActionDenied, match="Only the officer"):
        decide(review, "uphold", people["auditor"])
    seen = subject_of(review.appeal).sha256_now()
    with pytest.raises(ActionDenied, match="reason"):
        appeals.decide(review, "uphold", reason=" ", by=people["hukum"], sha256_seen=seen)
    with pytest.raises(ValidationError):
        appeals.decide(review, "delete", reason="x", by=people["hukum"], sha256_seen=seen)


def test_the_sender_hears_first_then_everybody(review, page, people, client):
    review = decide(give(review, people), "uphold", people["hukum"])
    with pytest.raises(ActionDenied):
        appeals.announce(review, by=people["hukum"])
    status = f"/sanggah/{review.appeal.receipt}/"
    assert "Datanya lama." not in client.get(status).content.decode()

    review = appeals.tell_sender(review, reply="Terima kasih.", how="halaman", by=people["hukum"])
    assert "Datanya lama." in client.get(status).content.decode()
    address = f"/klarifikasi/{page.slug}/"
    assert "Datanya lama." not in client.get(address).content.decode()
    appeals.announce(review, by=people["hukum"])

    assert "Datanya lama." in client.get(address).content.decode()
    events = AuditEvent.objects.filter(object_type="portal.appeal").order_by("sequence")
    assert list(events.values_list("action", flat=True)) == [
        f"appeal.{what}" for what in ("received", "assigned", "decided", "told", "announced")
    ]


@pytest.mark.parametrize(
    ("priority", "reply_hours", "days"), [("HIGH", 24, 3), ("MEDIUM", 72, 7), ("LOW", 72, 14)]
)
def test_the_clocks_of_an_appeal_follow_its_cases_priority(page, case, priority, reply_hours, days):
    Case.objects.filter(pk=case.pk).update(priority=priority)

    review = contest(page)
    start = review.appeal.received_at

    assert review.reply_due_at - start == timedelta(hours=reply_hours)
    assert review.decide_due_at - start == timedelta(days=days)


def test_figures_count_real_appeals_alone(page, people):
    first, second = contest(page), contest(page)
    decide(give(first, people), "uphold", people["hukum"])
    Appeal.objects.filter(pk=second.appeal_id).update(is_exercise=True)

    found = queries.figures(Review.objects.all())

    assert (found.received, found.open, found.upheld, found.upheld_share) == (1, 0, 1, 1.0)
    assert found.reversed_share == 0.0


# The public form


def send(client, page, **fields):
    shown = client.get(f"/klarifikasi/{page.slug}/sanggah/")
    token = shown.context["form"]["token"].value()
    return client.post(
        f"/klarifikasi/{page.slug}/sanggah/",
        {"part": "fact", "why": WHY, "token": token, **fields},
    )


def test_a_citizen_contests_and_gets_a_number_and_the_page_says_so(client, page):
    answer = send(client, page, name="Siti", contact="siti@contoh.id")
    found = Appeal.objects.get()

    assert answer.status_code == 302
    assert answer.url == f"/sanggah/{found.receipt}/"
    assert client.get(answer.url).status_code == 200
    shown = client.get(f"/klarifikasi/{page.slug}/?lang=en").content.decode()
    assert "This answer is contested" in shown
    assert AppealContact.objects.get().contact == "siti@contoh.id"
    assert "siti" not in AuditEvent.objects.filter(action="appeal.received").get().detail


def test_the_same_form_sent_twice_is_one_appeal(client, page):
    token = client.get(f"/klarifikasi/{page.slug}/sanggah/").context["form"]["token"].value()
    form = {"part": "fact", "why": WHY, "token": token}
    first = client.post(f"/klarifikasi/{page.slug}/sanggah/", form)
    second = client.post(f"/klarifikasi/{page.slug}/sanggah/", form)

    assert first.url == second.url
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"why": "salah"}, 400),
        ({"part": "nothing"}, 400),
        ({"token": "made-up"}, 400),
        ({"evidence_url": "javascript:alert(1)"}, 400),
        ({"website": "http://spam"}, 302),
    ],
)
def test_what_is_no_appeal_is_not_kept(client, page, fields, status):
    assert send(client, page, **fields).status_code == status
    assert not Appeal.objects.exists()


def test_a_file_is_kept_for_what_it_is_not_for_its_name(client, page):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = send(client, page, evidence_file=SimpleUploadedFile("bukti.pdf", b"MZ\x90 program"))
    good = send(client, page, evidence_file=SimpleUploadedFile("bukti.pdf", b"%PDF-1.7 isi"))

    assert (bad.status_code, good.status_code) == (400, 302)
    assert Appeal.objects.get().file_name == "bukti.pdf"


def test_a_flood_from_one_address_is_stopped(client, page, settings):
    from django.core.cache import cache

    cache.clear()
    answers = [send(client, page).status_code for _each in range(6)]
    cache.clear()

    assert answers == [302] * 5 + [429]


def test_personal_data_in_the_reasons_is_masked_and_the_sender_is_shown_to_the_officer_alone(
    page, people, signed_in
):
    review = contest(
        page,
        why="Hubungi saya di 081234567890, ini salah sekali.",
        sender=Sender(name="Siti Aminah", contact="siti@contoh.id"),
    )
    give(review, people)
    address = f"/desk/appeals/{review.appeal.receipt}/"

    assert "081234567890" not in review.appeal.why
    assert "siti@contoh.id" in signed_in("hukum").get(address).content.decode()
    assert "siti@contoh.id" not in signed_in("auditor").get(address).content.decode()
    assert "siti@contoh.id" not in signed_in("hukum").get("/desk/appeals/").content.decode()
    assert signed_in("foreign_hukum").get(address).status_code == 404


def test_an_officer_walks_an_appeal_through_the_desk(page, people, signed_in):
    review = contest(page)
    desk, address = signed_in("hukum"), f"/desk/appeals/{review.appeal.receipt}/"
    form = {"officer": people["hukum"].pk, "first_reply": "Kami telaah.", "version": 1}
    desk.post(f"{address}assign/", form)
    shown = desk.get(address)
    decision = {"outcome": "uphold", "reason": "Masih berlaku.", "version": 2}
    desk.post(f"{address}decide/", {**decision, "seen": shown.context["sha256_now"]})
    desk.post(f"{address}tell/", {"reply": "Masih berlaku.", "how": "halaman", "version": 3})
    desk.post(f"{address}announce/", {"version": 4})

    review.appeal.refresh_from_db()

    assert review.appeal.state == AppealState.ANNOUNCED


def test_a_decision_asks_for_a_fresh_sign_in(page, people, signed_in):
    review = give(contest(page), people)
    desk = signed_in("hukum")
    session = desk.session
    session["proved_at"] = 1.0
    session.save()

    answer = desk.post(f"/desk/appeals/{review.appeal.receipt}/decide/", {"outcome": "uphold"})

    assert answer.status_code == 302
    assert "prove" in answer.url or "buktikan" in answer.url
