"""Indicators as files: every figure with its formula, what is missing, and no name of staff."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC

from tangkal.desk.accounts.pseudonyms import called
from tangkal.desk.tracking_effectiveness.kpi import words
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope, World
from tangkal.desk.tracking_effectiveness.kpi.measures import Measured, cases_of
from tangkal.desk.tracking_effectiveness.kpi.showing import Line, line_of, split
from tangkal.desk.ui import sheets

SCHEMA = "tangkal.kpis/1"
COLUMNS = (
    "kpi",
    "name",
    "split",
    "part",
    "formula",
    "unit",
    "value",
    "low",
    "high",
    "p90",
    "hits",
    "n",
    "of",
    "missing_share",
    "target",
    "is_measured",
    "note",
    "contradicting",
)


def rows(
    world: World, found: Mapping[str, Measured], targets: Mapping[str, float | None]
) -> list[dict[str, object]]:
    """One row an indicator, then one for each of its parts."""
    made = []
    for key, measured in found.items():
        line = line_of(measured, targets)
        made.append(row_of(line, "", ""))
        for by in measured.kpi.by if measured.is_measured else ():
            made += [
                row_of(part, by, part.label) for part in split(measured, world, by, targets[key])
            ]
    return made


def row_of(line: Line, by: str, part: str) -> dict[str, object]:
    figure = line.figure
    return {
        "kpi": line.kpi.key,
        "name": line.name,
        "split": by,
        "part": part,
        "formula": line.kpi.formula,
        "unit": "seconds" if line.kpi.unit == "time" else str(line.kpi.unit),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "p90": figure.p90,
        "hits": figure.hits,
        "n": figure.n,
        "of": figure.of,
        "missing_share": figure.missing_share,
        "target": line.target,
        "is_measured": line.is_measured,
        "note": line.reason if not line.is_measured else line.why_none,
        "contradicting": figure.against,
    }


def question(scope: Scope) -> dict[str, object]:
    """What the figures are of, so that they can be asked for again."""
    return {
        "as_of": scope.now.astimezone(UTC).isoformat(),
        "since": scope.period.since.astimezone(UTC).isoformat() if scope.period.since else None,
        "until": scope.period.until.astimezone(UTC).isoformat() if scope.period.until else None,
        "office": scope.office.pk if scope.office else None,
        "priority": scope.priority,
        "platform": scope.platform,
        "is_exercise": scope.exercise,
    }


def as_json(scope: Scope, found: list[dict[str, object]]) -> bytes:
    content = {
        "schema": SCHEMA,
        **question(scope),
        "definitions": {row["kpi"]: str(words.WHAT[str(row["kpi"])]) for row in found},
        "figures": found,
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def as_csv(found: list[dict[str, object]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in found:
        writer.writerow([sheets.cell(row[name]) for name in columns])
    return out.getvalue().encode("utf-8-sig")


CASE_COLUMNS = ("number", "opened_at", "priority", "office", "owner", "kpi", "value")


def case_rows(world: World, measured: Measured) -> list[dict[str, object]]:
    """The cases behind a figure; who looks after one is there under a pseudonym."""
    return [
        {
            "number": case.number,
            "opened_at": case.opened_at.astimezone(UTC).isoformat(timespec="seconds"),
            "priority": case.priority,
            "office": str(world.offices.get(case.office or 0, "")),
            "owner": called(case.owner) if case.owner else "",
            "kpi": measured.kpi.key,
            "value": value,
        }
        for case, value in cases_of(measured.rows)
    ]


def cases_as_json(scope: Scope, found: list[dict[str, object]]) -> bytes:
    content = {"schema": SCHEMA, **question(scope), "cases": found}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
