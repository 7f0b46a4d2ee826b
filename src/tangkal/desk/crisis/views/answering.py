"""The Q&A board, one question, and the spokesperson's sheet."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.crisis import commands, queries, rules
from tangkal.desk.crisis.commands.answering import STEPS, roles_in
from tangkal.desk.crisis.forms import AnswerForm, QuestionForm
from tangkal.desk.crisis.models import Question
from tangkal.desk.crisis.states import ANSWER
from tangkal.desk.crisis.views.base import find, run_button
from tangkal.desk.crisis.words import ACTIONS
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.refusals import run


@require_http_methods(["GET", "POST"])
@login_required
def board(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Every question with the state of its answer; a form for the next one."""
    reader, found = find(request, crisis_id)
    first = {"text": request.GET.get("text", "")[:400], "void_id": request.GET.get("void", "")[:40]}
    form = QuestionForm(request.POST or None, initial=first)
    status = 200
    if request.method == "POST":
        rules.check_may_work(reader, found)
        status = 422
        if form.is_valid() and run(
            form, lambda: commands.ask(found, by=reader, **form.cleaned_data)
        ):
            messages.success(request, _("On the board."))
            return redirect("crisis-questions", found.pk)
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "questions": queries.questions_of(found),
        "form": form,
        "may_work": rules.may_work(reader, found),
    }
    return render(request, "crisis/questions.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def question(request: HttpRequest, crisis_id: int, question_id: int) -> HttpResponse:
    """One question: every version of its answer, who said what, the next step."""
    reader, found = find(request, crisis_id)
    asked = get_object_or_404(found.questions.select_related("changed_by"), pk=question_id)
    newest = asked.versions.first()
    first = {
        "text": newest.text if newest else "",
        "not_to_be_said": asked.not_to_be_said,
        "version": asked.version,
    }
    form = AnswerForm(request.POST or None, initial=first)
    status = 200
    if request.method == "POST":
        rules.check_may_work(reader, found)
        status = 422
        if form.is_valid():
            words = form.cleaned_data
            if run(
                form,
                lambda: commands.draft_answer(
                    asked,
                    words["text"],
                    by=reader,
                    expected_version=words["version"] or 0,
                    truth_as_of=words["truth_as_of"],
                    not_to_be_said=words["not_to_be_said"],
                ),
            ):
                messages.success(request, _("Saved as a new version."))
                return redirect("crisis-question", found.pk, asked.pk)
    actions = ANSWER.actions(asked.state, roles_in(reader, found))
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "question": asked,
        "versions": asked.versions.select_related("author"),
        "form": form,
        "steps": [(each, ACTIONS[each]) for each in actions if each in STEPS],
        "may_work": rules.may_work(reader, found),
        "words": words_on(asked),
    }
    return render(request, "crisis/question.html", context, status=status)


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Approve the answer"), when=lambda action, **_rest: action == "approve"
)
def question_step(
    request: HttpRequest, crisis_id: int, question_id: int, action: str
) -> HttpResponse:
    """Confirm the facts, approve, send back, pin or unpin."""
    reader, found = find(request, crisis_id)
    asked = get_object_or_404(Question, pk=question_id, crisis=found)
    version, comment = posted_version(request), request.POST.get("comment", "")

    def step() -> object:
        return commands.answer_step(
            asked, action, by=reader, expected_version=version, comment=comment
        )

    acts: dict[str, Callable[[], object]] = {
        **dict.fromkeys(STEPS, step),
        "pin": lambda: commands.pin(asked, by=reader, is_pinned=True, expected_version=version),
        "unpin": lambda: commands.pin(asked, by=reader, is_pinned=False, expected_version=version),
    }
    if action not in acts:
        raise Http404(action)
    return run_button(request, acts[action], _("Saved."), "crisis-question", found.pk, asked.pk)


@require_GET
@login_required
def sheet(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """What the spokesperson may say, for a phone and for paper."""
    _reader, found = find(request, crisis_id)
    context = {
        "crisis": found,
        "house": found.house,
        "questions": queries.answered(found),
        "now": timezone.now(),
        "is_exercise": found.is_exercise,
    }
    return render(request, "crisis/sheet.html", context)
