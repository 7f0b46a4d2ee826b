"""Directives from the centre to governments, and what each made of them.

Parts above this one that look at what a government published register in ``publishing``.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tangkal.desk.directives.models import LocalPublication

# Called with each local publication, in the transaction that takes it in.
publishing: list[Callable[["LocalPublication"], None]] = []
