"""From indicators as people write them to the entries of the watch list."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tangkal.desk.early_warning.watching.models import Indicator
from tangkal.early_warning.watch_list.entries import WatchEntry, read_entry

if TYPE_CHECKING:
    from tangkal.early_warning.watch_list.matching import WatchList


def entry_of(indicator: Indicator) -> WatchEntry:
    """The entry that an indicator is.

    Raises:
        InvalidInput: a condition that cannot be watched, with the reason.
    """
    return read_entry(
        str(indicator.pk),
        any_of=indicator.any_of.splitlines(),
        all_of=indicator.all_of.splitlines(),
        none_of=indicator.none_of.splitlines(),
    )


def compiled(indicators: Iterable[Indicator]) -> "WatchList":
    """The watch list of these indicators."""
    # No web process waits for kernels before its first page.
    from tangkal.early_warning.watch_list.matching import WatchList  # noqa: PLC0415

    return WatchList([entry_of(indicator) for indicator in indicators])
