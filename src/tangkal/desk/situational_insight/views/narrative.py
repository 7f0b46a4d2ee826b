"""One narrative in tabs: overview, items, texts, history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import Region, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.portal.models import Clarification
from tangkal.desk.situational_insight import families, history, lake
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.search import Asked
from tangkal.desk.situational_insight.views.base import Found, about, narrative_page
from tangkal.desk.ui.charts import Mark, Span
from tangkal.desk.ui.moments import in_words

ITEMS_A_PAGE = 50
FAMILIES_A_PAGE = 25
EVENTS_A_PAGE = 30
HOUR = timedelta(hours=1)


@require_GET
@narrative_page
def overview(request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """How it moves, where, in which words, what is asked, and what came of it."""
    reader = reader_of(request)
    found = lake.read_narrative(narrative.pk, narrative.typical_items)
    signals = list(Signal.objects.filter(narrative_id=narrative.pk).select_related("owner"))
    answers = answers_to(narrative.pk)
    context = about(narrative, reader, "narrative") | {
        "found": found,
        "platform_says": platform_says(found) if found else "",
        "volume_says": volume_says(found) if found else "",
        "marks": [Mark(each.published_at, each.headline, "ours") for each in answers],
        "spans": bursts_of(signals),
        "answers": answers,
        "signals": signals,
        "cases": cases_of(reader, narrative.pk),
        "children": list(narrative.children.filter(merged_into=None)) if narrative.version else [],
        "anchors": Narrative.Anchor.choices,
    }
    return render(request, "situational_insight/narrative.html", context)


def answers_to(narrative_id: str) -> list[Clarification]:
    """What we published on it: everybody may know that, whoever led the case."""
    numbers = Case.objects.filter(signals__narrative_id=narrative_id).values("number")
    published = Clarification.objects.filter(
        reference__in=numbers, state=Clarification.State.PUBLISHED
    )
    return list(published.order_by("published_at"))


def bursts_of(signals: Sequence[Signal]) -> list[Span]:
    """Hours that were measured as a burst, from the signals' reasons."""
    found = []
    for signal in signals:
        for reason in signal.reasons:
            if reason.get("kind") == "burst":
                start = datetime.fromisoformat(str(reason["started_at"]))
                end = datetime.fromisoformat(str(reason["hour"])) + HOUR
                found.append(Span(start, end, _("burst")))
    return found


def cases_of(reader: User, narrative_id: str) -> list[Case]:
    return list(visible_cases(reader).filter(signals__narrative_id=narrative_id).distinct())


def platform_says(found: lake.Narrative) -> str:
    name, items = found.platforms[0]
    share = round(100 * items / found.items)
    return _("%(share)s%% of the items seen were on %(platform)s.") % {
        "share": share,
        "platform": name,
    }


def volume_says(found: lake.Narrative) -> str:
    at, top = max(found.points, key=lambda point: point[1])
    return _("The most in one hour were %(top)s, in the hour from %(at)s.") % {
        "top": top,
        "at": in_words(at),
    }


@require_GET
@narrative_page
def items(request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """Its items, newest first, by words and filters."""
    reader = reader_of(request)
    asked = replace(Asked.from_query(request.GET), narrative_id=narrative.pk, state="", sort="")
    total = lake.lake().count_found(asked.search(limit=1))

    def read(start: int, count: int) -> list[object]:
        if count < 1:
            return []
        return list(lake.lake().found(asked.search(limit=count, offset=start)).to_pylist())

    paginator = Paginator(cast("Sequence[object]", Found(total, read)), ITEMS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = about(narrative, reader, "narrative-items") | {
        "page": page,
        "items": list(page.object_list),
        "total": total,
        "asked": replace(asked, narrative_id=""),
        "query": asked.as_query(),
        "regions": Region.objects.filter(parent=None),
    }
    return render(request, "situational_insight/narrative_items.html", context)


@require_GET
@narrative_page
def texts(request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """Its families of copies, the largest first; an analyst chooses those that should move."""
    reader = reader_of(request)
    found = families.with_spans(narrative.pk)
    page = Paginator(found, FAMILIES_A_PAGE).get_page(request.GET.get("page"))
    ids = [each.first_item for each in page]
    firsts = {row["item_id"]: row for row in lake.lake().items(ids).to_pylist()}
    context = about(narrative, reader, "narrative-families") | {
        "page": page,
        "families": [with_first(each, firsts.get(each.first_item)) for each in page],
        "total": len(found),
        "largest_share": round(100 * found[0].items / sum(f.items for f in found)) if found else 0,
    }
    return render(request, "situational_insight/narrative_families.html", context)


def with_first(
    family: families.FamilySpan, first: lake.Item | None
) -> tuple[families.FamilySpan, lake.Item | None]:
    """A family beside its first item, whose moment is finer than the hours of the others."""
    if first is None:
        return family, None
    moment = first["published_at"] or first["observed_at"]
    return replace(family, first=moment, last=max(family.last, moment)), first


@require_GET
@narrative_page
def past(request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """What happened to it, by whom, and on what evidence."""
    reader = reader_of(request)
    paginator = Paginator(history.events_of(narrative.pk), EVENTS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    undo = history.undoable(narrative.pk)
    context = about(narrative, reader, "narrative-history") | {
        "page": page,
        "events": history.told(page, of=narrative.pk, undo=undo),
        "is_last_page": not page.has_next(),
    }
    return render(request, "situational_insight/narrative_history.html", context)
