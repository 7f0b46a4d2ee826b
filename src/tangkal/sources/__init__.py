"""Where items and known claims come from: one folder a source, with manifest and fixture."""

from tangkal.sources.base import BadRow, Document, Kind, Manifest, Row
from tangkal.sources.detect import detect
from tangkal.sources.registry import SOURCES, manifest_named

__all__ = ["SOURCES", "BadRow", "Document", "Kind", "Manifest", "Row", "detect", "manifest_named"]
