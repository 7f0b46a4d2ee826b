"""What is shared together for a known, open reason: news alerts, official calls, games.

People who follow the same alert look coordinated. An entry takes what it names out of the
comparison and says why, who added it and when; how many shares each entry took out goes into
the report, so that nothing is excused unseen.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal, get_args
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from tangkal.early_warning.coordination.shares import Shares
from tangkal.kernel import InvalidInput, InvalidRecord

Kind = Literal["domain", "object", "account"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """One thing not to compare."""

    kind: Kind
    value: str  # a domain with its subdomains, an object as it stands, or an account
    reason: str
    added_by: str
    added_on: str  # a date, as written

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise InvalidRecord(f"{self.kind!r} is not one of {', '.join(get_args(Kind))}")
        for name in ("value", "reason", "added_by", "added_on"):
            if not getattr(self, name).strip():
                raise InvalidRecord(f"an allow-list entry for {self.value!r} needs {name}")


def without_allowed(
    shares: Shares, entries: Sequence[Allowed]
) -> tuple[Shares, list[dict[str, object]]]:
    """The shares without what the list names, and each entry with the shares it took out.

    A share that two entries name counts for the first.

    Raises:
        InvalidInput: an entry is no `Allowed`.
    """
    kept = np.ones(len(shares), np.bool_)
    report: list[dict[str, object]] = []
    for entry in entries:
        if not isinstance(entry, Allowed):
            raise InvalidInput(f"{entry!r} is no allow-list entry")
        named = _named(shares, entry) & kept
        kept &= ~named
        report.append({**asdict(entry), "shares_left_out": int(named.sum())})
    return (shares if kept.all() else shares.take(np.flatnonzero(kept))), report


def _named(shares: Shares, entry: Allowed) -> npt.NDArray[np.bool_]:
    if entry.kind == "account":
        names = shares.accounts.to_pylist()
        return np.array([str(name) == entry.value for name in names], np.bool_)[shares.account]
    test = is_of_domain if entry.kind == "domain" else str.__eq__
    hits = [test(str(name), entry.value) for name in shares.objects.to_pylist()]
    return np.array(hits, np.bool_)[shares.object]


def is_of_domain(address: str, domain: str) -> bool:
    """Whether a web address is on a domain or below it.

    >>> is_of_domain("https://news.example.org/a", "example.org")
    True
    >>> is_of_domain("https://badexample.org/a", "example.org")
    False
    """
    try:
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").lower()
    except ValueError:
        return False
    wanted = domain.strip().lower().removeprefix("www.")
    return host == wanted or host.endswith(f".{wanted}")
