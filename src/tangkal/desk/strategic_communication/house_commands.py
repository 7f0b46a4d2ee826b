"""Write, check, approve and withdraw a message house, and tell whom a changed fact concerns."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication import house_queries, house_rules, house_telling
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.strategic_communication.rules import check_can_write, check_may_respond
from tangkal.kernel import InvalidInput
from tangkal.strategic_communication import house as rooms

# What other apps do, inside the transaction, when a version comes into force, when one comes
# whose locked facts differ from those before it, when one is withdrawn, and when one ends.
came_into_force: list[
    Callable[[MessageHouseVersion | None, MessageHouseVersion, User], None]
] = []  # the version before, None for the first; the new one; the approver
facts_changed: list[Callable[[MessageHouseVersion, MessageHouseVersion, User], None]] = []
withdrawn: list[Callable[[MessageHouseVersion, User], None]] = []
expired: list[Callable[[MessageHouseVersion], None]] = []  # when the last moment of one has passed

STAGES = {"confirm_facts": "facts", "approve": "final"}
CLOCKS_DIFFER = timedelta(minutes=5)


@transaction.atomic
def draft_house(
    case: Case,
    *,
    title: str,
    content: Mapping[str, Any],
    by: User,
    truth_as_of: datetime | None = None,
    expires_at: datetime | None = None,
    language: str = "id",
) -> MessageHouse:
    """Begin the message house of a case that was decided to be answered.

    Raises:
        ActionDenied: no decision to respond, not a writer there, or the case has a house.
        ValidationError: content that is none, or a title that is missing.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_may_respond(case)
    check_can_write(case, by)
    house_rules.check_has_none(case)
    if language not in rooms.LANGUAGES:
        raise ValidationError(_("There is no language “%(code)s”.") % {"code": language})
    if not title.strip() or len(title.strip()) > 160:
        raise ValidationError(_("Give it a title of at most 160 characters."))
    house = MessageHouse.objects.create(
        case=case,
        organisation=case.lead_organisation,
        title=title.strip(),
        language=language,
        created_by=by,
        changed_by=by,
        is_exercise=case.is_exercise,
    )
    version = write_version(house, content, truth_as_of, expires_at, by=by)
    record("house.drafted", house, by=by, case=case.number, sha256=version.sha256)
    return house


@transaction.atomic
def save_house_version(
    house: MessageHouse,
    content: Mapping[str, Any],
    *,
    by: User,
    expected_version: int,
    truth_as_of: datetime | None = None,
    expires_at: datetime | None = None,
) -> MessageHouseVersion:
    """Keep changed content as a new version; what is in force stays so until the next approval."""
    house = lock(house, expected_version)
    target = house_rules.check_step(house, "revise", by)
    check_may_respond(house.case)
    version = write_version(house, content, truth_as_of, expires_at, by=by)
    house.state = target
    touch(house, by)
    record("house.versioned", house, by=by, number=version.number, sha256=version.sha256)
    return version


@transaction.atomic
def take_house_step(
    house: MessageHouse, action: str, *, by: User, expected_version: int, comment: str = ""
) -> MessageHouse:
    """Submit, confirm the facts, approve, send back, or leave what has ended as it stands.

    Raises:
        ActionDenied: role, state, second person, something missing, or no reason given.
        StaleObject: somebody changed the house after this person's page was drawn.
    """
    if action not in {"submit", "confirm_facts", "approve", "return", "rest"}:
        raise ValidationError(_("There is no step “%(name)s”.") % {"name": action})
    house = lock(house, expected_version)
    target = house_rules.check_step(house, action, by)
    version = house_queries.latest(house)
    house_rules.check_action(house, version, action, by)
    if action in {"return", "rest"}:
        comment = check_reason(comment)
    if action not in {"submit", "rest"}:
        returned = action == "return"
        give_word(
            house,
            sha256=version.sha256,
            stage=STAGES.get(action, house.state),
            word=Approval.Word.RETURNED if returned else Approval.Word.APPROVED,
            by=by,
            comment=comment,
        )
    house.state = target
    touch(house, by)
    record(
        f"house.{action}",
        house,
        by=by,
        state=str(target),
        number=version.number,
        sha256=version.sha256,
        comment=comment,
    )
    if action == "approve":
        put_in_force(house, version, by=by)
    return house


def put_in_force(house: MessageHouse, version: MessageHouseVersion, *, by: User) -> None:
    """End the version before, begin this one, and let everyone concerned know."""
    old = house_queries.standing(house)
    now = timezone.now()
    if old is not None:
        old.superseded_at = now
        old.save(update_fields=["superseded_at"])
    version.approved_at, version.approved_by = now, by
    version.save(update_fields=["approved_at", "approved_by"])
    for hook in came_into_force:
        hook(old, version, by)
    gone, come = (
        rooms.changed_locks(house_queries.read(old), house_queries.read(version))
        if old is not None
        else ([], [])
    )
    if old is not None and (gone or come):
        for change_hook in facts_changed:
            change_hook(old, version, by)
        house_telling.tell_changed(version, gone, come, by=by)
    else:
        house_telling.tell_in_force(version, by=by)


@transaction.atomic
def withdraw_house(
    house: MessageHouse, *, by: User, expected_version: int, reason: str
) -> MessageHouse:
    """Take the house back; whoever relied on it is told why."""
    house = lock(house, expected_version)
    reason = check_reason(reason)
    house.state = house_rules.check_step(house, "withdraw", by)
    touch(house, by)
    version = house_queries.standing(house)
    record("house.withdrawn", house, by=by, reason=reason, number=version and version.number)
    if version is not None:
        version.withdrawn_at, version.withdrawn_by = timezone.now(), by
        version.withdrawn_why = reason
        version.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        for hook in withdrawn:
            hook(version, by)
        house_telling.tell_withdrawn(version, by=by)
    return house


def lock(house: MessageHouse, expected_version: int) -> MessageHouse:
    found = (
        MessageHouse.objects.select_for_update(of=("self",))
        .select_related("case__lead_organisation", "organisation", "created_by", "changed_by")
        .get(pk=house.pk)
    )
    house_rules.check_unchanged(found, expected_version)
    return found


def touch(house: MessageHouse, by: User) -> None:
    """Move the optimistic lock on and remember who did."""
    house.version += 1
    house.changed_by = by
    house.save()


def write_version(
    house: MessageHouse,
    content: Mapping[str, Any],
    truth_as_of: datetime | None,
    expires_at: datetime | None,
    *,
    by: User,
) -> MessageHouseVersion:
    """Store content under the next number, with the hash an approval will bind to."""
    try:
        kept = rooms.read_house(content).content()
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    now = timezone.now()
    as_of = truth_as_of or now
    if as_of > now + CLOCKS_DIFFER:
        raise ValidationError(_("Nothing can be known to be true at a moment still to come."))
    if expires_at is not None and expires_at <= as_of:
        raise ValidationError(_("It would expire before the moment its facts were true."))
    last = house.versions.first()
    return MessageHouseVersion.objects.create(
        house=house,
        number=last.number + 1 if last else 1,
        content=kept,
        author=by,
        truth_as_of=as_of,
        expires_at=expires_at,
        sha256=house_hash(house.language, kept, as_of, expires_at),
    )


def house_hash(
    language: str, content: Mapping[str, Any], truth_as_of: datetime, expires_at: datetime | None
) -> str:
    """SHA-256 of what is approved, as canonical JSON: the words, and how long they hold."""
    whole = [
        language,
        content,
        truth_as_of.isoformat(),
        expires_at.isoformat() if expires_at else None,
    ]
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
