"""The worker's part: read regional sites' feeds, and keep what touches a message."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tangkal.desk.alignment.comparing import LONGEST, compare
from tangkal.desk.alignment.models import LONGEST_MARK, LocalFeed, LocalText
from tangkal.desk.audit.commands import record
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.kernel import UnreadableSource
from tangkal.sources.base import Document, Row
from tangkal.strategic_communication.alignment.check import KeyMessage, check_text
from tangkal.text.privacy import mask_personal_data

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
MOST_ENTRIES = 40  # of one feed that are looked at, the newest first
REMEMBERED = 200  # names of entries that are not compared again
OK, NOT_CHANGED = 200, 304


def round(now: datetime) -> int:
    """Read the feed that has been due longest; answers how many were tried."""
    feed = LocalFeed.objects.filter(ended_at=None, next_at__lte=now).order_by("next_at").first()
    if feed is None:
        return 0
    mine = LocalFeed.objects.filter(pk=feed.pk, next_at=feed.next_at).update(next_at=now + EVERY)
    if mine:
        read(feed, now)
    return mine


def read(feed: LocalFeed, now: datetime) -> None:
    """Fetch a feed and keep what is new and touches a message; or keep why nothing came."""
    # What fetches comes with it only here: the web process need not carry it.
    from tangkal.desk.cases.captures.fetching import NotKept  # noqa: PLC0415

    try:
        rows = rows_of(feed)
    except (NotKept, UnreadableSource) as error:
        note(feed, now, str(error))
        return
    except Exception as error:
        log.exception("feed %d cannot be read", feed.pk)
        note(feed, now, type(error).__name__)
        return
    keep(feed, rows, now)


def rows_of(feed: LocalFeed) -> list[Row]:
    """A feed's entries, asked for as a page is: never from inside, never past robots.txt.

    No entries where the site says that nothing has changed since the last time.
    """
    from tangkal.desk.cases.captures import fetching, robots  # noqa: PLC0415
    from tangkal.sources.feed.reader import read_feed  # noqa: PLC0415
    from tangkal.sources.fetch import exchange  # noqa: PLC0415

    inside = settings.TANGKAL.capture_hosts

    def rules_at(address: str) -> tuple[int, bytes]:
        answer = exchange(
            address, inside=inside, limits=fetching.RULES_LIMITS, agent=fetching.AGENT
        )
        return answer.status, answer.body

    fetching.check_robots(robots.allows(feed.url, rules_at))
    found = exchange(
        feed.url, inside=inside, limits=fetching.LIMITS, agent=fetching.AGENT, known=feed.known()
    )
    if found.final != feed.url:
        fetching.check_robots(robots.allows(found.final, rules_at))
    if found.status == NOT_CHANGED and feed.known():
        return []
    if found.status != OK:
        raise UnreadableSource(f"{found.final} answers with status {found.status}")
    # With its charset: feeds often name theirs nowhere else.
    document = Document(name=feed.url, body=found.body, content_type=found.header("content-type"))
    rows = [row for row in read_feed(document) if isinstance(row, Row)][:MOST_ENTRIES]
    feed.etag, feed.modified = (
        value if len(value) <= LONGEST_MARK else ""
        for value in (found.header("etag"), found.header("last-modified"))
    )
    return rows


@transaction.atomic
def keep(feed: LocalFeed, rows: list[Row], now: datetime) -> list[LocalText]:
    """Compare new entries with every house in force of the feed's keeper.

    An entry that says nothing of any message is not kept: most of a site is none of ours.
    """
    houses = in_force(feed)
    made: list[LocalText] = []
    for row in reversed(rows):  # the oldest first: the newest text of an office counts
        name = name_of(row)
        if name in feed.seen:
            continue
        feed.seen = [*feed.seen, name][-REMEMBERED:]
        text = mask_personal_data(words_of(row))[:LONGEST]
        for house, messages in houses:
            if text and any(each.value != 0 for each in check_text(messages, text)):
                made.append(keep_text(feed, house, row, text, now))
    note(feed, now, "")
    return made


def keep_text(
    feed: LocalFeed, house: MessageHouse, row: Row, text: str, now: datetime
) -> LocalText:
    url = str(row.values.get("url") or "")
    found = LocalText.objects.create(
        house=house, organisation=feed.organisation, kind=LocalText.Kind.FEED, text=text,
        url=url if url.startswith(("http://", "https://")) and len(url) <= 500 else "",
        taken_at=now,
    )  # fmt: skip
    record(
        "alignment.taken", found, by=None, house=house.pk, office=feed.organisation_id,
        kind=found.kind, characters=len(text), feed=feed.pk,
    )  # fmt: skip
    compare(found, now)
    return found


def in_force(feed: LocalFeed) -> list[tuple[MessageHouse, tuple[KeyMessage, ...]]]:
    houses = MessageHouse.objects.filter(
        organisation=feed.keeper_id,
        versions__approved_at__isnull=False,
        versions__superseded_at=None,
        versions__withdrawn_at=None,
    )
    found = [(house, house_queries.in_force(house)) for house in houses]
    return [
        (house, house_queries.key_messages(version))
        for house, version in found
        if version is not None
    ]


def words_of(row: Row) -> str:
    """Title and text; many feeds begin the text with the title, which is then said once."""
    title, text = str(row.values.get("title") or ""), str(row.values.get("text") or "")
    return text if text.startswith(title) else f"{title}\n{text}"


def name_of(row: Row) -> str:
    name = str(row.values.get("native_id") or words_of(row))
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def note(feed: LocalFeed, now: datetime, reason: str) -> None:
    feed.checked_at, feed.reason = now, reason[:300]
    feed.save(update_fields=["checked_at", "reason", "seen", "etag", "modified"])
