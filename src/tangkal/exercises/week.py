"""A fictional Indonesian week with planted truth.

Nothing in it happened: institutions, outlets, events, addresses and people are invented.
Places are real codes so that maps work. What is planted is documented in the modules of
:mod:`tangkal.exercises.stories`; times are in the writers' own zones (WIB, WITA, WIT).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np

from tangkal.exercises.accounts import Account
from tangkal.exercises.archive import known_claims
from tangkal.exercises.plan import Wave, WeekPlan, moment, plan_week
from tangkal.exercises.rhythm import WEEK_HOURS
from tangkal.exercises.stories import chatter
from tangkal.exercises.story import Story
from tangkal.exercises.wording import CopiedStory, Text, small_talk
from tangkal.kernel import KnownClaim

Row = dict[str, Any]  # keys: tangkal.exercises.writing.ROW_FIELDS


CLOCK_FACE = tuple(f"{second // 60:02d}:{second % 60:02d}" for second in range(3600))


class Truth(NamedTuple):
    """What was planted in one row. It is about the text, not about who wrote it."""

    native_id: str
    story: str  # "bbm.hoax"
    label: str  # one of tangkal.exercises.story.LABELS
    claim_id: str | None  # the known claim a matcher should find
    family_id: str  # equal for an original and all its copies
    narrative: str | None
    language: str  # id, jv, su, min, ban, en
    variant: str  # "original", or how it was copied
    group: str | None  # the coordinated group, if one posted it
    personal_data: tuple[str, ...]  # fake phones, NIK, e-mails, handles to be masked


@dataclass(frozen=True, slots=True)
class PlantedBurst:
    """A story's sudden rise, for early warning to find."""

    story: str
    narrative: str | None
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class PlantedGroup:
    """Accounts that post the same text within seconds, and when they do."""

    name: str
    platform: str
    handles: tuple[str, ...]
    waves: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Events:
    """What happens in the week, beyond single rows."""

    bursts: tuple[PlantedBurst, ...]
    groups: tuple[PlantedGroup, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole week in memory: raw rows as a source gives them, and the truth about them."""

    rows: list[Row]
    truth: dict[str, Truth]  # by native_id
    claims: list[KnownClaim]
    events: Events
    start: datetime
    end: datetime

    def write(self, folder: Path) -> dict[str, int]:
        """Write items.csv, items.jsonl, claims.jsonl, truth.jsonl and events.json."""
        from tangkal.exercises.writing import write_files  # noqa: PLC0415 (it imports us)

        pairs = ((row, self.truth[row["native_id"]]) for row in self.rows)
        return write_files(folder, pairs, self.claims, self.events)


def generate_week(items: int = 2000, *, seed: int = 7, start: datetime) -> Scenario:
    """Make a week in memory; for millions of rows use :func:`iter_rows`.

    Args:
        items: posts in all, at least 100.
        seed: the same seed, items and start give the same week, to the letter.
        start: the week's beginning, with a time zone; rounded down to the hour.

    Raises:
        InvalidInput: fewer than 100 items, or a start without a time zone.
    """
    plan = plan_week(items, seed=seed, start=start)
    rows, truth = [], {}
    for row, planted in speak(plan):
        rows.append(row)
        truth[planted.native_id] = planted
    end = plan.start + timedelta(hours=WEEK_HOURS)
    return Scenario(rows, truth, known_claims(plan.start), events(plan), plan.start, end)


def iter_rows(items: int, *, seed: int = 7, start: datetime) -> Iterator[tuple[Row, Truth]]:
    """Stream a week's rows in time order, in memory that grows with the square root of it."""
    return speak(plan_week(items, seed=seed, start=start))


def events(plan: WeekPlan) -> Events:
    """The bursts and coordinated groups that a plan holds."""
    bursts = tuple(
        PlantedBurst(s.name, s.narrative, moment(plan, 3600 * s.envelope.begin(plan.start)))
        for s in plan.stories
        if s.bursts
    )
    groups = tuple(
        PlantedGroup(
            group.name,
            group.platform,
            tuple(account.handle for account in group.accounts),
            tuple(moment(plan, wave.second) for wave in plan.waves if wave.group == number),
        )
        for number, group in enumerate(plan.groups)
    )
    return Events(bursts, groups)


def speak(plan: WeekPlan) -> Iterator[tuple[Row, Truth]]:
    """Word a plan, row by row in time order."""
    speaker = _Speaker(plan)
    waves: dict[int, list[Wave]] = {}
    for wave in plan.waves:
        waves.setdefault(wave.second // 3600, []).append(wave)
    for hour in range(WEEK_HOURS):
        yield from speaker.hour(hour, waves.get(hour, []))


class _Speaker:
    """Words one plan, hour by hour; holds what may be copied and replied to."""

    def __init__(self, plan: WeekPlan) -> None:
        self.plan = plan
        self.draws = np.random.default_rng([plan.seed, plan.items, 1])
        self.random = Random(f"words {plan.seed} {plan.items}")  # noqa: S311 (not a secret)
        self.streams = [CopiedStory(story) for story in plan.stories]
        self.latest: dict[tuple[str | None, str], str] = {}  # what a question may reply to
        self.written = 0
        self.platforms = [tuple(story.platforms) for story in plan.stories]
        self.platform_odds = [
            np.cumsum(list(story.platforms.values())) / sum(story.platforms.values())
            for story in plan.stories
        ]

    def hour(self, hour: int, waves: Sequence[Wave]) -> Iterator[tuple[Row, Truth]]:
        """One hour's rows: stories' posts at random seconds, waves at theirs."""
        stories, seconds, members = self._schedule(hour, waves)
        n = len(stories)
        places = self.draws.random((3, n))
        views = np.exp(self.draws.normal(4.2, 1.7, n)).astype(np.int64).tolist()
        platforms, numbers = self._voices(stories, places)
        clocks = self._clocks(hour)
        for i in range(n):
            counts = views[i]
            if members[i] >= 0:
                wave = waves[members[i] >> 8]
                account = self.plan.groups[wave.group].accounts[members[i] & 255]
                yield self._coordinated(wave, account, clocks, seconds[i], counts)
                continue
            story = self.plan.stories[stories[i]]
            account = self._account(story, platforms[i], numbers[i])
            yield self._said(stories[i], platforms[i], account, clocks, seconds[i], counts)

    def _schedule(self, hour: int, waves: Sequence[Wave]) -> tuple[list[int], list[int], list[int]]:
        """Story number, second of the hour, and wave member (or -1) of each row, in order."""
        counts = self.plan.counts[:, hour]
        stories = np.repeat(np.arange(len(counts)), counts)
        seconds = self.draws.integers(0, 3600, len(stories))
        late = [
            (wave.second % 3600 + delay, number << 8 | member)
            for number, wave in enumerate(waves)
            for member, delay in zip(wave.members, wave.delays, strict=True)
        ]
        stories = np.concatenate([stories, np.zeros(len(late), np.int64)])
        members = np.full(len(stories), -1)
        if late:
            seconds = np.concatenate([seconds, [second for second, _ in late]])
            members[-len(late) :] = [member for _, member in late]
        order = np.argsort(seconds, kind="stable")
        return stories[order].tolist(), seconds[order].tolist(), members[order].tolist()

    def _voices(
        self, stories: list[int], draws: "np.ndarray[Any, np.dtype[np.float64]]"
    ) -> tuple[list[str], list[int]]:
        """The platform of each row, and which private account of it speaks."""
        story_numbers = np.array(stories, dtype=np.int64)
        platforms = np.empty(len(stories), dtype=object)
        numbers = np.zeros(len(stories), dtype=np.int64)
        for story in np.unique(story_numbers):
            rows = np.flatnonzero(story_numbers == story)
            names = np.array(self.platforms[story], dtype=object)
            chosen = np.searchsorted(self.platform_odds[story], draws[0, rows], side="right")
            platforms[rows] = names[np.minimum(chosen, len(names) - 1)]
        for platform in set(platforms) & set(self.plan.cast.private):
            rows = np.flatnonzero(platforms == platform)
            numbers[rows] = self.plan.cast.pick(platform, draws[1, rows])
        return platforms.tolist(), numbers.tolist()

    def _account(self, story: Story, platform: str, number: int) -> Account:
        if story.voice == "private":
            return self.plan.cast.private[platform][number]
        return self.random.choice(self.plan.cast.public[story.voice])

    def _clocks(self, hour: int) -> dict[str, str]:
        """The hour as each zone writes it: {"+07:00": "2030-03-04T18:"}."""
        began = self.plan.start + timedelta(hours=hour)
        return {
            f"+{zone:02d}:00": (began + timedelta(hours=zone - 7)).strftime("%Y-%m-%dT%H:")
            for zone in (7, 8, 9)
        }

    def _said(
        self,
        number: int,
        platform: str,
        account: Account,
        clocks: dict[str, str],
        second: int,
        views: int,
    ) -> tuple[Row, Truth]:
        stream = self.streams[number]
        story = stream.story
        someone = self.plan.cast.private["x"][self.written % 24]
        if story is chatter.STORY:
            worded = small_talk(account, someone, self.random)
        else:
            worded = stream.next_text(account, someone, self.random)
        row = self._row(worded, platform, account, clocks, second, views)
        if story.title:
            row["title"], _, row["text"] = worded.text.partition("\n")
        if story.narrative is not None:
            self._reply(story, platform, row)
        name = worded.family_id.partition("/")[0] if story is chatter.STORY else story.name
        return row, Truth(
            row["native_id"],
            name,
            story.label,
            story.claim_id,
            worded.family_id,
            story.narrative,
            worded.language,
            worded.variant,
            None,
            worded.personal_data,
        )

    def _reply(self, story: Story, platform: str, row: Row) -> None:
        """Half the questions answer the latest post of their rumour on the same platform."""
        key = (story.narrative, platform)
        if story.label == "hoax":
            self.latest[key] = row["native_id"]
        elif story.label == "question" and self.random.random() < 0.5:
            row["reply_to"] = self.latest.get(key)

    def _coordinated(
        self, wave: Wave, account: Account, clocks: dict[str, str], second: int, views: int
    ) -> tuple[Row, Truth]:
        group = self.plan.groups[wave.group]
        family_id = f"{wave.phrase.name}:{wave.number:x}"
        worded = Text(wave.phrase.say(wave.number), family_id, "id", "exact", ())
        row = self._row(worded, group.platform, account, clocks, second, views)
        story = wave.phrase.name.partition("/")[0]
        return row, Truth(
            row["native_id"],
            story,
            "coordinated",
            group.claim_id,
            family_id,
            group.narrative,
            "id",
            "exact",
            group.name,
            (),
        )

    def _row(
        self,
        worded: Text,
        platform: str,
        account: Account,
        clocks: dict[str, str],
        second: int,
        views: int,
    ) -> Row:
        self.written += 1
        zone = account.clock
        chat = platform == "whatsapp"
        return {
            "native_id": f"w{self.plan.seed}-{self.written:08d}",
            "platform": platform,
            "author": account.handle,
            "author_name": account.name,
            "author_is_public": account.is_public,
            "title": None,
            "text": worded.text,
            "published_at": clocks[zone] + CLOCK_FACE[second] + zone,
            "url": _url(platform, account.handle, self.written),
            "region_code": account.place.code,
            "language": None if chat else _declared(worded.language),
            "reply_to": None,
            "shares": None if chat else views // 90,
            "likes": None if chat else views // 22,
            "views": views if platform in ("x", "tiktok") else None,
        }


def _declared(language: str) -> str:
    """The language as a platform declares it: none of them tells Javanese from Indonesian."""
    return "en" if language == "en" else "id"


def _url(platform: str, handle: str, number: int) -> str | None:  # noqa: PLR0911 (a table)
    """An address in the platform's form that leads nowhere.

    Post numbers have 21 digits, more than any platform gives.
    """
    if platform == "x":
        return f"https://x.com/{handle}/status/999{number:018d}"
    if platform == "facebook":
        return f"https://www.facebook.com/{handle}/posts/999{number:018d}"
    if platform == "tiktok":
        return f"https://www.tiktok.com/@{handle}/video/999{number:018d}"
    if platform == "instagram":
        return f"https://www.instagram.com/{handle}/p/fiksi{number}"
    if platform == "telegram":
        return f"https://t.me/{handle}/999{number:018d}"
    if platform == "web":  # host names have no underscore
        return f"https://{handle.replace('_', '-')}.example/artikel/{number}"
    return None  # chats have no address
