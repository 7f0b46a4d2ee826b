"""Indicators that parts above or beside this one measure: they register here at the start.

What nobody measures stays "not measured yet", with the reason in `words.UNMEASURED`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tangkal.desk.tracking_effectiveness.kpi.facts import Scope
from tangkal.tracking_effectiveness.kpis_figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A single answer of a kind: kept or not, a value, or None where it is missing."""

    value: float | bool | None
    case_id: int | None = None
    office: int | None = None


Give = Callable[[Scope], Sequence[Answer] | Figure | None]  # None: not measured
givers: dict[str, Give] = {}


def register(kpi: str, give: Give) -> None:
    """From now on an indicator is asked of this too; whoever gives a whole figure gives alone."""
    earlier = givers.get(kpi)
    givers[kpi] = give if earlier is None else together(earlier, give)


def together(first: Give, second: Give) -> Give:
    """The single answers of two givers as one."""

    def answers(scope: Scope) -> Sequence[Answer] | Figure | None:
        one, other = first(scope), second(scope)
        if isinstance(one, Figure) or isinstance(other, Figure):
            raise TypeError("a whole figure cannot be joined with another giver's answers")
        return None if one is None and other is None else [*(one or ()), *(other or ())]

    return answers
