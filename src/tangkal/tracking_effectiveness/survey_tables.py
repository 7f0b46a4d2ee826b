"""Read a poll's table: what is about a person is refused, what cannot be coded is set aside.

A table is a CSV file (comma, semicolon or tab) or JSON (a list of objects). It holds either one
row a respondent, or one row a question already counted ("aggregate").
"""

import csv
import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.text.privacy import mask_personal_data

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 80
MOST_ANSWERS = 25  # different short answers; a column with more of them is free text
LONGEST_ANSWER = 60  # characters
MISSING = ("", "-", "–", "na", "n/a", "nan", "null", "tidak jawab", "tidak menjawab", "refused")

# Words that a heading of personal data holds, as whole words; "merek" is none, "nama" is.
_PERSONAL_WORDS = {
    "name": ("nama", "name", "fullname", "surname", "panggilan", "responden_nama"),
    "identity number": ("nik", "ktp", "nokk", "kk", "npwp", "nip", "paspor", "passport", "sim"),
    "telephone number": ("telp", "telepon", "telpon", "phone", "hp", "wa", "whatsapp", "msisdn"),
    "e-mail address": ("email", "mail", "surel"),
    "home address": ("alamat", "address", "rt", "rw", "jalan"),
    "birth date": ("birthdate", "birthday", "lahir", "dob"),
    "account": ("username", "user", "akun", "handle", "instagram", "twitter", "facebook", "tiktok"),
    "machine address": ("ip", "ipaddress", "imei", "cookie", "deviceid"),
    "place on the map": ("lat", "latitude", "lon", "lng", "longitude", "gps"),
}
# Beside these a personal word is still the whole heading: "no_hp", "nama lengkap responden".
_FILLERS = {
    "no",
    "nomor",
    "number",
    "lengkap",
    "responden",
    "respondent",
    "id",
    "full",
    "first",
    "last",
    "tanggal",
    "tgl",
    "date",
    "of",
    "e",
    "email",
}
SHARED_BY = 5  # people, on average, behind each answer of a question


class Outcome(StrEnum):
    """What a question is about."""

    BELIEF = "belief"
    TRUST = "trust"
    SHARING = "sharing"
    KNOWLEDGE = "knowledge"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How one column is read."""

    code: str  # stays the same over the waves
    column: str
    outcome: Outcome
    measure: Literal["share", "mean"] = "share"
    counted: tuple[str, ...] = ()  # share: the answers that count
    others: tuple[str, ...] = ()  # share: the answers that do not
    low: float = 1.0  # mean: ends of the scale
    high: float = 5.0

    def __post_init__(self) -> None:
        if self.measure == "share" and not self.counted:
            raise InvalidRecord(f"question {self.code!r}: say which answers count")
        both = set(map(fold, self.counted)) & set(map(fold, self.others))
        if both:
            raise InvalidRecord(f"question {self.code!r}: {sorted(both)[0]!r} counts and does not")
        if self.measure == "mean" and not self.low < self.high:
            raise InvalidRecord(
                f"question {self.code!r}: the scale {self.low}–{self.high} is empty"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a whole table of respondents is read."""

    questions: tuple[Question, ...]
    weight: str = ""  # column; empty: everybody counts one
    stratum: str = ""
    cluster: str = ""
    group: str = ""  # e.g. who saw the clarification and who did not


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of texts under named columns; a row of another width stands in `bad`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]  # of each row, as in the file; 1 is the heading
    bad: tuple[tuple[int, str], ...] = ()  # (line, what is wrong)

    def column(self, name: str) -> list[str]:
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a column holds, for whoever maps it."""

    name: str
    kind: Literal["number", "answers", "free", "empty"]
    answers: tuple[str, ...]  # the different short ones, most frequent first
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """One row that cannot be coded."""

    row: int  # place among the rows
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """Respondents as numbers: nothing of what they wrote is left."""

    answers: Mapping[str, npt.NDArray[np.float64]]  # by question; NaN: no answer
    weights: npt.NDArray[np.float64]
    strata: npt.NDArray[np.int64]
    clusters: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]
    group_names: tuple[str, ...] = ()
    bad: tuple[BadRow, ...] = field(default=())

    @property
    def respondents(self) -> int:
        return len(self.weights)


def fold(text: str) -> str:
    """An answer as it is compared: case and outer space do not matter."""
    return " ".join(text.split()).casefold()


def number(text: str) -> float:
    """A number as people write it, with a point or a comma for the decimals.

    Raises:
        InvalidInput: it is none, or "1.204,5", of which nobody knows what was meant.

    >>> number("0,75")
    0.75
    """
    words = text.strip()
    if ("," in words and "." in words) or words.count(",") > 1:
        raise InvalidInput(f"{text!r}: write the number with one point or comma, e.g. 1204.5")
    try:
        found = float(words.replace(",", "."))
    except ValueError:
        raise InvalidInput(f"{text!r} is not a number") from None
    if not math.isfinite(found):
        raise InvalidInput(f"{text!r} is not a finite number")
    return found


def read_table(data: bytes) -> Table:
    """The table of a CSV or JSON file.

    Raises:
        InvalidInput: too large, not UTF-8, no heading, a heading twice, or no rows.
    """
    if len(data) > MOST_BYTES:
        raise InvalidInput(f"the file has {len(data):,} bytes; at most {MOST_BYTES:,} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"byte {error.start} is not UTF-8; save the file as CSV UTF-8 and try again"
        ) from None
    if "\x00" in text:
        raise InvalidInput("the file holds NUL bytes: it is no CSV and no JSON (a spreadsheet?)")
    found = from_json(text) if text.lstrip()[:1] in {"[", "{"} else from_csv(text)
    return checked(found)


def from_csv(text: str) -> Table:
    heading = text.partition("\n")[0]
    mark = max((",", ";", "\t"), key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows, lines, bad = [], [], []
    columns: tuple[str, ...] = ()
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = tuple(cell.strip() for cell in cells)
            elif len(cells) != len(columns):
                bad.append(
                    (reader.line_num, f"{len(cells)} fields, the heading has {len(columns)}")
                )
            else:
                rows.append(tuple(cell.strip() for cell in cells))
                lines.append(reader.line_num)
            if len(rows) > MOST_ROWS:
                break
    except csv.Error as error:
        raise InvalidInput(f"line {reader.line_num}: {error}") from None
    return Table(columns=columns, rows=tuple(rows), lines=tuple(lines), bad=tuple(bad))


def from_json(text: str) -> Table:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"the file begins as JSON and is none: {error}") from None
    if isinstance(found, dict):
        found = found.get("rows")
    if not isinstance(found, list) or not found:
        raise InvalidInput('JSON holds a list of objects, or {"rows": [...]}')
    columns: dict[str, None] = {}
    for each in found:
        if isinstance(each, dict):
            columns.update(dict.fromkeys(str(key).strip() for key in each))
    rows, lines, bad = [], [], []
    for place, each in enumerate(found, 2):
        if not isinstance(each, dict) or any(isinstance(v, dict | list) for v in each.values()):
            bad.append((place, "not an object of plain values"))
            continue
        told = {str(key).strip(): as_text(value) for key, value in each.items()}
        rows.append(tuple(told.get(name, "") for name in columns))
        lines.append(place)
    return Table(columns=tuple(columns), rows=tuple(rows), lines=tuple(lines), bad=tuple(bad))


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return str(value).strip()


def checked(table: Table) -> Table:
    names = [name.casefold() for name in table.columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if not table.columns or "" in names:
        raise InvalidInput("the first line names the columns; one of them has no name")
    if twice is not None:
        raise InvalidInput(f"two columns are called {twice!r}; rename one")
    if len(names) > MOST_COLUMNS:
        raise InvalidInput(f"{len(names)} columns; at most {MOST_COLUMNS} are read")
    if len(table.rows) > MOST_ROWS:
        raise InvalidInput(f"more than {MOST_ROWS:,} rows; split the file by wave")
    if not table.rows:
        raise InvalidInput("there is no row under the heading")
    return table


def personal_columns(table: Table) -> list[tuple[str, str]]:
    """Columns about persons, and what gave each away; empty where there is none.

    By heading, and by content: one value that is a telephone number, an identity number or an
    e-mail address is enough, and a value is never repeated in the answer. A heading that only
    mentions such a word ("pakai_wa") passes where many people share each of its few answers.
    """
    found = []
    for place, name in enumerate(table.columns):
        values = [row[place] for row in table.rows]
        if kind := personal_heading(name, values):
            found.append((name, f"its name says: {kind}"))
            continue
        places = (
            line
            for line, value in zip(table.lines, values, strict=True)
            if reads_as_personal(value)
        )
        line = next(places, None)
        if line is not None:
            found.append((name, f"line {line} holds a number or address of a person"))
    return found


def personal_heading(name: str, values: Sequence[str]) -> str:
    words = {each for each in re.split(r"[^a-z]+", split_case(name)) if each}
    words.add(re.sub(r"[^a-z]+", "", name.lower()))
    kind = next((kind for kind, each in _PERSONAL_WORDS.items() if words & set(each)), "")
    personal = {each for group in _PERSONAL_WORDS.values() for each in group}
    whole = re.sub(r"[^a-z]+", "", name.lower())
    says_nothing_else = words - {whole} <= personal | _FILLERS
    different = len(set(map(fold, values)))
    return kind if kind and (says_nothing_else or different * SHARED_BY > len(values)) else ""


def split_case(name: str) -> str:
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def reads_as_personal(value: str) -> bool:
    return len(value) > 6 and mask_personal_data(value) != value


def check_no_personal_data(table: Table) -> None:
    """Refuse a table about persons.

    Raises:
        InvalidInput: names every such column, and what to do.
    """
    if found := personal_columns(table):
        told = "; ".join(f"{name!r} ({why})" for name, why in found)
        raise InvalidInput(
            f"the table holds personal data: {told}. Delete these columns from the file and give "
            "it again; nothing was kept."
        )


def describe(table: Table) -> list[Column]:
    """What each column holds; free text is named so that it is left out."""
    return [described(name, table.column(name)) for name in table.columns]


def described(name: str, values: Sequence[str]) -> Column:
    told = [value for value in values if fold(value) not in MISSING]
    counted: dict[str, int] = {}
    for value in told:
        counted[value] = counted.get(value, 0) + 1
    kind: Literal["number", "answers", "free", "empty"] = "answers"
    if not told:
        kind = "empty"
    elif all(is_number(value) for value in told):
        kind = "number"
    elif len(counted) > MOST_ANSWERS or max(map(len, told)) > LONGEST_ANSWER:
        kind = "free"
    few = sorted(counted, key=lambda each: (-counted[each], each)) if kind != "free" else []
    return Column(
        name=name,
        kind=kind,
        answers=tuple(few[:MOST_ANSWERS]) if len(few) <= MOST_ANSWERS else (),
        missing=len(values) - len(told),
    )


def is_number(text: str) -> bool:
    try:
        number(text)
    except InvalidInput:
        return False
    return True


def code_rows(columns: Mapping[str, Sequence[str]], reading: Reading) -> Coded:
    """Texts to numbers; a row with one value that cannot be read is set aside whole.

    Args:
        columns: the texts of each column that the reading names, all of one length.

    Raises:
        InvalidInput: the reading names a column that is not there.
    """
    special = {"weight": reading.weight, "stratum": reading.stratum}
    special |= {"cluster": reading.cluster, "group": reading.group}
    named = [*(each.column for each in reading.questions), *filter(None, special.values())]
    if missing := sorted(set(named) - columns.keys()):
        raise InvalidInput(f"the table has no column {missing[0]!r}")
    rows = len(columns[named[0]]) if named else 0
    faults: dict[int, BadRow] = {}
    answers = {
        each.code: np.array(
            [coded(value, each, place, faults) for place, value in enumerate(columns[each.column])]
        )
        for each in reading.questions
    }
    weights = np.ones(rows)
    if reading.weight:
        weights = np.array(
            [
                weighed(value, reading.weight, place, faults)
                for place, value in enumerate(columns[reading.weight])
            ]
        )
    for name in (reading.stratum, reading.cluster):
        for place, value in enumerate(columns[name] if name else ()):
            if not value.strip():
                fault(faults, place, name, value, "it is empty, and the design needs it")
    kept = np.array([place not in faults for place in range(rows)], dtype=bool)
    groups, names = indexed(columns, reading.group, kept, rows)
    return Coded(
        answers={code: values[kept] for code, values in answers.items()},
        weights=weights[kept],
        strata=indexed(columns, reading.stratum, kept, rows)[0],
        # Without a cluster column every respondent is one of her own.
        clusters=indexed(columns, reading.cluster, kept, rows)[0]
        if reading.cluster
        else np.arange(int(kept.sum())),
        groups=groups,
        group_names=names if reading.group else (),
        bad=tuple(faults[place] for place in sorted(faults)),
    )


def indexed(
    columns: Mapping[str, Sequence[str]], name: str, kept: npt.NDArray[np.bool_], rows: int
) -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
    if not name:
        return np.zeros(int(kept.sum()), dtype=np.int64), ("",)
    values = [" ".join(columns[name][place].split()) for place in range(rows) if kept[place]]
    names = sorted(set(values))
    places = {each: place for place, each in enumerate(names)}
    return np.array([places[each] for each in values], dtype=np.int64), tuple(names)


def coded(value: str, question: Question, place: int, faults: dict[int, BadRow]) -> float:
    """An answer as a number; NaN where there is none, or where the row is set aside."""
    try:
        return (
            as_share(value, question) if question.measure == "share" else on_scale(value, question)
        )
    except InvalidInput as error:
        return fault(faults, place, question.column, value, str(error))


def as_share(value: str, question: Question) -> float:
    word = fold(value)
    if word in map(fold, question.counted):
        return 1.0
    if word in map(fold, question.others):
        return 0.0
    if word in MISSING:
        return math.nan
    raise InvalidInput("not among the answers that were named")


def on_scale(value: str, question: Question) -> float:
    if fold(value) in MISSING:
        return math.nan
    found = number(value)
    if not question.low <= found <= question.high:
        raise InvalidInput(f"outside the scale {question.low:g} to {question.high:g}")
    return found


def weighed(value: str, name: str, place: int, faults: dict[int, BadRow]) -> float:
    try:
        found = number(value)
    except InvalidInput as error:
        return fault(faults, place, name, value, str(error))
    if found <= 0:
        return fault(faults, place, name, value, "a weight is more than 0")
    return found


def fault(faults: dict[int, BadRow], place: int, column: str, value: str, reason: str) -> float:
    """The first fault of a row is the one that is told."""
    shown = value[:LONGEST_ANSWER]
    faults.setdefault(place, BadRow(row=place, column=column, value=shown, reason=reason))
    return math.nan
