"""The public pages. Nothing here needs an account, a cookie or a script."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tangkal.desk.portal import (
    attached,
    card,
    claim_review,
    contested,
    interim,
    media,
    reference,
    reports,
    search,
    statements,
    translations,
    validity,
    wordings,
    words,
)
from tangkal.desk.portal.appeal_states import AppealState
from tangkal.desk.portal.caching import for_one_view, own_page, public_page
from tangkal.desk.portal.changes import changes_of
from tangkal.desk.portal.choices import Wanted
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.forms import contestable
from tangkal.desk.portal.models import Clarification, Correction, PublicReport
from tangkal.desk.portal.prepared import Prepared
from tangkal.desk.portal.related import related_pages

NEWEST = 8
STATEMENTS = 3  # first statements shown above the answers
HUBS = 3  # events shown above everything else
PAGE = 20
KEEPING = "luring"  # in the address that a browser keeps an answer from: see portal.offline
FEED = 500  # clarifications in the data feed; the site map names all
LONGEST_SEARCH = 2000  # characters; longer texts are asked, not searched
SITE_MAP = 45_000  # answers named in it; the protocol allows 50,000 addresses a file

WITH_SLUG = Prepared(
    "a-slug",
    made=lambda slug: (
        Clarification.objects.filter(slug=slug)
        .order_by()
        .select_related("issuer", "region")
        .defer("search_text")
    ),
)


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Ask first, then the newest answers."""
    newest = search.published().select_related("issuer")[:NEWEST]
    now = statements.standing()[:STATEMENTS]
    hubs = reference.open_hubs()[:HUBS]
    context = {
        "newest": newest,
        "statements": now,
        "hubs": hubs,
        "asked": "",
        "topics": words.CATEGORIES.items(),
    }
    return render(request, "portal/home.html", context)


@public_page
def results(request: HttpRequest) -> HttpResponse:
    """Search; without words, everything, newest first."""
    query = without_controls(request.GET.get("q", ""))[:LONGEST_SEARCH].strip()
    wanted = Wanted.of(request.GET)
    at = request.GET.get("page")
    if query:
        keys = Paginator(wanted.those(search.find_keys(query)), PAGE).get_page(at)
        page: Page[Any] = Page(search.load_rows(list(keys)), keys.number, keys.paginator)
    else:
        rows = wanted.narrow(search.published().select_related("issuer"))
        page = Paginator(rows, PAGE).get_page(at)
    context = {
        "page": page,
        "query": query,
        "wanted": wanted,
    }
    return render(request, "portal/results.html", context)


@public_page
def clarification(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer: verdict, fact, why, evidence, what changed and when."""
    found = next(iter(WITH_SLUG.ask(slug)), None)
    if found is None:
        raise Http404
    if found.is_exercise and not (settings.TANGKAL.is_demo or request.user.is_authenticated):
        raise Http404  # an exercise's texts are for those who take part
    # Officers, and browsers that keep the page for later, get what was published and count for
    # nothing.
    is_reader = not request.user.is_authenticated and KEEPING not in request.GET
    if attached.read(found) and is_reader:
        return drawn_version(request, found)
    return render(request, "portal/clarification.html", page_of(request, found, found))


def drawn_version(request: HttpRequest, found: Clarification) -> HttpResponse:
    """One of the two wordings in test, drawn for this view alone (see portal.wordings)."""
    test = wordings.running(timezone.now()).filter(clarification=found).first()
    if test is None:  # it ended, or waits
        return render(request, "portal/clarification.html", page_of(request, found, found))
    view = wordings.draw(test)

    def rendered() -> str:
        shown = wordings.version(found, test, view.arm)
        context = page_of(request, found, shown) | {"view_name": wordings.NAME_PLACE}
        return render_to_string("portal/clarification.html", context, request)

    # What the address adds may stand in the page, so only the bare address is kept.
    key = f"wording:{test.code}:{view.arm}:{get_language()}:{found.updated_at:%s%f}"
    page = rendered() if request.GET else wordings.rendering(key, rendered)
    if request.method == "GET":
        wordings.see(test, view.arm)
    return for_one_view(HttpResponse(page.replace(wordings.NAME_PLACE, view.signed())))


def page_of(request: HttpRequest, found: Clarification, shown: Clarification) -> dict[str, object]:
    """What the page of an answer shows; machines and feeds read the published wording."""
    is_published = found.state == Clarification.State.PUBLISHED
    stands = is_published and not found.doubted_at
    readings = translations.readings(found, translations.standing_of(found), shown.language)
    return {
        "clarification": shown,
        "original": found,
        "readings": readings,
        "here": next((each for each in readings if each.is_here), None),
        "media": [media.in_words(each) for each in found.media],
        "parts": [(words.PARTS.get(p["key"], p["key"]), p["text"], p["key"]) for p in shown.parts],
        "plain": words.plain_verdict(found.verdict),
        "corrections": corrections_of(found),
        "is_published": is_published,
        "validity": validity.sentence(found) if is_published else "",
        "markups": markups_of(found) if stands else [],
        "address": claim_review.address_of(found),
        "site": settings.TANGKAL.site_url,
        "is_exercise": found.is_exercise and not settings.TANGKAL.is_demo,
        "card_words": card.alt_of(found),
        "share_text": f"{shown.headline} {claim_review.address_of(found)}",
        **appeals_on(found),
    }


def markups_of(found: Clarification) -> list[str]:
    reviews = [claim_review.claim_review(found), *claim_review.media_reviews(found)]
    return [claim_review.as_script(each) for each in reviews]


def corrections_of(found: Clarification) -> list[tuple[Correction, object]]:
    """What changed and when; the first edition, which most pages are, has nothing to ask for."""
    if found.edition == 1:
        return []
    return [(each, changes_of(each)) for each in found.corrections.all()]


def appeals_on(found: Clarification) -> dict[str, object]:
    """How often the answer is contested now, and how earlier appeals ended."""
    names = dict(contestable(found))
    return {
        "contested": contested.open_appeals(found),
        "appeals": [
            (each, names.get(each.part, each.part), AppealState(each.outcome).label)
            for each in contested.published_outcomes(found)
        ],
    }


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
        "interims": interim.for_report(found),
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
    own = reference.about_page()
    context = {"plain": words.PLAIN.items(), "own": own, "said": own.content if own else {}}
    return render(request, "portal/about.html", context)


@public_page
def data_feed(_request: HttpRequest) -> HttpResponse:
    """The newest reviews as a schema.org DataFeed."""
    standing = search.published().filter(doubted_at=None)
    rows = standing.select_related("issuer").prefetch_related(contested.APPEALS, "corrections")
    found = list(rows[:FEED])
    response = JsonResponse(
        claim_review.data_feed(found), json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Type"] = "application/ld+json; charset=utf-8"
    return response


@public_page
def site_map(_request: HttpRequest) -> HttpResponse:
    """Every published page, for search engines."""
    root = settings.TANGKAL.site_url
    pages = (
        *("portal", "portal-search", "portal-regions", "statements", "corrections", "about"),
        *("hubs", "services", "documents"),
    )
    entries = [f"<url><loc>{root}{reverse(name)}</loc></url>" for name in pages]
    rows = search.published().values_list("slug", "updated_at")[:SITE_MAP]
    entries += [
        f"<url><loc>{root}{reverse('clarification', args=[slug])}</loc>"
        f"<lastmod>{updated_at:%Y-%m-%d}</lastmod></url>"
        for slug, updated_at in rows
    ]
    entries += [
        f"<url><loc>{root}{reverse(kind, args=[slug])}</loc>"
        f"<lastmod>{updated_at:%Y-%m-%d}</lastmod></url>"
        for kind in ("hub", "service", "document")
        for slug, updated_at in reference.pages(kind).values_list("slug", "updated_at")
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
        "Disallow: /cari/?q=",  # each answer links to a search of its own
    ]
    lines.append(f"Sitemap: {settings.TANGKAL.site_url}{reverse('site-map')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
