"""What was dispatched from a message house that has ended since: shown as such, and held back.

Nothing is recalled here: whether what went out is to come back, a person decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.accounts.models import User
from tangkal.desk.channels import recalling
from tangkal.desk.channels.commands import lock
from tangkal.desk.channels.models import Dispatch, Taking
from tangkal.desk.channels.standing import standing
from tangkal.desk.channels.states import DispatchState
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication import house_lapse, house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion


def ends_of(found: Iterable[Dispatch]) -> dict[int, datetime]:
    """When the facts of each of these ended, by the dispatch's key; those that hold are left out.

    One question for all of them, and one more read of a text whose case has a house that ended.
    """
    rows = [each for each in found if each.purpose == Dispatch.Purpose.MESSAGE]
    houses = house_lapse.lapsed_by_case(each.case_id for each in rows) if rows else {}
    return {
        pk: house.expires_at
        for pk, house in spoken_from(rows, houses).items()
        if house.expires_at is not None
    }


def holders_of(found: Iterable[Dispatch]) -> dict[int, MessageHouseVersion]:
    """The house that confirms, or confirmed last, what each of these says, by the dispatch's key.

    One question for all of them, and one more read of a text whose case has a house.
    """
    rows = [each for each in found if each.purpose == Dispatch.Purpose.MESSAGE]
    houses = house_lapse.standing_by_case(each.case_id for each in rows) if rows else {}
    return spoken_from(rows, houses)


def spoken_from(
    rows: Iterable[Dispatch], houses: Mapping[int, MessageHouseVersion]
) -> dict[int, MessageHouseVersion]:
    return {
        each.pk: house
        for each in rows
        if (house := houses.get(each.case_id)) is not None and speaks_from(each, house)
    }


def end_of(found: Dispatch) -> datetime | None:
    """When the facts of a dispatch ended; None while they hold."""
    return ends_of([found]).get(found.pk)


def speaks_from(found: Dispatch, house: MessageHouseVersion) -> bool:
    if found.house_version is not None:
        return found.house_version.house_id == house.house_id
    assert found.message_version is not None
    return house_lapse.carries(found.message_version.message, found.message_version, house)


def lapse_house(version: MessageHouseVersion) -> None:
    """A house ended: its own scheduled dispatches stop, and whoever sent or took it is told.

    A scheduled message is looked at in its hour: by then the facts may have been confirmed anew.
    """
    mine = list(speaking(version))
    for each in mine:
        if each.state == DispatchState.SCHEDULED and each.house_version_id is not None:
            recalling.never_mind(lock(Dispatch(pk=each.pk)), why=house_lapse.why(version), by=None)
    senders = {each.created_by_id: each.created_by for each in mine}
    takers = {each.by_id: each.by for each in takings(version)}
    tell(
        (senders | takers).values(),
        kind=NoticeKind.APPROVAL,
        subject_url=reverse("house", args=[version.house_id]),
        title=lambda: _("What you sent or took as a file speaks from a message house that ended."),
        case=version.house.case,
    )


def speaking(version: MessageHouseVersion) -> Iterator[Dispatch]:
    """What is out, or about to go, and says what a version says."""
    rows = standing().filter(case=version.house.case_id)
    for each in rows.select_related("message_version__message", "house_version", "created_by"):
        if speaks_from(each, version):
            yield each


def takings(version: MessageHouseVersion) -> list[Taking]:
    """Files of texts that say what a version says; only who took them knows where they are."""
    rows = Taking.objects.filter(message_version__message__case=version.house.case_id)
    return [
        each
        for each in rows.select_related("message_version__message", "by")
        if house_lapse.carries(each.message_version.message, each.message_version, version)
    ]


def carriers(house: MessageHouse, _reader: User) -> Iterator[house_lapse.Carrier]:
    """What went out through outlets or was taken as a file, for the page of its house."""
    version = house_queries.standing(house)
    if version is None:
        return
    if sent := len(list(speaking(version))):
        words = ngettext("%(n)d dispatch", "%(n)d dispatches", sent) % {"n": sent}
        yield house_lapse.Carrier(words=words, url=reverse("house-channels", args=[house.pk]))
    if taken := len(takings(version)):
        words = ngettext("%(n)d file that was taken", "%(n)d files that were taken", taken)
        yield house_lapse.Carrier(words=words % {"n": taken}, url=reverse("messages"))
