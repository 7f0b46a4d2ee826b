"""Suggested matches: a list to go through, and the buttons on every panel."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.matching import commands, panel, queries, rules
from tangkal.desk.cases.matching.queries import SuggestionFilter
from tangkal.desk.cases.pictures import seen
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.judging import ANSWERS, Answer
from tangkal.desk.recognise.media import reading
from tangkal.desk.recognise.models import KnownClaim, MatchJudgement, MatchSuggestion
from tangkal.desk.ui.errors import referring_page
from tangkal.desk.ui.notices import add_undo
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.views import next_page
from tangkal.pipeline.matching import LONGEST_TEXT

FAINT = 0.02  # likeness below "maybe" that an analyst may still want to see, marked as such


@require_GET
@login_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the matcher suggests of signals, the likeliest first."""
    reader = reader_of(request)
    chosen = SuggestionFilter.from_query(request.GET)
    page = Paginator(queries.suggestion_list(chosen), queries.PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    counted = queries.counts()
    context = {
        "page": page,
        "rows": [(row, rules.can_judge_signal(reader, row.signal)) for row in page if row.signal],
        "chosen": chosen,
        "tabs": tabs(counted),
        "tab": next((key for key, tab in queries.TABS.items() if tab == chosen), ""),
        "may_judge": rules.can_judge_texts(reader),
        "matcher": matcher.answering(),
        "here": f"{reverse('suggestions')}?{chosen.as_query()}",
    }
    return render(request, "cases/matching/suggestions.html", context)


def tabs(counted: dict[str, int]) -> list[dict[str, object]]:
    labels = {
        "same": _("Same claim, most likely"),
        "maybe": _("Perhaps"),
        "confirmed": _("Confirmed"),
        "rejected": _("Rejected"),
        "unsure": _("Unsure"),
    }
    return [
        {
            "key": key,
            "label": labels[key],
            "url": f"?{queries.TABS[key].as_query()}",
            "count": counted[key],
        }
        for key in queries.TABS
    ]


@require_POST
@login_required
def judge(request: HttpRequest) -> HttpResponse:
    """One answer to one suggestion, as the page showed it."""
    reader = reader_of(request)
    shown = panel.unseal(request.POST.get("match", ""))
    back = next_page(request, reverse("suggestions"))
    if shown is None:
        messages.error(request, _("This page is too old to answer from; look again."))
        return redirect(back)
    rules.check_can_judge(reader, shown.subject)
    answer = request.POST.get("answer", "")
    try:
        made = commands.judge(
            shown,
            answer,
            by=reader,
            seen=max(0, whole_number(request.POST.get("seen"))),
            why=request.POST.get("why", ""),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        add_undo(request, said(made), undo_url([made]))
    return redirect(back)


def said(judgement: MatchJudgement) -> str:
    sentences = {
        Answer.SAME: _("Confirmed: the same claim as “%(title)s”."),
        Answer.NOT_SAME: _("Rejected: not the claim “%(title)s”. It is not suggested here again."),
        Answer.UNSURE: _("Kept as unsure: “%(title)s”."),
    }
    return sentences[Answer(judgement.answer)] % {"title": judgement.claim_title}


def undo_url(judgements: Sequence[MatchJudgement]) -> str:
    named = ",".join(str(each.pk) for each in judgements)
    return f"{reverse('matches-undo')}?{urlencode({'judgements': named})}"


@require_POST
@login_required
def judge_many(request: HttpRequest) -> HttpResponse:
    """The bulk bar: the same answer to every suggestion that is ticked."""
    reader = reader_of(request)
    back = next_page(request, reverse("suggestions"))
    chosen = named_suggestions(request.POST.getlist("suggestions"))
    answer = request.POST.get("answer", "")
    if not chosen or answer not in ANSWERS:
        messages.error(request, _("Select at least one suggestion, and say what it is."))
        return redirect(back)
    tell(request, commands.judge_all(chosen, answer, by=reader), answer)
    return redirect(back)


def named_suggestions(values: Sequence[str]) -> list[tuple[MatchSuggestion, int]]:
    """Suggestions from "id:judgement seen", as checkboxes carry them."""
    pairs = [value.partition(":") for value in values[: commands.MOST_AT_ONCE]]
    seen = {whole_number(pk): max(0, whole_number(last)) for pk, _colon, last in pairs}
    found = MatchSuggestion.objects.in_bulk([pk for pk in seen if pk > 0])
    return [(row, seen[pk]) for pk, row in sorted(found.items())]


def tell(request: HttpRequest, outcome: commands.Outcome, answer: str) -> None:
    """Say how many were answered, and of the others why not."""
    n = len(outcome.judged)
    if n:
        texts = {
            Answer.SAME: ngettext("%(n)d match confirmed.", "%(n)d matches confirmed.", n),
            Answer.NOT_SAME: ngettext("%(n)d match rejected.", "%(n)d matches rejected.", n),
            Answer.UNSURE: ngettext(
                "%(n)d match kept as unsure.", "%(n)d matches kept as unsure.", n
            ),
        }
        add_undo(request, texts[Answer(answer)] % {"n": n}, undo_url(outcome.judged))
    tell_rest(request, outcome)


def tell_rest(request: HttpRequest, outcome: commands.Outcome) -> None:
    if outcome.stale:
        messages.warning(
            request,
            ngettext(
                "%(n)d was left: already answered by %(who)s.",
                "%(n)d were left: already answered by %(who)s.",
                len(outcome.stale),
            )
            % {"n": len(outcome.stale), "who": ", ".join(sorted(set(outcome.stale)))},
        )
    for sentence in sorted(set(outcome.refused)):
        messages.error(request, sentence)


@require_POST
@login_required
def undo(request: HttpRequest) -> HttpResponse:
    """Take answers back, as far as they still stand."""
    reader = reader_of(request)
    numbers = [whole_number(n) for n in request.GET.get("judgements", "").split(",")]
    rows = MatchJudgement.objects.filter(pk__in=[n for n in numbers if n > 0]).order_by("pk")
    outcome = commands.take_all_back(rows[: commands.MOST_AT_ONCE], by=reader)
    n = len(outcome.judged)
    if n:
        text = ngettext("%(n)d answer taken back.", "%(n)d answers taken back.", n)
        messages.success(request, text % {"n": n})
    tell_rest(request, outcome)
    return redirect(referring_page(request) or "suggestions")


@login_required
def match(request: HttpRequest) -> HttpResponse:
    """The question path on a page: paste a text or choose a picture, see what it matches and why.

    What is asked about is compared and kept nowhere.
    """
    reader = reader_of(request)
    text = request.POST.get("text", "").replace("\x00", "").strip()
    context: dict[str, object] = {"text": text[:LONGEST_TEXT], "here": reverse("match")}
    upload = request.FILES.get("media")
    if upload is not None:
        context |= asked_picture(upload, reader)
    if len(text) > LONGEST_TEXT:
        context["too_long"] = len(text)
    elif text:
        context["panel"] = panel.of_text(text, reader, floor=FAINT)
    elif request.method == "POST" and upload is None:
        context["is_empty"] = True
    return render(request, "cases/matching/match_page.html", context)


def asked_picture(upload: "File[bytes]", reader: User) -> dict[str, object]:
    """Where an uploaded picture or video was seen before, or why that cannot be told."""
    try:
        return {"sighting": seen.of_upload(reading.take(upload), reader)}
    except ValidationError as error:
        return {"refused": error.messages}


@require_POST
@login_required
def link(request: HttpRequest) -> HttpResponse:
    """Copy a known claim into a case, as an earlier fact-check among its evidence."""
    reader: User = reader_of(request)
    number = request.POST.get("case", "").strip().split(" ", 1)[0]
    case = get_object_or_404(visible_cases(reader), number=number)
    claim = get_object_or_404(KnownClaim, pk=request.POST.get("claim", ""), is_withdrawn=False)
    try:
        commands.link_claim(case, claim, by=reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = _("“%(title)s” is evidence of case %(number)s now.")
        messages.success(request, text % {"title": claim.title, "number": case.number})
    return redirect(next_page(request, reverse("case", args=[case.number])))
