"""Which community a newly found one goes on from, so that one group is not found anew daily."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SAME = 0.5  # share of the smaller one's accounts that two findings of one group have in common


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one found community: which it continues, and which it takes up."""

    continues: int | None  # None: it is new
    takes_up: tuple[int, ...]


def follow(found: Sequence[frozenset[str]], known: Mapping[int, frozenset[str]]) -> list[Step]:
    """For each found community, the known one it shares most accounts with.

    Args:
        found: accounts of each, in the order in which they may choose: largest first.
        known: accounts by key; lower keys are older.

    A known community is continued once at most. One that lies mostly within a found community
    that goes on from another is taken up by it: two groups have become one.

    >>> follow([frozenset("abcd")], {1: frozenset("abc"), 2: frozenset("xy")})
    [Step(continues=1, takes_up=())]
    >>> follow([frozenset("abcdef")], {1: frozenset("abc"), 2: frozenset("def")})
    [Step(continues=1, takes_up=(2,))]
    """
    free = dict(known)
    steps = []
    for accounts in found:
        shared = {key: len(accounts & theirs) for key, theirs in free.items()}
        near = [key for key in free if shared[key] >= SAME * min(len(accounts), len(free[key])) > 0]
        near.sort(key=lambda key: (-shared[key], key))
        inside = [key for key in near[1:] if shared[key] >= SAME * len(free[key])]
        if near and inside:  # of those that become one, the oldest goes on
            oldest = min(near[0], *inside)
            inside = sorted({near[0], *inside} - {oldest})
            near[0] = oldest
        steps.append(Step(near[0] if near else None, tuple(inside)))
        for key in (*near[:1], *inside):
            del free[key]
    return steps
