"""A batch divided among the cores. The kernels run without the interpreter's lock."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")


def in_parts(work: Callable[[slice], list[T]], count: int, at_once: int) -> list[T]:
    """The same list as ``work(slice(0, count))``, made in parts of ``at_once`` in all cores."""
    parts = [slice(first, first + at_once) for first in range(0, count, at_once)]
    if len(parts) <= 1 or cores() == 1:
        return [one for part in parts for one in work(part)]
    return [one for many in _workers().map(work, parts) for one in many]


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0))


@lru_cache(maxsize=1)
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(cores(), thread_name_prefix="tangkal-recognise")
