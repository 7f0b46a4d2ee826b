"""Write, submit, send back, publish and withdraw what the public looks up."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.portal import reference, translations
from tangkal.desk.portal.languages import OWN_NAMES, own_name
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.reference import PageText
from tangkal.desk.portal.translations import TranslatedText
from tangkal.desk.reference import rules
from tangkal.desk.reference.models import Entry, EntryVersion
from tangkal.desk.workflow import ActionDenied, check_version

FINAL = "final"  # the stage under which the publishing word is written down
EXERCISE = "is_exercise"  # of the whole entry, said when it is begun, and no part of any text
NAMED_APART = ("title", "region", "starts_on", "ends_on")


def content_hash(kind: str, content: Mapping[str, Any]) -> str:
    """SHA-256 of what is to be approved, as canonical JSON."""
    text = json.dumps([kind, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def lock(entry: Entry, expected_version: int) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",))
    found = rows.select_related("organisation", "changed_by", "created_by").get(pk=entry.pk)
    check_version(found, expected_version, maker="created_by")
    return found


@transaction.atomic
def begin(kind: str, content: Mapping[str, Any], *, office: Organisation, by: User) -> Entry:
    """Draft a page of one kind, in the name of an office.

    Raises:
        ActionDenied: the person is no writer of the office.
    """
    rules.check_can_begin(office, by)
    entry = Entry.objects.create(
        kind=Entry.Kind(kind),
        organisation=office,
        title=title_of(content),
        created_by=by,
        changed_by=by,
        is_exercise=bool(content.get(EXERCISE)),
    )
    write_version(entry, content, by=by)
    record("public_reference.begun", entry, by=by, kind=kind)
    return entry


@transaction.atomic
def begin_translation(
    clarification: Clarification,
    language: str,
    content: Mapping[str, Any],
    *,
    office: Organisation,
    by: User,
) -> Entry:
    """Draft a clarification's words in another language.

    Raises:
        ActionDenied: the person is no writer of the office.
        ValidationError: a language we have no name for, the original's own, or one begun already.
    """
    rules.check_can_begin(office, by)
    check_language(clarification, language)
    if Entry.objects.filter(clarification=clarification, language=language).exists():
        raise ValidationError(
            _("A translation into %(language)s was begun already; open that one.")
            % {"language": own_name(language)}
        )
    entry = Entry.objects.create(
        kind=Entry.Kind.TRANSLATION,
        organisation=office,
        title=title_of(content),
        clarification=clarification,
        language=language,
        created_by=by,
        changed_by=by,
        is_exercise=clarification.is_exercise,
    )
    write_version(entry, content, by=by)
    record(
        "public_reference.begun",
        entry,
        by=by,
        kind=entry.kind,
        slug=clarification.slug,
        language=language,
    )
    return entry


def check_language(clarification: Clarification, language: str) -> None:
    if language not in OWN_NAMES:
        raise ValidationError(
            _("“%(language)s” is none of the languages we know: %(known)s.")
            % {"language": language, "known": ", ".join(OWN_NAMES)}
        )
    if language == clarification.language:
        raise ValidationError(_("The original is in this language already."))
    if clarification.state != Clarification.State.PUBLISHED:
        raise ValidationError(_("This answer was withdrawn; it is not translated any more."))


@transaction.atomic
def write(
    entry: Entry, content: Mapping[str, Any], *, by: User, expected_version: int
) -> EntryVersion:
    """Keep a changed text as a new version; what stands on the portal stays there meanwhile.

    Raises:
        ValidationError: it is to become an exercise, and was begun as real.
    """
    entry = lock(entry, expected_version)
    entry.state = rules.check_step(entry, "write", by)
    if content.get(EXERCISE) and not entry.is_exercise:
        raise ValidationError(
            _("It was begun as real; what is an exercise is said when it is begun.")
        )
    entry.title = title_of(content)
    version = write_version(entry, content, by=by)
    touch(entry, by)
    record("public_reference.written", entry, by=by, number=version.number, sha256=version.sha256)
    return version


@transaction.atomic
def submit(entry: Entry, *, by: User, expected_version: int) -> Entry:
    """Put the newest version before an approver."""
    entry = lock(entry, expected_version)
    entry.state = rules.check_step(entry, "submit", by)
    touch(entry, by)
    record("public_reference.submitted", entry, by=by, sha256=latest(entry).sha256)
    return entry


@transaction.atomic
def send_back(entry: Entry, *, by: User, expected_version: int, comment: str) -> Entry:
    """Ask the writer to change it, saying what."""
    entry = lock(entry, expected_version)
    target = rules.check_step(entry, "return", by)
    comment = check_reason(comment)
    version = latest(entry)
    give_word(
        entry,
        sha256=version.sha256,
        stage=FINAL,
        word=Approval.Word.RETURNED,
        by=by,
        comment=comment,
    )
    entry.state = target
    touch(entry, by)
    record("public_reference.returned", entry, by=by, sha256=version.sha256, comment=comment)
    return entry


@transaction.atomic
def publish(entry: Entry, *, by: User, expected_version: int, seen: str) -> Entry:
    """Put the very version that this person read on the portal.

    Args:
        seen: the SHA-256 of the version, as the page showed it.

    Raises:
        ActionDenied: role, state, the person wrote part of it, or the hash is another's.
        ValidationError: a translation of an edition that stands no more.
    """
    entry = lock(entry, expected_version)
    target = rules.check_step(entry, "publish", by)
    rules.check_can_publish(entry, by)
    version = latest(entry)
    if version.sha256 != seen:
        raise ActionDenied(_("This is another version than the one you read; read it again."))
    give_word(entry, sha256=seen, stage=FINAL, word=Approval.Word.APPROVED, by=by)
    put_on_portal(entry, version, by=by)
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    entry.state = target
    touch(entry, by)
    record("public_reference.published", entry, by=by, number=version.number, sha256=seen)
    return entry


def put_on_portal(entry: Entry, version: EntryVersion, *, by: User) -> None:
    if entry.clarification is not None:
        text = translated_text(entry, version)
        entry.translation = translations.publish_translation(entry.clarification, text, by=by)
    elif entry.page is None:
        entry.page = reference.publish_page(
            page_text(entry, version), issuer=entry.organisation, by=by
        )
    else:
        entry.page = reference.update_page(entry.page, page_text(entry, version), by=by)


@transaction.atomic
def withdraw(entry: Entry, *, by: User, expected_version: int, reason: str) -> Entry:
    """Take a page or a translation off the portal; the page's address says so, and why."""
    entry = lock(entry, expected_version)
    rules.check_stands(entry)
    target = rules.check_step(entry, "withdraw", by)
    reason = check_reason(reason)
    if entry.translation is not None:
        translations.withdraw_translation(entry.translation, reason=reason, by=by)
    elif entry.page is not None:
        reference.withdraw_page(entry.page, reason=reason, by=by)
    entry.state = target
    touch(entry, by)
    record("public_reference.withdrawn", entry, by=by, reason=reason)
    return entry


def latest(entry: Entry) -> EntryVersion:
    version = entry.versions.first()
    if version is None:
        raise ValidationError(_("There is no text yet."))
    return version


def write_version(entry: Entry, content: Mapping[str, Any], *, by: User) -> EntryVersion:
    last = entry.versions.first()
    text = {name: value for name, value in content.items() if name != EXERCISE}
    return EntryVersion.objects.create(
        entry=entry,
        number=last.number + 1 if last else 1,
        content=text,
        author=by,
        sha256=content_hash(entry.kind, text),
    )


def title_of(content: Mapping[str, Any]) -> str:
    return str(content.get("title") or content.get("headline") or "")[:200]


def touch(entry: Entry, by: User) -> None:
    entry.version += 1
    entry.changed_by = by
    entry.save()


def page_text(entry: Entry, version: EntryVersion) -> PageText:
    """A version in the portal's form."""
    content = version.content
    return PageText(
        kind=entry.kind,
        title=content["title"],
        content={name: value for name, value in content.items() if name not in NAMED_APART},
        region_code=content.get("region") or None,
        starts_on=as_day(content.get("starts_on")),
        ends_on=as_day(content.get("ends_on")),
        is_exercise=entry.is_exercise,
    )


def translated_text(entry: Entry, version: EntryVersion) -> TranslatedText:
    content = version.content
    return TranslatedText(
        language=entry.language,
        edition=content["edition"],
        headline=content["headline"],
        claim_text=content["claim_text"],
        parts=tuple((part["key"], part["text"]) for part in content["parts"]),
    )


def as_day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
