"""Call whoever is to hear that offices are late: each stage of each office once, in batches.

However many offices are late, a round asks the same few questions for each directive: 546 late
offices cost what one does, and the centre hears one sentence, not 546.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.commands import record
from tangkal.desk.deadlines.models import Escalation
from tangkal.desk.directives import timing
from tangkal.desk.directives.addressing import chunks
from tangkal.desk.directives.commands.base import lock, officers_of
from tangkal.desk.directives.models import Directive, Overdue, Recipient
from tangkal.desk.directives.states import DirectiveState
from tangkal.desk.inbox.commands import Telling, tell_each
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication import house_lapse

log = logging.getLogger(__name__)
EVERY_S = 5.0
# What is found later than this, after the worker stood still, is on record and wakes nobody.
HISTORY = timedelta(days=7)
BATCH = 100
# Called together: one office, one step, one stage that was due at one moment.
Group = tuple[int, str, int, datetime]


def call_overdue(now: datetime | None = None) -> int:
    """Make every call that is due; answers how many offices were found late at a stage."""
    at = now or timezone.now()
    due = Recipient.objects.filter(
        next_call_at__lte=at,
        directive__state=DirectiveState.SENT,
        round=F("directive__round"),
    )
    found = 0
    for key in due.order_by().values_list("directive", flat=True).distinct():
        try:
            found += call_directive(Directive(pk=key), at)
        except Exception:  # one directive must not keep the others from calling
            log.exception("overdue calls of directive %s", key)
    return found


@transaction.atomic
def call_directive(directive: Directive, now: datetime) -> int:
    """The calls of one directive, on record and in inboxes, both or neither."""
    directive = lock(directive)
    if directive.state != DirectiveState.SENT or stands_still(directive):
        return 0
    rows = Recipient.objects.select_for_update(of=("self",)).filter(
        directive=directive, round=directive.round, next_call_at__lte=now
    )
    late = list(rows.select_related("organisation").order_by("pk"))
    above = offices_above(late)
    known = known_calls(late)
    made = [
        each
        for recipient in late
        for each in due_calls(recipient, directive, above, now)
        if (each.recipient_id, each.step, each.stage) not in known
    ]
    Overdue.objects.bulk_create(made, batch_size=BATCH)
    store_next(late, now)
    if made:
        record(
            "directive.overdue", directive, by=None, round=directive.round,
            late=[[each.recipient_id, each.step, each.stage] for each in made],
        )  # fmt: skip
        tell(directive, [each for each in made if each.due_at > now - HISTORY], now)
    return len(made)


def stands_still(directive: Directive) -> bool:
    """Nobody is called for not publishing what nobody confirms any more."""
    return house_lapse.lapsed(directive.house_version.house) is not None


def due_calls(
    recipient: Recipient, directive: Directive, above: dict[int, Organisation], now: datetime
) -> Iterable[Overdue]:
    chain = timing.callees(recipient.organisation, directive.organisation, above)
    for call in timing.calls(recipient, len(chain)):
        if call.at <= now:
            yield Overdue(
                recipient=recipient,
                step=call.step,
                stage=call.stage,
                office=chain[call.stage - 1],
                due_at=call.at,
                called_at=now,
            )


def offices_above(late: Sequence[Recipient]) -> dict[int, Organisation]:
    """Everything above these offices, by key."""
    keys = {int(key) for each in late for key in each.organisation.path.split(".") if key}
    found: dict[int, Organisation] = {}
    for some in chunks(keys - {each.organisation_id for each in late}):
        found |= Organisation.objects.in_bulk(some)
    return found | {each.organisation_id: each.organisation for each in late}


def known_calls(late: Sequence[Recipient]) -> set[tuple[int, str, int]]:
    found: set[tuple[int, str, int]] = set()
    for some in chunks([each.pk for each in late]):
        rows = Overdue.objects.filter(recipient__in=some)
        found |= set(rows.values_list("recipient_id", "step", "stage"))
    return found


def store_next(late: Sequence[Recipient], now: datetime) -> None:
    """When each of these is looked at next; one write for all of the same moment."""
    by_moment: dict[datetime | None, list[int]] = defaultdict(list)
    for recipient in late:
        by_moment[timing.next_call(recipient, now)].append(recipient.pk)
    for moment, keys in by_moment.items():
        for some in chunks(keys):
            Recipient.objects.filter(pk__in=some).update(next_call_at=moment)


def tell(directive: Directive, made: Sequence[Overdue], now: datetime) -> None:
    """Call people: those of the office; where it has none, of the next one above.

    A call stands in the list of deadlines until somebody says "I have it", and goes out to
    wherever a person wants to be told.
    """
    groups: dict[Group, list[Overdue]] = defaultdict(list)
    offices = {each.office_id: each.office for each in made}
    offices[directive.organisation_id] = directive.organisation
    for each in made:
        groups[each.office_id, each.step, each.stage, each.due_at].append(each)
    everybody = all_above(offices)
    people = officers_of(everybody.values())
    rows: list[Escalation] = []
    tellings: dict[tuple[str, int], list[Telling]] = defaultdict(list)
    for (office, step, stage, due_at), late in groups.items():
        url = address(directive, office, late)
        for person in awake(everybody[office], directive, everybody, people):
            rows.append(
                call(directive, everybody[office], step, stage, due_at, person, url, late, now)
            )
            tellings[step, len(late)].append(Telling(person=person, url=url))
    Escalation.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    for (step, count), some in tellings.items():
        tell_each(
            some,
            kind=NoticeKind.DIRECTIVE,
            title=lambda step=step, count=count: sentence(directive, step, count),  # type: ignore[misc]
            is_exercise=directive.is_exercise,
        )


def all_above(offices: dict[int, Organisation]) -> dict[int, Organisation]:
    keys = {int(key) for each in offices.values() for key in each.path.split(".") if key}
    found = dict(offices)
    for some in chunks(keys - set(offices)):
        found |= Organisation.objects.in_bulk(some)
    return found


def awake(
    office: Organisation,
    directive: Directive,
    everybody: dict[int, Organisation],
    people: dict[int, list[User]],
) -> list[User]:
    """The office's officers; an office without any asks above, at last whoever sent it."""
    here: Organisation | None = office
    while here is not None:
        if here.pk == directive.organisation_id:
            break
        if found := people.get(here.pk):
            return found
        here = everybody.get(here.parent_id or 0)
    senders = [directive.author, *([directive.approved_by] if directive.approved_by else [])]
    own = [person for person in senders if person.is_active]
    return own or people.get(directive.organisation_id, [])


def address(directive: Directive, called: int, late: Sequence[Overdue]) -> str:
    """Where whoever is called reads who is late: the centre everybody, a province its own."""
    if len(late) == 1:
        office = late[0].recipient.organisation_id
        return reverse("directive-office", args=[directive.pk, office])
    page = "directive" if called == directive.organisation_id else "directive-offices"
    return reverse(page, args=[directive.pk]) + "?show=late"


def call(
    directive: Directive,
    office: Organisation,
    step: str,
    stage: int,
    due_at: datetime,
    person: User,
    url: str,
    late: Sequence[Overdue],
    now: datetime,
) -> Escalation:
    moment = f"{due_at:%Y%m%dT%H%M%S}"
    return Escalation(
        clock=f"directive:{directive.pk}:{directive.round}:{step}:{office.pk}:{moment}",
        stage=stage + 1,  # the table's first stage is a reminder before the deadline
        person=person,
        organisation=office,
        step=step,
        title=f"{directive.title} ({len(late)})"[:200],
        url=url,
        due_at=due_at,
        at=now,
        is_exercise=directive.is_exercise,
    )


def sentence(directive: Directive, step: str, count: int) -> str:
    if step == Overdue.Step.ACK:
        text = ngettext(
            "%(n)d office has not confirmed in time: %(title)s",
            "%(n)d offices have not confirmed in time: %(title)s",
            count,
        )
    else:
        text = ngettext(
            "%(n)d office has not published in time: %(title)s",
            "%(n)d offices have not published in time: %(title)s",
            count,
        )
    return text % {"n": count, "title": directive}
