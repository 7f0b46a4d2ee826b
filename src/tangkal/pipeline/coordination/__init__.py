"""A researcher's table of posts becomes shares: columns, moments, objects, pseudonyms."""

from tangkal.pipeline.coordination.columns import Roles, find_roles
from tangkal.pipeline.coordination.reading import ReadOptions, ReadShares, read_shares
from tangkal.pipeline.coordination.tables import read_table

__all__ = ["ReadOptions", "ReadShares", "Roles", "find_roles", "read_shares", "read_table"]
