"""What is done from the list: saved views, and giving several cases to one person."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.commands.base import required
from tangkal.desk.cases.commands.contributing import assign
from tangkal.desk.cases.models import Case, CaseView
from tangkal.desk.workflow import ActionDenied, StaleObject

MOST_VIEWS = 20
MOST_AT_ONCE = 100


@dataclass(slots=True)
class Outcome:
    """How many were given, and why others were not."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


def assign_many(cases: Iterable[tuple[Case, int]], *, to: User | None, by: User) -> Outcome:
    """Give each case to one person; each is a transaction of its own, so one stops none.

    Args:
        cases: with the version that the list showed.
    """
    outcome = Outcome()
    for case, version in list(cases)[:MOST_AT_ONCE]:
        try:
            assign(case, to=to, by=by, version=version)
        except StaleObject as error:
            outcome.refused.append(
                _("%(number)s was changed meanwhile by %(who)s.")
                % {"number": case.number, "who": error.changed_by or _("somebody else")}
            )
        except (ActionDenied, ValidationError) as error:
            why = " ".join(getattr(error, "messages", [str(error)]))
            outcome.refused.append(f"{case.number}: {why}")
        else:
            outcome.done += 1
    return outcome


@transaction.atomic
def save_view(user: User, *, name: str, query: str) -> CaseView:
    """Keep a filter of the list under a name; the same name again replaces it."""
    name = required(name, _("Give the view a name."))[:60]
    views = CaseView.objects.filter(user=user)
    if not views.filter(name=name).exists() and views.count() >= MOST_VIEWS:
        raise ValidationError(
            _("You keep %(n)d views already; delete one first.") % {"n": MOST_VIEWS}
        )
    made, _is_new = CaseView.objects.update_or_create(
        user=user, name=name, defaults={"query": query[:500]}
    )
    return made
