"""Screens of dispatches: a message's ways out, all that was sent, one dispatch."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.models import Case
from tangkal.desk.channels import (
    commands,
    labels,
    lapsing,
    press_contacts,
    previews,
    queries,
    rules,
)
from tangkal.desk.channels.models import Dispatch, Taking
from tangkal.desk.channels.states import DELIVERY, DISPATCH, DeliveryState, DispatchState
from tangkal.desk.strategic_communication import commands as message_commands
from tangkal.desk.strategic_communication import house_lapse, house_queries
from tangkal.desk.strategic_communication import queries as message_queries
from tangkal.desk.strategic_communication.freezing import freezes
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.moments import in_words
from tangkal.desk.ui.numbers import whole_number

PAGE = 25
LOOKED_AT = 3000  # events of one dispatch: more than its readers


def seen(request: HttpRequest, dispatch_id: int) -> tuple[User, Dispatch]:
    reader = reader_of(request)
    return reader, get_object_or_404(queries.dispatches_for(reader), pk=dispatch_id)


def message_of(request: HttpRequest, message_id: int) -> tuple[User, Message]:
    reader = reader_of(request)
    return reader, get_object_or_404(message_queries.readable_messages(reader), pk=message_id)


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Everything that was sent, and how far it came; what needs a person on the first tab."""
    reader = reader_of(request)
    everything = queries.dispatches_for(reader)
    attention = queries.needing_a_person(everything)
    tab = "attention" if request.GET.get("tab") == "attention" else "all"
    rows = attention if tab == "attention" else everything
    tabs = [
        {"key": "all", "label": _("All"), "url": "?tab=all", "count": everything.count()},
        {
            "key": "attention",
            "label": _("Failed or not known"),
            "url": "?tab=attention",
            "count": attention.count(),
        },
    ]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "channels/list.html", {"page": page, "tab": tab, "tabs": tabs})


@require_GET
@login_required
def of_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message's ways out: each outlet with the very words, and whether they fit."""
    reader, found = message_of(request, message_id)
    version = message_commands.latest(found)
    context = {
        "message": found,
        "version": version,
        "headline": version.headline,
        "back": ("message", found.pk),
        "forms": Taking.Form.choices,
        "takings": Taking.objects.filter(message_version__message=found).select_related(
            "by", "message_version"
        )[:10],
        "card_problem": previews.card_problem(version),
        "alt": previews.alt(version),
        "contact": press_contacts.contact_for(found.case.lead_organisation),
        "contact_missing": press_contacts.missing(found.case.lead_organisation),
        "may_keep_contact": press_contacts.may_keep(reader, found.case.lead_organisation),
        **ways(reader, found.case, version, queries.of_message(reader, found.pk)),
    }
    return render(request, "channels/message.html", context)


@require_GET
@login_required
def of_house(request: HttpRequest, house_id: int) -> HttpResponse:
    """The ways out of the version of a message house that is in force."""
    reader = reader_of(request)
    house = get_object_or_404(house_queries.houses_for(reader), pk=house_id)
    version = house_queries.in_force(house)
    context = {
        "house": house,
        "version": version,
        "lapsed": house_lapse.why(ended) if (ended := house_lapse.lapsed(house)) else "",
        "headline": version.umbrella if version else house.title,
        **ways(reader, house.case, version, queries.of_house(reader, house.pk)),
    }
    return render(request, "channels/house.html", context)


def ways(
    reader: User, case: Case, version: commands.Source | None, sent: QuerySet[Dispatch]
) -> dict[str, object]:
    refusal = previews.refusal_of(version)
    return {
        "case": case,
        "refusal": refusal,
        "may_send": not refusal and rules.may_dispatch(reader, case),
        "outlets": previews.of_outlets(rules.outlets_for(case), version) if version else [],
        "dispatches": list(sent),
        "freezes": freezes(case.lead_organisation, is_exercise=case.is_exercise),
        "earliest": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "is_exercise": case.is_exercise,
    }


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Send to an outlet"))
def send(request: HttpRequest, message_id: int) -> HttpResponse:
    """Dispatch the newest approved version through one outlet, now or at an hour."""
    reader, found = message_of(request, message_id)
    send_one(request, reader, found.case, message_commands.latest(found))
    return redirect("message-channels", found.pk)


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Send to an outlet"))
def send_house(request: HttpRequest, house_id: int) -> HttpResponse:
    """Dispatch the version in force through one outlet."""
    reader = reader_of(request)
    house = get_object_or_404(house_queries.houses_for(reader), pk=house_id)
    rules.check_may_dispatch(reader, house.case)
    version = house_queries.in_force(house)
    if version is None:
        ended = house_lapse.lapsed(house)
        none = _("No version of this message house is in force.")
        notices.error(request, house_lapse.why(ended) if ended else none)
    else:
        send_one(request, reader, house.case, version)
    return redirect("house-channels", house.pk)


def send_one(request: HttpRequest, reader: User, case: Case, source: commands.Source) -> None:
    rules.check_may_dispatch(reader, case)
    number = whole_number(request.POST.get("outlet"))
    outlet = get_object_or_404(rules.outlets_for(case), pk=number)
    try:
        publish_at = hour_of(request.POST.get("publish_at", ""))
        commands.dispatch(source, outlet, by=reader, publish_at=publish_at)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    else:
        words = (
            _("On its way to “%(outlet)s”.")
            if publish_at is None
            else _("Scheduled for “%(outlet)s”: %(moment)s.")
        )
        moment = in_words(publish_at) if publish_at else ""
        notices.success(request, words % {"outlet": outlet.name, "moment": moment})


def hour_of(text: str) -> datetime | None:
    """An hour on the sender's clock; None for now.

    Raises:
        ValidationError: it is none.
    """
    if not text.strip():
        return None
    try:
        given = parse_datetime(text.strip())
    except ValueError:
        given = None
    if given is None:
        raise ValidationError(_("Give a day and a time."))
    return given if timezone.is_aware(given) else timezone.make_aware(given)


@require_POST
@login_required
def take(request: HttpRequest, message_id: int) -> HttpResponse:
    """The approved text as a press release or a picture; who took it is kept."""
    reader, found = message_of(request, message_id)
    version = message_commands.latest(found)
    form = request.POST.get("form", "")
    try:
        made = commands.take_file(found, version, form, by=reader)
        content = previews.file_of(version, made.form)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return redirect("message-channels", found.pk)
    response = HttpResponse(content, content_type=labels.MEDIA_TYPES[made.form])
    name = f"{found.case.number}-v{version.number}.{made.form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@login_required
def detail(request: HttpRequest, dispatch_id: int) -> HttpResponse:
    """One dispatch: the words as they went, every delivery, and what can still be done."""
    reader, found = seen(request, dispatch_id)
    roles = reader.roles_at(found.case.lead_organisation)
    actions = DISPATCH.actions(found.state, roles)
    tab = "left" if request.GET.get("tab") == "left" else "all"
    rows = queries.deliveries_of(found)
    left = queries.left_of(rows)
    page = Paginator(left if tab == "left" else rows, PAGE).get_page(request.GET.get("page"))
    counts = queries.left_by_state(found)
    resend = queries.unsent(found.deliveries.all()).count() if is_resumable(found, roles) else 0
    context = {
        "dispatch": found,
        "left": sum(count for _state, count in counts),
        "left_by_state": [(DeliveryState(state).label, count) for state, count in counts],
        "tab": tab,
        "tabs": [
            {"key": "all", "label": _("All receivers"), "url": "?tab=all", "count": rows.count()},
            {
                "key": "left",
                "label": _("Still to be sent"),
                "url": "?tab=left",
                "count": left.count(),
            },
        ],
        "resend": resend,
        "resend_refusal": previews.refusal_to_resume(found) if resend else "",
        "stalled_since": queries.stalled_since(found, timezone.now()),
        "page": page,
        "rows": [
            (each, queries.shown_reader(found.outlet, each.reader), labels.TONES[each.state])
            for each in page
        ],
        "can_stop": "stop" in actions,
        "can_recall": "recall" in actions,
        "can_resolve": "confirm" in DELIVERY.actions("TIDAK_PASTI", roles),
        "ended": lapsing.end_of(found) if found.state != "DITARIK" else None,
        "promise": labels.RECALLS[found.outlet.kind],
        "notice": Dispatch.objects.filter(recalls=found).first(),
        "events": in_runs(events_of(found).only("action", "actor_name", "at")[:LOOKED_AT])[:30],
        "is_exercise": found.is_exercise,
    }
    return render(request, "channels/dispatch.html", context)


def in_runs(events: Iterable[AuditEvent]) -> list[tuple[AuditEvent, str, int]]:
    """The newest of each run of the same event, what it is called, and how many there were: one
    line for a list of a thousand readers."""
    runs = groupby(events, lambda event: (event.action, event.actor_name))
    return [
        (run[0], str(labels.EVENTS.get(action, action)), len(run))
        for (action, _actor), each in runs
        if (run := list(each))
    ]


def is_resumable(found: Dispatch, roles: frozenset[str]) -> bool:
    return found.state == DispatchState.GOING or "resume" in DISPATCH.actions(found.state, roles)


@require_POST
@login_required
def stop(request: HttpRequest, dispatch_id: int) -> HttpResponse:
    reader, found = seen(request, dispatch_id)
    commands.stop(found, by=reader, expected_version=posted_version(request))
    notices.success(request, _("Stopped: it does not go out."))
    return redirect("dispatch", found.pk)


@require_POST
@login_required
@fresh_sign_in_required(gettext_lazy("Send to an outlet"))
def resume(request: HttpRequest, dispatch_id: int) -> HttpResponse:
    """Send what never went out of it; whoever has it gets nothing a second time."""
    reader, found = seen(request, dispatch_id)
    left = commands.resume(found, by=reader, expected_version=posted_version(request))
    notices.success(
        request,
        ngettext(
            "On its way to the %(n)d receiver who has not had it.",
            "On its way to the %(n)d receivers who have not had it.",
            left,
        )
        % {"n": left},
    )
    return redirect("dispatch", found.pk)


@require_POST
@login_required
def recall(request: HttpRequest, dispatch_id: int) -> HttpResponse:
    """Recalling is the safe side: it asks for a reason, and not for the password again."""
    reader, found = seen(request, dispatch_id)
    commands.recall(
        found,
        by=reader,
        why=request.POST.get("why", ""),
        expected_version=posted_version(request),
    )
    notices.success(request, _("Recalled. Below stands what could be taken back."))
    return redirect("dispatch", found.pk)


@require_POST
@login_required
def resolve(request: HttpRequest, dispatch_id: int, delivery_id: int) -> HttpResponse:
    """What a person saw at the channel itself."""
    reader, found = seen(request, dispatch_id)
    delivery = get_object_or_404(found.deliveries, pk=delivery_id)
    commands.resolve(
        delivery,
        arrived=request.POST.get("arrived") == "yes",
        by=reader,
        expected_version=posted_version(request),
    )
    notices.success(request, _("Noted."))
    return redirect("dispatch", found.pk)
