"""`tangkal ingest`: bring files, feeds, pages and fact-checks in."""

import json
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from tangkal.cli.homes import choose, home_option
from tangkal.kernel import SOURCE_KINDS, InvalidInput, KnownClaim, TangkalError
from tangkal.pipeline import intake
from tangkal.pipeline.mapping import read_by_hand
from tangkal.pipeline.report import IngestReport, Watch
from tangkal.pipeline.settings import current

UNREADABLE = 2


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE_OR_URL...")
@click.option("--as", "kind", type=click.Choice(["items", "claims"]), help="What the rows are.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Set one column.")
@click.option("--platform", help="Platform of rows that name none, e.g. x, facebook, whatsapp.")
@click.option("--source-kind", type=click.Choice(SOURCE_KINDS), help="Where this comes from.")
@click.option("--source", "label", help="Name kept with each item instead of the file's.")
@click.option("--timezone", default="Asia/Jakarta", show_default=True, help="Of bare times.")
@click.option(
    "--public-accounts",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of accounts of institutions and outlets, one a line; others are hashed.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Read this many records at most.")
@click.option("--skip", type=click.IntRange(min=0), default=0, help="Leave out the first records.")
@click.option("--exercise", is_flag=True, help="Mark items as part of an exercise.")
@click.option("--again", is_flag=True, help="Read to the end although it was read before.")
@click.option("--yes", is_flag=True, help="Do not ask whether the columns are right.")
@click.option("--json", "as_json", is_flag=True, help="Print the reports as JSON.")
@home_option
@click.pass_context
def ingest(
    context: click.Context,
    sources: tuple[str, ...],
    kind: str | None,
    mapping: tuple[str, ...],
    platform: str | None,
    source_kind: str | None,
    label: str | None,
    timezone: str,
    public_accounts: Path | None,
    limit: int | None,
    skip: int,
    exercise: bool,
    again: bool,
    yes: bool,
    as_json: bool,
    home: Path | None,
) -> None:
    """Take in files (CSV, JSON lines, Parquet), feeds, web pages and fact-checks.

    Unreadable rows go to quarantine with their reason. Repeating an ingest, or an
    interrupted one, loses nothing and doubles nothing.
    """
    check_home(choose(home).root)
    options = intake.IntakeOptions(
        kind=kind,  # type: ignore[arg-type]  # click.Choice lets only these through
        by_hand=read_by_hand(mapping),
        platform=platform,
        source_kind=source_kind,
        source=label,
        timezone=timezone,
        limit=limit,
        skip=skip,
        public_accounts=(
            intake.read_public_accounts(public_accounts) if public_accounts else frozenset()
        ),
        allow_private=True,
        is_exercise=exercise,
        again=again,
    )
    outcomes = ingest_all(sources, options, ask=not yes and not as_json, quiet=as_json)
    if as_json:
        click.echo(json.dumps(outcomes, ensure_ascii=False, indent=2))
    if any(outcome["error"] for outcome in outcomes):
        context.exit(UNREADABLE)


def ingest_all(
    sources: tuple[str, ...], options: intake.IntakeOptions, *, ask: bool, quiet: bool
) -> list[dict[str, object]]:
    """Every source in turn; one that fails does not keep the others out."""
    console = Console(quiet=quiet)
    outcomes: list[dict[str, object]] = []
    with intake.open_stores(current(), store_claims) as stores:
        for source in sources:
            try:
                # Opened once: what was shown and agreed to is what is read.
                document = intake.load(source, options)
                agree(document, options, ask=ask, console=console)
                with watching(console, document.name) as watch:
                    report = intake.ingest(document, stores, options, progress=watch)
            except TangkalError as error:
                say(console, f"[red]{escape(source)}[/]: {escape(str(error))}")
                outcomes.append({"source": source, "error": str(error)})
                continue
            show(report, console)
            outcomes.append(report.as_json())
    return outcomes


def check_home(root: Path) -> None:
    """An ingest never makes a home: a mistyped path would swallow the data.

    Raises:
        InvalidInput: there is no home there.
    """
    if not root.is_dir():
        raise InvalidInput(f"there is no Tangkal home at {root}; make one with 'tangkal init'")


def store_claims(claims: list[KnownClaim]) -> int:
    """Hand claims to the desk; imported late, as most ingests bring none.

    Raises:
        InvalidInput: the home has no desk to keep them yet.
    """
    settings = current()
    desk = settings.home.desk_database
    if not settings.database_url and not (desk.exists() and desk.stat().st_size):
        raise InvalidInput(f"{settings.home.root} has no desk yet; run 'tangkal migrate' first")
    from tangkal.desk import entry  # noqa: PLC0415

    return entry.store_claims(claims)


def agree(
    document: intake.Document, options: intake.IntakeOptions, *, ask: bool, console: Console
) -> None:
    """Show what the columns are taken for, and ask where somebody is there to answer."""
    seen = intake.preview(document, options)
    if seen.mapping is None:
        raise InvalidInput(seen.question)
    if seen.mapping.left_out or any(f != c for f, c in seen.mapping.fields.items()):
        say(console, f"[bold]{escape(seen.name)}[/]: {seen.reader}, read as {seen.kind}")
        console.print(mapping_table(seen))
    if seen.mapping.left_out:
        say(console, f"Not used: {escape(', '.join(seen.mapping.left_out))}.")
    if seen.mapping.note:
        say(console, f"Note: {escape(seen.mapping.note)}.")
    if ask and sys.stdin.isatty() and sys.stdout.isatty():
        click.confirm(f"Read {document.name} as {seen.kind}?", default=True, abort=True)


def mapping_table(seen: intake.Preview) -> Table:
    """Field, column and first value."""
    assert seen.mapping is not None
    table = Table()
    for name in ("field", "column", "first value"):
        table.add_column(name, no_wrap=True, overflow="ellipsis")
    first = seen.sample[0] if seen.sample else {}
    for field, column in seen.mapping.fields.items():
        value = textwrap.shorten(first.get(column, ""), 44, placeholder="…")
        table.add_row(field, escape(column), escape(value))
    return table


@contextmanager
def watching(console: Console, name: str) -> Iterator[Watch]:
    """A progress bar over the file's bytes."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[records]:,} records"),
        TimeRemainingColumn(),
    )
    bars = Console(stderr=True, quiet=console.quiet)
    with Progress(*columns, console=bars, transient=True, disable=not bars.is_terminal) as bar:
        task = bar.add_task(name, total=None, records=0)

        def watch(progress: intake.Progress) -> None:
            bar.update(
                task,
                completed=progress.bytes_read,
                total=progress.bytes_total,
                records=progress.records,
            )

        yield watch


def show(report: IngestReport, console: Console) -> None:
    """The report in a few lines a press officer understands."""
    say(
        console,
        f"[bold]{escape(report.source)}[/]: {report.read:,} read as {report.kind}, "
        f"[green]{report.accepted:,} accepted[/], {report.already_known:,} already known, "
        f"{report.quarantined:,} in quarantine, {report.seconds:.1f} s",
    )
    if report.mapping.get("published_at") or report.mapping.get("published_on"):
        say(console, f"  times without a zone were taken as {report.timezone}")
    for about, count in report.reasons.most_common():
        say(console, f"  {count:,} × {escape(about)}")
    if report.quarantined:
        say(console, "  see them with 'tangkal quarantine list'")
    if report.error:
        say(console, f"  [red]stopped[/]: {escape(report.error)}; what came before it is kept")


def say(console: Console, line: str) -> None:
    """One line, however long. Texts of others must come escaped: rich reads [NIK] as markup."""
    console.print(line, highlight=False, soft_wrap=True)
