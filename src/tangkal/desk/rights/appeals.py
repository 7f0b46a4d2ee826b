"""Appeals at the desk: open the review, give it to an officer, decide, tell, announce."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals import conflicts
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import deadlines
from tangkal.desk.cases.models import Priority
from tangkal.desk.inbox.commands import tell as leave_notice
from tangkal.desk.portal.appeal_states import REVERSED
from tangkal.desk.portal.models import Appeal
from tangkal.desk.rights import rules
from tangkal.desk.rights.models import Review
from tangkal.desk.rights.people import holders
from tangkal.desk.rights.states import REVIEWERS
from tangkal.desk.rights.subjects import subject_of
from tangkal.desk.workflow import StaleObject, check_version


def open_review(sender: object, *, appeal: Appeal, **_extra: object) -> Review:
    """The desk's side of a new appeal; runs in the transaction that took it in."""
    subject = subject_of(appeal)
    case = subject.case
    priority = case.priority if case and case.priority else Priority.LOW
    review = Review(appeal=appeal, case=case, organisation=subject.organisation, priority=priority)
    review.reply_due_at = due(review, "appeal_reply")
    review.decide_due_at = due(review, "appeal_decision")
    review.save()
    leave_notice(
        holders(REVIEWERS, review.organisation),
        kind="appeal",
        subject_url=address(review),
        title=lambda: _("A new appeal has to be given to somebody who had no part in it"),
        is_exercise=appeal.is_exercise,
    )
    return review


def due(review: Review, step: str) -> datetime:
    """When a step of an appeal is due, by its office's table and pauses."""
    subject = f"appeal:{review.appeal_id}"
    start = review.appeal.received_at
    found = deadlines.timing().due(
        step, review.priority, start, organisation=review.organisation, subject=subject
    )
    return found or deadlines.Doctrine().due(step, review.priority, start) or start


def address(review: Review) -> str:
    return reverse("appeal", args=[review.appeal.receipt])


def lock(review: Review, version: int | None) -> Review:
    """The appeal and its review as they now are, locked.

    Raises:
        StaleObject: somebody changed the appeal after this person's page was drawn.
    """
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=review.appeal_id)
    found = Review.objects.select_related(
        "case__lead_organisation", "organisation", "changed_by", "officer"
    ).get(pk=review.pk)
    found.appeal = appeal
    check_version(appeal, version, by=found.changed_by)
    return found


def keep(review: Review, event: str, *, by: User, **detail: object) -> Review:
    review.appeal.version += 1
    review.appeal.save()
    review.changed_by = by
    review.save()
    record(f"appeal.{event}", review.appeal, by=by, state=str(review.appeal.state), **detail)
    return review


@transaction.atomic
def assign(
    review: Review, officer: User, *, first_reply: str, by: User, version: int | None = None
) -> Review:
    """Give an appeal to somebody who had no part in it, and write to its sender.

    Raises:
        ActionDenied: not by this person, or not to that one.
        ValidationError: no first reply to the sender.
    """
    review = lock(review, version)
    review.appeal.state = rules.check_can_assign(review, officer, by=by)
    words = first_reply.strip()
    if not review.appeal.first_replied_at:
        if not words:
            raise ValidationError(_("Write a first reply: the sender reads it at once."))
        review.appeal.first_reply = words
        review.appeal.first_replied_at = timezone.now()
    review.officer, review.assigned_by = officer, by
    keep(review, "assigned", by=by, officer=officer.pk, name=str(officer), first_reply=words)
    leave_notice(
        [officer],
        kind="assigned",
        subject_url=address(review),
        title=lambda: _("Appeal %(receipt)s is yours") % {"receipt": review.appeal.receipt},
        by=by,
        is_exercise=review.appeal.is_exercise,
    )
    return review


@transaction.atomic
def decide(
    review: Review,
    action: str,
    *,
    reason: str,
    by: User,
    sha256_seen: str,
    version: int | None = None,
) -> Review:
    """Uphold what was contested, have it revised, or withdraw it; the page says so at once.

    Args:
        action: "uphold", "revise" or "withdraw".
        sha256_seen: fingerprint of what stood there when the officer looked.

    Raises:
        ActionDenied: not this officer's, or no longer without a part in it, or no reason.
        StaleObject: the contested text was changed while the officer looked.
    """
    if action not in subject_of(review.appeal).decisions:
        raise ValidationError(_("%(action)s is not a decision on an appeal.") % {"action": action})
    review = lock(review, version)
    target = rules.check_can_decide(review, action, by=by)
    reason = check_reason(reason)
    subject = subject_of(review.appeal)
    if sha256_seen != subject.sha256_now():
        raise StaleObject(review.appeal.subject_label, None)
    appeal = review.appeal
    appeal.state = appeal.outcome = target
    appeal.outcome_reason, appeal.decided_at = reason, timezone.now()
    review.decided_by = by
    keep(
        review,
        "decided",
        by=by,
        outcome=str(target),
        reason=reason,
        contested=appeal.contested_sha256,
        seen=sha256_seen,
    )
    if target in REVERSED:
        put_right(review, action, reason, by=by)
    else:
        subject.uphold(by=by, reason=reason)
    return review


def put_right(review: Review, action: str, reason: str, *, by: User) -> None:
    """Correct or withdraw in public, hand the work on, and keep its judge out of it."""
    subject = subject_of(review.appeal)
    act = subject.revise if action == "revise" else subject.withdraw
    with override(review.appeal.language):
        words = _("After an appeal: %(reason)s") % {"reason": reason}
    people = act(by=by, reason=words)
    if review.case is not None and not conflicts.has_conflict(by, review.case):
        conflicts.put_on_record(
            review.case,
            by,
            by=by,
            reason=_("Decided appeal %(receipt)s and does not write or approve what follows.")
            % {"receipt": review.appeal.receipt},
        )
    title = (
        (lambda: _("An appeal was granted: the answer has to be corrected"))
        if action == "revise"
        else (
            lambda: _("An appeal was granted: what was contested is withdrawn; put the rest right")
        )
    )
    leave_notice(
        people, kind="appeal", subject_url=address(review), title=title, case=review.case, by=by
    )


@transaction.atomic
def tell_sender(
    review: Review, *, reply: str, how: str, by: User, version: int | None = None
) -> Review:
    """Record what the sender was told and how; the reply stands on the appeal's page too."""
    review = lock(review, version)
    review.appeal.state = rules.check_step(review, "tell", by)
    review.appeal.reply = check_reason(reply)
    review.appeal.told_at = timezone.now()
    review.told_how = check_reason(how)[:200]
    return keep(review, "told", by=by, how=review.told_how, reply=review.appeal.reply)


@transaction.atomic
def announce(review: Review, *, by: User, version: int | None = None) -> Review:
    """Publish the outcome with its reasons beside what was contested."""
    review = lock(review, version)
    review.appeal.state = rules.check_step(review, "announce", by)
    review.appeal.announced_at = timezone.now()
    return keep(review, "announced", by=by, outcome=review.appeal.outcome)
