"""Who reads which report, who drafts, who signs, and when one is fit to be signed."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.alerts.models import Destination
from tangkal.desk.alerts.rules import destinations_usable
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.cases.rules import NATIONAL
from tangkal.desk.situation_reports.document import charts_of
from tangkal.desk.situation_reports.models import Edition, Series, content_hash
from tangkal.desk.situation_reports.states import EDITION, EditionState
from tangkal.desk.situation_reports.words import LACKING
from tangkal.desk.workflow import ActionDenied
from tangkal.situational_insight.report import missing

TELLING = (EditionState.SIGNED, EditionState.SUPERSEDED, EditionState.WITHDRAWN)


def readable_series(user: User) -> Q:
    """Series of the offices whose content this person reads."""
    found = Q(pk__in=[])
    for scope in user.content_scopes():
        found |= Q(organisation__path__startswith=scope)
    return found


def own_regions(user: User) -> list[str]:
    """Codes of the regions whose offices this person works for."""
    offices = [a.scope for a in user.active_assignments if a.role in CONTENT_ROLES]
    return sorted({str(office.region_id) for office in offices if office.region_id})


def readable_editions(user: User) -> Q:
    """Editions of those series; and, once signed, those about the person's own region."""
    found = Q(pk__in=[])
    for scope in user.content_scopes():
        found |= Q(series__organisation__path__startswith=scope)
    for code in own_regions(user):
        about = Q(series__region_id=code) | Q(series__region__code__startswith=f"{code}.")
        found |= about & Q(state__in=TELLING)
    return found


def drafting_offices(user: User) -> list[Organisation]:
    """Where this person, as an analyst, keeps reports."""
    found = {a.scope_id: a.scope for a in user.active_assignments if a.role == Role.ANALYST}
    return list(found.values())


def may_draft(user: User, series: Series) -> bool:
    return user.has_role(Role.ANALYST, at=series.organisation)


def check_may_draft(user: User, organisation: Organisation) -> None:
    """Raises ActionDenied where the person is no analyst of the office."""
    if not user.has_role(Role.ANALYST, at=organisation):
        raise ActionDenied(_("Reports are drafted by analysts of the office they belong to."))


def check_region(organisation: Organisation, code: str | None) -> None:
    """An office of a region reports on its own region, a ministry or agency on any.

    Raises:
        ActionDenied: the region lies outside the office's.
    """
    if organisation.type in NATIONAL:
        return
    own = organisation.region_id
    if not own or not code or not (code == own or code.startswith(f"{own}.")):
        raise ActionDenied(_("An office of a region reports on its own region; choose that one."))


def check_destination(by: User, destination: Destination | None) -> None:
    """Nobody sends an office's drafts to a place that is not theirs to use.

    Raises:
        ActionDenied: the destination belongs to an office that the person does not work for.
    """
    if destination and not destinations_usable(by).filter(pk=destination.pk).exists():
        raise ActionDenied(_("This destination belongs to another office; choose one of yours."))


def check_step(edition: Edition, action: str, by: User) -> str:
    """The state a step leads to.

    Raises:
        ActionDenied: state or role, something lacking, or the signer wrote in it.
    """
    target = EDITION.check(edition.state, action, by.roles_at(edition.series.organisation))
    if action in {"check", "sign"}:
        check_ready(edition)
    if action == "sign":
        check_second_person(by, {edition.drafted_by_id, *edition.authors})
        check_bound(edition)
    return target


def lacking(edition: Edition, words: Mapping[str, Any] | None = None) -> list[str]:
    """What the report still needs, as sentences."""
    charts = [block["key"] for block in charts_of(edition.measured)]
    found = missing(words or edition.words, charts)
    return [str(LACKING[each]) for each in found]


def check_ready(edition: Edition) -> None:
    if found := lacking(edition):
        raise ActionDenied(" ".join([_("The report is not ready."), *found]))


def check_bound(edition: Edition) -> None:
    """What is signed is what was checked, to the letter."""
    if content_hash(edition) != edition.sha256:
        raise ActionDenied(
            _("What is stored is not what was checked. Send it back and check it again.")
        )
