"""Read judgements, each as its reader may see them."""

from collections import defaultdict
from collections.abc import Collection

from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.cases.states import VerdictState
from tangkal.desk.impact_analysis.models import IntentRating, TechniqueRecord
from tangkal.impact_analysis.intent import Disorder, Intent, Rating, disorder
from tangkal.impact_analysis.verdicts import Verdict as VerdictCode

STANDING = (VerdictState.APPROVED, VerdictState.PUBLISHED)


def recorded(case: Case) -> Collection[str]:
    """Techniques of which the present round of work on a case holds a record."""
    found = TechniqueRecord.objects.filter(case=case, at__gte=case.started_at)
    return set(found.values_list("technique", flat=True))


def disorders(case: Case) -> dict[int, Disorder]:
    """The kind of disorder of each claim that was rated, as its ratings allow."""
    newest: dict[int, dict[int, IntentRating]] = defaultdict(dict)
    for rating in IntentRating.objects.filter(case=case).order_by("at", "pk"):
        newest[rating.claim_id][rating.by_id] = rating
    true = set(
        Verdict.objects.filter(
            case=case, state__in=STANDING, value=VerdictCode.TRUE.value
        ).values_list("claim_id", flat=True)
    )
    return {
        claim: disorder(
            [
                Rating(
                    rater=each.by_id,
                    intent=Intent(each.intent),
                    is_independent=each.is_independent,
                )
                for each in ratings.values()
            ],
            is_genuine=claim in true,
        )
        for claim, ratings in newest.items()
    }
