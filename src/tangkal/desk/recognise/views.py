"""Screens of known claims: the list, one claim, and "have we seen this before?"."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.recognise import commands, queries
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.workflow import ActionDenied

PAGE = 30
FAINT = 0.02  # likeness below "maybe" that an analyst may still want to see, marked as such
LONGEST_QUESTION = 20_000  # characters; a chain letter is shorter


@require_GET
@login_required
def known_claims(request: HttpRequest) -> HttpResponse:
    """All known claims, searchable."""
    reader_of(request)
    words, origin = request.GET.get("q", ""), request.GET.get("origin", "")
    page = Paginator(queries.find_claims(words, origin), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "words": words,
        "origin": origin,
        "origins": KnownClaim.Origin.choices,
        "total": KnownClaim.objects.count(),
    }
    return render(request, "recognise/known_claims.html", context)


@require_GET
@login_required
def known_claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    reader = reader_of(request)
    claim = get_object_or_404(KnownClaim, pk=claim_id)
    context = {
        "claim": claim,
        "signals": claim.signals.order_by("-last_seen_at")[:20],
        "can_withdraw": reader.has_role(Role.VERIFIER) and not claim.is_withdrawn,
    }
    return render(request, "recognise/known_claim.html", context)


@require_POST
@login_required
def withdraw(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Stop matching a claim, with a reason."""
    reader = reader_of(request)
    claim = get_object_or_404(KnownClaim, pk=claim_id)
    why = request.POST.get("why", "").strip()
    if not reader.has_role(Role.VERIFIER):
        raise ActionDenied(_("Only a verifier can withdraw a known claim."))
    if not why:
        raise ActionDenied(_("This step needs a reason; write one and try again."))
    commands.withdraw_claim(claim, by=reader, why=why)
    notices.success(request, _("The claim is no longer matched."))
    return redirect("known-claim", claim.pk)


@login_required
def match(request: HttpRequest) -> HttpResponse:
    """The question path on a page: paste a text, see what it matches and why."""
    reader_of(request)
    text = request.POST.get("text", "")[:LONGEST_QUESTION].strip()
    result, found = queries.nearest_claims(text, floor=FAINT) if text else (None, [])
    context = {"text": text, "answer": result, "found": found}
    return render(request, "recognise/match.html", context)
