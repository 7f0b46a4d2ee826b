"""This process's index of the banks, made anew when a fingerprint came or went."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, QuerySet

from tangkal.desk.recognise.media.models import KnownMedia, MediaBank, Medium
from tangkal.desk.recognise.media.reading import Taken

if TYPE_CHECKING:
    from tangkal.recognise.media.bank import MediaBank as PictureBank
    from tangkal.recognise.media.video import ReadVideo

NEAREST = 5
SEARCHED = 200  # before those are left out that a person may not see, or that are withdrawn
METHOD = "pdq+details/1"
METHOD_VIDEO = "vpdq/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How two pictures or videos are alike: a measurement, not a verdict."""

    bits: int | None = None  # of 256 that differ between two whole pictures
    details: int = 0  # in one arrangement, where a part is alike
    asked_share: float | None = None  # of the asked video's frames that the known one has
    known_share: float | None = None

    @property
    def is_whole(self) -> bool:
        return self.bits is not None or (self.asked_share or 0) >= 0.9

    @property
    def reason(self) -> str:
        """``kind|detail``, as the desk says it; see tangkal.desk.ui.reasons."""
        if self.asked_share is not None:
            return f"video|{round(100 * self.asked_share)} {round(100 * (self.known_share or 0))}"
        if self.bits is not None:
            return f"picture|{self.bits}"
        return f"picture_part|{self.details}"

    @property
    def score(self) -> float:
        """0 to 1, an order and no probability: whole pictures before parts."""
        if self.asked_share is not None:
            return max(self.asked_share, self.known_share or 0.0)
        if self.bits is not None:
            return 1 - self.bits / 256
        return 0.6 * self.details / (self.details + 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A known picture or video that is like the one asked about."""

    media: KnownMedia
    like: Likeness

    @property
    def method(self) -> str:
        """Name and version of what measured it."""
        return METHOD_VIDEO if self.like.asked_share is not None else METHOD

    @property
    def seen_on(self) -> date:
        """The earliest day that is known of it."""
        return self.media.first_seen_on or self.media.added_at.date()

    @property
    def is_date_known(self) -> bool:
        return self.media.first_seen_on is not None


def find(asked: Taken, *, k: int = NEAREST) -> list[Found]:
    """What all banks know that is like it, the likest first; withdrawn claims left out."""
    found = [one for bank in MediaBank.objects.all() for one in _in_bank(bank, asked)]
    rows = KnownMedia.objects.select_related("claim", "bank", "added_by").defer("fingerprint")
    media = rows.filter(claim__is_withdrawn=False).in_bulk([pk for pk, _like in found])
    known = [Found(media=media[pk], like=like) for pk, like in found if pk in media]
    return sorted(known, key=lambda one: (-one.like.score, one.seen_on, one.media.pk))[:k]


def _in_bank(bank: MediaBank, asked: Taken) -> list[tuple[int, Likeness]]:
    rows = KnownMedia.objects.filter(bank=bank, medium=asked.medium)
    built = built_of(rows, bank.pk, asked.medium, bits=bank.bits, details=bank.details)
    return likes(built, asked, bank)


def likes(built: Any, asked: Taken, bank: MediaBank) -> list[tuple[int, Likeness]]:
    """The numbers of what is like it by a bank's measure, and how."""
    if asked.medium == Medium.PICTURE:
        return [
            (int(match.media_id), Likeness(bits=match.bits, details=match.details))
            for match in built.match(asked.print, k=SEARCHED)
        ]
    found = ((pk, likeness_of_videos(asked.print, known)) for pk, known in built)
    return [
        (pk, like)
        for pk, like in found
        if 100 * (like.asked_share or 0) >= bank.asked_share
        and 100 * (like.known_share or 0) >= bank.known_share
    ]


def likeness_of_videos(asked: Any, known: "ReadVideo") -> Likeness:
    """How much of each is found in the other."""
    from tangkal.recognise.media.video import shares_of  # noqa: PLC0415

    shares = shares_of(asked.hashes, known.hashes)
    return Likeness(asked_share=shares.asked, known_share=shares.known)


def index_of(rows: Iterable[tuple[int, bytes]], *, bits: int, details: int) -> "PictureBank":
    """An index of packed fingerprints by their rows' numbers."""
    # PIL and the compiled search are wanted by those alone who ask about a picture.
    from tangkal.recognise.media.bank import MediaBank as PictureBank  # noqa: PLC0415
    from tangkal.recognise.media.bank import Thresholds  # noqa: PLC0415
    from tangkal.recognise.media.pictures import Fingerprint  # noqa: PLC0415

    made = PictureBank("kept", Thresholds(bits=bits, details=details))
    for pk, packed in rows:
        made.add(str(pk), Fingerprint.unpack(bytes(packed)))
    return made


class Kept:
    """What was built of some rows, as long as the rows are those it was built of."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._built: dict[object, tuple[object, Any]] = {}

    def of(self, key: object, state: object, build: Callable[[], Any]) -> Any:
        """The built thing of a key; built anew where the state is another one."""
        with self._lock:
            state_before, built = self._built.get(key, (None, None))
            if state != state_before:
                built = build()
                self._built[key] = (state, built)
            return built

    def forget(self) -> None:
        with self._lock:
            self._built.clear()


kept = Kept()


def built_of(rows: QuerySet[Any], key: object, medium: str, *, bits: int, details: int) -> Any:
    """What a question searches: an index of pictures, or the videos with their numbers.

    Args:
        rows: with a number and a fingerprint each; numbers rise and are never used again, so
            how many there are and the last one tell whether any came or went.
    """
    ordered = rows.order_by()
    state = (ordered.aggregate(n=Count("pk"), last=Max("pk")), bits, details)

    def build() -> Any:
        pairs = list(rows.values_list("pk", "fingerprint"))
        if medium == Medium.PICTURE:
            return index_of(pairs, bits=bits, details=details)
        from tangkal.recognise.media.video import ReadVideo  # noqa: PLC0415 - only for videos

        return [(pk, ReadVideo.unpack(bytes(packed))) for pk, packed in pairs]

    return kept.of((key, medium), state, build)


def forget() -> None:
    """Drop the indexes: tests change databases under them, nothing else does."""
    kept.forget()
