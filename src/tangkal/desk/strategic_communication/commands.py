"""Write, check, approve, publish, correct and withdraw messages."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.portal.media import MOST as MOST_MEDIA
from tangkal.desk.portal.media import JudgedMedia
from tangkal.desk.strategic_communication import rules
from tangkal.desk.strategic_communication.election_rules import check_two_signatures
from tangkal.desk.strategic_communication.house_agreement import check_agrees
from tangkal.desk.strategic_communication.house_lapse import check_holds
from tangkal.desk.strategic_communication.models import Message, MessageVersion, content_hash
from tangkal.desk.strategic_communication.publication import put_on_portal, take_off_portal
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.strategic_communication.templates import TEMPLATES

# Which step is whose word: the stage under which an approval is written down.
STAGES = {"confirm_facts": "facts", "clear": "legal", "approve": "final"}
MAX_PART = 6000  # characters; a clarification longer than this is a report


def lock(message: Message) -> Message:
    return Message.objects.select_for_update(of=("self",)).select_related("case").get(pk=message.pk)


@transaction.atomic
def draft_message(
    case: Case,
    template: str,
    parts: Mapping[str, str],
    *,
    by: User,
    language: str = "id",
    media: Sequence[JudgedMedia] = (),
) -> Message:
    """Begin a message on a case that was decided to be answered."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    rules.check_may_respond(case)
    rules.check_can_write(case, by)
    message = Message.objects.create(
        case=case, template=check_template(template), language=language, author=by, changed_by=by
    )
    write_version(message, parts, by=by, media=media)
    record("message.drafted", message, by=by, case=case.number, template=template)
    return message


@transaction.atomic
def save_version(
    message: Message,
    parts: Mapping[str, str],
    *,
    by: User,
    expected_version: int,
    media: Sequence[JudgedMedia] | None = None,
) -> MessageVersion:
    """Keep a changed text as a new version; the old one stays as it was.

    Args:
        media: the pictures, videos and sounds it judges; None leaves them as they are.
    """
    message = lock(message)
    rules.check_unchanged(message, expected_version)
    if message.state != MessageState.DRAFT:
        raise ValidationError(_("Only a draft can be changed; send the message back first."))
    rules.check_can_write(message.case, by)
    kept = latest(message).media if media is None else [asdict(each) for each in media]
    version = write_version(message, parts, by=by, media=[JudgedMedia(**each) for each in kept])
    touch(message, by)
    record("message.versioned", message, by=by, number=version.number, sha256=version.sha256)
    return version


@transaction.atomic
def take_step(
    message: Message, action: str, *, by: User, expected_version: int, comment: str = ""
) -> Message:
    """Submit, confirm the facts, ask or clear legal, approve, or send back.

    Raises:
        ActionDenied: role, state, second person, missing reason or open placeholder.
        StaleObject: somebody changed the message after this person's page was drawn.
    """
    message = lock(message)
    rules.check_unchanged(message, expected_version)
    target = rules.check_step(message, action, by)
    version = latest(message)
    check_action(message, version, action, by)
    if action == "return":
        comment = check_reason(comment)
    if action in STAGES or action == "return":
        give_word(
            message,
            sha256=version.sha256,
            stage=STAGES.get(action, message.state),
            word=Approval.Word.RETURNED if action == "return" else Approval.Word.APPROVED,
            by=by,
            comment=comment,
        )
    if action == "approve" and message.template == rules.PORTAL_TEMPLATE:
        message.verdict = rules.approved_verdict(message.case)
    message.state = target
    touch(message, by)
    record(
        f"message.{action}",
        message,
        by=by,
        state=target,
        number=version.number,
        sha256=version.sha256,
        comment=comment,
        verdict=message.verdict_id,
    )
    return message


def check_action(message: Message, version: MessageVersion, action: str, by: User) -> None:
    """What a step needs beyond a role and a state."""
    if action in {"publish", "replace", "withdraw", "schedule", "unschedule", "cosign"}:
        raise ValidationError(_("Publishing and withdrawing have commands of their own."))
    if action == "submit":
        rules.check_complete(version)
    if action in {"submit", "approve"}:
        check_agrees(message.case, version.parts, message.language)
    if action in {"confirm_facts", "clear"}:
        rules.check_not_author(message, by)
    if action == "approve":
        rules.check_can_approve(message, version, by)


@transaction.atomic
def publish(message: Message, *, by: User, expected_version: int) -> Message:
    """Put the approved version on the portal, and teach the matcher its claim."""
    message = lock(message)
    rules.check_unchanged(message, expected_version)
    target = rules.check_step(message, "publish", by)
    version = latest(message)
    verdict = check_fit(message, version, by)
    clarification = put_on_portal(message, version, verdict, by=by)
    message.state = target
    message.clarification_slug = clarification.slug
    message.published_at = timezone.now()
    message.published_by = by
    message.schedule_refusal = ""
    touch(message, by)
    record("message.published", message, by=by, slug=clarification.slug, sha256=version.sha256)
    return message


def check_fit(
    message: Message, version: MessageVersion, by: User, *, at: datetime | None = None
) -> Verdict:
    """Everything that publishing asks, now or when it is scheduled: the label that goes out."""
    rules.check_can_publish(message, version, by)
    rules.check_may_respond(message.case)
    check_two_signatures(message, version.sha256)
    # The house may have changed since the approval.
    check_agrees(message.case, version.parts, message.language)
    check_holds(message, version, at=at)
    return rules.check_nothing_changed(message, version)


@transaction.atomic
def begin_correction(message: Message, *, by: User, reason: str) -> Message:
    """Draft the text that will take a published one's place, saying why in public."""
    message = lock(message)
    reason = check_reason(reason)
    if message.state != MessageState.PUBLISHED:
        raise ValidationError(_("Only a published message can be corrected."))
    rules.check_can_write(message.case, by)
    if message.replaced_by.exclude(state=MessageState.WITHDRAWN).exists():
        raise ValidationError(_("A correction of this message is already being written."))
    correction = Message.objects.create(
        case=message.case,
        template=message.template,
        language=message.language,
        region=message.region,
        author=by,
        changed_by=by,
        replaces=message,
        correction_reason=reason,
    )
    begun = latest(message)
    media = [JudgedMedia(**each) for each in begun.media]
    write_version(correction, begun.parts, by=by, media=media)
    record("message.correction_begun", correction, by=by, replaces=message.pk, reason=reason)
    return correction


@transaction.atomic
def withdraw(message: Message, *, by: User, expected_version: int, reason: str) -> Message:
    """Take a published answer back; its page stays and says why."""
    message = lock(message)
    rules.check_unchanged(message, expected_version)
    reason = check_reason(reason)
    message.state = rules.check_step(message, "withdraw", by)
    take_off_portal(message, reason=reason, by=by)
    touch(message, by)
    record("message.withdrawn", message, by=by, reason=reason)
    return message


def latest(message: Message) -> MessageVersion:
    version = message.versions.first()
    if version is None:
        raise ValidationError(_("The message has no text yet."))
    return version


def write_version(
    message: Message, parts: Mapping[str, str], *, by: User, media: Sequence[JudgedMedia] = ()
) -> MessageVersion:
    """Store a text under the next number, with the hash an approval will bind to."""
    words = check_parts(message.template, parts)
    judged = [asdict(each) for each in check_media(message.template, media)]
    last = message.versions.first()
    return MessageVersion.objects.create(
        message=message,
        number=last.number + 1 if last else 1,
        parts=words,
        media=judged,
        author=by,
        sha256=content_hash(message.template, message.language, words, judged),
    )


def check_template(template: str) -> str:
    if template not in TEMPLATES:
        raise ValidationError(
            _("There is no template “%(name)s”.") % {"name": template}, code="template"
        )
    return template


def check_parts(template: str, parts: Mapping[str, str]) -> dict[str, str]:
    """The template's parts in its order, trimmed; nothing else gets in."""
    words = {part: str(parts.get(part, "")).strip() for part in TEMPLATES[template].parts}
    for part, text in words.items():
        if len(text) > MAX_PART:
            raise ValidationError(
                _("“%(part)s” has %(length)d characters; at most %(most)d are allowed.")
                % {"part": part, "length": len(text), "most": MAX_PART}
            )
    return words


def check_media(template: str, media: Sequence[JudgedMedia]) -> Sequence[JudgedMedia]:
    if media and template != rules.PORTAL_TEMPLATE:
        raise ValidationError(_("Only a clarification judges a picture, video or sound."))
    if len(media) > MOST_MEDIA:
        raise ValidationError(
            _("At most %(most)d pictures, videos or sounds are judged in one answer.")
            % {"most": MOST_MEDIA}
        )
    return media


def touch(message: Message, by: User) -> None:
    """Move the optimistic lock on and remember who did."""
    message.version += 1
    message.changed_by = by
    message.save()
