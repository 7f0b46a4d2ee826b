"""What somebody may say about a source when bringing it in."""

from collections.abc import Mapping as Values
from dataclasses import dataclass, field
from pathlib import Path

from tangkal.kernel import SOURCE_KINDS, InvalidInput, UnreadableSource
from tangkal.pipeline.moments import zone_named
from tangkal.pipeline.platforms import platform_name
from tangkal.sources import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOptions:
    """Everything but the address; the defaults guess."""

    kind: Kind | None = None  # items or claims; None is told by the content
    by_hand: Values[str, str] = field(default_factory=dict)  # field → column, over the guess
    platform: str | None = None  # where a row names none
    source_kind: str | None = None  # one of SOURCE_KINDS; None: media for feeds, else manual
    source: str | None = None  # label kept with each item; None: made from name or host
    timezone: str = "Asia/Jakarta"  # of times written without one
    limit: int | None = None  # records at most
    skip: int = 0  # records left unread at the start
    public_accounts: frozenset[str] = frozenset()  # "handle" or "platform:handle", lower case
    allow_private: bool = False  # may fetch from private networks: command line only
    is_exercise: bool = False
    again: bool = False  # read a file to its end although the ledger says it was

    def __post_init__(self) -> None:
        zone_named(self.timezone)
        if self.kind not in (None, "items", "claims"):
            raise InvalidInput(f"{self.kind!r} is neither items nor claims")
        if self.source_kind is not None and self.source_kind not in SOURCE_KINDS:
            raise InvalidInput(
                f"source kind {self.source_kind!r} is not one of {', '.join(SOURCE_KINDS)}"
            )
        if self.skip < 0 or (self.limit is not None and self.limit < 1):
            raise InvalidInput(f"skip {self.skip} must not be negative, limit {self.limit} above 0")

    def is_public(self, platform: str, handle: str) -> bool:
        """Whether an account was declared to belong to an institution or outlet."""
        name = handle.strip().lstrip("@").lower()
        return name in self.public_accounts or f"{platform}:{name}" in self.public_accounts

    @property
    def public_handles(self) -> frozenset[str]:
        """Handles that stay in texts, whatever platform they were declared for."""
        return frozenset(name.rpartition(":")[2] for name in self.public_accounts)


def read_public_accounts(path: Path) -> frozenset[str]:
    """Accounts of institutions and outlets, one a line: `@handle` or `platform:handle`.

    Raises:
        UnreadableSource: the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSource(f"{path} cannot be read as a list of accounts: {error}") from error
    accounts = set()
    for line in lines:
        entry = line.partition("#")[0].strip()
        platform, colon, handle = entry.rpartition(":")
        if handle.strip():
            name = handle.strip().lstrip("@").lower()
            accounts.add(f"{platform_name(platform)}:{name}" if colon else name)
    return frozenset(accounts)
