"""The after-action review, and the improvements it asks for."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.commands.base import at_most, lock, required, tell_about, touch
from tangkal.desk.crisis.models import Action, Crisis, Review, Topic
from tangkal.desk.crisis.models.learning import PARTS
from tangkal.desk.crisis.states import CrisisState
from tangkal.desk.workflow import ActionDenied, check_version

MOST = 6000
STAGES = ("hot_wash", "report")


@transaction.atomic
def write_review(
    crisis: Crisis, stage: str, parts: Mapping[str, str], *, by: User, expected_version: int
) -> Review:
    """Keep the hot wash or the report; the first time all five parts are there, it counts.

    Raises:
        ActionDenied: the person does not work in the room, or the review has not begun.
        ValidationError: no such stage, or a text that is too long.
        StaleObject: somebody changed the review meanwhile.
    """
    if stage not in STAGES:
        raise ValidationError(_("%(stage)s is no part of a review.") % {"stage": stage})
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    if crisis.state != CrisisState.REVIEW:
        raise ActionDenied(
            _("The review is written once it has begun, until the crisis is closed.")
        )
    rows = Review.objects.select_for_update(of=("self",)).select_related("changed_by")
    review = rows.get(crisis=crisis)
    check_version(review, expected_version)
    words = {part: at_most(str(parts.get(part, "")).strip(), MOST) for part in PARTS}
    setattr(review, stage, words)
    if all(words.values()) and getattr(review, f"{stage}_at") is None:
        setattr(review, f"{stage}_at", timezone.now())
    review.version += 1
    review.changed_by = by
    review.save()
    record(
        f"crisis.{stage}_written", review, by=by, crisis=crisis.pk,
        is_whole=all(words.values()),
    )  # fmt: skip
    touch(crisis, Topic.HEAD)
    return review


@transaction.atomic
def add_action(crisis: Crisis, text: str, *, owner: User, due_at: datetime, by: User) -> Action:
    """Ask for one improvement, of one person, until one day.

    Raises:
        ActionDenied: the person does not work in the room, or the owner cannot read it.
        ValidationError: no text, or a day that lies behind.
    """
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    if not owner.is_active or not rules.can_read(owner, crisis):
        raise ActionDenied(
            _("%(name)s cannot read this crisis and so cannot own an action.") % {"name": owner}
        )
    if due_at <= timezone.now():
        raise ValidationError(_("The deadline must lie ahead."))
    action = Action.objects.create(
        crisis=crisis,
        text=at_most(required(text, _("Say what is to be improved.")), 300),
        owner=owner,
        due_at=due_at,
        created_by=by,
    )
    record("crisis.action_asked", action, by=by, crisis=crisis.pk, owner=owner.pk, due_at=due_at)
    tell_about(
        crisis,
        [owner],
        lambda: _("Yours to improve after “%(title)s”") % {"title": crisis.title},
        by=by,
    )
    return action


@transaction.atomic
def close_action(action: Action, *, by: User, evidence: str) -> Action:
    """Close an improvement with what proves it.

    Raises:
        ActionDenied: neither the owner nor somebody who leads here; or no evidence.
        ValidationError: it is closed already.
    """
    rows = Action.objects.select_for_update(of=("self",))
    action = rows.select_related("crisis__organisation", "owner").get(pk=action.pk)
    if action.closed_at is not None:
        raise ValidationError(_("This action is closed already."))
    if by.pk != action.owner_id and not rules.may_lead(by, action.crisis):
        raise ActionDenied(
            _("An action is closed by its owner, or by an approver of the lead agency.")
        )
    action.evidence = at_most(required(evidence, _("Say what proves that it was improved.")), 2000)
    action.closed_by, action.closed_at = by, timezone.now()
    action.save()
    record("crisis.action_closed", action, by=by, crisis=action.crisis_id, evidence=action.evidence)
    return action
