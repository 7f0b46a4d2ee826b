"""The public pages. Nothing here needs an account, a cookie or a script."""

import uuid

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.portal import claim_review, reports, search, words
from tangkal.desk.portal.forms import ReportForm
from tangkal.desk.portal.models import Clarification, Correction, PublicReport
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.kernel import TangkalError

NEWEST = 8
PAGE = 20
FEED = 500  # clarifications in the data feed; the site map names all
REPORTS_AN_HOUR = 20  # from one address; more than that is not a person asking


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Ask first, then the newest answers."""
    newest = search.published().select_related("issuer")[:NEWEST]
    context = {"newest": newest, "asked": ""}
    return render(request, "portal/home.html", context)


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Search; without words, everything, newest first."""
    query = request.GET.get("q", "")[: reports.LONGEST]
    found = search.find(query) if query.strip() else search.published().select_related("issuer")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/results.html", {"page": page, "query": query})


@require_GET
def clarification(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer: verdict, fact, why, evidence, what changed and when."""
    found = get_object_or_404(Clarification.objects.select_related("issuer", "region"), slug=slug)
    is_published = found.state == Clarification.State.PUBLISHED
    context = {
        "clarification": found,
        "parts": [(words.PARTS.get(p["key"], p["key"]), p["text"], p["key"]) for p in found.parts],
        "plain": words.plain_verdict(found.verdict),
        "corrections": found.corrections.all(),
        "is_published": is_published,
        "markup": claim_review.as_script(claim_review.claim_review(found)) if is_published else "",
        "address": claim_review.address_of(found),
        "is_exercise": found.is_exercise,
    }
    return render(request, "portal/clarification.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """ "I saw this, is it true?": the nearest answer, or an honest "not checked yet"."""
    text = (request.POST if request.method == "POST" else request.GET).get("text", "")
    text = text.replace("\x00", "")[: reports.LONGEST].strip()
    if not text:
        return redirect("portal")
    result, matches = nearest_claims(text, k=3)
    pages = {
        each.known_claim_id: each
        for each in search.published().filter(
            known_claim_id__in=[claim.claim_id for claim, _match in matches]
        )
    }
    answers = [
        {
            "claim": claim,
            "match": match,
            "page": pages.get(claim.claim_id),
            "plain": words.plain_verdict(claim.verdict),
        }
        for claim, match in matches
    ]
    context = {
        "text": text,
        "answer": result,
        "answers": answers[:1] if result == "same" else answers,
        "form": ReportForm(initial={"text": text, "token": uuid.uuid4()}),
    }
    return render(request, "portal/answer.html", context)


@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Take the question for a person to check; answers with a receipt."""
    form = ReportForm(request.POST)
    if form.is_valid() and form.cleaned_data["website"]:
        return redirect("portal")  # a field no person sees was filled in
    if form.is_valid() and may_report(request):
        try:
            taken = reports.take_report(
                text=form.cleaned_data["text"],
                url=form.cleaned_data["url"],
                token=str(form.cleaned_data["token"]),
                language=(get_language() or "id")[:2],
            )
        except ValidationError as error:
            form.add_error("text", error)
        except TangkalError:
            form.add_error(None, _("We could not take it just now. Please try again shortly."))
        else:
            return redirect("report-status", taken.receipt)
    elif form.is_valid():
        form.add_error(None, _("Many reports came from this address; please wait an hour."))
    status = 429 if not form.has_error("text") and form.non_field_errors() else 400
    return render(request, "portal/report.html", {"form": form}, status=status)


def may_report(request: HttpRequest) -> bool:
    """Whether this address may still report in this hour. Nothing of it is stored on disk."""
    key = f"reports:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 3600)
    return bool(cache.incr(key) <= REPORTS_AN_HOUR)


@require_GET
def report_status(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of a question."""
    found = get_object_or_404(
        PublicReport.objects.select_related("answer"), receipt=receipt.upper()
    )
    return render(request, "portal/report_status.html", {"report": found})


@require_GET
def find_report(request: HttpRequest) -> HttpResponse:
    """From a typed receipt to its page."""
    receipt = request.GET.get("receipt", "").strip().upper().replace(" ", "")
    if receipt and PublicReport.objects.filter(receipt=receipt).exists():
        return redirect("report-status", receipt)
    return render(
        request,
        "portal/find_report.html",
        {"receipt": receipt},
        status=404 if receipt else 200,
    )


@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """Every change of a published answer, newest first."""
    found = Correction.objects.select_related("clarification")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/corrections.html", {"page": page})


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """Who answers, how it is checked, what this site never does."""
    return render(request, "portal/about.html", {"plain": words.PLAIN.items()})


@require_GET
def data_feed(_request: HttpRequest) -> HttpResponse:
    """The newest reviews as a schema.org DataFeed."""
    found = list(search.published().select_related("issuer")[:FEED])
    response = JsonResponse(
        claim_review.data_feed(found), json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Type"] = "application/ld+json; charset=utf-8"
    return response


@require_GET
def site_map(_request: HttpRequest) -> HttpResponse:
    """Every published page, for search engines."""
    rows = search.published().values_list("slug", "updated_at")[:50_000]
    root = settings.TANGKAL.site_url
    entries = [
        f"<url><loc>{root}{reverse('clarification', args=[slug])}</loc>"
        f"<lastmod>{updated_at:%Y-%m-%d}</lastmod></url>"
        for slug, updated_at in rows
    ]
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{root}/</loc></url>{''.join(entries)}</urlset>"
    )
    return HttpResponse(content, content_type="application/xml")


@require_GET
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines are welcome on the portal, not on the desk."""
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /lapor/"]
    lines.append(f"Sitemap: {settings.TANGKAL.site_url}{reverse('site-map')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
