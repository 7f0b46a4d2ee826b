"""One measurement of what is asked and what answers it, stored with what was not read.

What people decided stays with the question: a later run knows a question again by its stems
and moves its figures only.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.related import related_pages
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.desk.situational_insight.voids.models import InsightRun, PublicQuestion
from tangkal.desk.situational_insight.voids.reading import DAYS, Read, read_askings
from tangkal.engines.base import Lake
from tangkal.kernel import TangkalError
from tangkal.situational_insight.questions import (
    QuestionGroup,
    can_be_one,
    group_questions,
    likeness,
)
from tangkal.situational_insight.questions.grouping import SAME
from tangkal.text.privacy import mask_personal_data

log = logging.getLogger(__name__)

FEWEST_PEOPLE = 3  # who asked; two are a conversation
MOST_QUESTIONS = 200
KEPT_ITEMS = 20
REGIONS = 12
Answer = PublicQuestion.Answer


def measure(lake: Lake, *, now: datetime, is_exercise: bool) -> InsightRun:
    """Read, match and store; what stops it is stored too, and leaves the last figures standing."""
    run = InsightRun.objects.create(
        kind=InsightRun.Kind.VOIDS,
        is_exercise=is_exercise,
        since=now - timedelta(days=DAYS),
        until=now,
    )
    try:
        read = read_askings(lake, now=now, is_exercise=is_exercise)
        groups = asked_often(read)
        answers = [answer_to(group, is_exercise=is_exercise) for group in groups]
        with transaction.atomic():
            store(run, groups, answers, read)
    except TangkalError as error:
        stop(run, str(error))
    except Exception as error:  # whatever it is, it must not stop the stream
        log.exception("questions of the public, run %d", run.pk)
        stop(run, type(error).__name__)
    return run


def stop(run: InsightRun, fault: str) -> None:
    log.warning("run %d of %s stopped: %s", run.pk, run.kind, fault)
    run.fault, run.finished_at = fault[:300] or "stopped", timezone.now()
    run.save(update_fields=["fault", "finished_at"])


def asked_often(read: Read) -> list[QuestionGroup]:
    groups = group_questions(read.askings, least=FEWEST_PEOPLE)
    return [each for each in groups if each.askers + each.unnamed >= FEWEST_PEOPLE][:MOST_QUESTIONS]


class Found:
    """What the portal and the known claims say to one question."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.page: Clarification | None = None
        self.claim_id: str | None = None
        self.score: float | None = None
        self.reasons: list[str] = []


def answer_to(group: QuestionGroup, *, is_exercise: bool) -> Found:
    """Our own page answers; a claim that others checked, or a page that is only near, may.

    A page says whether something is so. It is no sure answer to when, where or how much,
    and neither is one that the office itself doubts.
    """
    result, near = nearest_claims(group.question, k=3)
    for place, (claim, match) in enumerate(near):
        page = page_of(claim.claim_id, is_exercise=is_exercise)
        if page is None:
            continue
        is_sure = place == 0 and result == "same" and group.kind in {"whether", "open"}
        found = Found(Answer.ANSWERED if is_sure and not page.doubted_at else Answer.MAYBE)
        found.page, found.claim_id = page, claim.pk
        found.score, found.reasons = match.score, list(match.reasons)
        return found
    # A claim of our own without a page was withdrawn, or belongs to the other world.
    for claim, match in near:
        if claim.origin == KnownClaim.Origin.IMPORTED:
            found = Found(Answer.MAYBE)
            found.claim_id, found.score, found.reasons = claim.pk, match.score, list(match.reasons)
            return found
    return nearby_page(group, is_exercise=is_exercise)


def page_of(claim_id: str, *, is_exercise: bool) -> Clarification | None:
    pages = Clarification.objects.filter(
        known_claim_id=claim_id,
        state=Clarification.State.PUBLISHED,
        is_exercise=is_exercise,
    )
    return pages.order_by("-published_at").first()


def nearby_page(group: QuestionGroup, *, is_exercise: bool) -> Found:
    """Pages that share words with the question, where the matcher knows nothing."""
    for page, _stems in related_pages(group.question):
        if page.is_exercise == is_exercise:
            found = Found(Answer.MAYBE)
            found.page = page
            return found
    return Found(Answer.NONE)


def store(
    run: InsightRun, groups: Sequence[QuestionGroup], answers: Sequence[Found], read: Read
) -> None:
    """Move the figures of questions known before, add the new ones, and close the run."""
    known = list(
        PublicQuestion.objects.select_for_update()
        .filter(is_exercise=run.is_exercise)
        .order_by("-run_id", "pk")
    )
    for group, found in zip(groups, answers, strict=True):
        row = take_known(group, known) or PublicQuestion(is_exercise=run.is_exercise)
        fill(row, group, found, run, read)
        row.save()
    run.read = {**read.about, "questions": len(groups)}
    run.finished_at = timezone.now()
    run.save(update_fields=["read", "finished_at"])


def take_known(group: QuestionGroup, known: list[PublicQuestion]) -> PublicQuestion | None:
    """The question of an earlier run that this one is, taken out so that it is used once."""
    best, chosen = SAME, None
    for row in known:
        if can_be_one(group.kind, row.kind):  # type: ignore[arg-type]  # stored by us
            found = likeness(group.terms, row.terms)
            if found > best or (chosen is None and found >= SAME):
                best, chosen = found, row
    if chosen is not None:
        known.remove(chosen)
    return chosen


def fill(
    row: PublicQuestion, group: QuestionGroup, found: Found, run: InsightRun, read: Read
) -> None:
    row.run = run
    row.question = mask_personal_data(group.question)[:500]
    row.kind = group.kind
    row.terms = list(group.terms)
    row.asks, row.askers, row.unnamed = group.asks, group.askers, group.unnamed
    row.reports = sum(item_id in read.reports for item_id in group.item_ids)
    row.wordings = group.wordings
    row.platforms = dict(group.platforms)
    row.regions = dict(list(group.regions.items())[:REGIONS])
    row.languages = dict(group.languages)
    row.daily = daily(group.moments, run.until)
    row.samples = [mask_personal_data(each)[:300] for each in group.samples]
    row.item_ids = list(group.item_ids[-KEPT_ITEMS:])
    row.first_at, row.last_at = group.first, group.last
    row.answer, row.page, row.claim_id = found.answer, found.page, found.claim_id
    row.score, row.reasons = found.score, found.reasons


def daily(moments: Sequence[datetime], until: datetime) -> list[int]:
    """Asks in each of the last DAYS stretches of 24 hours, oldest first.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 9, tzinfo=UTC)
    >>> daily([now - timedelta(hours=30), now - timedelta(hours=2)], now)
    [0, 0, 0, 0, 0, 1, 1]
    """
    counts = [0] * DAYS
    for each in moments:
        back = (until - each) // timedelta(days=1)
        if 0 <= back < DAYS:
            counts[DAYS - 1 - back] += 1
    return counts


def forget_before(before: datetime) -> int:
    """Drop questions last asked before a moment, and runs that nothing rests on; their number."""
    gone, _by_model = PublicQuestion.objects.filter(last_at__lt=before).delete()
    InsightRun.objects.filter(until__lt=before, questions=None).delete()
    return gone
