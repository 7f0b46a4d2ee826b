"""Public pages of first statements."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tangkal.desk.portal import words
from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.models import Statement
from tangkal.desk.portal.statements import standing

PAGE = 20


@public_page
def statements(request: HttpRequest) -> HttpResponse:
    """Every statement that stands, newest first."""
    page = Paginator(standing(), PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/statements.html", {"page": page})


@public_page
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """One statement: what is known, what is not, when there is more, and what it said before."""
    found = get_object_or_404(Statement.objects.select_related("issuer"), slug=slug)
    is_hidden = found.is_exercise and not settings.TANGKAL.is_demo
    if is_hidden and not request.user.is_authenticated:
        raise Http404  # an exercise's texts are for those who take part
    editions = list(found.editions.all())
    context = {
        "statement": found,
        "parts": named(found.parts),
        "editions": [(each, named(each.parts)) for each in editions],
        "is_published": found.state == Statement.State.PUBLISHED,
        "reason": editions[0].reason if editions else "",
        "address": f"{settings.TANGKAL.site_url}{request.path}",
        "is_exercise": is_hidden,
    }
    return render(request, "portal/statement.html", context)


def named(parts: list[dict[str, str]]) -> list[tuple[object, str]]:
    """(heading, text) of each part with words in it."""
    return [
        (words.PARTS.get(part["key"], part["key"]), part["text"])
        for part in parts
        if part["text"].strip()
    ]
