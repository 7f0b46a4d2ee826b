"""Publish, update and withdraw first statements; every version stays readable."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.models import Statement, StatementEdition
from tangkal.kernel import InvalidRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementText:
    """A filled statement in the form the portal publishes."""

    headline: str
    parts: tuple[tuple[str, str], ...]  # (part key, text) in reading order
    language: str
    reference: str
    next_update_at: datetime | None = None
    is_exercise: bool = False

    def __post_init__(self) -> None:
        if not self.headline.strip() or not any(text.strip() for _key, text in self.parts):
            raise InvalidRecord("a statement needs a headline and words")


def standing() -> QuerySet[Statement]:
    """What the public may read now, newest first; exercises stay with those who take part."""
    found = published()
    return found if settings.TANGKAL.is_demo else found.filter(is_exercise=False)


def statements_of_exercises() -> QuerySet[Statement]:
    """What those who take part in an exercise may read, newest first."""
    return published().filter(is_exercise=True)


def published() -> QuerySet[Statement]:
    return Statement.objects.filter(state=Statement.State.PUBLISHED).select_related("issuer")


@transaction.atomic
def publish_statement(text: StatementText, *, issuer: Organisation, by: User | None) -> Statement:
    """Put a first statement on the portal under an address that will not change."""
    statement = Statement(issuer=issuer, reference=text.reference, slug=free_slug(text))
    fill(statement, text)
    statement.save()
    keep_edition(statement, StatementEdition.Kind.PUBLISHED)
    record("statement.published", statement, by=by, slug=statement.slug)
    return statement


@transaction.atomic
def update_statement(
    slug: str,
    text: StatementText,
    *,
    by: User | None,
    reason: str = "",
    kind: StatementEdition.Kind = StatementEdition.Kind.UPDATED,
) -> Statement:
    """Put the next version in its place; nobody has looked at it a second time yet."""
    statement = Statement.objects.select_for_update().get(slug=slug)
    fill(statement, text)
    statement.edition += 1
    statement.updated_at = timezone.now()
    statement.state = Statement.State.PUBLISHED
    statement.checked_at = None
    statement.doubted_at, statement.doubt = None, ""
    statement.save()
    keep_edition(statement, kind, reason)
    record(f"statement.{kind}", statement, by=by, reason=reason, edition=statement.edition)
    return statement


@transaction.atomic
def withdraw_statement(slug: str, *, reason: str, by: User | None) -> Statement:
    """Take a statement back; its page stays and says so."""
    statement = Statement.objects.select_for_update().get(slug=slug)
    statement.state = Statement.State.WITHDRAWN
    statement.edition += 1
    statement.updated_at = timezone.now()
    statement.next_update_at = None
    statement.save()
    keep_edition(statement, StatementEdition.Kind.WITHDRAWN, reason)
    record("statement.withdrawn", statement, by=by, reason=reason)
    return statement


@transaction.atomic
def doubt_statement(slug: str, *, reason: str, by: User | None) -> Statement:
    """Say on the page that a fact in it fell; its next version ends that. No edition: not a word
    of it changes."""
    statement = Statement.objects.select_for_update().get(slug=slug)
    statement.doubted_at, statement.doubt = timezone.now(), reason
    statement.save(update_fields=["doubted_at", "doubt"])
    record("statement.doubted", statement, by=by, reason=reason)
    return statement


@transaction.atomic
def mark_checked(slug: str, *, by: User | None) -> Statement:
    """Note that a second person has looked at what stands there."""
    statement = Statement.objects.select_for_update().get(slug=slug)
    statement.checked_at = timezone.now()
    statement.save(update_fields=["checked_at"])
    record("statement.checked", statement, by=by, edition=statement.edition)
    return statement


def fill(statement: Statement, text: StatementText) -> None:
    statement.headline = without_controls(text.headline)[:300]
    statement.parts = [{"key": key, "text": without_controls(words)} for key, words in text.parts]
    statement.language = text.language
    statement.next_update_at = text.next_update_at
    statement.is_exercise = text.is_exercise


def keep_edition(statement: Statement, kind: StatementEdition.Kind, reason: str = "") -> None:
    StatementEdition.objects.create(
        statement=statement,
        number=statement.edition,
        kind=kind,
        reason=reason,
        headline=statement.headline,
        parts=statement.parts,
        at=statement.updated_at,
    )


def free_slug(text: StatementText) -> str:
    base = slugify(text.headline)[:90].rstrip("-") or "pernyataan"
    slug = f"{base}-{slugify(text.reference)}"
    number = 2
    while Statement.objects.filter(slug=slug).exists():
        slug = f"{base}-{slugify(text.reference)}-{number}"
        number += 1
    return slug
