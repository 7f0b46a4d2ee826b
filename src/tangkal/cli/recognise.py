"""`tangkal recognise`: train the matcher on what people judged, compare, promote, roll back."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from tangkal.cli.homes import choose, home_option
from tangkal.cli.ingest import check_home

if TYPE_CHECKING:
    from tangkal.pipeline.judged_pairs import JudgedPair
    from tangkal.pipeline.matcher_versions import Figures, MatcherVersions

SHIPPED = 0
MIXED = "{} and {} are too close to tell apart on {} pairs."
BETTER = "Version {} finds the right claim first more often than version {}: {:.1%} against {:.1%}."
ROWS = {
    "s_at_1": "right claim first (S@1)",
    "s_at_5": "right claim in the first five (S@5)",
    "recall_at_95": "found where 95% are right",
    "false_alarms": "unchecked texts called the same",
    "pairs": "pairs",
    "unknown": "unchecked texts",
}

pairs_option = click.option(
    "--pairs",
    "pairs_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Further pairs: JSON lines of post, title, date, and same: false for a rejected one.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
why_option = click.option("--why", required=True, help="The reason; it is part of the record.")


@click.group()
def recognise() -> None:
    """Train, compare, promote and roll back the matcher of known claims."""


def open_versions(home: Path | None) -> "MatcherVersions":
    from tangkal.pipeline.matcher_versions import MatcherVersions  # noqa: PLC0415

    chosen = choose(home)
    check_home(chosen.root)
    return MatcherVersions(chosen.matcher_versions)


def material(pairs_file: Path | None) -> tuple[list["JudgedPair"], dict[str, str]]:
    """What the desk and the file hold: judged pairs, and all known claims with their articles."""
    from tangkal.desk import entry  # noqa: PLC0415 - the desk is loaded only where it is needed
    from tangkal.pipeline.judged_pairs import read_pairs  # noqa: PLC0415

    pairs, titles = entry.judged_pairs()
    return [*pairs, *(read_pairs(pairs_file) if pairs_file else [])], titles


@recognise.command()
@pairs_option
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Learn from pairs up to this day and test on later ones.  [default: the earlier 80%]",
)
@json_option
@home_option
def train(
    pairs_file: Path | None, until: datetime | None, as_json: bool, home: Path | None
) -> None:
    """Learn a new version from judged pairs; nothing answers differently until it is promoted.

    The earlier part of the pairs teaches, the later part tests: the figures printed are of
    texts the version never saw.
    """
    versions = open_versions(home)
    pairs, titles = material(pairs_file)
    from tangkal.pipeline.encoder import claim_vectors  # noqa: PLC0415
    from tangkal.pipeline.matcher_training import train as learn  # noqa: PLC0415 - slow to load

    day: date | None = until.date() if until else None
    encoder = claim_vectors(choose(home))
    card = learn(
        versions,
        pairs,
        list(titles),
        articles=titles,
        now=datetime.now(UTC),
        until=day,
        encoder=encoder,
    )
    if as_json:
        click.echo(card.as_json())
        return
    click.echo(
        f"Version {card.number}: learned from {card.confirmed:,} confirmed pairs and"
        f" {card.rejected:,} rejected texts, up to {card.learned_until or 'an unknown day'}."
    )
    show({card.number: card.figures, SHIPPED: card.shipped})
    click.echo(f"It answers nothing yet; next: tangkal recognise promote {card.number} --why …")


@recognise.command()
@click.argument("numbers", nargs=-1, type=click.IntRange(min=0), metavar="VERSION...")
@pairs_option
@json_option
@home_option
def evaluate(
    numbers: tuple[int, ...], pairs_file: Path | None, as_json: bool, home: Path | None
) -> None:
    """Compare versions on pairs later than any of them learned from; 0 is the shipped one.

    Without numbers: the shipped, the live and the newest version.
    """
    versions = open_versions(home)
    pairs, titles = material(pairs_file)
    from tangkal.desk import entry  # noqa: PLC0415
    from tangkal.pipeline.matcher_training import compare  # noqa: PLC0415

    chosen = numbers or tuple({SHIPPED, entry.live_matcher(), *versions.numbers()[-1:]})
    figures, last = compare(versions, sorted(chosen), pairs, list(titles))
    if as_json:
        told = {str(number): asdict(each) for number, each in figures.items()}
        click.echo(
            json.dumps({"later_than": last and last.isoformat(), "versions": told}, indent=2)
        )
        return
    if last:
        click.echo(f"On pairs later than {last}, from which none of these learned:")
    show(figures)
    click.echo(verdict(figures))


def show(figures: dict[int, "Figures"]) -> None:
    """The versions side by side."""
    table = Table("figure", *(f"version {n}" if n else "as shipped" for n in figures))
    for name, label in ROWS.items():
        table.add_row(label, *(shown(getattr(each, name)) for each in figures.values()))
    Console().print(table)


def shown(value: float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def verdict(figures: dict[int, "Figures"]) -> str:
    """One plain sentence; a difference that chance would often make is none."""
    ranked = sorted(figures, key=lambda number: -figures[number].s_at_1)
    if len(ranked) < 2:
        return (
            f"Version {ranked[0]} finds the right claim first in {figures[ranked[0]].s_at_1:.1%}."
        )
    best, second = figures[ranked[0]], figures[ranked[1]]
    spread = 2 * (best.s_at_1 * (1 - best.s_at_1) / max(1, best.pairs)) ** 0.5
    if best.s_at_1 - second.s_at_1 <= spread:
        names = sorted(ranked[:2])
        return MIXED.format(f"Version {names[0]}", f"version {names[1]}", f"{best.pairs:,}")
    return BETTER.format(ranked[0], ranked[1], best.s_at_1, second.s_at_1)


@recognise.command()
@click.argument("number", type=click.IntRange(min=0), metavar="VERSION")
@why_option
@home_option
def promote(number: int, why: str, home: Path | None) -> None:
    """Let a version answer from now on; worker and web take it up by themselves."""
    open_versions(home)
    from tangkal.desk import entry  # noqa: PLC0415

    replaced = entry.promote_matcher(number, why)
    click.echo(f"Version {number} answers from now on, in place of version {replaced}.")


@recognise.command()
@why_option
@home_option
def rollback(why: str, home: Path | None) -> None:
    """Return to the version that answered before the present one was promoted."""
    open_versions(home)
    from tangkal.desk import entry  # noqa: PLC0415

    number = entry.roll_back_matcher(why)
    click.echo(f"Version {number} answers again.")


@recognise.command("versions")
@json_option
@home_option
def list_versions(as_json: bool, home: Path | None) -> None:
    """List the versions, their figures on later pairs, and which one answers."""
    found = open_versions(home)
    from tangkal.desk import entry  # noqa: PLC0415

    live, cards = entry.live_matcher(), found.cards()
    if as_json:
        rows = [json.loads(card.as_json()) for card in cards]
        click.echo(json.dumps({"live": live, "versions": rows}, indent=2))
        return
    table = Table("version", "answers", "learned from", "until", "S@1", "S@5")
    for card in cards:
        table.add_row(
            str(card.number),
            "now" if card.number == live else "",
            f"{card.confirmed:,} + {card.rejected:,}",
            str(card.learned_until or "–"),
            shown(card.figures.s_at_1),
            shown(card.figures.s_at_5),
        )
    table.add_row("0 (as shipped)", "now" if live == SHIPPED else "", "–", "–", "–", "–")
    Console().print(table)
