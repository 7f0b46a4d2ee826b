"""The live index of known claims in this process, kept in step with the database."""

import logging
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

from tangkal.desk.recognise.models import KnownClaim
from tangkal.kernel import ClaimMatch
from tangkal.kernel import KnownClaim as KnownClaimRecord
from tangkal.recognise.restraint import MAYBE

if TYPE_CHECKING:
    pass

log = logging.getLogger(__name__)

# A process asks the database for news at most this often on the question path; the worker
# asks before every batch, so an added claim is matched from the next batch on.
FRESH_FOR = timedelta(seconds=2)


class LiveIndex:
    """A KnownClaimIndex and the revision up to which it has read the table."""

    def __init__(self) -> None:
        # Its compiled kernels take a second to load: pages that ask nothing do not wait.
        from tangkal.recognise.known_claims import KnownClaimIndex  # noqa: PLC0415

        self.index: KnownClaimIndex = KnownClaimIndex()
        self.revision = -1
        self._checked_at = 0.0
        self._lock = threading.Lock()

    def refresh(self, *, force: bool = False) -> bool:
        """Take in what changed; answers whether anything did."""
        with self._lock:
            now = time.monotonic()
            if not force and now - self._checked_at < FRESH_FOR.total_seconds():
                return False
            news = list(KnownClaim.objects.filter(revision__gt=self.revision).order_by("revision"))
            self._checked_at = now
            if not news:
                return False
            withdrawn = [row.claim_id for row in news if row.is_withdrawn]
            if withdrawn:
                self.index.remove(withdrawn)
            added = [as_record(row) for row in news if not row.is_withdrawn]
            if added:
                self.index.add(added)
            self.revision = news[-1].revision
            return True

    def match(self, text: str, *, k: int = 5, floor: float = MAYBE) -> list[ClaimMatch]:
        """The question path: the nearest known claims to one text, best first.

        Args:
            floor: least likeness, 0..1; by default what may be the same claim.
        """
        self.refresh()
        return self.index.match(text, k=k, floor=floor)


def as_record(row: KnownClaim) -> KnownClaimRecord:
    return KnownClaimRecord(
        claim_id=row.claim_id,
        title=row.title,
        verdict=row.verdict or None,
        publisher=row.publisher or None,
        url=row.url or None,
        published_on=row.published_on,
        language=row.language or None,
        article_text=row.article_text or None,
    )


_live: LiveIndex | None = None
_live_lock = threading.Lock()


def live() -> LiveIndex:
    """This process's index, read from the database on first use."""
    global _live  # noqa: PLW0603 - one index a process is the point
    with _live_lock:
        if _live is None:
            _live = LiveIndex()
        return _live


def forget() -> None:
    """Drop the index: tests change databases under it, nothing else does."""
    global _live  # noqa: PLW0603
    with _live_lock:
        _live = None


def warm_up() -> None:
    """Load the index before anybody asks; called in the background when the web starts."""
    try:
        live().match("apakah ini benar")
    except DatabaseError as error:  # a home that is still being made: the first question pays
        log.info("the matcher is not warm yet: %s", error)
    finally:
        connection.close()
