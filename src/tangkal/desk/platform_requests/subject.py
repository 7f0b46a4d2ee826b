"""A request as something that can be objected to: see the appeals' register of subjects."""

from functools import cached_property

from django.urls import reverse

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case
from tangkal.desk.platform_requests import rules
from tangkal.desk.platform_requests.commands import objecting
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.platform_requests.people import holders
from tangkal.desk.platform_requests.showing import in_names, public_words
from tangkal.desk.platform_requests.states import KEEPERS
from tangkal.desk.portal.appeals import fingerprint
from tangkal.desk.portal.models import Appeal


class RequestSubject:
    """What the review of an objection needs to know of a request."""

    decisions = ("uphold", "withdraw")  # a request stands or it does not

    def __init__(self, appeal: Appeal) -> None:
        self.appeal = appeal

    @cached_property
    def request(self) -> PlatformRequest:
        rows = PlatformRequest.objects.select_related("case__lead_organisation", "organisation")
        return rows.get(public_number=self.appeal.subject_id)

    @property
    def case(self) -> Case | None:
        return self.request.case

    @property
    def organisation(self) -> Organisation:
        return self.request.organisation

    @property
    def url(self) -> str:
        return reverse("platform-request", args=[self.request.pk])

    def words(self) -> list[tuple[object, str]]:
        """The request as the person affected read it, in names where it is kept in codes."""
        return in_names(self.appeal.contested)

    def involved(self) -> set[int]:
        """Whoever wrote, weighed, reviewed, signed or sent it, and whose verdict it rests on."""
        return rules.taking_part(self.request) | set(rules.judges(self.request.case))

    def sha256_now(self) -> str:
        return fingerprint(public_words(PlatformRequest.objects.get(pk=self.request.pk)))

    def uphold(self, *, by: User, reason: str) -> None:
        """It stands, and says so."""
        objecting.confirm(self.request, reason=reason, by=by)

    def revise(self, *, by: User, reason: str) -> list[User]:
        """What is partly wrong is wrong: it is withdrawn, and a narrower one begins anew."""
        return self.withdraw(by=by, reason=reason)

    def withdraw(self, *, by: User, reason: str) -> list[User]:
        """Withdrawn in public; answers who asks the platform to restore."""
        objecting.reverse(self.request, reason=reason, by=by)
        found = holders(KEEPERS, self.organisation)
        return [person for person in found if person.pk != by.pk]
