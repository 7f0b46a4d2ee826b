"""A state machine is a table: from, action, to, and who may take the step.

The tables stand in each app's ``states.py``; tests and the diagrams in the docs are
generated from them, so the code, the proof and the picture cannot drift apart.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tangkal.desk.workflow.errors import ActionDenied


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One permitted step."""

    source: str
    action: str
    target: str
    roles: frozenset[str]


class Machine:
    """The permitted steps of one kind of object."""

    def __init__(self, name: str, transitions: Iterable[Transition]) -> None:
        self.name = name
        self.transitions = tuple(transitions)
        self._by_step = {(step.source, step.action): step for step in self.transitions}
        if len(self._by_step) != len(self.transitions):
            raise ValueError(f"{name}: two transitions share a source and an action")

    def step(self, source: str, action: str) -> Transition:
        """The transition for an action from a state.

        Raises:
            ActionDenied: the state does not allow the action.
        """
        try:
            return self._by_step[source, action]
        except KeyError:
            raise ActionDenied(
                _("“%(action)s” is not possible while the state is %(state)s.")
                % {"action": action, "state": source}
            ) from None

    def check(self, source: str, action: str, roles: Collection[str]) -> str:
        """The state an action leads to, for a person holding these roles.

        Raises:
            ActionDenied: the state does not allow the action, or none of the roles does.
        """
        step = self.step(source, action)
        if step.roles.isdisjoint(roles):
            raise ActionDenied(
                _("This step needs one of these roles: %(roles)s.")
                % {"roles": ", ".join(sorted(step.roles))}
            )
        return step.target

    def actions(self, source: str, roles: Collection[str]) -> list[str]:
        """The actions these roles may take from a state, in the table's order."""
        return [
            step.action
            for step in self.transitions
            if step.source == source and not step.roles.isdisjoint(roles)
        ]


def steps(
    *rows: tuple[str | tuple[str, ...], str, str, str | tuple[str, ...]],
) -> list[Transition]:
    """Rows of (from, action, to, roles) as transitions; `from` may name several states."""
    return [
        Transition(
            source=str(source),
            action=action,
            target=str(target),
            roles=frozenset(
                str(role) for role in (roles if isinstance(roles, tuple) else (roles,))
            ),
        )
        for sources, action, target, roles in rows
        for source in (sources if isinstance(sources, tuple) else (sources,))
    ]
