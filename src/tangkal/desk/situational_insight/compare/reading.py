"""Two narratives read from the lake for one page, figures side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tangkal.desk.accounts.models import Region
from tangkal.desk.cases.items import lake
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.situational_insight import families
from tangkal.desk.situational_insight.models import Narrative
from tangkal.situational_insight.contrast import Apart, words_apart
from tangkal.situational_insight.growth import Growth, growth
from tangkal.statistics.counts import utc_hour

HOUR = timedelta(hours=1)
MOST_HOURS = 24 * 14  # of the axis; the newest are shown
READ_FAMILIES = 400  # of each, the largest: their words are compared
READ_ITEMS = 2_000  # of each, the newest: their claims are compared
FEWEST_ACCOUNTS = 5  # fewer accounts in common are not counted out
ROWS = 8

Row = tuple[str, int, int]  # label, items of the one, of the other
Points = list[tuple[datetime, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two."""

    narrative: Narrative
    items: int
    accounts: int
    families: int
    first: datetime
    last: datetime
    points: Points
    growth: Growth


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both, and what they share."""

    one: Side
    other: Side
    platforms: list[Row]
    regions: list[Row]
    languages: list[Row]
    shared_families: int
    shared_accounts: int | None  # None: fewer than FEWEST_ACCOUNTS, which is not told apart
    shared_claims: list[KnownClaim]
    words_of_one: list[Apart]
    words_of_other: list[Apart]
    is_cut: bool  # the axis shows only the newest hours


def compare(one: Narrative, other: Narrative, *, now: datetime) -> Compared | None:
    """Both narratives; None where the lake no longer holds one of them.

    Raises:
        LakeError: the lake cannot be read.
    """
    ids = [one.pk, other.pk]
    spans = lake().first_last(ids)
    if spans[0] is None or spans[1] is None:
        return None
    first = utc_hour(min(spans[0][0], spans[1][0]))
    last = utc_hour(max(spans[0][1], spans[1][1]))
    hours = int((last - first) / HOUR) + 1
    start = max(first, last - (MOST_HOURS - 1) * HOUR)
    counts = lake().hourly_counts(ids, start, min(hours, MOST_HOURS))
    totals = lake().totals(ids)
    by_author = lake().counts_by(ids, "author")
    texts = {each: families.counted(each) for each in ids}
    sides = [
        Side(
            narrative=narrative,
            items=int(totals[place]),
            accounts=len(by_author[narrative.pk]),
            families=len(texts[narrative.pk]),
            first=spans[place][0],  # type: ignore[index]  # both are there, see above
            last=spans[place][1],  # type: ignore[index]
            points=[(start + n * HOUR, int(items)) for n, items in enumerate(counts[place])],
            growth=by_the_clock(counts[place].tolist(), last, now),
        )
        for place, narrative in enumerate((one, other))
    ]
    words = words_apart(*(first_texts(texts[each]) for each in ids))
    return Compared(
        one=sides[0],
        other=sides[1],
        platforms=side_by_side(lake().counts_by(ids, "platform"), ids),
        regions=with_names(side_by_side(lake().counts_by(ids, "region_code"), ids)),
        languages=side_by_side(lake().counts_by(ids, "language"), ids),
        shared_families=len(
            {each.family_id for each in texts[ids[0]]} & {each.family_id for each in texts[ids[1]]}
        ),
        shared_accounts=enough(len(by_author[ids[0]].keys() & by_author[ids[1]].keys())),
        shared_claims=claims_of_both(ids),
        words_of_one=words[0],
        words_of_other=words[1],
        is_cut=hours > MOST_HOURS,
    )


def by_the_clock(counts: Sequence[int], last: datetime, now: datetime) -> Growth:
    """Growth up to now: the hour under way does not count, quiet hours since the last item do."""
    quiet = int((utc_hour(now) - last) / HOUR)
    whole = [*counts, *[0] * min(max(quiet - 1, 0), MOST_HOURS)]
    return growth(whole if quiet > 0 else whole[:-1])


def first_texts(found: Sequence[families.FamilyCount]) -> list[str]:
    """One text a family, of the largest: copies say nothing more."""
    ids = [each.first_item for each in found[:READ_FAMILIES]]
    return [str(text) for text in lake().items(ids)["text"].to_pylist()]


def side_by_side(counts: Mapping[str, Mapping[str, int]], ids: Sequence[str]) -> list[Row]:
    """Values by items of both together, the first ROWS."""
    one, other = counts[ids[0]], counts[ids[1]]
    rows = [(key, one.get(key, 0), other.get(key, 0)) for key in one.keys() | other.keys()]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))[:ROWS]


def with_names(rows: Sequence[Row]) -> list[Row]:
    found = Region.objects.filter(code__in=[code for code, _one, _other in rows])
    names = {each.code: each.name for each in found}
    return [(names.get(code, code), one, other) for code, one, other in rows]


def enough(accounts: int) -> int | None:
    """A few accounts in common could be known persons; they are not counted out."""
    return accounts if accounts == 0 or accounts >= FEWEST_ACCOUNTS else None


def claims_of_both(ids: Sequence[str]) -> list[KnownClaim]:
    """Known claims that items of both resemble."""
    met = [
        {
            match["claim_id"]
            for matches in lake().narrative_items(each, limit=READ_ITEMS)["matches"].to_pylist()
            for match in matches[:1]
        }
        for each in ids
    ]
    return list(KnownClaim.objects.filter(pk__in=met[0] & met[1])[:ROWS])
