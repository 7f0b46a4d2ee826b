"""On a case's page: which offices disagreed with a directive, and where that is looked at."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held
from tangkal.desk.cases.models import Case
from tangkal.desk.directives import rules
from tangkal.desk.directives.models import Dissent


def dissent_of(case: Case, reader: User) -> Mapping[str, Any] | None:
    """The office's reasons that this case is about, or those against directives of this case.

    One query at most; only for who reads the office or the directive.
    """
    told = ("directives.Dissent", "strategic_communication.MessageHouse")
    if not any(held.may_hold(case, model) for model in told):
        return None
    of_this_case = Q(case=case) | Q(recipient__directive__house_version__house__case=case)
    readable = rules.within(reader, "recipient__organisation") | rules.within(
        reader, "recipient__directive__organisation"
    )
    found = list(
        Dissent.objects.filter(of_this_case & readable).select_related(
            "recipient__organisation", "recipient__directive", "case", "by"
        )
    )
    return {"dissents": found} if found else None
