"""What a token may do, as a table; a scope never gives what its owner's roles do not.

A scope that ``acts`` lets a program approve, publish or decide. On the screens those steps ask
for a fresh sign-in; so does giving a program the scope, and such a token lives a shift at most.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import actions, rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One permission of programs, and who may hand it to one."""

    label: object  # lazy text
    may_have: Callable[[User], bool]
    acts: bool = False


def reading(label: object) -> Scope:
    """Whoever reads content may let a program read it too."""
    return Scope(label=label, may_have=lambda user: user.reads_content)


def held_by(label: object, *roles: str, acts: bool = False) -> Scope:
    """People with one of these roles; which objects they may change, the rules say each time."""
    return Scope(label=label, may_have=lambda user: user.has_role(*roles), acts=acts)


ANALYSTS = (Role.ANALYST,)
GRADERS = (Role.ANALYST, Role.VERIFIER)
SCREENERS = tuple(rules.OPENERS)
PLANNERS = (Role.ANALYST, Role.APPROVER)
BRINGERS = (Role.MONITOR, Role.ANALYST, Role.VERIFIER)
ANSWERERS = (*BRINGERS, Role.WRITER, Role.APPROVER)
REVIEWERS = (Role.WRITER, Role.VERIFIER, Role.LEGAL, Role.DATA_PROTECTION, Role.APPROVER)

SCOPES = {
    "match:read": reading(_("compare texts with known claims")),
    "signals:read": reading(_("read the queue of signals")),
    "signals:act": held_by(_("screen signals"), *SCREENERS),
    "cases:read": reading(_("read cases with their evidence and history")),
    "cases:write": held_by(_("open cases and work on them"), *actions.WRITERS),
    "judgements:write": held_by(_("judge the gate and the impact"), *PLANNERS),
    "judgements:act": held_by(
        _("confirm as second person that a priority differs"), *PLANNERS, acts=True
    ),
    "verdicts:write": held_by(_("draft verdicts and send them to review"), Role.VERIFIER),
    "verdicts:act": held_by(
        _("approve, correct and withdraw verdicts"), Role.VERIFIER, Role.APPROVER, acts=True
    ),
    "decisions:act": held_by(_("decide cases"), Role.APPROVER, acts=True),
    "messages:read": reading(_("read messages to the public, drafts too")),
    "messages:write": held_by(_("write messages and send them to review"), *REVIEWERS),
    "messages:act": held_by(
        _("approve, publish, correct and withdraw messages"),
        *REVIEWERS,
        acts=True,
    ),
    "claims:read": reading(_("read known claims and suggested matches")),
    "claims:write": held_by(_("judge suggested matches and keep known claims"), *ANSWERERS),
    "matcher:read": Scope(
        label=_("read which version of the matcher answers"),
        may_have=lambda user: user.reads_content or user.has_role(Role.SYSTEM_ADMIN),
    ),
    "matcher:act": held_by(
        _("let another version of the matcher answer"),
        Role.VERIFIER,
        Role.SYSTEM_ADMIN,
        acts=True,
    ),
    "views:write": reading(_("keep own saved views of the queue")),
    "inbox:read": Scope(label=_("read own notices"), may_have=lambda user: True),
    "inbox:write": Scope(
        label=_("mark own notices as read, and watch cases"), may_have=lambda user: True
    ),
    "questions:read": reading(_("read citizens’ questions")),
    "questions:write": held_by(_("answer and close citizens’ questions"), *ANSWERERS),
    "narratives:read": reading(_("read narratives: counts, titles, states and history")),
    "narratives:write": held_by(_("merge, split, name and flag narratives"), *GRADERS),
    "watch:read": reading(_("read watch plans, indicators and muted signals")),
    "watch:write": held_by(_("keep watch plans and indicators, and mute"), *{*PLANNERS, *BRINGERS}),
    "insight:read": reading(_("read trends, open questions, moods and single items")),
    "insight:write": held_by(
        _("mark open questions and read samples for moods"), *{*SCREENERS, *GRADERS}
    ),
    "reports:read": reading(_("read situation reports")),
    "reports:write": held_by(_("draft and edit situation reports"), *PLANNERS, Role.VERIFIER),
    "reports:act": held_by(_("sign and withdraw situation reports"), *PLANNERS, acts=True),
    "coordination:read": reading(_("read coordination runs")),
    "coordination:write": held_by(_("start coordination runs and keep what is allowed"), *ANALYSTS),
    "alerts:read": reading(_("read alerts and own alert rules")),
    "alerts:write": reading(_("keep own alert rules")),
    "destinations:write": held_by(
        _("keep the places alerts are sent to"), Role.SYSTEM_ADMIN, acts=True
    ),
    "destinations:read": held_by(
        _("read the places alerts are sent to"), Role.SYSTEM_ADMIN, Role.AUDITOR
    ),
    "intake:read": held_by(_("read what was taken in and set aside"), *BRINGERS),
    "intake:write": held_by(_("upload files, and retry what was set aside"), *BRINGERS),
    "tracking:read": reading(_("read the figures of effectiveness")),
    "audit:read": held_by(_("read the audit trail"), Role.AUDITOR),
    "people:read": held_by(_("read accounts and roles"), Role.SYSTEM_ADMIN, Role.AUDITOR),
    "people:admin": held_by(_("keep accounts and roles"), Role.SYSTEM_ADMIN, acts=True),
    "tokens:write": Scope(label=_("list and revoke tokens"), may_have=lambda user: True),
}


def scopes_for(user: User) -> dict[str, Scope]:
    """The scopes this person may give a program."""
    return {code: scope for code, scope in SCOPES.items() if scope.may_have(user)}


def acts(codes: Iterable[str]) -> bool:
    """Whether one of these scopes lets a program approve, publish or decide."""
    return any(SCOPES[code].acts for code in codes if code in SCOPES)
