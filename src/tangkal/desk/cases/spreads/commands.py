"""Draw spreads in, add them by hand, take a wrong one out, and keep their figures over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import rules
from tangkal.desk.cases.commands.base import lock_case, required_reason
from tangkal.desk.cases.models import Case, Claim, Evidence
from tangkal.desk.cases.spreads import addresses, figures
from tangkal.desk.cases.spreads.figures import Figures
from tangkal.desk.cases.spreads.models import Spread
from tangkal.desk.cases.spreads.taking import (
    Item,
    Outcome,
    keep,
    keep_figures,
    standing,
    take_items,
)

MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One place a claim was seen, as somebody tells it."""

    url: str = ""
    platform: str = ""
    publisher: str = ""
    is_public_institution: bool = False
    published_at: datetime | None = None
    observed_at: datetime | None = None
    figures: Figures | None = None
    line: int = 0  # of the table it came from


@transaction.atomic
def add_spread(
    case: Case,
    seen: Seen,
    *,
    by: User,
    claim: Claim | None = None,
    evidence: Evidence | None = None,
) -> Spread:
    """Add one place by hand.

    Raises:
        ValidationError: no address of a post, or one that the case counts already.
    """
    case = lock_case(case)
    rules.check_can(by, "add_spread", case)
    check_of_case(case, claim, evidence)
    made = made_of(case, seen, evidence=evidence, origin=Spread.Origin.HAND, by=by)
    made.claim = claim
    if already(case, [made.key]):
        raise ValidationError(
            _("The case counts this post already; add its newer figures there instead.")
        )
    keep(made, seen.figures, by=by)
    told(case, [made], by=by)
    return made


@transaction.atomic
def add_spreads(
    case: Case, rows: Sequence[Seen], *, by: User, refused: Sequence[tuple[int, str]] = ()
) -> Outcome:
    """Add many at once, from a table or pasted lines: good ones are kept, others are named.

    A post that the case counts already is no second spread; newer figures of it are kept.

    Args:
        refused: lines that whoever read the table could not understand.
    """
    if len(rows) > MOST_AT_ONCE:
        raise ValidationError(
            _("%(n)d lines at once are too many; at most %(most)d.")
            % {"n": len(rows), "most": MOST_AT_ONCE}
        )
    case = lock_case(case)
    rules.check_can(by, "add_spread", case)
    outcome = Outcome(refused=list(refused))
    known = {spread.key: spread for spread in standing(case)}
    for row in rows:
        try:
            made = made_of(case, row, evidence=None, origin=Spread.Origin.TABLE, by=by)
            if row.figures is not None:
                figures.check(row.figures)
        except ValidationError as error:
            outcome.refused.append((row.line, " ".join(error.messages)))
            continue
        if made.key in known:
            outcome.known += 1
            keep_figures(known[made.key], row.figures, by=by)
            continue
        keep(made, row.figures, by=by)
        known[made.key] = made
        outcome.added.append(made)
    if outcome.added:
        told(case, outcome.added, by=by)
    return outcome


@transaction.atomic
def draw_in(case: Case, items: Iterable[Item], *, by: User) -> Outcome:
    """Count the items of a case's signals as spreads: each post once, figures as of now."""
    case = lock_case(case)
    rules.check_can(by, "add_spread", case)
    outcome = take_items(case, items, by=by)
    if outcome.added:
        told(case, outcome.added, by=by)
    return outcome


def made_of(case: Case, seen: Seen, *, evidence: Evidence | None, origin: str, by: User) -> Spread:
    from tangkal.pipeline.platforms import platform_name, platform_of  # noqa: PLC0415

    url = addresses.checked(seen.url) if seen.url.strip() else ""
    if not url and evidence is None:
        raise ValidationError(
            _("Give the address of the post, or choose the evidence that shows it.")
        )
    check_moments(seen)
    named = platform_name(seen.platform) if seen.platform.strip() else ""
    institution = seen.is_public_institution
    return Spread(
        case=case,
        key=addresses.key_of(url, evidence_id=evidence.pk if evidence else None),
        platform=(named or (platform_of(url) if url else "unknown"))[:40],
        url=addresses.shown(url, is_public_institution=institution) if url else "",
        publisher=seen.publisher.strip()[:200] if institution else "",
        is_public_institution=institution,
        published_at=seen.published_at,
        observed_at=seen.observed_at or timezone.now(),
        evidence=evidence,
        origin=origin,
        added_by=by,
    )


def check_moments(seen: Seen) -> None:
    now = timezone.now() + figures.AHEAD
    if seen.published_at and seen.published_at > now:
        raise ValidationError(_("The post cannot be of a moment that has not come yet."))
    if seen.observed_at and seen.observed_at > now:
        raise ValidationError(_("It cannot have been seen at a moment that has not come yet."))


def check_of_case(case: Case, claim: Claim | None, evidence: Evidence | None) -> None:
    for each in (claim, evidence):
        if each is not None and each.case_id != case.pk:
            raise ValidationError(_("That belongs to another case."))


def already(case: Case, keys: Sequence[str]) -> bool:
    return Spread.objects.filter(case=case, key__in=keys, removed_at__isnull=True).exists()


def told(case: Case, added: Sequence[Spread], *, by: User) -> None:
    platforms: dict[str, int] = {}
    for each in added:
        platforms[each.platform] = platforms.get(each.platform, 0) + 1
    record(
        "case.spreads_added",
        case,
        by=by,
        spreads=[each.pk for each in added][:MOST_AT_ONCE],
        platforms=platforms,
    )


@transaction.atomic
def add_figures(spread: Spread, shown: Figures, *, by: User) -> None:
    """Keep what the platform shows now, beside what it showed before."""
    case = lock_case(spread.case)
    rules.check_can(by, "add_spread", case)
    spread = Spread.objects.get(pk=spread.pk)
    check_stands(spread)
    if shown.is_empty:
        raise ValidationError(_("Give at least one number that the platform shows."))
    figures.check(shown)
    keep_figures(spread, shown, by=by)
    values = {name: getattr(shown, name) for name in figures.NAMES}
    record("case.spread_measured", case, by=by, spread=spread.pk, at=shown.at, **values)


@transaction.atomic
def remove_spread(spread: Spread, *, why: str, by: User) -> Spread:
    """Take out what is no spread of this claim; it stays readable with the reason."""
    why = required_reason(why)
    case = lock_case(spread.case)
    rules.check_can(by, "add_spread", case)
    spread = Spread.objects.select_for_update().get(pk=spread.pk)
    check_stands(spread)
    spread.removed_at, spread.removed_by, spread.removed_why = timezone.now(), by, why[:300]
    spread.save(update_fields=["removed_at", "removed_by", "removed_why"])
    record("case.spread_removed", case, by=by, spread=spread.pk, why=why)
    return spread


def check_stands(spread: Spread) -> None:
    if spread.removed_at is not None:
        raise ValidationError(_("This spread was taken out of the case."))
