"""Published answers and message texts as things that can be appealed against."""

from functools import cached_property

from django.urls import reverse

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.models import Approval
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.appeals import fingerprint
from tangkal.desk.portal.changes import label, readable
from tangkal.desk.portal.commands import doubt_clarification, shown, withdraw_clarification
from tangkal.desk.portal.models import Appeal, Clarification
from tangkal.desk.rights.people import holders
from tangkal.desk.strategic_communication import rules as message_rules
from tangkal.desk.strategic_communication import standing
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import MessageState

CORRECTING = (Role.WRITER, Role.VERIFIER, Role.APPROVER)


class MessageSubject:
    """A text of ours that did not go out on the portal."""

    decisions = ("uphold", "revise", "withdraw")

    def __init__(self, appeal: Appeal) -> None:
        self.appeal = appeal

    @cached_property
    def messages(self) -> list[Message]:
        """The text and those it replaced, newest first."""
        return list(
            Message.objects.filter(pk=self.appeal.subject_id).select_related(
                "case__lead_organisation"
            )
        )

    @cached_property
    def case(self) -> Case | None:
        return self.messages[0].case if self.messages else None

    @property
    def organisation(self) -> Organisation:
        assert self.case is not None  # a message never lacks its case
        return self.case.lead_organisation

    @property
    def url(self) -> str:
        return reverse("message", args=[self.messages[0].pk]) if self.messages else ""

    def words(self) -> list[tuple[object, str]]:
        """The text as it stood, part by part."""
        fields = self.appeal.contested
        shown = readable(fields) if "parts" in fields else {k: str(v) for k, v in fields.items()}
        return [(label(key), text) for key, text in shown.items() if text]

    def involved(self) -> set[int]:
        """Whoever wrote, checked, approved or published any of the texts, and who judged."""
        found: set[int | None] = set()
        for message in self.messages:
            found |= message_rules.authors_of(message) | {message.published_by_id}
        words = Approval.objects.filter(
            object_type=Message._meta.label_lower,
            object_id__in=[str(message.pk) for message in self.messages],
        )
        found |= set(words.values_list("by_id", flat=True))
        if self.case is not None:
            found |= judges_of(self.case)
        return {pk for pk in found if pk is not None}

    def sha256_now(self) -> str:
        newest = self.messages[0].versions.first() if self.messages else None
        return fingerprint(newest.parts) if newest else ""

    def uphold(self, *, by: User, reason: str) -> None:
        """Nothing changes: the text stands as it is."""

    def revise(self, *, by: User, reason: str) -> list[User]:
        """Nothing of it is ours to change in its channel: its people write the next text."""
        return self.writers(by)

    def withdraw(self, *, by: User, reason: str) -> list[User]:
        return self.writers(by)

    def writers(self, by: User) -> list[User]:
        """Who corrects: the office's people, without whoever decided the appeal."""
        found = holders(CORRECTING, self.organisation)
        return [person for person in found if person.pk != by.pk]


class ClarificationSubject(MessageSubject):
    """A page of the portal, with its label and every text that ever stood on it."""

    @cached_property
    def clarification(self) -> Clarification:
        found = self.appeal.clarification
        assert found is not None  # appeals against pages carry their page
        return found

    @cached_property
    def messages(self) -> list[Message]:
        return list(
            Message.objects.filter(clarification_slug=self.clarification.slug).select_related(
                "case__lead_organisation"
            )
        )

    @cached_property
    def case(self) -> Case | None:
        if self.messages:
            return self.messages[0].case
        return (
            Case.objects.filter(number=self.clarification.reference)
            .select_related("lead_organisation")
            .first()
        )

    @property
    def organisation(self) -> Organisation:
        return self.case.lead_organisation if self.case else self.clarification.issuer

    @property
    def url(self) -> str:
        return reverse("clarification", args=[self.clarification.slug])

    def sha256_now(self) -> str:
        return fingerprint(shown(Clarification.objects.get(pk=self.clarification.pk)))

    def revise(self, *, by: User, reason: str) -> list[User]:
        """The page says at once that it is wrong; the corrected text follows when approved."""
        doubt_clarification(self.clarification.slug, reason=reason, by=by)
        return self.writers(by)

    def withdraw(self, *, by: User, reason: str) -> list[User]:
        """Off the portal in the same transaction, by nobody's role: the office was wrong."""
        published = [m for m in self.messages if m.state == MessageState.PUBLISHED]
        for message in published:
            standing.withdraw_page(message, reason=reason, by=by)
        if not published and self.clarification.state == Clarification.State.PUBLISHED:
            withdraw_clarification(self.clarification.slug, reason=reason, by=by)
        return self.writers(by)


def judges_of(case: Case) -> set[int | None]:
    """Everybody who had a say in what a case came to."""
    return {
        case.owner_id,
        *case.gates.values_list("by_id", flat=True),
        *case.claims.values_list("created_by_id", flat=True),
        *case.verdicts.values_list("drafted_by_id", flat=True),
        *case.verdicts.values_list("reviewed_by_id", flat=True),
        *case.assessments.values_list("by_id", flat=True),
        *case.assessments.values_list("override_by_id", flat=True),
        *case.decisions.values_list("by_id", flat=True),
    }
