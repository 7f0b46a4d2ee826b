"""The columns that travel on the bus and stand in the lake."""

import pyarrow as pa

from tangkal.kernel.records import SOURCE_KINDS
from tangkal.kernel.schema import INTAKE, MATCH, MEASURED
from tests.docs.markdown import code, head, joined, table

LEDE = """
One row is one item: a post, an article, a citizen's report. What intake brings is already masked
and pseudonymised; no raw handle is ever written. The lake holds the same columns and, beside them,
what the pipeline measured. Times are UTC.

The lake is Parquet, `day=YYYY-MM-DD/<batch>.parquet`, where the day is that of `observed_at`. Any
tool that reads Parquet can read it; only files named in `catalogue.sqlite3` count. Beside each lies
`<batch>.index`, by which words, narratives and families are found; it holds nothing else, and one
that is deleted is made again.
"""

MEANING = {
    "item_id": "Name of the item, 32 hex digits; the same however often it is brought in.",
    "source": "Label of where it came from, a file or host name for instance.",
    "source_kind": f"One of {', '.join(SOURCE_KINDS)}.",
    "platform": "`x`, `facebook`, `tiktok`, `whatsapp`, `web` …; `unknown` where nobody said.",
    "title": "Headline, of articles.",
    "text": "The words, personal data masked.",
    "url": "Address, without a private person's handle in it.",
    "author": "Keyed hash of platform and handle: joins an account's items, names nobody.",
    "author_name": "Only for accounts declared to be a public institution or an outlet.",
    "region_code": "Kemendagri code as text, `32.04`.",
    "declared_language": "Language as the source said.",
    "reply_to": "Item or native id that it answers.",
    "published_at": "When it appeared; empty where not known.",
    "observed_at": "When Tangkal took it in; retention counts from here.",
    "shares": "Empty is unknown, 0 is a measured nothing.",
    "likes": "As for shares.",
    "views": "As for shares.",
    "is_exercise": "Part of an exercise; never mixed with real work in one case.",
    "language": "Language as measured: [a code](languages.md), empty where unsure.",
    "family_id": "Item that began the family of near copies.",
    "narrative_id": "Narrative that the family belongs to.",
    "matches": "Known claims it resembles, best first, at most three.",
    "batch_id": "Batch that brought it.",
    "claim_id": "Known claim.",
    "score": "0 unrelated … 1 the same claim.",
    "reasons": "Why, as `kind|detail`: [the kinds](reasons.md).",
    "method": "Name and version of the matcher.",
}


def page() -> str:
    lines = head("Data schema", "`kernel/schema.py`", LEDE)
    lines += ["## What intake brings", "", *fields(list(INTAKE))]
    lines += ["## What the pipeline adds", "", *fields(list(MEASURED))]
    lines += ["### One of the matches", "", *fields(list(MATCH))]
    return joined(lines)


def fields(schema: list[pa.Field]) -> list[str]:
    return table(
        ["column", "type", "may be empty", "meaning"],
        (
            [code(f.name), kind(f.type), "yes" if f.nullable else "no", MEANING[f.name]]
            for f in schema
        ),
    )


def kind(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        inner = type_.value_type
        return f"list of {'matches' if pa.types.is_struct(inner) else inner}"
    return str(type_)
