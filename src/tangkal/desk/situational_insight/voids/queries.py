"""Read what was measured last, and what people decided since."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from tangkal.desk.situational_insight.voids.models import (
    InsightRun,
    PublicQuestion,
    QuestionMark,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far what is shown can be relied upon."""

    run: InsightRun | None  # the last that was finished; None: never measured
    failed: InsightRun | None  # a later one that stopped
    is_stale: bool
    silent: list["SilentSource"]
    unjudged: list[str]

    @property
    def is_whole(self) -> bool:
        """Nothing known stands against taking silence for calm."""
        return bool(self.run) and not (self.failed or self.is_stale or self.silent)


@dataclass(frozen=True, slots=True)
class SilentSource:
    source: str
    last_seen: datetime
    usual_gap_hours: float


def standing(kind: str, *, is_exercise: bool) -> Standing:
    """The newest finished measurement, and what stands against it; two queries."""
    runs = InsightRun.objects.filter(kind=kind, is_exercise=is_exercise, finished_at__isnull=False)
    done = runs.filter(fault="").first()
    failed = runs.exclude(fault="").first()
    if failed and done and failed.started_at < done.started_at:
        failed = None
    read = done.read if done else {}
    silent = [
        SilentSource(
            str(each["source"]),
            datetime.fromisoformat(each["last_seen"]),
            float(each["usual_gap_hours"]),
        )
        for each in read.get("silent", [])
    ]
    return Standing(
        run=done,
        failed=failed,
        is_stale=done.is_stale(timezone.now()) if done else False,
        silent=silent,
        unjudged=[str(each) for each in read.get("unjudged", [])],
    )


def questions(run: InsightRun, view: str) -> QuerySet[PublicQuestion]:
    """The questions of a run in one of VIEWS."""
    rows = PublicQuestion.objects.filter(run=run)
    standing_marks = QuestionMark.objects.filter(ended_at=None)
    if view in PublicQuestion.Answer.values:
        rows = rows.filter(answer=view).exclude(marks__in=standing_marks)
    elif view == "decided":
        rows = rows.filter(marks__in=standing_marks)
    marks = standing_marks.select_related("by", "page", "case")
    return rows.select_related("page", "claim").prefetch_related(
        Prefetch("marks", queryset=marks, to_attr="standing")
    )


def counts(run: InsightRun) -> dict[str, int]:
    """How many questions each view holds; two queries."""
    decided = QuestionMark.objects.filter(ended_at=None, question__run=run)
    n_decided = decided.count()
    open_rows = PublicQuestion.objects.filter(run=run).exclude(marks__in=decided)
    by_answer = dict(open_rows.values_list("answer").annotate(n=Count("pk")).order_by())
    return {**{code: by_answer.get(code, 0) for code in PublicQuestion.Answer.values},
            "decided": n_decided}  # fmt: skip
