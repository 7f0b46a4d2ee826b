"""Screens of a narrative's spread: the tab, a flag set, a flag withdrawn, groups measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.spread import commands, grouping, queries, rules, words
from tangkal.desk.situational_insight.spread.forms import FlagForm, first_values
from tangkal.desk.situational_insight.spread.measuring import Spread, by_value, measure
from tangkal.desk.situational_insight.spread.models import BreakoutFlag, SpreadMeasure
from tangkal.desk.situational_insight.spread.queries import History
from tangkal.desk.situational_insight.views.base import about, narrative_page
from tangkal.desk.ui import charts
from tangkal.desk.ui.languages import language_choices
from tangkal.desk.ui.platforms import platform_label
from tangkal.desk.ui.refusals import run
from tangkal.impact_analysis.breakout import Flag
from tangkal.impact_analysis.breakout_history import suggests_mainstream
from tangkal.situational_insight.crossings import Arrival
from tangkal.situational_insight.reach import OTHER, PlatformReach, Range, in_all, rounded

MOST_LANES = 12  # rows of one chart of arrivals; the table of all follows the same order


@require_GET
@narrative_page
def spread(request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """How far it went, when it crossed over, and who set which flag."""
    reader = reader_of(request)
    kept = queries.measure_of(narrative.pk)
    found = measure(narrative, kept)
    history = queries.history_of(narrative.pk, found.levels if found else ())
    context = about(narrative, reader, "narrative-spread") | {
        "found": found,
        "history": history,
        "may_flag": rules.may_flag(reader),
        "ladder": ladder_of(history, found),
        "suggests_media": suggests_media(found, history),
        "kept": kept,
        "bubbles": bubbles_of(kept) if kept and kept.groups else "",
    }
    if found:
        context |= drawn(found)
    return render(request, "situational_insight/spread/spread.html", context)


def drawn(found: Spread) -> dict[str, object]:
    """What the page says of the lake's figures, and the charts that show it."""
    provinces = words.province_names()
    languages = dict(language_choices())
    names = {each.value: platform_label(each.value) for each in found.by_platform}
    unknown = sum(each.unknown_items for each in found.platforms)
    return {
        "growth_says": words.growth_says(found.growth, found.growth_from),
        "reach_says": words.reach_says(in_all(found.platforms), unknown),
        "rows": [platform_row(each, found) for each in found.platforms],
        "platform_lanes": lanes_of(found.by_platform, names, _("Platforms in order of arrival")),
        "bridge_says": words.bridge_says(found.bridge),
        "media_percent": round(100 * (found.bridge.media_share or 0)),
        "map": charts.tile_map(
            by_value(found.by_province),
            provinces,
            title=_("Items by province"),
            so_what=words.first_says(found.by_province, provinces),
            elsewhere=found.no_province,
        ),
        "language_says": words.first_says(found.by_language, languages),
        "languages": [(languages.get(each.value, each.value), each) for each in found.by_language],
    }


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """One line of the platform table."""

    reach: PlatformReach
    views: str
    basis: str
    source: str


def platform_row(each: PlatformReach, found: Spread) -> PlatformRow:
    assumed = found.assumptions.get(each.platform, found.assumptions[OTHER])
    source = assumed.source
    if not found.own_assumptions:
        source = str(words.SHIPPED_SOURCES[assumed.platform])
    return PlatformRow(
        each, range_says(each.views), basis_says(each), source if each.estimated_items else ""
    )


def range_says(views: Range | None) -> str:
    """Views as text; unknown is said, not shown as 0."""
    if views is None:
        return _("unknown")
    low, central, high = (charts.number(rounded(value)) for value in views)
    return central if low == high else f"≈ {central} ({low}–{high})"


def basis_says(each: PlatformReach) -> str:
    """What a platform's figure rests on, item by item."""
    parts = [
        (each.counted_items, ngettext("%(n)d tells views", "%(n)d tell views", each.counted_items)),
        (
            each.estimated_items,
            ngettext(
                "%(n)d estimated from shares or likes",
                "%(n)d estimated from shares or likes",
                each.estimated_items,
            ),
        ),
        (
            each.unknown_items,
            ngettext("%(n)d tells nothing", "%(n)d tell nothing", each.unknown_items),
        ),
    ]
    return ", ".join(text % {"n": count} for count, text in parts if count)


def lanes_of(found: Sequence[Arrival], names: Mapping[str, str], title: str) -> SafeString:
    rows = [
        charts.Lane(names.get(each.value, each.value), each.first, each.last, each.items)
        for each in found[:MOST_LANES]
    ]
    return charts.lanes(
        rows, title=title, what=_("Platform"), so_what=words.first_says(found, names)
    )


def ladder_of(history: History, found: Spread | None) -> SafeString:
    standing = history.standing
    rungs = [
        charts.Rung(
            each.level,
            each.at,
            words.level_says(each, standing),
            each.flag is not None,
            queries.address_of(each),
        )
        for each in history.levels
    ]
    until = max(
        [*(rung.at for rung in rungs), *([found.last] if found else [])],
        default=None,
    )
    if until is None:
        return SafeString("")
    return charts.ladder(
        rungs, [str(name) for name in words.LEVELS], until=until, title=_("Levels reached")
    )


def suggests_media(found: Spread | None, history: History) -> bool:
    """True when outlets enough carry it and nobody has said so yet."""
    return (
        found is not None
        and suggests_mainstream(len(found.bridge.outlets))
        and Flag.MAINSTREAM_MEDIA.value not in history.standing
    )


def bubbles_of(kept: SpreadMeasure) -> SafeString:
    groups = [
        charts.Bubble(each["accounts"], each["items"], each["label"] or "–") for each in kept.groups
    ]
    links = {(one, other): count for one, other, count in kept.links}
    return charts.bubbles(groups, links, title=_("Groups of accounts that pass on the same texts"))


@require_http_methods(["GET", "POST"])
@narrative_page
def flag(request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """Say that it broke out further, and where that can be seen."""
    reader = reader_of(request)
    rules.check_may_flag(reader)
    asked = request.GET.get
    form = FlagForm(
        request.POST or None,
        initial=first_values(asked("kind", ""), asked("evidence", "")),
        evidence_of=queries.evidence_on(narrative.pk, reader),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and run(form, lambda: commands.set_flag(narrative.pk, by=reader, **form.cleaned_data))
    ):
        messages.success(request, _("The flag is on record."))
        return redirect("narrative-spread", narrative.pk)
    context = about(narrative, reader, "narrative-spread") | {"form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "situational_insight/spread/flag.html", context, status=status)


@require_POST
@login_required
def withdraw(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Take a flag back, with a reason."""
    reader = reader_of(request)
    rules.check_may_flag(reader)
    found = get_object_or_404(BreakoutFlag, pk=flag_id)
    try:
        commands.withdraw_flag(found, why=request.POST.get("why", ""), by=reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The flag is withdrawn; it stays in the record."))
    return redirect("narrative-spread", found.narrative_id)


@require_POST
@narrative_page
def measure_now(request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """Measure groups and levels at once instead of at the worker's next round."""
    reader = reader_of(request)
    rules.check_may_flag(reader)
    if grouping.remeasure(narrative, None):
        messages.success(request, _("Measured anew."))
    else:
        messages.error(request, _("Its items are past their retention: nothing to measure."))
    return redirect("narrative-spread", narrative.pk)
