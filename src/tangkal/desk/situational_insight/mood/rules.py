"""Who draws a sample, who reads it, and who may see what was read."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules as cases
from tangkal.desk.situational_insight.mood.models import MoodQuestion, MoodReading
from tangkal.desk.workflow import ActionDenied

ASKERS = frozenset({Role.ANALYST.value})
READERS = frozenset({Role.ANALYST.value, Role.VERIFIER.value})
MOST_READERS = 2


def may_ask(user: User) -> bool:
    return user.has_role(*ASKERS)


def may_read(user: User) -> bool:
    return user.has_role(*READERS)


def check_may_ask(user: User) -> None:
    cases.check_role(user, ASKERS)


def check_may_read(user: User, question: MoodQuestion) -> None:
    """Raises ActionDenied for other roles, and for a third reader."""
    cases.check_role(user, READERS)
    readers = set(
        MoodReading.objects.filter(text__question=question)
        .values_list("reader_id", flat=True)
        .distinct()
    )
    if user.pk not in readers and len(readers) >= MOST_READERS:
        raise ActionDenied(
            _("Two people read this sample already; a third would change what was agreed on.")
        )
