"""The register of appeals, and one appeal from receipt to announcement."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.portal.appeal_states import OPEN, OUTCOMES
from tangkal.desk.portal.changes import label
from tangkal.desk.portal.models import AppealContact
from tangkal.desk.rights import appeals, exports, queries, rules
from tangkal.desk.rights.models import Review
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.ui.conflicts import check_seen, posted_version
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.workflow import ActionDenied
from tangkal.text.privacy import mask_personal_data

PAGE = 40
TAB_LABELS = {
    "open": gettext_lazy("Open"),
    "mine": gettext_lazy("Mine"),
    "overdue": gettext_lazy("Overdue"),
    "to_tell": gettext_lazy("Decided, not yet published"),
    "all": gettext_lazy("All"),
}
DECISION_LABELS = {
    "uphold": gettext_lazy("It stands"),
    "revise": gettext_lazy("It has to be corrected"),
    "withdraw": gettext_lazy("It is withdrawn"),
}


def find_review(request: HttpRequest, receipt: str) -> tuple[User, Review]:
    """The appeal, if this person may see it; elsewhere it is as if it did not exist."""
    reader = reader_of(request)
    return reader, get_object_or_404(queries.visible_reviews(reader), appeal__receipt=receipt)


@require_GET
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Appeals by what they wait for, the nearest deadline first."""
    reader = reader_of(request)
    now = timezone.now()
    tab = request.GET.get("tab", "open")
    tab = tab if tab in queries.TABS else "open"
    visible = queries.visible_reviews(reader)
    counted = visible.aggregate(
        **{key: Count("pk", filter=queries.condition(key, reader, now)) for key in queries.TABS}
    )
    tabs = [
        {"key": key, "label": TAB_LABELS[key], "url": f"?tab={key}", "count": counted[key]}
        for key in queries.TABS
    ]
    found = visible.filter(queries.condition(tab, reader, now))
    order = ("-appeal__received_at",) if tab == "all" else ("decide_due_at", "pk")
    context = {
        "page": Paginator(found.order_by(*order), PAGE).get_page(request.GET.get("page")),
        "tab": tab,
        "tabs": tabs,
        "figures": queries.figures(visible),
    }
    return render(request, "rights/appeals.html", context)


@require_GET
@login_required
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register as CSV: no words of a sender, staff under their pseudonyms."""
    reader = reader_of(request)
    return exports.appeals_csv(queries.visible_reviews(reader).order_by("appeal__received_at"))


@require_GET
@login_required
def appeal(request: HttpRequest, receipt: str) -> HttpResponse:
    """One appeal: what was contested, why, who has it, what comes next."""
    reader, review = find_review(request, receipt)
    found = review.appeal
    subject = subject_of(found)
    actions = {
        action
        for action in ("assign", "tell", "announce", *rules.DECISIONS)
        if may(review, action, reader)
    }
    context = {
        "review": review,
        "appeal": found,
        "subject": subject,
        "part": label(found.part),
        "contested": subject.words(),
        "is_changed": subject.sha256_now() != found.contested_sha256,
        "sha256_now": subject.sha256_now(),
        "is_officer": review.officer_id == reader.pk,
        "sender": sender_of(review, reader),
        "reply_due": appeals.due(review, "appeal_reply"),
        "decide_due": appeals.due(review, "appeal_decision"),
        "actions": actions,
        "decisions": [(a, DECISION_LABELS[a]) for a in subject.decisions if a in actions],
        "officers": officer_choices(review) if "assign" in actions else [],
        "first_reply": first_reply(review),
        "case_is_readable": bool(review.case and case_rules.can_read(reader, review.case)),
        "is_exercise": found.is_exercise,
        "is_open": found.state in OPEN,
        "is_decided": found.state in OUTCOMES,
    }
    return render(request, "rights/appeal.html", context)


def may(review: Review, action: str, reader: User) -> bool:
    try:
        if action in rules.DECISIONS:
            rules.check_can_decide(review, action, by=reader)
        else:
            rules.check_step(review, action, reader)
    except ActionDenied:
        return False
    return True


def sender_of(review: Review, reader: User) -> dict[str, str]:
    """Who sent it: in full for the officer who has to reply, masked for everybody else."""
    found = AppealContact.objects.filter(appeal=review.appeal).first()
    if found is None:
        return {}
    if review.officer_id == reader.pk:
        return {"name": found.name, "contact": found.contact}
    return {
        "name": f"{found.name[:1]}…" if found.name else "",
        "contact": mask_personal_data(found.contact) if found.contact else "",
        "is_masked": "1",
    }


def officer_choices(review: Review) -> list[tuple[int, str]]:
    """Who may take it, with how many open appeals each has; the least burdened first."""
    found = rules.officers(review)
    loads = dict(
        Review.objects.filter(officer__in=found, appeal__state__in=OPEN)
        .values_list("officer")
        .annotate(Count("pk"))
    )
    ranked = sorted(found, key=lambda person: (loads.get(person.pk, 0), person.display_name))
    return [
        (p.pk, f"{p.display_name}, {p.organisation} ({loads.get(p.pk, 0)})")
        for p in ranked
        if p.pk != review.officer_id
    ]


def first_reply(review: Review) -> str:
    with override(review.appeal.language):
        return _(
            "Thank you. Your appeal is with an officer who had no part in the answer. You will "
            "find the outcome with its reasons on this page."
        )


@require_POST
@login_required
def assign(request: HttpRequest, receipt: str) -> HttpResponse:
    """Give the appeal to somebody who had no part in it."""
    reader, review = find_review(request, receipt)
    check_seen(request, review.appeal)
    rules.check_step(review, "assign", reader)
    officer = User.objects.filter(pk=whole_number(request.POST.get("officer")) or 0).first()
    if officer is None:
        return refused(request, receipt, _("Choose who takes the appeal."))
    return run_step(
        request,
        receipt,
        lambda: appeals.assign(
            review,
            officer,
            first_reply=request.POST.get("first_reply", ""),
            by=reader,
            version=posted_version(request),
        ),
        _("The appeal is with %(name)s.") % {"name": officer},
    )


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Decide the appeal"))
def decide(request: HttpRequest, receipt: str) -> HttpResponse:
    """Uphold, revise or withdraw, with reasons that will be public."""
    reader, review = find_review(request, receipt)
    action = request.POST.get("outcome", "")
    check_seen(request, review.appeal)
    rules.check_can_decide(review, action if action in rules.DECISIONS else "uphold", by=reader)
    return run_step(
        request,
        receipt,
        lambda: appeals.decide(
            review,
            action,
            reason=request.POST.get("reason", ""),
            by=reader,
            sha256_seen=request.POST.get("seen", ""),
            version=posted_version(request),
        ),
        _("The appeal is decided. Tell its sender, then publish the outcome."),
    )


@require_POST
@login_required
def tell(request: HttpRequest, receipt: str) -> HttpResponse:
    """Record what the sender was told, and how."""
    reader, review = find_review(request, receipt)
    check_seen(request, review.appeal)
    rules.check_step(review, "tell", reader)
    return run_step(
        request,
        receipt,
        lambda: appeals.tell_sender(
            review,
            reply=request.POST.get("reply", ""),
            how=request.POST.get("how", ""),
            by=reader,
            version=posted_version(request),
        ),
        _("The reply is recorded and stands on the sender’s page."),
    )


@require_POST
@login_required
def announce(request: HttpRequest, receipt: str) -> HttpResponse:
    """Publish the outcome beside what was contested."""
    reader, review = find_review(request, receipt)
    check_seen(request, review.appeal)
    rules.check_step(review, "announce", reader)
    return run_step(
        request,
        receipt,
        lambda: appeals.announce(review, by=reader, version=posted_version(request)),
        _("The outcome is published."),
    )


def run_step(
    request: HttpRequest, receipt: str, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        return refused(request, receipt, " ".join(error.messages))
    messages.success(request, done)
    return redirect("appeal", receipt)


def refused(request: HttpRequest, receipt: str, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("appeal", receipt)


@require_GET
@login_required
def evidence(request: HttpRequest, receipt: str) -> FileResponse:
    """The file that came with an appeal, always as a download."""
    _reader, review = find_review(request, receipt)
    if not review.appeal.evidence_file:
        raise Http404(receipt)
    response = FileResponse(
        review.appeal.evidence_file.open("rb"),
        as_attachment=True,
        filename=review.appeal.file_name or receipt,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
