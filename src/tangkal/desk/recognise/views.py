"""Screens of known claims: the list, one claim, and the versions of the matcher."""

from collections.abc import Callable

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.recognise import commands, queries, versions
from tangkal.desk.recognise.media import rules as media_rules
from tangkal.desk.recognise.models import KnownClaim, MatcherPromotion
from tangkal.desk.ui.conflicts import posted_version
from tangkal.kernel import InvalidInput
from tangkal.pipeline.judged_pairs import NEEDED, missing_pairs

PAGE = 30


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
        "media": claim.media.select_related("bank", "added_by").defer("fingerprint"),
        "can_keep_media": media_rules.can_keep(reader) and not claim.is_withdrawn,
        "can_withdraw": reader.has_role(Role.VERIFIER) and not claim.is_withdrawn,
    }
    return render(request, "recognise/known_claim.html", context)


@require_POST
@login_required
def withdraw(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Stop matching a claim, with a reason."""
    reader = reader_of(request)
    claim = get_object_or_404(KnownClaim, pk=claim_id)
    commands.withdraw_by_hand(claim, by=reader, why=request.POST.get("why", ""))
    notices.success(request, _("The claim is no longer matched."))
    return redirect("known-claim", claim.pk)


@require_GET
@login_required
def matcher(request: HttpRequest) -> HttpResponse:
    """The versions of the matcher: what each learned, how it did, and which one answers."""
    user = request.user
    assert isinstance(user, User)
    if not versions.may_promote(user):
        reader_of(request)
    pairs = versions.judged_pairs()
    confirmed = sum(pair.is_same for pair in pairs)
    context = {
        "versions": versions.all_versions(),
        "may_promote": versions.may_promote(user),
        "confirmed": confirmed,
        "rejected": len(pairs) - confirmed,
        "needed": NEEDED,
        "missing": missing_pairs(confirmed),
        "promotions": MatcherPromotion.objects.select_related("by")[:PAGE],
    }
    return render(request, "recognise/matcher.html", context)


@require_POST
@login_required
def promote(request: HttpRequest) -> HttpResponse:
    """Let one version answer, with a reason."""
    return decide(
        request,
        lambda by, why: versions.promote(max(0, posted_version(request)), by=by, why=why),
    )


@require_POST
@login_required
def roll_back(request: HttpRequest) -> HttpResponse:
    """Return to the version that answered before."""
    return decide(request, lambda by, why: versions.roll_back(by=by, why=why))


def decide(request: HttpRequest, act: Callable[[User, str], MatcherPromotion]) -> HttpResponse:
    """Run a decision about the matcher; what it refuses is said on the page."""
    user = request.user
    assert isinstance(user, User)
    versions.check_may_promote(user)
    try:
        made = act(user, request.POST.get("why", ""))
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    except InvalidInput as error:
        notices.error(request, str(error))
    else:
        text = _("Version %(n)d answers from now on; the worker takes it up with its next batch.")
        notices.success(request, text % {"n": made.version})
    return redirect("matcher")
