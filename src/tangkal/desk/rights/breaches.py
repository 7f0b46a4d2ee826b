"""Breaches of personal data: what happened, who was told, within three days."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.rules import check_reason
from tangkal.desk.audit.commands import record
from tangkal.desk.rights import rules
from tangkal.desk.rights.data_requests import paths
from tangkal.desk.rights.models import Breach, BreachEntry
from tangkal.desk.rights.states import BREACH
from tangkal.desk.workflow import check_version

# Source: UU PDP 27/2022, article 46: notice to the people concerned and to the agency.
HOURS = 72

STEPS: tuple[Promise, ...] = (
    gettext_lazy("Stop it: close the account, the link, the export that lets data out."),
    gettext_lazy("Write down which data, of how many people, since when, and how it was found."),
    gettext_lazy("Tell the people concerned: which data, when and how, what you do about it."),
    gettext_lazy("Tell the data protection agency the same, within 3 × 24 hours."),
    gettext_lazy("Where services fail or many are concerned, tell the public too."),
    gettext_lazy("Mend the cause, and write down what was changed."),
)


def visible(reader: User) -> QuerySet[Breach]:
    within = Q(pk__in=[])
    for path in paths(reader):
        within |= Q(by__organisation__path__startswith=path)
    return Breach.objects.filter(within).select_related("by", "changed_by")


def notice_text(breach: Breach) -> str:
    """A notice to fill in: what the law asks it to say, in order."""
    lines = [
        _("On %(day)s we found that personal data was affected: %(title)s.")
        % {"day": timezone.localtime(breach.found_at).strftime("%d-%m-%Y"), "title": breach.title},
        _("Which data, and how it came about: %(what)s") % {"what": breach.what},
        _("How many people: %(number)s")
        % {"number": _("not known yet") if breach.subjects is None else breach.subjects},
        _("What we have done: %(measures)s")
        % {"measures": breach.measures or _("measures are under way")},
        _("What you can do: [write it here]. Whom to ask: [name and contact]."),
    ]
    return "\n\n".join(lines)


@transaction.atomic
def open_breach(
    *,
    title: str,
    what: str,
    found_at: datetime,
    by: User,
    subjects: int | None = None,
    measures: str = "",
) -> Breach:
    """Register a breach; the clock runs from when it was found, not from when it is written."""
    rules.check_protects(by)
    if found_at > timezone.now():
        raise ValidationError(_("A breach cannot be found in the future."))
    breach = Breach.objects.create(
        title=check_reason(title)[:200],
        what=check_reason(what),
        subjects=subjects,
        measures=measures.strip(),
        found_at=found_at,
        due_at=found_at + timedelta(hours=HOURS),
        by=by,
    )
    record("breach.opened", breach, by=by, found_at=found_at, due_at=breach.due_at)
    return breach


@transaction.atomic
def add_entry(
    breach: Breach, *, kind: str, text: str, by: User, to_whom: str = "", version: int | None = None
) -> BreachEntry:
    """Write down what was done; telling both the people and the agency stops the clock."""
    rows = Breach.objects.select_for_update(of=("self",)).select_related("changed_by", "by")
    breach = rows.get(pk=breach.pk)
    check_version(breach, version)
    rules.check_protects(by, breach.by.organisation)
    BREACH.check(breach.state, "note", by.roles)
    if kind not in BreachEntry.Kind:
        raise ValidationError(_("%(kind)s is not a kind of entry.") % {"kind": kind})
    entry = BreachEntry.objects.create(
        breach=breach, kind=kind, text=check_reason(text), to_whom=to_whom.strip()[:200], by=by
    )
    note_told(breach, entry)
    keep(breach, f"breach.{kind}", by=by, entry=entry.pk, to_whom=entry.to_whom)
    return entry


def note_told(breach: Breach, entry: BreachEntry) -> None:
    if entry.kind == BreachEntry.Kind.SUBJECTS and breach.subjects_told_at is None:
        breach.subjects_told_at = entry.at
    if entry.kind == BreachEntry.Kind.AGENCY and breach.agency_told_at is None:
        breach.agency_told_at = entry.at
    is_open = (breach.state, "told") in {(s.source, s.action) for s in BREACH.transitions}
    if is_open and breach.subjects_told_at and breach.agency_told_at:
        breach.state = BREACH.step(breach.state, "told").target


@transaction.atomic
def close(breach: Breach, *, by: User, version: int | None = None) -> Breach:
    """The notices are out and the cause is mended."""
    rows = Breach.objects.select_for_update(of=("self",)).select_related("changed_by", "by")
    breach = rows.get(pk=breach.pk)
    check_version(breach, version)
    rules.check_protects(by, breach.by.organisation)
    breach.state = BREACH.check(breach.state, "close", by.roles)
    breach.closed_at = timezone.now()
    keep(breach, "breach.closed", by=by)
    return breach


def keep(breach: Breach, event: str, *, by: User, **detail: object) -> None:
    breach.version += 1
    breach.changed_by = by
    breach.save()
    record(event, breach, by=by, state=str(breach.state), **detail)
