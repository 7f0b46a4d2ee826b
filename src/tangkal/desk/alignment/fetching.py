"""The worker's part: fetch the page of a text that came as an address, and compare."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from tangkal.desk.alignment import feeds
from tangkal.desk.alignment.comparing import LONGEST, compare, fail
from tangkal.desk.alignment.models import LocalText
from tangkal.kernel import TangkalError

log = logging.getLogger(__name__)

STUCK = timedelta(minutes=5)
MOST_ATTEMPTS = 3
States = LocalText.State


def begin(now: datetime) -> LocalText | None:
    """The longest-waiting text, now this worker's; None where none waits.

    What a killed worker left half done waits again, three times at most.
    """
    stuck = LocalText.objects.filter(state=States.READING, started_at__lt=now - STUCK)
    for each in stuck.filter(attempts__gte=MOST_ATTEMPTS):
        fail(each, _("The worker stopped while it compared this text, three times."))
    stuck.filter(state=States.READING).update(state=States.WAITING)
    for pk in (
        LocalText.objects.filter(state=States.WAITING)
        .order_by("taken_at", "pk")
        .values_list("pk", flat=True)[:5]
    ):
        mine = LocalText.objects.filter(pk=pk, state=States.WAITING).update(
            state=States.READING, started_at=now, attempts=F("attempts") + 1
        )
        if mine:
            return LocalText.objects.select_related("house", "taken_by").get(pk=pk)
    return None


def round(now: datetime) -> int:
    """Compare one text that waits, or read one feed; answers how many were tried."""
    text = begin(now)
    if text is None:
        return feeds.round(now)
    with translation.override(text.taken_by.language if text.taken_by else "id"):
        if not text.text and text.url and not fetch(text):
            return 1
        try:
            compare(text, now)
        except TangkalError as error:
            fail(text, str(error))
    return 1


def fetch(text: LocalText) -> bool:
    """Put a page's words into the text; False where none came, with the reason kept."""
    # What fetches comes with it only here: the web process need not carry it.
    from tangkal.desk.cases.captures.fetching import NotKept, fetch_page  # noqa: PLC0415

    try:
        page = fetch_page(text.url, inside=settings.TANGKAL.capture_hosts)
    except NotKept as error:
        fail(text, str(error))
        return False
    except Exception as error:
        log.exception("page of local text %d cannot be read", text.pk)
        fail(text, type(error).__name__)
        return False
    text.text = page.text[:LONGEST]
    text.save(update_fields=["text"])
    return True
