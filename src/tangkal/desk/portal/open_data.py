"""The answers for programs: JSON and CSV with a licence, oEmbed, and a search for browsers."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tangkal.desk.portal import contested, media, search, translations
from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.choices import Wanted
from tangkal.desk.portal.claim_review import address_of
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.words import plain_verdict, verdict_name
from tangkal.desk.ui import sheets

PAGE = 100
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = (
    *("number", "address", "headline", "claim", "verdict", "verdict_name", "category", "region"),
    *("language", "issuer", "published_at", "updated_at", "edition", "doubted"),
    *("contested", "languages", "confirmed_at", "valid_until", "expired"),
)
NARROWEST, WIDEST = 200, 800  # pixels of an embedded answer


@public_page
def about_data(request: HttpRequest) -> HttpResponse:
    """What can be had, in which form, under which licence."""
    context = {
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "site": settings.TANGKAL.site_url,
        "number": search.published().count(),
        "columns": COLUMNS,
    }
    return render(request, "portal/data.html", context)


@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """A page of answers, newest first, narrowed as the search is; with the address of the next."""
    wanted = Wanted.of(request.GET)
    found = wanted.narrow(whole())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    answer = {
        "licence": LICENCE_URL,
        "publisher": settings.TANGKAL.publisher,
        "count": page.paginator.count,
        "page": page.number,
        "next": None,
        "clarifications": [as_object(each) for each in page],
    }
    if page.has_next():
        query = "&".join(part for part in (wanted.address, f"page={page.number + 1}") if part)
        answer["next"] = f"{settings.TANGKAL.site_url}{reverse('data-json')}?{query}"
    return said(answer)


@public_page
def one_as_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """One answer with its text and sources, also where it was withdrawn: then it says so."""
    rows = Clarification.objects.select_related("issuer")
    rows = rows.prefetch_related(contested.APPEALS, "translations")
    found = get_object_or_404(rows, slug=slug)
    if found.is_exercise and not settings.TANGKAL.is_demo:
        raise Http404
    is_published = found.state == Clarification.State.PUBLISHED
    answer = as_object(found) | {
        "licence": LICENCE_URL,
        "is_withdrawn": not is_published,
        "appeals": list(contested.outcomes_for_programs(found)),
    }
    if is_published:
        answer |= {
            "plain": str(plain_verdict(found.verdict)),
            "parts": found.parts,
            "sources": found.sources,
            "media": [
                each | {"authenticity_name": media.in_words(each)["name"]} for each in found.media
            ],
            "translations": [
                {
                    "language": each.language,
                    "edition": each.edition,
                    "is_out_of_date": translations.is_stale(each, found),
                    "address": f"{settings.TANGKAL.site_url}"
                    f"{reverse('translation', args=[found.slug, each.language])}",
                    "headline": each.headline,
                    "claim": each.claim_text,
                    "parts": each.parts,
                }
                for each in translations.standing_of(found)
            ],
        }
    return said(answer)


@public_page
def as_csv(request: HttpRequest) -> HttpResponse:
    """All answers, oldest first, as one file."""
    found = Wanted.of(request.GET).narrow(whole())
    response = StreamingHttpResponse(
        lines(found.order_by("published_at", "pk").iterator(1000)),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="clarifications.csv"'
    response["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return response  # type: ignore[return-value]


def whole() -> QuerySet[Clarification]:
    """Published answers with all that a row of them says."""
    rows = search.published().select_related("issuer")
    return rows.prefetch_related(contested.APPEALS, "translations")


def lines(found: Iterator[Clarification]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for each in found:
        row = as_object(each)
        writer.writerow([sheets.cell(row[name]) for name in COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def as_object(found: Clarification) -> dict[str, object]:
    return {
        "number": found.reference,
        "address": address_of(found),
        "headline": found.headline,
        "claim": found.claim_text,
        "verdict": found.verdict,
        "verdict_name": str(verdict_name(found.verdict)),
        "category": found.category,
        "region": found.region_id or "",
        "language": found.language,
        "issuer": found.issuer.name,
        "published_at": in_zone(found.published_at),
        "updated_at": in_zone(found.updated_at),
        "edition": found.edition,
        "doubted": found.doubted_at is not None,
        "contested": bool(contested.open_appeals(found)),
        "languages": " ".join(
            [found.language, *(each.language for each in translations.standing_of(found))]
        ),
        "confirmed_at": in_zone(found.confirmed_at),
        "valid_until": in_zone(found.valid_until),
        "expired": found.has_ended,
    }


def in_zone(moment: datetime | None) -> str:
    """A moment on the office's clock; "" for none."""
    zone = timezone.get_default_timezone()
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else ""


def said(answer: dict[str, object]) -> JsonResponse:
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"  # public, without a cookie, for any site
    return response


@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """An answer as a quotation that any site can show; no script, no frame (oembed.com, 1.0)."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(_("Only format=json is spoken here."), status=501)
    found = embedded(request.GET.get("url", ""))
    width = request.GET.get("maxwidth", "")
    wide = min(max(int(width[:6]), NARROWEST), WIDEST) if width.isdecimal() else WIDEST
    html = format_html(
        '<blockquote cite="{0}" lang="{1}"><p><strong>{2}</strong> {3}</p><p>{4}</p>'
        '<footer><a href="{0}">{5}</a></footer></blockquote>',
        address_of(found),
        found.language,
        f"{verdict_name(found.verdict)}.",
        found.headline,
        plain_verdict(found.verdict),
        f"{found.issuer}, {settings.TANGKAL.publisher}",
    )
    return said(
        {
            "version": "1.0",
            "type": "rich",
            "title": found.headline,
            "author_name": found.issuer.name,
            "provider_name": settings.TANGKAL.publisher,
            "provider_url": settings.TANGKAL.site_url,
            "cache_age": 3600,
            "html": str(html),
            "width": wide,
            "height": None,
        }
    )


def embedded(url: str) -> Clarification:
    """The published answer of an address of ours.

    Raises:
        Http404: it is another site's, another page's, or no answer that stands.
    """
    if not url.startswith(f"{settings.TANGKAL.site_url}/"):
        raise Http404
    try:
        match = resolve(urlsplit(url).path)
    except (Resolver404, ValueError):
        raise Http404 from None
    if match.url_name != "clarification":
        raise Http404
    rows = search.published().filter(doubted_at=None).select_related("issuer")
    return get_object_or_404(rows, slug=match.kwargs["slug"])


@public_page
def open_search(_request: HttpRequest) -> HttpResponse:
    """Browsers may search here from their own search field (OpenSearch 1.1)."""
    name = settings.TANGKAL.publisher
    root = settings.TANGKAL.site_url
    content = format_html(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        "<ShortName>{}</ShortName><Description>{}</Description>"
        "<InputEncoding>UTF-8</InputEncoding>"
        '<Url type="text/html" template="{}?q={{searchTerms}}"/>'
        '<Url type="application/rss+xml" template="{}"/></OpenSearchDescription>',
        name[:16],
        _("Claims that were checked, with sources."),
        f"{root}{reverse('portal-search')}",
        f"{root}{reverse('rss')}",
    )
    return HttpResponse(content, content_type="application/opensearchdescription+xml")
