"""Whom newsrooms ask: kept by an office for itself, and printed on each of its press releases."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.desk.channels.models import PressContact
from tangkal.desk.workflow import ActionDenied, check_version

KEEPERS = (Role.SYSTEM_ADMIN, Role.APPROVER, Role.SPOKESPERSON)
FIELDS = ("name", "role", "phone", "email", "hours")


def contact_for(organisation: Organisation) -> PressContact | None:
    """An office's own contact; of a unit without one, that of the office it belongs to.

    A regency under a province is a government of its own, so nobody else answers for it.
    """
    at: Organisation | None = organisation
    while at is not None:
        found = PressContact.objects.filter(organisation=at).first()
        if found is not None or at.type != Organisation.Type.UNIT:
            return found
        at = at.parent
    return None


def may_keep(user: User, organisation: Organisation) -> bool:
    return user.has_role(*KEEPERS, at=organisation)


def check_may_keep(user: User, organisation: Organisation) -> None:
    """Raises ActionDenied for whoever neither speaks for the office nor looks after it."""
    if not may_keep(user, organisation):
        raise ActionDenied(
            _(
                "Only an approver, a spokesperson or an administrator of the office says whom the "
                "press asks."
            )
        )


def missing(organisation: Organisation) -> str:
    """What stands on the page where a press release would name nobody."""
    return _(
        "“%(office)s” has no press contact yet: its press releases name nobody whom a newsroom can "
        "ask. An approver, a spokesperson or an administrator of the office enters one."
    ) % {"office": organisation}


@transaction.atomic
def keep_contact(
    organisation: Organisation, *, by: User, version: int, **fields: str
) -> PressContact:
    """Enter or change the contact; from now on it stands on every new press release.

    Args:
        version: of the contact that the person saw; 0 where there was none.

    Raises:
        ActionDenied: not one of its keepers.
        StaleObject: somebody else changed it in between.
    """
    check_may_keep(by, organisation)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    found = PressContact.objects.filter(organisation=organisation).first()
    made = found or PressContact(organisation=organisation, version=0)
    check_version(made, version)
    changed = sorted(name for name in FIELDS if getattr(made, name) != fields.get(name, ""))
    for name in FIELDS:
        setattr(made, name, fields.get(name, ""))
    made.changed_by, made.changed_at = by, timezone.now()
    made.version += 1
    made.save()
    # Which fields changed, and not what they hold: the audit outlives whoever is named here.
    record("press_contact.kept", organisation, by=by, changed=changed)
    return made
