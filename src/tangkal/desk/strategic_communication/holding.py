"""The fast lane: fill an approved template, publish on one approver's word, look again soon.

The words were approved by two people in quiet times; what is filled in is read by an approver
who did not fill it in, and within two hours by a third person, whose "no" takes it down in
public. It is open in a crisis only.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason, check_second_person
from tangkal.desk.audit.commands import record
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.portal.models import StatementEdition
from tangkal.desk.portal.statements import (
    StatementText,
    mark_checked,
    publish_statement,
    update_statement,
    withdraw_statement,
)
from tangkal.desk.strategic_communication import holding_templates
from tangkal.desk.strategic_communication.holding_models import (
    HoldingStatement,
    HoldingTemplateVersion,
)
from tangkal.desk.strategic_communication.house_agreement import check_agrees
from tangkal.desk.strategic_communication.states import CHECKERS, HOLDING, STANDING, HoldingState
from tangkal.desk.strategic_communication.telling import people_at, tell_people
from tangkal.desk.strategic_communication.texts import content_hash
from tangkal.desk.ui import moments
from tangkal.desk.workflow import ActionDenied, check_version
from tangkal.strategic_communication import holding as elements
from tangkal.strategic_communication.placeholders import fill, find_placeholders
from tangkal.strategic_communication.templates import HINTS

CHECK_WITHIN = timedelta(hours=2)
MAX_VALUE = 1500  # characters of one filled place

# Who knows of crises says here whether a case is in one; a decision for a crisis is one too.
crises: list[Callable[[Case], bool]] = []


def is_in_crisis(case: Case) -> bool:
    """Whether the fast lane is open for a case."""
    decision = next(iter(case.decisions.all()), None)
    if decision is not None and decision.option == DecisionOption.CRISIS and not case.is_closed:
        return True
    return any(knows(case) for knows in crises)


@transaction.atomic
def draft_holding(
    crisis_case: Case,
    values: Mapping[str, str],
    by: User,
    *,
    template: HoldingTemplateVersion | None = None,
    language: str = "id",
    next_update_at: datetime | None = None,
) -> HoldingStatement:
    """Fill an approved template; what is not told stays an open place.

    Args:
        crisis_case: the case of the crisis.
        values: place → words; see :func:`tangkal.strategic_communication.holding.asked`.
        template: an approved version; else the newest one that the case's office may use.
        next_update_at: when the next version is due; announced in the text.

    Raises:
        ActionDenied: the role, a conflict of interest, or no approved template.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=crisis_case.pk)
    check_may(case, HoldingState.DRAFT, "fill", by)
    found = template or holding_templates.newest_ready(case.lead_organisation, language=language)
    holding_templates.check_ready(found)
    last = case.holding_statements.exclude(state=HoldingState.DRAFT).first()
    statement = HoldingStatement(
        case=case,
        template=found,
        number=last.number + 1 if last else 1,
        replaces=last,
        author=by,
        changed_by=by,
    )
    put_in(statement, values, next_update_at)
    statement.save()
    record("holding.drafted", statement, by=by, case=case.number, number=statement.number)
    return statement


@transaction.atomic
def fill_holding(
    statement: HoldingStatement,
    values: Mapping[str, str],
    *,
    by: User,
    expected_version: int,
    next_update_at: datetime | None = None,
) -> HoldingStatement:
    """Fill the places of a draft anew."""
    statement = lock(statement, expected_version)
    check_may(statement.case, statement.state, "fill", by)
    put_in(statement, values, next_update_at)
    # Whoever filled it last wrote it; nobody publishes what they filled in themselves.
    statement.author = by
    keep(statement, "filled", by=by)
    return statement


@transaction.atomic
def publish_holding(
    statement: HoldingStatement, *, by: User, expected_version: int
) -> HoldingStatement:
    """Put a filled statement on the portal at once; its second check is due in two hours.

    Raises:
        ActionDenied: no crisis, an open place, a template that no longer holds, a locked fact
            of the message house stated otherwise, or an approver who filled it in.
    """
    statement = lock(statement, expected_version)
    target = check_may(statement.case, statement.state, "publish", by)
    check_second_person(by, writers_of(statement))
    if not is_in_crisis(statement.case):
        raise ActionDenied(
            _("The fast lane is for a crisis. Write a message in the ordinary way instead.")
        )
    holding_templates.check_ready(statement.template)
    check_filled(statement)
    check_newest(statement)
    language = statement.template.template.language
    check_agrees(statement.case, statement.parts, language)  # it may have been filled in before
    give_word(statement, sha256=statement.sha256, stage="fast", word=Approval.Word.APPROVED, by=by)
    statement.slug = put_on_portal(statement, by=by)
    statement.state = target
    statement.published_by, statement.published_at = by, timezone.now()
    statement.check_due_at = statement.published_at + CHECK_WITHIN
    keep(statement, "published", by=by, slug=statement.slug, check_due_at=statement.check_due_at)
    ask_for_a_check(statement, by=by)
    return statement


@transaction.atomic
def check_holding(
    statement: HoldingStatement, *, is_right: bool, by: User, expected_version: int, note: str = ""
) -> HoldingStatement:
    """A third person's look at what went out; "no" takes it down with the reason in public.

    Raises:
        ActionDenied: the role, somebody who wrote or published it, or a "no" without a reason.
    """
    statement = lock(statement, expected_version)
    action = "confirm" if is_right else "reject"
    target = check_may(statement.case, statement.state, action, by)
    check_second_person(by, {*writers_of(statement), statement.published_by_id})
    if not is_right:
        note = check_reason(note)
    word = Approval.Word.APPROVED if is_right else Approval.Word.RETURNED
    give_word(
        statement, sha256=statement.sha256, stage="afterwards", word=word, by=by, comment=note
    )
    if is_right:
        mark_checked(statement.slug, by=by)
    else:
        withdraw_statement(statement.slug, reason=note, by=by)
    statement.state = target
    statement.checked_by, statement.checked_at = by, timezone.now()
    statement.check_note = note.strip()
    keep(statement, "confirmed" if is_right else "rejected", by=by, why=note)
    return statement


@transaction.atomic
def withdraw_holding(
    statement: HoldingStatement, *, by: User, expected_version: int, reason: str
) -> HoldingStatement:
    """Take a statement off the portal; its page stays and says why."""
    statement = lock(statement, expected_version)
    reason = check_reason(reason)
    statement.state = check_may(statement.case, statement.state, "withdraw", by)
    statement.check_note = reason
    withdraw_statement(statement.slug, reason=reason, by=by)
    keep(statement, "withdrawn", by=by, why=reason)
    return statement


def ask_for_a_check(statement: HoldingStatement, *, by: User) -> None:
    """Tell whoever may look at it again that two hours are running."""
    wrote = {*writers_of(statement), by.pk}
    people = people_at(statement.case.lead_organisation, *CHECKERS)
    tell_people(
        [person for person in people if person.pk not in wrote],
        kind=NoticeKind.CRISIS,
        route="holding",
        key=statement.pk,
        title=lambda: _("A first statement is out and waits for a second check within two hours."),
        case=statement.case,
        by=by,
    )


def lock(statement: HoldingStatement, expected_version: int) -> HoldingStatement:
    found = (
        HoldingStatement.objects.select_for_update(of=("self",))
        .select_related("case__lead_organisation", "template__template", "changed_by", "author")
        .get(pk=statement.pk)
    )
    check_version(found, expected_version, maker="author")
    return found


def keep(statement: HoldingStatement, event: str, *, by: User, **detail: object) -> None:
    statement.version += 1
    statement.changed_by = by
    statement.save()
    record(f"holding.{event}", statement, by=by, state=str(statement.state), **detail)


def check_may(case: Case, state: str, action: str, by: User) -> str:
    check_no_conflict(by, case)
    return HOLDING.check(state, action, by.roles_at(case.lead_organisation))


def writers_of(statement: HoldingStatement) -> set[int | None]:
    """Everybody who filled this version in: each is on record."""
    wrote = {
        event.actor_id
        for event in events_of(statement)
        if event.action in {"holding.drafted", "holding.filled"}
    }
    return {statement.author_id, *wrote}


def check_filled(statement: HoldingStatement) -> None:
    open_places = [place for text in statement.parts.values() for place in find_placeholders(text)]
    if open_places:
        raise ActionDenied(
            _("Fill these places first: %(places)s.")
            % {"places": ", ".join(dict.fromkeys(open_places))}
        )


def check_newest(statement: HoldingStatement) -> None:
    """A draft begun before another version went out would take its number."""
    last = statement.case.holding_statements.exclude(state=HoldingState.DRAFT).first()
    if (last.pk if last else None) != statement.replaces_id:
        raise ActionDenied(
            _("Another version went out after this draft was begun; draft the next one anew.")
        )


def put_in(
    statement: HoldingStatement, values: Mapping[str, str], next_update_at: datetime | None
) -> None:
    """Fill the template's places, and keep what they were filled with."""
    asked = elements.asked(statement.template.parts)
    unknown = sorted(set(values) - set(asked))
    if unknown:
        raise ValidationError(
            _("The template has no place %(names)s; it has %(known)s.")
            % {"names": ", ".join(unknown), "known": ", ".join(asked)}
        )
    kept = {name: str(words).strip() for name, words in values.items()}
    for name, words in kept.items():
        if len(words) > MAX_VALUE:
            raise ValidationError(
                _("“%(part)s” has %(length)d characters; at most %(most)d are allowed.")
                % {"part": name, "length": len(words), "most": MAX_VALUE}
            )
    statement.values, statement.next_update_at = kept, next_update_at
    template = statement.template.template
    with override(template.language):
        known = {
            "issuer": statement.case.lead_organisation.name,
            "version": str(statement.number),
            "next_update": moments.in_words(next_update_at) if next_update_at else "",
        }
    statement.parts = {
        part: fill(text, kept | known, HINTS[template.language])
        for part, text in statement.template.parts.items()
    }
    statement.sha256 = content_hash(elements.CODE, template.language, statement.parts)


def put_on_portal(statement: HoldingStatement, *, by: User) -> str:
    """The first version begins a page; a later one updates it, or corrects what was wrong."""
    case, old = statement.case, statement.replaces
    text = StatementText(
        headline=statement.parts["headline"],
        parts=tuple((key, words) for key, words in statement.parts.items() if key != "headline"),
        language=statement.template.template.language,
        reference=case.number,
        next_update_at=statement.next_update_at,
        is_exercise=case.is_exercise,
    )
    if old is None:
        return publish_statement(text, issuer=case.lead_organisation, by=by).slug
    was_withdrawn = old.state == HoldingState.WITHDRAWN
    kind = StatementEdition.Kind.CORRECTED if was_withdrawn else StatementEdition.Kind.UPDATED
    reason = old.check_note if was_withdrawn else ""
    update_statement(old.slug, text, by=by, kind=kind, reason=reason)
    if old.state in STANDING:
        old.state = HOLDING.step(old.state, "replace").target
        keep(old, "replaced", by=by, replaced_by=statement.pk)
    return old.slug
