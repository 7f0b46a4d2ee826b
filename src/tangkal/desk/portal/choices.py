"""What a reader narrows the answers down to: topic, region, verdict and time."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.words import CATEGORIES, PLAIN

FIELDS = ("kategori", "wilayah", "verdict", "sejak", "sampai")


@dataclass(frozen=True)
class Wanted:
    """One choice each; empty is all. The names in addresses are Indonesian, like the addresses."""

    kategori: str = ""
    wilayah: str = ""
    verdict: str = ""
    sejak: str = ""
    sampai: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        """What an address asks for; what nobody can mean is left out."""
        given = {name: query.get(name, "").strip()[:20] for name in FIELDS}
        return cls(
            kategori=given["kategori"] if given["kategori"] in CATEGORIES else "",
            wilayah=given["wilayah"] if set(given["wilayah"]) <= set("0123456789.") else "",
            verdict=given["verdict"] if given["verdict"] in PLAIN else "",
            sejak=given["sejak"] if as_day(given["sejak"]) else "",
            sampai=given["sampai"] if as_day(given["sampai"]) else "",
        )

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in FIELDS)

    @cached_property
    def region(self) -> Region | None:
        return Region.objects.filter(code=self.wilayah).first() if self.wilayah else None

    @property
    def address(self) -> str:
        """As a query string, "" where everything is wanted."""
        return urlencode([(n, getattr(self, n)) for n in FIELDS if getattr(self, n)])

    @property
    def condition(self) -> Q:
        found = Q()
        if self.kategori:
            found &= Q(category=self.kategori)
        if self.wilayah:
            found &= within(self.wilayah)
        if self.verdict:
            found &= Q(verdict=self.verdict)
        if since := as_day(self.sejak):
            found &= Q(published_at__date__gte=since)
        if until := as_day(self.sampai):
            found &= Q(published_at__date__lte=until)
        return found

    def narrow(self, found: QuerySet[Clarification]) -> QuerySet[Clarification]:
        return found.filter(self.condition) if self else found

    def those(self, keys: list[int]) -> list[int]:
        """The ones of ranked keys that are wanted, in their order."""
        if not self:
            return keys
        rows = self.narrow(Clarification.objects.filter(pk__in=keys))
        wanted = set(rows.values_list("pk", flat=True))
        return [key for key in keys if key in wanted]


def within(code: str) -> Q:
    """Of a region or of one in it."""
    return Q(region__code=code) | Q(region__code__startswith=f"{code}.")


def as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
