"""What the command line asks: series, a draft, a file; as whoever runs the installation."""

from datetime import UTC, datetime

from tangkal.desk.cases.items import lake
from tangkal.desk.situation_reports import commands, outputs
from tangkal.desk.situation_reports.models import Edition, Series
from tangkal.desk.situation_reports.queries import next_due
from tangkal.kernel import InvalidInput


def listed() -> list[dict[str, object]]:
    """Each series with its newest edition and when the next draft is due."""
    now = datetime.now(UTC)
    found = []
    for series in Series.objects.select_related("organisation", "region"):
        newest = series.editions.order_by("-number").first()
        due = next_due(series, now)
        found.append(
            {
                "series": series.pk,
                "name": series.name,
                "office": str(series.organisation),
                "region": series.region_id,
                "is_exercise": series.is_exercise,
                "rhythm": series.kind if series.is_active else "paused",
                "next_due": due.isoformat() if due else None,
                "newest": newest.number if newest else None,
                "state": newest.state if newest else None,
                "report": newest.pk if newest else None,
                "missed": series.slots.filter(edition=None).count(),
            }
        )
    return found


def draft(name: str, hours: int) -> tuple[int, int]:
    """Draft a report up to this minute; answers its key and its number.

    Raises:
        InvalidInput: no such series, or hours that a report cannot cover.
    """
    series = series_named(name)
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    edition = commands.draft(series, lake(), until=now, hours=hours, by=None, now=now)
    return edition.pk, edition.number


def series_named(name: str) -> Series:
    """A series by its key or its name.

    Raises:
        InvalidInput: there is none, or several have the name.
    """
    found = list(
        Series.objects.filter(pk=int(name))
        if name.isdecimal()
        else Series.objects.filter(name=name)
    )
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(str(each.pk) for each in found)
        raise InvalidInput(f"several series are called {name!r}: name one by its number: {keys}")
    raise InvalidInput(f"there is no series {name!r}; see 'tangkal report list'")


def taken(report: int, form: str) -> tuple[str, bytes]:
    """A file's own name and its bytes; who took it is on record first.

    Raises:
        InvalidInput: no such report, or no such form.
    """
    if form not in outputs.FORMS:
        raise InvalidInput(f"a report comes as {', '.join(outputs.FORMS)}, not as {form!r}")
    edition = Edition.objects.filter(pk=report).first()
    if edition is None:
        raise InvalidInput(f"there is no report {report}; see 'tangkal report list'")
    commands.note_taken(edition, form, by=None)
    name, _content_type, content = outputs.written(edition, form)
    return name, content
