"""Take back what went out: delete where the service can, say where it cannot, tell everyone.

Telegram deletes for 48 hours. A website's list shows it withdrawn. An e-mail and a WhatsApp
message stay where they are; their readers get a notice in its place, where one can be sent.
"""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.channels import texts
from tangkal.desk.channels.models import Delivery, Dispatch, Kind, Taking
from tangkal.desk.channels.states import (
    DELIVERY,
    DISPATCH,
    DeliveryState,
    DispatchState,
    Recall,
)
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication.models import MessageVersion

OUT = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.UNCERTAIN, DeliveryState.SENDING)


def take_back(found: Dispatch, *, why: str, by: User, instead: str = "") -> Dispatch:
    """Recall one dispatch, locked by the caller; whose word it is, the caller says.

    Args:
        instead: address of what holds now; "" where it is still to come.
    """
    if found.state == DispatchState.SCHEDULED:
        return never_mind(found, why=why, by=by)
    found.state = DISPATCH.step(found.state, "recall").target
    found.recalled_at, found.recalled_by, found.recall_reason = timezone.now(), by, why
    found.version += 1
    found.save()
    stop_waiting(found)
    asked = ask_deletion(found)
    notice = write_notice(found, why=why, by=by, instead=instead)
    record(
        "dispatch.recalled",
        found,
        by=by,
        reason=why,
        asked_to_delete=asked,
        notice=notice.pk if notice else None,
    )
    return found


def never_mind(found: Dispatch, *, why: str, by: User | None) -> Dispatch:
    """A scheduled dispatch that will not go out."""
    found.state, found.refusal = DISPATCH.step(found.state, "stop").target, why
    found.version += 1
    found.save()
    record("dispatch.stopped", found, by=by, why=why)
    return found


def stop_waiting(found: Dispatch) -> None:
    waiting = (DeliveryState.CREATED, DeliveryState.TRY_AGAIN)
    target = DELIVERY.step(DeliveryState.CREATED, "stop").target
    found.deliveries.filter(state__in=waiting).update(state=target, settled_at=timezone.now())


def ask_deletion(found: Dispatch) -> int:
    """Mark what went out for deletion, or as beyond it; answers how many are to be deleted."""
    gone = found.deliveries.filter(state__in=OUT)
    if found.outlet.kind == Kind.WEBSITE:
        gone.update(recall=Recall.DELETED)
        return 0
    if found.outlet.kind != Kind.TELEGRAM:
        reason = (
            "an e-mail cannot be taken back"
            if found.outlet.kind == Kind.EMAIL
            else "the Cloud API cannot delete a message"
        )
        gone.update(recall=Recall.IMPOSSIBLE, recall_reason=reason)
        return 0
    # One still being sent gets its number when the answer comes; `delivery.erase` waits for it.
    gone.filter(~Q(state=DeliveryState.SENDING), receipt="").update(
        recall=Recall.IMPOSSIBLE, recall_reason="its number in the channel is not known"
    )
    return gone.filter(Q(state=DeliveryState.SENDING) | ~Q(receipt="")).update(
        recall=Recall.WAITING, next_attempt_at=timezone.now()
    )


def write_notice(found: Dispatch, *, why: str, by: User, instead: str) -> Dispatch | None:
    """Tell the readers of what went out; None where nothing did, or no way leads to them."""
    readers = list(found.deliveries.filter(state__in=OUT).values_list("reader", flat=True))
    is_shown = found.outlet.kind == Kind.WEBSITE  # the list itself says so
    is_mute = found.outlet.kind == Kind.WHATSAPP and not found.outlet.recall_template
    if not readers or is_shown or is_mute or found.purpose == Dispatch.Purpose.RECALL:
        return None
    made = Dispatch.objects.create(
        outlet=found.outlet,
        case=found.case,
        message_version=found.message_version,
        house_version=found.house_version,
        purpose=Dispatch.Purpose.RECALL,
        recalls=found,
        subject=texts.recall_subject(found),
        body=texts.notice_for(found, why, instead),
        link=instead,
        sha256=found.sha256,
        state=DispatchState.GOING,
        created_by=by,
        went_at=timezone.now(),
        is_exercise=found.is_exercise,
    )
    Delivery.objects.bulk_create(Delivery(dispatch=made, reader=reader) for reader in readers)
    record("dispatch.notice", made, by=by, recalls=found.pk, readers=len(readers))
    return made


def tell_takers(version: MessageVersion) -> int:
    """Whoever took the text as a file hears that it holds no longer; only they know where it is."""
    people = [taking.by for taking in Taking.objects.filter(message_version=version)]
    return tell(
        people,
        kind=NoticeKind.APPROVAL,
        subject_url=reverse("message-channels", args=[version.message_id]),
        title=lambda: _("A text you took as a file was recalled: take back what you handed on."),
        case=version.message.case,
        by=None,
    )
