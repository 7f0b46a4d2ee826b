"""Where tables live and run: DuckDB over Parquet by default."""

from tangkal.engines.base import Lake, LakeError, Membership, NarrativeCount, Search, Survey
from tangkal.engines.duckdb import DuckLake
from tangkal.engines.memory import MemoryLake

__all__ = [
    "DuckLake",
    "Lake",
    "LakeError",
    "Membership",
    "MemoryLake",
    "NarrativeCount",
    "Search",
    "Survey",
]
