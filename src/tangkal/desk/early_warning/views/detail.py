"""One signal: why it is here, what it resembles, what it rests on, what was done."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases import cues, items
from tangkal.desk.cases import rules as case_rules
from tangkal.desk.cases.evidence import from_item
from tangkal.desk.cases.matching import panel
from tangkal.desk.cases.models import Case, Evidence, Signal
from tangkal.desk.early_warning import completeness, queries, rules, words
from tangkal.desk.early_warning.views.base import (
    list_filter,
    list_query,
    queue_url,
    signal_url,
)
from tangkal.desk.early_warning.watching import queries as watching
from tangkal.desk.early_warning.watching.words import LogLine
from tangkal.desk.portal.completeness import lines, reply
from tangkal.engines import LakeError
from tangkal.kernel import TangkalError

HOUR = timedelta(hours=1)
EVENTS = 40


@require_GET
@login_required
def signal_page(request: HttpRequest, signal_id: int) -> HttpResponse:
    reader = reader_of(request)
    signal = get_object_or_404(
        Signal.objects.select_related("owner", "best_claim", "region", "duplicate_of"),
        pk=signal_id,
    )
    query = list_query(request)
    before, after = queries.neighbours(reader, signal, list_filter(request))
    samples, lake_fault = sample_items(signal)
    cases = list(queries.cases_of(reader, signal).select_related("lead_organisation"))
    burst = burst_of(signal)
    told = completeness.of_signal(signal, samples)
    actions = rules.actions(signal, reader)
    context = {
        "signal": signal,
        "why": words.sentences(signal, words.claim_titles([signal])),
        "platforms": sorted(signal.platforms.items(), key=lambda each: -each[1]),
        "points": points(signal),
        "usual": (burst["usual_low"], burst["usual_high"]) if burst else None,
        "marks": marks(burst),
        "volume_says": volume_says(signal, burst),
        "panel": panel.of_signal(signal, reader, takes_evidence(reader, cases)),
        "cues": cues.of_signal(signal, samples, reader),
        "here": request.get_full_path(),
        "samples": samples,
        "completeness": lines(told),
        "reply_text": reply(told.missing),
        "lake_fault": lake_fault,
        "log": [log_line(event) for event in events_of(signal)[:EVENTS]],
        "cases": cases,
        "actions": actions,
        "life": watching.life_of(signal, reader),
        "dismissals": words.DISMISSALS.items(),
        "originals": queries.possible_originals(signal) if "mark_duplicate" in actions else [],
        "linkable": (
            queries.linkable_cases(reader, is_exercise=signal.is_exercise)
            if "link" in actions
            else []
        ),
        "list_query": query,
        "back": queue_url(query),
        "before": signal_url(before, query) if before else "",
        "after": signal_url(after, query) if after else "",
        "is_exercise": signal.is_exercise,
    }
    return render(request, "early_warning/signal.html", context)


def sample_items(signal: Signal) -> tuple[list[Evidence], str]:
    """The typical items as they would be copied into a case, and why there are none."""
    try:
        rows = items.sample_items([signal])
    except LakeError as error:
        return [], str(error)
    samples = []
    for row in rows:
        try:
            samples.append(from_item(row))
        except TangkalError:  # a row without text is no sample
            continue
    return samples, ""


def takes_evidence(reader: User, cases: Sequence[Case]) -> list[Case]:
    """The cases to which this person may add evidence now."""
    return [case for case in cases if case_rules.can(reader, "add_evidence", case)]


def burst_of(signal: Signal) -> Mapping[str, object] | None:
    return next((reason for reason in signal.reasons if reason.get("kind") == "burst"), None)


def points(signal: Signal) -> list[tuple[datetime, int]]:
    """Items an hour, oldest first, each with the hour's start."""
    if signal.volume_until is None:
        return []
    first = signal.volume_until - len(signal.volume) * HOUR
    return [(first + place * HOUR, count) for place, count in enumerate(signal.volume)]


def marks(burst: Mapping[str, object] | None) -> list[tuple[datetime, str]]:
    if burst is None:
        return []
    return [
        (datetime.fromisoformat(str(burst["started_at"])), _("above the usual range from here"))
    ]


def volume_says(signal: Signal, burst: Mapping[str, object] | None) -> str:
    """The sentence a reader should take away from the chart."""
    if burst is not None:
        return words.sentence(burst, {})
    if not any(signal.volume):
        return _("Nothing was seen in these hours; earlier items made the signal.")
    return _("No hour rose above what is usual for it.")


def log_line(event: AuditEvent) -> LogLine:
    detail = event.details
    return LogLine(
        at=event.at,
        who=event.actor_name,
        text=str(words.EVENTS.get(event.action, event.action)),
        why=str(detail.get("why") or detail.get("what") or ""),
    )
