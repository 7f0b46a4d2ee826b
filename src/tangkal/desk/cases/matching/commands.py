"""Judge suggestions, singly or many, take judgements back; the signal shows what stands."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.evidence import from_known_claim
from tangkal.desk.cases.matching import rules
from tangkal.desk.cases.models import Case, Evidence, Signal
from tangkal.desk.recognise import judging
from tangkal.desk.recognise.judging import Answer, Shown
from tangkal.desk.recognise.models import KnownClaim, MatchJudgement, MatchSuggestion
from tangkal.desk.workflow import ActionDenied, StaleObject

MOST_AT_ONCE = 200
MATCH_KINDS = ("known_claim", "maybe_claim")


@transaction.atomic
def judge(shown: Shown, answer: str, *, by: User, seen: int = 0, why: str = "") -> MatchJudgement:
    """Keep one answer; a signal's reasons follow it, its state never does."""
    rules.check_can_judge(by, shown.subject)
    lock_signals([shown])
    judgement = judging.judge(shown, answer, by=by, seen=seen, why=why)
    reconsider([shown.signal_id])
    return judgement


@transaction.atomic
def take_back(judgement: MatchJudgement, *, by: User) -> MatchJudgement:
    """Undo an answer that still stands."""
    rules.check_can_judge(by, judgement.subject)
    shown = judging.as_shown(judgement)
    lock_signals([shown])
    undone = judging.take_back(judgement, by=by)
    reconsider([shown.signal_id])
    return undone


def lock_signals(shown: Iterable[Shown]) -> None:
    """The signal before the suggestion and the audit's end: the worker's order too."""
    numbers = sorted({each.signal_id for each in shown if each.signal_id})
    list(Signal.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))


@dataclass(slots=True)
class Outcome:
    """What came of one answer to several suggestions."""

    judged: list[MatchJudgement] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)  # who was quicker
    refused: list[str] = field(default_factory=list)  # the rules' sentences


def judge_all(
    chosen: Sequence[tuple[MatchSuggestion, int]], answer: str, *, by: User, why: str = ""
) -> Outcome:
    """The same answer to several suggestions, each with the judgement its row showed."""

    def act(row: MatchSuggestion, seen: int) -> MatchJudgement:
        return judge(judging.as_shown(row), answer, by=by, seen=seen, why=why)

    return for_each([partial(act, row, seen) for row, seen in chosen[:MOST_AT_ONCE]])


def take_all_back(judgements: Iterable[MatchJudgement], *, by: User) -> Outcome:
    return for_each([partial(take_back, each, by=by) for each in judgements])


def for_each(acts: Iterable[Callable[[], MatchJudgement]]) -> Outcome:
    """Each in a transaction of its own: one that was answered meanwhile stops no other."""
    outcome = Outcome()
    for act in acts:
        try:
            outcome.judged.append(act())
        except StaleObject as stale:
            outcome.stale.append(stale.changed_by or _("somebody else"))
        except ActionDenied as denied:
            outcome.refused.append(str(denied))
        except ValidationError as invalid:
            outcome.refused.extend(invalid.messages)
    return outcome


def reconsider(signal_ids: Iterable[int | None]) -> None:
    """Let signals show the best suggestion that nobody rejected, and why they are in the queue.

    Measurement alone: a signal's state, owner and version stay as people left them. Call it in
    a transaction that holds the signals' locks.
    """
    # It loads compiled kernels, for which no web process waits before its first page.
    from tangkal.pipeline.signals import urgency_of  # noqa: PLC0415

    ids = [pk for pk in signal_ids if pk]
    suggested: dict[int, list[MatchSuggestion]] = {}
    rows = MatchSuggestion.objects.filter(signal_id__in=ids, claim__is_withdrawn=False)
    for row in rows.select_related("judgement__by").order_by("-score", "pk"):
        suggested.setdefault(row.signal_id or 0, []).append(row)
    for signal in Signal.objects.filter(pk__in=ids):
        best = best_of(suggested.get(signal.pk, ()))
        signal.best_claim_id = best.claim_id if best else None
        signal.best_score = best.score if best else None
        signal.best_reasons = list(best.reasons) if best else []
        signal.best_method = best.method if best else ""
        others = [reason for reason in signal.reasons if reason.get("kind") not in MATCH_KINDS]
        told = [reason_of(best, signal)] if best else []
        reasons = [*others, *(reason for reason in told if reason)]
        signal.reasons = sorted(reasons, key=lambda each: -urgency_of([each]))
        signal.urgency = urgency_of(signal.reasons)
        signal.save(
            update_fields=[
                *("best_claim", "best_score", "best_reasons", "best_method"),
                *("reasons", "urgency"),
            ]
        )


def best_of(rows: Sequence[MatchSuggestion]) -> MatchSuggestion | None:
    """What a person confirmed, else the likeliest that nobody rejected."""
    confirmed = [row for row in rows if answer_to(row) == Answer.SAME]
    left = [row for row in rows if answer_to(row) != Answer.NOT_SAME and row.level != "unknown"]
    return next(iter([*confirmed, *left]), None)


def answer_to(row: MatchSuggestion) -> str:
    return row.judgement.answer if row.judgement else ""


def reason_of(best: MatchSuggestion, signal: Signal) -> dict[str, object] | None:
    """The match as a reason of the signal; None where it alone is not worth a look."""
    from tangkal.pipeline.signals import MAYBE_ITEMS, MAYBE_SCORE  # noqa: PLC0415 - as above

    told = {"claim_id": best.claim_id, "score": round(best.score, 3)}
    if best.judgement and best.judgement.answer == Answer.SAME:
        name = best.judgement.by.display_name
        return {"kind": "known_claim", **told, "score": 1.0, "confirmed_by": name}
    if best.level == "same":
        return {"kind": "known_claim", **told}
    is_worth_it = best.score >= MAYBE_SCORE and signal.items_total >= MAYBE_ITEMS
    return {"kind": "maybe_claim", **told} if is_worth_it else None


def link_claim(case: Case, claim: KnownClaim, *, by: User, version: int | None = None) -> Evidence:
    """Copy a known claim into a case as an earlier fact-check, as it reads today."""
    if case.evidence.filter(known_claim=claim).exists():
        raise ValidationError(_("The case already holds this claim as evidence."))
    return cases.add_evidence(case, from_known_claim(claim), by=by, version=version)
