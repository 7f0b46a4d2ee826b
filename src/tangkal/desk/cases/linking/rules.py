"""Which cases may be linked, merged and taken apart again."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules
from tangkal.desk.cases.actions import CONTRIBUTIONS
from tangkal.desk.cases.models import Case, CaseMerge
from tangkal.desk.workflow import ActionDenied


def check_can_link(by: User, case: Case, other: Case) -> None:
    """Refuse a link of a case to itself, to another world, or to what the person cannot read."""
    rules.check_can(by, "relate", case)
    check_pair(by, case, other)


def check_pair(by: User, case: Case, other: Case) -> None:
    if case.pk == other.pk:
        raise ActionDenied(_("A case is not linked to itself; choose another one."))
    if not rules.can_read(by, other):
        raise ActionDenied(_("You do not read the other case, so you cannot join it to this one."))
    if case.is_exercise != other.is_exercise:
        raise ActionDenied(_("A real case and one of an exercise are never joined."))


def check_can_merge(by: User, source: Case, into: Case) -> None:
    """Refuse a merge that would undo a decision, or that one of the two offices did not allow."""
    check_pair(by, source, into)
    for each in (source, into):
        rules.check_can(by, "merge", each)
        if each.merged_into_id:
            raise ActionDenied(
                _("%(number)s is part of another case already.") % {"number": each.number}
            )
    if source.decisions.exists():
        raise ActionDenied(
            _("%(number)s was decided once, and its decision stays its own: link the two instead.")
            % {"number": source.number}
        )


def check_can_undo(by: User, merge: CaseMerge, source: Case, into: Case) -> None:
    """Refuse to take a merge apart once it was decided upon, or a verdict rests on what came."""
    if merge.undone_at is not None:
        raise ActionDenied(_("This merge was taken back already."))
    for each in (source, into):
        rules.check_role(by, CONTRIBUTIONS["merge"].roles, at=each.lead_organisation)
    if into.decisions.filter(at__gt=merge.at).exists():
        raise ActionDenied(
            _("%(number)s was decided since, with all that came to it: link the cases instead.")
            % {"number": into.number}
        )
    moved = merge.moved
    if into.verdicts.filter(claim__in=moved.get("claims", [])).exists() or (
        into.verdicts.filter(evidence__in=moved.get("evidence", [])).exists()
    ):
        raise ActionDenied(
            _("A verdict of %(number)s rests on what came from the other case.")
            % {"number": into.number}
        )
