"""The demonstration's local texts: feeds of regional sites, compared, and what a person found."""

from datetime import datetime, timedelta

from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.alignment import commands, comparing, feeds
from tangkal.desk.alignment.models import LocalFeed, LocalText, Value
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.exercises import staff
from tangkal.exercises.local_sites import SITES, Site
from tangkal.sources.base import Document, Row
from tangkal.sources.feed.reader import read_feed

NEVER = timedelta(days=3650)  # its sites do not exist: the worker need not look for them
NOT_AGAINST = (
    "Tidak bertentangan: kantor menyebut harga yang sekarang, pesan menyebut perubahan kelak."
)
NAMES = {each.code: each.name for each in staff.ORGANISATIONS}


def build(case: Case, people: dict[str, User]) -> None:
    """Feeds and their entries beside the case's house; a clash confirmed, a false one denied."""
    house = case.houses.first()
    if house is None or LocalFeed.objects.filter(keeper=house.organisation).exists():
        return
    now = timezone.now()
    for text in house.local_texts.filter(state=LocalText.State.WAITING):
        comparing.compare(text, now)  # as the worker would
    analyst = people["analis"]
    for site in SITES:
        office = Organisation.objects.get(name=NAMES[site.organisation])
        feed = commands.add_feed(house, office, url=site.url, by=analyst)
        LocalFeed.objects.filter(pk=feed.pk).update(next_at=now + NEVER)
        feed.refresh_from_db()
        feeds.keep(feed, rows_of(site, now), now)
    look_at(house, analyst)


def rows_of(site: Site, now: datetime) -> list[Row]:
    """A site's feed, read as one that was fetched."""
    document = Document(
        name=site.url, body=site.rss(now), content_type="application/rss+xml; charset=utf-8"
    )
    return [row for row in read_feed(document) if isinstance(row, Row)]


def look_at(house: MessageHouse, analyst: User) -> None:
    """What an analyst made of the measured contradictions; who is right is left to the visitor."""
    for text in house.local_texts.all():
        for made in text.checks.filter(value=Value.CONTRADICTS):
            if text.kind == LocalText.Kind.FEED:
                commands.confirm(made, Value.CONTRADICTS, by=analyst)
            else:
                commands.confirm(made, Value.PARTLY, by=analyst, reason=NOT_AGAINST)
