"""The desk's side of the portal: citizens' questions, and pointing them to an answer."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.portal import completeness, reports, rules, search
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Clarification, PublicReport

PAGE = 20
NEWEST = 20  # clarifications offered beside the nearest ones


@require_GET
@login_required
def questions(request: HttpRequest) -> HttpResponse:
    """What citizens asked: the waiting ones first, each with its best match."""
    reader = reader_of(request)
    states = PublicReport.State
    tab = request.GET.get("tab", "")
    tab = tab if tab in states.values else states.WAITING
    counted = dict(PublicReport.objects.values_list("state").annotate(Count("pk")).order_by())
    tabs = [
        {"key": value, "label": label, "url": f"?tab={value}", "count": counted.get(value, 0)}
        for value, label in states.choices
    ]
    # Whoever waits longest comes first; what is done, newest first.
    order = ("created_at", "pk") if tab == states.WAITING else ("-answered_at", "-pk")
    found = PublicReport.objects.filter(state=tab).select_related("answer").order_by(*order)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(each, best_match(each) if tab == states.WAITING else None) for each in page]
    context = {
        "page": page,
        "rows": rows,
        "tab": tab,
        "tabs": tabs,
        "can_answer": rules.can_answer_questions(reader),
    }
    return render(request, "portal/desk_questions.html", context)


def best_match(report: PublicReport) -> dict[str, object] | None:
    """The nearest known claim, with our page on it where there is one."""
    result, matches = search.likely_claims(report.text, k=1)
    if not matches:
        return None
    claim, match = matches[0]
    page = search.pages_of([claim]).get(claim.claim_id)
    return {"claim": claim, "match": match, "page": page, "answer": result}


@require_GET
@login_required
def question(request: HttpRequest, receipt: str) -> HttpResponse:
    """One question with its nearest answers."""
    reader = reader_of(request)
    report = get_object_or_404(PublicReport.objects.select_related("answer"), receipt=receipt)
    _result, matches = search.likely_claims(report.text, k=5)
    pages = search.pages_of([claim for claim, _match in matches])
    nearest = [(claim, match, pages.get(claim.claim_id)) for claim, match in matches]
    near = {page.pk for page in pages.values()}
    told = completeness.of_question(report)
    asking = completeness.reply(told.missing)
    context = {
        "report": report,
        "nearest": nearest,
        "others": search.published().exclude(pk__in=near)[:NEWEST],
        "is_waiting": report.state == PublicReport.State.WAITING,
        "can_answer": rules.can_answer_questions(reader),
        "completeness": completeness.lines(told),
        "reply_text": asking,
        # Behind a link of its own: nobody closes a question by a text they did not choose.
        "note": asking[:300] if request.GET.get("reply") == "1" else "",
    }
    return render(request, "portal/desk_question.html", context)


@require_POST
@login_required
def answer(request: HttpRequest, receipt: str) -> HttpResponse:
    """Point a question to a published clarification."""
    reader = reader_of(request)
    rules.check_can_answer_questions(reader)
    report = get_object_or_404(PublicReport, receipt=receipt)
    slug = without_controls(request.POST.get("clarification", ""))
    clarification = Clarification.objects.filter(slug=slug).first()
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
