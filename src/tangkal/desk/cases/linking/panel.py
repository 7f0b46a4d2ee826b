"""Linked, merged and likely same cases, as a card of the case page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held, rules
from tangkal.desk.cases.actions import BEFORE_DECISION
from tangkal.desk.cases.linking import likely
from tangkal.desk.cases.linking.models import REVERSED
from tangkal.desk.cases.models import Case, CaseLink, CaseMerge, LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A link as it reads from this case."""

    link: CaseLink
    other: Case
    words: str
    is_readable: bool


def of_case(case: Case, reader: User) -> Mapping[str, object]:
    """Two queries at most, and four more for likely duplicates until the case is decided."""
    found = CaseLink.objects.filter(Q(case=case) | Q(other=case)).select_related(
        "case__lead_organisation", "other__lead_organisation", "by"
    )
    merges = CaseMerge.objects.filter(
        Q(source=case) | Q(into=case), undone_at__isnull=True
    ).select_related("source", "into", "by")
    rows = list(merges) if held.may_hold(case, "cases.CaseMerge") else []
    links = found if held.may_hold(case, "cases.CaseLink") else ()
    is_early = case.state in BEFORE_DECISION
    return {
        "links": [as_row(link, case, reader) for link in links],
        "came": [merge for merge in rows if merge.into_id == case.pk],
        "went": next((merge for merge in rows if merge.source_id == case.pk), None),
        "likely": likely.for_case(case, reader) if is_early else [],
        "may_link": rules.can(reader, "relate", case),
        "may_merge": rules.can(reader, "merge", case),
    }


def as_row(link: CaseLink, case: Case, reader: User) -> Row:
    is_from_here = link.case_id == case.pk
    other = link.other if is_from_here else link.case
    words = LinkKind(link.kind).label if is_from_here else REVERSED[LinkKind(link.kind)]
    return Row(link=link, other=other, words=str(words), is_readable=rules.can_read(reader, other))
