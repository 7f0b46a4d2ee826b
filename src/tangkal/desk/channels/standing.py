"""Nothing of ours stays out on facts that fell: what was sent is recalled in that transaction.

These are safeguards and nobody's decision, so they ask for no role: whoever changed the fact,
withdrew the page or took the label back has said that what went out is wrong.
"""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.channels import recalling, texts
from tangkal.desk.channels.commands import lock
from tangkal.desk.channels.models import Dispatch
from tangkal.desk.channels.states import DispatchState
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication.house_changes import reason, says_otherwise
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import Message, MessageVersion

OPEN = (DispatchState.SCHEDULED, DispatchState.GOING, DispatchState.SETTLED)


def standing() -> QuerySet[Dispatch]:
    """What is out, or about to go."""
    return Dispatch.objects.filter(state__in=OPEN, purpose=Dispatch.Purpose.MESSAGE)


def recall_all(found: QuerySet[Dispatch], why: str, by: User, instead: str = "") -> int:
    """Recall these, each locked; answers how many."""
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        recalling.take_back(lock(Dispatch(pk=key)), why=why, by=by, instead=instead)
    return len(keys)


def recall_message(message: Message, reason: str, by: User) -> None:
    """A page was taken back: so is what went out of it elsewhere."""
    recall_all(standing().filter(message_version__message=message), reason, by)
    tell_about(MessageVersion.objects.filter(message=message))


def recall_replaced(old: Message, new: Message, by: User) -> None:
    """A correction took a text's place: its readers are told, with the way to what holds now."""
    instead = texts.page_at(new.clarification_slug)
    found = standing().filter(message_version__message=old)
    recall_all(found, new.correction_reason, by, instead)
    tell_about(MessageVersion.objects.filter(message=old))


def recall_unsupported(
    sender: object, *, case: Case, verdict: Verdict | None, by: User, **_extra: object
) -> None:
    """The label fell: no text that rests on it stays out."""
    found = standing().filter(case=case, message_version__isnull=False)
    if verdict is not None:
        found = found.filter(
            Q(message_version__message__verdict=verdict) | Q(message_version__message__verdict=None)
        )
    with translation.override("id"):
        why = _("The verdict this answer rested on was withdrawn.")
    recall_all(found, why, by)


def recall_outdated(old: MessageHouseVersion, new: MessageHouseVersion, by: User) -> None:
    """A locked fact changed: what carries the old one is recalled, and its readers are told."""
    with translation.override(new.house.language):
        why = reason(())
    own = standing().filter(house_version__house=new.house)
    messages = standing().filter(case=new.house.case, message_version__isnull=False)
    outdated = [
        each.pk
        for each in messages.select_related("message_version__message")
        if each.message_version and is_outdated(each.message_version, old, new)
    ]
    found = own | standing().filter(pk__in=outdated)
    senders = {each.created_by for each in found.select_related("created_by")}
    recall_all(found, why, by)
    tell(
        [person for person in senders if person.is_active],
        kind=NoticeKind.ESCALATED,
        subject_url=reverse("house-channels", args=[new.house_id]),
        title=lambda: _("What you sent was recalled: a fact in it has changed."),
        case=new.house.case,
        by=by,
    )
    taken = MessageVersion.objects.filter(message__case=new.house.case, takings__isnull=False)
    for version in taken.select_related("message__case").distinct():
        if is_outdated(version, old, new):
            recalling.tell_takers(version)


def is_outdated(
    version: MessageVersion, old: MessageHouseVersion, new: MessageHouseVersion
) -> bool:
    return says_otherwise(version.parts, old, new, language=version.message.language)


def recall_house(version: MessageHouseVersion, by: User) -> None:
    """The house was withdrawn."""
    recall_all(standing().filter(house_version__house=version.house), version.withdrawn_why, by)


def tell_about(versions: QuerySet[MessageVersion]) -> None:
    taken = versions.filter(takings__isnull=False).select_related("message__case").distinct()
    for version in taken:
        recalling.tell_takers(version)
