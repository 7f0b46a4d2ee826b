"""What a page shows of matches: the nearest claims of one subject, and what people said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core import signing
from django.utils.text import Truncator

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import held
from tangkal.desk.cases.matching import rules
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.recognise import matcher
from tangkal.desk.recognise.judging import LONGEST_TEXT, Answer, Shown, as_shown
from tangkal.desk.recognise.models import KnownClaim, MatchJudgement, MatchSuggestion
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.pipeline.identity import digest
from tangkal.recognise.restraint import MAYBE, SAME
from tangkal.text.normalise import normalise
from tangkal.text.privacy import mask_personal_data

NEAREST = 5
SALT = "tangkal.match.shown"
GOOD_FOR_S = 7 * 24 * 3600  # a page left open over a weekend may still be answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One suggestion on a page."""

    claim: KnownClaim
    shown: Shown
    judgement: MatchJudgement | None
    sealed: str  # the suggestion as shown, for the buttons' forms

    @property
    def seen(self) -> int:
        return self.judgement.pk if self.judgement else 0

    @property
    def is_confirmed(self) -> bool:
        return self.judgement is not None and self.judgement.answer == Answer.SAME

    @property
    def is_rejected(self) -> bool:
        return self.judgement is not None and self.judgement.answer == Answer.NOT_SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The matches of one signal, case or pasted text."""

    answer: str  # same, maybe, unknown: of what nobody rejected
    rows: list[Row]
    rejected: list[Row]
    matcher: matcher.Answering
    may_judge: bool
    cases: list[Case] = field(default_factory=list)  # a claim may be linked to these
    linked: frozenset[str] = frozenset()  # claims that the case holds as evidence already


def of_signal(signal: Signal, reader: User, cases: Iterable[Case] = ()) -> Panel:
    """What the worker suggested of a signal's items, and what its excerpt is nearest to."""
    subject = f"signal:{signal.pk}"
    stored = list(
        MatchSuggestion.objects.filter(subject=subject, claim__is_withdrawn=False).select_related(
            "claim", "judgement__by"
        )
    )
    fresh = measured(
        signal.excerpt or signal.title,
        subject,
        on=signal.first_seen_at.date(),
        is_exercise=signal.is_exercise,
    )
    return panel_of(
        stored, fresh, may_judge=rules.can_judge_signal(reader, signal), cases=list(cases)
    )


def of_case(case: Case, reader: User, *, may_link: bool) -> Panel:
    """What a case's claim, or its title before there is one, is nearest to."""
    subject = f"case:{case.number}"
    claims = list(case.claims.all())
    suggested = MatchSuggestion.objects.filter(subject=subject, claim__is_withdrawn=False)
    has_some = held.may_hold(case, "recognise.MatchSuggestion")
    stored = list(suggested.select_related("claim", "judgement__by")) if has_some else []
    fresh = measured(
        claims[0].text if claims else case.title,
        subject,
        on=case.opened_at.date(),
        is_exercise=case.is_exercise,
    )
    return panel_of(
        stored,
        fresh,
        may_judge=rules.can_judge_case(reader, case),
        cases=[case] if may_link else [],
        linked=frozenset(
            each.known_claim_id for each in case.evidence.all() if each.known_claim_id
        ),
    )


def of_text(text: str, reader: User, *, floor: float = MAYBE) -> Panel:
    """What a pasted text is nearest to; the same words again have the same judgements."""
    subject = f"text:{digest(normalise(text))}"
    fresh = measured(text, subject, floor=floor, kept=mask_personal_data(text))
    stored = MatchSuggestion.objects.filter(
        subject=subject, claim__in=list(fresh), claim__is_withdrawn=False
    ).select_related("claim", "judgement__by")
    return panel_of(list(stored), fresh, may_judge=rules.can_judge_texts(reader))


def measured(
    text: str,
    subject: str,
    *,
    on: date | None = None,
    floor: float = MAYBE,
    is_exercise: bool = False,
    kept: str | None = None,
) -> dict[str, tuple[KnownClaim, Shown]]:
    """The nearest claims of a text now, by claim id, best first.

    Args:
        kept: what a judgement keeps of the text, where it is not masked already.
    """
    _answer, found = nearest_claims(text, k=NEAREST, floor=floor)
    version = matcher.live().version
    return {
        claim.pk: (
            claim,
            Shown(
                subject=subject,
                claim_id=claim.pk,
                text=(text if kept is None else kept)[:LONGEST_TEXT],
                text_date=on,
                score=match.score,
                level=level_of(match.score),
                reasons=match.reasons,
                method=match.method,
                matcher_version=version,
                is_exercise=is_exercise,
            ),
        )
        for claim, match in found
    }


def level_of(score: float) -> str:
    """The score in a word, as :mod:`tangkal.recognise.restraint` says it."""
    if score < MAYBE:
        return "unknown"
    return "same" if score >= SAME else "maybe"


def panel_of(
    stored: Sequence[MatchSuggestion],
    fresh: Mapping[str, tuple[KnownClaim, Shown]],
    *,
    may_judge: bool,
    cases: Sequence[Case] = (),
    linked: frozenset[str] = frozenset(),
) -> Panel:
    """Stored suggestions and fresh ones as one list: a claim once, what was judged as judged."""
    rows = [row_of(each.claim, as_shown(each), each.judgement) for each in stored]
    known = {each.claim_id for each in stored}
    rows += [row_of(claim, shown, None) for pk, (claim, shown) in fresh.items() if pk not in known]
    rows.sort(key=lambda row: (not row.is_confirmed, -row.shown.score))
    kept = [row for row in rows if not row.is_rejected]
    return Panel(
        answer=kept[0].shown.level if kept else "unknown",
        rows=kept,
        rejected=[row for row in rows if row.is_rejected],
        matcher=matcher.answering(),
        may_judge=may_judge,
        cases=list(cases),
        linked=linked,
    )


def row_of(claim: KnownClaim, shown: Shown, judgement: MatchJudgement | None) -> Row:
    return Row(claim=claim, shown=shown, judgement=judgement, sealed=seal(shown))


def seal(shown: Shown) -> str:
    """The suggestion as a form carries it: signed, so that what is judged is what was shown."""
    values = {name: getattr(shown, name) for name in Shown.__slots__}
    values |= {"reasons": list(shown.reasons), "text_date": None}
    values["on"] = shown.text_date.isoformat() if shown.text_date else ""
    return signing.dumps(values, salt=SALT, compress=True)


def unseal(sealed: str) -> Shown | None:
    """What was shown; None for a form that is old or not ours."""
    try:
        values = signing.loads(sealed, salt=SALT, max_age=GOOD_FOR_S)
    except signing.BadSignature:
        return None
    on = values.pop("on")
    return Shown(**(values | {"text_date": date.fromisoformat(on) if on else None}))


def shortened(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(280)
