"""What a token may do, as a table; a scope never gives what its owner's roles do not.

A scope that ``acts`` lets a program approve, publish or decide. On the screens those steps ask
for a fresh sign-in; so does giving a program the scope, and such a token lives a shift at most.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.alignment.rules import CHECKERS, RESOLVERS
from tangkal.desk.cases import actions, rules
from tangkal.desk.channels.press_contacts import KEEPERS
from tangkal.desk.channels.states import DISPATCHERS
from tangkal.desk.crisis.team import ANY as CRISIS_TEAM
from tangkal.desk.directives.states import CHECKERS as DIRECTIVE_CHECKERS
from tangkal.desk.directives.states import OFFICE
from tangkal.desk.strategic_communication import freezing, plan_states
from tangkal.desk.tipline.rules import TALKING
from tangkal.desk.tracking_effectiveness.trial_states import STOPPERS


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

REQUESTING = (Role.ANALYST, Role.WRITER, Role.LEGAL, Role.DATA_PROTECTION, Role.APPROVER)
APPEAL_OFFICERS = (Role.APPROVER, Role.LEGAL, Role.AUDITOR)
FINDING = (*APPEAL_OFFICERS, Role.DATA_PROTECTION)
STATEMENT_WRITERS = (Role.WRITER, Role.APPROVER, Role.SPOKESPERSON)
STATEMENT_WORDS = (Role.APPROVER, Role.VERIFIER, Role.LEGAL)
DIRECTING = (*DIRECTIVE_CHECKERS, Role.REGIONAL_ADMIN)

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
    "directives:read": reading(_("read directives and what offices made of them")),
    "directives:write": held_by(
        _("write directives, answer offices, keep links, sheets and partners"), *DIRECTING
    ),
    "directives:act": held_by(
        _("send directives out, withdraw them, approve sheets"), Role.APPROVER, acts=True
    ),
    "directives:answer": held_by(_("answer directives for the own office"), *OFFICE),
    "alignment:read": reading(_("read how far offices carry a message house")),
    "alignment:write": held_by(
        _("compare local texts, and say what is in them"), *CHECKERS, *RESOLVERS
    ),
    "plans:write": held_by(
        _("write response plans, their log and what is done"), *plan_states.WORKERS
    ),
    "plans:act": held_by(_("approve response plans"), Role.APPROVER, acts=True),
    "publishing:write": held_by(
        _("hold back what is scheduled, and let it go again"), *freezing.FREEZING
    ),
    "statements:read": reading(_("read first statements and their templates")),
    "statements:write": held_by(_("write first statements and templates"), *STATEMENT_WRITERS),
    "statements:act": held_by(
        _("publish, check and withdraw first statements; approve templates"),
        *STATEMENT_WORDS,
        acts=True,
    ),
    "elections:read": reading(_("read election periods")),
    "elections:write": held_by(_("keep election periods"), Role.APPROVER),
    "crises:read": reading(_("read crises with their log, team and questions")),
    "crises:write": held_by(_("work in the room of a crisis"), *CRISIS_TEAM),
    "crises:act": held_by(
        _("bring a crisis level into force, and approve answers"), Role.APPROVER, acts=True
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
    "conversations:read": held_by(
        _("read conversations that wait for a person, personal data masked"), *TALKING
    ),
    "conversations:write": held_by(_("take conversations and give them back"), *TALKING),
    "conversations:act": held_by(
        _("write to people in conversations that one has taken"), *TALKING, acts=True
    ),
    "lines:read": held_by(
        _("read the lines that people write to"), Role.SYSTEM_ADMIN, Role.AUDITOR
    ),
    "lines:act": held_by(
        _("close the lines that people write to, and open them"), Role.SYSTEM_ADMIN, acts=True
    ),
    "replies:read": held_by(
        _("read whether messages to citizens arrive"), Role.SYSTEM_ADMIN, Role.AUDITOR
    ),
    "replies:write": held_by(
        _("keep the mail account that answers citizens, and send messages again"),
        Role.SYSTEM_ADMIN,
        acts=True,
    ),
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
    "outlets:read": held_by(_("read outlets"), Role.SYSTEM_ADMIN, Role.AUDITOR),
    "outlets:write": held_by(_("keep outlets"), Role.SYSTEM_ADMIN, acts=True),
    "press-contacts:write": held_by(_("keep whom the press asks"), *KEEPERS, acts=True),
    "dispatches:read": reading(_("read what went out through outlets")),
    "dispatches:act": held_by(_("send approved texts and recall them"), *DISPATCHERS, acts=True),
    "intake:read": held_by(_("read what was taken in and set aside"), *BRINGERS),
    "intake:write": held_by(_("upload files, and retry what was set aside"), *BRINGERS),
    "tracking:read": reading(_("read the figures of effectiveness")),
    "tracking:write": held_by(
        _("plan and measure evaluations, and record findings"), Role.EVALUATOR, Role.ANALYST
    ),
    "targets:write": held_by(
        _("set targets of indicators, and send evaluation reports back"),
        Role.EVALUATOR,
        Role.APPROVER,
    ),
    "evaluation-reports:act": held_by(
        _("approve and withdraw evaluation reports"), Role.EVALUATOR, Role.APPROVER, acts=True
    ),
    "trials:write": held_by(_("propose and stop tests of wordings"), *STOPPERS),
    "trials:act": held_by(
        _("approve and start tests of wordings"), Role.APPROVER, Role.EVALUATOR, acts=True
    ),
    "deadlines:read": reading(_("read duty, limits and working hours")),
    "deadlines:write": reading(_("plan duty, and set limits and working hours")),
    "conflicts:write": reading(_("declare and lift conflicts of interest")),
    "appeals:read": reading(_("read appeals")),
    "appeals:write": held_by(
        _("give appeals to officers, and tell and announce outcomes"), *APPEAL_OFFICERS
    ),
    "appeals:act": held_by(_("decide appeals"), *APPEAL_OFFICERS, acts=True),
    "platform-requests:read": reading(_("read requests to platforms")),
    "platform-requests:write": held_by(
        _("write and review requests to platforms, and keep their answers"), *REQUESTING
    ),
    "platform-requests:act": held_by(
        _("sign requests to platforms, and record that they were sent"),
        Role.APPROVER,
        Role.LEGAL,
        acts=True,
    ),
    "transparency:read": reading(_("read figures of the transparency report")),
    "transparency:write": held_by(
        _("draft the transparency report"),
        Role.ANALYST,
        Role.EVALUATOR,
        Role.LEGAL,
        Role.DATA_PROTECTION,
    ),
    "transparency:act": held_by(_("publish the transparency report"), Role.APPROVER, acts=True),
    "public-pages:read": reading(_("read events, services, documents and translations")),
    "public-pages:write": held_by(
        _("write events, services, documents and translations"), Role.WRITER
    ),
    "public-pages:act": held_by(
        _("publish and withdraw events, services, documents and translations"),
        Role.APPROVER,
        acts=True,
    ),
    "findings:read": held_by(_("read findings of auditors"), *FINDING),
    "findings:write": held_by(_("write and answer findings of auditors"), *FINDING),
    "protection:read": held_by(
        _("read retention, holds, data requests and breaches"),
        Role.DATA_PROTECTION,
        Role.AUDITOR,
        Role.LEGAL,
    ),
    "protection:write": held_by(
        _("keep holds, data requests and breaches"), Role.DATA_PROTECTION, Role.LEGAL
    ),
    "protection:act": held_by(
        _("let go what is due, and answer data requests"), Role.DATA_PROTECTION, acts=True
    ),
    "exercises:write": held_by(_("let exercises alert outside"), Role.EXERCISE_CONTROLLER),
    "audit:read": held_by(_("read the audit trail"), Role.AUDITOR),
    "people:read": held_by(_("read accounts and roles"), Role.SYSTEM_ADMIN, Role.AUDITOR),
    "people:admin": held_by(
        _("keep accounts, roles and organisations"), Role.SYSTEM_ADMIN, acts=True
    ),
    "account:write": Scope(
        label=_("choose own language and clock, and end own sessions"), may_have=lambda user: True
    ),
    "tokens:write": Scope(label=_("list and revoke tokens"), may_have=lambda user: True),
}


def scopes_for(user: User) -> dict[str, Scope]:
    """The scopes this person may give a program."""
    return {code: scope for code, scope in SCOPES.items() if scope.may_have(user)}


def acts(codes: Iterable[str]) -> bool:
    """Whether one of these scopes lets a program approve, publish or decide."""
    return any(SCOPES[code].acts for code in codes if code in SCOPES)
