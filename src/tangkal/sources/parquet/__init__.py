"""Parquet files."""

from tangkal.sources.base import Manifest
from tangkal.sources.parquet.reader import read_parquet

MANIFEST = Manifest(
    name="parquet",
    title="Parquet",
    kinds=("items", "claims"),
    has_own_columns=True,
    extensions=(".parquet", ".pq"),
    content_types=("application/vnd.apache.parquet",),
    recognises=lambda head: head.startswith(b"PAR1"),
    fixture="fixture.parquet",
    read=read_parquet,
)
