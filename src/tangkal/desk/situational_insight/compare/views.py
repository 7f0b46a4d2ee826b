"""Two narratives side by side."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.situational_insight import rows, rules
from tangkal.desk.situational_insight.compare.reading import Compared, compare
from tangkal.desk.situational_insight.membership import current_id
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.views.base import narrative_page, unreadable
from tangkal.desk.ui.charts import Series, multiples
from tangkal.engines import LakeError


@require_GET
@narrative_page
def choose(_request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """The tab of a narrative: it is the one, the other is still to be named."""
    reply = redirect("narratives-compare")
    reply["Location"] += f"?a={narrative.pk}"
    return reply


@require_GET
@login_required
def both(request: HttpRequest) -> HttpResponse:
    """Both on one axis; with one alone, a form that asks for the other."""
    reader_of(request)
    try:
        one = narrative_in(request.GET.get("a", ""))
        other = narrative_in(request.GET.get("b", ""))
        fault = ""
        found = None
        if one and other:
            fault = refusal(one, other)
            found = None if fault else compare(one, other, now=timezone.now())
            if found is None and not fault:
                fault = _("The lake no longer holds items of both; nothing can be compared.")
    except LakeError as error:
        return unreadable(request, error)
    context = {
        "one": one,
        "other": other,
        "found": found,
        "fault": fault,
        "chart": multiples(series(found), title=_("Items an hour")) if found else "",
        "tables": tables(found) if found else [],
        "is_exercise": bool(one and one.is_exercise),
    }
    return render(request, "situational_insight/compare/compare.html", context)


def narrative_in(said: str) -> Narrative | None:
    """A narrative by its id or by a pasted address of it; None where none was given.

    Raises:
        Http404: there is no such narrative.
    """
    parts = [part for part in said.strip().split("?")[0].split("/") if part]
    if "narratives" in parts[:-1]:
        parts = parts[parts.index("narratives") + 1 :][:1]
    if not parts:
        return None
    narrative_id = current_id(parts[-1][:40])
    found = rows.row_or_lake(narrative_id)
    if found is None:
        raise Http404(narrative_id)
    return found


def refusal(one: Narrative, other: Narrative) -> str:
    """Why these two are not compared; "" where they are."""
    if one.pk == other.pk:
        return _("These two are one narrative; name another.")
    try:
        rules.check_same_world(one, other)
    except ValidationError:
        return _("A narrative of an exercise is not compared with a real one.")
    return ""


def series(found: Compared) -> list[Series]:
    return [Series(str(side.narrative), side.points) for side in (found.one, found.other)]


def tables(found: Compared) -> list[tuple[str, list[tuple[str, int, str, int, str]]]]:
    """Items and shares of each value, by heading."""
    sides = (found.one.items, found.other.items)
    return [
        (
            heading,
            [(label, a, percent(a, sides[0]), b, percent(b, sides[1])) for label, a, b in rows_],
        )
        for heading, rows_ in (
            (_("Platforms"), found.platforms),
            (_("Regions"), found.regions),
            (_("Languages"), found.languages),
        )
        if rows_
    ]


def percent(items: int, of: int) -> str:
    """Of all items of that narrative, those without a value included."""
    return f"{100 * items / of:.0f}%" if of else "–"
