"""Accounts that share the same objects together: three definitions, one network.

`detect(shares_of(...), Settings(...))` gives a `Network` of edges with their evidence,
accounts as pseudonyms, communities with one label each, and the provenance of it all.
"""

from tangkal.early_warning.coordination.allowlist import Allowed
from tangkal.early_warning.coordination.detection import detect
from tangkal.early_warning.coordination.network import Network
from tangkal.early_warning.coordination.settings import DEFINITIONS, Settings
from tangkal.early_warning.coordination.shares import Shares, shares_of

__all__ = ["DEFINITIONS", "Allowed", "Network", "Settings", "Shares", "detect", "shares_of"]
