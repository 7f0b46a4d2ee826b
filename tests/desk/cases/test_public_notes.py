"""Public notes: written by one, released by another, read by those who wait and by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.accounts.models import RoleAssignment, User
from tangkal.desk.approvals import conflicts
from tangkal.desk.approvals.models import Approval
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Case, PublicNote
from tangkal.desk.cases.public_notes import commands, connecting
from tangkal.desk.cases.public_notes.commands import release, withdraw, write
from tangkal.desk.cases.states import PUBLIC_NOTE, CaseState, PublicNoteState
from tangkal.desk.portal import reports
from tangkal.desk.portal.models import Interim, PublicReport
from tangkal.desk.questions.models import Asked, Family
from tangkal.desk.strategic_communication import elections
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db

WORDS = "Kami sedang memeriksanya ke dinas; belum ada keputusan."


def asked(case: Case | None = None) -> PublicReport:
    """A question that waits, in a family of its own."""
    token = uuid4()
    family = Family.objects.create(askers=1, case_number=case.number if case else "")
    report = PublicReport.objects.create(
        token=token, receipt=reports.new_receipt(), text="Benarkah?", item_id=token.hex
    )
    Asked.objects.create(report=report, family=family, reason="first")
    return report


def status_of(report: PublicReport) -> str:
    """The question's page, as a stranger reads it."""
    page = Client().get(reverse("report-status", args=[report.receipt]))
    assert page.status_code == 200
    return page.content.decode()


@pytest.fixture
def case(people) -> Case:
    return walk.case_at(CaseState.VERIFICATION, people)


@pytest.fixture
def note(case, people) -> PublicNote:
    return write(case, text=WORDS, by=people["penyusun"])


def test_those_who_wait_read_it_once_a_second_person_released_it_and_nobody_else_does(
    case, note, people
):
    waiting, elsewhere = asked(case), asked()
    assert WORDS not in status_of(waiting)
    release(note, by=people["penyetuju"], version=note.version)
    assert WORDS in status_of(waiting)
    assert WORDS not in status_of(elsewhere)
    word = Approval.objects.get(object_type="cases.publicnote")
    assert (word.version_sha256, word.by) == (note.sha256, people["penyetuju"])


@pytest.mark.parametrize("role", ["penyusun", "analis", "verifikator", "hukum", "auditor"])
def test_only_an_approver_releases(note, people, role):
    with pytest.raises(ActionDenied):
        release(note, by=people[role])
    assert not Interim.objects.exists()


def test_whoever_wrote_any_of_it_never_releases_it(case, people):
    scope = case.lead_organisation
    RoleAssignment.objects.create(user=people["penyetuju"], role="penyusun", scope=scope)
    both = User.objects.get(pk=people["penyetuju"].pk)  # roles are remembered for a request
    write(case, text=WORDS, by=both)
    changed = write(case, text=f"{WORDS} Segera.", by=people["penyusun"])
    with pytest.raises(ActionDenied, match="second person"):
        release(changed, by=both)


def test_a_release_counts_for_the_words_that_were_read(case, note, people):
    seen = note.version
    write(case, text="Lain sama sekali, dan sudah pasti.", by=people["analis"], version=seen)
    with pytest.raises(StaleObject):
        release(note, by=people["penyetuju"], version=seen)
    assert not Interim.objects.exists()


def test_other_words_after_a_release_need_a_release_of_their_own(case, note, people):
    waiting = asked(case)
    release(note, by=people["penyetuju"])
    after = write(case, text="Dinas sudah menjawab: harga tetap.", by=people["penyusun"])
    assert WORDS in status_of(waiting)
    assert after.text not in status_of(waiting)
    release(after, by=people["penyetuju"])
    assert after.text in status_of(waiting)
    assert WORDS not in status_of(waiting)
    note.refresh_from_db()
    assert note.state == PublicNoteState.REPLACED


def test_what_is_taken_back_is_no_longer_read_and_stays_on_record(case, note, people):
    waiting = asked(case)
    release(note, by=people["penyetuju"])
    with pytest.raises(ValidationError):
        withdraw(note, why=" ", by=people["penyusun"])
    withdraw(note, why="Angkanya keliru.", by=people["penyusun"])
    assert WORDS not in status_of(waiting)
    note.refresh_from_db()
    assert (note.state, note.ended_why) == (PublicNoteState.WITHDRAWN, "Angkanya keliru.")
    with pytest.raises(ActionDenied):
        release(note, by=people["penyetuju"])


def test_personal_data_is_masked_before_anybody_is_asked_to_release_it(case, people):
    made = write(
        case, text="Hubungi 0812-3456-7890 atau NIK 3201010101010001.", by=people["analis"]
    )
    assert "3456" not in made.text
    assert "3201010101010001" not in made.text


@pytest.mark.parametrize(
    ("text", "more_in", "language"),
    [
        ("  ", 1, "id"),
        ("x" * (commands.LONGEST + 1), 1, "id"),
        (WORDS, -1, "id"),
        (WORDS, 1, "tlh"),
    ],
)
def test_what_cannot_be_shown_is_refused(case, people, text, more_in, language):
    more_at = timezone.now() + timedelta(hours=more_in)
    with pytest.raises(ValidationError):
        write(case, text=text, more_at=more_at, language=language, by=people["penyusun"])


def test_a_promise_that_has_passed_is_not_released(case, people):
    made = write(
        case, text=WORDS, more_at=timezone.now() + timedelta(hours=1), by=people["penyusun"]
    )
    PublicNote.objects.filter(pk=made.pk).update(more_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError, match="passed"):
        release(made, by=people["penyetuju"])


def test_somebody_with_a_conflict_of_interest_says_nothing_in_public(case, note, people):
    conflicts.declare(
        case, people["penyetuju"], reason="Kakak saya disebut.", by=people["penyetuju"]
    )
    with pytest.raises(ActionDenied):
        release(note, by=people["penyetuju"])


def test_in_an_election_period_one_signature_is_not_enough(case, note, people):
    elections.begin_period(
        case.lead_organisation,
        name="Pilkada",
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=9),
        lead=people["penyetuju"],
        delegates=[],
        by=people["penyetuju"],
    )
    elections.flag(case, by=people["analis"], reason="Menyangkut pemilihan.")
    with pytest.raises(ActionDenied, match="Pilkada"):
        release(note, by=people["penyetuju"])


def test_each_step_leaves_its_row_and_both_kinds_of_notes_stay_apart(case, note, people, signed_in):
    release(note, by=people["penyetuju"])
    withdraw(note, why="Selesai.", by=people["analis"])
    kept = AuditEvent.objects.filter(action__startswith="case.public_note").order_by("sequence")
    assert [event.action for event in kept] == [
        "case.public_note_written",
        "case.public_note_released",
        "case.public_note_withdrawn",
    ]
    assert not case.notes.exists()
    page = signed_in("analis").get(reverse("case", args=[case.number])).content.decode()
    assert page.index('id="public-notes"') < page.index('id="notes"')
    assert page.index(WORDS) < page.index('id="notes"')


def test_questions_are_connected_by_those_who_bring_things_to_a_case(case, note, people, signed_in):
    waiting = asked()
    family = Family.objects.get(asked__report=waiting)
    release(note, by=people["penyetuju"])
    connect = reverse("case-questions-connect", args=[case.number])
    assert signed_in("penyusun").post(connect, {"family": family.pk}).status_code == 403
    assert WORDS not in status_of(waiting)
    assert signed_in("analis").post(connect, {"family": family.pk}).status_code == 302
    assert WORDS in status_of(waiting)
    assert connecting.waiting(case) == 1
    with pytest.raises(StaleObject):  # it waits for this case already
        connecting.connect(case, family, by=people["analis"])


def test_the_buttons_on_the_case_page_do_it_all(case, people, signed_in):
    waiting, number = asked(case), case.number
    form = reverse("public-note", args=[number])
    sent = {"text": WORDS, "language": "id", "version": 0, "more_at": ""}
    assert signed_in("penyusun").post(form, sent).status_code == 302
    made = PublicNote.objects.get()
    button = reverse("public-note-release", args=[number, made.pk])
    approver = signed_in("penyetuju")
    assert approver.post(button).status_code == 409  # a version nobody has read
    assert approver.post(button, {"version": made.version}).status_code == 302
    assert WORDS in status_of(waiting)


def test_a_status_page_asks_as_often_with_a_note_as_without(case, note, people):
    waiting = asked(case)
    status_of(waiting)
    with CaptureQueriesContext(connection) as without:
        status_of(waiting)
    release(note, by=people["penyetuju"])
    with CaptureQueriesContext(connection) as with_one:
        status_of(waiting)
    assert len(with_one) == len(without)


NOTE_STEPS = {(step.source, step.action): step.target for step in PUBLIC_NOTE.transitions}
# By whom each act is tried, and how it is done. "replace" is what releasing the next one does.
NOTE_ACTS = {
    "release": lambda note, people: release(note, by=people["penyetuju"]),
    "withdraw_public": lambda note, people: withdraw(note, why="Keliru.", by=people["analis"]),
}


def note_at(state: str, case: Case, people) -> PublicNote:
    note = write(case, text=WORDS, by=people["penyusun"])
    if state in {PublicNoteState.RELEASED, PublicNoteState.REPLACED}:
        release(note, by=people["penyetuju"])
    if state == PublicNoteState.REPLACED:
        following = write(case, text="Sekarang lebih banyak diketahui.", by=people["penyusun"])
        release(following, by=people["penyetuju"])
    if state == PublicNoteState.WITHDRAWN:
        withdraw(note, why="Tidak jadi.", by=people["penyusun"])
    note.refresh_from_db()
    return note


@pytest.mark.parametrize("state", PublicNoteState.values)
@pytest.mark.parametrize("action", NOTE_ACTS)
def test_a_step_is_taken_by_its_table_alone(case, people, state, action):
    note = note_at(state, case, people)
    assert note.state == state
    if target := NOTE_STEPS.get((state, action)):
        NOTE_ACTS[action](note, people)
    else:
        with pytest.raises(ActionDenied):
            NOTE_ACTS[action](note, people)
    note.refresh_from_db()
    assert note.state == (target or state)


def test_the_table_holds_no_step_that_is_not_tried_here():
    assert {action for _state, action in NOTE_STEPS} == {*NOTE_ACTS, "write_public", "replace"}
