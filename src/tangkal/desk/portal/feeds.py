"""The newest clarifications and first statements as RSS and Atom."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from tangkal.desk.portal import reference, search
from tangkal.desk.portal.choices import Wanted
from tangkal.desk.portal.claim_review import address_of
from tangkal.desk.portal.models import Clarification, ReferencePage, Statement
from tangkal.desk.portal.statements import standing
from tangkal.desk.portal.words import CATEGORIES, plain_verdict, verdict_name

NEWEST = 50

Entry = Clarification | Statement

if TYPE_CHECKING:
    Entries = Feed[Entry, Wanted]
else:
    Entries = Feed


class Rss(Entries):
    """Title, verdict and plain sentence; of a first statement its words. The page has the rest."""

    def get_object(self, request: HttpRequest) -> Wanted:
        """A topic's or a region's own feed, by the address's choices."""
        return Wanted.of(request.GET)

    def title(self, wanted: Wanted) -> str:
        named = _("%(publisher)s: clarifications") % {"publisher": settings.TANGKAL.publisher}
        about = [CATEGORIES[wanted.kategori]] if wanted.kategori else []
        return " · ".join(
            [named, *map(str, about), *([str(wanted.region)] if wanted.region else [])]
        )

    def link(self) -> str:
        # Whole addresses: the one this was fetched under may be a proxy's own.
        return f"{settings.TANGKAL.site_url}{reverse('portal')}"

    def feed_url(self, wanted: Wanted) -> str:
        return whole("rss", wanted)

    def description(self) -> str:
        return _("Claims that were checked, with sources, and first statements in a crisis.")

    def items(self, wanted: Wanted) -> list[Entry]:
        """Both kinds, the newest first: in a crisis the statement comes before any verdict.

        A first statement is of no topic yet, so only the feed of everything has them.
        """
        both: list[Entry] = [*wanted.narrow(search.published())[:NEWEST]]
        if not wanted:
            both += standing()[:NEWEST]
        return sorted(both, key=lambda each: each.published_at, reverse=True)[:NEWEST]

    def item_title(self, item: Entry) -> str:
        return item.headline

    def item_description(self, item: Entry) -> str:
        if isinstance(item, Statement):
            kind = _("First statement, not a verdict.")
            return f"{kind} {' '.join(part['text'].strip() for part in item.parts)}".strip()
        name = verdict_name(item.verdict)
        return f"{name}. {plain_verdict(item.verdict)} “{item.claim_text}”"

    def item_link(self, item: Entry) -> str:
        if isinstance(item, Statement):
            path = reverse("statement", args=[item.slug])
            return f"{settings.TANGKAL.site_url}{path}"
        return address_of(item)

    def item_pubdate(self, item: Entry) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.updated_at


class Atom(Rss):
    feed_type = Atom1Feed

    def feed_url(self, wanted: Wanted) -> str:
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

    def items(self, hub: ReferencePage) -> list[Entry]:  # type: ignore[override]
        both: list[Entry] = [*reference.in_hub(hub), *reference.statements_in(hub)]
        return sorted(both, key=lambda each: each.published_at, reverse=True)[:NEWEST]


def whole(name: str, wanted: Wanted) -> str:
    query = f"?{wanted.address}" if wanted else ""
    return f"{settings.TANGKAL.site_url}{reverse(name)}{query}"
