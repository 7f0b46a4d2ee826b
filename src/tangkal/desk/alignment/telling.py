"""Who hears of a contradiction: the people who answer for the message, each once.

The office whose text it is hears nothing of a measurement: a person looks at it first.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.alignment import rules
from tangkal.desk.alignment.models import AlignmentCheck, LocalText
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.telling import people_at


def responsible(text: LocalText, version: MessageHouseVersion) -> list[User]:
    """Who wrote or approved the message, sent the directive, or owns the case.

    Only those who may still say what is in the text; the issuer's approvers where none is left.
    """
    house = text.house
    asked: list[User | None] = [house.case.owner, house.created_by]
    asked += [version.author, version.approved_by]
    if text.publication is not None:
        directive = text.publication.recipient.directive
        asked += [directive.author, directive.approved_by]
    return fit(text, asked) or fit(text, people_at(house.organisation, Role.APPROVER))


def fit(text: LocalText, people: Iterable[User | None]) -> list[User]:
    found = {person.pk: person for person in people if person is not None and person.is_active}
    return [
        person
        for person in found.values()
        if rules.may_take(person, text.house) and not rules.is_of_office(person, text.organisation)
    ]


def tell_measured(text: LocalText, version: MessageHouseVersion) -> None:
    """A machine found a contradiction: somebody should look at both passages."""
    tell(
        responsible(text, version),
        kind=NoticeKind.ALIGNMENT,
        subject_url=reverse("local-text", args=[text.pk]),
        title=lambda: (
            _("Measured as a contradiction, look at it: %(office)s, %(house)s")
            % {"office": text.organisation, "house": text.house}
        ),
        # Who pasted the text stands before the result.
        by=text.taken_by if text.kind == LocalText.Kind.PASTED else None,
        case=text.house.case,
    )


def tell_wrong_message(made: AlignmentCheck, *, by: User) -> None:
    """The region was right: whoever answers for the message writes its next version."""
    text = made.local_text
    tell(
        responsible(text, made.house_version),
        kind=NoticeKind.ALIGNMENT,
        subject_url=reverse("local-text", args=[text.pk]),
        title=lambda: (
            _("%(office)s was right, the message has to change: %(house)s")
            % {"office": text.organisation, "house": text.house}
        ),
        by=by,
        case=text.house.case,
    )
