"""Who may do what, read from the state machines, the tables of contributions and the menu."""

from collections.abc import Iterator

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.cases.actions import CONTRIBUTIONS, LABELS, OPEN
from tangkal.desk.cases.states import CaseState
from tangkal.desk.situational_insight.states import MACHINE
from tangkal.desk.strategic_communication.labels import STEPS
from tangkal.desk.ui.navigation import ANYONE, NAVIGATION, READERS
from tangkal.desk.workflow.diagrams import find_machines
from tests.docs.markdown import code, head, joined, table
from tests.docs.words import both

LEDE = """
A role is given to a person over one organisation and everything below it, for good or until a
day. Nobody has rights outside their roles: there is no superuser, and no account skips a rule.
Names stand as on the screen, English in brackets.
"""

RULES = """
## Rules that no role overrides

- Nobody approves, confirms or publishes a text they wrote any version of.
- A verdict is approved by another verifier than the one who drafted it, and by another person
  than the one who wrote the claim down.
- Whoever judged the impact does not decide on the case; whoever asked for another priority does
  not confirm it.
- Content that the eligibility gate keeps from being labelled carries no verdict but “not a factual
  claim” or “satire”, and cannot become a clarification.
- A message is written only on a case that was decided to be answered, and published only with an
  approval of exactly these words, on the verdict, gate and decision that the approver saw.
- A published label comes down at once when its verdict is withdrawn, or when the gate turns out to
  protect the content.
- System administrators read no content. They cannot change their own roles or reset their own
  password through the list of accounts: another administrator has to.
- Cases are read by people whose role covers the organisation that leads the case.
- Everybody who reads content sees every signal, since a rumour in one region warns the next.
  Ministries and agencies act on all of them; an office of a region on those of its region and of
  what lies below it.
- An administrator resets a password only where they may give every role that it opens.
"""


def page() -> str:
    lines = head("Roles and what each may do", "the tables of roles and steps", LEDE)
    lines += table(
        ["code", "role", "reads content", "steps and contributions"],
        ([code(role.value), both(role.label), reads(role), "; ".join(acts(role))] for role in Role),
    )
    lines += [
        "“Reads content” means signals, narratives, known claims, messages, and the cases of the",
        "organisations the role covers. Roles without steps are there for parts of the work that",
        "this version does not cover yet.",
        "",
        RULES,
        "## Who takes which step",
        "",
    ]
    for machine in find_machines():
        lines += [f"### {machine.name.capitalize()}", ""]
        steps: dict[str, set[str]] = {}
        for step in machine.transitions:
            steps.setdefault(step.action, set()).update(step.roles)
        lines += table(["step", "who"], step_rows(machine.name, steps))
    lines += ["### Added to a case on the way", ""]
    lines += table(
        ["what", "who", "while the case is"],
        (
            [label("case", name), who(row.roles), states_of(row.states)]
            for name, row in CONTRIBUTIONS.items()
        ),
    )
    lines += ["## The menu", ""]
    lines += table(["entry", "shown to"], menu())
    return joined(lines)


def reads(role: Role) -> str:
    return "yes" if role in CONTENT_ROLES else "no"


def acts(role: Role) -> Iterator[str]:
    """What a role may do, by kind of object."""
    for machine in find_machines():
        found = {s.action: None for s in machine.transitions if role.value in s.roles}
        if found:
            yield f"{machine.name}: {', '.join(found)}"
    added = [name for name, row in CONTRIBUTIONS.items() if role.value in row.roles]
    if added:
        yield f"to a case: {', '.join(added)}"


def step_rows(machine: str, steps: dict[str, set[str]]) -> Iterator[list[str]]:
    for action, roles in steps.items():
        yield [label(machine, action), who(roles)]


def label(machine: str, action: str) -> str:
    """The button's name and the code that the audit trail and the tables use."""
    found = STEPS.get(action) if machine == "message" else LABELS.get(action)
    return f"{code(action)} {both(found)}" if found else code(action)


def states_of(states: frozenset[str]) -> str:
    if states == frozenset(CaseState.values):
        return "in any state"
    if states == OPEN:
        return "not closed"
    return ", ".join(both(state.label) for state in CaseState if state.value in states)


def who(roles: "set[str] | frozenset[str]") -> str:
    people = [both(role.label) for role in Role if role.value in roles]
    return ", ".join(people + ["the machine"] * (MACHINE in roles))


def menu() -> Iterator[list[str]]:
    for group in NAVIGATION:
        for entry in group.entries:
            yield [f"{both(group.label)} › {both(entry.label)}", shown_to(entry.roles)]


def shown_to(roles: tuple[str, ...]) -> str:
    if ANYONE in roles:
        return "everybody"
    if READERS in roles:
        return "everybody who reads content"
    return who(frozenset(roles))
