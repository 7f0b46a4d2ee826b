"""The figures of one office's quarter, counted from events. Nothing is typed in, nothing ranked."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.rules import latest_gate
from tangkal.desk.platform_requests.indicators import is_complete
from tangkal.desk.platform_requests.models import Item, PlatformRequest, RequestEvent
from tangkal.desk.platform_requests.states import ItemState
from tangkal.desk.portal.appeal_states import OPEN, AppealState
from tangkal.desk.portal.models import Clarification, Correction
from tangkal.desk.rights.models import Review
from tangkal.desk.transparency.hiding import shown
from tangkal.desk.transparency.quarters import Quarter

Content = dict[str, Any]


def reality(prefix: str = "") -> Q:
    """Exercises count only where all is invented."""
    return Q() if settings.TANGKAL.is_demo else Q(**{f"{prefix}is_exercise": False})


def compute(office: Organisation, quarter: Quarter) -> Content:
    """Everything the report says, as plain values; labels are looked up where it is shown."""
    answers = answers_of(office, quarter)
    return {
        "office": str(office),
        "quarter": str(quarter),
        "since": quarter.starts_at.isoformat(),
        "until": quarter.ends_at.isoformat(),
        "due_at": quarter.due_at.isoformat(),
        "totals": totals(office, quarter) | answers,
        "tables": tables(office, quarter),
        "taken_back": withdrawn_in(office, quarter),
    }


def sha256_of(content: Content) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def within(quarter: Quarter, field: str) -> Q:
    return Q(**{f"{field}__gte": quarter.starts_at, f"{field}__lt": quarter.ends_at})


def requests_of(office: Organisation) -> QuerySet[PlatformRequest]:
    return PlatformRequest.objects.filter(reality(), organisation__path__startswith=office.path)


def events_of(office: Organisation, quarter: Quarter) -> QuerySet[RequestEvent]:
    return RequestEvent.objects.filter(
        reality("request__"),
        within(quarter, "at"),
        request__organisation__path__startswith=office.path,
    )


def totals(office: Organisation, quarter: Quarter) -> dict[str, int]:
    """Counts of the quarter; each is shown as it is: an office accounts for these."""
    happened = Counter(events_of(office, quarter).values_list("action", flat=True))
    refused = refused_by(office, quarter)
    sent = sent_in(office, quarter)
    items = [item for request in sent for item in request.items.all()]
    states = Counter(item.state for item in items)
    return {
        "begun": happened["begun"],
        "sent": len(sent),
        "sent_urgent": sum(request.urgency == "urgent" for request in sent),
        "sent_complete": sum(is_complete(request) for request in sent),
        "refused_by_rule": happened["refuse_by_rule"],
        "refused_by_legal": refused["legal"],
        "refused_by_data": refused["data"],
        "dropped": happened["drop"],
        "items_requested": len(items),
        "items_acted": states[ItemState.ACTED],
        "items_refused": states[ItemState.REFUSED],
        "items_pending": states[ItemState.PENDING],
        "expired": happened["expire"],
        "objections": happened["contest"],
        "objections_stood": happened["uphold"],
        "reversed": happened["reverse"],
        "fell": happened["fall"],
        "restoration_asked": happened["ask_restoration"],
        "restored": happened["restored"],
    }


def sent_in(office: Organisation, quarter: Quarter) -> list[PlatformRequest]:
    found = requests_of(office).filter(within(quarter, "sent_at"))
    return list(found.prefetch_related("items"))


def refused_by(office: Organisation, quarter: Quarter) -> Counter[str]:
    found = requests_of(office).filter(within(quarter, "refused_at"))
    return Counter(found.values_list("refused_rule", flat=True))


def tables(office: Organisation, quarter: Quarter) -> list[dict[str, object]]:
    """Counts by kind, ground, platform and rule; small cells are hidden."""
    begun = requests_of(office).filter(within(quarter, "created_at"))
    sent = sent_in(office, quarter)
    items = [item for request in sent for item in request.items.all()]
    rules = refused_by(office, quarter)
    for person in ("legal", "data", "author"):
        rules.pop(person, None)
    outcomes = Counter(request.outcome or "none" for request in sent)
    return [
        one_column("by_kind", Counter(begun.values_list("kind", flat=True))),
        one_column("by_ground", Counter(begun.values_list("ground", flat=True))),
        {"key": "by_platform", "rows": shown(platforms(items))},
        one_column("by_outcome", outcomes),
        one_column("by_rule", rules),
    ]


def one_column(key: str, counted: Counter[str]) -> dict[str, object]:
    return {"key": key, "rows": shown([(name, {"n": n}) for name, n in sorted(counted.items())])}


def platforms(items: Iterable[Item]) -> list[tuple[str, dict[str, int]]]:
    counted: dict[str, Counter[str]] = {}
    for item in items:
        counted.setdefault(item.platform, Counter())[item.state] += 1
    return [
        (
            platform,
            {
                "requested": row.total(),
                "acted": row[ItemState.ACTED],
                "refused": row[ItemState.REFUSED],
                "pending": row[ItemState.PENDING],
            },
        )
        for platform, row in sorted(counted.items())
    ]


# Our own answers


def answers_of(office: Organisation, quarter: Quarter) -> dict[str, int]:
    """Answers published, corrected and taken back; appeals; labels that should never have been."""
    published = list(
        Clarification.objects.filter(
            reality(), within(quarter, "published_at"), issuer__path__startswith=office.path
        )
    )
    corrections = Correction.objects.filter(
        reality("clarification__"),
        within(quarter, "at"),
        clarification__issuer__path__startswith=office.path,
    )
    kinds = Counter(corrections.values_list("kind", flat=True))
    wrong = Correction.objects.filter(
        clarification__in=[each.pk for each in published],
        kind__in=(Correction.Kind.CORRECTED, Correction.Kind.WITHDRAWN),
    )
    return {
        "answers": len(published),
        "answers_wrong": len(set(wrong.values_list("clarification", flat=True))),
        "answers_protected": protected(published),
        "corrected": kinds[Correction.Kind.CORRECTED],
        "updated": kinds[Correction.Kind.UPDATED],
        "withdrawn": kinds[Correction.Kind.WITHDRAWN],
        **appeals_of(office, quarter),
    }


def protected(published: list[Clarification]) -> int:
    """Published labels on what the gate protects: press work, satire, opinion, criticism."""
    cases = Case.objects.filter(number__in={each.reference for each in published})
    gates = {case.number: latest_gate(case) for case in cases.prefetch_related("gates")}
    found = [gates.get(each.reference) for each in published]
    return sum(gate is not None and not gate.may_be_labelled for gate in found)


def appeals_of(office: Organisation, quarter: Quarter) -> dict[str, int]:
    found = Review.objects.filter(
        reality("appeal__"),
        within(quarter, "appeal__received_at"),
        organisation__path__startswith=office.path,
        appeal__clarification__isnull=False,
    )
    outcomes = Counter(found.values_list("appeal__outcome", flat=True))
    return {
        "appeals": found.count(),
        "appeals_stood": outcomes[AppealState.UPHELD],
        "appeals_revised": outcomes[AppealState.REVISED],
        "appeals_withdrawn": outcomes[AppealState.WITHDRAWN],
        "appeals_open": found.filter(appeal__state__in=OPEN).count(),
    }


def withdrawn_in(office: Organisation, quarter: Quarter) -> list[dict[str, str]]:
    """Requests taken back in the quarter, with the public reason: the log of our own mistakes."""
    found = requests_of(office).filter(within(quarter, "reversed_at")).order_by("reversed_at")
    return [
        {
            "kind": each.kind,
            "at": each.reversed_at.date().isoformat(),
            "reason": each.reversed_reason,
        }
        for each in found
        if each.reversed_at
    ]
