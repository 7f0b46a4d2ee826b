"""Who reads citizens' questions at the desk, and who may answer or close them."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import ActionDenied

# A question belongs to the portal, not to one office: whoever watches, checks or writes may
# point it to an answer that two people have already approved.
ANSWERING = (Role.MONITOR, Role.ANALYST, Role.VERIFIER, Role.WRITER, Role.APPROVER)


def can_answer_questions(user: User) -> bool:
    return user.has_role(*ANSWERING)


def check_can_answer_questions(user: User) -> None:
    """Raises ActionDenied for a role that only reads."""
    if not can_answer_questions(user):
        raise ActionDenied(_("Your role reads citizens' questions but does not answer them."))
