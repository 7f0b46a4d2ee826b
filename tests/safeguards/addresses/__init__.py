"""The tables of addresses, one module an app; found by themselves.

A module has ``TABLE`` (address → what GET answers, what an empty POST answers) and, where its
addresses take arguments, ``arguments(case, people)`` that makes one of everything and answers
each address's arguments by its name.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from tests.safeguards.answers import Who


def modules() -> list[ModuleType]:
    found = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    return [each for each in found if hasattr(each, "TABLE")]


def whole_table(*tables: dict[str, tuple[Who, Who]]) -> dict[str, tuple[Who, Who]]:
    """All tables as one; an address that stands in two of them is a mistake."""
    found: dict[str, tuple[Who, Who]] = {}
    for table in [*tables, *(module.TABLE for module in modules())]:
        twice = found.keys() & table.keys()
        assert not twice, f"in two tables: {sorted(twice)}"
        found |= table
    return found


def all_arguments(case, people) -> dict[str, dict[str, object]]:
    """The arguments of every module's addresses, by name."""
    found: dict[str, dict[str, object]] = {}
    for module in modules():
        if hasattr(module, "arguments"):
            found |= module.arguments(case, people)
    return found
