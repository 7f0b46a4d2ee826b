"""An answer in another language, at an address of its own."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation as speaking

from tangkal.desk.portal import attached, translations, views
from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.models import Clarification, Translation

FRAMES = frozenset(code for code, _name in settings.LANGUAGES)  # the frame speaks these


@public_page
def translation(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The answer's page with the translation's words; says so where the original moved on."""
    rows = Clarification.objects.select_related("issuer", "region")
    original = get_object_or_404(rows, slug=slug)
    if original.is_exercise and not (settings.TANGKAL.is_demo or request.user.is_authenticated):
        raise Http404
    found = get_object_or_404(
        Translation, clarification=original, language=language, is_withdrawn=False
    )
    shown = translations.in_language(original, found)
    with speaking.override(language if language in FRAMES else speaking.get_language()):
        attached.read(original)
        context = views.page_of(request, original, shown)
        here = f"{settings.TANGKAL.site_url}{request.path}"
        context |= {"share_text": f"{shown.headline} {here}"}  # friends read the same language
        response = render(request, "portal/clarification.html", context)
    if language in FRAMES:
        response.headers["Content-Language"] = language
    return response
