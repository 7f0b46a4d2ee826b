"""What changes about a narrative's spread: flags by people, readings by measurement."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Evidence
from tangkal.desk.situational_insight import rows
from tangkal.desk.situational_insight.spread import rules
from tangkal.desk.situational_insight.spread.models import BreakoutFlag, BreakoutReading
from tangkal.impact_analysis.breakout_history import Reached


@transaction.atomic
def set_flag(
    narrative_id: str,
    *,
    kind: str,
    evidence: str,
    happened_at: datetime,
    by: User,
    case_evidence: Evidence | None = None,
) -> BreakoutFlag:
    """Put on record that a narrative broke out further, and where that can be seen.

    Raises:
        ActionDenied: neither analyst nor verifier.
        ValidationError: an unknown kind, no evidence, a moment ahead, or the same flag twice.
    """
    rules.check_may_flag(by)
    if case_evidence is not None and not evidence.strip():
        evidence = f"{case_evidence.case.number}: {case_evidence.title}"
    evidence = evidence.strip()[:500]
    rules.check_flag(kind, evidence, happened_at, timezone.now())
    narrative = rows.lock(narrative_id)
    same = BreakoutFlag.objects.filter(
        narrative_id=narrative.pk, kind=kind, evidence=evidence, withdrawn_at=None
    )
    if same.exists():
        raise ValidationError(_("This flag with this evidence stands already."))
    flag = BreakoutFlag.objects.create(
        narrative_id=narrative.pk,
        kind=kind,
        evidence=evidence,
        case_evidence=case_evidence,
        happened_at=happened_at,
        set_by=by,
    )
    record("breakout.flagged", narrative, by=by, kind=kind, level=flag.level, evidence=evidence)
    return flag


@transaction.atomic
def withdraw_flag(flag: BreakoutFlag, *, why: str, by: User) -> None:
    """Take a flag back; it stays on record, with who took it back and why."""
    rules.check_may_flag(by)
    flag = BreakoutFlag.objects.select_for_update().get(pk=flag.pk)
    rules.check_can_withdraw(flag, why)
    flag.withdrawn_at, flag.withdrawn_by = timezone.now(), by
    flag.withdrawn_why = why.strip()[:300]
    flag.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    narrative = rows.lock(flag.narrative_id)
    record("breakout.unflagged", narrative, by=by, kind=flag.kind, why=flag.withdrawn_why)


@transaction.atomic
def keep_levels(narrative_id: str, reached: Iterable[Reached]) -> int:
    """Keep the levels that counts show; a level kept is only ever moved to an earlier moment.

    Returns:
        how many levels are new.
    """
    kept = {
        reading.level: reading
        for reading in BreakoutReading.objects.select_for_update().filter(narrative_id=narrative_id)
    }
    new = 0
    for each in reached:
        reading = kept.get(each.level)
        if reading is not None and reading.reached_at <= each.at:
            continue
        new += reading is None
        BreakoutReading.objects.update_or_create(
            narrative_id=narrative_id,
            level=each.level,
            defaults={
                "reached_at": each.at,
                "platforms": list(each.platforms),
                "communities": list(each.communities),
                "basis": each.basis or "",
                "recorded_at": timezone.now(),
            },
        )
    return new
