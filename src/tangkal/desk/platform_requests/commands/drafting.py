"""Begin a request, weigh each item, and bring it to legal review."""

import secrets
from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.commands.base import lock_case
from tangkal.desk.cases.models import Case, Spread
from tangkal.desk.platform_requests import rules
from tangkal.desk.platform_requests.commands.base import (
    keep,
    lock,
    refuse_by,
    required,
    stopped,
    tell_about,
)
from tangkal.desk.platform_requests.guards import first_that_holds
from tangkal.desk.platform_requests.kinds import ALTERNATIVES, TESTS, Kind
from tangkal.desk.platform_requests.models import Item, PlatformRequest
from tangkal.desk.platform_requests.people import holders
from tangkal.desk.platform_requests.states import RequestState
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.reports import RECEIPT_LETTERS
from tangkal.desk.ui.platforms import platform_label

MOST_ITEMS = 20  # each is weighed by itself; more than that nobody reads


@transaction.atomic
def begin(
    case: Case,
    *,
    kind: str,
    ground: str,
    spreads: Collection[Spread],
    what: str,
    by: User,
    provision: str = "",
    has_personal_data: bool = False,
) -> PlatformRequest:
    """Begin a request on a case. Where a rule forbids it, it is on record as refused by that rule.

    Returns:
        the request, a draft or, with ``refused_rule``, refused.

    Raises:
        ActionDenied: the person does not write requests, or has a conflict of interest.
        ValidationError: no item, too many, one without an address, or a ground that does not fit.
    """
    case = lock_case(case)
    rules.check_can_begin(by, case)
    if kind not in Kind.values:
        raise ValidationError(_("%(kind)s is no kind of request.") % {"kind": kind})
    found = rules.check_ground(kind, ground, provision)
    check_spreads(case, spreads)
    now = timezone.now()
    request = PlatformRequest(
        number=next_number(case),
        public_number=new_public_number(),
        case=case,
        organisation=case.lead_organisation,
        verdict=case_rules.standing_verdict(case),
        kind=kind,
        ground=ground,
        law=found.law,
        provision=without_controls(provision).strip()[:300],
        urgency=found.urgency.key,
        what=required(what, _("Write what is asked, and of what.")),
        has_personal_data=has_personal_data,
        created_by=by,
        created_at=now,
        is_exercise=case.is_exercise,
    )
    request.save()
    for spread in spreads:
        Item.objects.create(
            request=request, spread=spread, platform=spread.platform, url=spread.url
        )
    keep(request, "begun", by=by, kind=kind, ground=ground, items=len(spreads))
    guard = first_that_holds(
        rules.facts_of(case, kind=kind, ground=ground, spreads=spreads, takes_part=[by.pk])
    )
    return refuse_by(request, guard) if guard else request


def check_spreads(case: Case, spreads: Collection[Spread]) -> None:
    if not spreads:
        raise ValidationError(_("Name at least one post or page of the case."))
    if len(spreads) > MOST_ITEMS:
        raise ValidationError(
            _(
                "%(n)d items are named; at most %(most)d stand in one request, each weighed by "
                "itself."
            )
            % {"n": len(spreads), "most": MOST_ITEMS}
        )
    for spread in spreads:
        if spread.case_id != case.pk or spread.removed_at is not None:
            raise ValidationError(_("%(url)s is no spread of this case.") % {"url": spread.url})
        if not spread.url:
            raise ValidationError(
                _("A spread on %(platform)s has no address; nobody could find it.")
                % {"platform": platform_label(spread.platform)}
            )


def next_number(case: Case) -> str:
    """The case's own count; the case is locked, so no two take the same."""
    return f"{case.number}-P{PlatformRequest.objects.filter(case=case).count() + 1}"


def new_public_number() -> str:
    """A P and eleven letters and digits that nobody guesses."""
    while True:
        found = "P" + "".join(secrets.choice(RECEIPT_LETTERS) for _each in range(11))
        if not PlatformRequest.objects.filter(public_number=found).exists():
            return found


@transaction.atomic
def edit(
    request: PlatformRequest,
    *,
    what: str,
    statement: str,
    provision: str,
    has_personal_data: bool,
    by: User,
    expected_version: int | None = None,
) -> PlatformRequest:
    """Change what is asked and what the person affected will read.

    Raises:
        ActionDenied: it is with others, or the person does not write requests.
        ValidationError: nothing is asked, or a text is too long.
    """
    request = lock(request, expected_version)
    rules.check_can_edit(request, by)
    request.what = required(what, _("Write what is asked, and of what."))
    request.statement = without_controls(statement).strip()
    if len(request.statement) > 8_000:
        raise ValidationError(_("The statement is longer than 8,000 characters."))
    request.provision = without_controls(provision).strip()[:300]
    request.has_personal_data = has_personal_data
    return keep(request, "edited", by=by)


@transaction.atomic
def weigh(
    item: Item,
    *,
    tests: Mapping[str, Mapping[str, object]],
    alternatives: Mapping[str, str],
    by: User,
    expected_version: int | None = None,
) -> Item:
    """Keep the form of one item: four tests with reasons, and the milder ways.

    An unfinished form is kept; only a complete one leaves for legal review.

    Args:
        tests: key of :data:`kinds.TESTS` → {"met": bool, "reason": str}.
        alternatives: key of :data:`kinds.ALTERNATIVES` → why it is not enough.

    Raises:
        ActionDenied: it is with others, or the person does not write requests.
        ValidationError: a test or an alternative that we do not know.
    """
    request = lock(item.request, expected_version)
    rules.check_can_edit(request, by)
    if unknown := sorted((set(tests) - set(TESTS)) | (set(alternatives) - set(ALTERNATIVES))):
        raise ValidationError(_("%(name)s is no question of the form.") % {"name": unknown[0]})
    found = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    found.tests = {
        key: {
            "met": answer.get("met") if isinstance(answer.get("met"), bool) else None,
            "reason": without_controls(str(answer.get("reason", ""))).strip()[:4_000],
        }
        for key, answer in tests.items()
    }
    found.alternatives = {
        key: words
        for key, why in alternatives.items()
        if (words := without_controls(str(why)).strip()[:2_000])
    }
    found.weighed_by, found.weighed_at = by, timezone.now()
    found.save()
    keep(request, "weighed", by=by, item=found.pk, url=found.url)
    found.request = request
    return found


@transaction.atomic
def start_test(
    request: PlatformRequest, *, by: User, expected_version: int | None = None
) -> PlatformRequest:
    """Go on to the form of each item."""
    request = lock(request, expected_version)
    target = rules.check_step(request, "test", by)
    if stopped(request):
        return request
    request.state = target
    return keep(request, "test", by=by)


@transaction.atomic
def submit(
    request: PlatformRequest, *, by: User, expected_version: int | None = None
) -> PlatformRequest:
    """Bring it to legal review, complete.

    Raises:
        ActionDenied: the state, the role or a conflict of interest does not allow it.
        ValidationError: what is missing in which item's form.
    """
    request = lock(request, expected_version)
    target = rules.check_step(request, "submit", by)
    if stopped(request):
        return request
    rules.check_complete(request)
    request.state = target
    keep(request, "submit", by=by)
    reviewers = holders([Role.LEGAL], request.organisation)
    if rules.needs_data_officer(request):
        reviewers += holders([Role.DATA_PROTECTION], request.organisation)
    tell_about(
        request,
        reviewers,
        lambda: _("Request %(number)s waits for legal review") % {"number": request.number},
        by=by,
    )
    return request


@transaction.atomic
def drop(
    request: PlatformRequest, *, why: str, by: User, expected_version: int | None = None
) -> PlatformRequest:
    """Give an own draft up; the reason stays on record."""
    request = lock(request, expected_version)
    request.state = rules.check_step(request, "drop", by)
    reason = required(why, _("Write why it is given up."))
    request.refused_rule, request.refused_reason = "author", reason
    request.refused_at = timezone.now()
    assert request.state == RequestState.REFUSED
    return keep(request, "drop", by=by, text=reason)
