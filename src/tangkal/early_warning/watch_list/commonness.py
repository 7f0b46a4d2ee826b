"""How much an entry would bring: what is too common to warn of anything is refused."""

from dataclasses import dataclass

MOST_SHARE = 0.05  # of all items: one in twenty is the news of every day
FEWEST_ITEMS = 200  # a smaller past says nothing of what is common


@dataclass(frozen=True, slots=True, kw_only=True)
class TooCommon:
    """A condition, or the whole entry (where it is None), and what it would have brought."""

    condition: str | None
    hits: int
    items: int


def too_common(
    hits: int, items: int, *, most_share: float = MOST_SHARE, fewest: int = FEWEST_ITEMS
) -> bool:
    """Whether so many hits among so many items are no sign of anything.

    >>> too_common(60, 1000), too_common(6, 1000), too_common(19, 20)
    (True, False, False)
    """
    return items >= fewest and hits > most_share * items
