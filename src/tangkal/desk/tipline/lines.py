"""Keep lines: each change one transaction with its audit event; no secret in any table."""

import json
import secrets as random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.alerts import secrets
from tangkal.desk.audit.commands import record
from tangkal.desk.channels.outlets import sealed
from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline import rules
from tangkal.desk.tipline.models import Line
from tangkal.desk.workflow import check_version
from tangkal.kernel import SettingMissing

FRESH_S = 2.0  # how long a process goes on knowing a line as it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A line as its webhook and its sending need it."""

    pk: int
    channel: str
    address: str
    sender_name: str
    template: str
    template_language: str
    secrets: Mapping[str, str] = field(repr=False)


class Lines:
    """The open lines of this process, asked of the database once in a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at = float("-inf")
        self._known: dict[str, Known] = {}

    def get(self, slug: str) -> Known | None:
        return self._fresh().get(slug)

    def by(self, channel: str) -> Known | None:
        return next((each for each in self._fresh().values() if each.channel == channel), None)

    def _fresh(self) -> dict[str, Known]:
        with self._lock:
            if time.monotonic() - self._at > FRESH_S:
                found = {each.slug: known(each) for each in Line.objects.filter(is_active=True)}
                self._known = {slug: each for slug, each in found.items() if each}
                self._at = time.monotonic()
            return self._known

    def forget(self) -> None:
        with self._lock:
            self._at = float("-inf")


here = Lines()


def known(line: Line) -> Known | None:
    """A line with its secrets; None where the home has lost them: nobody can be let in."""
    try:
        return Known(
            pk=line.pk,
            channel=line.channel,
            address=line.address,
            sender_name=line.sender_name,
            template=line.template,
            template_language=line.template_language,
            secrets=opened(line),
        )
    except SettingMissing:
        return None


def opened(line: Line) -> dict[str, str]:
    """A line's secrets by name.

    Raises:
        SettingMissing: the home has lost them.
    """
    told = secrets.read(line.secret_name)
    return {str(name): str(value) for name, value in json.loads(told or "{}").items()}


@transaction.atomic
def make(organisation: Organisation, *, by: User, secret: dict[str, str], **fields: object) -> Line:
    """A new line, with its secrets put away.

    Raises:
        ActionDenied
        ValidationError: there is one for this service already.
    """
    rules.check_can_change(by, organisation)
    line = Line(organisation=organisation, **fields)
    if Line.objects.filter(channel=line.channel).exists():
        raise ValidationError(
            _("There is a line for %(service)s already; change that one.")
            % {"service": line.get_channel_display()}
        )
    line.slug = random.token_hex(16)
    line.secret_name = sealed(completed(line.channel, secret))
    line.save()
    record("line.made", line, by=by, channel=line.channel, sender=line.sender_name)
    transaction.on_commit(here.forget)
    return line


def completed(channel: str, secret: dict[str, str]) -> dict[str, str]:
    """With the word that Telegram is to send along, which nobody has to think up."""
    drawn = {"secret_token": random.token_urlsafe(48)} if channel == Channel.TELEGRAM else {}
    return drawn | secret


@transaction.atomic
def change(
    line: Line, *, by: User, version: int, secret: dict[str, str] | None = None, **fields: object
) -> Line:
    """Change a line; no secret given leaves the present ones.

    Raises:
        ActionDenied, StaleObject
        ValidationError: it becomes another bot or number, and the secrets were not entered again.
    """
    line = locked(line, version)
    rules.check_can_change(by, line.organisation)
    changed = sorted(name for name, value in fields.items() if getattr(line, name) != value)
    if line.secret_name and not secret and "address" in changed:
        raise ValidationError(
            _("Enter the secret again: it would go to a place it was not entered for.")
        )
    old = line.secret_name if secret else ""
    for name, value in fields.items():
        setattr(line, name, value)
    if secret:
        line.secret_name = sealed(completed(line.channel, secret))
    line.version += 1
    line.save()
    record("line.changed", line, by=by, changed=changed, is_secret_new=bool(secret))
    transaction.on_commit(lambda: secrets.forget(old))
    transaction.on_commit(here.forget)
    return line


@transaction.atomic
def set_open(line: Line, *, is_open: bool, by: User, version: int) -> Line:
    """Close a line, so that nothing comes in or goes out through it any more, or open it again."""
    line = locked(line, version)
    rules.check_can_change(by, line.organisation)
    line.is_active = is_open
    line.version += 1
    line.save(update_fields=["is_active", "version"])
    record(f"line.{'opened' if is_open else 'closed'}", line, by=by)
    transaction.on_commit(here.forget)
    return line


def locked(line: Line, version: int) -> Line:
    rows = Line.objects.select_for_update(of=("self",)).select_related("organisation")
    found = rows.get(pk=line.pk)
    check_version(found, version)
    return found
