"""Sheets for partners: contacts who agreed, one page of approved words, and who was given it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.audit.commands import record
from tangkal.desk.directives import rules, sheets
from tangkal.desk.directives.briefing_models import Briefing, Contact, Handed
from tangkal.desk.directives.commands.base import words
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.ui.papers import pdf
from tangkal.desk.workflow import ActionDenied

MOST_REQUEST = 600  # the sheet is one page
GROUPS = (Role.WRITER, Role.REGIONAL_ADMIN, Role.APPROVER)


def readable(user: User) -> QuerySet[Briefing]:
    """Sheets of the offices whose content this person reads."""
    found = Briefing.objects.filter(rules.within(user, "organisation"))
    return found.select_related("organisation", "house_version__house", "author", "approved_by")


def contacts_of(user: User) -> QuerySet[Contact]:
    """Contacts of the offices for which this person keeps them; nobody else sees a name."""
    found = Q(pk__in=[])
    for each in user.active_assignments:
        if each.role in GROUPS:
            found |= Q(organisation__path__startswith=each.scope.path)
    return Contact.objects.filter(found).select_related("organisation", "region", "recorded_by")


def check_keeps_some(user: User) -> None:
    """Refuse who keeps contacts nowhere.

    Raises:
        ActionDenied: none of the person's roles keeps contacts.
    """
    if not user.has_role(*GROUPS):
        raise ActionDenied(_("Contacts are kept by writers, approvers and regional officers."))


@transaction.atomic
def record_contact(
    organisation: Organisation,
    *,
    kind: str,
    name: str,
    address: str,
    purpose: str,
    how: str,
    consented_on: date,
    region: Region | None = None,
    by: User,
) -> Contact:
    """Keep a partner who agreed to be written to: when, to what, and how they said so.

    Raises:
        ActionDenied: the person keeps no contacts there.
        ValidationError: a word of the consent is missing, or its day lies ahead.
    """
    rules.check_keeps_contacts(by, organisation)
    if kind not in Contact.Kind.values:
        raise ValidationError(_("%(kind)s is no kind of partner.") % {"kind": kind})
    if consented_on > timezone.localdate():
        raise ValidationError(_("Consent cannot have been given on a day still to come."))
    contact = Contact.objects.create(
        organisation=organisation,
        region=region,
        kind=kind,
        name=words(name, most=120, missing=_("Write the name.")),
        address=words(address, most=200, missing=_("Write a telephone number or an e-mail.")),
        purpose=words(purpose, most=300, missing=_("Write what they agreed to.")),
        how=words(how, most=300, missing=_("Write how they gave their consent.")),
        consented_on=consented_on,
        recorded_by=by,
    )
    # The trail keeps that somebody agreed, never who: it is permanent, and a name must go.
    record("contact.recorded", None, by=by, contact=contact.pk, kind=kind, office=organisation.pk)
    return contact


@transaction.atomic
def withdraw_consent(contact: Contact, *, by: User) -> Contact:
    """Erase a partner who withdrew; that there was somebody, and what was sent, stays."""
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    rules.check_keeps_contacts(by, contact.organisation)
    if contact.withdrawn_at is not None:
        raise ActionDenied(_("This consent was withdrawn already."))
    contact.name = contact.address = contact.how = ""
    contact.region = None
    contact.withdrawn_at, contact.withdrawn_by = timezone.now(), by
    contact.save()
    record("contact.withdrawn", None, by=by, contact=contact.pk)
    return contact


@transaction.atomic
def write_briefing(
    version: MessageHouseVersion,
    organisation: Organisation,
    *,
    title: str,
    request: str,
    contact: str,
    by: User,
) -> Briefing:
    """Draft a sheet on a version that is in force.

    Raises:
        ActionDenied: the person writes nothing there, or the version is not in force.
        ValidationError: words missing, or more than a page holds.
    """
    rules.check_keeps_contacts(by, organisation)
    check_no_conflict(by, version.house.case)
    rules.check_version(version)
    briefing = Briefing.objects.create(
        organisation=organisation,
        house_version=version,
        title=words(title, most=120, missing=_("Give the sheet a title.")),
        request=words(request, most=MOST_REQUEST, missing=_("Write what you ask of them.")),
        contact=words(contact, most=200, missing=_("Write whom they can ask.")),
        is_exercise=version.house.is_exercise,
        author=by,
    )
    check_one_page(briefing)
    record("briefing.drafted", briefing, by=by, house_version=version.pk)
    return briefing


def check_one_page(briefing: Briefing) -> None:
    """Refuse a sheet that nobody would read to its end, before anybody approves it.

    Raises:
        ValidationError: it fills more than one page.
    """
    pages = pdf.pages_in(sheets.as_pdf(briefing))
    if pages > 1:
        raise ValidationError(
            _(
                "The sheet fills %(n)d pages, and a sheet is one. Ask for less, or shorten the "
                "pillars, questions and answers in the next version of the message house."
            )
            % {"n": pages}
        )


@transaction.atomic
def approve_briefing(briefing: Briefing, *, by: User) -> Briefing:
    """A second person says that a sheet may be handed out.

    Raises:
        ActionDenied: no approver there, the author, or a version that is no longer in force.
    """
    briefing = lock(briefing)
    if not by.has_role(Role.APPROVER, at=briefing.organisation):
        raise ActionDenied(
            _("This step needs one of these roles: %(roles)s.")
            % {"roles": str(Role.APPROVER.label)}
        )
    check_second_person(by, {briefing.author_id})
    check_no_conflict(by, briefing.house_version.house.case)
    rules.check_version(briefing.house_version)
    if briefing.state != Briefing.State.DRAFT:
        raise ActionDenied(_("This sheet was approved already."))
    briefing.state, briefing.approved_by = Briefing.State.APPROVED, by
    briefing.approved_at = timezone.now()
    briefing.save()
    record("briefing.approved", briefing, by=by, house_version=briefing.house_version_id)
    return briefing


@transaction.atomic
def hand_out(briefing: Briefing, contacts: list[Contact], *, by: User) -> int:
    """Note to whom a sheet was given; whoever withdrew is given nothing.

    Raises:
        ActionDenied: not approved, taken back, its version no longer in force, or an exercise.
        ValidationError: nobody was chosen.
    """
    briefing = lock(briefing)
    rules.check_keeps_contacts(by, briefing.organisation)
    check_may_go(briefing)
    own = contacts_of(by).filter(pk__in=[each.pk for each in contacts], withdrawn_at=None)
    have = set(briefing.handed.values_list("contact_id", flat=True))
    rows = [Handed(briefing=briefing, contact=each, by=by) for each in own if each.pk not in have]
    if not rows:
        raise ValidationError(_("Choose somebody who was not given this sheet yet."))
    Handed.objects.bulk_create(rows)
    record("briefing.handed_out", briefing, by=by, contacts=[row.contact_id for row in rows])
    return len(rows)


def check_may_go(briefing: Briefing) -> None:
    if briefing.is_exercise:
        raise ActionDenied(_("A sheet of an exercise is given to nobody outside it."))
    if briefing.state != Briefing.State.APPROVED or briefing.recalled_at is not None:
        raise ActionDenied(_("Only an approved sheet that stands is handed out."))
    rules.check_version(briefing.house_version)


def lock(briefing: Briefing) -> Briefing:
    rows = Briefing.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "house_version__house__case").get(pk=briefing.pk)


def recall_for(old: MessageHouseVersion, new: MessageHouseVersion, by: User) -> None:
    """Facts changed: sheets with the old ones are handed out no more."""
    standing = Briefing.objects.filter(house_version__house=old.house_id, recalled_at=None)
    recall(standing.exclude(house_version=new), by=by, house_version=new.pk)


def recall_withdrawn(version: MessageHouseVersion, by: User) -> None:
    """The house was withdrawn: no sheet of it stands."""
    standing = Briefing.objects.filter(house_version__house=version.house_id, recalled_at=None)
    recall(standing, by=by, house_version=version.pk)


def recall(standing: QuerySet[Briefing], *, by: User, house_version: int) -> None:
    """Take sheets back, and tell whoever wrote, approved or gave them: they know the partners."""
    for briefing in standing.select_related("author", "approved_by", "house_version__house__case"):
        briefing.recalled_at = timezone.now()
        briefing.save(update_fields=["recalled_at"])
        record("briefing.recalled", briefing, by=by, house_version=house_version)
        gave = [each.by for each in briefing.handed.select_related("by")]
        people = {each for each in (briefing.author, briefing.approved_by, *gave) if each}
        tell(
            [person for person in people if person.is_active],
            kind=NoticeKind.DIRECTIVE,
            subject_url=reverse("briefing", args=[briefing.pk]),
            title=lambda sheet=briefing: (  # type: ignore[misc]
                _("A sheet holds no longer; tell those it was given to: %(title)s")
                % {"title": sheet.title}
            ),
            case=briefing.house_version.house.case,
            by=by,
        )
