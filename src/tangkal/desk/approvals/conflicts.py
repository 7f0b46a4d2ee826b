"""Conflict of interest: who is part of what a case is about reads it and decides nothing.

Officials named in the content, their kin, whoever owns what is questioned. A conflict is on
record from its declaration on and ends only by the word of a third person.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.models import Conflict
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.workflow import ActionDenied

__all__ = ["Conflict", "check_no_conflict", "declare", "has_conflict", "in_force", "lift"]

# Who may say so of a colleague; of oneself, whoever reads content may.
FLAGGING = (Role.ANALYST, Role.APPROVER, Role.AUDITOR, Role.LEGAL)
LIFTING = (Role.AUDITOR, Role.LEGAL)
KEPT = "_conflicts_in_force"  # on the object: a page asks the rules many times over


def conflicts_of(subject: models.Model) -> models.QuerySet[Conflict]:
    """Every conflict ever declared on an object, oldest first."""
    return Conflict.objects.filter(
        object_type=subject._meta.label_lower, object_id=str(subject.pk)
    ).select_related("user", "declared_by", "lifted_by")


def in_force(subject: models.Model) -> list[Conflict]:
    """Those that hold now; read once an object, commands read the object anew."""
    found: list[Conflict] | None = subject.__dict__.get(KEPT)
    if found is None:
        found = list(conflicts_of(subject).filter(lifted_at=None))
        subject.__dict__[KEPT] = found
    return found


def read_in_force(subjects: Iterable[models.Model]) -> None:
    """Read what holds now for many objects of one kind at once, before a list asks of each."""
    by_key: dict[str, list[models.Model]] = {}
    for subject in subjects:
        subject.__dict__[KEPT] = []
        by_key.setdefault(str(subject.pk), []).append(subject)
    if not by_key:
        return
    kind = next(iter(by_key.values()))[0]._meta.label_lower
    rows = Conflict.objects.filter(object_type=kind, object_id__in=by_key, lifted_at=None)
    for conflict in rows.select_related("user", "declared_by", "lifted_by"):
        for subject in by_key[conflict.object_id]:
            subject.__dict__[KEPT].append(conflict)


def keep_none(subject: models.Model) -> None:
    """Remember of one copy of an object that no conflict was ever declared on it."""
    subject.__dict__[KEPT] = []


def has_conflict(user: User, subject: models.Model) -> bool:
    """Whether this person stands outside the decisions on an object."""
    return any(conflict.user_id == user.pk for conflict in in_force(subject))


def check_no_conflict(user: User, subject: models.Model) -> None:
    """Refuse somebody with a conflict of interest.

    Raises:
        ActionDenied: a conflict of this person with the object is in force.
    """
    if has_conflict(user, subject):
        raise ActionDenied(
            _(
                "A conflict of interest of yours is on record here: you can read this and add "
                "facts, but not judge or decide. Ask a colleague, or an auditor to look at it."
            )
        )


def check_can_declare(subject: models.Model, user: User, *, by: User) -> None:
    """Raises ActionDenied where `by` may not say so of `user`."""
    lead: Organisation = subject.lead_organisation  # type: ignore[attr-defined]
    if not any(lead.path.startswith(scope) for scope in by.content_scopes()):
        raise ActionDenied(_("Only people who read this can declare a conflict of interest."))
    if user.pk != by.pk and not by.has_role(*FLAGGING, at=lead):
        raise ActionDenied(
            _(
                "You can declare your own conflict of interest. That of a colleague is declared "
                "by an analyst, an approver, an auditor or a legal officer."
            )
        )


@transaction.atomic
def declare(subject: models.Model, user: User, *, by: User, reason: str) -> Conflict:
    """Put a person's conflict of interest on record; it holds at once.

    Args:
        subject: a case mostly; what belongs to a case asks with its case.
        user: whose conflict; the same as `by` where somebody steps back.

    Raises:
        ActionDenied: not for this person to say, or no reason.
        ValidationError: it is on record already.
    """
    check_can_declare(subject, user, by=by)
    return put_on_record(subject, user, by=by, reason=check_reason(reason))


@transaction.atomic
def put_on_record(subject: models.Model, user: User, *, by: User, reason: str) -> Conflict:
    """Write a conflict down without asking who may: for a step from which one follows by itself.

    Raises:
        ValidationError: it is on record already.
    """
    lock(subject)
    if conflicts_of(subject).filter(user=user, lifted_at=None).exists():
        raise ValidationError(
            _("A conflict of interest of %(name)s is on record here already.") % {"name": user}
        )
    conflict = Conflict.objects.create(
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        user=user,
        reason=reason,
        declared_by=by,
    )
    subject.__dict__.pop(KEPT, None)
    record("conflict.declared", subject, by=by, person=user.pk, name=str(user), reason=reason)
    return conflict


def check_can_lift(conflict: Conflict, subject: models.Model, *, by: User) -> None:
    """Raises ActionDenied unless a third person with the office for it asks."""
    lead: Organisation = subject.lead_organisation  # type: ignore[attr-defined]
    if not by.has_role(*LIFTING, at=lead):
        raise ActionDenied(
            _("A conflict of interest is lifted by an auditor or a legal officer alone.")
        )
    if by.pk in {conflict.user_id, conflict.declared_by_id}:
        raise ActionDenied(
            _("Neither the person concerned nor whoever declared it lifts a conflict of interest.")
        )


@transaction.atomic
def lift(conflict: Conflict, subject: models.Model, *, by: User, reason: str) -> Conflict:
    """End a conflict of interest that does not hold, or holds no longer, saying why.

    Raises:
        ActionDenied: not for this person to lift, or no reason.
        ValidationError: it was lifted already.
    """
    check_can_lift(conflict, subject, by=by)
    reason = check_reason(reason)
    lock(subject)
    conflict = conflicts_of(subject).select_for_update(of=("self",)).get(pk=conflict.pk)
    if conflict.lifted_at is not None:
        raise ValidationError(_("This conflict of interest was lifted already."))
    conflict.lifted_at, conflict.lifted_by, conflict.lift_reason = timezone.now(), by, reason
    conflict.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    subject.__dict__.pop(KEPT, None)
    record(
        "conflict.lifted",
        subject,
        by=by,
        person=conflict.user_id,
        name=str(conflict.user),
        reason=reason,
    )
    return conflict


def lock(subject: models.Model) -> None:
    """A decision under way ends before, or begins after: both lock the object first."""
    type(subject)._default_manager.select_for_update().get(pk=subject.pk)
