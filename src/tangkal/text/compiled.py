"""The one way a kernel is compiled: without the interpreter's lock, kept on disk."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile with numba at first use; later processes load the machine code from the cache."""
    kernel: Callable[P, R] = njit(nogil=True, cache=True)(function)
    return kernel
