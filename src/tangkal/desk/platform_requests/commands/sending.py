"""What went out through the channel and what came back. A person sends; this is the record."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.platform_requests import grounds, rules
from tangkal.desk.platform_requests.commands.base import (
    fingerprint,
    keep,
    lock,
    required,
    stopped,
)
from tangkal.desk.platform_requests.models import Item, Letter, PlatformRequest
from tangkal.desk.platform_requests.states import WAITING, ItemState, RequestState
from tangkal.desk.platform_requests.timing import LETTERS, due_of
from tangkal.desk.workflow import ActionDenied


def check_moment(moment: datetime, *, after: datetime | None, what: str) -> datetime:
    """A moment a person names: not before what it follows, and not in the future.

    Raises:
        ValidationError: it is.
    """
    if moment > timezone.now():
        raise ValidationError(_("%(what)s lies in the future.") % {"what": what})
    if after is not None and moment < after:
        raise ValidationError(_("%(what)s lies before the step that it follows.") % {"what": what})
    return moment


@transaction.atomic
def send(
    request: PlatformRequest,
    *,
    reference: str,
    told_how: str,
    by: User,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> PlatformRequest:
    """Record that the authorised channel was used: its number, when, and how the person
    affected learns of it. The clock runs from here.

    Raises:
        ActionDenied: not authorised, not by this role, or without the voice that an election
            period asks for.
        ValidationError: no number, no way of telling the person, or an impossible moment.
    """
    request = lock(request, expected_version)
    target = rules.check_step(request, "send", by)
    if stopped(request):
        return request
    rules.check_complete(request)
    rules.check_voice(request, fingerprint(request))
    ground = grounds.current().get(request.ground)
    moment = check_moment(
        at or timezone.now(), after=request.authorised_at, what=_("The moment of sending")
    )
    request.reference = required(reference, _("Write the channel’s own number."), most=120)
    request.told_how = required(
        told_how, _("Write how the person affected learns of it and of the objection."), most=300
    )
    request.channel = str(ground.channel)[:200] if ground else ""
    request.state, request.sent_at, request.sent_by = target, moment, by
    return keep(request, "send", by=by, reference=request.reference, at=moment)


@transaction.atomic
def receive(
    request: PlatformRequest,
    *,
    by: User,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> PlatformRequest:
    """The platform confirmed that it has it."""
    request = lock(request, expected_version)
    request.state = rules.check_step(request, "receive", by)
    request.received_at = check_moment(
        at or timezone.now(), after=request.sent_at, what=_("The receipt")
    )
    return keep(request, "receive", by=by)


@transaction.atomic
def answer(
    item: Item,
    *,
    state: str,
    text: str,
    by: User,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> PlatformRequest:
    """Write down what the platform did with one item; the last one concludes the request.

    Raises:
        ActionDenied: nothing was sent, or the role does not keep requests.
        ValidationError: an answer that is none, or the item has one.
    """
    request = lock(item.request, expected_version)
    rules.check_may_record(request, by)
    if state not in {ItemState.ACTED, ItemState.REFUSED}:
        raise ValidationError(_("%(state)s is no answer of a platform.") % {"state": state})
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state != ItemState.PENDING:
        raise ValidationError(_("The answer for %(url)s is on record.") % {"url": item.url})
    item.state = state
    item.answer = required(text, _("Write what the platform said or did."), most=300)
    item.answered_at = check_moment(
        at or timezone.now(), after=request.sent_at, what=_("The answer")
    )
    item.save()
    items = list(request.items.all())
    action = rules.conclusion(items)
    if action is not None:
        request.answered_at = max(each.answered_at for each in items if each.answered_at)
        request.outcome = OUTCOME_OF[action]
        # While an objection is looked at the state stays; the outcome is on record all the same.
        if request.state in {*WAITING, RequestState.EXPIRED}:
            request.state = rules.check_step(request, action, by)
    return keep(
        request, action or "item_answered", by=by, text=item.answer, item=item.pk, answer=state
    )


OUTCOME_OF = {
    "acted": RequestState.ACTED,
    "partly": RequestState.PARTLY,
    "declined": RequestState.DECLINED,
}


@transaction.atomic
def send_letter(
    request: PlatformRequest,
    *,
    text: str,
    reference: str,
    by: User,
    at: datetime | None = None,
    expected_version: int | None = None,
) -> Letter:
    """Record that a person sent the next reminder through the channel; its clock starts anew.

    Raises:
        ActionDenied: nothing is due yet, all three are out, or the role does not keep requests.
        ValidationError: no text or no number.
    """
    request = lock(request, expected_version)
    rules.check_may_record(request, by)
    moment = at or timezone.now()
    due = due_of(request)
    if due is None:
        raise ActionDenied(_("No clock runs on this request; there is nothing to remind of."))
    if due.next_letter is None:
        raise ActionDenied(_("All three letters are out."))
    if due.due_at > moment:
        raise ActionDenied(_("The platform still has time; a letter follows when it is over."))
    letter = Letter.objects.create(
        request=request,
        number=due.next_letter,
        text=required(text, _("Write the letter.")),
        reference=required(reference, _("Write the channel’s own number."), most=120),
        sent_at=check_moment(moment, after=due.due_at, what=_("The moment of sending")),
        by=by,
    )
    keep(request, f"letter_{letter.number}", by=by, reference=letter.reference)
    return letter


@transaction.atomic
def expire(
    request: PlatformRequest, *, why: str, by: User, expected_version: int | None = None
) -> PlatformRequest:
    """Close it without an answer: the time is over, and the letters are out or no longer help.

    Raises:
        ActionDenied: the platform still has time, or the state or role does not allow it.
    """
    request = lock(request, expected_version)
    target = rules.check_step(request, "expire", by)
    due = due_of(request)
    if due is not None and due.due_at > timezone.now():
        raise ActionDenied(_("The platform still has time until the clock is over."))
    reason = required(why, _("Write why no answer is expected any more."))
    request.state = request.outcome = target
    return keep(request, "expire", by=by, text=reason)


def letter_ladder(request: PlatformRequest) -> list[tuple[int, Letter | None]]:
    """Each letter's number with the letter, where it went out."""
    out = {letter.number: letter for letter in request.letters.select_related("by")}
    return [(number, out.get(number)) for number in range(1, LETTERS + 1)]
