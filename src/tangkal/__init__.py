"""Tangkal: from a false claim's first sighting to a measured answer."""

__version__ = "0.1.0"
