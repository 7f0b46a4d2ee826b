"""Commands, arguments, options and exit codes, asked of the command line itself."""

from collections.abc import Iterator

import click

from tangkal.cli import INTERRUPTED, REFUSED
from tangkal.cli.audit import BROKEN
from tangkal.cli.commands import COMMANDS
from tangkal.cli.ingest import UNREADABLE
from tangkal.cli.quarantine import STILL_UNREADABLE
from tests.docs.markdown import code, head, joined, table

LEDE = """
`./tangkal COMMAND` in a checkout makes the environment where it is missing, then runs the command.
Where Tangkal is installed as a package the same commands are called `tangkal COMMAND`.

Two commands belong to the checkout alone: `./tangkal test` runs the test suite (what follows goes
to pytest), and `./tangkal lint` runs every check that a change must pass.
"""


def page() -> str:
    lines = head("Command line", "the commands", LEDE)
    lines += table(
        ["command", "what it does"],
        ([f"[`{name}`](#tangkal-{name})", entry.line] for name, entry in COMMANDS.items()),
    )
    for name, entry in COMMANDS.items():
        lines += section(["tangkal", name], entry.load(), level=2)
    lines += exit_codes()
    return joined(lines)


def section(path: list[str], command: click.Command, *, level: int) -> Iterator[str]:
    yield f"{'#' * level} {' '.join(path)}"
    yield ""
    yield from paragraphs(command.help or "")
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from section([*path, name], child, level=level + 1)
        return
    yield "```console"
    yield usage(path, command)
    yield "```"
    yield ""
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield from table(["option", "default", "meaning"], map(option_row, options))


def paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield " ".join(paragraph.split())
        yield ""


def usage(path: list[str], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(path), terminal_width=400)
    return " ".join(command.get_usage(context).removeprefix("Usage: ").split())


def option_row(option: click.Option) -> list[str]:
    names = ", ".join(option.opts)
    if not option.is_flag:
        names += f" {value_of(option)}"
    default = option.default if isinstance(option.default, str | int) else None
    shown = "" if default is None or isinstance(default, bool) or default == "" else code(default)
    return [code(names), shown, option.help or ""]


def value_of(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return option.metavar or option.type.name.upper().replace(" RANGE", "")


def exit_codes() -> list[str]:
    rows = [
        (0, "done"),
        (BROKEN, "`tangkal audit verify`: the chain is broken; the message names the event"),
        (STILL_UNREADABLE, "`tangkal quarantine retry`: a row is still unreadable"),
        (UNREADABLE, "`tangkal ingest`: a source could not be read; the others were"),
        (REFUSED, "refused: one sentence says what is wrong and what to do"),
        (INTERRUPTED, "stopped by Ctrl-C; what was done is kept"),
    ]
    return ["## Exit codes", "", *table(["code", "meaning"], rows)]
