"""What of following goes when: wishes nobody confirmed, and long ago who was told of what."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from tangkal.desk.following.commands import GOOD_FOR, forget_if_idle
from tangkal.desk.following.models import Follower, Telling, Wish
from tangkal.desk.questions.models import Contact

KEPT = timedelta(days=365)  # who was told of what: a withdrawal is told to them


def contacts_kept() -> Iterable[int]:
    """Contacts whose addresses are needed here."""
    following = Follower.objects.values("contact")
    wishing = Wish.objects.filter(confirmed_at=None).values("contact")
    return Contact.objects.filter(pk__in=following.union(wishing)).values_list("pk", flat=True)


@transaction.atomic
def forget(now: datetime) -> int:
    """Drop what is due; answers how much."""
    over = Wish.objects.filter(asked_at__lte=now - GOOD_FOR).select_related("contact")
    whose = {wish.contact_id: wish.contact for wish in over}
    count = over.delete()[0]
    for contact in whose.values():
        forget_if_idle(contact)
    count += Follower.objects.filter(contact__ended_at__isnull=False).delete()[0]
    return int(count + Telling.objects.filter(told_at__lte=now - KEPT).delete()[0])
