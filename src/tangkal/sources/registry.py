"""Every source there is. A new one: a folder with a MANIFEST, and a line here."""

from tangkal.kernel import InvalidInput
from tangkal.sources import claimreview, csv, feed, jsonl, page, parquet
from tangkal.sources.base import Manifest

# Asked in this order: what is surest of its own content first.
SOURCES: tuple[Manifest, ...] = (
    parquet.MANIFEST,
    claimreview.MANIFEST,
    feed.MANIFEST,
    page.MANIFEST,
    jsonl.MANIFEST,
    csv.MANIFEST,
)


def manifest_named(name: str) -> Manifest:
    """The source of that name.

    Raises:
        InvalidInput: there is none.
    """
    for manifest in SOURCES:
        if manifest.name == name:
            return manifest
    raise InvalidInput(
        f"there is no source {name!r}; known are {', '.join(m.name for m in SOURCES)}"
    )
