"""Connect citizens' questions to a case: they wait for its answer, and read its public note."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import lock_head, record
from tangkal.desk.cases import rules
from tangkal.desk.cases.commands.base import lock_case
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.public_notes.rules import check_is_no_exercise
from tangkal.desk.cases.states import CaseState
from tangkal.desk.questions import families
from tangkal.desk.questions.models import Family

ANSWERED = frozenset({CaseState.PUBLISHED, CaseState.EVALUATION})


@transaction.atomic
def connect(case: Case, family: Family, *, by: User) -> Family:
    """Let a family of questions wait for this case's answer.

    Raises:
        ActionDenied: the role, a closed case, or one of an exercise.
        StaleObject: the family was settled, or given a case, meanwhile.
        ValidationError: the case's answer is out already.
    """
    case = lock_case(case)
    rules.check_can(by, "link", case)
    check_is_no_exercise(case)
    if case.state in ANSWERED:
        raise ValidationError(
            _("This case’s answer is out already; answer the questions with it directly.")
        )
    found = families.note_case(family, case.number, by=by)
    record("case.questions_connected", case, by=by, family=found.pk, askers=found.askers)
    return found


def hand_over(source: Case, into: Case, families_of: Collection[int] | None = None) -> list[int]:
    """Let those who wait for one case wait for another; answers their families. Both are locked.

    Families that were settled by themselves come too: opened again, they wait for a case that is
    still worked on.

    Args:
        families_of: keys of those meant; None for all.
    """
    lock_head()  # before families, as everywhere
    rows = Family.objects.filter(case_number=source.number)
    if families_of is not None:
        rows = rows.filter(pk__in=families_of)
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    Family.objects.filter(pk__in=found).update(case_number=into.number, version=F("version") + 1)
    return found


def waiting(case: Case) -> int:
    """How many people asked what this case is to answer, and wait."""
    found = Family.objects.filter(case_number=case.number, state=Family.State.WAITING)
    return int(found.aggregate(askers=Sum("askers"))["askers"] or 0)
