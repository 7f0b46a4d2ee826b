"""Everything an auditor looks at, as counts with the way to each; nothing is judged here."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.models import Approval, Conflict
from tangkal.desk.audit.filters import visible_events
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Case, Decision, GateAssessment, ImpactAssessment, Verdict
from tangkal.desk.portal.models import Correction
from tangkal.desk.rights import queries, reading
from tangkal.desk.rights.findings import visible as visible_findings
from tangkal.desk.rights.rules import audit_paths
from tangkal.desk.strategic_communication.commands import STAGES
from tangkal.desk.strategic_communication.labels import STEPS
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.ui.vocabulary import VERDICTS

# Parts above this one add their rows here: (auditor, since) → counts.
more_counts: list[Callable[[User, datetime], list["Count"]]] = []
HASTY_S = 60  # an approval sooner than this after the text was written was hardly a reading
PAIRS = 10  # most frequent pairs shown
# What changes how the desk works rather than what it works on.
SETTINGS = Q()
for _start in (
    "role.",
    "person.",
    "organisation.",
    "limit.",
    "deadline.",
    "destination.",
    "token.",
):
    SETTINGS |= Q(action__startswith=_start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One figure, and where its rows stand."""

    label: str | Promise
    number: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quick:
    """One approval given within HASTY_S of the text it approves."""

    what: str
    url: str
    writer: str
    approver: str
    seconds: int
    at: datetime


def cases_of(auditor: User) -> QuerySet[Case]:
    """Every case of the auditor's organisations; exercises count only where all is invented."""
    within = Q(pk__in=[])
    for path in audit_paths(auditor):
        within |= Q(lead_organisation__path__startswith=path)
    found = Case.objects.filter(within)
    return found if settings.TANGKAL.is_demo else found.filter(is_exercise=False)


def counts(auditor: User, *, since: datetime) -> list[Count]:
    """Figures of a period, each with the page of its rows."""
    cases = cases_of(auditor)
    keys = cases.values("pk")
    numbers = cases.values("number")
    events = visible_events(auditor).filter(at__gte=since)
    trail = reverse("audit")

    def of(action: str) -> Count:
        return Count(label="", number=events.filter(action=action).count())

    judged = ImpactAssessment.objects.filter(case__in=keys, at__gte=since)
    appeals = queries.visible_reviews(auditor).filter(appeal__received_at__gte=since)
    return [
        Count(
            label=_("Cases opened"),
            number=cases.filter(opened_at__gte=since).count(),
            url=f"{reverse('cases')}?state=all",
        ),
        Count(
            label=_("Decisions"),
            number=Decision.objects.filter(case__in=keys, at__gte=since).count(),
            url=f"{trail}?action=case.decided",
        ),
        Count(
            label=_("Kept from a label by the gate"),
            number=GateAssessment.objects.filter(
                case__in=keys, at__gte=since, may_be_labelled=False
            ).count(),
            url=f"{trail}?action=case.gate_assessed",
        ),
        Count(
            label=_("Priorities changed against the rule"),
            number=judged.exclude(override_priority="").count(),
        ),
        Count(
            label=_("Conflicts of interest in force"),
            number=Conflict.objects.filter(
                object_type="cases.case",
                object_id__in=[str(pk) for pk in keys.values_list("pk", flat=True)],
                lifted_at=None,
            ).count(),
            url=f"{trail}?action=conflict.declared",
        ),
        Count(
            label=_("Conflicts of interest lifted"),
            number=of("conflict.lifted").number,
            url=f"{trail}?action=conflict.lifted",
        ),
        Count(
            label=_("Appeals received"), number=appeals.count(), url=f"{reverse('appeals')}?tab=all"
        ),
        Count(
            label=_("Corrections and withdrawals in public"),
            number=Correction.objects.filter(
                clarification__reference__in=numbers, at__gte=since
            ).count(),
            url=reverse("corrections"),
        ),
        Count(
            label=_("Files taken out of the desk"),
            number=reading.visible(auditor).filter(kind__in=EXPORTS, hour__gte=since).count(),
            url=f"{reverse('access-log')}",
        ),
        Count(
            label=_("Changes of roles, accounts and settings"),
            number=events.filter(SETTINGS).count(),
            url=trail,
        ),
        Count(
            label=_("Findings not closed"),
            number=visible_findings(auditor).filter(closed_at=None).count(),
            url=reverse("findings"),
        ),
        *(row for ask in more_counts for row in ask(auditor, since)),
    ]


EXPORTS = (
    "audit-csv",
    "appeals-csv",
    "access-csv",
    "explorer-file",
    "coordination-download",
    "situation-report-file",
    "data-request-json",
)


def quick_words(auditor: User, *, since: datetime) -> list[Quick]:
    """Approvals within a minute of the text or verdict they approve."""
    return [*quick_messages(auditor, since), *quick_verdicts(auditor, since)]


def quick_messages(auditor: User, since: datetime) -> list[Quick]:
    label = Message._meta.label_lower
    words = Approval.objects.filter(
        object_type=label, word=Approval.Word.APPROVED, at__gte=since
    ).select_related("by")
    versions = {
        (str(v.message_id), v.sha256): v
        for v in MessageVersion.objects.filter(
            message__case__in=cases_of(auditor), sha256__in=words.values("version_sha256")
        ).select_related("author", "message__case")
    }
    found = []
    for word in words:
        version = versions.get((word.object_id, word.version_sha256))
        if version and word.at - version.created_at < timedelta(seconds=HASTY_S):
            found.append(
                Quick(
                    what=f"{version.message.case.number}: {stage_name(word.stage)}",
                    url=reverse("message", args=[version.message_id]),
                    writer=str(version.author),
                    approver=str(word.by),
                    seconds=round((word.at - version.created_at).total_seconds()),
                    at=word.at,
                )
            )
    return found


def stage_name(stage: str) -> str:
    """The step whose word an approval is, as the message's page calls it."""
    action = next((action for action, at in STAGES.items() if at == stage), stage)
    return str(STEPS.get(action, stage))


def quick_verdicts(auditor: User, since: datetime) -> list[Quick]:
    rows = Verdict.objects.filter(
        case__in=cases_of(auditor), reviewed_at__gte=since
    ).select_related("case", "drafted_by", "reviewed_by")
    return [
        Quick(
            what=f"{each.case.number}: {VERDICTS[each.value].label}",
            url=reverse("case", args=[each.case.number]),
            writer=str(each.drafted_by),
            approver=str(each.reviewed_by),
            seconds=round((each.reviewed_at - each.drafted_at).total_seconds()),
            at=each.reviewed_at,
        )
        for each in rows
        if each.reviewed_at and each.reviewed_at - each.drafted_at < timedelta(seconds=HASTY_S)
    ]


def pairs(auditor: User, *, since: datetime) -> list[tuple[str, str, int]]:
    """Who approves whose work how often: (writer, approver, times), the most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    verdicts = Verdict.objects.filter(case__in=cases_of(auditor), reviewed_at__gte=since)
    for writer, approver in verdicts.values_list(
        "drafted_by__display_name", "reviewed_by__display_name"
    ):
        counted[writer, approver] += 1
    messages = Message.objects.filter(case__in=cases_of(auditor), published_at__gte=since)
    for writer, approver in messages.values_list(
        "author__display_name", "published_by__display_name"
    ):
        if approver:
            counted[writer, approver] += 1
    return [(*pair, times) for pair, times in counted.most_common(PAIRS)]


def setting_changes(auditor: User, *, since: datetime) -> QuerySet[AuditEvent]:
    """The newest changes of roles, accounts and settings."""
    return visible_events(auditor).filter(SETTINGS, at__gte=since).order_by("-sequence")[:20]
