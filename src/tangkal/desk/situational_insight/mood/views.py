"""Samples that people read for stance: the list, the reading, the result."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.situational_insight.compare.views import narrative_in
from tangkal.desk.situational_insight.mood import commands, queries, rules
from tangkal.desk.situational_insight.mood.forms import MoodForm
from tangkal.desk.situational_insight.mood.models import MoodQuestion, MoodReading, MoodText
from tangkal.desk.situational_insight.views.base import unreadable
from tangkal.desk.situational_insight.worlds import shows_exercise, world_tabs
from tangkal.desk.ui.refusals import run
from tangkal.engines import LakeError

PAGE = 25
KEYS = ("1", "2", "3", "4")


@login_required
def moods(request: HttpRequest) -> HttpResponse:
    """Samples drawn, and the form that draws one."""
    reader = reader_of(request)
    is_exercise = shows_exercise(request)
    form = MoodForm(
        request.POST or None, initial={"narrative": request.GET.get("narrative", "")[:300]}
    )
    if request.method == "POST":
        rules.check_may_ask(reader)
        made: list[MoodQuestion] = []
        try:
            if form.is_valid() and run(
                form, lambda: made.append(draw(form, reader, is_exercise=is_exercise))
            ):
                messages.success(request, _("Drawn. Two people now read it, each for themselves."))
                return redirect("mood", made[0].pk)
        except LakeError as error:
            return unreadable(request, error)
    rows = MoodQuestion.objects.filter(is_exercise=is_exercise).select_related("asked_by")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "may_ask": rules.may_ask(reader),
        "reality": "exercise" if is_exercise else "",
        "worlds": world_tabs(request),
        "is_exercise": is_exercise,
    }
    return render(request, "situational_insight/mood/moods.html", context)


def draw(form: MoodForm, by: User, *, is_exercise: bool) -> MoodQuestion:
    values = form.cleaned_data
    narrative = narrative_in(values["narrative"])
    if narrative and narrative.is_exercise != is_exercise:
        raise ValidationError(_("This narrative belongs to the other world: change the tab."))
    now = timezone.now()
    return commands.ask(
        question=values["question"],
        narrative_id=narrative.pk if narrative else "",
        words=values["words"],
        since=now - timedelta(days=values["days"]),
        until=now,
        draws=values["draws"],
        is_exercise=is_exercise,
        by=by,
    )


@require_GET
@login_required
def mood(request: HttpRequest, question_id: int) -> HttpResponse:
    """What a sample says, how it was made, and whom it does not speak for."""
    reader, question = find(request, question_id)
    result = queries.result_of(question, reader)
    labels = dict(MoodReading.Stance.choices)
    platforms = question.about.get("platforms", {})
    context = {
        "question": question,
        "result": result,
        "rows": [
            (labels[key], 100 * each.value, 100 * each.low, 100 * each.high)
            for key, each in result.shares.items()
        ],
        "platforms": [
            (name, items, 100 * items / question.items) for name, items in platforms.items()
        ],
        "may_read": rules.may_read(reader),
        "is_exercise": question.is_exercise,
    }
    return render(request, "situational_insight/mood/mood.html", context)


@require_GET
@login_required
def read(request: HttpRequest, question_id: int) -> HttpResponse:
    """One text at a time, without its author or platform, and four keys."""
    reader, question = find(request, question_id)
    rules.check_may_read(reader, question)
    try:
        following = queries.next_of(question, reader)
    except LakeError as error:
        return unreadable(request, error)
    if following is None:
        messages.success(request, _("You have read all of it. Thank you."))
        return redirect("mood", question.pk)
    context = {
        "question": question,
        "next": following,
        "stances": [
            (key, code, label)
            for key, (code, label) in zip(KEYS, MoodReading.Stance.choices, strict=True)
        ],
        "is_exercise": question.is_exercise,
    }
    return render(request, "situational_insight/mood/read.html", context)


@require_POST
@login_required
def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    """Keep a reading, or take the last one back; then the next text."""
    reader, question = find(request, question_id)
    if request.POST.get("action") == "back":
        if commands.unread(question, by=reader) is None:
            messages.info(request, _("You have read nothing yet."))
        return redirect("mood-read", question.pk)
    rules.check_may_read(reader, question)
    place = request.POST.get("place", "")
    text = get_object_or_404(
        MoodText, question=question, place=int(place) if place.isdecimal() else 0
    )
    try:
        commands.read(text, stance=request.POST.get("stance", ""), by=reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("mood-read", question.pk)


def find(request: HttpRequest, question_id: int) -> tuple[User, MoodQuestion]:
    reader = reader_of(request)
    rows = MoodQuestion.objects.select_related("asked_by")
    return reader, get_object_or_404(rows, pk=question_id)
