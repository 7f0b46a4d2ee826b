"""Steps behind one button: they need no page of their own."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.cases import commands
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.cases.views.base import find_case, run_button
from tangkal.desk.ui.conflicts import posted_version

STEPS: dict[str, Callable[..., Case]] = {
    "triage": commands.triage,
    "send_to_verification": commands.send_to_verification,
    "respond": commands.respond,
    "evaluate": commands.evaluate,
    "close": commands.close,
    "reopen": commands.reopen,
}
VERDICT_STEPS: dict[str, Callable[..., Verdict]] = {
    "submit": commands.submit_verdict,
    "approve": commands.approve_verdict,
    "return": commands.return_verdict,
    "correct": commands.correct_verdict,
    "withdraw": commands.withdraw_verdict,
}
WITH_REASON = frozenset({"close", "reopen", "return", "correct", "withdraw"})


@require_POST
@login_required
def step(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Move a case one step."""
    reader, case = find_case(request, number)
    if action not in STEPS:
        raise Http404(action)
    words = {"why": request.POST.get("why", "")} if action in WITH_REASON else {}
    return run_button(
        request,
        case,
        lambda: STEPS[action](case, by=reader, version=posted_version(request), **words),
        _("Done. The log has it."),
    )


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Approve the verdict"), when=lambda action, **_rest: action == "approve"
)
def verdict_step(request: HttpRequest, number: str, verdict_id: int, action: str) -> HttpResponse:
    """Move a verdict one step."""
    reader, case = find_case(request, number)
    verdict = get_object_or_404(case.verdicts, pk=verdict_id)
    if action not in VERDICT_STEPS:
        raise Http404(action)
    words = {"why": request.POST.get("why", "")} if action in WITH_REASON else {}
    return run_button(
        request,
        case,
        lambda: VERDICT_STEPS[action](verdict, by=reader, version=posted_version(request), **words),
        _("Done. The log has it."),
    )


@require_POST
@login_required
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Add an internal note."""
    reader, case = find_case(request, number)

    def act() -> None:
        written = commands.note(case, text=request.POST.get("text", ""), by=reader)
        if written.unreached:
            names = ", ".join(f"@{name}" for name in written.unreached)
            text = _("Nobody who reads this case is called %(names)s.") % {"names": names}
            messages.warning(request, text)

    return run_button(request, case, act, _("Note added."))


@require_POST
@login_required
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Take the case in hand, or give it back."""
    reader, case = find_case(request, number)
    to = None if request.POST.get("release") else reader
    return run_button(
        request,
        case,
        lambda: commands.assign(case, to=to, by=reader, version=posted_version(request)),
        _("The case is yours.") if to else _("The case is nobody’s now."),
    )
