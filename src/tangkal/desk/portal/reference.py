"""Publish, change and withdraw what people look up; every edition stays readable.

What a page's ``content`` holds, by kind:

- hub: ``known``, ``channels`` [{name, value}], ``category``, ``since``, ``until`` (days of the
  clarifications it gathers), ``pinned`` and ``statements`` (slugs);
- service: ``purpose``, ``office``, ``telephone``, ``address``, ``hours``, ``url``, ``reviewed_on``;
- document: ``office``, ``number``, ``summary``, ``file`` (SHA-256), ``supersedes`` (slug);
- about: ``method``, ``independence``, ``corrections``, ``contacts``, ``funding``, ``licence``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.choices import within
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import (
    Clarification,
    ReferenceEdition,
    ReferenceFile,
    ReferencePage,
    Statement,
)
from tangkal.desk.portal.search import MOST_WORDS, published
from tangkal.desk.portal.statements import standing, statements_of_exercises
from tangkal.kernel import InvalidRecord
from tangkal.text.stem import stem_text

Kind = ReferencePage.Kind
Change = ReferenceEdition.Change

REVIEWED_FOR = timedelta(days=180)  # a telephone number nobody looked at for longer may be dead
MOST_IN_HUB = 40  # clarifications on a hub's page and in its feed
SEARCHED = ("known", "purpose", "office", "address", "number", "summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """An approved page in the form the portal publishes."""

    kind: str
    title: str
    content: Mapping[str, Any]
    region_code: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_exercise: bool = False

    def __post_init__(self) -> None:
        if self.kind not in Kind.values:
            raise InvalidRecord(f"kind {self.kind!r} is none of {', '.join(Kind.values)}")
        if not self.title.strip():
            raise InvalidRecord("a page needs a title")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise InvalidRecord(f"a page cannot end on {self.ends_on}, before {self.starts_on}")


@transaction.atomic
def publish_page(text: PageText, *, issuer: Organisation, by: User | None) -> ReferencePage:
    """Put a page on the portal under an address that will not change."""
    page = ReferencePage(kind=text.kind, issuer=issuer, slug=free_slug(text))
    fill(page, text)
    page.save()
    keep_edition(page, Change.PUBLISHED, "")
    record("reference.published", page, by=by, kind=page.kind, slug=page.slug)
    return page


@transaction.atomic
def update_page(page: ReferencePage, text: PageText, *, by: User | None) -> ReferencePage:
    """Put the next edition in its place; what it said before stays readable."""
    page = ReferencePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    fill(page, text)
    page.edition += 1
    page.updated_at = timezone.now()
    page.state = ReferencePage.State.PUBLISHED
    page.save()
    keep_edition(page, Change.UPDATED, "")
    record("reference.updated", page, by=by, kind=page.kind, edition=page.edition)
    return page


@transaction.atomic
def withdraw_page(page: ReferencePage, *, reason: str, by: User | None) -> ReferencePage:
    """Take a page back; its address stays and says so."""
    page = ReferencePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    page.state = ReferencePage.State.WITHDRAWN
    page.edition += 1
    page.updated_at = timezone.now()
    page.save()
    keep_edition(page, Change.WITHDRAWN, reason)
    record("reference.withdrawn", page, by=by, kind=page.kind, reason=reason)
    return page


def fill(page: ReferencePage, text: PageText) -> None:
    page.title = without_controls(text.title)[:200]
    page.content = cleaned(text.content)
    page.region_id = text.region_code
    page.starts_on, page.ends_on = text.starts_on, text.ends_on
    page.is_exercise = text.is_exercise
    words = [page.title, *(str(page.content.get(name, "")) for name in SEARCHED)]
    page.search_text = f" {stem_text(' '.join(words))} "


def cleaned(value: Any) -> Any:
    """Content without characters that a feed or a database would refuse, however deep."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, Mapping):
        return {key: cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return value


def keep_edition(page: ReferencePage, change: Change, reason: str) -> None:
    ReferenceEdition.objects.create(
        page=page,
        number=page.edition,
        change=change,
        reason=reason,
        title=page.title,
        content=page.content,
        at=page.updated_at,
    )


def free_slug(text: PageText) -> str:
    base = slugify(text.title)[:100].rstrip("-") or str(text.kind)
    taken = set(
        ReferencePage.objects.filter(kind=text.kind, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(each for each in numbered if each not in taken)


# ---- reading ------------------------------------------------------------------------


def pages(kind: str) -> QuerySet[ReferencePage]:
    """What of one kind stands; an exercise's pages stay with those who take part."""
    found = on_any_side(kind)
    return found if settings.TANGKAL.is_demo else found.filter(is_exercise=False)


def on_any_side(kind: str) -> QuerySet[ReferencePage]:
    """What of one kind stands, exercises among it: for forms and for an exercise's own pages."""
    found = ReferencePage.objects.filter(kind=kind, state=ReferencePage.State.PUBLISHED)
    return found.select_related("region", "issuer")


def beside(page: ReferencePage) -> QuerySet[ReferencePage]:
    """What stands of a page's kind and may be named on it: an exercise knows its own alone."""
    if not page.is_exercise or settings.TANGKAL.is_demo:
        return pages(page.kind)
    return on_any_side(page.kind).filter(is_exercise=True)


def open_hubs() -> QuerySet[ReferencePage]:
    """Hubs within their days, the newest event first."""
    today = timezone.localdate()
    ends = Q(ends_on=None) | Q(ends_on__gte=today)
    return pages(Kind.HUB).filter(ends, starts_on__lte=today).order_by("-starts_on", "-pk")


def is_open(hub: ReferencePage) -> bool:
    today = timezone.localdate()
    begun = hub.starts_on is not None and hub.starts_on <= today
    return begun and (hub.ends_on is None or hub.ends_on >= today)


def holding(found: QuerySet[ReferencePage], words: str) -> QuerySet[ReferencePage]:
    """Those that hold every word of a query, by stem; all of them where there is none."""
    for stem in stem_text(without_controls(words)).split()[:MOST_WORDS]:
        found = found.filter(search_text__contains=f" {stem} ")
    return found


def in_hub(hub: ReferencePage) -> list[Clarification]:
    """A hub's clarifications: what was pinned, in that order, then what its choices gather."""
    pinned = hub.content.get("pinned", [])
    chosen = gathered(hub)
    condition = Q(slug__in=pinned) | chosen if chosen else Q(slug__in=pinned)
    found = for_hub(hub).select_related("issuer")
    rows = list(found.filter(condition)[:MOST_IN_HUB])
    missing = set(pinned) - {each.slug for each in rows}
    if missing:  # older than the newest that were gathered
        rows += found.filter(slug__in=missing)
    place = {slug: number for number, slug in enumerate(pinned)}
    return sorted(rows, key=lambda each: place.get(each.slug, len(place)))[:MOST_IN_HUB]


def for_hub(hub: ReferencePage) -> QuerySet[Clarification]:
    """What a hub may hold: an exercise's hub, which the public never sees, its exercise's texts."""
    if not hub.is_exercise or settings.TANGKAL.is_demo:
        return published()
    return Clarification.objects.filter(state=Clarification.State.PUBLISHED, is_exercise=True)


def gathered(hub: ReferencePage) -> Q:
    """What comes into a hub by itself; empty where neither topic nor region was chosen."""
    content, found = hub.content, Q()
    if content.get("category"):
        found &= Q(category=content["category"])
    if hub.region_id:
        found &= within(hub.region_id)
    if not found:
        return found
    if content.get("since"):
        found &= Q(published_at__date__gte=content["since"])
    if content.get("until"):
        found &= Q(published_at__date__lte=content["until"])
    return found


def statements_in(hub: ReferencePage) -> list[Statement]:
    """The first statements that a hub names, newest first; an exercise's hub has its own."""
    slugs = hub.content.get("statements", [])
    if not slugs:
        return []
    is_drill = hub.is_exercise and not settings.TANGKAL.is_demo
    found = statements_of_exercises() if is_drill else standing()
    return list(found.filter(slug__in=slugs))


def is_stale(service: ReferencePage) -> bool:
    """Whether nobody has looked for long if its number still answers."""
    reviewed = service.content.get("reviewed_on")
    if not reviewed:
        return True
    return timezone.localdate() - date.fromisoformat(str(reviewed)) > REVIEWED_FOR


def file_of(document: ReferencePage) -> ReferenceFile | None:
    return ReferenceFile.objects.filter(sha256=document.content.get("file", "")).first()


def about_page() -> ReferencePage | None:
    """What the office says of itself; the newest where several offices do."""
    return pages(Kind.ABOUT).order_by("-updated_at", "-pk").first()
