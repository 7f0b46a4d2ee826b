"""Change plans, indicators, mutes and feedback; each in one transaction with its audit event."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.commands.base import lock_signal
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.watching import rules
from tangkal.desk.early_warning.watching.compiling import entry_of
from tangkal.desk.early_warning.watching.models import (
    Feedback,
    Indicator,
    Mute,
    Plan,
    PlanEdition,
)
from tangkal.desk.workflow import check_version
from tangkal.kernel import TangkalError

WRITTEN = (
    "title",
    "objective",
    "audiences",
    "vulnerabilities",
    "expected_narratives",
    "channels",
    "prepared_lines",
    "trigger_dates",
    "review_on",
)
SEARCHED = ("name", "any_of", "all_of", "none_of", "severity")
LIMITS = ("items_hour", "items_day", "new_regions", "reports_percent")


@transaction.atomic
def write_plan(
    values: Mapping[str, Any], *, at: Organisation, by: User, is_exercise: bool = False
) -> Plan:
    """A new planning record, in its first edition; whoever writes it owns it until changed."""
    rules.check_may_plan(by, at)
    plan = Plan(organisation=at, is_exercise=is_exercise, changed_by=by)
    plan.owner = values.get("owner") or by
    for field in WRITTEN:
        setattr(plan, field, values[field])
    plan.save()
    keep_edition(plan, by=by, why="")
    record("plan.written", plan, by=by, edition=1)
    return plan


@transaction.atomic
def revise_plan(
    plan: Plan, values: Mapping[str, Any], *, by: User, why: str, version: int | None = None
) -> Plan:
    """A new edition; the one before stays on record."""
    plan = lock_plan(plan, version)
    rules.check_may_plan(by, plan.organisation)
    for field in WRITTEN:
        setattr(plan, field, values[field])
    plan.owner = values.get("owner") or plan.owner
    plan.edition += 1
    plan.version += 1
    plan.changed_by, plan.changed_at = by, timezone.now()
    plan.save()
    keep_edition(plan, by=by, why=why)
    record("plan.revised", plan, by=by, edition=plan.edition, why=why)
    return plan


def lock_plan(plan: Plan, version: int | None) -> Plan:
    rows = Plan.objects.select_for_update(of=("self",))
    found = rows.select_related("organisation", "changed_by", "owner").get(pk=plan.pk)
    check_version(found, version)
    return found


def keep_edition(plan: Plan, *, by: User, why: str) -> None:
    content = {field: getattr(plan, field) for field in WRITTEN}
    content = {k: v.isoformat() if isinstance(v, date) else v for k, v in content.items()}
    content["owner"] = str(plan.owner) if plan.owner else ""
    PlanEdition.objects.create(
        plan=plan, number=plan.edition, content=content, why=why[:300], by=by
    )


@transaction.atomic
def write_indicator(
    plan: Plan,
    values: Mapping[str, Any],
    *,
    by: User,
    indicator: Indicator | None = None,
    version: int | None = None,
) -> Indicator:
    """Make or change an indicator. It is written switched off, so that a preview comes first.

    Raises:
        ValidationError: a condition that cannot be watched, with the reason; no threshold.
    """
    rules.check_may_plan(by, plan.organisation)
    found = lock_indicator(indicator, version) if indicator else Indicator(plan=plan)
    for field in (*SEARCHED, *LIMITS):
        setattr(found, field, values[field])
    check_can_be_watched(found)
    if indicator:
        found.version += 1
        found.is_on = False
    found.changed_by = by
    found.save()
    record(
        "indicator.written",
        found,
        by=by,
        **{field: getattr(found, field) for field in (*SEARCHED, *LIMITS)},
    )
    return found


def check_can_be_watched(indicator: Indicator) -> None:
    try:
        entry_of(indicator)
        indicator.thresholds()
    except TangkalError as fault:
        raise ValidationError(str(fault)) from fault


def lock_indicator(indicator: Indicator, version: int | None = None) -> Indicator:
    rows = Indicator.objects.select_for_update(of=("self",))
    found = rows.select_related("plan__organisation", "changed_by").get(pk=indicator.pk)
    check_version(found, version)
    return found


@transaction.atomic
def switch(
    indicator: Indicator, *, on: bool, by: User, too_common: str = "", version: int | None = None
) -> Indicator:
    """Put an indicator on the watch list, or take it off.

    Args:
        too_common: what the preview found too common to warn of anything; refuses it.
    """
    found = lock_indicator(indicator, version)
    rules.check_may_plan(by, found.plan.organisation)
    if on:
        check_can_be_watched(found)
        if too_common:
            raise ValidationError(too_common)
    found.is_on = on
    found.version += 1
    found.changed_by = by
    found.save(update_fields=["is_on", "version", "changed_by"])
    record("indicator.switched_on" if on else "indicator.switched_off", found, by=by)
    return found


@transaction.atomic
def apply_threshold(
    indicator: Indicator, *, field: str, value: int, by: User, because: str, version: int
) -> Indicator:
    """Set one threshold as suggested: a person's act, with what it was suggested from."""
    found = lock_indicator(indicator, version)
    rules.check_may_plan(by, found.plan.organisation)
    if field not in LIMITS or value < 1:
        raise ValidationError(_("There is no such threshold."))
    before = getattr(found, field)
    setattr(found, field, value)
    check_can_be_watched(found)
    found.version += 1
    found.changed_by = by
    found.save(update_fields=[field, "version", "changed_by"])
    record(
        "indicator.threshold_applied",
        found,
        by=by,
        threshold=field,
        before=before,
        after=value,
        why=because,
    )
    return found


@transaction.atomic
def mute_signal(
    signal: Signal, *, reason: str, until: datetime, by: User, whole_narrative: bool = False
) -> Mute:
    """Keep a signal, or all that its narrative brings, out of the queue until a moment."""
    found = lock_signal(signal)
    rules.check_may_mute_signal(by, found)
    rules.check_mute(reason, until, timezone.now())
    of = Mute.Of.NARRATIVE if whole_narrative and found.narrative_id else Mute.Of.SIGNAL
    mute = Mute(of=of, signal=found, label=found.title, reason=reason.strip()[:300], until=until)
    mute.narrative_id = found.narrative_id if of == Mute.Of.NARRATIVE else ""
    return keep_mute(mute, found, by)


@transaction.atomic
def mute_indicator(indicator: Indicator, *, reason: str, until: datetime, by: User) -> Mute:
    """Let an indicator raise nothing until a moment; its hits are still counted."""
    found = lock_indicator(indicator)
    rules.check_may_mute_indicator(by, found)
    rules.check_mute(reason, until, timezone.now())
    mute = Mute(of=Mute.Of.INDICATOR, indicator=found, label=str(found)[:200], until=until)
    mute.reason = reason.strip()[:300]
    return keep_mute(mute, found, by)


def keep_mute(mute: Mute, subject: Signal | Indicator, by: User) -> Mute:
    mute.by = by
    mute.save()
    action = "signal.muted" if isinstance(subject, Signal) else "indicator.muted"
    record(action, subject, by=by, why=mute.reason, until=mute.until, of=str(mute.of))
    return mute


@transaction.atomic
def unmute(mute: Mute, *, by: User) -> Mute:
    """End a mute before its time."""
    rows = Mute.objects.select_for_update(of=("self",))
    found = rows.select_related("signal", "indicator__plan__organisation").get(pk=mute.pk)
    rules.check_may_unmute(by, found)
    if found.ended_at is None:
        found.ended_at, found.ended_by = timezone.now(), by
        found.save(update_fields=["ended_at", "ended_by"])
        subject = found.signal or found.indicator
        is_signal = isinstance(subject, Signal)
        record("signal.unmuted" if is_signal else "indicator.unmuted", subject, by=by)
    return found


@transaction.atomic
def answer_useful(signal: Signal, *, answer: str, note: str, by: User) -> Feedback:
    """Keep a person's answer to "was it useful?"; a later one takes its place."""
    rules.check_may_answer(by)
    if answer not in Feedback.Answer.values:
        raise ValidationError(_("Choose one of the answers."))
    found = lock_signal(signal)
    reasons = [reason for reason in found.reasons if reason.get("kind") == "watch"]
    feedback, _made = Feedback.objects.update_or_create(
        signal=found,
        by=by,
        defaults={
            "answer": answer,
            "note": note.strip()[:300],
            "reasons": reasons,
            "at": timezone.now(),
        },
    )
    record("signal.answered_useful", found, by=by, answer=answer, why=feedback.note)
    return feedback
