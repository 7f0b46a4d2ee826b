"""The table of commands, and the group that loads only the one that is called.

Importing all of them would cost a second and more (Django, DuckDB, compiled kernels) before
`--help` could answer.
"""

from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is, and its line in `tangkal --help`."""

    place: str  # "module:attribute"
    line: str

    def load(self) -> click.Command:
        module, attribute = self.place.split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


COMMANDS = {
    "demo": Entry("tangkal.cli.demo:demo", "Start the desk on a fictional week, to try it out."),
    "init": Entry("tangkal.cli.init:init", "Make a home folder with keys of its own."),
    "migrate": Entry("tangkal.cli.migrate:migrate", "Bring a home's tables and files up to date."),
    "serve": Entry("tangkal.cli.serve:serve", "Serve the desk and the portal."),
    "worker": Entry("tangkal.cli.worker:worker", "Work through what was taken in."),
    "ingest": Entry("tangkal.cli.ingest:ingest", "Take in files, feeds and pages."),
    "coordination": Entry(
        "tangkal.cli.coordination:coordination", "Find accounts that share together, in a table."
    ),
    "coordination-pairs": Entry(
        "tangkal.cli.pairs:pairs", "Count what pairs share, in tables larger than memory."
    ),
    "quarantine": Entry("tangkal.cli.quarantine:quarantine", "See and retry unreadable rows."),
    "explore": Entry("tangkal.cli.explore:explore", "Find collected items by words and filters."),
    "match": Entry("tangkal.cli.match:match", "Ask whether a text or picture was checked before."),
    "align": Entry("tangkal.cli.align:align", "Compare a regional text with the key messages."),
    "write-check": Entry(
        "tangkal.cli.write_check:write_check", "Read a text before it goes out; keep nothing."
    ),
    "media": Entry("tangkal.cli.media:media", "Exchange hashes of known pictures with others."),
    "recognise": Entry(
        "tangkal.cli.recognise:recognise", "Train, compare and promote the matcher."
    ),
    "report": Entry("tangkal.cli.report:report", "Draft situation reports and take them out."),
    "doctor": Entry("tangkal.cli.doctor:doctor", "See whether this installation is well."),
    "people": Entry("tangkal.cli.people:people", "See accounts; reset a second factor; close."),
    "organisations": Entry(
        "tangkal.cli.organisations:organisations", "See, add, move and end organisations."
    ),
    "tokens": Entry("tangkal.cli.tokens:tokens", "See which programs hold a key; end one."),
    "channels": Entry(
        "tangkal.cli.channels:channels", "Read what mail servers wrote back about letters."
    ),
    "tipline": Entry("tangkal.cli.tipline:tipline", "See and check where chat services call."),
    "deadlines": Entry(
        "tangkal.cli.deadlines:deadlines", "See what is due; prove that no clock was lost."
    ),
    "retention": Entry(
        "tangkal.cli.retention:retention", "See what goes when its time is over; let it go."
    ),
    "audit": Entry("tangkal.cli.audit:audit", "Prove that no record was changed afterwards."),
    "exercise": Entry("tangkal.cli.scenario:exercise", "Make a fictional week to train on."),
    "bench": Entry("tangkal.cli.bench:bench", "Measure quality and speed."),
    "version": Entry("tangkal.cli.version:version", "Print the version."),
}


class LazyGroup(click.Group):
    """A group whose help comes from the table, so that it imports nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        return entry.load() if entry else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.line) for name, entry in COMMANDS.items()])
