"""Propose, approve, start, stop and conclude a test of wordings; the portal draws and counts."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals import commands as approvals
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.rules import check_role
from tangkal.desk.portal import wordings
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.feedback_models import WordingTest
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness import trial_rules as rules
from tangkal.desk.tracking_effectiveness.trial_models import Trial
from tangkal.desk.tracking_effectiveness.trial_states import PROPOSERS, TrialState
from tangkal.desk.workflow import ActionDenied, check_version

FIELDS = (
    "title",
    "headline",
    "part_key",
    "part_text",
    "outcome",
    "smallest_percent",
    "days",
    "why",
    "ethics",
    "vouched",
)

# How a test ended that nobody stopped.
BY_ITSELF = {
    WordingTest.Stopped.CHANGED.value: Trial.Ended.CHANGED,
    WordingTest.Stopped.FROZEN.value: Trial.Ended.FROZEN,
}
ENDINGS = [each for each in Trial.Ended.choices if each[0] not in BY_ITSELF.values()]  # by people


def locked(trial: Trial, version: int | None) -> Trial:
    rows = Trial.objects.select_for_update(of=("self",))
    found = rows.select_related("clarification", "organisation", "author", "changed_by").get(
        pk=trial.pk
    )
    check_version(found, version)
    return found


def kept(trial: Trial, by: User | None) -> Trial:
    trial.version += 1
    trial.changed_by = by
    trial.save()
    return trial


def fill(trial: Trial, values: Mapping[str, Any], by: User) -> None:
    for name in FIELDS:
        if name in values:
            value = values[name]
            setattr(trial, name, without_controls(value) if isinstance(value, str) else value)
    trial.vouched = sorted(set(trial.vouched) & rules.VOUCHES.keys())
    if trial.part_key and trial.part_key not in dict(rules.parts_of(trial.clarification)):
        raise ValidationError(
            _("“%(part)s” is no part of the answer that may be worded otherwise.")
            % {"part": trial.part_key}
        )
    if bool(trial.part_key) != bool(trial.part_text.strip()):
        raise ValidationError(_("Choose the part that version B words otherwise, and write it."))
    if not trial.headline.strip():
        raise ValidationError(_("Write the headline of version B; it may be the same."))
    trial.writers = sorted({*trial.writers, by.pk})


@transaction.atomic
def propose(clarification: Clarification, values: Mapping[str, Any], *, by: User) -> Trial:
    """Draft a test of another wording of a published answer."""
    check_role(by, PROPOSERS, at=clarification.issuer)
    trial = Trial(
        clarification=clarification,
        edition=clarification.edition,
        organisation=clarification.issuer,
        author=by,
        is_exercise=clarification.is_exercise,
        changed_by=by,
    )
    fill(trial, values, by)
    trial.save()
    record("trial.proposed", trial, by=by, slug=clarification.slug, sha256=trial.sha256)
    return trial


@transaction.atomic
def revise(
    trial: Trial, values: Mapping[str, Any], *, by: User, version: int | None = None
) -> Trial:
    """Change it; an approval that was given is gone with that."""
    trial = locked(trial, version)
    trial.state = rules.check_step(trial, "revise", by)
    trial.edition = trial.clarification.edition
    trial.approved_by = trial.approved_at = None
    fill(trial, values, by)
    record("trial.revised", trial, by=by, sha256=trial.sha256)
    return kept(trial, by)


@transaction.atomic
def submit(trial: Trial, *, by: User, version: int | None = None) -> Trial:
    """Hand it to a second person. Refused while a fact differs or something is not vouched for."""
    trial = locked(trial, version)
    trial.state = rules.check_step(trial, "submit", by)
    rules.check_faultless(trial)
    record("trial.submitted", trial, by=by, sha256=trial.sha256)
    return kept(trial, by)


@transaction.atomic
def approve(trial: Trial, *, by: User, comment: str = "", version: int | None = None) -> Trial:
    """A second person stands behind both wordings and the ethics note."""
    trial = locked(trial, version)
    trial.state = rules.check_step(trial, "approve", by)
    rules.check_faultless(trial)
    trial.approved_by, trial.approved_at = by, timezone.now()
    trial.comment = without_controls(comment)
    give_word(trial, Approval.Word.APPROVED, by)
    record("trial.approved", trial, by=by, sha256=trial.sha256, comment=comment)
    return kept(trial, by)


@transaction.atomic
def send_back(trial: Trial, *, by: User, comment: str, version: int | None = None) -> Trial:
    """Back to the proposer, with what is missing."""
    trial = locked(trial, version)
    trial.state = rules.check_step(trial, "send_back", by)
    trial.comment = without_controls(check_reason(comment))
    give_word(trial, Approval.Word.RETURNED, by)
    record("trial.sent_back", trial, by=by, comment=comment)
    return kept(trial, by)


def give_word(trial: Trial, word: Approval.Word, by: User) -> None:
    approvals.give_word(
        trial, sha256=trial.sha256, stage="trial", word=word, by=by, comment=trial.comment
    )


@transaction.atomic
def drop(trial: Trial, *, by: User, version: int | None = None) -> Trial:
    """It will not be done."""
    trial = locked(trial, version)
    trial.state = rules.check_step(trial, "drop", by)
    record("trial.dropped", trial, by=by)
    return kept(trial, by)


@transaction.atomic
def start(trial: Trial, *, by: User, version: int | None = None) -> Trial:
    """Let the portal draw: from now on for so many days, unless it is stopped before."""
    trial = locked(trial, version)
    trial.state = rules.check_step(trial, "start", by)
    # The answer stands still while it is looked at: a correction waits, or ends the test.
    Clarification.objects.select_for_update().get(pk=trial.clarification_id)
    rules.check_faultless(trial)
    rules.check_not_held(trial)
    now = timezone.now()
    trial.code, trial.started_at = secrets.token_hex(6), now
    try:
        with transaction.atomic():
            wordings.start(
                trial.clarification,
                code=trial.code,
                headline=trial.headline,
                part_key=trial.part_key,
                part_text=trial.part_text,
                ends_at=now + timedelta(days=trial.days),
                by=by,
            )
    except IntegrityError:
        raise ActionDenied(_("Another test of this answer runs; stop it first.")) from None
    record("trial.started", trial, by=by, code=trial.code, days=trial.days)
    return kept(trial, by)


@transaction.atomic
def stop(
    trial: Trial, *, by: User, ended: str = "", why: str = "", version: int | None = None
) -> Trial:
    """End it at once; every reader sees the published wording again. No reason is needed."""
    trial = locked(trial, version)
    rules.check_step(trial, "stop", by)
    if ended and ended not in dict(ENDINGS):
        raise ValidationError(_("%(what)s is no way in which a test ends.") % {"what": ended})
    test = WordingTest.objects.get(code=trial.code)
    wordings.stop(test, why=WordingTest.Stopped.BY_PERSON, by=by)  # tells note_stopped below
    trial = Trial.objects.select_for_update(of=("self",)).get(pk=trial.pk)
    trial.ended = ended or Trial.Ended.OTHER
    trial.ended_why = without_controls(why)
    record("trial.stopped", trial, by=by, ended=trial.ended, why=why)
    return kept(trial, by)


def note_stopped(sender: object, test: WordingTest, why: str, by: User | None, **_: object) -> None:
    """The portal ended a test: on a person's word, its answer was changed, or a freeze began."""
    trial = Trial.objects.select_for_update(of=("self",)).filter(code=test.code).first()
    if trial is None or trial.state != TrialState.RUNNING:
        return
    trial.state, trial.stopped_at, trial.stopped_by = TrialState.STOPPED, timezone.now(), by
    trial.result = wordings.totals(test)
    if why in BY_ITSELF:
        trial.ended = BY_ITSELF[why]
        record("trial.stopped", trial, by=by, ended=trial.ended, why="")
    kept(trial, by)


@transaction.atomic
def conclude(trial: Trial, *, lesson: str, by: User, version: int | None = None) -> Trial:
    """Put on record what was learnt. Which wording stays is decided elsewhere, by a correction."""
    trial = locked(trial, version)
    trial.state = rules.check_step(trial, "conclude", by)
    trial.lesson = without_controls(check_reason(lesson))
    record("trial.concluded", trial, by=by, lesson=trial.lesson)
    return kept(trial, by)
