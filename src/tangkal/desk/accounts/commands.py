"""Make organisations, people and role assignments; each leaves its audit event."""

import secrets
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tangkal.desk.accounts.models import Organisation, RoleAssignment, User
from tangkal.desk.accounts.regions import load_governments, load_regions
from tangkal.desk.accounts.role_rules import check_combination
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.kernel import TangkalError


@transaction.atomic
def found_centre(name: str, administrator: str, password: str) -> Organisation:
    """Make the organisation at the centre, the governments below it, and an administrator.

    Raises:
        TangkalError: there is a centre already, or the password is refused.
    """
    if existing := Organisation.objects.filter(parent=None).first():
        raise TangkalError(
            f"this home already belongs to {existing.name}; use another TANGKAL_HOME"
        )
    load_regions()
    centre = Organisation(name=name, type=Organisation.Type.MINISTRY)
    centre.save()
    load_governments(centre)
    record("organisation.founded", centre, by=None)
    try:
        make_person(
            administrator, administrator, centre, [Role.SYSTEM_ADMIN], by=None, password=password
        )
    except ValidationError as error:
        raise TangkalError(f"the password is refused: {' '.join(error.messages)}") from error
    return centre


@transaction.atomic
def make_person(
    username: str,
    display_name: str,
    organisation: Organisation,
    roles: list[Role],
    *,
    by: User | None,
    password: str | None = None,
    email: str = "",
) -> User:
    """Make an account with roles over its own organisation.

    Raises:
        ValidationError: the password is too short, too common or too like the name.
    """
    person = User(
        username=username, display_name=display_name, organisation=organisation, email=email
    )
    if password is not None:
        validate_password(password, person)
    person.set_password(password)
    person.save()
    record("account.made", person, by=by, organisation=organisation.name)
    for role in roles:
        assign_role(person, role, organisation, by=by)
    return person


@transaction.atomic
def assign_role(
    person: User,
    role: Role,
    scope: Organisation,
    *,
    by: User | None,
    expires_at: datetime | None = None,
) -> RoleAssignment:
    """Give a person a role over an organisation and all below it.

    Raises:
        ActionDenied: the person holds a role that must not meet this one.
    """
    User.objects.select_for_update().get(pk=person.pk)  # two roles at once must not meet either
    check_combination(person, role)
    assignment, _made = RoleAssignment.objects.update_or_create(
        user=person, role=role, scope=scope, defaults={"expires_at": expires_at}
    )
    record("role.assigned", person, by=by, role=str(role), scope=scope.name, expires_at=expires_at)
    return assignment


@transaction.atomic
def end_role(assignment: RoleAssignment, *, by: User) -> None:
    """Take a role away; the audit trail keeps that it was held."""
    record(
        "role.ended",
        assignment.user,
        by=by,
        role=assignment.role,
        scope=assignment.scope.name,
    )
    assignment.delete()


@transaction.atomic
def change_email(person: User, email: str, *, by: User) -> None:
    """Write another e-mail address; the sign-in service's account is linked anew by it.

    Raises:
        ValidationError: it is no address.
    """
    email = email.strip()
    if email:
        validate_email(email)
    person.email = email
    person.save(update_fields=["email"])
    unlinked, _models = person.identities.all().delete()
    record("account.email", person, by=by, unlinked=unlinked)


@transaction.atomic
def note_training(person: User, day: date | None, *, by: User) -> None:
    """Write down the day of the last training; it opens and closes nothing."""
    person.trained_on = day
    person.save(update_fields=["trained_on"])
    record("account.trained", person, by=by, trained_on=day)


@transaction.atomic
def set_active(person: User, *, is_active: bool, by: User | None) -> None:
    """Close or re-open an account. A closed one cannot sign in, and its sessions end."""
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    if not is_active:
        person.sessions.all().delete()
    record("account.opened" if is_active else "account.closed", person, by=by)


@transaction.atomic
def reset_password(person: User, *, by: User) -> str:
    """Give an account a fresh password, shown to the administrator once and never stored."""
    password = secrets.token_urlsafe(15)
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    person.sessions.all().delete()
    record("account.password_reset", person, by=by)
    return password
