"""Watch a case or stop, and the heartbeat of who has it open.

Neither changes the case: what one watches is one's own affair, and a heartbeat is forgotten after
a minute. So neither is audited; being assigned is, where it happens.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules
from tangkal.desk.cases.models import Case, Presence, Watch
from tangkal.desk.workflow import ActionDenied

HERE_FOR = timedelta(seconds=90)  # an idle page beats once a minute
BEAT_EVERY = timedelta(seconds=15)  # a busy page asks every 3 s; not each is worth a write


@transaction.atomic
def watch(case: Case, *, by: User) -> Watch:
    """Hear of state changes, decisions and new evidence of a case."""
    if not rules.can_read(by, case):
        raise ActionDenied(_("Only who reads a case can watch it."))
    return Watch.objects.get_or_create(case=case, user=by)[0]


def unwatch(case: Case, *, by: User) -> None:
    Watch.objects.filter(case=case, user=by).delete()


def beat(case: Case, *, by: User, now: datetime) -> list[User]:
    """Say that this person has the case open; answers who else has."""
    others = list(Presence.objects.filter(case=case).select_related("user"))
    mine = next((each for each in others if each.user_id == by.pk), None)
    if mine is None or mine.seen_at < now - BEAT_EVERY:
        Presence.objects.update_or_create(case=case, user=by, defaults={"seen_at": now})
        Presence.objects.filter(seen_at__lt=now - HERE_FOR).delete()
    here = [each for each in others if each.seen_at >= now - HERE_FOR]
    return [each.user for each in here if each.user_id != by.pk]
