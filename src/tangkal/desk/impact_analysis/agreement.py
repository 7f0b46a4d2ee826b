"""Agreement between raters over a period, question by question."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.measured import TwiceJudged
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.impact_analysis import words
from tangkal.desk.impact_analysis.models import SecondLook
from tangkal.desk.impact_analysis.states import LookState
from tangkal.impact_analysis.second_look import QUESTIONS, Question, paired
from tangkal.statistics.agreement import FEWEST, Agreement, Weights, cohen_kappa


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question: how many pairs, and how far they agree."""

    question: str
    is_ordered: bool
    n: int
    same: int  # pairs with the very same answer
    agreement: Agreement | None  # None under FEWEST pairs: a number would mislead


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a period shows."""

    lines: list[Line]
    pairs: int
    offered: int
    waived: int
    reconciled: int
    fewest: int = FEWEST


def of_period(reader: User, *, since: date, until: date) -> Found:
    """Pairs that came in within some days, of cases this reader may see; exercises left out.

    A demonstration holds nothing else, and shows those.
    """
    start = timezone.make_aware(datetime.combine(since, time.min))
    end = start + (until - since) + timedelta(days=1)
    cases = visible_cases(reader).filter(is_exercise=settings.TANGKAL.is_demo)
    looks = SecondLook.objects.filter(case__in=cases, offered_at__lt=end)
    came_in = looks.filter(in_at__gte=start, in_at__lt=end)
    pairs = list(came_in.values_list("first_answers", "answers"))
    counted = looks.filter(offered_at__gte=start).aggregate(
        offered=Count("pk"),
        waived=Count("pk", filter=Q(state=LookState.WAIVED)),
        reconciled=Count("pk", filter=Q(state=LookState.RECONCILED)),
    )
    return Found(
        lines=[line_of(question, pairs) for question in QUESTIONS], pairs=len(pairs), **counted
    )


def line_of(question: Question, pairs: list[tuple[dict[str, object], dict[str, object]]]) -> Line:
    answers = paired(pairs, question.key)  # type: ignore[arg-type]
    weights = Weights.LINEAR if question.is_ordered else Weights.NONE
    enough = len(answers) >= FEWEST
    return Line(
        question=words.question(question.key),
        is_ordered=question.is_ordered,
        n=len(answers),
        same=sum(one == other for one, other in answers),
        agreement=cohen_kappa(answers, question.answers, weights=weights) if enough else None,
    )


def judged_twice(cases: QuerySet[Case]) -> list[TwiceJudged]:
    """The pairs of priorities of cases that a second person judged without having seen the first.

    Pairs that came in alone: what is still open says nothing.
    """
    looks = SecondLook.objects.filter(case__in=cases, in_at__isnull=False)
    rows = looks.values_list("case_id", "in_at", "first_answers", "answers")
    return [
        TwiceJudged(case_id=case_id, at=at, first=first["priority"], second=second["priority"])
        for case_id, at, first, second in rows
        if at and first.get("priority") and second.get("priority")
    ]
