"""The watch list: what a desk planned to look out for, found in a stream of items.

It watches content. A private person can be no part of it: accounts are followed only where
their source declared them a public institution's or an outlet's.
"""

from tangkal.early_warning.watch_list.conditions import Condition, Kind, parse_condition
from tangkal.early_warning.watch_list.entries import WatchEntry
from tangkal.early_warning.watch_list.firing import Firing, HourCount, Thresholds, firings, reached
from tangkal.early_warning.watch_list.matching import Hit, Observed, WatchList

__all__ = [
    "Condition",
    "Firing",
    "Hit",
    "HourCount",
    "Kind",
    "Observed",
    "Thresholds",
    "WatchEntry",
    "WatchList",
    "firings",
    "parse_condition",
    "reached",
]
