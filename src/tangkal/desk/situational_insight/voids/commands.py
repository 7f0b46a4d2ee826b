"""What people decide about a question: a case, an answer that exists, or not for us."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Clarification
from tangkal.desk.situational_insight.voids import rules
from tangkal.desk.situational_insight.voids.models import PublicQuestion, QuestionMark

What = QuestionMark.What
MOST_WHY = 300


@transaction.atomic
def open_case(
    question: PublicQuestion, *, by: User, items: Iterable[Mapping[str, object]] = ()
) -> Case:
    """Open a case that is to answer the question.

    Args:
        items: rows of the lake that ask it, copied as evidence.

    Raises:
        ActionDenied: the person opens no cases.
        StaleObject: somebody decided about the question meanwhile.
    """
    rules.check_may_mark(by)
    question = lock(question)
    rules.check_unmarked(question)
    case = cases.open_case(
        [],
        title=question.question[:200],
        summary=_("Asked by the public %(asks)d times since %(since)s.")
        % {"asks": question.asks, "since": timezone.localdate(question.first_at).isoformat()},
        by=by,
        items=items,
        is_exercise=question.is_exercise,
    )
    mark(question, What.CASE, by=by, case=case)
    return case


@transaction.atomic
def mark_answered(question: PublicQuestion, *, slug: str, why: str, by: User) -> QuestionMark:
    """Say which published page answers a question.

    Raises:
        ActionDenied: the person screens nothing.
        ValidationError: no such page, a withdrawn one, or one of the other world.
        StaleObject: somebody decided about the question meanwhile.
    """
    rules.check_may_mark(by)
    question = lock(question)
    rules.check_unmarked(question)
    name = slug.strip().rstrip("/").rsplit("/", 1)[-1][:120]
    page = Clarification.objects.filter(slug=name).first()
    if page is None:
        raise ValidationError(
            _("No page of ours has the address “%(slug)s”; paste the address of a clarification.")
            % {"slug": slug[:80]}
        )
    rules.check_answers(page, question)
    return mark(question, What.ANSWERED, by=by, why=short(why), page=page)


@transaction.atomic
def mark_not_ours(question: PublicQuestion, *, why: str, by: User) -> QuestionMark:
    """Say why the office does not answer a question.

    Raises:
        ActionDenied: the person screens nothing.
        ValidationError: no reason.
        StaleObject: somebody decided about the question meanwhile.
    """
    rules.check_may_mark(by)
    question = lock(question)
    rules.check_unmarked(question)
    reason = short(why)
    if not reason:
        raise ValidationError(_("Say why this question is not for us, and who could answer it."))
    return mark(question, What.NOT_OURS, by=by, why=reason)


@transaction.atomic
def take_back(found: QuestionMark, *, by: User) -> QuestionMark:
    """The question is open again; what was decided stays on record."""
    rules.check_may_mark(by)
    found = QuestionMark.objects.select_for_update().get(pk=found.pk)
    rules.check_can_take_back(found)
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
    record("question.taken_back", found.question, by=by, what=found.what)
    return found


def lock(question: PublicQuestion) -> PublicQuestion:
    return PublicQuestion.objects.select_for_update().get(pk=question.pk)


def short(why: str) -> str:
    reason = without_controls(why).strip()
    if len(reason) > MOST_WHY:
        raise ValidationError(
            _("The reason has %(length)d characters; at most %(most)d are kept.")
            % {"length": len(reason), "most": MOST_WHY}
        )
    return reason


def mark(
    question: PublicQuestion,
    what: str,
    *,
    by: User,
    why: str = "",
    page: Clarification | None = None,
    case: Case | None = None,
) -> QuestionMark:
    made = QuestionMark.objects.create(
        question=question, what=what, why=why, page=page, case=case, by=by
    )
    record(
        "question.marked",
        question,
        by=by,
        what=what,
        why=why,
        page=page.slug if page else None,
        case=case.number if case else None,
        measured=question.answer,
    )
    return made
