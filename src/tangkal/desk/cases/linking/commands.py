"""Link cases, merge one into another, and take either back; both cases' logs tell it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.captures.models import Capture
from tangkal.desk.cases.commands.base import keep_case, lock_case, required_reason
from tangkal.desk.cases.linking import rules
from tangkal.desk.cases.models import Case, CaseLink, CaseMerge, LinkKind, Watch
from tangkal.desk.cases.public_notes import merging
from tangkal.desk.cases.states import CaseState
from tangkal.desk.workflow import check_version

LONGEST_REASON = 300


def lock_both(one: Case, two: Case) -> tuple[Case, Case]:
    """Both cases locked, the older one first for everybody, so that nobody waits in a circle."""
    found = {pk: lock_case(Case(pk=pk)) for pk in sorted({one.pk, two.pk})}
    return found[one.pk], found[two.pk]


@transaction.atomic
def link_cases(case: Case, other: Case, *, kind: str, reason: str, by: User) -> CaseLink:
    """Say how one case hangs together with another, and why."""
    reason = required_reason(reason)[:LONGEST_REASON]
    if kind not in LinkKind.values:
        raise ValidationError(
            _("%(code)s is not one of %(known)s.")
            % {"code": kind, "known": ", ".join(LinkKind.values)}
        )
    case, other = lock_both(case, other)
    rules.check_can_link(by, case, other)
    if CaseLink.objects.filter(case=case, other=other, kind=kind).exists():
        raise ValidationError(_("These cases are linked like this already."))
    made = CaseLink.objects.create(case=case, other=other, kind=kind, reason=reason, by=by)
    record("case.linked", case, by=by, other=other.number, kind=kind, why=reason)
    record("case.linked", other, by=by, other=case.number, kind=f"{kind}:reverse", why=reason)
    return made


@transaction.atomic
def end_link(link: CaseLink, *, why: str, by: User) -> None:
    """Take a link away; both logs keep that it was there."""
    why = required_reason(why)
    case, other = lock_both(link.case, link.other)
    case_rules.check_can(by, "relate", case)
    if not CaseLink.objects.filter(pk=link.pk).delete()[0]:
        raise ValidationError(_("Somebody has ended this link already."))
    record("case.unlinked", case, by=by, other=other.number, kind=link.kind, why=why)
    record("case.unlinked", other, by=by, other=case.number, kind=link.kind, why=why)


@transaction.atomic
def merge(
    source: Case, into: Case, *, reason: str, by: User, version: int | None = None
) -> CaseMerge:
    """Make one case part of another.

    Signals, claims, evidence, spreads, notes and snapshots move, unless a verdict of the source
    rests on them or the other case holds the same already; what stays is read under the old
    number, which leads on. Who waits for the source's answer waits for the other's, and reads the
    public note that comes along.

    Args:
        version: of the source, as the person's page showed it.
    """
    reason = required_reason(reason)[:LONGEST_REASON]
    source, into = lock_both(source, into)
    check_version(source, version)
    rules.check_can_merge(by, source, into)
    made = CaseMerge(source=source, into=into, reason=reason, was_state=source.state, by=by)
    made.moved = move_all(source, into) | merging.bring(source, into, by=by)
    made.save()
    source.state, source.closed_at, source.merged_into = CaseState.CLOSED, timezone.now(), into
    for watch in Watch.objects.filter(case=source):
        Watch.objects.get_or_create(case=into, user=watch.user)
    counts = {name: len(ids) for name, ids in made.moved.items()}
    keep_case(source, "merged_into", by=by, into=into.number, moved=counts, why=reason)
    keep_case(into, "merge_received", by=by, source=source.number, moved=counts, why=reason)
    return made


def move_all(source: Case, into: Case) -> dict[str, list[int]]:
    """Move what can move; answers the ids by kind."""
    signals = list(source.signals.exclude(cases=into).values_list("pk", flat=True))
    source.signals.remove(*signals)
    into.signals.add(*signals)
    cited = source.verdicts.values("evidence")
    known = into.evidence.values("sha256")
    seen = into.spreads.filter(removed_at__isnull=True).values("key")
    parts: dict[str, models.QuerySet[models.Model]] = {
        "claims": source.claims.filter(verdicts=None),
        "evidence": source.evidence.exclude(pk__in=cited.exclude(evidence=None)).exclude(
            sha256__in=known
        ),
        "spreads": source.spreads.filter(removed_at__isnull=True).exclude(key__in=seen),
        "notes": source.notes.all(),
        "captures": source.captures.exclude(state=Capture.State.FETCHING),
    }
    moved = {"signals": signals}
    for name, rows in parts.items():
        ids = list(rows.order_by().values_list("pk", flat=True))
        rows.model._default_manager.filter(pk__in=ids).update(case=into)
        moved[name] = ids
    return moved


@transaction.atomic
def undo_merge(merge: CaseMerge, *, why: str, by: User) -> CaseMerge:
    """Take a merge back: what moved goes back, and the case stands where it stood."""
    why = required_reason(why)
    source, into = lock_both(merge.source, merge.into)
    merge = CaseMerge.objects.select_for_update().get(pk=merge.pk)
    rules.check_can_undo(by, merge, source, into)
    back = into.signals.filter(pk__in=merge.moved.get("signals", []))
    source.signals.add(*back)
    into.signals.remove(*back)
    for name in ("claims", "evidence", "spreads", "notes", "captures"):
        rows = getattr(into, name).filter(pk__in=merge.moved.get(name, []))
        rows.model._default_manager.filter(
            pk__in=list(rows.order_by().values_list("pk", flat=True))
        ).update(case=source)
    merging.take_back(merge.moved, source, into, by=by)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.undone_why = why[:LONGEST_REASON]
    merge.save(update_fields=["undone_at", "undone_by", "undone_why"])
    source.state, source.closed_at, source.merged_into = merge.was_state, None, None
    keep_case(source, "merge_undone", by=by, other=into.number, why=why)
    keep_case(into, "merge_undone", by=by, other=source.number, why=why)
    return merge
