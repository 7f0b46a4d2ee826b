"""Put what is due into messages: one a follower, within a pace that nobody calls a flood."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from tangkal.desk.following import commands, links, texts
from tangkal.desk.following.models import Follower, Rhythm, Telling
from tangkal.desk.following.noticing import count, next_hour
from tangkal.desk.questions.models import Contact, Outgoing
from tangkal.desk.questions.outgoing import State, say

A_DAY = timedelta(days=1)
MOST_A_DAY = 6  # messages at once to one follower; what comes then waits for 07.00
MOST_WAITING = 500  # messages with news on a channel before further ones are written
A_ROUND = 200  # followers written to in one transaction
FAILURES = 3  # messages in a row that failed for good: nobody reads this address any more


@transaction.atomic
def send(now: datetime) -> int:
    """Write to followers for whom something is due; answers to how many."""
    due = Telling.objects.filter(told_at=None, due_at__lte=now)
    rows = Follower.objects.filter(Exists(due.filter(follower=OuterRef("pk"))))
    rows = rows.exclude(contact__channel__in=crowded())
    found = list(rows.select_for_update(of=("self",)).select_related("contact")[:A_ROUND])
    if not found:
        return 0
    gone = unreached(found)
    hasty = {f.pk for f in found if f.rhythm == Rhythm.AT_ONCE} & told_often(found, now)
    waiting: dict[int, list[Telling]] = {follower.pk: [] for follower in found}
    items = due.filter(follower__in=found).select_related("news__clarification")
    for each in items.order_by("news__at", "pk"):
        waiting[each.follower_id].append(each)
    for follower in found:
        mine = waiting[follower.pk]
        if follower.contact_id in gone or follower.contact.ended_at is not None:
            commands.unfollow(follower.contact)
        elif follower.pk in hasty:
            put_off(mine, next_hour(now))
        else:
            write(follower, mine, now)
    return len(found)


def crowded() -> list[str]:
    """Channels on which enough news waits to go out: answers to questions queue behind it."""
    waiting = Outgoing.objects.filter(state=State.CREATED, key__startswith=links.MESSAGES)
    sums = waiting.values("contact__channel").annotate(n=Count("pk"))
    return list(sums.filter(n__gte=MOST_WAITING).values_list("contact__channel", flat=True))


def write(follower: Follower, mine: list[Telling], now: datetime) -> None:
    key = f"{links.MESSAGES}{mine[0].pk}"
    for each in mine:
        each.told_at, each.key = now, key
    Telling.objects.bulk_update(mine, ["told_at", "key"])
    say(follower.contact, texts.news(follower, [each.news for each in mine]), key=key)
    count(mine)


def put_off(mine: list[Telling], until: datetime) -> None:
    for each in mine:
        each.due_at = until
    Telling.objects.bulk_update(mine, ["due_at"])


def told_often(found: Iterable[Follower], now: datetime) -> set[int]:
    """Followers who got as many messages since 07.00 as anybody gets at once."""
    rows = Telling.objects.filter(follower__in=found, told_at__gte=next_hour(now) - A_DAY)
    sums = rows.values("follower").annotate(n=Count("key", distinct=True))
    return set(sums.filter(n__gte=MOST_A_DAY).values_list("follower", flat=True))


def unreached(found: Iterable[Follower]) -> set[int]:
    """Contacts whose last messages with news all failed for good."""
    whose = {each.contact_id for each in found}
    failed = Outgoing.objects.filter(
        contact__in=whose, key__startswith=links.MESSAGES, state=State.PERMANENT
    )
    suspects = failed.values("contact").annotate(n=Count("pk")).filter(n__gte=FAILURES)
    return {
        pk
        for pk in suspects.values_list("contact", flat=True)
        if last_states(pk) == {State.PERMANENT.value}
    }


def last_states(contact: int) -> set[str]:
    rows = Contact.objects.get(pk=contact).outgoing.filter(key__startswith=links.MESSAGES)
    settled = rows.exclude(settled_at=None).order_by("-settled_at", "-pk")
    return set(settled.values_list("state", flat=True)[:FAILURES])
