"""Dispatch an approved text, stop it, recall it, and say what a person saw of it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.channels import card, queries, recalling, renewing, rules, texts
from tangkal.desk.channels.models import Delivery, Dispatch, Outlet, Taking
from tangkal.desk.channels.states import DELIVERY, DISPATCH, DeliveryState, DispatchState
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.workflow import ActionDenied, check_version

Source = MessageVersion | MessageHouseVersion


@transaction.atomic
def dispatch(
    source: Source, outlet: Outlet, *, by: User, publish_at: datetime | None = None
) -> Dispatch:
    """Send an approved text through an outlet, now or at its hour; the worker does it.

    Raises:
        ActionDenied: role, conflict, approval, freeze, or the text went out there already.
        ValidationError: it is too long for the service, or the hour has passed.
    """
    case = case_of(source)
    outlet = Outlet.objects.select_for_update(of=("self",)).get(pk=outlet.pk)
    rules.check_can_dispatch(case, outlet, by)
    check_is_fit(source, at=publish_at)
    if publish_at is not None:
        rules.check_not_frozen(case)
        if publish_at <= timezone.now():
            raise ValidationError(_("The time to publish must lie ahead."))
    check_is_new(source, outlet)
    check_has_readers(outlet)
    made = Dispatch.objects.create(
        outlet=outlet,
        case=case,
        subject=texts.headline_of(source)[:250],
        body=texts.body_for(outlet, source),
        link=texts.page_of(source),
        sha256=source.sha256,
        state=DispatchState.SCHEDULED if publish_at else DispatchState.GOING,
        publish_at=publish_at,
        created_by=by,
        is_exercise=case.is_exercise,
        **source_field(source),
    )
    record(
        "dispatch.made",
        made,
        by=by,
        case=case.number,
        outlet=outlet.pk,
        kind=outlet.kind,
        sha256=source.sha256,
        publish_at=publish_at,
    )
    if publish_at is None:
        start(made)
    return made


def case_of(source: Source) -> Case:
    return source.message.case if isinstance(source, MessageVersion) else source.house.case


def source_field(source: Source) -> dict[str, Source]:
    return {"message_version" if isinstance(source, MessageVersion) else "house_version": source}


def check_is_fit(source: Source, *, at: datetime | None = None) -> None:
    """Whether a text may go out, now or at its hour.

    Raises:
        ActionDenied: see the two rules.
    """
    if isinstance(source, MessageVersion):
        rules.check_message_is_fit(source.message, source, at=at)
    else:
        rules.check_house_is_fit(source, at=at)


def check_is_new(source: Source, outlet: Outlet) -> None:
    sent = Dispatch.objects.filter(
        outlet=outlet, purpose=Dispatch.Purpose.MESSAGE, **source_field(source)
    ).exclude(state=DispatchState.STOPPED)
    if sent.exists():
        raise ActionDenied(_("This text went through “%(name)s” already.") % {"name": outlet.name})


def check_has_readers(outlet: Outlet) -> None:
    if not outlet.readers:
        raise ActionDenied(_("“%(name)s” has no receivers yet.") % {"name": outlet.name})


def start(made: Dispatch) -> None:
    """Put one delivery a reader in line."""
    made.went_at = timezone.now()
    made.save(update_fields=["went_at"])
    Delivery.objects.bulk_create(
        Delivery(dispatch=made, reader=reader, next_attempt_at=made.went_at)
        for reader in dict.fromkeys(made.outlet.readers)
    )


@transaction.atomic
def stop(found: Dispatch, *, by: User, expected_version: int) -> Dispatch:
    """Take a scheduled dispatch back before its hour."""
    found = lock(found, expected_version)
    found.state = rules.check_step(found, "stop", by)
    touch(found)
    record("dispatch.stopped", found, by=by)
    return found


@transaction.atomic
def resume(found: Dispatch, *, by: User, expected_version: int) -> int:
    """Send what never went out of a dispatch that was stopped half-way; answers to how many.

    Each delivery keeps its key and its attempts, so that a service knows a copy. Whoever has it,
    and whoever may have it, gets nothing: of the latter a person says first what they saw.

    Raises:
        ActionDenied: role, conflict, a closed outlet, an approval or a house that no longer
            holds, a recall, words that no longer fit, or nothing is left.
        StaleObject: somebody else was quicker.
    """
    found = lock(found, expected_version)
    rules.check_can_dispatch(found.case, found.outlet, by)
    check_may_go_on(found)
    renewing.renew(found, by=by)
    roles = by.roles_at(found.case.lead_organisation)
    if found.state != DispatchState.GOING:
        found.state = DISPATCH.check(found.state, "resume", roles)
    left = list(queries.unsent(found.deliveries.select_for_update(of=("self",))))
    if not left:
        raise ActionDenied(_("Nothing of this dispatch is left to send."))
    now = timezone.now()
    for each in left:
        each.state = DELIVERY.check(each.state, "resend", roles)
        each.next_attempt_at, each.settled_at, each.reason = now, None, ""
    Delivery.objects.bulk_update(
        left, ["state", "next_attempt_at", "settled_at", "reason"], batch_size=500
    )
    found.resumed_at = now
    touch(found)
    record("dispatch.resumed", found, by=by, left=len(left))
    return len(left)


def check_may_go_on(found: Dispatch) -> None:
    """Whether the rest of a dispatch may go out now.

    Raises:
        ActionDenied: it was recalled, or what it rests on no longer holds.
    """
    if found.state == DispatchState.RECALLED:
        raise ActionDenied(_("This dispatch was recalled; nothing more of it goes out."))
    source = found.message_version or found.house_version
    assert source is not None
    if found.purpose == Dispatch.Purpose.MESSAGE:  # a withdrawal is told whatever has changed
        check_is_fit(source)


@transaction.atomic
def recall(found: Dispatch, *, by: User, why: str, expected_version: int) -> Dispatch:
    """Take back what went out, as far as its service can, and tell who received it.

    Raises:
        ActionDenied: role, state, conflict, or no reason.
    """
    found = lock(found, expected_version)
    why = check_reason(why)
    rules.check_step(found, "recall", by)
    return recalling.take_back(found, why=why, by=by)


@transaction.atomic
def resolve(delivery: Delivery, *, arrived: bool, by: User, expected_version: int) -> Delivery:
    """Say what a person saw of a delivery without an answer: it is there, or is to go again."""
    found = lock(Dispatch(pk=delivery.dispatch_id), expected_version)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk, dispatch=found)
    rules.check_can_dispatch(found.case, found.outlet, by)
    roles = by.roles_at(found.case.lead_organisation)
    action = "confirm" if arrived else "repeat"
    delivery.state = DELIVERY.check(delivery.state, action, roles)
    if found.state == DispatchState.RECALLED and not arrived:
        raise ActionDenied(_("This dispatch was recalled; nothing more of it goes out."))
    now = timezone.now()
    delivery.settled_at, delivery.next_attempt_at = (now if arrived else None), now
    delivery.save(update_fields=["state", "settled_at", "next_attempt_at"])
    if not arrived:
        found.resumed_at = now  # it has a day to arrive from here on
        if found.state == DispatchState.SETTLED:
            found.state = DISPATCH.check(found.state, "resume", roles)
    touch(found)
    record("delivery.resolved", found, by=by, delivery=delivery.pk, arrived=arrived)
    return delivery


@transaction.atomic
def take_file(message: Message, version: MessageVersion, form: str, *, by: User) -> Taking:
    """Note that somebody took an approved text as a file; when it is recalled they are told.

    Raises:
        ActionDenied: the approval of these words does not hold.
        ValidationError: no such file, or a headline too long for a card.
    """
    if form not in Taking.Form.values:
        raise ValidationError(_("There is no file “%(form)s”.") % {"form": form})
    rules.check_message_is_fit(message, version)
    if form in {Taking.Form.PICTURE, Taking.Form.DRAWING}:
        card.content(version)
    made = Taking.objects.create(message_version=version, form=form, by=by)
    record("message.file_taken", message, by=by, form=form, sha256=version.sha256)
    return made


def lock(found: Dispatch, expected_version: int | None = None) -> Dispatch:
    row = (
        Dispatch.objects.select_for_update(of=("self",))
        .select_related(
            "outlet__organisation",
            "case__lead_organisation",
            "message_version__message",
            "house_version__house",
        )
        .get(pk=found.pk)
    )
    check_version(row, expected_version)
    return row


def touch(found: Dispatch) -> None:
    found.version += 1
    found.save()


def is_waiting(delivery: Delivery) -> bool:
    return delivery.state in {DeliveryState.CREATED, DeliveryState.TRY_AGAIN}
