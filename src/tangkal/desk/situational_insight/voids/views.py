"""Questions of the public: the list, and what people decide about each."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import Region, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.items import items
from tangkal.desk.situational_insight.voids import commands, queries, rules
from tangkal.desk.situational_insight.voids.models import (
    InsightRun,
    PublicQuestion,
    QuestionMark,
)
from tangkal.desk.situational_insight.worlds import shows_exercise, world_tabs
from tangkal.engines import LakeError

PAGE = 25
VIEWS = (*PublicQuestion.Answer.values, "decided")


@require_GET
@login_required
def voids(request: HttpRequest) -> HttpResponse:
    """What is asked often, and what stands as an answer; never an empty page for a calm."""
    reader = reader_of(request)
    is_exercise = shows_exercise(request)
    view = request.GET.get("show", "")
    view = view if view in VIEWS else PublicQuestion.Answer.NONE.value
    standing = queries.standing(InsightRun.Kind.VOIDS, is_exercise=is_exercise)
    page = None
    counts = dict.fromkeys(VIEWS, 0)
    if standing.run:
        counts = queries.counts(standing.run)
        rows = queries.questions(standing.run, view)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "standing": standing,
        "page": page,
        "rows": [line(each) for each in with_regions(list(page.object_list))] if page else [],
        "view": view,
        "views": view_tabs(request, counts),
        "reality": "exercise" if is_exercise else "",
        "worlds": world_tabs(request),
        "may_mark": rules.may_mark(reader),
        "is_exercise": is_exercise,
    }
    return render(request, "situational_insight/voids/voids.html", context)


def view_tabs(request: HttpRequest, counts: dict[str, int]) -> list[dict[str, object]]:
    labels = {
        "none": _("No answer"),
        "maybe": _("Maybe answered: look"),
        "answered": _("Answered"),
        "decided": _("Decided"),
    }
    found = []
    for key in VIEWS:
        query = request.GET.copy()
        query["show"] = key
        query.pop("page", None)
        found.append(
            {
                "key": key,
                "label": labels[key],
                "url": f"?{query.urlencode()}",
                "count": counts.get(key, 0),
            }
        )
    return found


def with_regions(rows: list[PublicQuestion]) -> list[tuple[PublicQuestion, list[tuple[str, int]]]]:
    """Each question with its regions by name; one query for all."""
    codes = {code for row in rows for code in row.regions}
    names = {each.code: each.name for each in Region.objects.filter(code__in=codes)}
    return [
        (row, [(names.get(code, code), n) for code, n in list(row.regions.items())[:4]])
        for row in rows
    ]


def line(pair: tuple[PublicQuestion, list[tuple[str, int]]]) -> dict[str, object]:
    """One question as the list shows it."""
    row, regions = pair
    marks: list[QuestionMark] = getattr(row, "standing", [])
    return {
        "row": row,
        "regions": regions,
        "platforms": list(row.platforms.items())[:4],
        "people": people_says(row),
        "growth": growth_says(row),
        "others": row.samples[1:],
        "mark": marks[0] if marks else None,
        "is_one_text": row.wordings == 1 and row.asks > 1,
    }


def people_says(row: PublicQuestion) -> str:
    """ "12 accounts and 3 asks without an account", never who."""
    said = []
    if row.askers:
        said.append(ngettext("%(n)d account", "%(n)d accounts", row.askers) % {"n": row.askers})
    if row.unnamed:
        said.append(
            ngettext("%(n)d time without an account", "%(n)d times without an account", row.unnamed)
            % {"n": row.unnamed}
        )
    return _(" and ").join(said)


def growth_says(row: PublicQuestion) -> str:
    return _("%(today)d in the last 24 hours, %(yesterday)d in the 24 before") % {
        "today": row.today,
        "yesterday": row.yesterday,
    }


@require_POST
@login_required
def open_case(request: HttpRequest, question_id: int) -> HttpResponse:
    """Open a case with some of the items that ask as evidence."""
    reader, question = find(request, question_id)
    rules.check_may_mark(reader)
    try:
        asked = items(question.item_ids)
    except LakeError as error:
        asked = []
        messages.warning(
            request, _("Opened without items: they cannot be read now (%(why)s).") % {"why": error}
        )
    try:
        case = commands.open_case(question, by=reader, items=asked)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return back(question)
    messages.success(request, _("A case is open. Its answer will be this question’s answer."))
    return redirect("case", case.number)


@require_POST
@login_required
def mark(request: HttpRequest, question_id: int) -> HttpResponse:
    """ "Answered by …" or "not for us"."""
    reader, question = find(request, question_id)
    why = request.POST.get("why", "")
    if request.POST.get("what") == QuestionMark.What.ANSWERED:
        slug = request.POST.get("page", "")
        done = attempt(
            request,
            lambda: commands.mark_answered(question, slug=slug, why=why, by=reader),
        )
    else:
        done = attempt(request, lambda: commands.mark_not_ours(question, why=why, by=reader))
    if done:
        messages.success(request, _("Kept. The question now stands under “Decided”."))
    return back(question)


@require_POST
@login_required
def take_back(request: HttpRequest, question_id: int) -> HttpResponse:
    reader, question = find(request, question_id)
    rules.check_may_mark(reader)
    standing = question.marks.filter(ended_at=None).first()
    if standing is None:
        messages.error(request, _("Nothing is decided about this question."))
    elif attempt(request, lambda: commands.take_back(standing, by=reader)):
        messages.success(request, _("The question is open again."))
    return back(question)


def attempt(request: HttpRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def find(request: HttpRequest, question_id: int) -> tuple[User, PublicQuestion]:
    return reader_of(request), get_object_or_404(PublicQuestion, pk=question_id)


def back(question: PublicQuestion) -> HttpResponse:
    reply = redirect("voids")
    reply["Location"] += f"?reality={'exercise' if question.is_exercise else ''}"
    return reply
