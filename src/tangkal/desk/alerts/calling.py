"""Calls about deadlines, sent to the places where a person wants to be told of alerts.

A call waits in the inbox in any case. Whoever has a rule that tells at once gets it there too;
several calls to one place go out as one message.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.alerts.bundling import limit, recent_messages
from tangkal.desk.alerts.models import Destination, Message, Rule, Severity
from tangkal.desk.alerts.noticing import may_exercises_alert, rules_in_force
from tangkal.desk.alerts.text import EXERCISE
from tangkal.desk.deadlines.models import Escalation
from tangkal.desk.deadlines.words import step_name
from tangkal.desk.ui.moments import deadline_words

LISTED = 10
LATE = 2  # from this stage on a deadline has passed


@transaction.atomic
def call_out(now: datetime) -> int:
    """Put waiting calls in the queue of deliveries, each once; answers how many messages.

    Making the message and noting that it was made is one transaction: a worker that is killed
    between the two has done neither.
    """
    waiting = list(
        Escalation.objects.select_for_update(of=("self",))
        .filter(called_at=None)
        .order_by("pk")[:500]
    )
    if not waiting:
        return 0
    rules = rules_of({call.person_id for call in waiting if call.person_id}, now)
    has_leave = may_exercises_alert(now)
    made, done = 0, []
    bundles: dict[tuple[int, bool], list[tuple[Rule, Escalation]]] = defaultdict(list)
    for call in waiting:
        is_free = call.person_id is not None and (has_leave or not call.is_exercise)
        own = rules.get(call.person_id or 0, []) if is_free else []
        if not own or call.acknowledged_at:
            done.append(call)
        for rule in own if not call.acknowledged_at else ():
            bundles[rule.destination_id, call.is_exercise].append((rule, call))
    for (place, _exercise), calls in bundles.items():
        if write(place, calls, now):
            made += 1
            done += [call for _rule, call in calls]
    Escalation.objects.filter(pk__in={call.pk for call in done}).update(called_at=now)
    return made


def rules_of(people: set[int], now: datetime) -> dict[int, list[Rule]]:
    """Rules that tell at once, one a place, of these people."""
    found: dict[int, dict[int, Rule]] = defaultdict(dict)
    rows = rules_in_force(now).filter(
        owner__in=people, mode=Rule.Mode.IMMEDIATE, destination__is_active=True
    )
    for rule in rows.select_related("destination"):
        found[rule.owner_id].setdefault(rule.destination_id, rule)
    return {person: list(places.values()) for person, places in found.items()}


def write(place: int, calls: Sequence[tuple[Rule, Escalation]], now: datetime) -> Message | None:
    """One message for all calls of a place; None while its hour is full: they wait."""
    destination = Destination.objects.select_for_update().get(pk=place)
    severity = Severity.CRITICAL if any(c.stage > LATE for _r, c in calls) else Severity.HIGH
    if recent_messages(destination, now) >= limit(destination, severity):
        return None
    rule = calls[0][0]
    through = rule.breaks_quiet and severity == Severity.CRITICAL
    each = list({call.clock: call for _rule, call in calls}.values())
    with translation.override("id"):
        return Message.objects.create(
            destination=destination,
            subject=subject(each),
            body=body(each, now),
            severity=severity,
            is_exercise=each[0].is_exercise,
            created_at=now,
            next_attempt_at=now if through else rule.timetable.after_quiet(now),
        )


def subject(calls: Sequence[Escalation]) -> str:
    mark = f"[{EXERCISE}] " if calls[0].is_exercise else ""
    text = ngettext("%(n)d deadline needs you", "%(n)d deadlines need you", len(calls))
    return mark + text % {"n": len(calls)}


def body(calls: Sequence[Escalation], now: datetime) -> str:
    """Number, step, how late, and where: nothing of any post leaves the desk."""
    site = settings.TANGKAL.site_url
    lines = (
        [f"*** {EXERCISE} *** " + _("This is an exercise. Nothing of it has happened.")]
        if calls[0].is_exercise
        else []
    )
    for call in calls[:LISTED]:
        late = deadline_words(call.due_at, now).text
        lines += [f"{call.title} · {step_name(call.step)}: {late}", f"{site}{call.url}", ""]
    if len(calls) > LISTED:
        lines.append(_("… and %(n)d more.") % {"n": len(calls) - LISTED})
    lines.append(
        _("Say that you have it, else the next in line is called: %(url)s")
        % {"url": f"{site}{reverse('deadlines')}"}
    )
    return "\n".join(lines)
