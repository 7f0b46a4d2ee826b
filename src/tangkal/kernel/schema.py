"""Arrow schemas: what travels on the bus (INTAKE) and what the lake keeps (LAKE)."""

import pyarrow as pa

from tangkal.kernel.errors import InvalidInput

MOMENT = pa.timestamp("us", tz="UTC")

# One row an item, already masked and pseudonymised: no raw handle is ever written.
INTAKE = pa.schema(
    [
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_kind", pa.string(), nullable=False),
        pa.field("platform", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("text", pa.string(), nullable=False),
        pa.field("url", pa.string()),
        pa.field("author", pa.string()),
        pa.field("author_name", pa.string()),
        pa.field("region_code", pa.string()),
        pa.field("declared_language", pa.string()),
        pa.field("reply_to", pa.string()),
        pa.field("published_at", MOMENT),
        pa.field("observed_at", MOMENT, nullable=False),
        pa.field("shares", pa.int64()),
        pa.field("likes", pa.int64()),
        pa.field("views", pa.int64()),
        pa.field("is_exercise", pa.bool_(), nullable=False),
    ]
)

MATCH = pa.struct(
    [
        pa.field("claim_id", pa.string(), nullable=False),
        pa.field("score", pa.float32(), nullable=False),
        pa.field("reasons", pa.list_(pa.string()), nullable=False),
        pa.field("method", pa.string(), nullable=False),
    ]
)

# What the pipeline measured, beside the item itself.
MEASURED = [
    pa.field("language", pa.string()),  # ISO 639-1, else 639-3; null when unsure
    pa.field("family_id", pa.string(), nullable=False),  # item_id of the family's first member
    pa.field("narrative_id", pa.string(), nullable=False),
    pa.field("matches", pa.list_(MATCH), nullable=False),  # best first, at most 3
    pa.field("batch_id", pa.string(), nullable=False),
]

LAKE = pa.schema([*INTAKE, *MEASURED])


def conform(table: pa.Table, schema: pa.Schema, name: str) -> pa.Table:
    """The table with exactly this schema: other columns dropped, the rest in its order.

    Raises:
        InvalidInput: a column is missing, of another type, or empty where it may not be.
    """
    try:
        found = table.select(schema.names).cast(schema)
    except (KeyError, ValueError, pa.ArrowException) as error:
        raise InvalidInput(f"the table is not of the {name} schema: {error}") from error
    for field in schema:
        if not field.nullable and found[field.name].null_count:
            raise InvalidInput(f"column {field.name} has empty values and may not")
    return found
