"""Page snapshots beside the stream: a slow site delays neither the queue nor a page."""

import logging
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation

from tangkal.desk.cases.captures import commands

log = logging.getLogger(__name__)

EVERY_S = 3.0


def clock() -> datetime:
    return datetime.now(UTC)


def round() -> int:
    """Fetch one page that somebody asked for; answers how many were tried."""
    capture = commands.begin(clock())
    if capture is None:
        return 0
    # What fetches comes with it only here: the web process need not carry it.
    from tangkal.desk.cases.captures.fetching import NotKept, fetch_page  # noqa: PLC0415

    with translation.override(capture.asked_by.language):
        try:
            page = fetch_page(capture.url, inside=settings.TANGKAL.capture_hosts)
        except NotKept as error:
            commands.fail(capture, str(error))
        except Exception as error:
            log.exception("page of capture %d cannot be kept", capture.pk)
            commands.fail(capture, f"{type(error).__name__}")
        else:
            commands.keep(capture, page, clock())
    return 1
