"""The register, one request, the legal grounds, and the papers that leave the desk."""

from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.platform_requests import grounds, outputs, queries, rules, showing
from tangkal.desk.platform_requests.commands.base import fingerprint
from tangkal.desk.platform_requests.commands.sending import letter_ladder
from tangkal.desk.platform_requests.guards import BY_KEY
from tangkal.desk.platform_requests.kinds import TESTS
from tangkal.desk.platform_requests.models import Item, PlatformRequest
from tangkal.desk.platform_requests.states import BEFORE_SENDING, RequestState
from tangkal.desk.platform_requests.timing import due_of
from tangkal.desk.platform_requests.words import EVENTS, REFUSED_BY
from tangkal.desk.workflow import ActionDenied

PAGE = 40
TAB_LABELS = {
    "open": gettext_lazy("In the making"),
    "sent": gettext_lazy("Waiting for the platform"),
    "contested": gettext_lazy("Contested or withdrawn"),
    "ended": gettext_lazy("Ended"),
    "all": gettext_lazy("All"),
}


def find(request: HttpRequest, request_id: int) -> tuple[User, PlatformRequest]:
    """The request, if this person may see it; elsewhere it is as if it did not exist."""
    reader = reader_of(request)
    return reader, get_object_or_404(queries.requests_of(reader), pk=request_id)


@require_GET
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Requests by what they wait for. The order is time; nothing is ranked."""
    reader = reader_of(request)
    tab = request.GET.get("tab", "open")
    tab = tab if tab in queries.TABS else "open"
    visible = queries.requests_of(reader)
    counted = visible.aggregate(
        **{key: Count("pk", filter=queries.condition(key)) for key in queries.TABS}
    )
    rows = queries.with_tallies(visible.filter(queries.condition(tab)))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "platforms": queries.sent_by_platform(visible),
        "tab": tab,
        "tabs": [
            {"key": key, "label": TAB_LABELS[key], "url": f"?tab={key}", "count": counted[key]}
            for key in queries.TABS
        ],
    }
    return render(request, "platform_requests/register.html", context)


@require_GET
@login_required
def legal_grounds(request: HttpRequest) -> HttpResponse:
    """The file of legal grounds as it is in force, with the law that each cites."""
    reader_of(request)
    found = grounds.current()
    context = {
        "grounds": found.by_key.values(),
        "checked": found.checked,
        "guards": BY_KEY.values(),
    }
    return render(request, "platform_requests/grounds.html", context)


@require_GET
@login_required
def page(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request: what is asked and why, what is missing, who said what, what came back."""
    reader, found = find(request, request_id)
    items = list(found.items.select_related("spread__evidence", "weighed_by"))
    sha256 = fingerprint(found)
    is_before = found.state in BEFORE_SENDING
    due = due_of(found)
    refused_by = BY_KEY.get(found.refused_rule)
    now = timezone.now()
    signed = rules.signatures(found, sha256)
    context = {
        "request_": found,
        "case": found.case,
        "items": [(item, rules.missing_in(item, found.kind), tests_of(item)) for item in items],
        "platforms": by_platform(items),
        "ground": grounds.current().get(found.ground),
        "sha256": sha256,
        "signatures": signed,
        "missing_voice": rules.missing_voice(found, [word.by_id for word in signed])
        if is_before
        else "",
        "forbidding": rules.forbidding(found) if is_before else None,
        "lacking": lacking(found) if found.state == RequestState.TEST else [],
        "refused_by": refused_by,
        "refused_word": REFUSED_BY.get(found.refused_rule, ""),
        "actions": {action for action in ACTIONS if rules.may(found, action, reader)},
        "can_edit": rules.can_edit(found, reader),
        "can_sign": can_sign(found, reader, sha256),
        "can_record": rules.may_record(found, reader),
        "needs_data": rules.needs_data_officer(found),
        "due": due,
        "is_late": bool(due and due.due_at <= now),
        "letters": letter_ladder(found),
        "letter_draft": showing.letter_draft(found, due.next_letter or 3) if due else "",
        "is_before": is_before,
        "is_standing": found.sent_at is not None,
        "has_letters": found.urgency != "voluntary" and bool(due or found.letters.exists()),
        "words": words_on(found),
        "events": [
            (each, EVENTS.get(each.action, each.action))
            for each in found.events.select_related("by").order_by("-at", "-pk")
        ],
        "is_exercise": found.is_exercise,
    }
    return render(request, "platform_requests/request.html", context)


ACTIONS = (
    *("test", "submit", "drop", "return", "clear", "clear_data", "refuse", "send", "receive"),
    *("expire", "ask_restoration"),
)


def tests_of(item: Item) -> list[tuple[object, object, str]]:
    return [
        (
            test.question,
            (item.tests.get(key) or {}).get("met"),
            (item.tests.get(key) or {}).get("reason", ""),
        )
        for key, test in TESTS.items()
    ]


def by_platform(items: list[Item]) -> list[tuple[str, dict[str, int]]]:
    """What was asked and what became of it, platform by platform."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.platform].append(item)
    return [(platform, rules.tally(rows)) for platform, rows in sorted(found.items())]


def lacking(found: PlatformRequest) -> list[str]:
    """What keeps it from legal review."""
    try:
        rules.check_complete(found)
    except ValidationError as error:
        return list(error.messages)
    return []


def can_sign(found: PlatformRequest, reader: User, sha256: str) -> bool:
    if not rules.may(found, "sign", reader):
        return False
    try:
        rules.check_can_sign(found, reader, sha256)
    except ActionDenied:
        return False
    return True


@require_GET
@login_required
def take(request: HttpRequest, request_id: int, form: str) -> HttpResponse:
    """The evidence pack as PDF or JSON, or the statement of reasons as PDF."""
    _reader, found = find(request, request_id)
    if form == "json":
        response: HttpResponse = JsonResponse(
            outputs.pack(found), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
        name = f"{found.number}.json"
    elif form in {"pdf", "statement"}:
        content = outputs.pack_pdf(found) if form == "pdf" else outputs.statement_pdf(found)
        response = HttpResponse(content, content_type="application/pdf")
        name = f"{found.number}{'' if form == 'pdf' else '-alasan'}.pdf"
    else:
        raise Http404(form)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
