"""Read series and editions within a person's scope, and compare two editions word by word."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from tangkal.desk.accounts.models import User
from tangkal.desk.situation_reports import rules
from tangkal.desk.situation_reports.assembly import assemble
from tangkal.desk.situation_reports.models import Edition, Series, Slot
from tangkal.desk.situation_reports.states import EDITION, EditionState
from tangkal.desk.ui.papers.document import Report
from tangkal.strategic_communication.differences import word_differences

MISSED_SHOWN = 10
Change = tuple[str, list[tuple[str, str]]]


def readable_series(reader: User) -> QuerySet[Series]:
    found = Series.objects.filter(rules.readable_series(reader))
    return found.select_related("organisation", "region", "changed_by")


def series_of(reader: User, *, is_exercise: bool) -> QuerySet[Series]:
    found = readable_series(reader).filter(is_exercise=is_exercise)
    return found.annotate(newest=Max("editions__number"))


def editions_of(reader: User) -> QuerySet[Edition]:
    return Edition.objects.filter(rules.readable_editions(reader)).select_related(
        "series__organisation",
        "series__region",
        "drafted_by",
        "signed_by",
        "checked_by",
        "changed_by",
        "corrects",
    )


def rows_of(found: QuerySet[Edition]) -> QuerySet[Edition]:
    """Without the contents, which a list does not show."""
    return found.defer("measured", "figures", "words", "counts")


def waiting_for(reader: User, *, is_exercise: bool) -> list[Edition]:
    """Drafts to write and checked reports to sign, where this person may take the step."""
    open_ones = rows_of(editions_of(reader)).filter(
        state__in=(EditionState.DRAFT, EditionState.CHECKED), is_exercise=is_exercise
    )[:200]
    return [each for each in open_ones if next_step(each, reader)]


def next_step(edition: Edition, reader: User) -> str:
    """ "check" or "sign" where this person may take it next; "" where not."""
    roles = reader.roles_at(edition.series.organisation)
    open_steps = EDITION.actions(edition.state, roles)
    if "check" in open_steps:
        return "check"
    wrote = {edition.drafted_by_id, *edition.authors}
    return "sign" if "sign" in open_steps and reader.pk not in wrote else ""


def missed(series: Sequence[Series]) -> QuerySet[Slot]:
    """The latest moments at which a report was due and none was made."""
    return (
        Slot.objects.filter(series__in=series, edition=None)
        .select_related("series")
        .order_by("-at")[:MISSED_SHOWN]
    )


def next_due(series: Series, now: datetime) -> datetime | None:
    rhythm = series.rhythm if series.is_active else None
    return rhythm.next(max(now, series.rhythm_since)) if rhythm else None


def earlier_edition(edition: Edition) -> Edition | None:
    """What an edition is compared with first: what it corrects, else the one before it."""
    if edition.corrects is not None:
        return edition.corrects
    return edition.series.editions.filter(number__lt=edition.number).order_by("-number").first()


def texts(report: Report) -> Mapping[str, tuple[str, str]]:
    """Each part's heading and its words, one block a line."""
    found = {}
    for section in report.sections:
        lines: list[str] = []
        for block in section.blocks:
            if block.kind == "table":
                lines += [block.caption, *(" · ".join(row) for row in block.plain_rows)]
            elif block.kind == "chart":
                lines += [block.caption, block.says]
            else:
                lines.append(block.text)
        found[section.key] = (section.heading, "\n".join(lines))
    return found


def changes_between(old: Edition, new: Edition) -> Iterator[Change]:
    """Word differences of each part that changed, in reading order."""
    before, after = texts(assemble(old)), texts(assemble(new))
    for key, (heading, text) in after.items():
        earlier = before.get(key, ("", ""))[1]
        if earlier != text:
            yield heading, word_differences(earlier, text)


def figures_now(
    edition: Edition, again: Sequence[Mapping[str, Any]] | None
) -> list[dict[str, Any]]:
    """The figures as drafted; with a second draft's beside them, where it has the same question."""
    now = {each["key"]: each["value"] for each in again or ()}
    return [
        {
            **each,
            "as_of": datetime.fromisoformat(each["as_of"]),
            "now": now.get(each["key"]),
            "is_known_now": each["key"] in now,
            "differs": each["key"] in now and now[each["key"]] != each["value"],
        }
        for each in edition.figures
    ]
