"""Keep outlets: each change one transaction with its audit event; no secret in any table."""

import json
import secrets as random

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.alerts import secrets
from tangkal.desk.audit.commands import record
from tangkal.desk.channels import rules
from tangkal.desk.channels.models import Outlet
from tangkal.desk.workflow import check_version

# What leads a password elsewhere: whoever changes it must know the password.
LEADING = ("server", "security", "username", "address")


@transaction.atomic
def make_outlet(
    organisation: Organisation, *, by: User, secret: dict[str, str] | None = None, **fields: object
) -> Outlet:
    """A new outlet, with its secrets put away."""
    rules.check_can_change_outlet(by, organisation)
    outlet = Outlet(organisation=organisation, **fields)
    outlet.slug = f"{slugify(outlet.name)[:48] or 'siaran'}-{random.token_hex(4)}"
    outlet.secret_name = sealed(secret)
    outlet.save()
    record("outlet.made", outlet, by=by, **facts(outlet))
    return outlet


@transaction.atomic
def change_outlet(
    outlet: Outlet,
    *,
    by: User,
    version: int,
    secret: dict[str, str] | None = None,
    **fields: object,
) -> Outlet:
    """Change an outlet; no secret given leaves the present one.

    Raises:
        ActionDenied, StaleObject
        ValidationError: where it leads changes, and the secret was not entered again.
    """
    outlet = locked(outlet, version)
    rules.check_can_change_outlet(by, outlet.organisation)
    changed = sorted(name for name, value in fields.items() if getattr(outlet, name) != value)
    if outlet.secret_name and not secret and set(changed) & set(LEADING):
        raise ValidationError(
            _("Enter the secret again: it would go to a place it was not entered for.")
        )
    old = outlet.secret_name if secret else ""
    for name, value in fields.items():
        setattr(outlet, name, value)
    if secret:
        outlet.secret_name = sealed(secret)
    outlet.version += 1
    outlet.save()
    record(
        "outlet.changed",
        outlet,
        by=by,
        changed=changed,
        is_secret_new=bool(secret),
        **facts(outlet),
    )
    transaction.on_commit(lambda: secrets.forget(old))
    return outlet


@transaction.atomic
def set_open(outlet: Outlet, *, is_open: bool, by: User, version: int) -> Outlet:
    """Close an outlet, so that nothing goes out through it any more, or open it again."""
    outlet = locked(outlet, version)
    rules.check_can_change_outlet(by, outlet.organisation)
    outlet.is_active = is_open
    outlet.version += 1
    outlet.save(update_fields=["is_active", "version"])
    record(f"outlet.{'opened' if is_open else 'closed'}", outlet, by=by)
    return outlet


def locked(outlet: Outlet, version: int) -> Outlet:
    rows = Outlet.objects.select_for_update(of=("self",)).select_related("organisation")
    found = rows.get(pk=outlet.pk)
    check_version(found, version)
    return found


def sealed(secret: dict[str, str] | None) -> str:
    """The name under which secrets lie in the home; "" for none."""
    kept = {name: value for name, value in (secret or {}).items() if value}
    return secrets.keep(json.dumps(kept)) if kept else ""


def opened(outlet: Outlet) -> dict[str, str]:
    """An outlet's secrets by name.

    Raises:
        SettingMissing: the home has lost them.
    """
    told = secrets.read(outlet.secret_name)
    return {str(name): str(value) for name, value in json.loads(told or "{}").items()}


def facts(outlet: Outlet) -> dict[str, object]:
    """What the audit keeps: never a secret, never people's addresses."""
    return {
        "kind": outlet.kind,
        "sender": outlet.sender_name,
        "server": outlet.server,
        "readers": len(outlet.readers),
        "is_exercise": outlet.is_exercise,
    }
