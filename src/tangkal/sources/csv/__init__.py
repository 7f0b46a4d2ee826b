"""Comma-, semicolon-, tab- or bar-separated text with a header line."""

from tangkal.sources.base import Manifest
from tangkal.sources.csv.reader import read_csv

MANIFEST = Manifest(
    name="csv",
    title="CSV",
    kinds=("items", "claims"),
    has_own_columns=True,
    extensions=(".csv", ".tsv", ".tab", ".txt"),
    content_types=("text/csv", "text/tab-separated-values"),
    recognises=lambda head: False,  # almost any text could be one: the name decides
    fixture="fixture.csv",
    read=read_csv,
)
