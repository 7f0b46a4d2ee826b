"""What can be appealed against: one line for each kind of object, a class beside what it knows.

A new kind adds its line here and a class that fits `Subject`;
review, deadlines, pages and statistics are then the same for it.
"""

from typing import Protocol

from django.utils.module_loading import import_string

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Appeal

SUBJECTS: dict[str, str] = {
    "portal.clarification": "tangkal.desk.rights.clarifications.ClarificationSubject",
    "strategic_communication.message": "tangkal.desk.rights.clarifications.MessageSubject",
    "platform_requests.platformrequest": "tangkal.desk.platform_requests.subject.RequestSubject",
}


class Subject(Protocol):
    """One contested object, as the review needs to know it."""

    decisions: tuple[str, ...]  # of the review's, those that make sense for it

    def __init__(self, appeal: Appeal) -> None: ...

    @property
    def case(self) -> Case | None:
        """The case it came from."""
        ...

    @property
    def organisation(self) -> Organisation:
        """Whose word is contested."""
        ...

    @property
    def url(self) -> str:
        """Where the desk reads it; empty where there is no page."""
        ...

    def words(self) -> list[tuple[object, str]]:
        """What stood there when it was contested, label by label, as a reader understands it."""
        ...

    def involved(self) -> set[int]:
        """Keys of everybody who wrote, checked, judged, decided or approved it."""
        ...

    def sha256_now(self) -> str:
        """The fingerprint of its words today: other than the contested ones after a change."""
        ...

    def uphold(self, *, by: User, reason: str) -> None:
        """It stands; called after the decision is kept."""
        ...

    def revise(self, *, by: User, reason: str) -> list[User]:
        """Say in public that it is being corrected; answers who has to write the correction."""
        ...

    def withdraw(self, *, by: User, reason: str) -> list[User]:
        """Take it back in public; answers who has to put the rest in order."""
        ...


def subject_of(appeal: Appeal) -> Subject:
    """The contested object.

    Raises:
        KeyError: nobody wrote a class for this kind.
    """
    kind: type[Subject] = import_string(SUBJECTS[appeal.subject_type])
    return kind(appeal)
