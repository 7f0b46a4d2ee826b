"""The newest clarifications as RSS and Atom."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from tangkal.desk.portal import search
from tangkal.desk.portal.claim_review import address_of
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.words import plain_verdict, verdict_name

NEWEST = 50

if TYPE_CHECKING:
    Clarifications = Feed[Clarification, None]
else:
    Clarifications = Feed


class Rss(Clarifications):
    """Title, verdict and plain sentence; the page has the rest."""

    def title(self) -> str:
        return _("%(publisher)s: clarifications") % {"publisher": settings.TANGKAL.publisher}

    def link(self) -> str:
        # Whole addresses: the one this was fetched under may be a proxy's own.
        return f"{settings.TANGKAL.site_url}{reverse('portal')}"

    def feed_url(self) -> str:
        return f"{settings.TANGKAL.site_url}{reverse('rss')}"

    def description(self) -> str:
        return _("Claims that were checked, with sources.")

    def items(self) -> QuerySet[Clarification]:
        return search.published()[:NEWEST]

    def item_title(self, item: Clarification) -> str:
        return item.headline

    def item_description(self, item: Clarification) -> str:
        name = verdict_name(item.verdict)
        return f"{name}. {plain_verdict(item.verdict)} “{item.claim_text}”"

    def item_link(self, item: Clarification) -> str:
        return address_of(item)

    def item_pubdate(self, item: Clarification) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Clarification) -> datetime:
        return item.updated_at


class Atom(Rss):
    feed_type = Atom1Feed

    def feed_url(self) -> str:
        return f"{settings.TANGKAL.site_url}{reverse('atom')}"

    def subtitle(self) -> str:
        return self.description()
