"""What the desk lists of the texts that the public looks up."""

from django.db.models import Q, QuerySet

from tangkal.desk.accounts.models import User
from tangkal.desk.portal.models import Clarification
from tangkal.desk.reference.models import Entry
from tangkal.desk.reference.states import EntryState


def readable(user: User) -> QuerySet[Entry]:
    """Those of the organisations this person reads."""
    within = Q(pk__in=())
    for scope in user.content_scopes():
        within |= Q(organisation__path__startswith=scope)
    rows = Entry.objects.filter(within)
    return rows.select_related("organisation", "clarification", "page", "translation", "changed_by")


def waiting(user: User) -> QuerySet[Entry]:
    return readable(user).filter(state=EntryState.WAITING)


def translations_of(user: User, clarification: Clarification) -> list[Entry]:
    return list(
        readable(user)
        .filter(kind=Entry.Kind.TRANSLATION, clarification=clarification)
        .order_by("language")
    )


def is_out_of_date(entry: Entry) -> bool:
    """Whether a published translation is of an older edition than the one that stands."""
    made, original = entry.translation, entry.clarification
    return bool(made and original and not made.is_withdrawn and made.edition != original.edition)
