"""`tangkal write-check`: what a careful colleague would say about a text before it goes out."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from tangkal.cli.match import read_text

if TYPE_CHECKING:
    from tangkal.strategic_communication.writing.locked import LockedFact
    from tangkal.strategic_communication.writing.review import Review

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "open_placeholder": "is still to be filled",
        "myth_before_fact": "the false claim comes first; begin with what is true",
        "myth_repeated": "the false claim once more; name it once",
        "too_long": "{found} where {channel} takes {most}",
        "long_sentence": "{found} words; readers follow {most}",
        "hard_to_read": "harder to read than {percent} of 100 Indonesian fact-checks",
        "locked_fact": "says “{words}”; the house says: {fact}",
        "locked_missing": "does not say: {fact}",
    }
)


@click.command("write-check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--channel", default="portal", show_default=True, help="Where it is to go.")
@click.option("--claim", default="", help="The false claim that the text answers.")
@click.option(
    "--locked",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Facts that the text may not say otherwise, a line each.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.pass_context
def write_check(
    context: click.Context,
    file: Path,
    channel: str,
    claim: str,
    locked: Path | None,
    *,
    as_json: bool,
) -> None:
    """Read a text ("-" for what is piped in) before it goes out. Nothing is kept or sent.

    Ends with 1 where a place is still to be filled: such a text may not be sent.
    """
    from tangkal.strategic_communication.writing.review import review_text  # noqa: PLC0415

    text = read_text(None, None if str(file) == "-" else file)
    found = review_text(text, channel=channel, claim=claim, locked=facts_of(locked))
    if as_json:
        click.echo(json.dumps(as_object(found), ensure_ascii=False, indent=2))
    else:
        say(found)
    context.exit(0 if found.may_be_sent else 1)


def facts_of(path: Path | None) -> "list[LockedFact]":
    from tangkal.strategic_communication.writing.locked import LockedFact  # noqa: PLC0415

    if path is None:
        return []
    lines = read_text(None, path).splitlines()
    return [LockedFact(text=line.strip()) for line in lines if line.strip()]


def say(found: "Review") -> None:
    read = found.readability
    for remark in found.remarks:
        sentence = SENTENCES[remark.code].format(**dict(remark.facts))
        mark = "STOP" if remark.blocks else "look"
        click.echo(f"{mark}  {f'“{remark.passage}”: ' if remark.passage else ''}{sentence}")
    if not found.remarks:
        click.echo("Nothing to remark.")
    lix = "too short to measure" if read.lix is None else f"LIX {read.lix}"
    click.echo(
        f"\n{read.words} words, {read.words_a_sentence:.1f} a sentence, "
        f"{100 * read.long_share:.0f}% long ones; {lix} ({read.method})."
    )


def as_object(found: "Review") -> dict[str, object]:
    return {
        "may_be_sent": found.may_be_sent,
        "remarks": [
            {
                "code": remark.code,
                "blocks": remark.blocks,
                "passage": remark.passage,
                **dict(remark.facts),
            }
            for remark in found.remarks
        ],
        "readability": asdict(found.readability) | {"harder_than": found.readability.harder_than},
    }
