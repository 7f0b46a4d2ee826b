"""Small cells are hidden, so that a table of counts points at nobody."""

from collections.abc import Mapping, Sequence

LEAST = 5  # from here on a count is shown; 0 is shown too, unless it would give another away

Cells = Mapping[str, int]
Row = tuple[str, Cells]


def hidden_rows(rows: Sequence[Row]) -> set[str]:
    """The rows of a table that are not shown.

    A row with a count of 1 to 4 is hidden whole. One hidden row alone follows from the total, so
    the next smallest goes with it.

    >>> sorted(hidden_rows([("a", {"n": 2}), ("b", {"n": 9}), ("c", {"n": 7})]))
    ['a', 'c']
    >>> hidden_rows([("a", {"n": 8}), ("b", {"n": 0})])
    set()
    """
    small = {key for key, cells in rows if any(0 < value < LEAST for value in cells.values())}
    if len(small) == 1 and len(rows) > 1:
        others = [(sum(cells.values()) == 0, sum(cells.values()), key) for key, cells in rows
                  if key not in small]  # fmt: skip
        small.add(min(others)[2])
    return small


def shown(rows: Sequence[Row]) -> list[dict[str, object]]:
    """The rows as they are published: hidden cells are None."""
    hide = hidden_rows(rows)
    return [
        {"key": key, "cells": {name: None if key in hide else n for name, n in cells.items()}}
        for key, cells in rows
    ]
