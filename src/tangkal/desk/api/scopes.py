"""What a token may do, as a table; a scope never gives what its owner's roles do not."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One permission of programs, and who may hand it to one."""

    label: object  # lazy text
    may_have: Callable[[User], bool]


SCOPES = {
    "match:read": Scope(
        label=_("compare texts with known claims"), may_have=lambda user: user.reads_content
    ),
    "narratives:read": Scope(
        label=_("read narratives: counts, titles, states and history"),
        may_have=lambda user: user.reads_content,
    ),
}


def scopes_for(user: User) -> dict[str, Scope]:
    """The scopes this person may give a program."""
    return {code: scope for code, scope in SCOPES.items() if scope.may_have(user)}
