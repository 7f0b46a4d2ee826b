"""What every command of directives shares: locks, acts, whom to tell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, RoleAssignment, User, in_force
from tangkal.desk.accounts.roles import Role
from tangkal.desk.directives import timing
from tangkal.desk.directives.addressing import chunks
from tangkal.desk.directives.models import Act, Directive, Link, Recipient
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.workflow import check_version

DEEP = ("organisation", "house_version__house__case", "changed_by", "author")
# Told first; an office without any asks its approvers.
OFFICERS = (Role.REGIONAL_ADMIN, Role.APPROVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who acts for an office: an account, or what somebody with a link typed."""

    by: User | None = None
    link: Link | None = None
    name: str = ""
    office: str = ""
    token: UUID | None = None

    @property
    def shown(self) -> str:
        return str(self.by) if self.by else self.name


def lock(directive: Directive, version: int | None = None) -> Directive:
    """The directive as it now is, locked until the transaction closes."""
    rows = Directive.objects.select_for_update(of=("self",)).select_related(*DEEP)
    found = rows.get(pk=directive.pk)
    check_version(found, version, maker="author")
    return found


def lock_recipient(recipient: Recipient) -> Recipient:
    """One office's row, locked. The directive is not: 546 offices answer beside one another."""
    rows = Recipient.objects.select_for_update(of=("self",)).select_related(
        "organisation", *(f"directive__{name}" for name in DEEP)
    )
    return rows.get(pk=recipient.pk)


def keep(recipient: Recipient) -> Recipient:
    """Store a changed row with the moment of its next call."""
    now = timezone.now()
    after = max(now, recipient.sent_at)
    recipient.next_call_at = timing.next_call(recipient, after)
    recipient.save()
    return recipient


def note(recipient: Recipient, kind: Act.Kind, sender: Sender, text: str = "") -> Act:
    return Act.objects.create(
        recipient=recipient,
        kind=kind,
        by=sender.by,
        link=sender.link,
        name=sender.name,
        office=sender.office,
        token=sender.token,
        text=text,
    )


def words(text: str, *, most: int, missing: str) -> str:
    """Somebody's words, cleaned.

    Raises:
        ValidationError: none, or too many.
    """
    found = without_controls(text).strip()
    if not found:
        raise ValidationError(missing)
    if len(found) > most:
        raise ValidationError(
            _("%(n)d characters; at most %(most)d are taken.") % {"n": len(found), "most": most}
        )
    return found


def address_of(recipient: Recipient) -> str:
    return reverse("directive-office", args=[recipient.directive_id, recipient.organisation_id])


def officers_of(offices: Iterable[Organisation]) -> dict[int, list[User]]:
    """Who is told for each office: its regional officers, else its approvers. One question each."""
    found: dict[int, dict[str, list[User]]] = {}
    for keys in chunks([office.pk for office in offices]):
        rows = RoleAssignment.objects.filter(
            in_force(), scope__in=keys, role__in=OFFICERS, user__is_active=True
        ).select_related("user")
        for row in rows.order_by("pk"):
            found.setdefault(row.scope_id, {}).setdefault(row.role, []).append(row.user)
    return {
        office: roles.get(Role.REGIONAL_ADMIN.value) or roles.get(Role.APPROVER.value) or []
        for office, roles in found.items()
    }


def centre_of(directive: Directive) -> list[User]:
    """The centre's people who answer for a directive: who wrote it, who approved it."""
    keys = {directive.author_id, directive.approved_by_id, *directive.authors} - {None}
    return list(User.objects.filter(pk__in=keys, is_active=True))


def tell_centre(recipient: Recipient, title: Callable[[], str], *, by: User | None) -> None:
    tell(
        centre_of(recipient.directive),
        kind=NoticeKind.DIRECTIVE,
        subject_url=address_of(recipient),
        title=title,
        by=by,
        is_exercise=recipient.directive.is_exercise,
    )


def tell_office(recipient: Recipient, title: Callable[[], str], *, by: User | None) -> None:
    found = officers_of([recipient.organisation])
    tell(
        found.get(recipient.organisation_id, []),
        kind=NoticeKind.DIRECTIVE,
        subject_url=address_of(recipient),
        title=title,
        by=by,
        is_exercise=recipient.directive.is_exercise,
    )
