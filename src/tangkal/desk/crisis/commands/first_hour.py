"""Tick the steps of the first hour, or leave one out with a reason; freeze what is scheduled."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.commands.base import at_most, lock, log, touch
from tangkal.desk.crisis.first_hour import BY_KEY
from tangkal.desk.crisis.models import Crisis, LogEntry, StepMark, Topic
from tangkal.desk.strategic_communication import freezing


@transaction.atomic
def mark_step(crisis: Crisis, step: str, outcome: str, *, by: User, note: str = "") -> StepMark:
    """Mark one step as done, or as left out; a step is marked once.

    Raises:
        ActionDenied: the person does not work in the room, or a step left out has no reason.
        ValidationError: no such step, or it is marked already.
    """
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    if step not in BY_KEY:
        raise ValidationError(_("There is no step “%(step)s”.") % {"step": step})
    if outcome not in StepMark.Outcome:
        raise ValidationError(_("A step is done or left out."))
    if outcome == StepMark.Outcome.SKIPPED:
        note = rules.check_reason(note)
    earlier = crisis.marks.filter(step=step).select_related("by").first()
    if earlier is not None:
        raise ValidationError(
            _("%(name)s marked this step already: %(outcome)s.")
            % {"name": earlier.by, "outcome": earlier.get_outcome_display()}
        )
    return put_mark(crisis, step, outcome, by=by, note=note)


def put_mark(crisis: Crisis, step: str, outcome: str, *, by: User, note: str) -> StepMark:
    mark = StepMark.objects.create(
        crisis=crisis, step=step, outcome=outcome, note=at_most(note.strip(), 300), by=by
    )
    record(
        "crisis.step_marked", mark, by=by, crisis=crisis.pk, step=step, outcome=outcome,
        note=mark.note,
    )  # fmt: skip
    words = f"{BY_KEY[step].text}: {mark.get_outcome_display()}. {mark.note}".strip()
    log(crisis, LogEntry.Kind.ACTION, words, by=by)
    touch(crisis, Topic.CHECKLIST)
    return mark


def tick_if_open(crisis: Crisis, step: str, *, by: User, note: str = "") -> None:
    """Mark a step that an act has just fulfilled; one that is marked stays as it is.

    The caller holds the crisis' lock.
    """
    if not crisis.marks.filter(step=step).exists():
        put_mark(crisis, step, StepMark.Outcome.DONE, by=by, note=note)


@transaction.atomic
def freeze(crisis: Crisis, *, by: User, why: str) -> None:
    """Hold back everything scheduled of the lead agency; of a person with the right to freeze."""
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    freezing.freeze(
        by,
        why,
        crisis.organisation,
        reference=f"crisis:{crisis.pk}",
        is_exercise=crisis.is_exercise,
    )
    tick_if_open(crisis, "freeze", by=by, note=why)
