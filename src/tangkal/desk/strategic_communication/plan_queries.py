"""Read response plans within a person's scope."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import QuerySet

from tangkal.desk.accounts.models import RoleAssignment, User, in_force
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.models import Approval
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.strategic_communication.plan_models import ResponsePlan, ResponsePlanVersion
from tangkal.desk.strategic_communication.plan_states import WORKERS
from tangkal.strategic_communication import plan as oasis


def plans_for(reader: User) -> QuerySet[ResponsePlan]:
    """Response plans of the cases this person reads."""
    return ResponsePlan.objects.filter(case__in=visible_cases(reader)).select_related(
        "case__lead_organisation", "created_by", "changed_by"
    )


def latest(plan: ResponsePlan) -> ResponsePlanVersion:
    """The newest version; a plan is never without one."""
    return plan.versions.select_related("author").latest("number")


def approved(plan: ResponsePlan) -> ResponsePlanVersion | None:
    """The version approved last: what is carried out while a newer one is being written."""
    found = dict(with_approved(ResponsePlan.objects.filter(pk=plan.pk)))
    return next(iter(found.values()), None)


def with_approved(
    plans: QuerySet[ResponsePlan],
) -> Iterator[tuple[ResponsePlan, ResponsePlanVersion]]:
    """Each plan that was ever approved, with that version; three questions for all of them."""
    rows = {str(plan.pk): plan for plan in plans.prefetch_related("versions")}
    words = Approval.objects.filter(
        object_type=ResponsePlan._meta.label_lower,
        object_id__in=rows,
        stage="final",
        word=Approval.Word.APPROVED,
    )
    hashes: dict[str, set[str]] = defaultdict(set)
    for said_of, sha256 in words.values_list("object_id", "version_sha256"):
        hashes[said_of].add(sha256)
    for key, plan in rows.items():
        for version in plan.versions.all():  # the newest first
            if version.sha256 in hashes[key]:
                yield plan, version
                break


def people_for(case: Case) -> list[tuple[User, str]]:
    """Who can be given a task: people with a part in carrying a plan out, their roles in words."""
    rows = RoleAssignment.objects.filter(in_force(), role__in=WORKERS, user__is_active=True)
    held: dict[User, set[str]] = defaultdict(set)
    for row in rows.select_related("user", "scope").order_by("user__display_name", "pk"):
        if case.lead_organisation.path.startswith(row.scope.path):
            held[row.user].add(str(Role(row.role).label))
    return [(person, ", ".join(sorted(roles))) for person, roles in held.items()]


def read(version: ResponsePlanVersion) -> oasis.Plan:
    """What a version says."""
    return oasis.read_plan(version.content)
