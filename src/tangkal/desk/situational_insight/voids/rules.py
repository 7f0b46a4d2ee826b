"""Who decides about a question of the public: those who screen what comes in."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules as cases
from tangkal.desk.portal.models import Clarification
from tangkal.desk.situational_insight.voids.models import PublicQuestion, QuestionMark
from tangkal.desk.workflow import StaleObject

MARKERS = cases.OPENERS


def may_mark(user: User) -> bool:
    return user.has_role(*MARKERS)


def check_may_mark(user: User) -> None:
    """Raises ActionDenied where none of the person's roles screens."""
    cases.check_role(user, MARKERS)


def check_unmarked(question: PublicQuestion) -> None:
    """Raises StaleObject where somebody decided meanwhile."""
    standing = question.marks.filter(ended_at=None).select_related("by").first()
    if standing is not None:
        raise StaleObject(
            _("The question “%(question)s”") % {"question": question},
            str(standing.by) if standing.by else None,
        )


def check_answers(page: Clarification, question: PublicQuestion) -> None:
    """Raises ValidationError where the page cannot be an answer."""
    if page.state != Clarification.State.PUBLISHED:
        raise ValidationError(_("This clarification was withdrawn; choose another one."))
    if page.is_exercise != question.is_exercise:
        raise ValidationError(_("A page of an exercise answers no real question, nor a real one."))


def check_can_take_back(mark: QuestionMark) -> None:
    """Raises ValidationError where there is nothing to take back."""
    if mark.ended_at is not None:
        raise ValidationError(_("This was taken back already."))
    if mark.what == QuestionMark.What.CASE:
        raise ValidationError(_("A case is open: close it there, and the question shows it."))
