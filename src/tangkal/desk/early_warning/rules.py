"""Who may read the queue and change it; what each step needs stands in the cases' rules."""

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SIGNAL


def may_screen(user: User) -> bool:
    return user.has_role(*rules.OPENERS)


def actions(signal: Signal, user: User) -> list[str]:
    """The steps this person may take now: those of the state's table, claim and release."""
    if not rules.can_screen(user, signal):
        return []
    found = list(SIGNAL.actions(signal.state, user.roles))
    if may_screen(user):
        if signal.owner_id == user.pk:
            found.append("release")
        elif signal.owner_id is None:
            found.append("claim")
    return found
