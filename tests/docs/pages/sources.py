"""What can be taken in, and which column names are understood."""

from collections.abc import Iterator, Mapping

from tangkal.pipeline.synonyms import CLAIM_FIELDS, ITEM_FIELDS
from tangkal.sources.registry import SOURCES
from tests.docs.markdown import code, head, joined, table

LEDE = """
Which source reads a file or an address is told by its content, then its name, then the type a
server gives. [How to take something in](../how-to/ingest.md) has the steps.
"""


def page() -> str:
    lines = head("Sources and column names", "the sources' manifests", LEDE)
    lines += table(
        ["source", "brings", "names it is known by", "columns"],
        (
            [
                manifest.title,
                " or ".join(manifest.kinds),
                ", ".join(map(code, manifest.extensions)),
                "guessed, shown, can be set" if manifest.has_own_columns else "its own",
            ]
            for manifest in SOURCES
        ),
    )
    lines += ["Column names are compared in lower case, with `_` for everything that is neither"]
    lines += ["letter nor digit nor dot; the first name found is taken. `--map FIELD=COLUMN` sets"]
    lines += ["a column by hand.", ""]
    lines += ["## Columns of items", "", *table(["field", "understood names"], rows(ITEM_FIELDS))]
    lines += ["## Columns of known claims", ""]
    lines += table(["field", "understood names"], rows(CLAIM_FIELDS))
    return joined(lines)


def rows(fields: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    for field, names in fields.items():
        yield [code(field), ", ".join(map(code, names))]
