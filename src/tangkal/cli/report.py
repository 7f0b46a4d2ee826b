"""`tangkal report`: situation reports from the command line, for a desk of one's own scripts."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tangkal.cli.homes import choose, home_option
from tangkal.cli.ingest import check_home
from tangkal.kernel import InvalidInput

FORMS = ("pdf", "docx", "txt", "json")


@click.group()
def report() -> None:
    """Draft situation reports and take them out."""


def open_desk(home: Path | None) -> None:
    check_home(choose(home).root)


def is_said(rows: Sequence[object], as_json: bool, if_none: str) -> bool:
    """Whether rows were answered without a table: as JSON, or because there are none."""
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not rows:
        click.echo(if_none)
    return as_json or not rows


def write_file(out: Path | None, name: str, content: bytes) -> None:
    """Write to a file, or under the report's own name into a folder.

    Raises:
        InvalidInput: it cannot be written there.
    """
    path = out / name if out is not None and out.is_dir() else out or Path(name)
    try:
        path.write_bytes(content)
    except OSError as problem:
        raise InvalidInput(f"{path} cannot be written ({problem.strerror})") from None
    click.echo(f"wrote {path}")


@report.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the series as JSON.")
@home_option
def list_series(as_json: bool, home: Path | None) -> None:
    """List the series: rhythm, next draft, newest report, what was missed."""
    open_desk(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    rows = entry.report_series()
    if is_said(rows, as_json, "There is no series yet; an analyst begins one at the desk."):
        return
    table = Table("series", "name", "office", "rhythm", "next draft", "newest", "report", "missed")
    for row in rows:
        name = f"{row['name']} (LATIHAN)" if row["is_exercise"] else str(row["name"])
        newest = f"{row['newest']} {row['state']}" if row["newest"] else "-"
        cells = (row["series"], name, row["office"], row["rhythm"], row["next_due"] or "-",
                 newest, row["report"] or "-", row["missed"])  # fmt: skip
        table.add_row(*(escape(str(cell)) for cell in cells))
    Console().print(table)


@report.command("draft")
@click.argument("series")
@click.option("--hours", type=int, default=24, show_default=True, help="How far back it reaches.")
@home_option
def draft(series: str, hours: int, home: Path | None) -> None:
    """Draft a report of SERIES (its number or its name) up to this minute.

    People write its top line, confirm its charts and sign it at the desk.
    """
    open_desk(home)
    from tangkal.desk import entry  # noqa: PLC0415

    key, number = entry.draft_report(series, hours)
    click.echo(f"Draft {number} is made: report {key}. It is not signed.")


@report.command("export")
@click.argument("report_key", metavar="REPORT", type=int)
@click.option("--form", type=click.Choice(FORMS), default="pdf", show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File or folder; a name of its own in this folder if none is given.",
)
@home_option
def export(report_key: int, form: str, out: Path | None, home: Path | None) -> None:
    """Write one REPORT as PDF, DOCX, chat text or JSON; that it was taken is on record."""
    open_desk(home)
    from tangkal.desk import entry  # noqa: PLC0415

    name, content = entry.take_report_file(report_key, form)
    write_file(out, name, content)


@report.group("evaluation")
def evaluation() -> None:
    """Draft monthly and quarterly evaluation reports and take them out."""


@evaluation.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
@home_option
def list_evaluations(as_json: bool, home: Path | None) -> None:
    """List evaluation reports: period, state, when due, whether late."""
    open_desk(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    rows = entry.evaluation_reports()
    if is_said(rows, as_json, "There is no evaluation report yet; draft one first."):
        return
    table = Table("report", "office", "kind", "since", "until", "state", "due", "late")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row.values()))
    Console().print(table)


@evaluation.command("draft")
@click.argument("office", type=int)
@click.option("--by", required=True, help="User name of the evaluator or analyst who drafts it.")
@click.option(
    "--kind", type=click.Choice(["month", "quarter"]), default="quarter", show_default=True
)
@click.option("--day", help="Any day of the period, such as 2026-03-31; today where not given.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True)
@click.option("--exercise", is_flag=True, help="About an exercise.")
@home_option
def draft_evaluation(
    office: int,
    by: str,
    kind: str,
    day: str | None,
    language: str,
    exercise: bool,
    home: Path | None,
) -> None:
    """Draft the report of OFFICE (its number). People confirm its charts and approve it."""
    open_desk(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    key, number = entry.draft_evaluation_report(
        office, kind=kind, day=day, by=by, language=language, exercise=exercise
    )
    click.echo(
        f"Drafted evaluation report {key} (number {number}): confirm its charts at the desk."
    )


@evaluation.command("export")
@click.argument("report_id", type=int, metavar="REPORT")
@click.option(
    "--form", type=click.Choice(["pdf", "docx", "json"]), default="pdf", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; its own name.")
@home_option
def take_evaluation(report_id: int, form: str, out: Path | None, home: Path | None) -> None:
    """Write REPORT to a file; that it was taken is on record."""
    open_desk(home)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    name, content = entry.take_evaluation_report(report_id, form)
    write_file(out, name, content)
