"""Who brings polls, and who reads them."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.rules import check_role
from tangkal.desk.tracking_effectiveness.survey_models import Survey
from tangkal.desk.workflow import ActionDenied

BRINGERS = (Role.EVALUATOR, Role.ANALYST)


def visible_surveys(reader: User) -> QuerySet[Survey]:
    """The polls of the organisations this person reads."""
    within = Q(pk__in=[])
    for path in reader.content_scopes():
        within |= Q(organisation__path__startswith=path)
    return Survey.objects.filter(within).select_related("organisation", "by", "changed_by")


def can_bring(person: User, organisation: Organisation | None = None) -> bool:
    return person.has_role(*BRINGERS, at=organisation)


def check_can_bring(person: User, organisation: Organisation) -> None:
    """Raises ActionDenied for those who bring no polls of this organisation."""
    check_role(person, BRINGERS, at=organisation)


def office_of(person: User) -> Organisation:
    """The office whose poll it is: one's own, or the one that one's role is for.

    Raises:
        ActionDenied: no role of this person brings polls.
    """
    own = [each.scope for each in person.active_assignments if each.role in BRINGERS]
    if not own:
        raise ActionDenied(_("Evaluators and analysts bring polls."))
    here = person.organisation
    if here is not None and can_bring(person, here):
        return here
    return own[0]
