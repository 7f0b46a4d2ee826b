"""From tables to shares under pseudonyms, with everything left out counted by its reason."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tangkal.early_warning.coordination.shares import Int64, Shares, shares_of
from tangkal.kernel import InvalidInput
from tangkal.pipeline.coordination.clock import UNUSABLE, longest_gap_hours, read_moments
from tangkal.pipeline.coordination.columns import Roles, find_roles
from tangkal.pipeline.coordination.objects import EXACT, OURS, as_it_stands, carried
from tangkal.pipeline.coordination.tables import read_table

_OF_REPOSTS_TOO = {"object", "repost", "media"}  # a repost's words and links are another's


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How a researcher's files are read."""

    zone: tzinfo = UTC  # of moments that name none
    now: datetime
    by_hand: dict[str, str] = field(default_factory=dict)  # role → column
    behaviours: tuple[str, ...] = ()  # those to compare; all that the columns allow if none
    is_exact: bool = False  # values as they stand, for the definitions of other tools
    key: bytes | None = None  # of the pseudonyms; None: the file's accounts are pseudonyms


@dataclass(frozen=True, slots=True)
class ReadShares:
    """The shares, what was read as what, and what was left out."""

    shares: Shares
    provenance: dict[str, Any]


def read_shares(paths: Sequence[Path], options: ReadOptions) -> ReadShares:
    """All files together: one account, one moment and one object a share.

    Raises:
        UnreadableSource: a file that is no table.
        InvalidInput: columns that do not say who, when and what; no usable row.
    """
    parts = [read_table(path) for path in paths]
    table = pa.concat_tables([part for part, _ in parts], promote_options="default")
    roles = find_roles(table.column_names, options.by_hand)
    usable, micros, counts = usable_rows(table, roles, options)
    behaviours = chosen_behaviours(roles, options.behaviours)
    rows, kinds, objects, empty = all_objects(table, roles, behaviours, usable, options.is_exact)
    if not len(rows):
        raise InvalidInput(f"none of {len(table):,} rows has an account, a moment and an object")
    accounts = pseudonyms(table[roles.columns["account"]].combine_chunks(), options.key)
    shares = shares_of(
        objects,
        accounts.take(pa.array(rows)),
        contents(table, roles, rows),
        micros[rows],
        behaviour=kinds if len(behaviours) > 1 else None,
    )
    counts = {
        "rows": len(table) + sum(wrong for _, wrong in parts),
        "rows_unreadable": sum(wrong for _, wrong in parts),
        **counts,
        **{f"posts_without_{kind}": number for kind, number in empty.items()},
        "contents_of_several_accounts": several_accounts(shares),
        "busiest_account_shares": int(np.bincount(shares.account).max()),
    }
    return ReadShares(
        shares,
        {
            "files": [path.name for path in paths],
            "columns": dict(roles.columns),
            "behaviours": list(behaviours),
            "zone_of_bare_moments": str(options.zone),
            "accounts_are": "as in the file" if options.key is None else "keyed hashes",
            "first": moment(shares.micros.min()),
            "last": moment(shares.micros.max()),
            "longest_gap_hours": longest_gap_hours(shares.micros),
            "read": counts,
        },
    )


def chosen_behaviours(roles: Roles, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The behaviours asked for, all of them known to the columns.

    Raises:
        InvalidInput: one that no column says.
    """
    for each in wanted:
        if each not in roles.behaviours:
            raise InvalidInput(
                f"no column says {each!r}; these can be compared: {', '.join(roles.behaviours)}"
            )
    return wanted or roles.behaviours


def usable_rows(
    table: pa.Table, roles: Roles, options: ReadOptions
) -> tuple[Int64, Int64, dict[str, int]]:
    """Rows with an account, a content and a moment, earliest row first."""
    moments = read_moments(table[roles.columns["time"]], options.zone, options.now)
    fine = moments.micros != UNUSABLE
    counts = dict(moments.counts)
    for role in ("account", "content"):
        if role in roles.columns:
            filled = has_text(table[roles.columns[role]])
            counts[f"rows_without_{role}"] = int((~filled).sum())
            fine &= filled
    return np.flatnonzero(fine), moments.micros, counts


def has_text(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    trimmed = pc.utf8_trim_whitespace(column.fill_null(""))
    return np.asarray(pc.greater(pc.utf8_length(trimmed), 0).to_numpy(zero_copy_only=False))


def all_objects(
    table: pa.Table,
    roles: Roles,
    behaviours: Iterable[str],
    usable: Int64,
    is_exact: bool,
) -> tuple[Int64, pa.Array, pa.Array, dict[str, int]]:
    """A row for each object a post carries: the post's row, behaviour and object."""
    takers = EXACT if is_exact else OURS
    own = usable
    if "repost" in roles.columns:
        own = usable[~has_text(table[roles.columns["repost"]])[usable]]
    rows, kinds, objects = [], [], []
    empty: dict[str, int] = {}
    for kind in behaviours:
        candidates = usable if kind in _OF_REPOSTS_TOO else own
        found = carried(table[roles.columns[kind]], candidates, takers.get(kind, as_it_stands))
        rows.append(found.rows)
        kinds.append(pa.array([kind], pa.string()).take(pa.array(np.zeros(len(found.rows), int))))
        objects.append(pa.array(found.objects, pa.large_string()))
        empty[kind] = found.empty
    return np.concatenate(rows), pa.concat_arrays(kinds), pa.concat_arrays(objects), empty


def pseudonyms(accounts: pa.Array, key: bytes | None) -> pa.Array:
    """Keyed hashes (HMAC-SHA256, 32 hex digits), each account once; letter case counts.

    Without a key they stay as they stand.
    """
    encoded = accounts.fill_null("").dictionary_encode()
    named = [name.strip() for name in encoded.dictionary.to_pylist()]
    if key is not None:
        start = hmac.new(key, digestmod=hashlib.sha256)
        named = [keyed(start, name) for name in named]
    return pa.array(named, pa.string()).take(encoded.indices)


def keyed(start: hmac.HMAC, name: str) -> str:
    one = start.copy()
    one.update(name.encode("utf-8", "surrogatepass"))
    return one.hexdigest()[:32]


def contents(table: pa.Table, roles: Roles, rows: Int64) -> pa.Array:
    """The posts' own ids, or their row numbers where the table has none."""
    if "content" not in roles.columns:
        return pa.array(rows + 1).cast(pa.string())
    return table[roles.columns["content"]].combine_chunks().take(pa.array(rows))


def several_accounts(shares: Shares) -> int:
    """Contents that more than one account claims: ids that are none, or copies gone wrong."""
    pairs = np.unique(shares.content.astype(np.int64) << 32 | shares.account)
    return int((np.bincount(pairs >> 32) > 1).sum())


def moment(micros: Any) -> str:
    return datetime.fromtimestamp(int(micros) / 1e6, tz=UTC).isoformat(timespec="seconds")
