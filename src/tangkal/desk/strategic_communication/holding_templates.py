"""Templates of the fast lane: written, approved by two people, valid until a day."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.commands import give_word
from tangkal.desk.approvals.models import Approval
from tangkal.desk.approvals.queries import words_on
from tangkal.desk.approvals.rules import check_reason, check_second_person
from tangkal.desk.audit.commands import record
from tangkal.desk.strategic_communication.holding_models import (
    HoldingTemplate,
    HoldingTemplateVersion,
)
from tangkal.desk.strategic_communication.states import TEMPLATE, TemplateState
from tangkal.desk.strategic_communication.texts import content_hash
from tangkal.desk.workflow import ActionDenied, check_version
from tangkal.kernel import InvalidInput
from tangkal.strategic_communication import holding as elements
from tangkal.strategic_communication.templates import LANGUAGES, TEMPLATES

STAGE = "template"


def first_words(language: str) -> dict[str, str]:
    """The house's own template, to begin from."""
    return dict(TEMPLATES[elements.CODE].texts[language])


@transaction.atomic
def draft_template(
    organisation: Organisation,
    *,
    title: str,
    parts: Mapping[str, str],
    valid_until: date,
    by: User,
    language: str = "id",
) -> HoldingTemplate:
    """Write a template for an organisation and all below it."""
    check_writer(by, organisation)
    if language not in LANGUAGES:
        raise ValidationError(_("There is no language “%(code)s”.") % {"code": language})
    template = HoldingTemplate.objects.create(
        organisation=organisation,
        title=title.strip(),
        language=language,
        created_by=by,
        changed_by=by,
    )
    version = write(template, parts, valid_until, by=by)
    record("holding_template.drafted", template, by=by, sha256=version.sha256)
    return template


@transaction.atomic
def revise_template(
    template: HoldingTemplate,
    parts: Mapping[str, str],
    *,
    valid_until: date,
    by: User,
    expected_version: int,
) -> HoldingTemplateVersion:
    """Change the words or the day: a new version, which nobody has approved."""
    template = lock(template, expected_version)
    template.state = check_step(template, "revise", by)
    version = write(template, parts, valid_until, by=by)
    keep(template, "revised", by=by, number=version.number, sha256=version.sha256)
    return version


@transaction.atomic
def approve_template(template: HoldingTemplate, *, by: User, expected_version: int) -> None:
    """The first or the second word on the newest version; two people, neither an author."""
    template = lock(template, expected_version)
    target = check_step(template, "approve", by)
    version = newest(template)
    check_valid(version)
    said = approvers(template, version)
    check_second_person(by, set(template.versions.values_list("author_id", flat=True)))
    if by.pk in said:
        raise ActionDenied(_("You approved this template already; a second person is needed."))
    template.state = target
    word = Approval.Word.APPROVED
    give_word(template, sha256=version.sha256, stage=STAGE, word=word, by=by)
    keep(template, "approved", by=by, number=version.number, sha256=version.sha256)


@transaction.atomic
def end_template(
    template: HoldingTemplate, *, by: User, expected_version: int, reason: str
) -> None:
    """Take a template out of use."""
    template = lock(template, expected_version)
    template.state = check_step(template, "end", by)
    keep(template, "ended", by=by, why=check_reason(reason))


def usable(organisation: Organisation, *, language: str = "") -> QuerySet[HoldingTemplate]:
    """Templates of an organisation and of all above it that may be filled today."""
    above = [int(key) for key in organisation.path.split(".") if key]
    found = HoldingTemplate.objects.filter(organisation_id__in=above, state=TemplateState.READY)
    if language:
        found = found.filter(language=language)
    return found.select_related("organisation").prefetch_related("versions")


def visible(reader: User) -> QuerySet[HoldingTemplate]:
    """Templates of the reader's offices, of those above and of those below."""
    keys = {
        int(key) for each in reader.active_assignments for key in each.scope.path.split(".") if key
    }
    within = Q(organisation_id__in=keys)
    for scope in reader.content_scopes():
        within |= Q(organisation__path__startswith=scope)
    rows = HoldingTemplate.objects.filter(within).select_related("organisation")
    return rows.prefetch_related("versions__author")


def newest_ready(organisation: Organisation, *, language: str = "id") -> HoldingTemplateVersion:
    """The newest approved version this organisation may use.

    Raises:
        ActionDenied: there is none; the sentence says what to do.
    """
    versions = [newest(each) for each in usable(organisation, language=language)]
    valid = [each for each in versions if each.valid_until >= timezone.localdate()]
    if not valid:
        raise ActionDenied(
            _(
                "There is no approved template for a first statement. Have one approved by two "
                "people, or write a message in the ordinary way."
            )
        )
    return max(valid, key=lambda each: each.created_at)


def check_ready(version: HoldingTemplateVersion) -> None:
    """Refuse a version that two people do not stand behind, or no longer.

    Raises:
        ActionDenied: not the newest, not approved, ended, or past its day.
    """
    template = HoldingTemplate.objects.get(pk=version.template_id)
    if (
        template.state != TemplateState.READY
        or newest(template).pk != version.pk
        or len(approvers(template, version)) < 2
    ):
        raise ActionDenied(
            _("“%(title)s” is not approved by two people as it stands now.")
            % {"title": template.title}
        )
    check_valid(version)


def check_valid(version: HoldingTemplateVersion) -> None:
    if version.valid_until < timezone.localdate():
        raise ActionDenied(
            _("“%(title)s” held until %(day)s only; have it approved anew.")
            % {"title": version.template.title, "day": version.valid_until}
        )


def approvers(template: HoldingTemplate, version: HoldingTemplateVersion) -> set[int]:
    found = words_on(template).filter(
        version_sha256=version.sha256, stage=STAGE, word=Approval.Word.APPROVED
    )
    return set(found.values_list("by_id", flat=True))


def newest(template: HoldingTemplate) -> HoldingTemplateVersion:
    return max(template.versions.all(), key=lambda each: each.number)


def write(
    template: HoldingTemplate, parts: Mapping[str, str], valid_until: date, *, by: User
) -> HoldingTemplateVersion:
    """Store a version whose hash covers the words and the day."""
    words = {part: str(parts.get(part, "")).strip() for part in elements.PARTS}
    try:
        elements.check_template(words)
    except InvalidInput as error:
        raise ValidationError(str(error)) from error
    if valid_until < timezone.localdate():
        raise ValidationError(_("The last day must lie ahead."))
    last = template.versions.first()
    number = last.number + 1 if last else 1
    bound = words | {"valid_until": valid_until.isoformat(), "number": str(number)}
    return HoldingTemplateVersion.objects.create(
        template=template,
        number=number,
        parts=words,
        valid_until=valid_until,
        author=by,
        sha256=content_hash(elements.CODE, template.language, bound),
    )


def check_writer(by: User, organisation: Organisation) -> None:
    TEMPLATE.check(TemplateState.DRAFT, "revise", by.roles_at(organisation))


def may_write(by: User, organisation: Organisation) -> bool:
    return by.has_role(Role.WRITER, at=organisation)


def check_step(template: HoldingTemplate, action: str, by: User) -> str:
    return TEMPLATE.check(template.state, action, by.roles_at(template.organisation))


def lock(template: HoldingTemplate, expected_version: int) -> HoldingTemplate:
    found = (
        HoldingTemplate.objects.select_for_update(of=("self",))
        .select_related("organisation", "changed_by", "created_by")
        .get(pk=template.pk)
    )
    check_version(found, expected_version, maker="created_by")
    return found


def keep(template: HoldingTemplate, event: str, *, by: User, **detail: object) -> None:
    template.version += 1
    template.changed_by = by
    template.save()
    record(f"holding_template.{event}", template, by=by, state=str(template.state), **detail)
