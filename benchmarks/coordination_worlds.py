"""Worlds with known truth: organic sharing as it looks, and groups planted into it.

Organic accounts share objects of the topics they follow, popular objects more often, by day
more than by night; an object's shares fall off after it appears, slowly for most and within
minutes for breaking news. Some objects go viral. Some accounts follow an outlet's alerts and
share them within minutes of their arrival. None of them act together.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tangkal.early_warning.coordination.shares import MICROSECONDS, Shares

Int64 = npt.NDArray[np.int64]
DAY = 86_400
DAYS = 30
TOPICS = 25
GROUP_SIZES = (3, 5, 5, 8, 8, 12, 12, 20, 40, 80, 200)


@dataclass(frozen=True, slots=True)
class World:
    """Shares, and which planted group each account is in."""

    shares: Shares
    group: Int64  # [accounts] 0 for organic accounts
    together: Int64  # [groups + 1] objects that the group posted together


class _Rows:
    """Columns under construction."""

    def __init__(self) -> None:
        self.objects: list[Int64] = []
        self.accounts: list[Int64] = []
        self.seconds: list[Int64] = []
        self.next_object = 0

    def new_objects(self, count: int) -> Int64:
        made = np.arange(self.next_object, self.next_object + count)
        self.next_object += count
        return made

    def add(self, objects: Int64, accounts: Int64, seconds: npt.NDArray[np.float64]) -> None:
        self.objects.append(objects)
        self.accounts.append(accounts)
        self.seconds.append(np.floor(seconds).astype(np.int64))


def make_world(seed: int, *, accounts: int = 10_000, groups: tuple[int, ...] = ()) -> World:
    """Organic accounts, and the groups after them; the same seed gives the same world."""
    chance = np.random.default_rng(seed)
    rows = _Rows()
    born = _topics(rows, chance, accounts)
    _viral(rows, chance, accounts)
    _alerts(rows, chance, accounts)
    group, together = _groups(rows, chance, accounts, groups, born)
    return World(_shares(rows, len(group)), group, together)


def _daytime(chance: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    """Moments over the month; four of five between 06:00 and 23:00."""
    hour = np.where(
        chance.random(count) < 0.85, chance.normal(15, 4, count), chance.uniform(0, 24, count)
    )
    return chance.integers(0, DAYS, count) * DAY + (hour % 24) * 3600


def _delays(chance: np.random.Generator, count: int, median: float, spread: float):
    return median * np.exp(chance.normal(0.0, spread, count))


def _topics(rows: _Rows, chance: np.random.Generator, accounts: int) -> npt.NDArray[np.float64]:
    """Everyday sharing: 12 shares an account in the mean, heavy-tailed in both directions."""
    topic = chance.integers(0, TOPICS, accounts)
    activity = np.minimum((chance.pareto(1.3, accounts) * 5 + 2).astype(np.int64), 600)
    each = max(40, accounts // 10)
    objects = rows.new_objects(TOPICS * each)
    born = _daytime(chance, len(objects))
    median = np.exp(chance.normal(np.log(4 * 3600), 1.2, len(objects)))  # seconds to half
    popularity = 1.0 / np.arange(1, each + 1) ** 0.8
    popularity /= popularity.sum()
    who = np.repeat(np.arange(accounts), activity)
    of_topic = np.where(
        chance.random(len(who)) < 0.8, topic[who], chance.integers(0, TOPICS, len(who))
    )
    what = of_topic * each + chance.choice(each, len(who), p=popularity)
    when = born[what] + median[what] * np.exp(chance.normal(0.0, 1.3, len(who)))
    rows.add(what, who, when)
    return born


def _viral(rows: _Rows, chance: np.random.Generator, accounts: int) -> None:
    """Ten objects that a twentieth of all accounts share, half of them within the hour."""
    for what in rows.new_objects(10):
        who = chance.choice(accounts, accounts // 20, replace=False)
        when = _daytime(chance, 1) + _delays(chance, len(who), 3600, 1.0)
        rows.add(np.full(len(who), what), who, when)


def _alerts(rows: _Rows, chance: np.random.Generator, accounts: int) -> None:
    """Five outlets with 90 alerts each; a follower shares one in 25, minutes after it came."""
    for _ in range(5):
        followers = chance.choice(accounts, accounts // 30, replace=False)
        for what in rows.new_objects(90):
            who = followers[chance.random(len(followers)) < 0.04]
            when = _daytime(chance, 1) + 15 + chance.exponential(600, len(who))
            rows.add(np.full(len(who), what), who, when)


def _groups(
    rows: _Rows,
    chance: np.random.Generator,
    accounts: int,
    sizes: tuple[int, ...],
    born: npt.NDArray[np.float64],
) -> tuple[Int64, Int64]:
    """Each group posts some objects within 45 seconds, half its own and half of others.

    Its members are ordinary accounts otherwise: they share what a topic shares.
    """
    group, together = [np.zeros(accounts, np.int64)], [0]
    first = accounts
    for number, size in enumerate(sizes, start=1):
        members = np.arange(first, first + size)
        count = 3 if size <= 5 else int(chance.integers(5, 13))
        own = rows.new_objects(count - count // 2)
        what = np.concatenate([own, chance.choice(len(born), count // 2, replace=False)])
        for each in what:
            taking = members if size <= 5 else members[chance.random(size) < 0.8]
            when = _daytime(chance, 1) + chance.uniform(0, 45, len(taking))
            rows.add(np.full(len(taking), each), taking, when)
        _camouflage(rows, chance, members, born)
        group.append(np.full(size, number))
        together.append(count)
        first += size
    return np.concatenate(group), np.array(together)


def _camouflage(
    rows: _Rows, chance: np.random.Generator, members: Int64, born: npt.NDArray[np.float64]
) -> None:
    who = np.repeat(members, chance.integers(2, 12, len(members)))
    what = chance.choice(len(born), len(who))
    rows.add(what, who, born[what] + _delays(chance, len(who), 4 * 3600, 1.3))


def _shares(rows: _Rows, accounts: int) -> Shares:
    objects, who = np.concatenate(rows.objects), np.concatenate(rows.accounts)
    micros = np.concatenate(rows.seconds) * MICROSECONDS
    return Shares(
        object=objects.astype(np.int32),
        account=who.astype(np.int32),
        content=np.arange(len(who), dtype=np.int32),
        micros=micros,
        objects=pa.array(np.arange(rows.next_object)),
        accounts=pa.array(np.arange(accounts)),
        contents=pa.array(np.arange(len(who))),
        behaviour=np.zeros(rows.next_object, np.int8),
    )
