"""Write, check, approve and carry out the response plan of a case."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication import plan_queries, plan_rules
from tangkal.desk.strategic_communication.plan_models import (
    PlanEntry,
    ResponsePlan,
    ResponsePlanVersion,
    TaskDone,
)
from tangkal.desk.strategic_communication.rules import check_may_respond
from tangkal.kernel import InvalidInput
from tangkal.strategic_communication import plan as oasis

LONGEST_ENTRY = 2_000


@transaction.atomic
def draft_plan(case: Case, content: Mapping[str, Any], *, by: User) -> ResponsePlan:
    """Begin the response plan of a case that was decided to be answered.

    Raises:
        ActionDenied: no decision to respond, not a writer there, or the case has a plan.
        ValidationError: content that is none.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_may_respond(case)
    plan_rules.check_can_begin(case, by)
    plan = ResponsePlan.objects.create(case=case, created_by=by, changed_by=by)
    version = write_version(plan, content, by=by)
    record("plan.drafted", plan, by=by, case=case.number, sha256=version.sha256)
    return plan


@transaction.atomic
def save_plan_version(
    plan: ResponsePlan, content: Mapping[str, Any], *, by: User, expected_version: int
) -> ResponsePlanVersion:
    """Keep a changed plan as a new version, which nobody has approved yet."""
    plan = lock(plan, expected_version)
    target = plan_rules.check_step(plan, "revise", by)
    check_may_respond(plan.case)
    version = write_version(plan, content, by=by)
    plan.state = target
    touch(plan, by)
    record("plan.versioned", plan, by=by, number=version.number, sha256=version.sha256)
    return version


@transaction.atomic
def take_plan_step(
    plan: ResponsePlan, action: str, *, by: User, expected_version: int, comment: str = ""
) -> ResponsePlan:
    """Submit, approve, or send back.

    Raises:
        ActionDenied: role, state, second person, a vague objective, something else missing.
    """
    if action not in {"submit", "approve", "return"}:
        raise ValidationError(_("There is no step “%(name)s”.") % {"name": action})
    plan = lock(plan, expected_version)
    target = plan_rules.check_step(plan, action, by)
    version = plan_queries.latest(plan)
    if action != "return":
        check_may_respond(plan.case)
        plan_rules.check_complete(plan, version)
    else:
        comment = check_reason(comment)
    if action == "approve":
        plan_rules.check_second_person(plan, by)
    if action == "approve":
        tell_owners(version, by=by)
    if action != "submit":
        give_word(
            plan,
            sha256=version.sha256,
            stage="final",
            word=Approval.Word.APPROVED if action == "approve" else Approval.Word.RETURNED,
            by=by,
            comment=comment,
        )
    plan.state = target
    touch(plan, by)
    record(
        f"plan.{action}",
        plan,
        by=by,
        state=str(target),
        number=version.number,
        sha256=version.sha256,
        comment=comment,
    )
    return plan


def tell_owners(version: ResponsePlanVersion, *, by: User) -> None:
    """Whoever has a task hears of it once the plan stands, and again only where it changed."""
    had = plan_queries.approved(version.plan)
    known = plan_queries.read(had).tasks if had is not None else ()
    done = set(version.plan.done.values_list("task", flat=True))
    for task in plan_queries.read(version).tasks:
        if task.owner_id is None or task.id in done or task in known:
            continue
        tell(
            User.objects.filter(pk=task.owner_id, is_active=True),
            kind=NoticeKind.ASSIGNED,
            subject_url=reverse("response-plan", args=[version.plan_id]),
            title=lambda what=task.what: _("You have a task: %(what)s") % {"what": what},  # type: ignore[misc]
            case=version.plan.case,
            by=by,
        )


@transaction.atomic
def log_entry(plan: ResponsePlan, stage: str, text: str, *, by: User) -> PlanEntry:
    """Write down what was found, assessed, created or targeted, and by whom."""
    plan = lock(plan)
    plan_rules.check_step(plan, "log", by)
    if stage not in oasis.STAGES:
        raise ValidationError(
            _("%(name)s is no stage; choose one of %(known)s.")
            % {"name": stage, "known": ", ".join(oasis.STAGES)}
        )
    words = text.strip()
    if not words or len(words) > LONGEST_ENTRY:
        raise ValidationError(
            _("Write one line for the log, of at most %(most)d characters.")
            % {"most": LONGEST_ENTRY}
        )
    entry = PlanEntry.objects.create(plan=plan, stage=stage, text=words, by=by)
    record("plan.logged", plan, by=by, stage=stage, entry=entry.pk)
    return entry


@transaction.atomic
def tick_task(plan: ResponsePlan, task: str, *, by: User) -> TaskDone:
    """Write down that a task of the version approved last is done; said twice, it stands once."""
    plan = lock(plan)
    plan_rules.check_step(plan, "tick", by)
    version = plan_rules.check_approved(plan)
    known = {each.id: each for each in plan_queries.read(version).tasks}
    if task not in known:
        raise ValidationError(_("The plan has no task “%(name)s”.") % {"name": task})
    done, is_new = TaskDone.objects.get_or_create(plan=plan, task=task, defaults={"by": by})
    if is_new:
        record("plan.task_done", plan, by=by, task=task, what=known[task].what)
    return done


def lock(plan: ResponsePlan, expected_version: int | None = None) -> ResponsePlan:
    found = (
        ResponsePlan.objects.select_for_update(of=("self",))
        .select_related("case__lead_organisation", "created_by", "changed_by")
        .get(pk=plan.pk)
    )
    if expected_version is not None:
        plan_rules.check_unchanged(found, expected_version)
    return found


def touch(plan: ResponsePlan, by: User) -> None:
    """Move the optimistic lock on and remember who did."""
    plan.version += 1
    plan.changed_by = by
    plan.save()


def write_version(
    plan: ResponsePlan, content: Mapping[str, Any], *, by: User
) -> ResponsePlanVersion:
    """Store content under the next number, with the hash an approval will bind to."""
    try:
        kept = oasis.read_plan(content).content()
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    last = plan.versions.first()
    plan_rules.check_owners(plan, kept, last)
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return ResponsePlanVersion.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        content=kept,
        author=by,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
    )
