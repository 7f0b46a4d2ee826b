"""What grew, by narrative, hashtag, platform, region and kind of source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import Region
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.trends.dimensions import DIMENSIONS, SPANS
from tangkal.desk.situational_insight.voids import queries
from tangkal.desk.situational_insight.voids.models import InsightRun
from tangkal.desk.situational_insight.worlds import shows_exercise, world_tabs

LABELS = {
    "narrative": gettext_lazy("Narratives"),
    "hashtag": gettext_lazy("Hashtags"),
    "platform": gettext_lazy("Platforms"),
    "region": gettext_lazy("Regions"),
    "source_kind": gettext_lazy("Kinds of source"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series that grew."""

    label: str
    url: str
    observed: int
    usual_low: int
    usual_high: int
    times: float | None
    since: datetime
    volume: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One dimension: what grew, or why nothing can be said."""

    key: str
    label: object
    lines: list[Line]
    tests: int
    stretches: int
    found: int
    enough_past: bool
    is_unknown: bool  # too much to read in the time of a measurement
    false_at_most: float


@require_GET
@login_required
def trends(request: HttpRequest) -> HttpResponse:
    """Growth against each series' own past, and what was not heard."""
    reader_of(request)
    is_exercise = shows_exercise(request)
    span = request.GET.get("since", "day")
    span = span if span in SPANS else "day"
    standing = queries.standing(InsightRun.Kind.TRENDS, is_exercise=is_exercise)
    content = standing.run.content.get(span, {}) if standing.run else {}
    until = content.get("until")
    context = {
        "standing": standing,
        "tables": tables(content.get("dimensions", {})),
        "until": datetime.fromisoformat(until) if until else None,
        "span": span,
        "spans": span_tabs(request),
        "reality": "exercise" if is_exercise else "",
        "worlds": world_tabs(request),
        "is_exercise": is_exercise,
    }
    return render(request, "situational_insight/trends/trends.html", context)


def span_tabs(request: HttpRequest) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for key, label in (("day", _("Since yesterday")), ("week", _("Since last week"))):
        query = request.GET.copy()
        query["since"] = key
        found.append({"key": key, "label": label, "url": f"?{query.urlencode()}"})
    return found


def tables(dimensions: Mapping[str, Any]) -> list[Table]:
    # Beside its only use: what it stands with compiles its statistics when it is loaded.
    from tangkal.situational_insight.trends import expected_false  # noqa: PLC0415

    names = names_of(dimensions)
    found = []
    for key in DIMENSIONS:
        about = dimensions.get(key)
        if about is None:
            continue
        grown = about.get("grown", [])
        found.append(
            Table(
                key=key,
                label=LABELS[key],
                lines=[line(key, each, names) for each in grown],
                tests=about.get("tests", 0),
                stretches=about.get("stretches", 0),
                found=about.get("found", 0),
                enough_past=about.get("enough_past", False),
                is_unknown=about.get("unknown", False),
                false_at_most=max(0.1, expected_false([each["q"] for each in grown])),
            )
        )
    return found


def names_of(dimensions: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What people read for a code: a region's name, a narrative's own title."""
    shown = {
        key: [each["name"] for each in dimensions.get(key, {}).get("grown", [])]
        for key in ("region", "narrative")
    }
    regions = Region.objects.filter(code__in=shown["region"])
    titles = Narrative.objects.filter(pk__in=shown["narrative"])
    return {
        "region": {each.code: each.name for each in regions},
        "narrative": {each.pk: str(each) for each in titles if each.title},
        "source_kind": {str(code): str(label) for code, label in SOURCE_KINDS.items()},
    }


SOURCE_KINDS = {
    "aduan": gettext_lazy("Citizens’ questions"),
    "crawler": gettext_lazy("Social media and web"),
    "media": gettext_lazy("Mass media"),
    "lapor": gettext_lazy("SP4N-LAPOR!"),
    "daerah": gettext_lazy("Regional offices"),
    "mitra": gettext_lazy("Partners"),
    "manual": gettext_lazy("Entered by hand"),
}


def line(key: str, each: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]) -> Line:
    name = str(each["name"])
    label = names.get(key, {}).get(name) or str(each.get("title") or name)
    return Line(
        label=label,
        url=address(key, name),
        observed=each["observed"],
        usual_low=each["usual_low"],
        usual_high=each["usual_high"],
        times=each["times"],
        since=datetime.fromisoformat(each["since"]),
        volume=list(each["volume"]),
    )


def address(key: str, name: str) -> str:
    if key == "narrative":
        return reverse("narrative", args=[name])
    return ""
