"""Public pages of events, services and documents."""

from datetime import date

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal import reference, words
from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.choices import Wanted, within
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import ReferenceEdition, ReferenceFile, ReferencePage

PAGE = 30
LONGEST_SEARCH = 200  # characters

Kind = ReferencePage.Kind


def seen(request: HttpRequest, kind: str, slug: str) -> ReferencePage:
    rows = ReferencePage.objects.select_related("region", "issuer")
    found = get_object_or_404(rows, kind=kind, slug=slug)
    if found.is_exercise and not (settings.TANGKAL.is_demo or request.user.is_authenticated):
        raise Http404  # an exercise's texts are for those who take part
    return found


def context_of(request: HttpRequest, found: ReferencePage) -> dict[str, object]:
    editions = list(found.editions.all())
    is_published = found.state == ReferencePage.State.PUBLISHED
    return {
        "page": found,
        "is_published": is_published,
        "reason": editions[0].reason if editions and not is_published else "",
        "editions": editions,
        "address": f"{settings.TANGKAL.site_url}{request.path}",
        "is_exercise": found.is_exercise and not settings.TANGKAL.is_demo,
    }


@public_page
def hubs(request: HttpRequest) -> HttpResponse:
    """Events that are open now, then those that are over."""
    open_now = list(reference.open_hubs())
    shown = {each.pk for each in open_now}
    newest = reference.pages(Kind.HUB).order_by("-starts_on", "-pk")[:PAGE]
    context = {
        "open_hubs": open_now,
        "over": [each for each in newest if each.pk not in shown and not is_ahead(each)],
    }
    return render(request, "portal/hubs.html", context)


def is_ahead(hub: ReferencePage) -> bool:
    """Not open yet: its page says so to whoever has the address, lists leave it out."""
    return not reference.is_open(hub) and (
        hub.ends_on is None or hub.ends_on >= timezone.localdate()
    )


@public_page
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: what is known, whom to call, what was checked, what the office said."""
    found = seen(request, Kind.HUB, slug)
    context = context_of(request, found)
    if context["is_published"]:
        context |= {
            "is_open": reference.is_open(found),
            "is_ahead": is_ahead(found),
            "answers": reference.in_hub(found),
            "statements": reference.statements_in(found),
            "topic": words.CATEGORIES.get(found.content.get("category", ""), ""),
        }
    return render(request, "portal/hub.html", context)


def listed(request: HttpRequest, kind: str) -> dict[str, object]:
    """A list by words and region: the same for services and documents."""
    query = without_controls(request.GET.get("q", ""))[:LONGEST_SEARCH].strip()
    wanted = Wanted.of(request.GET)
    rows = reference.holding(reference.pages(kind), query)
    if wanted.wilayah:
        rows = rows.filter(within(wanted.wilayah))
    if kind == Kind.DOCUMENT:
        rows = rows.order_by("-starts_on", "-pk")
    return {
        "listing": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": query,
        "wanted": wanted,
        "provinces": Region.objects.filter(level=Region.Level.PROVINCE).order_by("name"),
    }


@public_page
def services(request: HttpRequest) -> HttpResponse:
    """Whom to call and where to go, by words and region."""
    context = listed(request, Kind.SERVICE)
    context["rows"] = [(each, reference.is_stale(each)) for each in context["listing"]]  # type: ignore[attr-defined]
    return render(request, "portal/services.html", context)


@public_page
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service and when somebody last looked if it is still so."""
    found = seen(request, Kind.SERVICE, slug)
    reviewed = found.content.get("reviewed_on")
    context = context_of(request, found) | {
        "is_stale": reference.is_stale(found),
        "reviewed_on": date.fromisoformat(reviewed) if reviewed else None,
    }
    return render(request, "portal/service.html", context)


@public_page
def documents(request: HttpRequest) -> HttpResponse:
    """Guides and public documents, by words and region, newest first."""
    return render(request, "portal/documents.html", listed(request, Kind.DOCUMENT))


@public_page
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """One document: whose, of when, what it replaces or what replaced it, and its file."""
    found = seen(request, Kind.DOCUMENT, slug)
    others = reference.beside(found)
    context = context_of(request, found) | {
        "file": reference.file_of(found),
        "supersedes": others.filter(slug=found.content.get("supersedes", "")).first(),
        "superseded_by": others.filter(content__supersedes=found.slug).first(),
    }
    return render(request, "portal/document.html", context)


@public_page
def document_file(request: HttpRequest, slug: str, sha256: str) -> HttpResponse:
    """A file of an edition that was published; of one that was withdrawn, nothing."""
    found = seen(request, Kind.DOCUMENT, slug)
    if found.state != ReferencePage.State.PUBLISHED:
        raise Http404
    if not ReferenceEdition.objects.filter(page=found, content__file=sha256).exists():
        raise Http404
    kept = get_object_or_404(ReferenceFile, sha256=sha256)
    return sent(kept)


def sent(kept: ReferenceFile) -> HttpResponse:
    """A kept file as a download; its hash is its mark for caches."""
    response = FileResponse(
        kept.stored.open("rb"),
        as_attachment=True,
        filename=kept.name,
        content_type=kept.content_type,
    )
    response["ETag"] = f'"{kept.sha256}"'
    return response  # type: ignore[return-value]
