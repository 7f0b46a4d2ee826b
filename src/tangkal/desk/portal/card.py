"""The picture of an answer that chats and social networks show where its address is shared."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override

from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.models import Clarification
from tangkal.desk.ui.moments import day_in_words
from tangkal.desk.ui.papers import pictures
from tangkal.desk.ui.vocabulary import VERDICTS, find

TEMPLATE = Path(__file__).with_name("card.typ")
WIDTH, HEIGHT = 1200, 630  # dots: 600 × 315 points
# Type sizes (points) that keep the longest headline of each length on the picture.
SIZES = ((60, 38), (110, 31), (200, 25))


@public_page
def card(_request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of an answer as it stands; one that was withdrawn says so."""
    found = get_object_or_404(Clarification.objects.select_related("issuer"), slug=slug)
    if found.is_exercise and not settings.TANGKAL.is_demo:
        raise Http404
    return HttpResponse(drawn(found), content_type="image/png")


def drawn(found: Clarification) -> bytes:
    """The picture as PNG, 1200 × 630 dots."""
    return pictures.drawn(TEMPLATE, content(found), "png")


def content(found: Clarification) -> dict[str, Any]:
    """The words on the picture, in the answer's language as far as the portal speaks it."""
    verdict = find(VERDICTS, found.verdict)
    with override(found.language if found.language in dict(settings.LANGUAGES) else None):
        return {
            "language": found.language,
            "verdict": str(verdict.label).upper(),
            "tone": verdict.tone,
            "headline": found.headline,
            "size": next(size for most, size in SIZES if len(found.headline) <= most),
            "sender": str(found.issuer),
            "date": day_in_words(found.updated_at),
            "mark": mark_of(found),
        }


def mark_of(found: Clarification) -> str:
    if found.state == Clarification.State.WITHDRAWN:
        return _("WITHDRAWN")
    if found.is_exercise:
        return "LATIHAN · EXERCISE"
    return _("BEING CORRECTED") if found.doubted_at else ""


def alt_of(found: Clarification) -> str:
    """What the picture says, for who cannot see it: every word on it."""
    return pictures.words_on(content(found), ("mark", "verdict", "headline", "sender", "date"))
