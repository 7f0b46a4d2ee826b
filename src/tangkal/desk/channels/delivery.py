"""Send what waits and delete what was recalled, by the worker.

An attempt is written down before it is made. E-mail knows a key, so an attempt that was cut off
is made again and its copy can be told. Telegram and WhatsApp know none: to send again could
publish twice in public, so such an attempt is left for a person who has looked.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tangkal.desk.alerts.delivery import GIVE_UP, LEASE, wait_s
from tangkal.desk.alerts.sending import email
from tangkal.desk.alerts.sending.base import Letter, later, never, scrub
from tangkal.desk.audit.commands import record
from tangkal.desk.channels import commands, lapsing, outlets, recalling, renewing, rules
from tangkal.desk.channels.models import Delivery, DeliveryAttempt, Dispatch, Kind, Outlet
from tangkal.desk.channels.sending import stand_in, telegram, whatsapp
from tangkal.desk.channels.sending.base import (
    PERMANENT,
    SENT,
    TEMPORARY,
    UNCERTAIN,
    Result,
    result_of,
)
from tangkal.desk.channels.states import (
    DELIVERY,
    DISPATCH,
    WAITING,
    DeliveryState,
    DispatchState,
    Recall,
)
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import SettingMissing

log = logging.getLogger(__name__)

AT_ONCE, LOOKED_AT = 20, 500
KEYED = (Kind.EMAIL, Kind.WEBSITE)  # a second copy does no harm, or can be told
ACTIONS = {SENT: "take", PERMANENT: "refuse", TEMPORARY: "fail", UNCERTAIN: "lose"}

Clock = Callable[[], datetime]


def go_due(now: datetime) -> int:
    """Start every scheduled dispatch whose hour has come; answers how many went or were stopped."""
    due = Dispatch.objects.filter(state=DispatchState.SCHEDULED, publish_at__lte=now)
    done = 0
    for pk in list(due.order_by("publish_at", "pk").values_list("pk", flat=True)):
        try:
            done += go(pk, now)
        except Exception:
            # One dispatch that fails in a way nobody thought of holds up no other.
            log.exception("scheduled dispatch %d", pk)
    return done


@transaction.atomic
def go(pk: int, now: datetime) -> bool:
    """One dispatch at its hour: out, or stopped with the reason; False where somebody was first."""
    found = commands.lock(Dispatch(pk=pk))
    if found.state != DispatchState.SCHEDULED or not found.publish_at or found.publish_at > now:
        return False
    if refusal := refusal_of(found):
        recalling.never_mind(found, why=refusal, by=None)
        tell(
            [found.created_by],
            kind=NoticeKind.APPROVAL,
            subject_url=reverse("dispatch", args=[found.pk]),
            title=lambda: _("A scheduled dispatch did not go out; its page says why."),
            case=found.case,
        )
        return True
    found.state = DISPATCH.step(found.state, "go").target
    found.version += 1
    found.save()
    commands.start(found)
    record("dispatch.due", found, by=None, scheduled_by=found.created_by.display_name)
    return True


def refusal_of(found: Dispatch) -> str:
    """Why it may not go out at its hour, everything checked again; "" where it may, its words
    then brought up to what is confirmed now."""
    source = found.message_version or found.house_version
    assert source is not None
    with translation.override(found.created_by.language):
        try:
            rules.check_not_frozen(found.case)
            rules.check_can_dispatch(found.case, found.outlet, found.created_by)
            commands.check_is_fit(source)
            commands.check_has_readers(found.outlet)
            renewing.renew(found, by=None)
        except ActionDenied as error:
            return str(error)
    return ""


def deliver(clock: Clock, chance: random.Random | None = None) -> int:
    """Make one attempt at each delivery whose moment has come; answers how many were made."""
    due = (
        Delivery.objects.filter(
            state__in=WAITING,
            next_attempt_at__lte=clock(),
            dispatch__state__in=(DispatchState.GOING, DispatchState.RECALLED),
        )
        .order_by("next_attempt_at", "pk")
        .values_list("pk", "dispatch__outlet_id")
    )
    made, down = 0, set()  # a server that is away costs one attempt a round, not one a reader
    for pk, outlet in list(due[:LOOKED_AT]):
        if outlet in down or made == AT_ONCE:
            continue
        attempt = begin(pk, clock())
        if attempt is None:
            continue
        result = send(attempt.delivery)
        finish(attempt, result, now=clock(), chance=chance or random.Random())  # noqa: S311
        made += 1
        if result.kind in {TEMPORARY, UNCERTAIN}:
            down.add(outlet)
    return made


@transaction.atomic
def begin(pk: int, now: datetime) -> DeliveryAttempt | None:
    """Write down that an attempt begins; None where another has it, or it must not go out."""
    found = locked(pk)
    if found.state not in WAITING or found.next_attempt_at > now:
        return None
    outlet = found.dispatch.outlet
    if found.state == DeliveryState.SENDING and outlet.kind not in KEYED:
        settle(found, "lose", "cut off in its middle: look whether it is out", now)
        return None
    if found.dispatch.state == DispatchState.RECALLED:  # one that was being sent when recalled
        settle(found, "refuse", "recalled", now)
        return None
    if not outlet.is_active:
        begun(found, now)
        settle(found, "refuse", "the outlet is closed", now)
        return None
    if reason := bar_to(found.dispatch):
        if found.state == DeliveryState.SENDING:
            # One that was cut off in its middle may be out: that is no stop before it went.
            settle(found, "refuse", reason, now)
        else:
            hold_back(found.dispatch, reason, now)
        return None
    begun(found, now)
    return DeliveryAttempt.objects.create(delivery=found, number=found.attempts, began_at=now)


def bar_to(found: Dispatch) -> str:
    """What keeps the rest of a dispatch from going out, in the centre's language; "" for nothing.

    A freeze holds what was scheduled and not what a person sends by hand, as the rest of one is.
    """
    with translation.override("id"):
        if lapsing.end_of(found) is not None:
            return _("the message house that it speaks from has ended")
        if found.publish_at is not None and found.resumed_at is None:
            try:
                rules.check_not_frozen(found.case)
            except ActionDenied as error:
                return str(error)
    return ""


def hold_back(found: Dispatch, reason: str, now: datetime) -> None:
    """Stop all that waits of a dispatch at once; a person may send it later."""
    waiting = found.deliveries.filter(state__in=(DeliveryState.CREATED, DeliveryState.TRY_AGAIN))
    target = DELIVERY.step(DeliveryState.CREATED, "stop").target
    stopped = waiting.update(state=target, reason=reason[:300], settled_at=now)
    record("dispatch.held_back", found, by=None, stopped=stopped, reason=reason)
    rest(found)
    tell(
        [found.created_by],
        kind=NoticeKind.APPROVAL,
        subject_url=reverse("dispatch", args=[found.pk]),
        title=lambda: _("A dispatch was stopped half-way; its page says why, and sends the rest."),
        case=found.case,
    )


def begun(found: Delivery, now: datetime) -> None:
    found.state = DELIVERY.step(found.state, "begin").target
    found.attempts += 1
    found.next_attempt_at = now + LEASE  # until then nobody else takes it
    found.save(update_fields=["state", "attempts", "next_attempt_at"])


def locked(pk: int) -> Delivery:
    return (
        Delivery.objects.select_for_update(of=("self",))
        .select_related(
            "dispatch__outlet",
            "dispatch__case",
            "dispatch__created_by",
            "dispatch__message_version__message",
            "dispatch__house_version",
        )
        .get(pk=pk)
    )


def send(delivery: Delivery) -> Result:
    """Hand a delivery to its protocol; whatever goes wrong is a result, not an error."""
    secret: dict[str, str] = {}
    if settings.TANGKAL.is_demo:
        kind, key = delivery.dispatch.outlet.kind, str(delivery.key)
        return stand_in.answer(kind, delivery.reader, attempt=delivery.attempts, key=key)
    try:
        secret = outlets.opened(delivery.dispatch.outlet)
        result = by_kind(delivery, secret)
    except SettingMissing:
        result = result_of(never("the home has lost this outlet's secret: enter it again"))
    except Exception as error:  # noqa: BLE001 - an unforeseen answer must not stop the others
        log.warning("delivery %s: %s", delivery.key, type(error).__name__)
        result = result_of(later(f"unforeseen: {type(error).__name__}"))
    return cleaned(result, secret)


def cleaned(result: Result, secret: dict[str, str]) -> Result:
    """Without secrets in its reason."""
    return Result(
        kind=result.kind,
        reason=scrub(result.reason, secret.values()),
        receipt=result.receipt,
        retry_after_s=result.retry_after_s,
    )


def by_kind(delivery: Delivery, secret: dict[str, str]) -> Result:
    found, outlet = delivery.dispatch, delivery.dispatch.outlet
    inside = settings.TANGKAL.alert_hosts
    if outlet.kind == Kind.EMAIL:
        box = mailbox(outlet, delivery.reader, secret.get("password", ""))
        return result_of(email.send(letter_of(delivery), box, inside=inside), knows_key=True)
    if outlet.kind == Kind.TELEGRAM:
        server = settings.TANGKAL.telegram_url
        token = secret.get("token", "")
        return telegram.publish(found.body, outlet.address, token, server=server, inside=inside)
    if outlet.kind == Kind.WHATSAPP:
        return whatsapp.publish(
            outlet.sender_name,
            found.body,
            delivery.reader,
            str(delivery.key),
            account_of(found, secret.get("token", "")),
            server=settings.TANGKAL.whatsapp_url,
            inside=inside,
        )
    return Result(kind=SENT)  # a website's list holds it from now on


def account_of(found: Dispatch, token: str) -> whatsapp.Account:
    outlet = found.outlet
    is_notice = found.purpose == Dispatch.Purpose.RECALL
    return whatsapp.Account(
        number_id=outlet.address,
        token=token,
        template=outlet.recall_template if is_notice else outlet.template,
        language=outlet.template_language,
    )


def mailbox(outlet: Outlet, reader: str, password: str) -> email.Mailbox:
    """One reader a letter: nobody sees who else is on the list."""
    return email.Mailbox(
        server=outlet.server,
        security=outlet.security,
        sender=outlet.sender,
        name=outlet.sender_name,
        recipients=[reader],
        username=outlet.username,
        password=password,
        headers=[("List-Unsubscribe", f"<mailto:{outlet.sender}?subject=berhenti>")],
    )


def letter_of(delivery: Delivery) -> Letter:
    found = delivery.dispatch
    mark = "LATIHAN · EXERCISE — " if found.is_exercise else ""
    return Letter(
        key=str(delivery.key),
        subject=f"{mark}{found.subject}",
        body=found.body,
        severity="",
        is_exercise=found.is_exercise,
        is_test=False,
        links=(),
        created_at=found.created_at.isoformat(),
    )


@transaction.atomic
def finish(
    attempt: DeliveryAttempt, result: Result, *, now: datetime, chance: random.Random
) -> None:
    """Keep what came of an attempt, and when the next is due."""
    found = locked(attempt.delivery_id)
    attempt.ended_at, attempt.outcome, attempt.reason = now, result.kind, result.reason
    attempt.save(update_fields=["ended_at", "outcome", "reason"])
    if result.receipt and not found.receipt:
        found.receipt = result.receipt
        found.save(update_fields=["receipt"])
    if found.state != DeliveryState.SENDING or found.attempts != attempt.number:
        return  # the lease ended, or its receipt was quicker than its answer
    wait = wait_of(found, result, chance)
    began = found.dispatch.resumed_at or found.dispatch.went_at or found.dispatch.created_at
    is_over = now + wait > began + GIVE_UP
    if result.kind == TEMPORARY and (is_over or found.dispatch.state == DispatchState.RECALLED):
        settle(found, "refuse", result.reason, now)
    elif result.kind == TEMPORARY:
        found.state, found.reason = DELIVERY.step(found.state, "fail").target, result.reason
        found.next_attempt_at = now + wait
        found.save(update_fields=["state", "reason", "next_attempt_at"])
    else:
        settle(found, ACTIONS[result.kind], result.reason, now)
    found.dispatch.outlet.note_attempt(now, worked=result.kind == SENT)


def wait_of(found: Delivery, result: Result, chance: random.Random) -> timedelta:
    return timedelta(seconds=wait_s(found.attempts, result.retry_after_s, chance))


def settle(found: Delivery, action: str, reason: str, now: datetime) -> None:
    """Bring a delivery to rest, and its dispatch with the last of them."""
    found.state = DELIVERY.step(found.state, action).target
    found.reason, found.settled_at = reason, now
    found.save(update_fields=["state", "reason", "settled_at"])
    record(
        f"delivery.{found.state.lower()}",
        found.dispatch,
        by=None,
        delivery=found.pk,
        attempts=found.attempts,
        reason=reason,
    )
    rest(found.dispatch)
    if found.state in {DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.STOPPED}:
        tell(
            [found.dispatch.created_by],
            kind=NoticeKind.APPROVAL,
            subject_url=reverse("dispatch", args=[found.dispatch_id]),
            title=lambda: _("A dispatch did not reach everyone; its page says whom and why."),
            case=found.dispatch.case,
        )


def rest(found: Dispatch) -> None:
    """A dispatch of which nothing waits any more is settled."""
    if found.deliveries.filter(state__in=WAITING).exists():
        return
    going = Dispatch.objects.filter(pk=found.pk, state=DispatchState.GOING)
    going.update(
        state=DISPATCH.step(DispatchState.GOING, "settle").target, version=F("version") + 1
    )


def erase(clock: Clock, chance: random.Random | None = None) -> int:
    """Delete at the service what was recalled; answers how many were tried."""
    due = Delivery.objects.filter(recall=Recall.WAITING, next_attempt_at__lte=clock())
    done = 0
    for pk in list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:AT_ONCE]):
        found = hold_recall(pk, clock())
        if found is None:
            continue
        result = erased(found)
        end_recall(pk, result, now=clock(), chance=chance or random.Random())  # noqa: S311
        done += 1
    return done


@transaction.atomic
def hold_recall(pk: int, now: datetime) -> Delivery | None:
    """Take one deletion for this round; None where it is not to be tried now."""
    found = locked(pk)
    if found.recall != Recall.WAITING or found.next_attempt_at > now:
        return None
    if found.state == DeliveryState.SENDING:
        return None  # its answer is still to come
    if not found.receipt:
        recall_is(found, Recall.IMPOSSIBLE, "its number in the channel is not known")
        return None
    found.next_attempt_at = now + LEASE
    found.save(update_fields=["next_attempt_at"])
    return found


def erased(found: Delivery) -> Result:
    outlet = found.dispatch.outlet
    secret: dict[str, str] = {}
    if settings.TANGKAL.is_demo:
        return Result(kind=SENT)
    try:
        secret = outlets.opened(outlet)
        result = telegram.erase(
            found.receipt,
            outlet.address,
            secret.get("token", ""),
            server=settings.TANGKAL.telegram_url,
            inside=settings.TANGKAL.alert_hosts,
        )
    except SettingMissing:
        result = result_of(never("the home has lost this outlet's secret: enter it again"))
    except Exception as error:  # noqa: BLE001 - as in `send`
        log.warning("recall of %s: %s", found.key, type(error).__name__)
        result = result_of(later(f"unforeseen: {type(error).__name__}"))
    return cleaned(result, secret)


@transaction.atomic
def end_recall(pk: int, result: Result, *, now: datetime, chance: random.Random) -> None:
    found = locked(pk)
    asked_at = found.dispatch.recalled_at
    if result.kind == SENT:
        recall_is(found, Recall.DELETED, "")
    elif result.kind == PERMANENT or (asked_at and now > asked_at + GIVE_UP):
        recall_is(found, Recall.IMPOSSIBLE, result.reason)
    else:
        found.recall_reason = result.reason
        found.next_attempt_at = now + wait_of(found, result, chance)
        found.save(update_fields=["recall_reason", "next_attempt_at"])


def recall_is(found: Delivery, recall: Recall, reason: str) -> None:
    found.recall, found.recall_reason = recall, reason
    found.save(update_fields=["recall", "recall_reason"])
    record(
        "delivery.recall",
        found.dispatch,
        by=None,
        delivery=found.pk,
        recall=recall,
        reason=reason,
    )


@transaction.atomic
def note_receipt(outlet: Outlet, receipt: whatsapp.Receipt, now: datetime) -> bool:
    """Keep what WhatsApp tells of a message; False where it is none of ours, or no news.

    Receipts come twice and out of order: a later stage is never undone by an earlier one.
    """
    rows = Delivery.objects.filter(dispatch__outlet=outlet)
    pk = rows.filter(receipt=receipt.message_id).values_list("pk", flat=True).first()
    if pk is None and (key := as_key(receipt.key)):
        pk = rows.filter(key=key).values_list("pk", flat=True).first()
    if pk is None:
        return False
    found = locked(pk)
    if not found.receipt:
        found.receipt = receipt.message_id
        found.save(update_fields=["receipt"])
    if found.state not in {DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN}:
        return False
    if receipt.status in {"delivered", "read"}:
        found.delivered_at = now
        found.save(update_fields=["delivered_at"])
        settle(found, "receipt", "", now)
    elif receipt.status == "failed":
        settle(found, "bounce", receipt.reason[:300], now)
    elif receipt.status == "sent" and found.state == DeliveryState.UNCERTAIN:
        settle(found, "found", "", now)
    else:
        return False
    return True


def as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
