"""Plans, indicators and their previews as sentences in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.early_warning.watching.models import Indicator, Plan
from tangkal.desk.early_warning.watching.preview import Preview
from tangkal.desk.early_warning.watching.queries import Advice

PARTS = {
    "objective": lazy("Objective"),
    "audiences": lazy("Audiences"),
    "vulnerabilities": lazy("Our vulnerabilities"),
    "expected_narratives": lazy("Expected false narratives"),
    "channels": lazy("Channels"),
    "prepared_lines": lazy("Prepared lines"),
}
LIMITS = {
    "items_hour": lazy("%(n)s items in an hour"),
    "items_day": lazy("%(n)s items in 24 hours"),
    "new_regions": lazy("%(n)s new regions in 24 hours"),
    "reports_percent": lazy("%(n)s%% of 24 hours’ hits from citizens"),
}
EVENTS = {
    "indicator.written": lazy("wrote it"),
    "indicator.switched_on": lazy("put it on the watch list"),
    "indicator.switched_off": lazy("took it off the watch list"),
    "indicator.muted": lazy("muted it"),
    "indicator.unmuted": lazy("ended the mute"),
    "indicator.threshold_applied": lazy("set a threshold as suggested"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    at: datetime
    who: str
    text: str
    why: str


def parts(plan: Plan) -> list[tuple[str, str]]:
    """The parts of a plan that say something, in reading order."""
    return [
        (str(label), getattr(plan, name)) for name, label in PARTS.items() if getattr(plan, name)
    ]


def limits(indicator: Indicator) -> list[str]:
    """The thresholds that are set."""
    return [
        str(label) % {"n": number_format(getattr(indicator, name), force_grouping=True)}
        for name, label in LIMITS.items()
        if getattr(indicator, name) is not None
    ]


def searched(indicator: Indicator) -> Iterator[tuple[str, list[str]]]:
    """What it looks for, by part."""
    parts = {
        _("One of these"): indicator.any_of,
        _("All of these"): indicator.all_of,
        _("None of these"): indicator.none_of,
    }
    for label, lines in parts.items():
        if found := [line.strip() for line in lines.splitlines() if line.strip()]:
            yield label, found


def would_have_fired(preview: Preview) -> str:
    """The sentence that the preview comes down to."""
    times = len(preview.firings)
    if not preview.items:
        return _("The lake holds no item of the last 30 days to try it on.")
    if not times:
        return _("It would not have fired: %(hits)s hits among %(items)s items.") % facts(preview)
    return ngettext(
        "It would have fired %(n)s time: %(hits)s hits among %(items)s items.",
        "It would have fired %(n)s times: %(hits)s hits among %(items)s items.",
        times,
    ) % facts(preview)


def facts(preview: Preview) -> dict[str, str]:
    return {
        "n": number_format(len(preview.firings)),
        "hits": number_format(preview.hits, force_grouping=True),
        "items": number_format(preview.items, force_grouping=True),
    }


def suggestion(advice: Advice) -> str:
    """What the answers suggest, and why; empty where they suggest nothing."""
    found = advice.suggestion
    if found is None:
        return ""
    limit = str(LIMITS[advice.field]) % {"n": number_format(found.threshold)}
    if found.late:
        return ngettext(
            "%(limit)s instead of %(present)s: %(n)s warning came too late.",
            "%(limit)s instead of %(present)s: %(n)s warnings came too late.",
            found.late,
        ) % {"limit": limit, "present": found.present, "n": found.late}
    return ngettext(
        "%(limit)s instead of %(present)s: it would have spared %(n)s firing that nobody needed, "
        "and lost none that somebody did.",
        "%(limit)s instead of %(present)s: it would have spared %(n)s firings that nobody needed, "
        "and lost none that somebody did.",
        found.spared,
    ) % {"limit": limit, "present": found.present, "n": found.spared}


def log_line(event: AuditEvent) -> LogLine:
    return LogLine(
        at=event.at,
        who=event.actor_name,
        text=str(EVENTS.get(event.action, event.action)),
        why=str(event.details.get("why") or ""),
    )
