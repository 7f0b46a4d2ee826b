"""The live index of known claims in this process, kept in step with the database."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

from tangkal.desk.recognise import second
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.recognise.versions import live_version, store
from tangkal.kernel import ClaimMatch, InvalidInput
from tangkal.kernel import KnownClaim as KnownClaimRecord
from tangkal.pipeline.matcher_versions import SHIPPED
from tangkal.recognise.restraint import MAYBE

if TYPE_CHECKING:
    from tangkal.recognise.encoders.question import TwiceRead
    from tangkal.recognise.known_claims import KnownClaimIndex

log = logging.getLogger(__name__)

# A process asks the database for news at most this often on the question path; the worker
# asks before every batch, so an added claim is matched from the next batch on.
FRESH_FOR = timedelta(seconds=2)
A_LOT = 1 << 40  # more changes than an index ever sees


class LiveIndex:
    """The index of known claims, and up to where it has read claims and promotions."""

    def __init__(self) -> None:
        self.version = SHIPPED  # which learned version answers here
        self.index: KnownClaimIndex = empty_index(SHIPPED)
        self.revision = -1
        self.stream = StreamClaims(self)
        self._twice: TwiceRead | None = None  # the index with an encoder's help
        self._refused: int | None = None  # a version that could not be read; asked once
        self._checked_at = 0.0
        self._lock = threading.Lock()

    def refresh(self, *, force: bool = False) -> bool:
        """Take in what changed, a promoted version too; answers whether anything did."""
        with self._lock:
            now = time.monotonic()
            if not force and now - self._checked_at < FRESH_FOR.total_seconds():
                return False
            is_new = self._take_version(live_version())
            news = list(KnownClaim.objects.filter(revision__gt=self.revision).order_by("revision"))
            self._checked_at = now
            if news:
                self.revision = take_in(self.index, news)
            return is_new or bool(news)

    def _take_version(self, version: int) -> bool:
        """Answer by another version: a new index, read whole, takes the old one's place.

        A version that cannot be read changes nothing: the one that answers goes on answering.
        """
        if version in (self.version, self._refused):
            return False
        try:
            index = empty_index(version)
        except InvalidInput:
            log.exception(
                "version %s of the matcher cannot be read; %s goes on", version, self.version
            )
            self._refused = version
            return False
        everything = list(KnownClaim.objects.order_by("revision"))
        revision = take_in(index, everything) if everything else -1
        self.index, self.revision, self.version = index, revision, version
        self.stream.generation += 1
        self._refused = None
        log.info("version %s of the matcher answers from now on", version)
        return True

    def match(self, text: str, *, k: int = 5, floor: float = MAYBE) -> list[ClaimMatch]:
        """The question path: the nearest known claims to one text, best first.

        Args:
            floor: least likeness, 0..1; by default what may be the same claim.
        """
        self.refresh()
        return self.questions().match(text, k=k, floor=floor)

    def questions(self) -> "TwiceRead | KnownClaimIndex":
        """What answers questions: the index, with a sentence encoder where one is named.

        The stream never asks for it, so a worker loads no model.
        """
        if self._twice is None or self._twice.index is not self.index:
            self._twice = second.read_twice(self.index, self.version)
        return self._twice or self.index


class StreamClaims:
    """What the stream asks, whichever version answers; see tangkal.pipeline.family_matches."""

    def __init__(self, live: LiveIndex) -> None:
        self._live = live
        self.generation = 0  # of the versions that have answered in this process

    @property
    def revision(self) -> int:
        """Rises with every change of the claims and of the version."""
        return self.generation * A_LOT + self._live.index.revision

    def match_batch(
        self, item_ids: Sequence[str], texts: Sequence[str], k: int = 3
    ) -> list[list[ClaimMatch]]:
        return self._live.index.match_batch(item_ids, texts, k)


def empty_index(version: int) -> "KnownClaimIndex":
    """An index of no claims that knows what a version learned.

    Raises:
        InvalidInput: there is no such version, or this edition cannot read it.
    """
    # Its compiled kernels take a second to load: pages that ask nothing do not wait.
    from tangkal.recognise.known_claims import KnownClaimIndex  # noqa: PLC0415

    return KnownClaimIndex(store().load(version))


def take_in(index: "KnownClaimIndex", news: Sequence[KnownClaim]) -> int:
    """Add and remove what changed; answers the revision reached."""
    withdrawn = [row.claim_id for row in news if row.is_withdrawn]
    if withdrawn:
        index.remove(withdrawn)
    added = [as_record(row) for row in news if not row.is_withdrawn]
    if added:
        index.add(added)
    return news[-1].revision


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Which matcher answers on a page, in words a reader can ask about."""

    method: str  # name and version, e.g. "stems+grams-weighed/2"
    version: int  # of what was learned here; 0 is what ships
    encoder: str  # name of the sentence encoder, "" where none is configured
    encoder_fault: bool  # one is named in the settings and cannot be used


def answering() -> Answering:
    """The matcher that answers questions in this process now."""
    from tangkal.recognise import known_claims  # noqa: PLC0415 - see empty_index

    found = live()
    return Answering(
        method=known_claims.QUESTION_METHOD,
        version=found.version,
        encoder=getattr(found.questions(), "encoder_name", ""),
        encoder_fault=bool(second.fault()),
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
