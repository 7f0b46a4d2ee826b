"""Who may do what with a request, and what has to be there first."""

from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import check_no_conflict, in_force
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.models import Case, Spread
from tangkal.desk.platform_requests import grounds
from tangkal.desk.platform_requests.guards import Facts, Guard, first_that_holds
from tangkal.desk.platform_requests.kinds import TESTS, milder_than
from tangkal.desk.platform_requests.models import Item, PlatformRequest
from tangkal.desk.platform_requests.states import AUTHORS, REQUEST, ItemState, RequestState
from tangkal.desk.strategic_communication import election_rules
from tangkal.desk.ui.platforms import platform_label
from tangkal.desk.workflow import ActionDenied

SHORTEST = 20  # characters of a reason; a word is none
SIGNATURES = 2
SIGNED = "authorise"  # the stage of an approval's word
EDITABLE = (RequestState.DRAFT, RequestState.TEST)
AUTHORS_ACTS = ("begun", "edited", "weighed", "submit")
# Of who decided on an objection, and of who published a report that counts it: no part in it.
OFFICERS_ACTS = ("uphold", "reverse", "report")


def check_step(request: PlatformRequest, action: str, by: User) -> str:
    """The state a step leads to, for a person without a conflict of interest.

    Raises:
        ActionDenied: the state, the role or a conflict of interest does not allow it.
    """
    try:
        step = REQUEST.step(request.state, action)
    except ActionDenied:
        raise ActionDenied(
            _("This is not possible while the state is “%(state)s”.")
            % {"state": request.get_state_display()}
        ) from None
    case_rules.check_role(by, step.roles, at=request.organisation)
    check_no_conflict(by, request.case)
    return step.target


def may(request: PlatformRequest, action: str, by: User) -> bool:
    try:
        check_step(request, action, by)
    except ActionDenied:
        return False
    return True


def check_can_begin(by: User, case: Case) -> None:
    """Raises ActionDenied for whoever does not write requests, or has a part in the claim."""
    case_rules.check_role(by, [role.value for role in AUTHORS], at=case.lead_organisation)
    check_no_conflict(by, case)


def can_begin(by: User, case: Case) -> bool:
    try:
        check_can_begin(by, case)
    except ActionDenied:
        return False
    return True


def check_can_edit(request: PlatformRequest, by: User) -> None:
    """Raises ActionDenied once others have it, or for whoever does not write requests."""
    check_can_begin(by, request.case)
    if request.state not in EDITABLE:
        raise ActionDenied(_("It is with others now; legal review can send it back to be changed."))


def can_edit(request: PlatformRequest, by: User) -> bool:
    try:
        check_can_edit(request, by)
    except ActionDenied:
        return False
    return True


# Guards


def is_named(spread: Spread) -> bool:
    """Published by a medium or an institution: of nobody else is a publisher's name kept."""
    return bool(spread.publisher)


def facts_of(
    case: Case, *, kind: str, ground: str, spreads: Iterable[Spread], takes_part: Iterable[int]
) -> Facts:
    gate = case_rules.latest_gate(case)
    verdict = case_rules.standing_verdict(case)
    impact = case_rules.latest_assessment(case)
    return Facts(
        kind=kind,
        ground=grounds.current().get(ground),
        gate_kind=gate.kind if gate else "",
        rests_on_false_information=bool(gate and gate.rests_on_false_information),
        is_checkable=bool(gate and gate.is_checkable),
        verdict=verdict.value if verdict else "",
        severities=impact.severities if impact else None,
        claimants=frozenset(each.claimant_kind for each in case.claims.all()),
        publishers=tuple(each.publisher for each in spreads if is_named(each)),
        takes_part=frozenset(takes_part) | judges(case),
        conflicted=frozenset(each.user_id for each in in_force(case)),
    )


def judges(case: Case) -> frozenset[int]:
    """Whose word on the case the request rests on."""
    verdict, impact = case_rules.standing_verdict(case), case_rules.latest_assessment(case)
    found: set[int | None] = {impact.by_id} if impact else set()
    if verdict:
        found |= {verdict.drafted_by_id, verdict.reviewed_by_id}
    return frozenset(pk for pk in found if pk is not None)


def taking_part(request: PlatformRequest) -> set[int]:
    """Everybody who wrote, weighed, reviewed, signed or sent it, or kept its record."""
    found = {request.created_by_id, request.legal_by_id, request.data_by_id, request.sent_by_id}
    found |= set(request.items.values_list("weighed_by_id", flat=True))
    found |= set(words_on(request).values_list("by_id", flat=True))
    acts = request.events.exclude(action__in=OFFICERS_ACTS)
    found |= set(acts.values_list("by_id", flat=True))
    return {pk for pk in found if pk is not None}


def authors_of(request: PlatformRequest) -> set[int | None]:
    """Everybody who wrote or weighed any part of it, whoever began it."""
    written = request.events.filter(action__in=AUTHORS_ACTS)
    return {
        request.created_by_id,
        *request.items.values_list("weighed_by_id", flat=True),
        *written.values_list("by_id", flat=True),
    }


def forbidding(request: PlatformRequest) -> Guard | None:
    """The rule that forbids this request as things stand now."""
    return first_that_holds(
        facts_of(
            request.case,
            kind=request.kind,
            ground=request.ground,
            spreads=[item.spread for item in request.items.select_related("spread")],
            takes_part=taking_part(request),
        )
    )


# The form of each item


def missing_in(item: Item, kind: str) -> list[str]:
    """What the form of one item still lacks, in sentences; empty where it is complete."""
    found = []
    for key, test in TESTS.items():
        answer = item.tests.get(key) or {}
        if len(str(answer.get("reason", "")).strip()) < SHORTEST:
            found.append(_("no reason: %(question)s") % {"question": test.question})
        elif answer.get("met") is not True:
            found.append(_("answered with no: %(question)s") % {"question": test.question})
    milder = set(milder_than(kind))
    if not any(
        key in milder and len(str(why).strip()) >= SHORTEST
        for key, why in item.alternatives.items()
    ):
        found.append(_("no milder way is weighed, with why it is not enough"))
    return found


def check_complete(request: PlatformRequest) -> None:
    """Each item weighed by itself, a ground that fits, a statement to the person affected.

    Raises:
        ValidationError: what is missing, item by item.
    """
    check_ground(request.kind, request.ground, request.provision)
    items = list(request.items.all())
    found = [
        f"{platform_label(item.platform)} {item.url}: {missing}"
        for item in items
        for missing in missing_in(item, request.kind)
    ]
    if not items:
        found.append(_("Name at least one post or page."))
    if len(request.statement.strip()) < SHORTEST:
        found.append(_("Write the statement of reasons for the person affected."))
    found += copies(items)
    if found:
        raise ValidationError(found)


def copies(items: Iterable[Item]) -> list[str]:
    """Reasons that are word for word another item's: nobody weighed that one by itself."""
    seen: dict[str, Item] = {}
    found = []
    for item in items:
        answers: Mapping[str, dict[str, object]] = item.tests
        words = " ".join(
            str((answers.get(key) or {}).get("reason", "")).strip().casefold()
            for key in ("necessity", "proportionality")
        )
        if words.strip() and words in seen:
            found.append(
                _(
                    "%(one)s and %(other)s have the same reasons word for word: each item is "
                    "weighed by itself."
                )
                % {"one": seen[words].url, "other": item.url}
            )
        seen.setdefault(words, item)
    return found


def check_ground(kind: str, key: str, provision: str) -> grounds.Ground:
    """The ground, where it carries this kind of request.

    Raises:
        ValidationError: there is none of that name, or not for this, or it needs a provision.
    """
    found = grounds.current().get(key)
    if found is None:
        raise ValidationError(
            _(
                "There is no legal ground “%(key)s”. Defamation of an institution is none: the law "
                "protects individuals alone."
            )
            % {"key": key}
        )
    if kind not in found.kinds:
        raise ValidationError(
            _("The ground “%(ground)s” does not carry this kind of request.")
            % {"ground": str(found)}
        )
    if found.needs_provision and not provision.strip():
        raise ValidationError(_("Name the provision that the items break."))
    return found


# Reviewing


def needs_data_officer(request: PlatformRequest) -> bool:
    found = grounds.current().get(request.ground)
    return request.has_personal_data or bool(found and found.needs_data_officer)


def signatures(request: PlatformRequest, sha256: str) -> list[Approval]:
    """Who signed this very version."""
    return list(
        words_on(request).filter(version_sha256=sha256, stage=SIGNED, word=Approval.Word.APPROVED)
    )


def check_not_author(request: PlatformRequest, by: User) -> None:
    """Raises ActionDenied for whoever wrote or weighed any part of it."""
    check_second_person(by, authors_of(request))


def check_can_sign(request: PlatformRequest, by: User, sha256: str) -> None:
    """Two people sign, neither an author nor the legal officer who cleared it, nor one twice.

    Raises:
        ActionDenied: this person may not, or the reviews are not there yet.
    """
    check_not_author(request, by)
    if request.legal_at is None:
        raise ActionDenied(_("Legal review comes first: a legal officer has not cleared it."))
    if needs_data_officer(request) and request.data_at is None:
        raise ActionDenied(_("It touches personal data: the data protection officer has not said."))
    if by.pk in {request.legal_by_id, request.data_by_id}:
        raise ActionDenied(_("You reviewed it; two other people authorise it."))
    signed = {word.by_id for word in signatures(request, sha256)}
    if by.pk in signed:
        raise ActionDenied(_("You have signed it already; a second person has to."))
    if len(signed) >= SIGNATURES:
        sentence = missing_voice(request, signed)
        if not sentence:
            raise ActionDenied(_("Two people have signed it; it waits to be sent."))
        if missing_voice(request, {*signed, by.pk}):
            raise ActionDenied(sentence)


def missing_voice(request: PlatformRequest, signed: Collection[int | None]) -> str:
    """Whose signature an election period still asks for, in a sentence; "" where none is missing.

    What a label on politics needs, a request to a platform about it needs all the more.
    """
    period = election_rules.period_on(request.case)
    if period is None or election_rules.named(period) & set(signed):
        return ""
    return _(
        "“%(period)s” is running: of those who sign a request on politics, one is %(lead)s or a "
        "delegate, for the agreement with KPU and Bawaslu."
    ) % {"period": period.name, "lead": period.lead.display_name}


def check_voice(request: PlatformRequest, sha256: str) -> None:
    """Raises ActionDenied where an election period began and nobody named for it has signed."""
    if sentence := missing_voice(request, [word.by_id for word in signatures(request, sha256)]):
        raise ActionDenied(sentence)


# The platform's answers


def tally(items: Iterable[Item]) -> dict[str, int]:
    found = {"requested": 0, **{state.value: 0 for state in ItemState}}
    for item in items:
        found["requested"] += 1
        found[item.state] += 1
    return found


def conclusion(items: Iterable[Item]) -> str | None:
    """The step that follows from the items' answers; None while one is missing."""
    states = [item.state for item in items]
    if ItemState.PENDING in states or not states:
        return None
    if set(states) == {ItemState.ACTED}:
        return "acted"
    return "declined" if set(states) == {ItemState.REFUSED} else "partly"


def may_record(request: PlatformRequest, by: User) -> bool:
    """Whether this person may write down what came back."""
    return request.sent_at is not None and by.has_role(
        Role.ANALYST, Role.WRITER, Role.APPROVER, Role.LEGAL, at=request.organisation
    )


def check_may_record(request: PlatformRequest, by: User) -> None:
    """Raises ActionDenied for other roles, and before it was sent."""
    if request.sent_at is None:
        raise ActionDenied(_("Nothing was sent yet."))
    if not may_record(request, by):
        raise ActionDenied(_("Your role does not keep requests of this office."))
