"""Services and documents for programs: JSON and CSV with a licence, and one of them alone.

Every answer has an ETag (see portal.caching): whoever asks again with it gets 304 until something
changed.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from tangkal.desk.portal import reference
from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.choices import Wanted, within
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import ReferenceFile, ReferencePage
from tangkal.desk.portal.open_data import LICENCE_URL, said
from tangkal.desk.ui import sheets

PAGE = 100
LONGEST_SEARCH = 200  # characters
Kind = ReferencePage.Kind
Row = dict[str, Any]
COMMON = (
    *("address", "title", "region", "region_name", "issuer", "edition", "published_at"),
    "updated_at",
)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    Kind.SERVICE: (
        *COMMON,
        *("purpose", "office", "telephone", "place", "hours", "url", "reviewed_on"),
        "is_review_overdue",
    ),
    Kind.DOCUMENT: (
        *COMMON,
        *("summary", "office", "number", "dated_on", "supersedes", "file", "file_name"),
        *("file_type", "file_bytes", "sha256"),
    ),
}


def listed(request: HttpRequest, kind: Kind) -> QuerySet[ReferencePage]:
    """What is published of one kind, narrowed by words and region as its page is."""
    query = without_controls(request.GET.get("q", ""))[:LONGEST_SEARCH].strip()
    wanted = Wanted.of(request.GET)
    rows = reference.holding(reference.pages(kind), query)
    if wanted.wilayah:
        rows = rows.filter(within(wanted.wilayah))
    return rows.order_by("published_at", "pk")


def as_json(kind: Kind, name: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of a page of them, oldest first, with the address of the next."""

    @public_page
    def answer(request: HttpRequest) -> HttpResponse:
        page = Paginator(listed(request, kind), PAGE).get_page(request.GET.get("page"))
        found: Row = {
            "licence": LICENCE_URL,
            "publisher": settings.TANGKAL.publisher,
            "count": page.paginator.count,
            "page": page.number,
            "next": None,
            name: objects(list(page)),
        }
        if page.has_next():
            query = request.GET.copy()
            query["page"] = str(page.number + 1)
            found["next"] = f"{settings.TANGKAL.site_url}{request.path}?{query.urlencode()}"
        return said(found)

    return answer


def as_csv(kind: Kind, filename: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of all of them as one file: a directory is small, so it has an ETag too."""

    @public_page
    def answer(request: HttpRequest) -> HttpResponse:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(COLUMNS[kind])
        for row in objects(list(listed(request, kind))):
            writer.writerow([sheets.cell(row[name]) for name in COLUMNS[kind]])
        response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        response["Link"] = f'<{LICENCE_URL}>; rel="license"'
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def one_as_json(kind: Kind) -> Callable[..., HttpResponse]:
    """The view of one of them; of a withdrawn one that it was, and nothing of what it said."""

    @public_page
    def answer(_request: HttpRequest, slug: str) -> HttpResponse:
        rows = ReferencePage.objects.select_related("region", "issuer")
        found = get_object_or_404(rows, kind=kind, slug=slug)
        if found.is_exercise and not settings.TANGKAL.is_demo:
            raise Http404
        head: Row = {"licence": LICENCE_URL, "is_withdrawn": not is_published(found)}
        if not is_published(found):
            row = objects([found])[0]
            return said(head | {name: row[name] for name in COMMON})
        return said(head | objects([found])[0])

    return answer


def is_published(page: ReferencePage) -> bool:
    return page.state == ReferencePage.State.PUBLISHED


def objects(pages: Iterable[ReferencePage]) -> list[Row]:
    """Each page as a program reads it; the files of documents are asked for at once."""
    pages = list(pages)
    named = {page.content.get("file", "") for page in pages if page.kind == Kind.DOCUMENT}
    files = {each.sha256: each for each in ReferenceFile.objects.filter(sha256__in=named - {""})}
    return [as_object(page, files) for page in pages]


def as_object(page: ReferencePage, files: Mapping[str, ReferenceFile]) -> Row:
    content = page.content
    if page.kind == Kind.SERVICE:
        return common(page) | {
            "purpose": content.get("purpose", ""),
            "office": content.get("office", ""),
            "telephone": content.get("telephone", ""),
            "place": content.get("address", ""),
            "hours": content.get("hours", ""),
            "url": content.get("url", ""),
            "reviewed_on": content.get("reviewed_on", ""),
            "is_review_overdue": reference.is_stale(page),
        }
    kept = files.get(content.get("file", ""))
    older = content.get("supersedes", "")
    return common(page) | {
        "summary": content.get("summary", ""),
        "office": content.get("office", ""),
        "number": content.get("number", ""),
        "dated_on": page.starts_on.isoformat() if page.starts_on else "",
        "supersedes": whole("document", older) if older else "",
        "file": whole("document-file", page.slug, kept.sha256) if kept else "",
        "file_name": kept.name if kept else "",
        "file_type": kept.content_type if kept else "",
        "file_bytes": kept.size_bytes if kept else 0,
        "sha256": kept.sha256 if kept else "",
    }


def common(page: ReferencePage) -> Row:
    return {
        "address": whole(page.kind, page.slug),
        "title": page.title,
        "region": page.region_id or "",
        "region_name": str(page.region or ""),
        "issuer": page.issuer.name,
        "edition": page.edition,
        "published_at": stamp(page.published_at),
        "updated_at": stamp(page.updated_at),
    }


def stamp(moment: Any) -> str:
    here = moment.astimezone(timezone.get_default_timezone())
    return str(here.isoformat(timespec="seconds"))


def whole(name: str, *arguments: str) -> str:
    return f"{settings.TANGKAL.site_url}{reverse(name, args=arguments)}"


services_json = as_json(Kind.SERVICE, "services")
services_csv = as_csv(Kind.SERVICE, "services.csv")
service_json = one_as_json(Kind.SERVICE)
documents_json = as_json(Kind.DOCUMENT, "documents")
documents_csv = as_csv(Kind.DOCUMENT, "documents.csv")
document_json = one_as_json(Kind.DOCUMENT)
