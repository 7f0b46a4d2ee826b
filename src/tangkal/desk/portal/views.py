"""The public pages. Nothing here needs an account, a cookie or a script."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tangkal.desk.portal import claim_review, reports, search, statements, words
from tangkal.desk.portal.appeal_states import AppealState
from tangkal.desk.portal.caching import own_page, public_page
from tangkal.desk.portal.changes import changes_of
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.flood import may_report
from tangkal.desk.portal.forms import ReportForm, contestable
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.portal.related import related_pages
from tangkal.desk.portal.tokens import new_token, read_token
from tangkal.kernel import TangkalError

NEWEST = 8
STATEMENTS = 3  # first statements shown above the answers
PAGE = 20
FEED = 500  # clarifications in the data feed; the site map names all
LONGEST_SEARCH = 2000  # characters; longer texts are asked, not searched
SITE_MAP = 49_000  # addresses; the protocol allows 50,000 a file


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Ask first, then the newest answers."""
    newest = search.published().select_related("issuer")[:NEWEST]
    now = statements.standing()[:STATEMENTS]
    context = {"newest": newest, "statements": now, "asked": ""}
    return render(request, "portal/home.html", context)


@public_page
def results(request: HttpRequest) -> HttpResponse:
    """Search; without words, everything, newest first."""
    query = without_controls(request.GET.get("q", ""))[:LONGEST_SEARCH].strip()
    found = search.find(query) if query else search.published().select_related("issuer")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/results.html", {"page": page, "query": query})


@public_page
def clarification(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer: verdict, fact, why, evidence, what changed and when."""
    found = get_object_or_404(Clarification.objects.select_related("issuer", "region"), slug=slug)
    if found.is_exercise and not (settings.TANGKAL.is_demo or request.user.is_authenticated):
        raise Http404  # an exercise's texts are for those who take part
    is_published = found.state == Clarification.State.PUBLISHED
    stands = is_published and not found.doubted_at
    context = {
        "clarification": found,
        "parts": [(words.PARTS.get(p["key"], p["key"]), p["text"], p["key"]) for p in found.parts],
        "plain": words.plain_verdict(found.verdict),
        "corrections": [(each, changes_of(each)) for each in found.corrections.all()],
        "is_published": is_published,
        "markup": claim_review.as_script(claim_review.claim_review(found)) if stands else "",
        "address": claim_review.address_of(found),
        "is_exercise": found.is_exercise and not settings.TANGKAL.is_demo,
        **appeals_on(found),
    }
    return render(request, "portal/clarification.html", context)


def appeals_on(found: Clarification) -> dict[str, object]:
    """How often the answer is contested now, and how earlier appeals ended.

    What a sender wrote is never shown: what is public is the office's own word.
    """
    rows = list(found.appeals.defer("why", "contested").order_by("received_at"))
    ended = [each for each in rows if each.state == AppealState.ANNOUNCED]
    names = dict(contestable(found))
    return {
        "contested": [each for each in rows if each.state != AppealState.ANNOUNCED],
        "appeals": [
            (each, names.get(each.part, each.part), AppealState(each.outcome).label)
            for each in ended
        ],
    }


# Asking changes nothing and shows nothing of the asker's, so another site's form may send it:
# without a CSRF cookie the front page stays the same for everybody, and caches may keep it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def ask(request: HttpRequest) -> HttpResponse:
    """ "I saw this, is it true?": the nearest answer, or an honest "not checked yet"."""
    text = (request.POST if request.method == "POST" else request.GET).get("text", "")
    text = without_controls(text)[: reports.LONGEST].strip()
    if not text:
        return redirect("portal")
    result, answers = nearest_answers(text)
    context = {
        "text": text,
        "answer": result,
        "answers": answers,
        "form": ReportForm(initial={"text": text, "token": new_token()}),
    }
    return render(request, "portal/answer.html", context)


def nearest_answers(text: str) -> tuple[str, list[dict[str, object]]]:
    """The matcher's answer; where it knows none, our own pages that share the words."""
    result, matches = search.likely_claims(text, k=3)
    pages = search.pages_of([claim for claim, _match in matches])
    answers: list[dict[str, object]] = [
        {
            "claim": claim,
            "page": pages.get(claim.claim_id),
            "plain": words.plain_verdict(claim.verdict),
            "reasons": match.reasons,
        }
        for claim, match in matches
    ]
    if answers:
        return result, answers[:1] if result == "same" else answers
    answers = [
        {
            "page": page,
            "plain": words.plain_verdict(page.verdict),
            "reasons": [f"words|{', '.join(stems)}"],
        }
        for page, stems in related_pages(text)
    ]
    return "maybe" if answers else "unknown", answers


# No CSRF cookie here either: the signed name in the form takes its place (see portal.tokens).
@csrf_exempt
@require_POST
@own_page
def report(request: HttpRequest) -> HttpResponse:
    """Take the question for a person to check; answers with a receipt."""
    form = ReportForm(request.POST.dict())
    if not form.is_valid():
        return ask_to_mend(request, form, 400)
    if form.cleaned_data["website"]:
        return redirect("portal")  # a field no person sees was filled in
    if not may_report(request):
        form.add_error(None, _("Many reports came from this address; please wait an hour."))
        return ask_to_mend(request, form, 429)
    try:
        taken = reports.take_report(
            text=form.cleaned_data["text"],
            url=form.cleaned_data["url"],
            token=form.cleaned_data["token"],
            language=(get_language() or "id")[:2],
        )
    except ValidationError as error:
        form.add_error("text", error)
        return ask_to_mend(request, form, 400)
    except TangkalError:
        form.add_error(None, _("We could not take it just now. Please try again shortly."))
        return ask_to_mend(request, form, 503)
    return redirect("report-status", taken.receipt)


def ask_to_mend(request: HttpRequest, form: ReportForm, status: int) -> HttpResponse:
    """The form again with what was written in it; a stale name in it is renewed."""
    if read_token(form["token"].value() or "") is None:
        form.data = {**form.data, "token": new_token()}
    return render(request, "portal/report.html", {"form": form}, status=status)


@require_safe
@own_page
def report_status(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of a question."""
    found = get_object_or_404(
        PublicReport.objects.select_related("answer"), receipt=reports.read_receipt(receipt)
    )
    answer = found.answer
    context = {
        "report": found,
        "is_withdrawn": bool(answer and answer.state == Clarification.State.WITHDRAWN),
        "plain": words.plain_verdict(answer.verdict) if answer else "",
    }
    return render(request, "portal/report_status.html", context)


@require_safe
@own_page
def find_report(request: HttpRequest) -> HttpResponse:
    """From a typed receipt to its page."""
    typed = request.GET.get("receipt", "")[:40]
    receipt = reports.read_receipt(typed)
    if receipt and PublicReport.objects.filter(receipt=receipt).exists():
        return redirect("report-status", receipt)
    context = {"receipt": receipt or typed.strip()}
    return render(request, "portal/find_report.html", context, status=404 if typed else 200)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """Who answers, how it is checked, what this site never does."""
    return render(request, "portal/about.html", {"plain": words.PLAIN.items()})


@public_page
def data_feed(_request: HttpRequest) -> HttpResponse:
    """The newest reviews as a schema.org DataFeed."""
    standing = search.published().filter(doubted_at=None)
    found = list(standing.select_related("issuer")[:FEED])
    response = JsonResponse(
        claim_review.data_feed(found), json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Type"] = "application/ld+json; charset=utf-8"
    return response


@public_page
def site_map(_request: HttpRequest) -> HttpResponse:
    """Every published page, for search engines."""
    root = settings.TANGKAL.site_url
    pages = ("portal", "portal-search", "statements", "corrections", "about")
    entries = [f"<url><loc>{root}{reverse(name)}</loc></url>" for name in pages]
    rows = search.published().values_list("slug", "updated_at")[:SITE_MAP]
    entries += [
        f"<url><loc>{root}{reverse('clarification', args=[slug])}</loc>"
        f"<lastmod>{updated_at:%Y-%m-%d}</lastmod></url>"
        for slug, updated_at in rows
    ]
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{''.join(entries)}</urlset>"
    )
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


@public_page
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines are welcome on the portal, not on the desk."""
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /lapor/",
        "Disallow: /tanya/",
        "Disallow: /sanggah/",
    ]
    lines.append(f"Sitemap: {settings.TANGKAL.site_url}{reverse('site-map')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
