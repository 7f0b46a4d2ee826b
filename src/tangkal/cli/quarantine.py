"""`tangkal quarantine`: see, correct and retry rows that could not be read."""

import json
from contextlib import closing
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from tangkal.cli.homes import choose, home_option
from tangkal.cli.ingest import check_home, store_claims
from tangkal.kernel import InvalidInput, QuarantinedRow
from tangkal.pipeline import intake
from tangkal.pipeline.mapping import read_by_hand
from tangkal.pipeline.quarantine import STATUSES, Quarantine
from tangkal.pipeline.retry import Retried, retry
from tangkal.pipeline.settings import current

STILL_UNREADABLE = 1


@click.group()
def quarantine() -> None:
    """See and retry rows that could not be read."""


def open_quarantine(home: Path | None) -> Quarantine:
    chosen = choose(home)
    check_home(chosen.root)
    return Quarantine(chosen.intake_database)


@quarantine.command("list")
@click.option("--status", type=click.Choice([*STATUSES, "all"]), default="waiting")
@click.option("--source", help="Only rows of this file or address.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print rows as JSON.")
@home_option
def list_rows(
    status: str, source: str | None, limit: int, as_json: bool, home: Path | None
) -> None:
    """List rows, newest first: where each stood and why it was not read."""
    chosen = None if status == "all" else status
    with closing(open_quarantine(home)) as store:
        rows = store.list(status=chosen, source=source, limit=limit)
        total = store.count(status=chosen, source=source)
    if as_json:
        click.echo(json.dumps([as_json_row(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo("Nothing is in quarantine." if chosen == "waiting" else "There are no rows.")
        return
    table = Table(Column("row", no_wrap=True), "source", "line", "kind", "status", "reason")
    for row in rows:
        cells = (row.row_id, row.source, str(row.line), row.kind, row.status, row.reason)
        table.add_row(*map(escape, cells))
    Console().print(table)
    if total > len(rows):
        click.echo(f"{total - len(rows):,} more; raise --limit to see them.")


@quarantine.command("show")
@click.argument("row_id")
@home_option
def show_row(row_id: str, home: Path | None) -> None:
    """Show one row as it stands, personal data masked."""
    with closing(open_quarantine(home)) as store:
        row = store.show(row_id)
    click.echo(f"{row.row_id}  {row.status}  {row.kind}")
    click.echo(f"{row.source}, line {row.line}, seen {row.seen_at.isoformat()}")
    click.echo(f"reason: {row.reason}")
    click.echo(row.raw)


@quarantine.command("retry")
@click.argument("row_ids", nargs=-1, metavar="ROW...")
@click.option("--all", "everything", is_flag=True, help="Retry every waiting row.")
@click.option("--set", "corrections", multiple=True, metavar="FIELD=VALUE", help="Correct a field.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Set one column.")
@home_option
@click.pass_context
def retry_rows(
    context: click.Context,
    row_ids: tuple[str, ...],
    everything: bool,
    corrections: tuple[str, ...],
    mapping: tuple[str, ...],
    home: Path | None,
) -> None:
    """Read rows again, corrected; those still unreadable wait on with the new reason."""
    if bool(row_ids) == everything:
        raise InvalidInput("name the rows to retry, or say --all")
    check_home(choose(home).root)
    values, by_hand = read_by_hand(corrections), read_by_hand(mapping)
    with intake.open_stores(current(), store_claims) as stores:
        if everything:
            total = stores.quarantine.count()
            row_ids = tuple(row.row_id for row in stores.quarantine.list(limit=total))
        results = [retry(stores, row_id, corrections=values, by_hand=by_hand) for row_id in row_ids]
    for result in results:
        click.echo(sentence(result))
    if not all(result.taken for result in results):
        context.exit(STILL_UNREADABLE)


@quarantine.command("discard")
@click.argument("row_ids", nargs=-1, required=True, metavar="ROW...")
@home_option
def discard_rows(row_ids: tuple[str, ...], home: Path | None) -> None:
    """Set rows aside for good; they stay on record."""
    with closing(open_quarantine(home)) as store:
        store.discard(row_ids)
    click.echo(f"{len(row_ids)} set aside.")


def sentence(result: Retried) -> str:
    if result.taken:
        return f"{result.row_id}: taken in."
    return f"{result.row_id}: still unreadable: {result.reason}"


def as_json_row(row: QuarantinedRow) -> dict[str, object]:
    return {
        "row_id": row.row_id,
        "source": row.source,
        "line": row.line,
        "kind": row.kind,
        "status": row.status,
        "reason": row.reason,
        "raw": row.raw,
        "seen_at": row.seen_at.isoformat(),
    }
