"""`tangkal coordination`: accounts that share the same objects together, from a plain table."""

import csv
import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import click
import pyarrow as pa
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tangkal.early_warning.coordination import Allowed, Network, Settings, detect
from tangkal.early_warning.coordination.export import as_json, write_network
from tangkal.early_warning.coordination.settings import DEFINITIONS, Definition
from tangkal.kernel import InvalidInput
from tangkal.pipeline.coordination import ReadOptions, read_shares
from tangkal.pipeline.coordination.columns import BEHAVIOURS
from tangkal.pipeline.coordination.reading import pseudonyms
from tangkal.pipeline.mapping import read_by_hand
from tangkal.pipeline.moments import zone_named

SHOWN = 10
KEY_BYTES = 32
ALLOWED_COLUMNS = ("kind", "value", "reason", "added_by", "added_on")


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option(
    "--definition",
    type=click.Choice(DEFINITIONS),
    default="tangkal",
    show_default=True,
    help="What counts: objects against chance, CooRTweet 2, or the coordination-network-toolkit.",
)
@click.option(
    "--window", type=float, default=60, show_default=True, help="Seconds within which is together."
)
@click.option(
    "--min",
    "min_weight",
    type=int,
    default=2,
    show_default=True,
    help="Least objects together; participations (cootweet); posts (toolkit).",
)
@click.option(
    "--behaviour",
    "behaviours",
    multiple=True,
    type=click.Choice(BEHAVIOURS),
    help="Compare only this; repeat for several. All that the columns allow if none is given.",
)
@click.option(
    "--level", type=float, default=0.01, show_default=True, help="Share of false edges accepted."
)
@click.option(
    "--edge-weight",
    type=float,
    default=0.5,
    show_default=True,
    help="Quantile above which cootweet marks an edge.",
)
@click.option("--loops", is_flag=True, help="Keep accounts with themselves; exact definitions.")
@click.option("--cap", type=int, help="Posts compared to either side within a window.")
@click.option("--timezone", default="UTC", show_default=True, help="Of moments that name none.")
@click.option("--map", "mapping", multiple=True, metavar="ROLE=COLUMN", help="Set one column.")
@click.option(
    "--allow",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV of news alerts and the like: kind, value, reason, added_by, added_on.",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File with the key of the pseudonyms; made if it is not there. A fresh key otherwise.",
)
@click.option("--pseudonymous", is_flag=True, help="The file's accounts are pseudonyms: keep them.")
@click.option("--evidence", type=int, default=20, show_default=True, help="Lines kept an edge.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the communities.")
@click.option(
    "--out",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write NAME.csv, .parquet, .json, .gexf or .graphml; repeat for several.",
)
@click.option("--json", "as_json_", is_flag=True, help="Print the whole network as JSON.")
def coordination(files: tuple[Path, ...], outputs: tuple[Path, ...], **given: Any) -> None:
    """Find accounts that share the same objects at the same time.

    A FILE is CSV, JSON lines or Parquet with one post a row, in the columns of CooRTweet
    (object_id, account_id, content_id, timestamp_share) or of the
    coordination-network-toolkit (message_id, user_id, repost_id, reply_id, message,
    timestamp, urls). No home is needed. Accounts come out as pseudonyms.
    """
    settings = settings_from(given)
    options = read_options(given, settings)
    allowed = read_allowed(given["allow"], options.key) if given["allow"] else []
    read = read_shares(files, options)
    network = detect(read.shares, settings, allowed=allowed)
    network.provenance["input"] = read.provenance
    written = [path for output in outputs for path in write_network(network, output)]
    if given["as_json_"]:
        click.echo(json.dumps(as_json(network), ensure_ascii=False, indent=1, default=str))
        return
    show(network, Console())
    for path in written:
        click.echo(f"wrote {path}")


def settings_from(given: dict[str, Any]) -> Settings:
    return Settings(
        definition=cast(Definition, given["definition"]),
        window_seconds=given["window"],
        min_weight=given["min_weight"],
        level=given["level"],
        loops=given["loops"],
        edge_weight=given["edge_weight"],
        cap=given["cap"],
        evidence=given["evidence"],
        seed=given["seed"],
    )


def read_options(given: dict[str, Any], settings: Settings) -> ReadOptions:
    return ReadOptions(
        zone=UTC if given["timezone"].upper() == "UTC" else zone_named(given["timezone"]),
        now=datetime.now(UTC),
        by_hand=read_by_hand(given["mapping"]),
        behaviours=given["behaviours"],
        is_exact=settings.definition != "tangkal",
        key=None if given["pseudonymous"] else read_key(given["key"]),
    )


def read_key(path: Path | None) -> bytes:
    """The key in the file, made where there is none; without a file a key for this run alone.

    Raises:
        InvalidInput: a file too short to be a key.
    """
    if path is None:
        return secrets.token_bytes(KEY_BYTES)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_hex(KEY_BYTES).encode())
    key = path.read_bytes().strip()
    if len(key) < KEY_BYTES:
        raise InvalidInput(f"{path} holds {len(key)} bytes; a key has {KEY_BYTES} or more")
    return key


def read_allowed(path: Path, key: bytes | None) -> list[Allowed]:
    """Entries of an allow-list, a row each; accounts under their pseudonym.

    Raises:
        InvalidInput: a column is missing, or a row is no entry.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        missing = set(ALLOWED_COLUMNS) - set(rows.fieldnames or ())
        if missing:
            raise InvalidInput(f"{path} needs the columns {', '.join(ALLOWED_COLUMNS)}")
        entries = [allowed_entry(row) for row in rows]
    return [
        replace(entry, value=pseudonyms(pa.array([entry.value]), key)[0].as_py())
        if entry.kind == "account"
        else entry
        for entry in entries
    ]


def allowed_entry(row: dict[str, Any]) -> Allowed:
    values: dict[str, Any] = {name: row[name] or "" for name in ALLOWED_COLUMNS}
    return Allowed(**values)


def show(network: Network, console: Console) -> None:
    """What was found, on what it rests, and what was left out."""
    provenance = network.provenance
    counts, settings = provenance["counts"], provenance["settings"]
    console.print(
        f"[bold]{counts['edges']:,}[/] coordinated pairs of [bold]"
        f"{counts['accounts_with_edges']:,}[/] accounts in {counts['communities']:,} communities, "
        f"from {counts['shares_compared']:,} shares of {counts['objects']:,} objects by "
        f"{counts['accounts']:,} accounts."
    )
    console.print(
        f"Definition {settings['definition']}: within {settings['window_seconds']:g} s, at least "
        f"{settings['min_weight']}."
    )
    if settings["definition"] == "tangkal":
        console.print(
            f"{counts['tests']:,} pairs tested against chance; of the pairs reported at most "
            f"{settings['level']:.0%} are expected to be chance."
        )
    if network.communities.num_rows:
        console.print(communities_table(network))
    for line in left_out(provenance):
        console.print(escape(line))
    console.print(escape(provenance["meaning"]))


def communities_table(network: Network) -> Table:
    table = Table()
    for name in ("community", "accounts", "pairs", "most shared"):
        table.add_column(name, overflow="ellipsis", no_wrap=name != "most shared")
    for row in network.communities.slice(0, SHOWN).to_pylist():
        cells = (row["community"], row["accounts"], row["edges"], escape(row["label"]))
        table.add_row(*map(str, cells))
    if network.communities.num_rows > SHOWN:
        table.caption = f"{network.communities.num_rows - SHOWN:,} more"
    return table


def left_out(provenance: dict[str, Any]) -> list[str]:
    """A sentence for each thing that was not compared, where there was any."""
    counts, read = provenance["counts"], provenance["input"]["read"]
    sentences = {
        "rows could not be read": read["rows_unreadable"],
        "rows have no account": read.get("rows_without_account", 0),
        "rows have no content id": read.get("rows_without_content", 0),
        "rows have no moment": read["moments_missing"],
        "moments could not be read": read.get("moments_unreadable", 0),
        "moments lie in the future": read["moments_in_future"],
        "repeated shares were counted once": counts["shares_repeated"],
        "content ids belong to more than one account": read["contents_of_several_accounts"],
        "pairs in crowded windows were not compared (see --cap)": counts["pairs_skipped"],
    }
    lines = [f"{number:,} {what}." for what, number in sentences.items() if number]
    if read.get("moments_with_zone") and read.get("moments_without_zone"):
        lines.append(
            f"{read['moments_without_zone']:,} moments name no time zone and "
            f"{read['moments_with_zone']:,} do; the former were read as "
            f"{provenance['input']['zone_of_bare_moments']}."
        )
    return [*lines, *map(allowed_line, provenance["allowed"])]


def allowed_line(entry: dict[str, Any]) -> str:
    return (
        f"{entry['shares_left_out']:,} shares left out for {entry['kind']} {entry['value']}: "
        f"{entry['reason']} ({entry['added_by']}, {entry['added_on']})."
    )
