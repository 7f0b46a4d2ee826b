"""What somebody looks for in the lake, as the address carries it."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from tangkal.desk.situational_insight.states import NarrativeState
from tangkal.desk.ui.timezones import local
from tangkal.engines import Search
from tangkal.kernel import SOURCE_KINDS, InvalidInput

WORLDS = {"real": False, "exercise": True}
STATES = ("all", *NarrativeState.values)
SORTS = ("newest", "first", "rising")
DEEPEST = 100_000  # rows somebody may page to; beyond that a filter serves better


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters of a page over the lake; an unknown value is no filter."""

    words: str = ""
    platform: str = ""
    language: str = ""
    region: str = ""
    narrative_id: str = ""
    family_id: str = ""
    source_kind: str = ""
    world: str = ""  # one of WORLDS: what an exercise made up, or what is real; "" is both
    first: str = ""  # days on the reader's calendar, as the browser writes them
    last: str = ""
    state: str = ""  # of the narrative; "all" shows archived ones too
    sort: str = ""  # "" is the largest first

    @classmethod
    def from_query(cls, query: QueryDict) -> "Asked":
        def day(name: str) -> str:
            value = query.get(name, "")
            return value if parse_day(value) else ""

        def choice(name: str, allowed: Container[str]) -> str:
            value = query.get(name, "")
            return value if value in allowed else ""

        return cls(
            words=query.get("q", "").strip()[:200],
            platform=query.get("platform", "").strip().lower()[:40],
            language=query.get("language", "").strip()[:5],
            region=query.get("region", "").strip()[:13],
            narrative_id=query.get("narrative", "").strip().replace("/", "")[:40],  # a link's part
            family_id=query.get("family", "").strip()[:64],
            source_kind=choice("kind", SOURCE_KINDS),
            world=choice("world", WORLDS),
            first=day("first"),
            last=day("last"),
            state=choice("state", STATES),
            sort=choice("sort", SORTS),
        )

    @property
    def is_empty(self) -> bool:
        """Nothing is left out, in whichever order."""
        return replace(self, sort="") == Asked()

    @property
    def asks_items(self) -> bool:
        """Whether only some items count."""
        return replace(self, sort="", state="") != Asked()

    def as_query(self) -> str:
        values = {
            "q": self.words,
            "platform": self.platform,
            "language": self.language,
            "region": self.region,
            "narrative": self.narrative_id,
            "family": self.family_id,
            "kind": self.source_kind,
            "world": self.world,
            "first": self.first,
            "last": self.last,
            "state": self.state,
            "sort": self.sort,
        }
        return urlencode({name: value for name, value in values.items() if value})

    def search(self, *, limit: int, offset: int = 0) -> Search:
        """The same as the lake understands it; days begin at midnight on the reader's clock.

        Raises:
            InvalidInput: a page too deep to be of use.
        """
        if offset > DEEPEST:
            raise InvalidInput(f"offset {offset} is beyond {DEEPEST}: narrow the filter instead")
        last = midnight(self.last)
        return Search(
            words=self.words,
            platform=self.platform or None,
            language=self.language or None,
            region=self.region or None,
            narrative_id=self.narrative_id or None,
            family_id=self.family_id or None,
            source_kind=self.source_kind or None,
            is_exercise=WORLDS.get(self.world),
            since=midnight(self.first),
            until=last + timedelta(days=1) if last else None,
            limit=limit,
            offset=offset,
        )

    def of_narrative(self, narrative_id: str) -> "Asked":
        return replace(self, narrative_id=narrative_id)


def parse_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def midnight(value: str) -> datetime | None:
    """The beginning of a day on the reader's clock."""
    day = parse_day(value)
    if day is None:
        return None
    zone = local(timezone.now()).tzinfo
    return datetime(day.year, day.month, day.day, tzinfo=zone)
