"""The definitions once more, as plainly as they can be said, to compare the fast ones with."""

from collections import Counter, defaultdict
from itertools import combinations
from typing import NamedTuple


class Share(NamedTuple):
    """One row."""

    object: str
    account: str
    content: str
    seconds: float


def pairs_of(shares, window):
    """Pairs of rows on one object at most `window` apart, earlier row of the table first."""
    for one, other in combinations(shares, 2):
        if one.object == other.object and abs(one.seconds - other.seconds) <= window:
            yield one, other


def objects_together(shares, window, least):
    """(first, second) → distinct objects."""
    together = defaultdict(set)
    for one, other in pairs_of(shares, window):
        if one.account != other.account:
            together[tuple(sorted((one.account, other.account)))].add(one.object)
    return {pair: len(found) for pair, found in together.items() if len(found) >= least}


def posts_towards(shares, window, least, loops):
    """(u, v) → distinct contents of u near one of v's; the first row of a content stands."""
    first = {}
    for share in shares:
        first.setdefault((share.content, share.object), share)
    near = defaultdict(set)
    for one, other in pairs_of(list(first.values()), window):
        for u, v in ((one, other), (other, one)):
            if u.account != v.account or (loops and u.content != v.content):
                near[u.account, v.account].add(u.content)
    return {pair: len(posts) for pair, posts in near.items() if len(posts) >= least}


def cootweet(shares, window, participation, loops):
    """(first, second) → (weight, mean gap, older contents, newer contents).

    In the words of the package's documentation: accounts with enough shares; all pairs within
    the window; loops off; then only pairs of which either content belongs to an account that
    still has enough contents in the result.
    """
    posts = Counter(share.account for share in shares)
    order = {account: n for n, account in enumerate(dict.fromkeys(s.account for s in shares))}
    active = [share for share in shares if posts[share.account] >= participation]
    active.sort(key=lambda share: order[share.account])
    pairs = [
        (one, other)
        for one, other in pairs_of(active, window)
        if loops
        or (
            one.account != other.account
            and one.content != other.content
            and one.object not in (one.content, other.content)
        )
    ]
    contents = {share.content for pair in pairs for share in pair}
    rows = Counter(share.account for share in active if share.content in contents)
    kept = {
        share.content
        for share in active
        if share.content in contents and rows[share.account] >= participation
    }
    edges = defaultdict(list)
    for one, other in pairs:
        if one.content in kept or other.content in kept:
            older, newer = (other, one) if one.seconds > other.seconds else (one, other)
            edges[tuple(sorted((one.account, other.account)))].append((older, newer))
    return {
        pair: (
            len(found),
            sum(newer.seconds - older.seconds for older, newer in found) / len(found),
            len({older.content for older, _ in found}),
            len({newer.content for _, newer in found}),
        )
        for pair, found in edges.items()
    }
