"""The social card: one sentence as a picture, with the words it shows as its alternative text."""

import html
from pathlib import Path
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tangkal.desk.channels import texts
from tangkal.desk.strategic_communication.models import MessageVersion
from tangkal.desk.ui.moments import day_in_words
from tangkal.desk.ui.papers import pictures
from tangkal.desk.ui.papers.document import EXERCISE
from tangkal.strategic_communication.writing.channels import fit_of

TEMPLATE = Path(__file__).with_name("card.typ")
LONGEST_FACT = 200  # characters; a longer one stays off the picture
SHORT_HEADLINE = 70  # characters that are set large


def drawn(version: MessageVersion, form: Literal["png", "svg"]) -> bytes:
    """The picture of an approved version.

    Raises:
        ValidationError: the headline is too long to be read on a phone.
    """
    made = pictures.drawn(TEMPLATE, content(version), form)
    return with_words(made, alt_of(version)) if form == "svg" else made


def content(version: MessageVersion) -> dict[str, Any]:
    headline = texts.headline_of(version)
    fit = fit_of("card", headline)
    if not fit.fits:
        raise ValidationError(
            _("A card takes a headline of %(most)d characters; this one has %(found)d.")
            % {"most": fit.most, "found": fit.found}
        )
    message = version.message
    fact = " ".join(str(version.parts.get("fact") or version.parts.get("confirmed") or "").split())
    with override(message.language):
        day = day_in_words(timezone.localdate())
    return {
        "language": message.language,
        "sender": str(message.case.lead_organisation),
        "headline": headline,
        "size": 38 if len(headline) <= SHORT_HEADLINE else 30,
        "fact": fact if len(fact) <= LONGEST_FACT else "",
        "date": day,
        "link": texts.page_of(version).removeprefix("https://"),
        "mark": EXERCISE if message.case.is_exercise else "",
    }


def alt_of(version: MessageVersion) -> str:
    """What the picture says, for who cannot see it: every word on it."""
    shown = ("mark", "sender", "headline", "fact", "date", "link")
    return pictures.words_on(content(version), shown)


def with_words(svg: bytes, alt: str) -> bytes:
    """The drawing with a title, so that a screen reader says its words."""
    before, mark, after = svg.partition(b">")
    title = f"<title>{html.escape(alt)}</title>".encode()
    return b"".join((before, b' role="img"', mark, title, after))
