"""People's word on what the matcher suggested: kept beside the measurement, never over it.

A judgement binds to the suggestion as it was shown. Two people who judge one pair at once meet
at the suggestion's row: the second is told who was quicker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import lock_head, record
from tangkal.desk.recognise.models import KnownClaim, MatchJudgement, MatchSuggestion
from tangkal.desk.workflow import StaleObject

Answer = MatchJudgement.Answer
ANSWERS = (Answer.SAME.value, Answer.NOT_SAME.value, Answer.UNSURE.value)
LONGEST_TEXT = 2_000  # characters kept: the claim comes early
LONGEST_REASON = 300

SHOWN = (
    "subject",
    "claim_id",
    "item_id",
    "family_id",
    "text",
    "text_date",
    "score",
    "level",
    "reasons",
    "method",
    "matcher_version",
    "is_exercise",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One suggestion as somebody had it before them."""

    subject: str  # "signal:12", "case:2026-0001", "text:9f…"
    claim_id: str
    text: str
    score: float
    level: str
    reasons: Sequence[str]
    method: str
    matcher_version: int
    item_id: str = ""
    family_id: str = ""
    text_date: date | None = None
    is_exercise: bool = False

    @property
    def signal_id(self) -> int | None:
        kind, _colon, number = self.subject.partition(":")
        return int(number) if kind == "signal" else None


@transaction.atomic
def judge(shown: Shown, answer: str, *, by: User, seen: int = 0, why: str = "") -> MatchJudgement:
    """Keep a person's answer to one suggestion.

    Args:
        seen: the judgement that stood when the page was drawn, 0 for none.

    Raises:
        ValidationError: no such answer, or the claim is no longer known.
        StaleObject: somebody answered meanwhile.
    """
    if answer not in ANSWERS:
        raise ValidationError(_("Say whether it is the same claim, not the same, or unsure."))
    suggestion = locked(shown)
    check_unchanged(suggestion, seen)
    return keep(suggestion, shown, answer, by=by, why=why)


def locked(shown: Shown) -> MatchSuggestion:
    """The suggestion's row, locked; it is made where only a page had shown it so far."""
    claim = KnownClaim.objects.filter(pk=shown.claim_id, is_withdrawn=False).first()
    if claim is None:
        raise ValidationError(_("This claim is no longer known; nothing is left to judge."))
    values = {name: getattr(shown, name) for name in SHOWN} | {"text": shown.text[:LONGEST_TEXT]}
    made = MatchSuggestion(signal_id=shown.signal_id, **(values | {"reasons": list(shown.reasons)}))
    MatchSuggestion.objects.bulk_create([made], ignore_conflicts=True)
    return (
        MatchSuggestion.objects.select_for_update(of=("self",))
        .select_related("judgement__by", "claim")
        .get(subject=shown.subject, claim_id=shown.claim_id)
    )


def check_unchanged(suggestion: MatchSuggestion, seen: int) -> None:
    if (suggestion.judgement_id or 0) != seen:
        last = MatchJudgement.objects.filter(
            subject=suggestion.subject, claim_id=suggestion.claim_id
        ).first()
        raise StaleObject(suggestion.claim.title, last.by.display_name if last else None)


def keep(
    suggestion: MatchSuggestion, shown: Shown, answer: str, *, by: User, why: str = ""
) -> MatchJudgement:
    """Write the judgement, let the suggestion point at it, and say so in the audit."""
    values = {name: getattr(shown, name) for name in SHOWN} | {"text": shown.text[:LONGEST_TEXT]}
    judgement = MatchJudgement(
        **(values | {"reasons": list(shown.reasons)}),
        claim_title=suggestion.claim.title,
        answer=answer,
        why=why.strip()[:LONGEST_REASON],
        by=by,
    )
    lock_head()  # one after another, so that numbers rise in the order in which they are seen
    judgement.save()
    suggestion.judgement = None if answer == Answer.TAKEN_BACK else judgement
    suggestion.save(update_fields=["judgement"])
    record(
        f"match.{answer}",
        judgement,
        by=by,
        about=shown.subject,
        claim=shown.claim_id,
        title=suggestion.claim.title,
        family=shown.family_id,
        score=round(shown.score, 4),
        method=shown.method,
        matcher_version=shown.matcher_version,
        why=judgement.why,
    )
    return judgement


@transaction.atomic
def take_back(judgement: MatchJudgement, *, by: User) -> MatchJudgement:
    """Undo a judgement that still stands: the suggestion waits again, both rows stay.

    Raises:
        StaleObject: another judgement stands, or none.
    """
    shown = as_shown(judgement)
    suggestion = locked(shown)
    check_unchanged(suggestion, judgement.pk)
    return keep(suggestion, shown, Answer.TAKEN_BACK, by=by)


def as_shown(row: MatchJudgement | MatchSuggestion) -> Shown:
    """The measurement that a row keeps."""
    return Shown(**{name: getattr(row, name) for name in SHOWN})
