"""What each operation of the API answers to whom, one module a resource; found by themselves.

A module has ``TABLE`` (operation → who gets which answer) and, where its operations need more
than the shared world, ``places(world, case, people)``: operation → (arguments of its address,
fields of its body that differ from the document's example).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from tests.safeguards.answers import HIDDEN, REFUSED, Who

Place = tuple[dict[str, object], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """An operation whose answer is another for those who name what is not theirs."""

    ours: Mapping[int, frozenset[str]]
    theirs: Mapping[int, frozenset[str]]

    def expected(self, who: str) -> int:
        told = self.theirs if who.startswith("foreign_") else self.ours
        role = who.removeprefix("foreign_")
        return next((answer for answer, roles in told.items() if role in roles), REFUSED)


Expected = Who | Differs
__all__ = ["HIDDEN", "Differs", "Expected", "Place", "all_places", "is_chosen", "whole_table"]


def modules() -> list[ModuleType]:
    found = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    return [each for each in found if hasattr(each, "TABLE") or hasattr(each, "places")]


def is_chosen(name: str) -> bool:
    """Whether a run is about this operation; ``API_OPERATIONS=crises,statements.`` narrows it."""
    told = os.environ.get("API_OPERATIONS", "")
    return not told or name.startswith(tuple(told.split(",")))


def whole_table() -> dict[str, Expected]:
    """All tables as one; an operation that stands in two of them is a mistake."""
    found: dict[str, Expected] = {}
    for module in modules():
        table = getattr(module, "TABLE", {})
        twice = found.keys() & table.keys()
        assert not twice, f"in two tables: {sorted(twice)}"
        found |= table
    return found


def all_places(world: dict[str, Any], case: object, people: object) -> dict[str, Place]:
    """Where each operation is asked, and with what."""
    found: dict[str, Place] = {}
    for module in modules():
        if hasattr(module, "places"):
            found |= module.places(world, case, people)
    return found
