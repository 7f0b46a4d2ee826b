# ruff: noqa: F811 - fixtures of the questions' tests
"""Whoever waits and left a contact is written to once a note, and told when it is taken back."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tangkal.desk.alerts.sending.base import Outcome
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.linking import commands as linking
from tangkal.desk.cases.models import Case, PublicNote
from tangkal.desk.cases.public_notes import connecting, telling
from tangkal.desk.cases.public_notes.commands import release, withdraw, write
from tangkal.desk.cases.states import CaseState, PublicNoteState
from tangkal.desk.jobs import questions as job
from tangkal.desk.portal.models import Interim
from tangkal.desk.questions import families
from tangkal.desk.questions.models import Family, Outgoing
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.cases import walk
from tests.desk.cases.test_public_notes import WORDS, status_of
from tests.desk.questions.conftest import asks, delivered, publish, service  # noqa: F401

pytestmark = pytest.mark.django_db
ASKED = "Benarkah pasar Wonosari ditutup mulai besok karena pasar baru belum jadi?"


def family_of(report) -> Family:
    return Family.objects.get(asked__report=report)


@pytest.fixture
def case(people) -> Case:
    return walk.case_at(CaseState.VERIFICATION, people)


@pytest.fixture
def waits(asks, case, people):
    """``waits("a@warga.example")``: somebody who waits for this case."""

    def asked(address: str = "", **fields):
        report = asks(ASKED, address, **fields)
        if not family_of(report).case_number:
            connecting.connect(case, family_of(report), by=people["analis"])
        return report

    return asked


@pytest.fixture
def note(case, people) -> PublicNote:
    return write(case, text=WORDS, by=people["penyusun"])


def rounds() -> int:
    done = 0
    while found := telling.round():
        done += found
    return done


def test_each_who_left_a_contact_is_written_to_once(waits, note, people, delivered, service):
    for address in ("a@warga.example", "b@warga.example", ""):
        waits(address)
    assert rounds() == 0  # a draft is nobody's business
    release(note, by=people["penyetuju"])
    assert (rounds(), rounds()) == (2, 0)
    assert sorted(delivered()) == ["a@warga.example", "b@warga.example"]
    _address, text, _key = service.taken[0]
    assert WORDS in text
    assert ASKED not in text  # anybody can type anybody's address
    assert text.splitlines()[0].startswith("Yang diketahui sejauh ini")


def test_the_worker_writes_and_sends_in_its_round(waits, note, people, service):
    waits("a@warga.example")
    release(note, by=people["penyetuju"])
    while job.round():
        pass
    assert service.told == ["a@warga.example"]


def test_the_hour_for_more_is_told_on_the_office_s_clock(waits, case, people, service, delivered):
    waits("a@warga.example")
    when = datetime(2035, 3, 4, 2, 30, tzinfo=UTC)
    release(write(case, text=WORDS, more_at=when, by=people["penyusun"]), by=people["penyetuju"])
    rounds()
    delivered()
    assert "4 Mar 2035 09.30 WIB" in service.taken[0][1]


def test_whoever_asks_later_reads_it_on_the_page_and_whoever_was_answered_needs_it_no_more(
    waits,
    asks,
    note,
    people,
    delivered,
):
    settled = asks("Apakah bantuan beras bulan ini sudah cair di desa kami?", "c@warga.example")
    waits("a@warga.example")
    families.close_family(family_of(settled), note="Bukan untuk kami.", by=people["analis"])
    assert delivered() == ["c@warga.example"]
    release(note, by=people["penyetuju"])
    late = waits("b@warga.example")
    assert rounds() == 1
    assert delivered()[1:] == ["a@warga.example"]
    assert WORDS in status_of(late)


def test_portions_leave_nobody_out_and_write_to_nobody_twice(waits, note, people, monkeypatch):
    monkeypatch.setattr(telling, "PORTION", 2)
    for number in range(5):
        waits(f"w{number}@warga.example")
    release(note, by=people["penyetuju"])
    assert [telling.round() for _turn in range(4)] == [2, 2, 1, 0]
    written = Outgoing.objects.filter(key__startswith=f"note-{note.pk}-")
    assert written.count() == len(set(written.values_list("contact", flat=True))) == 5


def test_what_is_taken_back_is_told_to_those_alone_who_were_told(
    waits,
    note,
    people,
    delivered,
    service,
):
    waits("a@warga.example")
    release(note, by=people["penyetuju"])
    rounds()
    delivered()
    waits("b@warga.example")
    withdraw(note, why="Angkanya keliru.", by=people["penyetuju"])
    assert (rounds(), rounds()) == (1, 0)
    assert delivered() == ["a@warga.example"] * 2
    assert "ditarik" in service.taken[-1][1].splitlines()[0]
    assert "keliru" not in service.taken[-1][1]  # the reason is for the record


def test_what_was_taken_back_in_time_never_goes_out(waits, note, people, delivered):
    waits("a@warga.example")
    release(note, by=people["penyetuju"])
    rounds()
    withdraw(note, why="Terlalu dini.", by=people["penyetuju"])
    rounds()
    assert delivered() == []
    (message,) = Outgoing.objects.all()
    assert (message.state, message.reason) == (Outgoing.State.PERMANENT, telling.CALLED_BACK)
    kept = AuditEvent.objects.get(action="case.public_note_withdrawn")
    assert json.loads(kept.detail)["unsent"] == 1


def test_the_next_note_takes_the_place_of_what_has_not_gone_out(
    waits,
    case,
    note,
    people,
    delivered,
    service,
):
    waits("a@warga.example")
    release(note, by=people["penyetuju"])
    rounds()
    following = write(case, text="Dinas sudah menjawab: tetap buka.", by=people["penyusun"])
    release(following, by=people["penyetuju"])
    rounds()
    assert delivered() == ["a@warga.example"]
    assert "tetap buka" in service.taken[0][1]


def test_a_message_in_doubt_counts_as_told(waits, note, people, service, delivered):
    waits("a@warga.example")
    service.answer = lambda: Outcome(kind="uncertain", reason="cut off")
    release(note, by=people["penyetuju"])
    rounds()
    delivered()
    withdraw(note, why="Keliru.", by=people["penyetuju"])
    assert rounds() == 1


def test_an_exercise_speaks_to_nobody_in_earnest(people, asks, settings):
    drill = walk.case_at(CaseState.VERIFICATION, people)
    Case.objects.filter(pk=drill.pk).update(is_exercise=True)
    drill.refresh_from_db()
    family = family_of(asks(ASKED))
    for act in (
        lambda: write(drill, text=WORDS, by=people["penyusun"]),
        lambda: connecting.connect(drill, family, by=people["analis"]),
    ):
        with pytest.raises(ActionDenied, match="exercise"):
            act()


# -- Merges ------------------------------------------------------------------------------------


@pytest.fixture
def into(people) -> Case:
    return cases.open_case([], title="Pasar baru", by=people["analis"])


def merged(case: Case, into: Case, people):
    return linking.merge(case, into, reason="isu yang sama", by=people["analis"])


def test_who_waits_for_a_case_that_was_merged_waits_for_the_other_and_reads_on(
    waits, case, into, note, people
):
    report = waits()
    release(note, by=people["penyetuju"])
    made = merged(case, into, people)
    assert family_of(report).case_number == into.number
    assert WORDS in status_of(report)
    note.refresh_from_db()
    assert (note.case, note.state) == (into, PublicNoteState.RELEASED)
    assert (connecting.waiting(case), connecting.waiting(into)) == (0, 1)

    linking.undo_merge(made, why="ternyata lain", by=people["analis"])
    note.refresh_from_db()
    assert (family_of(report).case_number, note.case) == (case.number, case)
    assert WORDS in status_of(report)
    assert Interim.objects.get().reference == case.number


def test_the_merged_case_s_answer_reaches_them(waits, case, into, people, publish):
    report = waits()
    merged(case, into, people)
    answer = publish(reference=into.number)
    families.answer_case(answer)
    report.refresh_from_db()
    assert report.answer == answer


def test_of_two_notes_in_public_the_one_of_the_case_that_stays_is_read(
    waits, case, into, note, people
):
    report = waits()
    release(note, by=people["penyetuju"])
    other = write(into, text="Pasar buka seperti biasa.", by=people["penyusun"])
    release(other, by=people["penyetuju"])
    made = merged(case, into, people)
    assert other.text in status_of(report)
    assert WORDS not in status_of(report)
    linking.undo_merge(made, why="ternyata lain", by=people["analis"])
    assert WORDS in status_of(report)


def test_a_draft_comes_along_for_the_next_approver(case, into, note, people):
    merged(case, into, people)
    moved = PublicNote.objects.get()
    assert moved.case == into
    with pytest.raises(StaleObject):  # the page that showed it was of the other case
        release(moved, by=people["penyetuju"], version=note.version)
    release(moved, by=people["penyetuju"], version=moved.version)
    assert Interim.objects.get().reference == into.number


def test_a_case_that_may_not_speak_takes_no_note_in_public(
    waits, case, into, note, people, monkeypatch
):
    from tangkal.desk.cases.public_notes import rules

    report = waits()
    release(note, by=people["penyetuju"])
    monkeypatch.setattr(rules, "bars", [lambda found: "masa tenang" * (found.pk == into.pk)])
    merged(case, into, people)
    assert WORDS not in status_of(report)
    assert case.public_notes.get() == note


def test_whoever_reads_a_family_s_page_from_before_the_merge_is_told_so(
    waits, case, into, people, publish
):
    family = family_of(waits())
    merged(case, into, people)
    with pytest.raises(StaleObject):
        families.answer_family(family, publish(), by=people["analis"], version=family.version)


def test_a_note_that_moved_between_the_two_locks_is_not_taken_back(case, into, note, people):
    merged(case, into, people)
    with pytest.raises(StaleObject):
        withdraw(note, why="Tidak jadi.", by=people["penyusun"])  # still of the other case here
    assert PublicNote.objects.get().case == into
    assert timezone.now() - PublicNote.objects.get().written_at < timedelta(hours=1)
