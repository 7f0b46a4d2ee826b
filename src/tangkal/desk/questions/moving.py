"""People know better which questions are one: they split some off, put some together, undo it."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.questions import families
from tangkal.desk.questions.models import Asked, Family, Move
from tangkal.desk.workflow import StaleObject

State, Reason = Family.State, Asked.Reason


@transaction.atomic
def split(
    family: Family, report_ids: Collection[int], *, by: User, version: int | None = None
) -> Move:
    """Make some of a family's questions a family of their own; what was decided stays with them.

    Raises:
        StaleObject: somebody changed the family, or moved one of them, meanwhile.
        ValidationError: none chosen, or all of them.
    """
    found = families.lock(family, version)
    wanted = set(report_ids)
    if not wanted or len(wanted) >= found.askers:
        raise ValidationError(_("Choose at least one question, and leave at least one."))
    made = Family.objects.create(
        state=found.state,
        answer=found.answer,
        note=found.note,
        settled_at=found.settled_at,
        is_unfinished=found.is_unfinished,
    )
    return move(Move.Kind.SPLIT, wanted, found, made, by=by)


@transaction.atomic
def merge(source: Family, target: Family, *, by: User, version: int | None = None) -> Move:
    """Put all questions of a waiting family into another; an answer there reaches them too.

    Raises:
        StaleObject: somebody settled or changed the family meanwhile.
        ValidationError: both are the same family.
    """
    if source.pk == target.pk:
        raise ValidationError(_("These questions are in one family already."))
    first, second = sorted((source, target), key=lambda each: each.pk)
    locked = {each.pk: families.lock(each, None) for each in (first, second)}
    found, into = locked[source.pk], locked[target.pk]
    if found.state != State.WAITING or version not in {None, found.version}:
        raise families.stale(found)
    wanted = set(found.asked.values_list("report", flat=True))
    made = move(Move.Kind.MERGE, wanted, found, into, by=by)
    if into.state != State.WAITING:
        families.mark_unfinished(into)  # the worker gives them what the others were given
    return made


@transaction.atomic
def undo(made: Move, *, by: User) -> Move:
    """Put questions back where they came from.

    Raises:
        StaleObject: it was taken back, or one of the questions moved on, meanwhile.
        ValidationError: they were answered or closed there: who asked has been told.
    """
    found = Move.objects.select_related("source", "target").get(pk=made.pk)
    first, second = sorted((found.source, found.target), key=lambda each: each.pk)
    locked = {each.pk: families.lock(each, None) for each in (first, second)}
    source, target = locked[found.source_id], locked[found.target_id]
    found.refresh_from_db()
    if found.undone_at is not None:
        raise StaleObject(_("The move of questions"), None)
    if (source.state, source.answer_id) != (target.state, target.answer_id):
        raise ValidationError(
            _("One of the two families was answered or closed since; open it again first.")
        )
    put(set(found.reports), target, source)
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    record("family.move_undone", source, by=by, move=found.pk, questions=len(found.reports))
    return found


def move(kind: Move.Kind, wanted: set[int], source: Family, target: Family, *, by: User) -> Move:
    put(wanted, source, target)
    made = Move.objects.create(
        kind=kind, reports=sorted(wanted), source=source, target=target, by=by
    )
    record(f"family.{kind}", target, by=by, source=source.pk, questions=len(wanted), move=made.pk)
    return made


def put(wanted: set[int], source: Family, target: Family) -> None:
    """Move questions from one locked family to another.

    Raises:
        StaleObject: one of them is no longer there.
    """
    rows = Asked.objects.filter(family=source, report__in=wanted)
    if rows.update(family=target, reason=Reason.PERSON) != len(wanted):
        raise families.stale(source)
    for family in (source, target):
        family.version += 1
        family.save(update_fields=["version"])
        families.recount(family)
