"""An approval binds one person's word to one exact version, and nobody approves themselves."""

import pytest

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.queries import has_approval, words_on
from tangkal.desk.approvals.rules import check_reason, check_second_person
from tangkal.desk.workflow import ActionDenied

pytestmark = pytest.mark.django_db

OLD, NEW = "a" * 64, "b" * 64


@pytest.fixture
def subject(organisations) -> Organisation:
    return organisations["ministry"]  # any object will do


def say(subject, by, *, sha256=OLD, stage="final", word=Approval.Word.APPROVED, comment=""):
    return give_word(subject, sha256=sha256, stage=stage, word=word, by=by, comment=comment)


def test_an_approval_holds_for_its_version_and_stage_alone(subject, people):
    say(subject, people["penyetuju"])

    assert has_approval(subject, OLD, "final")
    assert not has_approval(subject, NEW, "final")
    assert not has_approval(subject, OLD, "facts")


def test_a_return_is_no_approval(subject, people):
    say(subject, people["penyetuju"], word=Approval.Word.RETURNED, comment="Angka belum cocok.")

    assert not has_approval(subject, OLD, "final")
    assert words_on(subject).get().comment == "Angka belum cocok."


def test_a_word_on_one_object_is_no_word_on_another(subject, people, organisations):
    say(subject, people["penyetuju"])

    assert not has_approval(organisations["agency"], OLD, "final")
    assert not has_approval(people["analis"], OLD, "final")  # of another kind, with any key


def test_words_are_read_newest_first(subject, people):
    say(subject, people["penyetuju"], word=Approval.Word.RETURNED)
    say(subject, people["second_penyetuju"], sha256=NEW)

    assert [word.version_sha256 for word in words_on(subject)] == [NEW, OLD]


@pytest.mark.parametrize(
    ("person", "authors", "may"),
    [
        ("penyetuju", ("penyusun",), True),
        ("penyetuju", ("penyusun", "penyetuju"), False),
        ("penyusun", ("penyusun",), False),
        ("penyetuju", (), True),
    ],
)
def test_whoever_had_a_hand_in_it_cannot_approve_it(people, person, authors, may):
    keys = [people[name].pk for name in authors]
    if may:
        check_second_person(people[person], keys)
        return
    with pytest.raises(ActionDenied, match=r"second person|orang kedua"):
        check_second_person(people[person], keys)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_reason_of_blanks_is_none(reason):
    with pytest.raises(ActionDenied, match=r"reason|alasan"):
        check_reason(reason)


def test_a_reason_is_trimmed():
    assert check_reason("  Angka keliru. \n") == "Angka keliru."


def test_two_peoples_words_on_one_version_do_not_read_alike(subject, people):
    say(subject, people["verifikator"], stage="facts")
    say(subject, people["penyetuju"])
    assert {each.said for each in words_on(subject)} == {"Facts confirmed", "Approved"}
    say(subject, people["verifikator"], stage="facts", word=Approval.Word.RETURNED)
    assert words_on(subject).first().said == "Sent back"
