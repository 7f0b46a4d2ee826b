"""Open a case on what citizens ask: its published answer then reaches everybody who asked."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.commands.opening import Item, open_case
from tangkal.desk.cases.models import Case
from tangkal.desk.questions import families
from tangkal.desk.questions.models import Family


@transaction.atomic
def open_on_questions(
    family: Family, *, by: User, items: Iterable[Item] = (), is_exercise: bool = False
) -> Case:
    """Open a case that is to answer a family of questions.

    Args:
        items: rows of the lake that ask it, copied as evidence.

    Raises:
        ActionDenied: the person opens no cases.
        StaleObject: the family was settled, or given a case, meanwhile.
        ValidationError: its text has been deleted, so that nothing says what it asks.
    """
    newest = family.asked.order_by("-pk").select_related("report").first()
    since = timezone.localdate(family.first_asked_at).isoformat()
    case = open_case(
        [],
        title=newest.report.text if newest else "",
        summary=_("Asked by citizens %(asks)d times since %(since)s.")
        % {"asks": family.askers, "since": since},
        by=by,
        items=items,
        is_exercise=is_exercise,
    )
    families.note_case(family, case.number, by=by)
    return case
