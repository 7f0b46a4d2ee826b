"""Lay out the week before anybody speaks: how many posts of each story in which hour.

The layout is small (stories by 168 hours, and the waves of coordinated groups), so a week of
millions of posts streams from it in bounded memory.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import numpy as np
from numpy.typing import NDArray

from tangkal.exercises.accounts import Account, Cast, make_cast
from tangkal.exercises.phrasing import Phrase
from tangkal.exercises.places import PLACES
from tangkal.exercises.rhythm import WEEK_HOURS, WIB
from tangkal.exercises.stories import PLANTED, bantuan, chatter, koordinasi
from tangkal.exercises.story import Story
from tangkal.kernel import InvalidInput

FEWEST_ITEMS = 100
ITEMS_PER_GROUP = 40_000  # one coordinated group, and one more for every so many items
WAVE_SECONDS = 20  # all posts of a wave fall within this span


@dataclass(frozen=True, slots=True)
class Wave:
    """One moment at which a group posts one text: `delays[i]` seconds after `second`."""

    group: int
    second: int  # from the start of the week
    phrase: Phrase
    number: int  # which wording
    members: tuple[int, ...]  # positions in the group's accounts
    delays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A coordinated group: its accounts and what it pushes."""

    name: str
    platform: str
    accounts: tuple[Account, ...]
    narrative: str | None
    claim_id: str | None


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """Everything decided before the first post is worded."""

    items: int
    seed: int
    start: datetime  # WIB, on the hour
    stories: tuple[Story, ...]  # the last one is the chatter
    counts: NDArray[np.int64]  # shape (stories, 168): posts an hour, waves not included
    groups: tuple[Group, ...]
    waves: tuple[Wave, ...]  # in time order
    cast: Cast


def plan_week(items: int, *, seed: int, start: datetime) -> WeekPlan:
    """Decide the week's volumes, accounts and coordinated waves.

    Args:
        items: posts in all, at least 100.
        seed: any integer; the same seed, items and start give the same week.
        start: when the week begins, with a time zone; rounded down to the hour.

    Raises:
        InvalidInput: fewer than 100 items, or a start without a time zone.
    """
    if items < FEWEST_ITEMS:
        raise InvalidInput(f"a week of {items} items is too small; ask for {FEWEST_ITEMS} or more")
    if start.tzinfo is None:
        raise InvalidInput(f"start {start.isoformat()} has no time zone; give one, e.g. +07:00")
    start = start.astimezone(WIB).replace(minute=0, second=0, microsecond=0)
    random = Random(f"week {seed} {items}")  # noqa: S311 (a scenario, not a secret)
    cast = make_cast(items, random)
    groups, waves = _coordination(items, start, random)
    stories = (*PLANTED, chatter.STORY)
    counts = _volumes(stories, items - sum(len(w.members) for w in waves), items, seed, start)
    return WeekPlan(items, seed, start, stories, counts, groups, waves, cast)


def _volumes(
    stories: tuple[Story, ...], remaining: int, items: int, seed: int, start: datetime
) -> NDArray[np.int64]:
    """Posts of each story in each hour; the last story takes what the others leave."""
    totals = [max(1, round(story.share * items)) for story in stories[:-1]]
    totals.append(remaining - sum(totals))
    generator = np.random.default_rng([seed, items])
    shapes = [story.envelope.weights(start) for story in stories]
    return np.array(
        [
            generator.multinomial(total, shape / shape.sum())
            for total, shape in zip(totals, shapes, strict=True)
        ]
    )


def _coordination(
    items: int, start: datetime, random: Random
) -> tuple[tuple[Group, ...], tuple[Wave, ...]]:
    count = 1 + items // ITEMS_PER_GROUP
    groups = tuple(_group(number, items, random) for number in range(count))
    posts = round(koordinasi.SHARE * items) // count
    waves = [
        _wave(number, group, start, random)
        for number, group in enumerate(groups)
        for _ in range(max(2, posts // len(group.accounts)))
    ]
    return groups, tuple(sorted(waves, key=lambda wave: (wave.second, wave.group)))


def _group(number: int, items: int, random: Random) -> Group:
    size = 8 if items < 1_000 else random.randint(8, 15)
    accounts = tuple(
        Account(f"gugus{number:03d}_akun{member:02d}_fiksi", random.choice(PLACES))
        for member in range(size)
    )
    pushes = number % 2 == 0
    return Group(
        f"gugus-{number:03d}",
        "x" if pushes else "facebook",
        accounts,
        bantuan.NARRATIVE if pushes else "dapur-hijau-hebat",
        bantuan.CLAIM if pushes else None,
    )


def _wave(number: int, group: Group, start: datetime, random: Random) -> Wave:
    """A wave in waking hours, from the second day on; now and then one member misses it."""
    size = len(group.accounts)
    members = list(range(size))
    random.shuffle(members)
    if size > 8 and random.random() < 0.4:
        members.pop()
    waking = [h for h in range(24, WEEK_HOURS) if (start.hour + h) % 24 >= 8]
    second = random.choice(waking) * 3600 + random.randrange(3600 - WAVE_SECONDS)
    phrase = random.choice(koordinasi.PUSH if number % 2 == 0 else koordinasi.PRAISE)
    delays = tuple(sorted(random.randrange(WAVE_SECONDS) for _ in members))
    return Wave(number, second, phrase, random.randrange(phrase.size), tuple(members), delays)


def moment(plan: WeekPlan, second: int) -> datetime:
    """The moment `second` seconds into the plan's week."""
    return plan.start + timedelta(seconds=second)
