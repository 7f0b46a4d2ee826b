"""Alert regional offices, and note who confirms."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User, in_force
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.commands.base import at_most, lock, log, required, tell_about, touch
from tangkal.desk.crisis.commands.first_hour import tick_if_open
from tangkal.desk.crisis.models import Addressee, Crisis, LogEntry, RegionalAlert, Topic
from tangkal.desk.workflow import ActionDenied

CONFIRM_WITHIN = timedelta(hours=1)  # the doctrine's F3 for high priority
GOVERNMENTS = (Organisation.Type.PROVINCE, Organisation.Type.DISTRICT)


def offices_in(regions: Iterable[str]) -> list[Organisation]:
    """The governments of these regions and of all regions below them."""
    found = Q(pk__in=[])
    for code in regions:
        found |= Q(region_id=code) | Q(region__code__startswith=f"{code}.")
    return list(Organisation.objects.filter(found, type__in=GOVERNMENTS).order_by("path"))


def officers_of(organisations: Iterable[Organisation]) -> list[User]:
    """The regional officers of these governments."""
    return list(
        User.objects.filter(
            in_force("assignments__"),
            assignments__role=Role.REGIONAL_ADMIN,
            assignments__scope__in=list(organisations),
            is_active=True,
        ).distinct()
    )


@transaction.atomic
def alert_regions(crisis: Crisis, regions: Iterable[str], text: str, *, by: User) -> RegionalAlert:
    """Tell the regional officers of chosen regions; each office confirms within an hour.

    Raises:
        ActionDenied: the person does not work in the room.
        ValidationError: no text, or no government lies in the chosen regions.
    """
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    text = at_most(required(text, _("Write what the regions have to know and to do.")), 2000)
    offices = offices_in(regions)
    if not offices:
        raise ValidationError(_("Choose at least one region that has a government of its own."))
    now = timezone.now()
    alert = RegionalAlert.objects.create(
        crisis=crisis, text=text, by=by, at=now, confirm_by=now + CONFIRM_WITHIN
    )
    Addressee.objects.bulk_create(
        [Addressee(alert=alert, organisation=office) for office in offices]
    )
    record(
        "crisis.regions_alerted", alert, by=by, crisis=crisis.pk,
        offices=[office.pk for office in offices],
    )  # fmt: skip
    log(crisis, LogEntry.Kind.CONTACT, _("%(n)d regional offices alerted: %(text)s")
        % {"n": len(offices), "text": text}, by=by)  # fmt: skip
    tick_if_open(crisis, "regions", by=by)
    touch(crisis, Topic.REGIONS)
    tell_about(
        crisis,
        officers_of(offices),
        lambda: _("Confirm within an hour: alert of %(office)s") % {"office": crisis.organisation},
        by=by,
        url=reverse("crisis-alert-received", args=[alert.pk]),
    )
    return alert


def own_addressees(user: User, alert: RegionalAlert) -> list[Addressee]:
    """The addressed offices for which this person is the regional officer."""
    held = {a.scope_id for a in user.active_assignments if a.role == Role.REGIONAL_ADMIN}
    return [each for each in alert.addressees.all() if each.organisation_id in held]


@transaction.atomic
def acknowledge(alert: RegionalAlert, *, by: User, note: str = "") -> int:
    """Confirm for the own office; answers how many offices were confirmed by it.

    Raises:
        ActionDenied: none of the addressed offices is this person's.
    """
    crisis = lock(Crisis(pk=alert.crisis_id))
    addressees = own_addressees(by, alert)
    if not addressees:
        raise ActionDenied(_("This alert went to other offices; yours has nothing to confirm."))
    note = at_most(note.strip(), 300)
    done = 0
    for each in addressees:
        if each.acknowledged_at is None:
            each.acknowledged_by, each.acknowledged_at, each.note = by, timezone.now(), note
            each.save()
            record("crisis.alert_acknowledged", each, by=by, crisis=crisis.pk, note=note)
            done += 1
    if note:
        names = ", ".join(str(each.organisation) for each in addressees)
        log(crisis, LogEntry.Kind.QUESTION, f"{names}: {note}", by=by)
    touch(crisis, Topic.REGIONS)
    return done


@transaction.atomic
def escalate_alert(alert: RegionalAlert) -> bool:
    """Tell the team which offices have not confirmed in time; answers whether it was new."""
    crisis = lock(Crisis(pk=alert.crisis_id))
    alert = RegionalAlert.objects.get(pk=alert.pk)
    silent = list(alert.addressees.filter(acknowledged_at=None).select_related("organisation"))
    if alert.escalated_at is not None or alert.confirm_by > timezone.now() or not silent:
        return False
    alert.escalated_at = timezone.now()
    alert.save(update_fields=["escalated_at"])
    record("crisis.alert_escalated", alert, by=None, crisis=crisis.pk, silent=len(silent))
    log(crisis, LogEntry.Kind.FACT, _("%(n)d regional offices have not confirmed in time.")
        % {"n": len(silent)}, by=None)  # fmt: skip
    touch(crisis, Topic.REGIONS)
    tell_about(
        crisis,
        [*[seat.holder for seat in rules.current_seats(crisis)], alert.by],
        lambda: (
            _("%(n)d regional offices have not confirmed: “%(title)s”")
            % {"n": len(silent), "title": crisis.title}
        ),
        by=None,
        is_escalated=True,
    )
    return True
