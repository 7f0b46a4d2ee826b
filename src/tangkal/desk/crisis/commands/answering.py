"""The Q&A board: ask, draft, check, approve, pin. What is approved is one version."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.audit.commands import record
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.commands.base import at_most, lock, required, touch
from tangkal.desk.crisis.models import AnswerVersion, Crisis, Question, Topic
from tangkal.desk.crisis.states import ANSWER, AnswerState
from tangkal.desk.workflow import check_version

MOST = 2000
STEPS = ("check", "approve", "return")


@transaction.atomic
def ask(
    crisis: Crisis,
    text: str,
    *,
    source: str,
    by: User,
    asker: str = "",
    void_id: str = "",
    not_to_be_said: str = "",
) -> Question:
    """Put a question on the board.

    Args:
        asker: the outlet or office that asks; private people are not named.
        void_id: the unanswered question of the public that it comes from.
    """
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    if source not in Question.Source:
        raise ValidationError(_("Say who asks."))
    question = Question.objects.create(
        crisis=crisis,
        text=at_most(required(text, _("Write the question.")), 400),
        source=source,
        asker=at_most(asker.strip(), 120),
        void_id=void_id[:40],
        not_to_be_said=at_most(not_to_be_said.strip(), MOST),
        asked_by=by,
        changed_by=by,
    )
    record("crisis.question_asked", question, by=by, crisis=crisis.pk, source=source)
    touch(crisis, Topic.ANSWERS)
    return question


def lock_question(question: Question, version: int) -> tuple[Crisis, Question]:
    crisis = lock(Crisis(pk=question.crisis_id))
    rows = Question.objects.select_for_update(of=("self",)).select_related("changed_by")
    found = rows.get(pk=question.pk)
    found.crisis = crisis
    check_version(found, version)
    return crisis, found


def roles_in(user: User, crisis: Crisis) -> frozenset[str]:
    """What somebody may do to answers: the roles held over the lead agency; in the team, all."""
    return user.roles if rules.sits(user, crisis) else user.roles_at(crisis.organisation)


@transaction.atomic
def draft_answer(
    question: Question,
    text: str,
    *,
    by: User,
    expected_version: int,
    truth_as_of: datetime | None = None,
    not_to_be_said: str | None = None,
) -> AnswerVersion:
    """Write the next version of an answer; checks and approvals of an older one no longer hold."""
    crisis, question = lock_question(question, expected_version)
    rules.check_may_work(by, crisis)
    question.state = ANSWER.check(question.state, "draft", roles_in(by, crisis))
    last = question.versions.first()
    version = AnswerVersion.objects.create(
        question=question,
        number=last.number + 1 if last else 1,
        text=at_most(required(text, _("Write the answer.")), MOST),
        truth_as_of=truth_as_of or timezone.now(),
        author=by,
    )
    question.checked_by = question.approved_by = question.approved_at = None
    if not_to_be_said is not None:
        question.not_to_be_said = at_most(not_to_be_said.strip(), MOST)
    store(question, by)
    record(
        "crisis.answer_drafted", question, by=by, crisis=crisis.pk, number=version.number,
        sha256=version.sha256,
    )  # fmt: skip
    touch(crisis, Topic.ANSWERS)
    return version


@transaction.atomic
def answer_step(
    question: Question, action: str, *, by: User, expected_version: int, comment: str = ""
) -> Question:
    """Confirm the facts of an answer, approve it, or send it back.

    Raises:
        ActionDenied: state or role; an author of any version checks or approves; the checker
            approves; a return without a reason.
        StaleObject: the answer changed meanwhile.
    """
    if action not in STEPS:
        raise ValidationError(_("%(action)s is no step of an answer.") % {"action": action})
    crisis, question = lock_question(question, expected_version)
    rules.check_may_work(by, crisis)
    target = ANSWER.check(question.state, action, roles_in(by, crisis))
    version = question.versions.first()
    assert version is not None  # no state but the first is without one
    if action == "return":
        comment = rules.check_reason(comment)
    else:
        # As with messages: whoever wrote an earlier version wrote part of what stands now.
        check_second_person(by, set(question.versions.values_list("author_id", flat=True)))
    if action == "check":
        question.checked_by = by
    if action == "approve":
        check_second_person(by, {question.checked_by_id})
        question.approved_by, question.approved_at = by, timezone.now()
    question.state = target
    if target == AnswerState.ASKED:
        question.checked_by = question.approved_by = question.approved_at = None
    give_word(
        question,
        sha256=version.sha256,
        stage=action,
        word=Approval.Word.RETURNED if action == "return" else Approval.Word.APPROVED,
        by=by,
        comment=comment,
    )
    store(question, by)
    record(
        f"crisis.answer_{action}", question, by=by, crisis=crisis.pk, number=version.number,
        comment=comment,
    )  # fmt: skip
    touch(crisis, Topic.ANSWERS)
    return question


@transaction.atomic
def pin(question: Question, *, by: User, is_pinned: bool, expected_version: int) -> Question:
    """Keep a question at the top of the board and of the spokesperson's sheet."""
    crisis, question = lock_question(question, expected_version)
    rules.check_may_work(by, crisis)
    question.is_pinned = is_pinned
    store(question, by)
    record("crisis.question_pinned", question, by=by, crisis=crisis.pk, is_pinned=is_pinned)
    touch(crisis, Topic.ANSWERS)
    return question


def store(question: Question, by: User) -> None:
    question.version += 1
    question.changed_by = by
    question.save()
