"""One question at the desk: what it asks, where it stands, and an answer for its family."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.portal import reports, rules
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions.models import Asked
from tangkal.desk.questions.views.families import (
    chosen_clarification,
    nearest_to,
    offered,
    told_of,
)
from tangkal.desk.recognise.media import index, reading


@require_GET
@login_required
def question(request: HttpRequest, receipt: str) -> HttpResponse:
    """One question with its nearest answers."""
    reader = reader_of(request)
    rows = PublicReport.objects.select_related("answer", "asked__family")
    report = get_object_or_404(rows, receipt=receipt)
    asked = getattr(report, "asked", None)
    nearest = nearest_to(report.text)
    near = {page.pk for _claim, _match, page in nearest if page}
    told = told_of(report)
    context = {
        "report": report,
        "asked": asked,
        "like_it": asked.family.askers - 1 if asked else 0,
        "nearest": nearest,
        "others": [each for each in offered() if each.pk not in near],
        "is_waiting": report.state == PublicReport.State.WAITING,
        "can_answer": rules.can_answer_questions(reader),
        # Behind a link of its own: nobody closes a question by a text they did not choose.
        "note": str(told["reply_text"])[:300] if request.GET.get("reply") == "1" else "",
        **told,
    }
    return render(request, "questions/question.html", context)


@require_GET
@login_required
def picture(request: HttpRequest, receipt: str) -> FileResponse:
    """The picture that was sent along, to whoever reads content."""
    reader_of(request)
    asked = get_object_or_404(Asked, report__receipt=receipt)
    if not asked.picture:
        raise Http404
    try:
        content = asked.picture.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = "image/png" if str(asked.picture.name).endswith(".png") else "image/jpeg"
    return FileResponse(content, content_type=kind)


@require_GET
@login_required
def picture_seen(request: HttpRequest, receipt: str) -> HttpResponse:
    """Whether the picture is known: the nearest of all banks, compared when somebody asks."""
    reader_of(request)
    asked = get_object_or_404(Asked.objects.select_related("report"), report__receipt=receipt)
    if not asked.picture:
        raise Http404
    fault, found = "", []
    try:
        found = index.find(reading.take(asked.picture))
    except (ValidationError, FileNotFoundError) as error:
        fault = " ".join(getattr(error, "messages", [_("The picture is no longer kept.")]))
    context = {"report": asked.report, "found": found, "fault": fault}
    return render(request, "questions/picture.html", context)


@require_POST
@login_required
def answer(request: HttpRequest, receipt: str) -> HttpResponse:
    """Point a question, and everybody who asks the same, to a published clarification."""
    reader = reader_of(request)
    rules.check_can_answer_questions(reader)
    report = get_object_or_404(PublicReport, receipt=receipt)
    clarification = chosen_clarification(request)
    if clarification is None:
        notices.error(request, _("Choose the clarification that answers the question."))
        return redirect("question", receipt)
    try:
        reports.answer_report(report, clarification, by=reader)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return redirect("question", receipt)
    notices.success(request, _("Question %(receipt)s is answered.") % {"receipt": receipt})
    return redirect("questions")


@require_POST
@login_required
def close(request: HttpRequest, receipt: str) -> HttpResponse:
    """Close a question without an answer, with a note that the citizen reads."""
    reader = reader_of(request)
    rules.check_can_answer_questions(reader)
    report = get_object_or_404(PublicReport, receipt=receipt)
    try:
        reports.close_report(report, note=request.POST.get("note", ""), by=reader)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return redirect("question", receipt)
    notices.success(request, _("Question %(receipt)s is closed.") % {"receipt": receipt})
    return redirect("questions")
