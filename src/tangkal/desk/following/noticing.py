"""From what the portal published to who is told of it: each edition once, to each follower once."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tangkal.desk.audit.commands import record
from tangkal.desk.following.models import Choice, Follower, News, Rhythm, Telling
from tangkal.desk.portal.models import Clarification, Correction

FRESH = timedelta(days=3)  # older changes are no news: a worker may have been down for a weekend
ZONE = ZoneInfo("Asia/Jakarta")
HOUR = time(7)  # WIB, of what is told once a day
AT_ONCE = 1_000  # rows written in one statement


def notice(now: datetime) -> int:
    """Take up what was published, corrected or withdrawn; answers how many changes."""
    known = News.objects.filter(clarification=OuterRef("pk"), edition=OuterRef("edition"))
    found = Clarification.objects.filter(~Exists(known), updated_at__gt=now - FRESH)
    if not settings.TANGKAL.is_demo:
        found = found.filter(is_exercise=False)  # an exercise's texts are for those who take part
    return sum(take_up(pk, now) for pk in list(found.values_list("pk", flat=True)))


@transaction.atomic
def take_up(pk: int, now: datetime) -> int:
    """One change, and who is to be told of it; 0 where another round was faster."""
    changed = Clarification.objects.select_for_update().get(pk=pk)
    news, is_new = News.objects.get_or_create(
        clarification=changed,
        edition=changed.edition,
        defaults={"kind": kind_of(changed), "at": changed.updated_at},
    )
    if not is_new:
        return 0
    # What still waits is overtaken: whoever was told of nothing need not hear that it is gone.
    Telling.objects.filter(news__clarification=changed, told_at=None).delete()
    followers = whom(news).values_list("pk", "rhythm")
    later = next_hour(now)
    Telling.objects.bulk_create(
        (
            Telling(
                follower_id=follower, news=news, due_at=now if rhythm == Rhythm.AT_ONCE else later
            )
            for follower, rhythm in followers.iterator(AT_ONCE)
        ),
        batch_size=AT_ONCE,
    )
    record("follow.news", changed, by=None, edition=news.edition, kind=news.kind)
    return 1


def kind_of(changed: Clarification) -> News.Kind:
    if changed.state == Clarification.State.WITHDRAWN:
        return News.Kind.WITHDRAWN
    if changed.edition == 1:
        return News.Kind.PUBLISHED
    last = changed.corrections.first()
    is_update = last is not None and last.kind == Correction.Kind.UPDATED
    return News.Kind.UPDATED if is_update else News.Kind.CORRECTED


def whom(news: News) -> QuerySet[Follower]:
    """Who is told: of a withdrawal those who were told of the answer, else also who follows it."""
    told = Telling.objects.filter(
        follower=OuterRef("pk"), news__clarification=news.clarification_id, told_at__isnull=False
    )
    found = Follower.objects.filter(contact__ended_at=None)
    if news.kind == News.Kind.WITHDRAWN:
        return found.filter(Exists(told))
    chosen = Choice.objects.filter(of_news(news.clarification), follower=OuterRef("pk"))
    return found.filter(Exists(told) | Q(Exists(chosen), since__lte=news.at))


def of_news(found: Clarification) -> Q:
    """Choices that an answer falls under: its topic or all, its region, the province, or all.

    What concerns a whole province is also for its districts' followers who want that.
    """
    code = found.region_id or ""
    regions = Q(region__in={"", code, code.split(".", maxsplit=1)[0]})
    if code and "." not in code:
        regions |= Q(region__startswith=f"{code}.", follower__with_province=True)
    return Q(topic__in={"", found.category}) & regions


def next_hour(now: datetime) -> datetime:
    """The next 07.00 WIB.

    >>> from datetime import UTC
    >>> next_hour(datetime(2026, 3, 2, 0, 0, tzinfo=UTC)).isoformat()
    '2026-03-03T07:00:00+07:00'
    """
    here = now.astimezone(ZONE)
    today = datetime.combine(here.date(), HOUR, ZONE)
    return today if here < today else today + timedelta(days=1)


def count(told: Iterable[Telling]) -> None:
    """Add what went out to the figures of its news."""
    numbers: dict[int, int] = {}
    for each in told:
        numbers[each.news_id] = numbers.get(each.news_id, 0) + 1
    for pk, number in numbers.items():
        News.objects.filter(pk=pk).update(told=F("told") + number)
