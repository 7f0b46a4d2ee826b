"""E: bursts, coordination, watch list."""

from tangkal.early_warning.bursts import find_bursts

__all__ = ["find_bursts"]
