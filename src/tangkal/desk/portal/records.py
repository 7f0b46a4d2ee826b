"""What the desk hands to the portal: an approved text, complete and free of desk internals."""

from dataclasses import dataclass
from datetime import date, datetime

from tangkal.desk.portal.media import JudgedMedia
from tangkal.kernel import InvalidRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a reader can check for herself."""

    title: str
    url: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedText:
    """One approved message in the form the portal publishes."""

    claim_text: str
    verdict: str
    headline: str
    parts: tuple[tuple[str, str], ...]  # (part key, text) in reading order
    sources: tuple[Source, ...]
    language: str
    reference: str
    category: str = ""
    region_code: str | None = None
    first_appeared_on: date | None = None
    is_exercise: bool = False
    known_claim_id: str = ""
    media: tuple[JudgedMedia, ...] = ()
    # The moment for which its facts were true, and the last one for which they were confirmed.
    confirmed_at: datetime | None = None
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("claim_text", "verdict", "headline", "reference"):
            if not getattr(self, name).strip():
                raise InvalidRecord(f"an approved text needs a {name}")
        if not any(text.strip() for _key, text in self.parts):
            raise InvalidRecord("an approved text needs at least one part with words in it")
