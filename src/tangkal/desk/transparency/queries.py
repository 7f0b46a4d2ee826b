"""Which reports are owed, which are out, and how late each is: computed, never stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case
from tangkal.desk.transparency.figures import reality
from tangkal.desk.transparency.models import TransparencyReport
from tangkal.desk.transparency.quarters import Quarter, ended
from tangkal.desk.transparency.states import ReportState

DAY = timedelta(days=1)
OUT = (ReportState.PUBLISHED, ReportState.REPLACED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One office's quarter: when its report is due, when it came, how late it is."""

    office: Organisation
    quarter: Quarter
    first: TransparencyReport | None  # the first edition that went out: lateness is its
    newest: TransparencyReport | None  # the one that stands
    draft: TransparencyReport | None
    now: datetime

    @property
    def days_late(self) -> int:
        """Whole days after the due date: until it came, or until now while it has not."""
        came = self.first.published_at if self.first and self.first.published_at else self.now
        return max(0, (came - self.quarter.due_at) // DAY)

    @property
    def is_on_time(self) -> bool | None:
        """None while it still has time."""
        if self.first is not None and self.first.published_at is not None:
            return self.first.published_at <= self.quarter.due_at
        return False if self.now > self.quarter.due_at else None


def heads(office: Organisation | None = None) -> dict[int, datetime]:
    """The head offices with at least one case, each with its first: it accounts for all below."""
    found = Case.objects.filter(reality())
    if office is not None:
        found = found.filter(lead_organisation__path__startswith=office.path)
    firsts: dict[int, datetime] = {}
    rows = found.order_by().values_list("lead_organisation__path").annotate(Min("opened_at"))
    for path, opened_at in rows:
        head = int(path.split(".")[0])
        firsts[head] = min(opened_at, firsts.get(head, opened_at))
    return firsts


def offices_reporting() -> list[Organisation]:
    return list(Organisation.objects.filter(pk__in=heads()).order_by("name", "pk"))


def standings(office: Organisation, now: datetime) -> list[Standing]:
    """Every quarter an office owes, newest first; the first is that of its first case."""
    first = heads(office).get(office.pk)
    rows = list(TransparencyReport.objects.filter(organisation=office).order_by("edition"))
    return owed(office, first, rows, now) if first else []


def standings_of(
    offices: Sequence[Organisation], now: datetime
) -> list[tuple[Organisation, list[Standing]]]:
    """Each of these offices with every quarter it owes; two questions however many there are."""
    firsts, reports = heads(), editions()
    return [
        (office, owed(office, firsts[office.pk], reports.get(office.pk, []), now))
        for office in offices
        if office.pk in firsts
    ]


def editions() -> dict[int, list[TransparencyReport]]:
    """Every report by its office, without what stands in it."""
    found: dict[int, list[TransparencyReport]] = {}
    for row in TransparencyReport.objects.defer("content", "foreword").order_by("edition"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def owed(
    office: Organisation, first: datetime, rows: list[TransparencyReport], now: datetime
) -> list[Standing]:
    return [standing(office, quarter, rows, now) for quarter in ended(Quarter.of(first), now)][::-1]


def all_standings(now: datetime) -> Iterator[Standing]:
    """Every office's quarters in three questions: the list of deadlines asks for these often."""
    firsts = {head: at for head, at in heads().items() if Quarter.of(at).ends_at <= now}
    if not firsts:
        return
    reports = editions()
    for office in Organisation.objects.filter(pk__in=firsts).order_by("pk"):
        yield from owed(office, firsts[office.pk], reports.get(office.pk, []), now)


def standing(
    office: Organisation, quarter: Quarter, rows: list[TransparencyReport], now: datetime
) -> Standing:
    own = [row for row in rows if (row.year, row.quarter) == (quarter.year, quarter.number)]
    out = [row for row in own if row.state in OUT]
    return Standing(
        office=office,
        quarter=quarter,
        first=out[0] if out else None,
        newest=next((row for row in out if row.state == ReportState.PUBLISHED), None),
        draft=next((row for row in own if row.state == ReportState.DRAFT), None),
        now=now,
    )


def offices_of(reader: User) -> list[Organisation]:
    """The head offices whose reports this person reads at the desk: their own, or all of it."""
    own = [scope.split(".")[0] for scope in reader.content_scopes()]
    return [office for office in offices_reporting() if str(office.pk) in own]


def drafts_visible(reader: User) -> QuerySet[TransparencyReport]:
    within = Q(pk__in=[])
    for office in offices_of(reader):
        within |= Q(organisation=office)
    return TransparencyReport.objects.filter(within).select_related("organisation", "drafted_by")
