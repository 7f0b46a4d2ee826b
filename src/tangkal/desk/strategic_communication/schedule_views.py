"""Screens of a message's way out: schedule, countersign, freeze."""

from datetime import datetime

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.strategic_communication import (
    election_rules,
    elections,
    freezing,
    queries,
    scheduling,
)
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState
from tangkal.desk.ui.conflicts import posted_version


def find(request: HttpRequest, message_id: int) -> tuple[User, Message]:
    reader = reader_of(request)
    return reader, get_object_or_404(queries.readable_messages(reader), pk=message_id)


def posted_moment(text: str) -> datetime:
    """A time typed on the person's own clock.

    Raises:
        ValidationError: it is none.
    """
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("Choose the day and the time."))
    return timezone.make_aware(found) if timezone.is_naive(found) else found


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Schedule the message"))
def schedule(request: HttpRequest, message_id: int) -> HttpResponse:
    """Have an approved message published at a time ahead."""
    reader, found = find(request, message_id)
    try:
        scheduling.schedule(
            found,
            publish_at=posted_moment(request.POST.get("publish_at", "")),
            by=reader,
            expected_version=posted_version(request),
        )
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    else:
        notices.success(request, _("Scheduled. Everything is checked again at that moment."))
    return redirect("message", found.pk)


@require_POST
@login_required
def unschedule(request: HttpRequest, message_id: int) -> HttpResponse:
    reader, found = find(request, message_id)
    scheduling.unschedule(found, by=reader, expected_version=posted_version(request))
    notices.success(request, _("Taken off the schedule; the text stays approved."))
    return redirect("message", found.pk)


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Countersign the message"))
def cosign(request: HttpRequest, message_id: int) -> HttpResponse:
    """The second signature in an election period."""
    reader, found = find(request, message_id)
    elections.cosign(
        found,
        by=reader,
        expected_version=posted_version(request),
        comment=request.POST.get("comment", ""),
    )
    notices.success(request, _("Countersigned."))
    return redirect("message", found.pk)


@require_POST
@login_required
def freeze(request: HttpRequest, message_id: int) -> HttpResponse:
    """Hold back everything scheduled of this message's organisation, or let it go again."""
    reader, found = find(request, message_id)
    case, why = found.case, request.POST.get("why", "")
    if request.POST.get("thaw"):
        freezing.thaw(case.lead_organisation, by=reader, why=why, is_exercise=case.is_exercise)
        notices.success(request, _("Publishing on schedule goes on."))
    else:
        freezing.freeze(reader, why, case.lead_organisation, is_exercise=case.is_exercise)
        notices.success(request, _("Nothing scheduled goes out from now on."))
    return redirect("message", found.pk)


def context_of(found: Message, sha256: str, reader: User) -> dict[str, object]:
    """What a message page says of its schedule, of a freeze and of an election period."""
    case = found.case
    actions = MESSAGE.actions(found.state, reader.roles_at(case.lead_organisation))
    is_open = found.state in {MessageState.APPROVED, MessageState.SCHEDULED}
    missing = election_rules.missing_signature(found, sha256) if is_open else ""
    freezes = list(freezing.freezes(case.lead_organisation, is_exercise=case.is_exercise))
    own = [each for each in freezes if each.organisation_id == case.lead_organisation_id]
    return {
        "can_schedule": "schedule" in actions and not freezes and not missing,
        "can_unschedule": "unschedule" in actions,
        "can_cosign": bool(missing) and "cosign" in actions,
        "missing_signature": missing,
        "freezes": freezes,
        "can_freeze": not own and freezing.may_freeze(reader, case.lead_organisation),
        "can_thaw": bool(own) and freezing.may_thaw(reader, case.lead_organisation),
        "earliest": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    }
