"""The newest clarifications and first statements as RSS and Atom, in each language they have.

`?bahasa=jv` is the feed of what can be read in that language; every entry names its others.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext as _

from tangkal.desk.portal import feed_kinds, reference, search, translations, validity
from tangkal.desk.portal.addresses import page_address
from tangkal.desk.portal.choices import Wanted
from tangkal.desk.portal.feed_kinds import Reading
from tangkal.desk.portal.languages import OWN_NAMES, own_name
from tangkal.desk.portal.models import Clarification, ReferencePage, Statement, Translation
from tangkal.desk.portal.statements import standing
from tangkal.desk.portal.words import CATEGORIES, plain_verdict, verdict_name

NEWEST = 50
KNOWN = {code for code, _name in settings.LANGUAGES}  # that our own words are in


@dataclass(frozen=True)
class Entry:
    """What one entry says, in one language, and where else it can be read."""

    shown: Clarification | Statement
    address: str
    readings: list[Reading] = field(default_factory=list)


@dataclass(frozen=True)
class Chosen(Wanted):
    """A topic's or a region's own feed, and in one language where one is named."""

    bahasa: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Chosen":
        tag = query.get("bahasa", "")[:20]
        return cls(**vars(Wanted.of(query)), bahasa=tag if tag in OWN_NAMES else "")

    @property
    def address(self) -> str:
        parts = (super().address, f"bahasa={self.bahasa}" if self.bahasa else "")
        return "&".join(filter(None, parts))


if TYPE_CHECKING:
    Entries = Feed[Entry, Chosen]
else:
    Entries = Feed


class Rss(Entries):
    """Title, verdict and plain sentence; of a first statement its words. The page has the rest."""

    feed_type: type[SyndicationFeed] = feed_kinds.Rss

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Our own words in the feed's language, where we speak it."""
        tag = Chosen.of(request.GET).bahasa
        with translation.override(tag if tag in KNOWN else translation.get_language()):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest) -> Chosen:
        return Chosen.of(request.GET)

    def title(self, wanted: Chosen) -> str:
        named = _("%(publisher)s: clarifications") % {"publisher": settings.TANGKAL.publisher}
        about = [str(CATEGORIES[wanted.kategori])] if wanted.kategori else []
        about += [str(wanted.region)] if wanted.region else []
        about += [own_name(wanted.bahasa)] if wanted.bahasa else []
        return " · ".join([named, *about])

    def link(self) -> str:
        # Whole addresses: the one this was fetched under may be a proxy's own.
        return f"{settings.TANGKAL.site_url}{reverse('portal')}"

    def feed_url(self, wanted: Chosen) -> str:
        return whole("rss", wanted)

    def feed_extra_kwargs(self, wanted: Chosen) -> dict[str, Any]:
        return {"in_language": wanted.bahasa}

    def description(self) -> str:
        return _("Claims that were checked, with sources, and first statements in a crisis.")

    def items(self, wanted: Chosen) -> list[Entry]:
        """Both kinds, the newest first: in a crisis the statement comes before any verdict.

        A first statement is of no topic yet and in one language, so only the feed of everything
        has them.
        """
        found = wanted.narrow(search.published()).prefetch_related("translations")
        if wanted.bahasa:
            translated = Translation.objects.filter(language=wanted.bahasa, is_withdrawn=False)
            readable = Q(language=wanted.bahasa) | Q(pk__in=translated.values("clarification"))
            return [entry_of(each, wanted.bahasa) for each in found.filter(readable)[:NEWEST]]
        both: list[Clarification | Statement] = [*found[:NEWEST]]
        if not wanted:
            both += standing()[:NEWEST]
        return newest(both)

    def item_title(self, item: Entry) -> str:
        return item.shown.headline

    def item_description(self, item: Entry) -> str:
        if isinstance(item.shown, Statement):
            kind = _("First statement, not a verdict.")
            if item.shown.doubted_at:
                kind = " ".join([_("We are correcting this statement."), item.shown.doubt, kind])
            words = " ".join(part["text"].strip() for part in item.shown.parts)
            return escape(f"{kind} {words}".strip())
        verdict = item.shown.verdict
        said = f"{verdict_name(verdict)}. {plain_verdict(verdict)} “{item.shown.claim_text}”"
        if held := validity.sentence(item.shown):
            said = f"{held} {said}" if item.shown.has_ended else f"{said} {held}"
        return escape(said)  # readers take it for HTML: a claim that quotes a tag is no tag

    def item_link(self, item: Entry) -> str:
        return item.address

    def item_pubdate(self, item: Entry) -> datetime:
        return item.shown.published_at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.shown.updated_at

    def item_extra_kwargs(self, item: Entry) -> dict[str, Any]:
        return {"readings": item.readings, "language": item.shown.language}


class Atom(Rss):
    feed_type = feed_kinds.Atom

    def feed_url(self, wanted: Chosen) -> str:
        return whole("atom", wanted)

    def subtitle(self) -> str:
        return self.description()


class HubRss(Rss):
    """An event's own feed: its clarifications and first statements."""

    def get_object(self, request: HttpRequest, slug: str) -> ReferencePage:  # type: ignore[override]
        return get_object_or_404(reference.pages(ReferencePage.Kind.HUB), slug=slug)

    def title(self, hub: ReferencePage) -> str:  # type: ignore[override]
        return f"{settings.TANGKAL.publisher}: {hub.title}"

    def feed_url(self, hub: ReferencePage) -> str:  # type: ignore[override]
        return f"{settings.TANGKAL.site_url}{reverse('hub-rss', args=[hub.slug])}"

    def feed_extra_kwargs(self, hub: ReferencePage) -> dict[str, Any]:  # type: ignore[override]
        return {}

    def items(self, hub: ReferencePage) -> list[Entry]:  # type: ignore[override]
        return newest([*reference.in_hub(hub), *reference.statements_in(hub)])


def newest(found: list[Clarification | Statement]) -> list[Entry]:
    found = sorted(found, key=lambda each: each.published_at, reverse=True)
    return [entry_of(each) for each in found[:NEWEST]]


def entry_of(found: Clarification | Statement, language: str = "") -> Entry:
    """One entry with all its languages, in the one that is asked for where it has it."""
    root = settings.TANGKAL.site_url
    if isinstance(found, Statement):
        return Entry(found, f"{root}{reverse('statement', args=[found.slug])}")
    others = translations.standing_of(found)
    readings = translations.readings(found, others, language or found.language)
    chosen = next((each for each in others if each.language == language), None)
    links = [(each.tag, f"{root}{each.address}") for each in readings]
    own = f"{root}{page_address(found.slug)}"
    return Entry(
        translations.in_language(found, chosen) if chosen else found,
        next((address for tag, address in links if chosen and tag == language), own),
        links,
    )


def whole(name: str, wanted: Wanted) -> str:
    query = f"?{wanted.address}" if wanted.address else ""
    return f"{settings.TANGKAL.site_url}{reverse(name)}{query}"
