"""Read messages within a person's scope."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tangkal.desk.accounts.models import User
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState
from tangkal.strategic_communication.differences import word_differences

OPEN = (
    MessageState.DRAFT,
    MessageState.FACT_CHECK,
    MessageState.POLICY_OWNER,
    MessageState.LEGAL,
    MessageState.APPROVED,
    MessageState.SCHEDULED,
)


def readable_messages(reader: User) -> QuerySet[Message]:
    """Messages on cases of the reader's organisations, with their newest headline."""
    scope = Q(pk__in=[])
    for path in reader.content_scopes():
        scope |= Q(case__lead_organisation__path__startswith=path)
    newest = MessageVersion.objects.filter(message=OuterRef("pk")).order_by("-number")
    return (
        Message.objects.filter(scope)
        .select_related("case", "case__lead_organisation", "author")
        .annotate(newest_parts=Subquery(newest.values("parts")[:1]))
    )


def waiting_for(reader: User) -> QuerySet[Message]:
    """Open messages whose next step one of the reader's roles may take."""
    states = [state for state in OPEN if MESSAGE.actions(state, reader.roles)]
    return readable_messages(reader).filter(state__in=states)


def changes_between(
    old: MessageVersion | None, new: MessageVersion
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Word differences of each part that changed, in reading order."""
    before = old.parts if old else {}
    return [
        (part, word_differences(str(before.get(part, "")), str(text)))
        for part, text in new.parts.items()
        if str(before.get(part, "")) != str(text)
    ]
