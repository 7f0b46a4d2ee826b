"""Read quarantined rows again, with what somebody corrected."""

import json
from collections.abc import Mapping as Values
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from tangkal.kernel import InvalidInput
from tangkal.kernel.schema import INTAKE
from tangkal.pipeline.claims import ClaimMaker
from tangkal.pipeline.items import ItemMaker
from tangkal.pipeline.mapping import FIELDS, as_given
from tangkal.pipeline.opening import Opened
from tangkal.pipeline.options import IntakeOptions
from tangkal.pipeline.quarantine import Held
from tangkal.pipeline.refusal import RowRefused
from tangkal.pipeline.stores import IntakeStores
from tangkal.sources import Kind
from tangkal.text.privacy import mask_personal_data


@dataclass(frozen=True, slots=True)
class Retried:
    """What came of one retry."""

    row_id: str
    taken: bool
    reason: str = ""  # why not


def raw_of(values: Values[str, object] | str, public_handles: frozenset[str] = frozenset()) -> str:
    """A row as quarantine keeps it: JSON of its columns, or the unreadable text, masked."""
    if isinstance(values, str):
        return mask_personal_data(values[:20_000], public_handles)
    return json.dumps(values, ensure_ascii=False)


def context_of(opened: Opened, item_name: str | None = None) -> dict[str, Any]:
    """What a later retry needs to read a row as it was meant."""
    options = opened.options
    return {
        "fields": dict(opened.mapping.fields),
        "label": opened.label,
        "source_kind": opened.source_kind,
        "platform": options.platform,
        "timezone": options.timezone,
        "is_exercise": options.is_exercise,
        "item_id": item_name,
    }


def retry(
    stores: IntakeStores,
    row_id: str,
    *,
    corrections: Values[str, str] | None = None,
    by_hand: Values[str, str] | None = None,
    now: datetime | None = None,
) -> Retried:
    """Read one row again; on success it is taken in once and marked.

    Args:
        corrections: field → value, over what the row says; an empty value clears the field.
        by_hand: field → column, over the mapping it was read with.

    Returns:
        Whether it was taken; if not, the row waits on with the new reason.

    Raises:
        InvalidInput: no such row, it is not waiting, or a correction names no field.
    """
    held = stores.quarantine.held(row_id)
    if held.row.status != "waiting":
        raise InvalidInput(f"row {row_id} is {held.row.status} already")
    corrections = corrections or {}
    kind: Kind = "claims" if held.row.kind == "claims" else "items"
    for field in corrections:
        if field not in FIELDS[kind]:
            raise InvalidInput(
                f"{kind} have no field {field!r}; it is one of {', '.join(FIELDS[kind])}"
            )
    try:
        values = _values(held, by_hand or {}, corrections)
        take = _take_claim if kind == "claims" else _take_item
        take(stores, held, values, set(corrections), now or datetime.now(UTC))
    except RowRefused as refused:
        stores.quarantine.refuse_again(row_id, refused.about, str(refused))
        return Retried(row_id, taken=False, reason=str(refused))
    stores.quarantine.mark_retried(row_id)
    return Retried(row_id, taken=True)


def _values(
    held: Held, by_hand: Values[str, str], corrections: Values[str, str]
) -> dict[str, object]:
    """The row under our field names, corrected."""
    fields = {**held.context.get("fields", {}), **by_hand}
    try:
        raw = json.loads(held.row.raw)
    except ValueError:
        raw = None
    if isinstance(raw, dict):
        values = {field: raw.get(column) for field, column in fields.items() if column}
    elif corrections:
        values = {}  # an unreadable line: whoever retries types in what it says
    else:
        raise RowRefused(
            held.about,
            f"{held.row.reason}; give what it says by hand, e.g. text=… or title=…",
        )
    values.update({field: value or None for field, value in corrections.items()})
    return values


def _options(held: Held) -> IntakeOptions:
    context = held.context
    return IntakeOptions(
        platform=context.get("platform"),
        source_kind=context.get("source_kind"),
        timezone=context.get("timezone", "Asia/Jakarta"),
        is_exercise=context.get("is_exercise", False),
    )


def _take_item(
    stores: IntakeStores,
    held: Held,
    values: dict[str, object],
    corrected: set[str],
    now: datetime,
) -> None:
    maker = ItemMaker(
        as_given("items"),
        _options(held),
        stores.pseudonymiser,
        source=held.context.get("label", held.row.source),
        source_kind=held.context.get("source_kind") or "manual",
        now=now,
        from_quarantine="author" not in corrected,
    )
    row = maker.make(values)
    if held.context.get("item_id") and not corrected & {"native_id", "platform", "text", "title"}:
        row["item_id"] = held.context["item_id"]
    table = pa.Table.from_pylist([row], schema=INTAKE)
    stores.bus.publish(f"retry-{held.row.row_id}", table)


def _take_claim(
    stores: IntakeStores,
    held: Held,
    values: dict[str, object],
    corrected: set[str],
    now: datetime,
) -> None:
    if stores.claim_sink is None:
        raise InvalidInput(f"row {held.row.row_id} is a claim, and nobody here keeps claims")
    claim = ClaimMaker(as_given("claims"), _options(held), now=now).make(values)
    stores.claim_sink([claim])
