"""Directives whose message house has ended: they stand still until somebody says what holds.

No office is asked to publish, or called for not publishing, what nobody confirms any more. Its
deadlines go on by as much as they stood still, once a version is in force again. What an office
published stays its own affair: it is told, and the centre decides whether to withdraw it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.directives import timing
from tangkal.desk.directives.briefing_models import Briefing
from tangkal.desk.directives.commands.base import centre_of, lock
from tangkal.desk.directives.commands.directing import tell_offices
from tangkal.desk.directives.models import Directive, Recipient
from tangkal.desk.directives.states import DirectiveState
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication import house_lapse
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion


def ended_at(directive: Directive) -> datetime | None:
    """When the facts that a directive carries ended; None while they hold."""
    version = directive.house_version
    if version.stands:  # a house has one such version at most: nothing is asked for it
        return version.expires_at if version.has_expired() else None
    found = house_lapse.lapsed(version.house)
    return found.expires_at if found is not None else None


def clock_of(directive: Directive, now: datetime) -> datetime:
    """The moment up to which its deadlines ran: they stand still from the end of its house on."""
    return min(now, ended_at(directive) or now)


def running_on(house: int) -> Iterator[Directive]:
    """Running directives on a house, each locked."""
    found = Directive.objects.filter(state=DirectiveState.SENT, house_version__house=house)
    for key in list(found.order_by("pk").values_list("pk", flat=True)):
        yield lock(Directive(pk=key))


def lapse_for(version: MessageHouseVersion) -> None:
    """A house ended: every office it went to is told, the centre too, and whoever gave sheets."""
    for directive in running_on(version.house_id):
        rows = directive.recipients.filter(round=directive.round)
        offices = [each.organisation for each in rows.select_related("organisation")]
        tell_offices(
            directive,
            offices,
            by=None,
            title=partial(word_to_offices, directive),
        )
        tell(
            centre_of(directive),
            kind=NoticeKind.DIRECTIVE,
            subject_url=reverse("directive", args=[directive.pk]),
            title=partial(word_to_centre, directive),
            is_exercise=directive.is_exercise,
        )
        record("directive.lapsed", directive, by=None, house_version=version.pk)
    tell_of_sheets(version)


def tell_of_sheets(version: MessageHouseVersion) -> None:
    for sheet in sheets_on(version.house_id).select_related("author"):
        people = {each.by_id: each.by for each in sheet.handed.select_related("by")}
        tell(
            [*({sheet.author_id: sheet.author} | people).values()],
            kind=NoticeKind.DIRECTIVE,
            subject_url=reverse("briefing", args=[sheet.pk]),
            title=partial(word_on_sheet, sheet),
            is_exercise=sheet.is_exercise,
        )


def word_to_offices(directive: Directive) -> str:
    return _("Publish nothing more from it until a new version comes: %(title)s") % {
        "title": directive
    }


def word_to_centre(directive: Directive) -> str:
    return _("Its message house ended, so the directive stands still: %(title)s") % {
        "title": directive
    }


def word_on_sheet(sheet: Briefing) -> str:
    return _("This sheet speaks from a message house that ended: %(title)s") % {
        "title": sheet.title
    }


def sheets_on(house: int) -> QuerySet[Briefing]:
    return Briefing.objects.filter(house_version__house=house, recalled_at=None)


def resume_for(old: MessageHouseVersion | None, new: MessageHouseVersion, by: User) -> None:
    """A version is in force again: what was not due when the last ended has its time back."""
    now = timezone.now()
    if old is None or not old.has_expired(now):
        return
    ended = old.expires_at
    assert ended is not None
    for directive in running_on(new.house_id):
        rows = Recipient.objects.filter(directive=directive, round=directive.round)
        still = now - ended
        rows.filter(acknowledged_at=None, ack_due_at__gt=ended).update(
            ack_due_at=F("ack_due_at") + still
        )
        rows.filter(published_at=None, publish_due_at__gt=ended).update(
            publish_due_at=F("publish_due_at") + still
        )
        open_rows = list(rows)
        for row in open_rows:
            row.next_call_at = timing.next_call(row, ended)
        Recipient.objects.bulk_update(open_rows, ["next_call_at"], batch_size=100)
        record("directive.resumed", directive, by=by, stood_still_s=int(still.total_seconds()))


def carriers(house: MessageHouse, _reader: User) -> Iterable[house_lapse.Carrier]:
    """Directives and sheets that carry a house, for its page."""
    running = Directive.objects.filter(state=DirectiveState.SENT, house_version__house=house)
    for directive in running:
        rows = directive.recipients.filter(round=directive.round)
        shown = rows.filter(published_at__isnull=False).count()
        words = ngettext(
            "directive “%(title)s”: %(n)d office published it",
            "directive “%(title)s”: %(n)d offices published it",
            shown,
        )
        yield house_lapse.Carrier(
            words=words % {"title": directive, "n": shown},
            url=reverse("directive", args=[directive.pk]),
        )
    for sheet in sheets_on(house.pk):
        given = sheet.handed.count()
        words = ngettext(
            "sheet “%(title)s”: given to %(n)d partner",
            "sheet “%(title)s”: given to %(n)d partners",
            given,
        )
        yield house_lapse.Carrier(
            words=words % {"title": sheet.title, "n": given},
            url=reverse("briefing", args=[sheet.pk]),
        )
