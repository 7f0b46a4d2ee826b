"""Alerts beside the stream: a thread of the worker, so that a slow mail server delays no item."""

import logging
import threading
from datetime import UTC, datetime

from django.db import close_old_connections, connection

from tangkal.desk.alerts import bundling, delivery

log = logging.getLogger(__name__)

EVERY_S = 2.0
PATIENCE_S = 30.0  # for an attempt that is under way when the worker is told to stop


def clock() -> datetime:
    return datetime.now(UTC)


def round() -> int:
    """Escalate, bundle, deliver; answers how many messages were tried."""
    bundling.escalate(clock())
    bundling.bundle(clock())
    return delivery.deliver(clock)


def start(stop: threading.Event) -> threading.Thread:
    """Alert until told to stop, whatever happens in one round."""
    thread = threading.Thread(target=keep_on, args=(stop,), name="alerts", daemon=True)
    thread.start()
    return thread


def keep_on(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            tried = round()
        except Exception:
            log.exception("alerts: this round failed; the next one tries again")
            tried = 0
        if not tried:
            stop.wait(EVERY_S)
    connection.close()
