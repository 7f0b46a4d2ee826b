"""Have we seen this picture before? Among the banks, and among earlier evidence one may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held
from tangkal.desk.cases.matching import rules as matching_rules
from tangkal.desk.cases.matching.panel import Row, row_of
from tangkal.desk.cases.models import Case, Evidence
from tangkal.desk.cases.pictures.fingerprints import unpacked
from tangkal.desk.cases.pictures.models import EvidencePrint
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.recognise.judging import Shown, as_shown
from tangkal.desk.recognise.media import index
from tangkal.desk.recognise.media.index import Found, Likeness
from tangkal.desk.recognise.media.models import MediaBank
from tangkal.desk.recognise.media.reading import Taken
from tangkal.desk.recognise.models import MatchSuggestion

SHOWN = 5
MOST_PICTURES = 8  # of a case that its page compares, the newest; each costs a search


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRow:
    """A known picture that is like the one of the page; buttons where it can be judged."""

    found: Found
    row: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRow:
    """Evidence, perhaps of another case, whose picture is like the one of the page."""

    evidence: Evidence
    like: Likeness
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One picture or video, and where it was seen before."""

    medium: str
    note: str
    evidence: Evidence | None
    known: list[KnownRow]
    rejected: list[KnownRow]
    earlier: list[EarlierRow]

    @property
    def is_seen(self) -> bool:
        return bool(self.known or self.earlier)

    @property
    def first_seen_at(self) -> datetime | None:
        """The earliest day that is known of a picture which is like it as a whole."""
        days = [_start(one.found.seen_on) for one in self.known if one.found.like.is_whole]
        moments = days + [each.seen_at for each in self.earlier if each.like.is_whole]
        return min(moments, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """What the panel of a case shows."""

    of: list[Sighting]
    may_judge: bool


def of_case(case: Case, reader: User) -> Sightings:
    """The case's pictures and videos, each with where it was seen before."""
    prints = EvidencePrint.objects.filter(evidence__case=case).order_by(
        "-evidence__added_at", "-pk"
    )
    by_evidence = {each.pk: each for each in case.evidence.all()}
    taken = prints[:MOST_PICTURES] if held.may_hold(case, "cases.EvidencePrint") else ()
    return Sightings(
        of=[
            _of_print(each, by_evidence[each.evidence_id], reader)
            for each in taken
            if each.evidence_id in by_evidence
        ],
        may_judge=matching_rules.can_judge_case(reader, case),
    )


def _of_print(row: EvidencePrint, evidence: Evidence, reader: User) -> Sighting:
    taken = unpacked(row)
    found = index.find(taken) if taken else []
    rows = _judged(found, evidence)
    return Sighting(
        medium=row.get_medium_display(),
        note=row.note,
        evidence=evidence,
        known=[one for one in rows if not (one.row and one.row.is_rejected)],
        rejected=[one for one in rows if one.row and one.row.is_rejected],
        earlier=earlier(taken, reader, than=evidence) if taken else [],
    )


def of_upload(taken: Taken, reader: User) -> Sighting:
    """A picture somebody asks about; it is compared, and not kept."""
    return Sighting(
        medium=str(taken.medium.label),
        note=taken.note,
        evidence=None,
        known=[KnownRow(found=found, row=None) for found in index.find(taken)],
        rejected=[],
        earlier=earlier(taken, reader),
    )


def _judged(found: Sequence[Found], evidence: Evidence) -> list[KnownRow]:
    """The best picture of each claim, with what people said of it."""
    subject = f"evidence:{evidence.pk}"
    stored = {
        row.claim_id: row
        for row in MatchSuggestion.objects.filter(subject=subject).select_related(
            "claim", "judgement__by"
        )
    }
    rows: dict[str, KnownRow] = {}
    for one in found:
        claim = one.media.claim
        if claim.pk not in rows:
            kept = stored.get(claim.pk)
            shown = as_shown(kept) if kept else shown_of(one, subject, evidence)
            judgement = kept.judgement if kept else None
            rows[claim.pk] = KnownRow(found=one, row=row_of(claim, shown, judgement))
    return list(rows.values())


def shown_of(found: Found, subject: str, evidence: Evidence) -> Shown:
    """The measurement as a judgement keeps it: no text, so no matcher of texts learns from it."""
    return Shown(
        subject=subject,
        claim_id=found.media.claim_id,
        text="",
        text_date=evidence.captured_at.date(),
        score=found.like.score,
        level="same" if found.like.is_whole else "maybe",
        reasons=(found.like.reason,),
        method=found.method,
        matcher_version=0,
        is_exercise=evidence.case.is_exercise,
    )


def earlier(taken: Taken, reader: User, than: Evidence | None = None) -> list[EarlierRow]:
    """Evidence of cases this person reads that was there before and is like it, oldest first."""
    likes = _likes_among_evidence(taken)
    rows = EvidencePrint.objects.filter(
        pk__in=list(likes), evidence__case__in=visible_cases(reader)
    ).select_related("evidence__case")
    if than is not None:
        rows = rows.filter(evidence__case__is_exercise=than.case.is_exercise)
        rows = rows.exclude(evidence=than).filter(evidence__added_at__lte=than.added_at)
    made = [
        EarlierRow(evidence=row.evidence, like=likes[row.pk], seen_at=_seen(row.evidence))
        for row in rows.defer("fingerprint")
    ]
    return sorted(made, key=lambda each: each.seen_at)[:SHOWN]


def _likes_among_evidence(taken: Taken) -> dict[int, Likeness]:
    """By the thresholds that ship; banks alone have their own."""
    usual = MediaBank()
    rows = EvidencePrint.objects.filter(medium=taken.medium, fingerprint__isnull=False)
    built = index.built_of(rows, "evidence", taken.medium, bits=usual.bits, details=usual.details)
    return dict(index.likes(built, taken, usual))


def _seen(evidence: Evidence) -> datetime:
    return evidence.published_at or evidence.captured_at


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
