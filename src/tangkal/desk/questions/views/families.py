"""Families of questions at the desk: the list, one family, and what is decided about it."""

from collections.abc import Callable, Sequence

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.portal import completeness, search
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.portal.reports import read_receipt
from tangkal.desk.portal.rules import can_answer_questions, check_can_answer_questions
from tangkal.desk.questions import families as commands
from tangkal.desk.questions import moving, queries, rules
from tangkal.desk.questions.models import Family, Move
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.notices import add_undo
from tangkal.desk.ui.numbers import whole_number

PAGE = 20
NEWEST = 50  # clarifications offered
MOST_AT_ONCE = 100
MEMBERS = 25  # questions of a family on a page


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """What is asked, family by family: the most asked about first, or the longest waiting."""
    reader = reader_of(request)
    states = PublicReport.State
    tab = request.GET.get("tab", "")
    tab = tab if tab in states.values else states.WAITING
    order = "oldest" if request.GET.get("order") == "oldest" else "top"
    counted = queries.counts()
    tabs = [
        {"key": value, "label": label, "url": f"?tab={value}", "count": counted.get(value, 0)}
        for value, label in states.choices
    ]
    found = queries.families(tab, order, timezone.now())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_answer = can_answer_questions(reader) and tab == states.WAITING
    context = {
        "page": page,
        "lines": queries.lines(page),
        "tab": tab,
        "tabs": tabs,
        "order": order,
        "orders": [
            {"key": "top", "label": _("Most asked about"), "url": "?order=top"},
            {"key": "oldest", "label": _("Waiting longest"), "url": "?order=oldest"},
        ],
        "may_answer": may_answer,
        "clarifications": offered() if may_answer else (),
    }
    return render(request, "questions/families.html", context)


def offered() -> QuerySet[Clarification]:
    """Published clarifications to choose an answer from, newest first."""
    return search.published().filter(doubted_at=None).only("slug", "headline")[:NEWEST]


@require_GET
@login_required
def coverage(request: HttpRequest) -> HttpResponse:
    """How much of what was asked is answered, and how fast, week by week."""
    reader_of(request)
    context = {"weeks": queries.coverage(timezone.now())}
    return render(request, "questions/coverage.html", context)


@require_GET
@login_required
def detail(request: HttpRequest, family_id: int) -> HttpResponse:
    """One family: who asked how and when, what is nearest, and what to do."""
    reader = reader_of(request)
    family = get_object_or_404(Family.objects.select_related("answer"), pk=family_id)
    rows = PublicReport.objects.filter(asked__family=family).select_related("asked")
    page = Paginator(rows, MEMBERS).get_page(request.GET.get("page"))
    first = page.object_list[0] if page.object_list else None
    is_waiting = family.state == Family.State.WAITING
    nearest = nearest_to(first.text) if first and is_waiting else []
    may_answer = can_answer_questions(reader)
    context = {
        "family": family,
        "page": page,
        "first": first,
        "nearest": nearest,
        "others": offered() if may_answer and is_waiting else (),
        "channels": queries.channels_of(family),
        "likely": queries.likely_same(family) if is_waiting else (),
        "moves": queries.moves_of(family),
        "is_waiting": is_waiting,
        "may_answer": may_answer,
        "may_open_case": rules.can_open_cases(reader) and not family.case_number,
    }
    return render(request, "questions/family.html", context)


def nearest_to(text: str) -> list[tuple[object, object, Clarification | None]]:
    """The claims that a question is likely about, each with our page on it."""
    _result, matches = search.likely_claims(text, k=5)
    pages = search.pages_of([claim for claim, _match in matches])
    return [(claim, match, pages.get(claim.claim_id)) for claim, match in matches]


def found_family(request: HttpRequest, family_id: int) -> tuple[User, Family]:
    """Who acts, and on what.

    Raises:
        ActionDenied: a role that only reads.
    """
    reader = reader_of(request)
    check_can_answer_questions(reader)
    return reader, get_object_or_404(Family, pk=family_id)


def chosen_clarification(request: HttpRequest) -> Clarification | None:
    slug = without_controls(request.POST.get("clarification", ""))
    return Clarification.objects.filter(slug=slug).first()


def attempt(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether it went through; what the person must mend stands in a notice."""
    try:
        act()
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return False
    return True


def reach_says(askers: int) -> str:
    return ngettext(
        "Everybody who asked gets it: %(n)d question.",
        "Everybody who asked gets it: %(n)d questions.",
        askers,
    ) % {"n": askers}


@require_POST
@login_required
def answer(request: HttpRequest, family_id: int) -> HttpResponse:
    """One published clarification for everybody who asked."""
    reader, family = found_family(request, family_id)
    found = chosen_clarification(request)
    if found is None:
        notices.error(request, _("Choose the clarification that answers the question."))
        return redirect("question-family", family_id)
    version = posted_version(request)
    if not attempt(
        request, lambda: commands.answer_family(family, found, by=reader, version=version)
    ):
        return redirect("question-family", family_id)
    notices.success(request, _("Answered.") + " " + reach_says(family.askers))
    return redirect("questions")


@require_POST
@login_required
def close(request: HttpRequest, family_id: int) -> HttpResponse:
    """Close without an answer, with a note that everybody who asked reads."""
    reader, family = found_family(request, family_id)
    note, version = request.POST.get("note", ""), posted_version(request)
    if not attempt(
        request, lambda: commands.close_family(family, note=note, by=reader, version=version)
    ):
        return redirect("question-family", family_id)
    notices.success(request, _("Closed.") + " " + reach_says(family.askers))
    return redirect("questions")


@require_POST
@login_required
def reopen(request: HttpRequest, family_id: int) -> HttpResponse:
    """What was decided does not fit: open again, and tell everybody so."""
    reader, family = found_family(request, family_id)
    why, version = request.POST.get("why", ""), posted_version(request)
    if attempt(
        request, lambda: commands.reopen_family(family, why=why, by=reader, version=version)
    ):
        notices.success(request, _("The questions wait again; those who asked are told so."))
    return redirect("question-family", family_id)


@require_POST
@login_required
def answer_many(request: HttpRequest) -> HttpResponse:
    """The bulk bar: one clarification for every family that is ticked."""
    reader = reader_of(request)
    check_can_answer_questions(reader)
    chosen = named_families(request.POST.getlist("families"))
    found = chosen_clarification(request)
    if not chosen or found is None:
        notices.error(request, _("Tick at least one question, and choose the clarification."))
        return redirect("questions")
    try:
        done = commands.answer_many(chosen, found, by=reader)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return redirect("questions")
    told = ngettext(
        "%(n)d family answered, with %(asks)d questions.",
        "%(n)d families answered, with %(asks)d questions.",
        done.families,
    ) % {"n": done.families, "asks": done.askers}
    if done.stale:
        told += " " + ngettext(
            "%(n)d was changed by somebody meanwhile and left as it is.",
            "%(n)d were changed by somebody meanwhile and left as they are.",
            done.stale,
        ) % {"n": done.stale}
    notices.success(request, told)
    return redirect("questions")


def named_families(values: Sequence[str]) -> list[tuple[Family, int]]:
    """Families from "id:version", as checkboxes carry them, in one order for everybody."""
    pairs = [value.partition(":") for value in values[:MOST_AT_ONCE]]
    seen = {whole_number(pk): whole_number(version) for pk, _colon, version in pairs}
    found = Family.objects.in_bulk([pk for pk in seen if pk > 0])
    return [(found[pk], seen[pk]) for pk in sorted(found)]


@require_POST
@login_required
def split(request: HttpRequest, family_id: int) -> HttpResponse:
    """Make the ticked questions a family of their own."""
    reader, family = found_family(request, family_id)
    receipts = [read_receipt(each) for each in request.POST.getlist("questions")[:MEMBERS]]
    rows = PublicReport.objects.filter(receipt__in=receipts, asked__family=family)
    wanted, version = list(rows.values_list("pk", flat=True)), posted_version(request)
    try:
        made = moving.split(family, wanted, by=reader, version=version)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return redirect("question-family", family_id)
    offer_undo(request, _("Split off: they are a family of their own now."), made)
    return redirect("question-family", made.target_id)


@require_POST
@login_required
def merge(request: HttpRequest, family_id: int) -> HttpResponse:
    """Put all questions of this family into the one that a receipt belongs to."""
    reader, family = found_family(request, family_id)
    receipt = read_receipt(request.POST.get("into", "")[:40])
    target = Family.objects.filter(asked__report__receipt=receipt).first() if receipt else None
    if target is None:
        notices.error(
            request, _("No question has the number “%(receipt)s”.") % {"receipt": receipt}
        )
        return redirect("question-family", family_id)
    version = posted_version(request)
    try:
        made = moving.merge(family, target, by=reader, version=version)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return redirect("question-family", family_id)
    offer_undo(request, _("Put together: one answer reaches all of them."), made)
    return redirect("question-family", target.pk)


def offer_undo(request: HttpRequest, text: str, made: Move) -> None:
    add_undo(request, text, reverse("question-move-undo", args=[made.pk]))


@require_POST
@login_required
def undo(request: HttpRequest, move_id: int) -> HttpResponse:
    """Put questions back where they came from."""
    reader = reader_of(request)
    check_can_answer_questions(reader)
    made = get_object_or_404(Move, pk=move_id)
    if attempt(request, lambda: moving.undo(made, by=reader)):
        notices.success(request, _("Taken back: the questions are where they were."))
    return redirect("question-family", made.source_id)


def told_of(report: PublicReport) -> dict[str, object]:
    """How complete a question is, and what would be asked of its sender."""
    told = completeness.of_question(report)
    return {
        "completeness": completeness.lines(told),
        "reply_text": completeness.reply(told.missing),
    }
