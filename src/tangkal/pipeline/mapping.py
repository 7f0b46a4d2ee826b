"""Which column is which field: guessed from names, corrected by hand, shown before use."""

import re
from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass

from tangkal.kernel import InvalidInput
from tangkal.pipeline.synonyms import CLAIM_FIELDS, CLAIM_MARKS, ITEM_FIELDS, SHARED_OBJECT
from tangkal.sources import Kind

FIELDS: dict[Kind, dict[str, tuple[str, ...]]] = {"items": ITEM_FIELDS, "claims": CLAIM_FIELDS}


class MappingUnclear(InvalidInput):
    """The columns allow more than one reading, or none; the message asks what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What a file's columns mean."""

    kind: Kind
    fields: Values[str, str]  # our field → the file's column
    left_out: tuple[str, ...] = ()  # columns not used
    note: str = ""  # something the reader should know before agreeing

    def pick(self, values: Values[str, object]) -> dict[str, object]:
        """A row's values under our field names; a column the row lacks gives None."""
        return {field: values.get(column) for field, column in self.fields.items()}


def guess_mapping(
    columns: Sequence[str],
    sample_rows: Sequence[Values[str, object]],
    *,
    kind: Kind | None = None,
    by_hand: Values[str, str] | None = None,
) -> Mapping:
    """Guess what the columns mean.

    Args:
        columns: the file's column names.
        sample_rows: a few rows, to find the text where no name tells.
        kind: items or claims, where the user said it.
        by_hand: field → column as the user wrote it; an empty column means "leave this out".

    Raises:
        MappingUnclear: items or claims cannot be told, or a needed column cannot be found.
        InvalidInput: `by_hand` names a field or column there is not.

    >>> guess_mapping(["id", "isi", "waktu"], []).fields["text"]
    'isi'
    """
    by_hand = by_hand or {}
    kind = kind or _tell_kind(columns, by_hand)
    _check_by_hand(kind, columns, by_hand)
    beside_answer = kind == "items" and any(_plain(c) in CLAIM_MARKS for c in columns)
    fields = _by_name(kind, columns, by_hand, beside_answer=beside_answer)
    note = ""
    if kind == "items" and "text" not in fields and "title" not in fields:
        column, note = _find_text(columns, sample_rows, set(fields.values()))
        fields = {"text": column, **fields}
    if kind == "claims" and "title" not in fields:
        raise MappingUnclear(
            f"no column looks like a claim's title among {_listed(columns)}; "
            "name it with --map title=COLUMN"
        )
    if beside_answer:
        note = (
            "this table holds fact-checks beside what circulated; title, date and address are "
            "taken for the fact-check's and left out unless you map them"
        )
    used = set(fields.values())
    left_out = tuple(column for column in columns if column not in used)
    return Mapping(kind=kind, fields=fields, left_out=left_out, note=note)


def as_given(kind: Kind) -> Mapping:
    """The mapping of sources that already give our field names."""
    return Mapping(kind=kind, fields={name: name for name in FIELDS[kind]})


def read_by_hand(pairs: Sequence[str]) -> dict[str, str]:
    """`field=column` pairs as the command line takes them.

    Raises:
        InvalidInput: a pair without `=`.
    """
    by_hand = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field.strip():
            raise InvalidInput(f"{pair!r} is no mapping; write FIELD=COLUMN, e.g. text=narasi")
        by_hand[field.strip()] = column.strip()
    return by_hand


def _tell_kind(columns: Sequence[str], by_hand: Values[str, str]) -> Kind:
    for kind, other in (("items", "claims"), ("claims", "items")):
        if set(by_hand) & (set(FIELDS[kind]) - set(FIELDS[other])):  # type: ignore[index]
            return kind  # type: ignore[return-value]
    names = {_plain(column): column for column in columns}
    marks = [names[name] for name in names if name in CLAIM_MARKS]
    texts = [names[n] for n in ITEM_FIELDS["text"] if n in names]
    titled = [names[n] for n in CLAIM_FIELDS["title"] if n in names and names[n] not in texts]
    if marks and titled and texts:
        raise MappingUnclear(
            f"the columns hold both what circulated ({texts[0]}) and a fact-check "
            f"({titled[0]}, {marks[0]}): say --as items or --as claims"
        )
    if marks:
        return "claims"
    if texts or any(n in names for n in SHARED_OBJECT):
        return "items"
    raise MappingUnclear(
        f"neither posts nor fact-checks can be told from {_listed(columns)}: "
        "say --as items or --as claims, and --map text=COLUMN or --map title=COLUMN"
    )


def _check_by_hand(kind: Kind, columns: Sequence[str], by_hand: Values[str, str]) -> None:
    for field, column in by_hand.items():
        if field not in FIELDS[kind]:
            raise InvalidInput(
                f"{kind} have no field {field!r}; it is one of {_listed(FIELDS[kind])}"
            )
        if column and column not in columns:
            raise InvalidInput(f"there is no column {column!r}; there are {_listed(columns)}")


def _by_name(
    kind: Kind, columns: Sequence[str], by_hand: Values[str, str], *, beside_answer: bool
) -> dict[str, str]:
    names: dict[str, str] = {}
    for column in columns:
        names.setdefault(_plain(column), column)
    fields: dict[str, str] = {f: c for f, c in by_hand.items() if c}
    used = set(fields.values())
    for field, synonyms in FIELDS[kind].items():
        if field in by_hand or (beside_answer and field not in {"text", "native_id"}):
            continue
        found = (names[s] for s in synonyms if s in names and names[s] not in used)
        if likeliest := next(found, None):
            fields[field] = likeliest
            used.add(likeliest)
    return {field: fields[field] for field in FIELDS[kind] if field in fields}


def _find_text(
    columns: Sequence[str], sample_rows: Sequence[Values[str, object]], used: set[str]
) -> tuple[str, str]:
    """The column that holds sentences, else the object a share table is about."""
    lengths = {}
    for column in columns:
        values = [row.get(column) for row in sample_rows]
        words = [len(v.split()) for v in values if isinstance(v, str)]
        if column not in used and words:
            lengths[column] = sum(words) / len(words)
    longest = max(lengths, key=lambda column: lengths[column], default=None)
    if longest is not None and lengths[longest] >= 4:
        return longest, f"no column is named like a text; {longest!r} holds the longest sentences"
    shared = next((c for c in columns if _plain(c) in SHARED_OBJECT and c not in used), None)
    if shared is not None:
        return shared, f"a table of shares without words: {shared!r} stands for the text"
    raise MappingUnclear(
        f"no column looks like a text among {_listed(columns)}; name it with --map text=COLUMN"
    )


def _plain(column: str) -> str:
    return re.sub(r"[^\w.]+|_+", "_", column.strip().lower()).strip("_")


def _listed(names: object) -> str:
    shown = [str(name) for name in names]  # type: ignore[attr-defined]
    return ", ".join(shown[:30]) + (f" and {len(shown) - 30} more" if len(shown) > 30 else "")
