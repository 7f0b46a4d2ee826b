"""Changes of the tree of organisations: add, change, move. Nothing in it is ever deleted."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.desk.workflow import ActionDenied, check_version

LONGEST_PATH = 200


def check_administers(by: User | None, organisation: Organisation) -> None:
    """An administrator changes what lies in the own scope; the command line asks as nobody."""
    if by is not None and not by.has_role(Role.SYSTEM_ADMIN, at=organisation):
        raise ActionDenied(
            _("Only an administrator of %(organisation)s can do this.")
            % {"organisation": organisation.name}
        )


@transaction.atomic
def add(
    parent: Organisation,
    *,
    name: str,
    type: str,
    by: User | None,
    name_en: str = "",
    region: Region | None = None,
    active_from: date | None = None,
    active_to: date | None = None,
) -> Organisation:
    """A new organisation below another.

    Raises:
        ValidationError: no name, or dates the wrong way round.
        ActionDenied: the parent lies outside the administrator's scope.
    """
    check_administers(by, parent)
    made = Organisation(parent=parent, name=name.strip(), name_en=name_en.strip(), type=type)
    made.region, made.active_from, made.active_to = region, active_from, active_to
    check_sense(made)
    made.save()
    record("organisation.added", made, by=by, below=parent.name, type=type)
    return made


@transaction.atomic
def change(
    organisation: Organisation, *, by: User | None, version: int | None, **values: object
) -> Organisation:
    """Change name, type, region or days; who ends one must administer the one above it.

    Raises:
        StaleObject: somebody else changed it meanwhile.
        ValidationError: no name, or dates the wrong way round.
        ActionDenied: outside the administrator's scope.
    """
    found = locked(organisation)
    check_administers(by, found)
    check_version(found, version)
    before = {name: getattr(found, name) for name in values}
    for name, value in values.items():
        setattr(found, name, value)
    check_sense(found)
    if values.get("active_to") != before.get("active_to"):
        check_may_end(by, found)
    found.version += 1
    found.save()
    changed = {n: [before[n], values[n]] for n in values if before[n] != values[n]}
    record("organisation.changed", found, by=by, changed=in_words(changed))
    return found


def locked(organisation: Organisation) -> Organisation:
    return (
        Organisation.objects.select_for_update(of=("self",))
        .select_related("parent")
        .get(pk=organisation.pk)
    )


def in_words(changed: dict[str, list[object]]) -> dict[str, list[str]]:
    return {name: [str(each or "") for each in pair] for name, pair in changed.items()}


def check_sense(organisation: Organisation) -> None:
    first, last = organisation.active_from, organisation.active_to
    if not organisation.name.strip():
        raise ValidationError(_("An organisation needs a name."))
    if organisation.type not in Organisation.Type.values:
        raise ValidationError(
            _("%(type)s is no type of organisation.") % {"type": organisation.type}
        )
    if first and last and last < first:
        raise ValidationError(
            _("It cannot end on %(last)s before it begins on %(first)s.")
            % {"first": first, "last": last}
        )


def check_may_end(by: User | None, organisation: Organisation) -> None:
    """Roles over an ended organisation count no more: nobody shuts out the last administrator."""
    if organisation.parent is None:
        raise ActionDenied(_("The organisation at the top cannot end."))
    check_administers(by, organisation.parent)


@transaction.atomic
def move(
    organisation: Organisation, *, below: Organisation, by: User | None, version: int | None
) -> Organisation:
    """Hang an organisation, with all below it, under another one.

    Raises:
        StaleObject: somebody else changed it meanwhile.
        ValidationError: it would hang below itself.
        ActionDenied: old or new place lies outside the administrator's scope.
    """
    list(Organisation.objects.select_for_update().order_by("pk"))  # two moves must not cross
    found = Organisation.objects.select_related("parent").get(pk=organisation.pk)
    below = Organisation.objects.get(pk=below.pk)
    if found.parent is None:
        raise ActionDenied(_("The organisation at the top cannot be moved."))
    check_administers(by, found.parent)
    check_administers(by, below)
    check_version(found, version)
    if below.path.startswith(found.path):
        raise ValidationError(
            _("%(name)s cannot hang below itself or below %(below)s, which is part of it.")
            % {"name": found.name, "below": below.name}
        )
    before = found.parent.name
    found.parent, found.version = below, found.version + 1
    Organisation.objects.filter(pk=found.pk).update(parent=below, version=found.version)
    rehang(found, f"{below.path}{found.pk}.")
    record("organisation.moved", found, by=by, before=before, below=below.name)
    return found


def rehang(organisation: Organisation, path: str) -> None:
    """Write the new path of an organisation and of all below it."""
    old = organisation.path
    moved = list(Organisation.objects.filter(path__startswith=old))
    for each in moved:
        each.path = path + each.path.removeprefix(old)
    if any(len(each.path) > LONGEST_PATH for each in moved):
        raise ValidationError(_("The tree would become too deep."))
    Organisation.objects.bulk_update(moved, ["path"], batch_size=500)
    organisation.path = path
