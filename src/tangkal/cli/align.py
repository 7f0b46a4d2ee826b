"""`tangkal align`: does a regional text say what the centre says, or the opposite?"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tangkal.cli.match import read_text
from tangkal.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from tangkal.strategic_communication.alignment.check import KeyMessage

VALUES = {1.0: "present", 0.5: "partly", 0.0: "missing", -1.0: "CONTRADICTS"}


@click.command()
@click.argument("text", required=False)
@click.option(
    "--file", "file", type=click.Path(path_type=Path, dir_okay=False), help="Read the text here."
)
@click.option(
    "--messages",
    "messages",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="Key messages: a line each, or JSON objects with id, text and importance a line each.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
def align(text: str | None, file: Path | None, messages: Path, *, as_json: bool) -> None:
    """Compare a local text with the centre's key messages, sentence by sentence.

    What is printed is a measurement: a person confirms it, and a contradiction may show that
    the centre is wrong. Nothing is kept.
    """
    from tangkal.strategic_communication.alignment.check import (  # noqa: PLC0415 - slow to load
        VERSION,
        check_text,
    )

    given = read_text(text, file)
    known = read_messages(messages)
    checks = check_text(known, given)
    if as_json:
        answer = {
            "version": VERSION,
            "messages": [
                {
                    "id": check.message_id,
                    "value": check.value,
                    "share": round(check.share, 3),
                    "found_in": [passage.text for passage in check.found_in],
                    "missing": list(check.missing),
                    "contradictions": [
                        {
                            "kind": each.kind.value,
                            "central": each.central.text,
                            "local": each.local.text,
                            "central_words": each.central_words,
                            "local_words": each.local_words,
                            "confidence": each.confidence,
                        }
                        for each in check.contradictions
                    ],
                }
                for check in checks
            ],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for message, check in zip(known, checks, strict=True):
        click.echo(f"{VALUES[check.value]:<11} [{message.id}] {message.text}")
        for clash in check.contradictions:
            click.echo(f"            {clash.kind.value} ({clash.confidence:.2f})")
            click.echo(f"              centre: {clash.central.text}")
            click.echo(f"              local:  {clash.local.text}")
        if check.value > 0 and check.missing:
            click.echo(f"            not said: {'; '.join(check.missing)}")
    click.echo(f"\nMeasured by {VERSION}; a person confirms.")


def read_messages(path: Path) -> "list[KeyMessage]":
    """The key messages of a file, a line each.

    Raises:
        InvalidInput: a line that is no message, named by its number.
    """
    from tangkal.strategic_communication.alignment.check import KeyMessage  # noqa: PLC0415

    found = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidInput(f"{path} cannot be read as text: {problem}") from problem
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if not line.lstrip().startswith("{"):
            found.append(KeyMessage(id=str(number), text=line.strip()))
            continue
        try:
            row = json.loads(line)
            importance = int(row.get("importance", 1))
            found.append(
                KeyMessage(
                    id=str(row.get("id", number)), text=str(row["text"]), importance=importance
                )
            )
        except (ValueError, KeyError, TypeError) as problem:
            raise InvalidInput(f"{path}, line {number} is no key message: {problem!r}") from problem
    return found
