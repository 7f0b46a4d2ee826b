"""Figures of followers. A count under five says "fewer than five": nobody is recognised by it."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from tangkal.desk.accounts.models import Region
from tangkal.desk.following.models import Choice, Follower, News, Rhythm
from tangkal.desk.portal.words import CATEGORIES
from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline.models import Line

LEAST = 5
SHOWN = 50  # pieces of news


@dataclass(frozen=True, slots=True)
class Figure:
    label: object
    number: int | None  # None: fewer than LEAST, and how few is not said


def told(number: int) -> int | None:
    return number if number >= LEAST else None


def following() -> QuerySet[Follower]:
    return Follower.objects.filter(contact__ended_at=None)


def figures() -> list[Figure]:
    """All, by way and by rhythm."""
    rows = following().values_list("contact__channel", "rhythm").annotate(n=Count("pk"))
    counts = {(channel, rhythm): n for channel, rhythm, n in rows.order_by()}
    ways = [(code, sum(n for (c, _r), n in counts.items() if c == code)) for code in Channel.values]
    hours = [(code, sum(n for (_c, r), n in counts.items() if r == code)) for code in Rhythm.values]
    return [
        Figure("", told(sum(counts.values()))),
        *(Figure(Channel(code).label, told(n)) for code, n in ways),
        *(Figure(Rhythm(code).label, told(n)) for code, n in hours),
    ]


def by_topic() -> list[Figure]:
    """Topics that at least five chose; everybody without a choice of topics is left out."""
    return named("topic", {code: str(label) for code, label in CATEGORIES.items()})


def by_region() -> list[Figure]:
    return named("region", dict(Region.objects.values_list("code", "name")))


def named(field: str, names: dict[str, str]) -> list[Figure]:
    rows = Choice.objects.filter(follower__in=following()).exclude(**{field: ""}).order_by()
    counts = rows.values_list(field).annotate(n=Count("follower", distinct=True))
    return [
        Figure(names.get(code, code), n)
        for code, n in sorted(counts.filter(n__gte=LEAST), key=lambda row: (-row[1], row[0]))
    ]


def latest() -> list[tuple[News, int | None]]:
    """The newest changes, each with how many were told."""
    rows = News.objects.select_related("clarification")[:SHOWN]
    return [(each, told(each.told)) for each in rows]


def chats() -> list[tuple[str, str]]:
    """The lines that take the word "langganan": service, and an address where it has one."""
    rows = Line.objects.filter(is_active=True)
    return [
        (
            each.get_channel_display(),
            f"https://t.me/{each.address}" if each.channel == Channel.TELEGRAM else "",
        )
        for each in rows
    ]
