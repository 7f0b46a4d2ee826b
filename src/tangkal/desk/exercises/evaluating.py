"""One evaluated answer in the demonstration, with what its fictional week really holds.

The answer is a press release of an office, given on the fifth day of the week and known to no
generator: whatever the page says follows from the items alone. The clarification on the portal
came out after the week, so its evaluation is planned and says "unmeasured".
"""

from datetime import datetime, timedelta

from django.utils import translation

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.evaluating import commands, proposing
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan, Finding

RELEASED_AFTER = timedelta(days=4, hours=10)  # from the beginning of the week
DAYS_AFTER = 2
TITLE = "Siaran pers dinas (di luar portal)"
CAUTIOUS = "Dari hitungan saja tidak dapat disimpulkan apa yang disebabkan siaran pers ini."
FINDINGS = {
    "fell": (
        Finding.Kind.WORKED,
        "Penyebaran turun lebih dari yang diperkirakan setelah siaran pers.",
    ),
    "rose": (
        Finding.Kind.BACKFIRED,
        "Penyebaran naik lebih dari yang diperkirakan setelah siaran pers.",
    ),
    "no_change_seen": (Finding.Kind.NO_EFFECT, "Siaran pers tidak mengubah penyebaran."),
}


def evaluate(people: dict[str, User], start: datetime) -> None:
    """Plan two evaluations and measure the one whose week has passed; repeating adds nothing."""
    case = Case.objects.filter(
        number__in=Clarification.objects.values("reference"), is_exercise=True
    ).first()
    by = people.get("evaluator")
    if case is None or by is None or EvaluationPlan.objects.filter(case=case).exists():
        return
    with translation.override("id"):
        plan_portal(case, by)
        measure_release(case, by, start + RELEASED_AFTER)


def plan_portal(case: Case, by: User) -> None:
    """The clarification: everything on record, and nothing to count yet."""
    clarification = Clarification.objects.filter(reference=case.number).first()
    if clarification is None:
        return
    proposal = proposing.propose(case, clarification, clarification.published_at)
    if proposal.fields["narratives"]:
        commands.plan(
            case, proposal.fields, by=by, clarification=clarification, power=proposal.power
        )


def measure_release(case: Case, by: User, at: datetime) -> None:
    """The press release within the week: planned, measured, and a finding that claims no more."""
    proposal = proposing.propose(case, None, at)
    if not proposal.fields["narratives"]:
        return
    fields = proposal.fields | {
        "comparisons": [each.as_kept() for each in proposal.candidates if not each.shares_topic],
        "title": TITLE,
        "acted_at": at,
        "days_after": DAYS_AFTER,
        "triggered_by_peak": EvaluationPlan.Peak.YES,
    }
    plan = commands.plan(case, fields, by=by, power=proposal.power)
    measured = commands.measure(plan, by=by)
    kind, text = FINDINGS.get(measured.verdict, (Finding.Kind.CANNOT_TELL, CAUTIOUS))
    plan.refresh_from_db()
    commands.judge(
        plan,
        kind=kind,
        text=text,
        advice="Tetapkan pembanding sebelum jawaban terbit.",
        by=by,
        expected_version=plan.version,
    )
