"""Groups of accounts that pass on the same texts: counted, never named.

Accounts and text families form a network with a line where an account carried a family;
Louvain's method (Blondel et al. 2008) divides it. It also divides what has no parts (Guimerà et
al. 2004), so two parts that share more than APART of the smaller one's accounts are one group.
What comes out are sizes: no account is named or scored, and a group of fewer than FEWEST
accounts is not shown at all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tangkal.kernel import InvalidInput

FEWEST = 5  # accounts; a smaller group could be traced to people
MOST_LINES = 20_000  # account-family pairs looked at: Louvain takes seconds for so many
MOST_JOINED = 40  # largest parts that are looked at for being one
MOST_GROUPS = 12  # larger numbers are a cloud that nobody can read
APART = 0.2  # share of accounts that carry the other's texts, from which two groups are one
SEED = 1


class Carried(NamedTuple):
    """An account that carried a family of copies."""

    account: str
    family: str
    first: datetime  # when it first did
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Accounts that pass on the same texts."""

    accounts: int
    items: int
    families: int
    largest_family: str  # the text that most of its accounts carried
    reached: datetime  # when FEWEST of its accounts had appeared


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The groups of a narrative, largest first, and what is not in them."""

    groups: tuple[Group, ...]
    links: Mapping[tuple[int, int], int]  # accounts of one group that carried texts of another
    small_groups: int  # groups under FEWEST accounts, or beyond the MOST_GROUPS largest
    small_accounts: int  # accounts in those
    is_cut: bool  # more pairs than were looked at


def groups_of(carried: Sequence[Carried], *, most: int = MOST_LINES) -> Groups:
    """Divide the accounts of a narrative into groups.

    Args:
        carried: at most one row a pair of account and family, in any order.
        most: rows looked at, the newest ones.

    Raises:
        InvalidInput: a row without account or family, or with a count under 1.
    """
    for each in carried:
        if not each.account or not each.family or each.items < 1:
            raise InvalidInput(f"a row needs account, family and items of 1 or more: {each}")
    rows = sorted(carried, key=lambda each: (each.first, each.account, each.family))
    kept = linking(rows[-most:])
    parts = divide(kept)
    together = joined(parts[:MOST_JOINED], kept)
    large = [part for part in together if len(accounts_of(part)) >= FEWEST][:MOST_GROUPS]
    shown = {each.account for part in large for each in part}
    small = [part for part in parts if part[0].account not in shown]
    return Groups(
        groups=tuple(describe(part) for part in large),
        links=links_between(large, kept),
        small_groups=len(small),
        small_accounts=sum(len(accounts_of(part)) for part in small),
        is_cut=len(rows) > most,
    )


def linking(rows: Sequence[Carried]) -> list[Carried]:
    """Rows of families that two accounts or more carried: the others link nobody."""
    carriers = Counter(each.family for each in rows)
    return [each for each in rows if carriers[each.family] > 1]


def divide(rows: Sequence[Carried]) -> list[list[Carried]]:
    """The rows by the group of their account, most accounts first; every row in one part."""
    if not rows:
        return []
    import networkx as nx  # noqa: PLC0415 - half a second: only who divides waits for it

    graph = nx.Graph()
    # Sorted, so that the order of the items does not change the outcome.
    for each in sorted(rows, key=lambda each: (each.account, each.family)):
        graph.add_edge(("account", each.account), ("family", each.family))
    found = nx.community.louvain_communities(graph, seed=SEED)
    number = {node: place for place, nodes in enumerate(found) for node in nodes}
    parts: dict[int, list[Carried]] = {}
    for each in rows:
        parts.setdefault(number["account", each.account], []).append(each)
    return by_size(list(parts.values()))


def by_size(parts: Sequence[list[Carried]]) -> list[list[Carried]]:
    return sorted(parts, key=lambda part: (-len(accounts_of(part)), min(part)))


def joined(parts: list[list[Carried]], rows: Sequence[Carried]) -> list[list[Carried]]:
    """The parts, those that hang together made one: the closest pair first."""
    while True:
        sizes = [len(accounts_of(part)) for part in parts]
        shared = {
            pair: count / min(sizes[pair[0]], sizes[pair[1]])
            for pair, count in crossing_accounts(parts, rows).items()
        }
        closest = max(shared, key=lambda pair: (shared[pair], pair), default=None)
        if closest is None or shared[closest] <= APART:
            return parts
        one, other = closest
        rest = [part for place, part in enumerate(parts) if place not in closest]
        parts = by_size([[*parts[one], *parts[other]], *rest])


def accounts_of(part: Sequence[Carried]) -> dict[str, datetime]:
    """Account → its first moment."""
    firsts: dict[str, datetime] = {}
    for each in part:
        firsts[each.account] = min(each.first, firsts.get(each.account, each.first))
    return firsts


def describe(part: Sequence[Carried]) -> Group:
    firsts = accounts_of(part)
    families = Counter(each.family for each in part)
    return Group(
        accounts=len(firsts),
        items=sum(each.items for each in part),
        families=len(families),
        largest_family=min(families, key=lambda family: (-families[family], family)),
        reached=sorted(firsts.values())[FEWEST - 1],
    )


def links_between(
    large: Sequence[Sequence[Carried]], rows: Sequence[Carried]
) -> dict[tuple[int, int], int]:
    """Links of FEWEST accounts or more: fewer could be traced, like a group of so few."""
    found = crossing_accounts(large, rows)
    return {pair: count for pair, count in sorted(found.items()) if count >= FEWEST}


def crossing_accounts(
    parts: Sequence[Sequence[Carried]], rows: Sequence[Carried]
) -> dict[tuple[int, int], int]:
    """How many accounts of either part carried a text that most carriers of the other have."""
    home = {each.account: place for place, part in enumerate(parts) for each in part}
    carriers: dict[str, Counter[int]] = {}
    for each in rows:
        if each.account in home:
            carriers.setdefault(each.family, Counter())[home[each.account]] += 1
    main = {
        family: min(found, key=lambda part: (-found[part], part))
        for family, found in ((family, dict(counts)) for family, counts in carriers.items())
    }
    crossing: dict[tuple[int, int], set[str]] = {}
    for each in rows:
        if each.account not in home:
            continue
        one, other = home[each.account], main[each.family]
        if one != other:
            crossing.setdefault((min(one, other), max(one, other)), set()).add(each.account)
    return {pair: len(who) for pair, who in crossing.items()}
