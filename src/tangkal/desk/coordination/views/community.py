"""One community: its graph, what its accounts shared, and each pair with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import number_format
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.coordination import drawing, queries, rules, tables, words
from tangkal.desk.coordination.drawing import MOST_NODES
from tangkal.desk.coordination.models import Community
from tangkal.statistics.counts import utc_hour

PAIRS_A_PAGE = 25
MOST_OBJECTS = 50
MOST_BARS = 96
SHORT = 8  # letters of a pseudonym that are shown
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One object that accounts of a community shared together."""

    behaviour: object
    kind: str  # as the allow-list names it
    value: str
    title: str
    pairs: int
    accounts: int
    first_at: datetime
    last_at: datetime


@require_GET
@login_required
def community_page(request: HttpRequest, community_id: int) -> HttpResponse:
    """Its graph, what was shared when, each pair with its evidence, and where it leads."""
    reader = reader_of(request)
    community = get_object_or_404(
        Community.objects.select_related("signal", "merged_into"), pk=community_id
    )
    if not rules.can_read(reader, community):
        raise Http404(community_id)
    if community.merged_into_id:
        return redirect("coordination-community", community.merged_into_id)
    sighting = community.sightings.select_related("run__tables").first()
    if sighting is None:
        raise Http404(community_id)
    edges, evidence = tables.of_community(sighting.run.tables, sighting.number)
    objects = shared_objects(evidence)
    page = Paginator(range(edges.num_rows), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "community": community,
        "sighting": sighting,
        "run": sighting.run,
        "accounts": [name[:SHORT] for name in community.accounts],
        "behaviours": [words.BEHAVIOURS.get(each, each) for each in community.behaviours],
        "drawings": drawing.graph(sighting.drawing, community.label, sighting.accounts),
        "most_nodes": MOST_NODES if sighting.accounts > MOST_NODES else 0,
        "points": points(evidence),
        "says": says(community, objects, sighting.run.window_seconds),
        "objects": objects[:MOST_OBJECTS],
        "objects_more": max(0, len(objects) - MOST_OBJECTS),
        "page": page,
        "pairs": pairs_of(edges, evidence, list(page)),
        "has_chance": "q_value" in edges.column_names,
        "narratives": narratives(community),
        "regions": regions(community),
        "may_work": rules.may_work(reader),
        "is_exercise": community.is_exercise,
    }
    return render(request, "coordination/community.html", context)


def narratives(community: Community) -> list[tuple[str, str, int]]:
    titles = queries.narrative_titles([community])
    return [(name, titles.get(name, name), items) for name, items in community.narratives]


def regions(community: Community) -> list[tuple[str, int]]:
    names = queries.region_names([community])
    return [(names.get(code, code), items) for code, items in community.regions[:12]]


def shared_objects(evidence: pa.Table) -> list[Shared]:
    """The objects of some evidence, those of most pairs first."""
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    for line in evidence.to_pylist():
        key = (line["behaviour"], line["object"])
        each = grouped.setdefault(
            key, {"title": line["title"], "edges": set(), "who": set(), "at": []}
        )
        each["edges"].add(line["edge"])
        each["who"].update((line["source"], line["target"]))
        later = line["source_at"] + timedelta(seconds=line["gap_seconds"])
        each["at"] += (line["source_at"], later)
    found = [
        Shared(
            behaviour=words.BEHAVIOURS.get(behaviour, behaviour),
            kind="object",
            value=name,
            title=each["title"],
            pairs=len(each["edges"]),
            accounts=len(each["who"]),
            first_at=min(each["at"]),
            last_at=max(each["at"]),
        )
        for (behaviour, name), each in grouped.items()
    ]
    return sorted(found, key=lambda each: (-each.pairs, each.first_at, each.value))


def points(evidence: pa.Table) -> list[tuple[datetime, int]]:
    """Posts an hour that are evidence, without holes; the last hours where there are many."""
    posts = {
        content: at
        for line in evidence.select(
            ["source_content", "target_content", "source_at", "gap_seconds"]
        ).to_pylist()
        for content, at in (
            (line["source_content"], line["source_at"]),
            (line["target_content"], line["source_at"] + timedelta(seconds=line["gap_seconds"])),
        )
    }
    if not posts:
        return []
    hours = [utc_hour(at) for at in posts.values()]
    last = max(hours)
    first = max(min(hours), last - (MOST_BARS - 1) * HOUR)
    n = int((last - first) / HOUR) + 1
    return [(first + place * HOUR, hours.count(first + place * HOUR)) for place in range(n)]


def says(community: Community, objects: Sequence[Shared], seconds: int) -> str:
    """The sentence a reader should take away from the timeline."""
    return ngettext(
        "%(accounts)s accounts shared %(n)s object together, within %(seconds)s seconds.",
        "%(accounts)s accounts shared %(n)s objects together, within %(seconds)s seconds.",
        len(objects),
    ) % {"accounts": len(community.accounts), "n": len(objects), "seconds": seconds}


def pairs_of(edges: pa.Table, evidence: pa.Table, places: Sequence[int]) -> list[dict[str, Any]]:
    """The pairs of one page, each with its lines of evidence."""
    shown = edges.take(pa.array(places, pa.int64())).to_pylist()
    lines = tables.evidence_of(evidence, [edge["row"] for edge in shown])
    return [
        {
            **edge,
            "first": edge["source"][:SHORT],
            "second": edge["target"][:SHORT],
            "p": small(edge.get("p_value")),
            "q": small(edge.get("q_value")),
            "lines": [
                {
                    **line,
                    "behaviour": words.BEHAVIOURS.get(line["behaviour"], line["behaviour"]),
                    "seconds": number_format(abs(line["gap_seconds"]), decimal_pos=0),
                }
                for line in lines[edge["row"]]
            ],
        }
        for edge in shown
    ]


def small(value: float | None) -> str:
    """A chance as people read it.

    >>> small(0.0123), small(3e-9), small(None)
    ('0.0123', '3e-09', '')
    """
    if value is None:
        return ""
    return f"{value:.0e}" if value < 0.001 else f"{value:.4f}"
