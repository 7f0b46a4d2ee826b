"""`tangkal explore`: what was collected, by words and filters, from the command line."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from tangkal.cli.homes import choose, home_option
from tangkal.kernel import SOURCE_KINDS
from tangkal.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from tangkal.engines import Lake, Search, Survey

JAKARTA = ZoneInfo("Asia/Jakarta")
SHOWN = 160  # characters of a text
TOLD = ("platform", "language", "region_code", "source_kind")
SAID = (
    "item_id", "published_at", "observed_at", "platform", "title", "text", "url", "author_name",
    "region_code", "language", "narrative_id", "family_id", "source", "source_kind", "is_exercise",
)  # fmt: skip


@click.command()
@click.argument("words", default="")
@click.option("--platform", help="Only this platform, as tiktok.")
@click.option("--language", help="Only this language, as id or jv.")
@click.option("--region", help="Only this region's code and what lies below it, as 32 or 32.04.")
@click.option("--kind", "source_kind", type=click.Choice(SOURCE_KINDS), help="Kind of source.")
@click.option("--narrative", "narrative_id", help="Only what arrived in this narrative.")
@click.option("--family", "family_id", help="Only copies of this text.")
@click.option("--from", "first", metavar="DAY", help="From this day on (WIB), as 2026-03-02.")
@click.option("--to", "last", metavar="DAY", help="To this day, included.")
@click.option("--real/--exercise", "is_real", default=None, help="Leave exercises out, or in only.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON object an item, and nothing else.")
@home_option
def explore(
    words: str,
    first: str | None,
    last: str | None,
    is_real: bool | None,
    limit: int,
    as_json: bool,
    home: Path | None,
    **filters: str | None,
) -> None:
    """Find collected items by WORDS, newest first, and count them by hour, place and language.

    \b
    bansos beras        both words, in any form of theirs
    '"bantuan tunai"'   these words, as written, one after the other
    bansos OR bantuan   one of the two
    'bansos -beras'     without the second (in one argument)
    'vaks*'  '#bansos'  what begins so; the hashtag only

    Merges and splits that analysts made at the desk are not followed here: an item stands in
    the narrative it arrived in.
    """
    place = choose(home).lake
    from tangkal.engines import DuckLake, Search  # noqa: PLC0415 - slow to load

    if not (place / "catalogue.sqlite3").exists():
        raise InvalidInput(f"{place} holds no items yet: take some in with 'tangkal ingest'")
    search = Search(
        words=words,
        since=day(first, "--from"),
        until=after(day(last, "--to")),
        is_exercise=None if is_real is None else not is_real,
        limit=limit,
        **filters,  # type: ignore[arg-type]
    )
    lake = DuckLake(place)
    began = perf_counter()
    rows = lake.found(search).select(list(SAID)).to_pylist()
    if as_json:
        for row in rows:
            click.echo(json.dumps({name: plain(row[name]) for name in SAID}, ensure_ascii=False))
        return
    survey = lake.survey(search)
    tell(survey, lake, search, perf_counter() - began)
    for row in rows:
        click.echo(line_of(row))


def tell(survey: "Survey", lake: "Lake", search: "Search", seconds: float) -> None:
    """How many there are, since when, and where."""
    if survey.first is None or survey.last is None:
        click.echo(f"No item of {lake.count():,} fits. What was never collected cannot be found.")
        if search.query.is_wordless:
            click.echo(f"{search.words!r} holds no word: signs alone are not looked for.")
        return
    click.echo(f"{survey.items:,} of {lake.count():,} items, found in {seconds:.2f} s")
    click.echo(f"from {clock(survey.first)} to {clock(survey.last)}")
    for name in TOLD:
        largest = list(survey.by[name].items())[:5]
        told = ", ".join(f"{value or 'not told'} {items:,}" for value, items in largest)
        click.echo(f"{name}: {told}")
    click.echo()


def line_of(row: dict[str, Any]) -> str:
    said = " ".join(f"{row['title'] or ''} {row['text']}".split())
    shown = said if len(said) <= SHOWN else f"{said[: SHOWN - 1]}…"
    at = clock(row["published_at"] or row["observed_at"])
    return f"{at}  {row['platform']:<10} {row['narrative_id']}  {shown}"


def clock(moment: datetime) -> str:
    return f"{moment.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB"


def plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def day(value: str | None, option: str) -> datetime | None:
    """Midnight in Jakarta of a day.

    Raises:
        InvalidInput: it is no day.
    """
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise InvalidInput(f"{option} {value!r} is no day: write it as 2026-03-02") from None
    return datetime(found.year, found.month, found.day, tzinfo=JAKARTA)


def after(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment + timedelta(days=1)
