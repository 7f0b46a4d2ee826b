"""What has not gone out yet says what holds now: its house was renewed or withdrawn meanwhile.

The approved words stay; under them changes until when they are confirmed. What a reader has
already stays as it came, and the audit keeps the lines that were taken out.
"""

from django.core.exceptions import ValidationError

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.channels import texts
from tangkal.desk.channels.models import Dispatch
from tangkal.desk.channels.states import DispatchState
from tangkal.desk.strategic_communication.house_changes import says_otherwise
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.workflow import ActionDenied

UNFINISHED = (DispatchState.SCHEDULED, DispatchState.GOING)


def renew(found: Dispatch, *, by: User | None) -> bool:
    """Write the words of a dispatch, locked by the caller, as they would be written now.

    Returns:
        Whether they changed.

    Raises:
        ActionDenied: they no longer fit the service.
    """
    source = found.message_version or found.house_version
    assert source is not None
    if found.purpose != Dispatch.Purpose.MESSAGE:
        return False
    try:
        body = texts.body_for(found.outlet, source)
    except ValidationError as error:
        raise ActionDenied(" ".join(error.messages)) from error
    if body == found.body:
        return False
    now_there = set(body.splitlines())
    gone = [line for line in found.body.splitlines() if line not in now_there]
    found.body, found.link = body, texts.page_of(source)
    found.save(update_fields=["body", "link"])  # no clash with who recalls it at this moment
    record("dispatch.renewed", found, by=by, gone="\n".join(gone))
    return True


def renew_confirmed(old: MessageHouseVersion | None, new: MessageHouseVersion, by: User) -> None:
    """A version came into force: what waits says until when that one holds.

    What carries a fact that fell is left as it went: it is recalled in the same transaction.
    """
    for found in unfinished(new.house.case):
        if old is None or not falls(found, old, new):
            renew_where_it_fits(found, by)


def falls(found: Dispatch, old: MessageHouseVersion, new: MessageHouseVersion) -> bool:
    text = found.message_version
    return text is not None and says_otherwise(text.parts, old, new, language=text.message.language)


def renew_withdrawn(house: MessageHouseVersion, by: User) -> None:
    """The house was withdrawn: nothing that waits says that it is confirmed."""
    for found in unfinished(house.house.case):
        renew_where_it_fits(found, by)


def unfinished(case: Case) -> list[Dispatch]:
    rows = Dispatch.objects.filter(
        case=case, state__in=UNFINISHED, purpose=Dispatch.Purpose.MESSAGE
    )
    return list(
        rows.select_for_update(of=("self",))
        .select_related("outlet__organisation__region", "message_version__message__case")
        .select_related("house_version__house")
        .order_by("pk")
    )


def renew_where_it_fits(found: Dispatch, by: User) -> None:
    """No length may keep a house from changing; what is scheduled is refused in its own hour."""
    try:
        renew(found, by=by)
    except ActionDenied:
        return
