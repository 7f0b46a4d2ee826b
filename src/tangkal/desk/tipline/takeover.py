"""A person takes a conversation, writes in it with her own words, and hands it back.

While she has it the machine is silent there. The audit trail holds that she wrote, not what.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.questions.models import Outgoing
from tangkal.desk.questions.outgoing import say
from tangkal.desk.tipline import rules
from tangkal.desk.tipline.models import Conversation, Turn
from tangkal.desk.workflow import ActionDenied, check_version

LONGEST = 2000  # characters of one reply


@transaction.atomic
def take(conversation: Conversation, *, by: User, version: int) -> Conversation:
    """From now on a person answers here, and the machine does not.

    Raises:
        ActionDenied, StaleObject
    """
    found = locked(conversation)
    rules.check_can_talk(by, found)
    now = timezone.now()
    if found.is_held(now) and found.taken_by_id != by.pk:
        raise ActionDenied(_("%(who)s has this conversation.") % {"who": found.taken_by})
    if found.state == Conversation.State.MACHINE:
        check_version(found, version)
    found.state, found.taken_by, found.person_at = Conversation.State.TAKEN, by, now
    found.version += 1
    found.save(update_fields=["state", "taken_by", "person_at", "version"])
    record("conversation.taken", found, by=by)
    return found


@transaction.atomic
def reply(conversation: Conversation, *, text: str, token: str, by: User) -> Outgoing:
    """Write to whoever asked; the same form sent twice is one message.

    Raises:
        ActionDenied: somebody else has it, or the service would not carry it any more.
        ValidationError: no text, too long a one, or a stale form.
    """
    found = locked(conversation)
    now = timezone.now()
    rules.check_can_talk(by, found)
    rules.check_is_hers(by, found, now)
    rules.check_may_write_freely(found, now)
    words, key = check_text(text), f"tip-person-{check_token(token)}"
    if (earlier := Outgoing.objects.filter(key=key).first()) is not None:
        return earlier
    found.person_at = now
    found.version += 1
    found.save(update_fields=["person_at", "version"])
    Turn.objects.create(conversation=found, who=Turn.Who.PERSON, text=words, key=key, by=by, at=now)
    said = say(found.contact, words, key=key)
    record("conversation.replied", found, by=by, characters=len(words))
    return said


@transaction.atomic
def hand_back(conversation: Conversation, *, by: User) -> Conversation:
    """The machine answers again.

    Raises:
        ActionDenied
    """
    found = locked(conversation)
    rules.check_can_talk(by, found)
    if found.state == Conversation.State.MACHINE:
        return found
    if found.is_held(timezone.now()):
        rules.check_is_hers(by, found, timezone.now())
    found.state, found.taken_by = Conversation.State.MACHINE, None
    found.waits_since = found.person_at = None
    found.version += 1
    found.save(update_fields=["state", "taken_by", "waits_since", "person_at", "version"])
    record("conversation.handed_back", found, by=by)
    return found


def locked(conversation: Conversation) -> Conversation:
    rows = Conversation.objects.select_for_update(of=("self",))
    return rows.select_related("contact", "line__organisation", "taken_by").get(pk=conversation.pk)


def check_text(text: str) -> str:
    words = without_controls(text).strip()
    if not words:
        raise ValidationError(_("Write what the person is to read."))
    if len(words) > LONGEST:
        raise ValidationError(
            _("The text has %(length)d characters; send at most %(most)d of them.")
            % {"length": len(words), "most": LONGEST}
        )
    return words


def check_token(token: str) -> uuid.UUID:
    try:
        return uuid.UUID(token)
    except ValueError:
        raise ValidationError(_("The form has gone stale; open the page again.")) from None
