"""What a test has brought so far, in words; and how helpful readers found each answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.portal import wordings
from tangkal.desk.portal.feedback_models import HelpfulCount, WordingTest
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness.trial_models import Trial
from tangkal.tracking_effectiveness import sequential, surveys
from tangkal.tracking_effectiveness.sequential import Comparison

KINDS = ("yes", "no", "shares", "evidence")
OFF_COIN = 0.001  # views so unequal that the coin itself is in doubt
FEWEST_HELPFUL = 30  # answers; below, no share is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of outcome: what both versions brought and what that allows to say."""

    kind: str
    a: int
    b: int
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A test's page."""

    views_a: int
    views_b: int
    rows: tuple[Row, ...]
    primary: Row
    proposal: str  # of sequential.propose, "time is over" or "the coin is in doubt"
    says: str
    needed: int  # answers until the smallest ratio that matters shows, half of the time
    is_over: bool


def result_of(trial: Trial) -> Result | None:
    """What the counts say now; None before it was started."""
    test = WordingTest.objects.filter(code=trial.code).first() if trial.code else None
    if test is None:
        return None
    counts = trial.result or wordings.totals(test)
    a, b = counts["a"], counts["b"]
    rows = tuple(
        Row(kind=k, a=a[k], b=b[k], comparison=sequential.compare_by_coin(a[k], b[k]))
        for k in KINDS
    )
    primary = next(row for row in rows if row.kind == trial.outcome)
    ratio = 1 + trial.smallest_percent / 100
    coin = sequential.compare_by_coin(a["views"], b["views"], alpha=OFF_COIN)
    is_over = test.ends_at <= timezone.now()
    proposal: str = sequential.propose(primary.comparison, smallest_ratio=ratio)
    if coin.differs:
        proposal = "the coin is in doubt"
    elif proposal == "go on" and is_over:
        proposal = "time is over"
    return Result(
        views_a=a["views"],
        views_b=b["views"],
        rows=rows,
        primary=primary,
        proposal=proposal,
        says=in_words(primary.comparison, trial.smallest_percent, proposal),
        needed=sequential.answers_needed(ratio),
        is_over=is_over,
    )


def in_words(found: Comparison, smallest_percent: int, proposal: str) -> str:
    """The result in a sentence that somebody without statistics reads."""
    if proposal == "the coin is in doubt":
        return _(
            "The two versions were not seen equally often, beyond chance. Something between us "
            "and the readers chooses; these figures say nothing."
        )
    if found.estimate is None:
        return _("Too little has come in to say anything.")
    low, high = percent(found.low), percent(found.high)
    seen = {"seen": percent(found.estimate), "low": low, "high": high}
    if found.differs:
        return (
            _("Version B brings more: %(seen)s, plausible from %(low)s to %(high)s.")
            if found.estimate > 1
            else _("Version A brings more; B against A: %(seen)s, plausible %(low)s to %(high)s.")
        ) % seen
    if proposal == "no difference that matters":
        return _(
            "The versions are alike: whatever difference there is, it is below %(smallest)s %% "
            "(B against A: plausible from %(low)s to %(high)s)."
        ) % (seen | {"smallest": smallest_percent})
    return (
        _(
            "No difference seen yet. B against A: %(seen)s, and anything from %(low)s to "
            "%(high)s is plausible."
        )
        % seen
    )


def percent(ratio: float | None) -> str:
    """A ratio as more or less in per cent; no end yet where there is none."""
    if ratio is None:
        return _("no end")
    return f"{round(100 * (ratio - 1)):+d} %".replace("-", "−")


PROPOSALS = {
    "b brings more": lambda: _(
        "Proposal: stop. Version B brings more. Which wording stays is "
        "for people to decide, by a correction of the answer."
    ),
    "a brings more": lambda: _("Proposal: stop. The published version brings more."),
    "no difference that matters": lambda: _("Proposal: stop. There is no difference worth having."),
    "time is over": lambda: _(
        "Its time is over and the coin is drawn no more. Proposal: stop, and "
        "conclude that it cannot be told."
    ),
    "the coin is in doubt": lambda: _("Proposal: stop, and find out why before testing again."),
    "go on": lambda: _("Proposal: go on. Looking often does no harm: the figures allow for it."),
}


def proposal_in_words(result: Result) -> str:
    return PROPOSALS[result.proposal]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpful:
    """What readers of one answer said; share and interval are None below 30 answers."""

    clarification: Clarification
    yes: int
    no: int
    share: float | None
    low: float | None
    high: float | None

    @property
    def answers(self) -> int:
        return self.yes + self.no


def helpful_of(clarifications: Sequence[Clarification]) -> list[Helpful]:
    """Of these answers, all editions together, in their order."""
    rows = HelpfulCount.objects.filter(clarification__in=clarifications)
    summed = rows.values("clarification").annotate(yes=Sum("yes"), no=Sum("no")).order_by()
    counted = {row["clarification"]: (row["yes"], row["no"]) for row in summed}
    return [helpful(each, *counted.get(each.pk, (0, 0))) for each in clarifications]


def helpful(clarification: Clarification, yes: int, no: int) -> Helpful:
    n = yes + no
    is_enough = n >= FEWEST_HELPFUL
    low, high = surveys.wilson(yes / n, n) if is_enough else (None, None)
    return Helpful(
        clarification=clarification,
        yes=yes,
        no=no,
        share=yes / n if is_enough else None,
        low=low,
        high=high,
    )


def answered_pages(reader: User, most: int) -> list[Clarification]:
    """The newest answers of the own organisations that somebody said something about."""
    within = Q(pk__in=[])
    for path in reader.content_scopes():
        within |= Q(issuer__path__startswith=path)
    rows = Clarification.objects.filter(within).exclude(helpful_counts=None).distinct()
    return list(rows[:most])
