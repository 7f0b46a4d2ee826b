"""Write judgements down: each a new row, with who, when and on which evidence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.commands.base import keep_case, lock_case, required
from tangkal.desk.cases.models import Case, Claim, Evidence
from tangkal.desk.cases.words import DISORDER_TYPES, check
from tangkal.desk.impact_analysis import rules, words
from tangkal.desk.impact_analysis.models import (
    AbcdeAssessment,
    FirstAssessment,
    FirstMark,
    IntentRating,
    TechniqueRecord,
)
from tangkal.impact_analysis.abcde import LETTERS, SCOTCH, personal_kinds
from tangkal.impact_analysis.first import HEAD_OF, Present, check_mark
from tangkal.impact_analysis.intent import Intent, check_rating, speaks_for_intent
from tangkal.impact_analysis.techniques import Technique, check_content
from tangkal.kernel import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One answered item of FIRST."""

    item: str
    present: str
    note: str = ""
    evidence: Sequence[Evidence] = field(default=())


def edition() -> str:
    """The edition of the framework that this office judges by."""
    return str(settings.TANGKAL.framework_edition)


@transaction.atomic
def assess_first(
    case: Case,
    *,
    marks: Collection[Mark],
    by: User,
    note: str = "",
    version: int | None = None,
) -> FirstAssessment:
    """Answer FIRST. Items without an answer are left out; a yes rests on evidence of the case.

    Raises:
        ActionDenied: no gate yet, the role, a conflict of interest.
        ValidationError: no answer at all, an unknown item, a yes without evidence.
    """
    case = lock_case(case, version)
    rules.check_can_judge(by, case)
    if not marks:
        raise ValidationError(_("Answer at least one item."))
    for mark in marks:
        check_first(mark)
        rules.check_evidence(case, mark.evidence)
    made = FirstAssessment.objects.create(
        case=case, note=note.strip(), by=by, framework_edition=edition()
    )
    for mark in marks:
        row = FirstMark.objects.create(
            assessment=made, item=mark.item, present=mark.present, note=mark.note.strip()
        )
        row.evidence.set(mark.evidence)
    present = sorted(mark.item for mark in marks if mark.present == Present.YES)
    keep_case(case, "first_assessed", by=by, assessment=made.pk, present=present)
    return made


def check_first(mark: Mark) -> None:
    if mark.present == Present.YES and mark.item in HEAD_OF and not mark.evidence:
        raise ValidationError(
            _("“%(item)s”: a yes needs a piece of evidence of this case.")
            % {"item": words.FIRST_ITEMS[mark.item]}
        )
    try:
        check_mark(mark.item, mark.present, has_evidence=bool(mark.evidence))
    except InvalidInput as error:
        raise ValidationError(str(error)) from error


@transaction.atomic
def assess_abcde(
    case: Case,
    *,
    actor_kind: str,
    letters: Mapping[str, str],
    by: User,
    scotch: Mapping[str, str] | None = None,
    evidence: Collection[Evidence] = (),
    version: int | None = None,
) -> AbcdeAssessment:
    """Describe actor, behaviour, content, degree and effect, of kinds and never of a person.

    Raises:
        ValidationError: a letter without words, an unknown kind, or a text that names a person.
    """
    if actor_kind not in words.ACTOR_KINDS:
        raise ValidationError(_("Choose the kind of actor."))
    kept = {
        letter: required(
            letters.get(letter, ""),
            _("“%(letter)s” is empty.") % {"letter": words.LETTERS[letter]},
        )
        for letter in LETTERS
    }
    brief = {part: str((scotch or {}).get(part, "")).strip() for part in SCOTCH}
    check_no_person(kept | brief)
    case = lock_case(case, version)
    rules.check_can_judge(by, case)
    made = AbcdeAssessment.objects.create(
        case=case,
        actor_kind=actor_kind,
        scotch=brief,
        by=by,
        framework_edition=edition(),
        **kept,
    )
    made.evidence.set(rules.check_evidence(case, evidence))
    keep_case(case, "abcde_assessed", by=by, assessment=made.pk, actor_kind=actor_kind)
    return made


def check_no_person(texts: Mapping[str, str]) -> None:
    """Refuse a handle, a telephone or identity number, an address of a person.

    Raises:
        ValidationError: naming the field, and what to write instead.
    """
    for name, text in texts.items():
        if kinds := personal_kinds(text):
            label = words.LETTERS.get(name) or words.SCOTCH_PARTS[name]
            found = ", ".join(str(words.PERSONAL[kind]) for kind in kinds)
            raise ValidationError(
                _(
                    "“%(field)s” holds %(found)s. Nobody is described here by name: write the kind "
                    "of actor, for instance “a network of anonymous accounts”; the post itself "
                    "stays among the evidence."
                )
                % {"field": label, "found": found}
            )


@transaction.atomic
def rate_intent(
    claim: Claim,
    *,
    intent: str,
    cues: Mapping[str, str],
    reasoning: str,
    by: User,
    disorder_type: str = "",
    evidence: Collection[Evidence] = (),
    version: int | None = None,
) -> IntentRating:
    """One rater's word on the intent behind a claim, given without having seen another's.

    "Disinformation" follows once two raters hold it deliberate independently of one another.

    Raises:
        ValidationError: no reasoning; "deliberate" without evidence or a cue that speaks for it.
    """
    reasoning = required(reasoning, _("Say what speaks for and against it."))
    check(disorder_type, DISORDER_TYPES)
    answered = {cue: answer for cue, answer in cues.items() if answer}
    check_intent(intent, answered, evidence)
    case = lock_case(Case(pk=claim.case_id), version)
    rules.check_can_rate_intent(by, case)
    made = IntentRating.objects.create(
        case=case,
        claim=claim,
        intent=intent,
        disorder_type=disorder_type,
        cues=answered,
        reasoning=reasoning,
        is_independent=has_seen_nobody(claim, by),
        by=by,
        framework_edition=edition(),
    )
    made.evidence.set(rules.check_evidence(case, evidence))
    keep_case(case, "intent_rated", by=by, rating=made.pk, claim=claim.pk)
    return made


def check_intent(intent: str, cues: Mapping[str, str], evidence: Collection[Evidence]) -> None:
    if intent == Intent.DELIBERATE and not evidence:
        raise ValidationError(_("“Deliberate” needs a piece of evidence of this case."))
    if intent == Intent.DELIBERATE and not speaks_for_intent(cues):
        raise ValidationError(
            _("“Deliberate” needs at least one cue that speaks for it; answer the four questions.")
        )
    try:
        check_rating(intent, cues, has_evidence=bool(evidence))
    except InvalidInput as error:
        raise ValidationError(str(error)) from error


def has_seen_nobody(claim: Claim, by: User) -> bool:
    """Others' ratings are shown once one's own is in: a changed mind is no second opinion."""
    has_rated = claim.intents.filter(by=by).exists()
    return not has_rated or not claim.intents.exclude(by=by).exists()


@transaction.atomic
def record_technique(
    case: Case,
    *,
    technique: str,
    asked: str,
    content: Mapping[str, Any],
    changed: str,
    by: User,
    version: int | None = None,
) -> TechniqueRecord:
    """Keep a structured technique with what it holds: a tick would prove nothing.

    Raises:
        ValidationError: no question, no content, or nothing said about what it changed.
    """
    asked = required(asked, _("Say which question the technique was to answer."))
    changed = required(changed, _("Say what it changed; “nothing” is an answer."))
    try:
        check_content(technique, content)
    except InvalidInput as error:
        raise ValidationError(
            _("The record of “%(name)s” is not complete: fill at least its first row or its text.")
            % {"name": words.say_technique(technique)}
        ) from error
    case = lock_case(case, version)
    rules.check_can_judge(by, case)
    made = TechniqueRecord.objects.create(
        case=case,
        technique=Technique(technique).value,
        asked=asked,
        content=dict(content),
        changed=changed,
        by=by,
        framework_edition=edition(),
    )
    keep_case(case, "technique_recorded", by=by, record=made.pk, technique=technique)
    return made
