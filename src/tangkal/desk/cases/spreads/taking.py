"""Spreads of a lake's rows: each post once, with the figures it showed when it was taken in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.evidence import moment
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.spreads import addresses, figures
from tangkal.desk.cases.spreads.figures import Figures
from tangkal.desk.cases.spreads.models import Spread, SpreadFigure

ACCOUNT_LETTERS = 8
Item = Mapping[str, object]


@dataclass(slots=True)
class Outcome:
    """What became of several places told at once."""

    added: list[Spread] = field(default_factory=list)
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)  # (line, why)


def take_items(case: Case, items: Iterable[Item], *, by: User) -> Outcome:
    """Spreads of lake rows. Call it in a transaction that holds the case and writes the audit.

    Raises:
        ValidationError: an item of an exercise in a real case.
    """
    outcome = Outcome()
    known = {spread.key: spread for spread in standing(case)}
    copies = {each.item_id: each for each in case.evidence.exclude(item_id="")}
    for item in items:
        if bool(item.get("is_exercise")) and not case.is_exercise:
            raise ValidationError(_("A post of an exercise is no spread of a real case."))
        made, shown = of_item(case, item, by=by)
        made.evidence = copies.get(made.item_id)
        if made.key in known:
            outcome.known += 1
            keep_figures(known[made.key], shown, by=None)
            continue
        keep(made, shown, by=None)
        known[made.key] = made
        outcome.added.append(made)
    return outcome


def of_item(case: Case, item: Item, *, by: User) -> tuple[Spread, Figures]:
    """A spread of one row of the lake, with the figures it showed when it was taken in."""
    observed = moment(item.get("observed_at")) or timezone.now()
    url, item_id = str(item.get("url") or ""), str(item.get("item_id") or "")
    name = str(item.get("author_name") or "")
    made = Spread(
        case=case,
        key=addresses.key_of(url, item_id=item_id),
        platform=str(item.get("platform") or "unknown")[:40],
        url=url[: addresses.LONGEST],
        item_id=item_id,
        narrative_id=str(item.get("narrative_id") or ""),
        account="" if name else str(item.get("author") or "")[:ACCOUNT_LETTERS],
        publisher=name[:200],
        is_public_institution=bool(name),
        published_at=moment(item.get("published_at")),
        observed_at=observed,
        origin=Spread.Origin.LAKE,
        added_by=by,
    )
    numbers = {name: item.get(name) for name in ("views", "shares", "likes")}
    return made, Figures(
        at=observed,
        **{name: number(value) for name, value in numbers.items()},
    )


def number(value: object) -> int | None:
    """A count of the lake; None where it is unknown."""
    found = int(str(value)) if value is not None else None
    return found if found is not None and found >= 0 else None


def standing(case: Case) -> list[Spread]:
    return list(Spread.objects.filter(case=case, removed_at__isnull=True))


def keep(made: Spread, shown: Figures | None, *, by: User | None) -> None:
    if shown is not None:
        figures.check(shown)
    made.save()
    keep_figures(made, shown, by=by)


def keep_figures(spread: Spread, shown: Figures | None, *, by: User | None) -> None:
    """One row a moment; the same moment again changes nothing, for rows are never overwritten."""
    if shown is None or shown.is_empty:
        return
    values = {name: getattr(shown, name) for name in figures.NAMES}
    SpreadFigure.objects.get_or_create(spread=spread, at=shown.at, defaults={**values, "by": by})
