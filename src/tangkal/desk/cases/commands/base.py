"""What every command shares: the lock, the version, the deadline and the audit event."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import deadlines
from tangkal.desk.cases.models import Case, Signal, Verdict
from tangkal.desk.cases.people.telling import tell_watchers
from tangkal.desk.workflow import check_version


def lock_case(case: Case, version: int | None = None) -> Case:
    """The case as it now is, locked until the transaction closes.

    Args:
        version: what the person's page showed; None where no page was drawn (jobs, imports).

    Raises:
        StaleObject: somebody changed the case since.
    """
    rows = Case.objects.select_for_update(of=("self",))
    found = rows.select_related("lead_organisation", "changed_by").get(pk=case.pk)
    check_version(found, version)
    return found


def lock_signal(signal: Signal, version: int | None = None) -> Signal:
    rows = Signal.objects.select_for_update(of=("self",))
    found = rows.select_related("owner", "changed_by").get(pk=signal.pk)
    check_version(found, version)
    return found


def lock_verdict(verdict: Verdict, version: int | None = None) -> tuple[Case, Verdict]:
    """The case first, then the verdict: one order for everybody, so nobody waits in a circle."""
    case = lock_case(Case(pk=verdict.case_id))
    found = (
        Verdict.objects.select_for_update(of=("self",))
        .select_related("claim", "drafted_by")
        .get(pk=verdict.pk)
    )
    found.case = case
    check_version(found, version, by=case.changed_by)
    return case, found


def keep_case(case: Case, event: str, *, by: User | None, **detail: object) -> Case:
    """Store a changed case under its next version, with its deadline and one audit event.

    Args:
        by: who did it; None is the system.
    """
    case.version += 1
    case.changed_by = by
    case.due_step, case.due_at = deadlines.deadline_of(case)
    case.save()
    record(f"case.{event}", case, by=by, state=str(case.state), **detail)
    tell_watchers(case, event, by=by)
    return case


def keep_signal(signal: Signal, event: str, *, by: User, **detail: object) -> Signal:
    signal.version += 1
    signal.changed_by = by
    signal.save()
    record(f"signal.{event}", signal, by=by, state=str(signal.state), **detail)
    return signal


def required(text: str, message: str) -> str:
    """The text without surrounding space.

    Raises:
        ValidationError: nothing is left of it.
    """
    kept = text.strip()
    if not kept:
        raise ValidationError(message)
    return kept


def required_reason(why: str) -> str:
    return required(why, _("Give a reason: it is part of the record."))
