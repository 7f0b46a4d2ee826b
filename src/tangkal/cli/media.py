"""`tangkal media`: hashes of known pictures to and from others; `tangkal match --image`."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from tangkal.cli.homes import choose, home_option
from tangkal.cli.ingest import check_home
from tangkal.kernel.errors import InvalidInput

COLUMNS = ("hash", "claim_id", "date")
NOT_KNOWN = "Not known. Nothing like it was judged with a claim here. That does not make it true."


@click.group()
def media() -> None:
    """Exchange hashes of known pictures, as others who use PDQ write them."""


@media.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--bank", default="", help="Keep them in this bank.  [default: the first one]")
@home_option
def bring_in(file: Path, bank: str, home: Path | None) -> None:
    """Keep the hashes of a CSV file with the columns hash, claim_id and, if known, date.

    A hash is 64 hex digits. It finds whole pictures; parts of them are found by pictures that
    were added at the desk, whose details are kept too.
    """
    rows = list(read_rows(file))
    check_home(choose(home).root)
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed

    new = entry.bring_in_hashes(rows, bank)
    click.echo(f"{new:,} hashes are new, {len(rows) - new:,} were known.")


@media.command("export")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the file here.")
@home_option
def take_out(out: Path | None, home: Path | None) -> None:
    """Write the hash of every known picture as CSV: hash, claim_id, date."""
    check_home(choose(home).root)
    from tangkal.desk import entry  # noqa: PLC0415

    rows, videos = entry.hashes()
    stream = out.open("w", encoding="utf-8", newline="") if out else sys.stdout
    try:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((digits, claim_id, day or "") for digits, claim_id, day in rows)
    finally:
        if out:
            stream.close()
    left = f"; {videos:,} videos have many hashes each and are left out" if videos else ""
    click.echo(f"{len(rows):,} hashes written{left}.", err=True)


def read_rows(file: Path) -> Iterator[tuple[str, str, date | None]]:
    """The rows of an exchange file.

    Raises:
        InvalidInput: a column is missing, or a line holds no hash, claim or day.
    """
    from tangkal.recognise.media.pdq import PictureHash  # noqa: PLC0415 - loads arrays

    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = {"hash", "claim_id"} - set(reader.fieldnames or ())
            if missing:
                raise InvalidInput(f"{file} has no column {', '.join(sorted(missing))}")
            for row in reader:
                digits = (row["hash"] or "").strip().lower()
                try:
                    PictureHash.from_hex(digits)
                    day = (row.get("date") or "").strip()
                    found = date.fromisoformat(day) if day else None
                except (InvalidInput, ValueError) as problem:
                    raise InvalidInput(f"{file}, line {reader.line_num}: {problem}") from problem
                yield digits, (row["claim_id"] or "").strip(), found
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise InvalidInput(f"{file} cannot be read as CSV: {problem}") from problem


def match_media(path: Path, k: int, *, as_json: bool, home: Path | None) -> None:
    """Compare a picture or video with those that were judged with known claims."""
    if not path.is_file():
        raise InvalidInput(f"there is no file {path}")
    check_home(choose(home).root)
    from tangkal.desk import entry  # noqa: PLC0415

    found, note = entry.known_media_like(path, k)
    if as_json:
        told = {"known": bool(found), "note": note or None, "matches": found}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo(NOT_KNOWN)
    for each in found:
        click.echo(f"{each['title']}  [{each['claim_id']}]")
        facts = (each["verdict"], each["publisher"], each["url"])
        click.echo("      " + " · ".join(str(fact) for fact in facts if fact))
        click.echo(f"      {alike(each)}")
        seen = each["first_seen_on"]
        when = f"first seen in public {seen}" if seen else f"in the bank since {each['added_on']}"
        click.echo(f"      {when} · bank {each['bank']} · {each['method']}\n")
    if note:
        click.echo(note)


def alike(each: dict[str, object]) -> str:
    """How it is like the one that was asked about."""
    asked, known = each["asked_share"], each["known_share"]
    if isinstance(asked, float) and isinstance(known, float):
        return f"{asked:.0%} of its frames are in the known video, {known:.0%} the other way round"
    if each["differing_bits"] is not None:
        return f"the whole picture is alike: {each['differing_bits']} of 256 bits differ"
    return f"part of the picture is alike: {each['details']} details in one arrangement"
