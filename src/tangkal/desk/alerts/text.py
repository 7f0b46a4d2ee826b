"""What an alert says: short plain Indonesian, what rose, since when, how sure, why, and where.

Nobody is named, no account, no post: of the posts' words only the signal's title goes out,
masked once more and cut. Whoever needs more opens the desk, where access is checked and kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.alerts.models import Alert, Severity
from tangkal.desk.alerts.severity import growth_of
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning import words
from tangkal.desk.ui.moments import in_words
from tangkal.text.privacy import mask_personal_data

TITLE_LENGTH = 90
LISTED = 5  # signals told one by one; the rest is counted
REASONS = 3
EXERCISE = "LATIHAN"  # the same in every language: nobody may take it for the world


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and body of one message."""

    subject: str
    body: str


def address(signal: Signal) -> str:
    return f"{settings.TANGKAL.site_url}{reverse('signal', args=[signal.pk])}"


def excerpt(signal: Signal) -> str:
    """The title on one line, masked, cut at a word."""
    text = mask_personal_data(" ".join(signal.title.split()))
    if len(text) <= TITLE_LENGTH:
        return text
    return text[:TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def compose(alerts: Sequence[Alert], zone: str) -> Words:
    """One message for one alert or for many, the most severe first.

    Args:
        alerts: at least one, with their signals; all of an exercise, or none.
        zone: whose clock the moments are told on.
    """
    ordered = one_a_signal(
        sorted(alerts, key=lambda a: (-a.severity, -a.signal.urgency, -a.step, a.pk))
    )
    titles = words.claim_titles([alert.signal for alert in ordered[:LISTED]])
    with translation.override("id"), timezone.override(ZoneInfo(zone)):
        told = [part for alert in ordered[:LISTED] for part in (*tell(alert, titles), "")]
        if (left := len(ordered) - LISTED) > 0:
            more = ngettext("… and %(n)d more signal.", "… and %(n)d more signals.", left)
            told += [more % {"n": left}, ""]
        return Words(subject(ordered), "\n".join([*opening(ordered), *told, *closing()]))


def one_a_signal(alerts: Sequence[Alert]) -> list[Alert]:
    """Several rules may have caught one signal: it is told once, by the first of its alerts."""
    return list({alert.signal_id: alert for alert in reversed(alerts)}.values())[::-1]


def subject(alerts: Sequence[Alert]) -> str:
    first = alerts[0]
    level = str(Severity(first.severity).label).upper()
    mark = f"[{EXERCISE}] " if first.is_exercise else ""
    again = _("not taken yet: ") if first.step else ""
    if len(alerts) == 1:
        return f"{mark}[{level}] {again}{excerpt(first.signal)}"[:200]
    text = _("%(n)d signals need a look") % {"n": len(alerts)}
    return f"{mark}[{level}] {again}{text}"


def opening(alerts: Sequence[Alert]) -> Iterator[str]:
    if alerts[0].is_exercise:
        yield f"*** {EXERCISE} *** " + _("This is an exercise. Nothing of it has happened.")
        yield ""
    if any(alert.step for alert in alerts):
        yield _("Nobody has taken the following at the desk yet. Whoever takes it ends the calls.")
        yield ""


def tell(alert: Alert, titles: words.Titles) -> Iterator[str]:
    """One signal in a few lines."""
    signal = alert.signal
    level = Severity(alert.severity).label
    yield f"{level} · “{excerpt(signal)}”"
    yield _("Since: %(when)s. Items so far: %(n)s.") % {
        "when": in_words(since(signal)),
        "n": number_format(signal.items_total, force_grouping=True),
    }
    if (growth := growth_of(signal.volume)) and growth > 1:
        yield _("Growth: %(n)s times the three hours before.") % {
            "n": number_format(growth, decimal_pos=1)
        }
    reasons = [masked(each) for each in words.sentences(signal, titles)[:REASONS]]
    yield _("Why: %(reasons)s.") % {"reasons": "; ".join(reasons)}
    yield _("How sure: %(sure)s.") % {"sure": sureness(signal)}
    yield address(signal)


def since(signal: Signal) -> datetime:
    """When the burst began, or when the narrative was first seen."""
    burst = reason_of(signal, "burst")
    if burst and burst.get("started_at"):
        return datetime.fromisoformat(str(burst["started_at"]))
    return signal.first_seen_at


def sureness(signal: Signal) -> str:
    """What the figures behind the strongest reasons are worth, in words."""
    told = []
    if reason_of(signal, "known_claim"):
        told.append(_("most likely the same claim as one checked before"))
    elif reason_of(signal, "maybe_claim"):
        told.append(_("perhaps a claim checked before; a person must compare"))
    burst = reason_of(signal, "burst")
    if burst and burst.get("q_value") is not None:
        of_a_thousand = max(1, ceil(1000 * float(burst["q_value"])))
        told.append(
            _("of 1,000 rises at least this unusual, about %(n)s are chance")
            % {"n": number_format(of_a_thousand, force_grouping=True)}
        )
    return "; ".join(told) or _("not known; a person must look")


def reason_of(signal: Signal, kind: str) -> Mapping[str, Any] | None:
    return next((reason for reason in signal.reasons if reason.get("kind") == kind), None)


def masked(text: str) -> str:
    return mask_personal_data(" ".join(text.split()))[:200]


def closing() -> Iterator[str]:
    yield _("A program measured this; no person has checked it yet. People decide.")
    yield _("Rules and history: %(address)s") % {
        "address": f"{settings.TANGKAL.site_url}{reverse('alerts')}"
    }
