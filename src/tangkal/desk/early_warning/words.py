"""Why a signal is here, and what happened to it, as sentences in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from tangkal.desk.cases.models import Signal
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.ui.moments import clock, in_words
from tangkal.desk.ui.timezones import local

Reason = Mapping[str, Any]
Titles = Mapping[str, str]  # claim id → title

REASON_LABELS = {
    "known_claim": lazy("Known claim"),
    "maybe_claim": lazy("Perhaps a known claim"),
    "burst": lazy("Rising fast"),
    "coordination": lazy("Coordinated sharing"),
    "template": lazy("One pattern, new accounts"),
    "report": lazy("Reported by citizens"),
    "new": lazy("New narrative"),
    "watch": lazy("Watch list"),
}

DISMISSALS = {
    "chatter": lazy("Ordinary chatter, nothing to check"),
    "opinion": lazy("Opinion, criticism or satire"),
    "answered": lazy("Already answered"),
    "elsewhere": lazy("Not ours to handle"),
    "error": lazy("The match is wrong"),
}

EVENTS = {
    "signal.raised": lazy("raised the signal"),
    "signal.screened": lazy("took it in hand"),
    "signal.dismissed": lazy("dismissed it"),
    "signal.marked_duplicate": lazy("marked it as a duplicate"),
    "signal.data_asked": lazy("asked for data"),
    "signal.undone": lazy("took the last step back"),
    "signal.claimed": lazy("claimed it"),
    "signal.released": lazy("released it"),
    "signal.expired": lazy("let it go: nothing was added and nobody had taken it up"),
    "signal.revived": lazy("brought it back: new items came"),
    "signal.muted": lazy("muted it"),
    "signal.unmuted": lazy("ended the mute"),
    "signal.mute_broken": lazy("showed it in spite of a mute: it became urgent"),
    "signal.answered_useful": lazy("said whether it was useful"),
}


def claim_titles(signals: Sequence[Signal]) -> dict[str, str]:
    """Titles of every claim that the signals' reasons name, in one query at most.

    The strongest reason is nearly always the best claim, which was read with its signal.
    """
    best = [signal.best_claim for signal in signals if Signal.best_claim.is_cached(signal)]
    titles = {claim.pk: claim.title for claim in best if claim is not None}
    others = {
        str(reason["claim_id"])
        for signal in signals
        for reason in signal.reasons
        if reason.get("claim_id")
    } - titles.keys()
    if others:
        titles |= KnownClaim.objects.filter(pk__in=others).values_list("pk", "title")
    return titles


def sentences(signal: Signal, titles: Titles) -> list[str]:
    """The signal's reasons, strongest first."""
    return [sentence(reason, titles) for reason in signal.reasons]


def sentence(reason: Reason, titles: Titles) -> str:
    """One reason; a kind this edition does not know is named as it was written."""
    tell = TELL.get(str(reason.get("kind")))
    return tell(reason, titles) if tell else str(reason.get("kind", ""))


def known_claim(reason: Reason, titles: Titles) -> str:
    if name := reason.get("confirmed_by"):
        facts = match_facts(reason, titles) | {"name": str(name)}
        return _("the known claim “%(title)s”, confirmed by %(name)s") % facts
    return _("the same as the known claim “%(title)s” (likeness %(score)s of 1)") % match_facts(
        reason, titles
    )


def maybe_claim(reason: Reason, titles: Titles) -> str:
    return _("perhaps the known claim “%(title)s” (likeness %(score)s of 1)") % match_facts(
        reason, titles
    )


def match_facts(reason: Reason, titles: Titles) -> dict[str, str]:
    claim_id = str(reason.get("claim_id", ""))
    return {
        "title": titles.get(claim_id, claim_id),
        "score": number_format(float(reason.get("score", 0.0)), decimal_pos=2),
    }


def burst(reason: Reason, _titles: Titles) -> str:
    hour = datetime.fromisoformat(str(reason["hour"]))
    started = datetime.fromisoformat(str(reason["started_at"]))
    facts = {
        "observed": number_format(reason["observed"], force_grouping=True),
        "low": number_format(reason["usual_low"], force_grouping=True),
        "high": number_format(reason["usual_high"], force_grouping=True),
        "hour": short(hour),
        "started": short(started),
    }
    if timezone.now() - hour <= timedelta(hours=2):
        return (
            _(
                "%(observed)s in the last hour, where %(low)s to %(high)s are usual; "
                "above that since %(started)s"
            )
            % facts
        )
    return (
        _(
            "%(observed)s in the hour from %(hour)s, where %(low)s to %(high)s are usual; "
            "above that since %(started)s"
        )
        % facts
    )


def coordination(reason: Reason, _titles: Titles) -> str:
    return _(
        "coordinated: %(accounts)s accounts shared %(objects)s objects together, each within "
        "%(seconds)s seconds, more than chance explains"
    ) % {
        "accounts": number_format(reason["accounts"], force_grouping=True),
        "objects": number_format(reason["objects"], force_grouping=True),
        "seconds": number_format(reason["window_seconds"], force_grouping=True),
    }


def template(reason: Reason, _titles: Titles) -> str:
    return _(
        "%(texts)s texts of one pattern with words exchanged, from %(accounts)s accounts, "
        "%(new)s of them first seen that day: “%(pattern)s”"
    ) % {
        "texts": number_format(reason["texts"], force_grouping=True),
        "accounts": number_format(reason["accounts"], force_grouping=True),
        "new": number_format(reason["new_accounts"], force_grouping=True),
        "pattern": str(reason["pattern"]),
    }


def short(moment: datetime) -> str:
    """The time alone where it is today's, else with its day."""
    same_day = local(moment).date() == local(timezone.now()).date()
    return clock(moment) if same_day else in_words(moment)


def report(reason: Reason, _titles: Titles) -> str:
    count = int(reason.get("count", 0))
    return ngettext("%(n)s report from a citizen", "%(n)s reports from citizens", count) % {
        "n": number_format(count, force_grouping=True)
    }


def new(reason: Reason, _titles: Titles) -> str:
    since = datetime.fromisoformat(str(reason["first_seen"]))
    return _("new: %(items)s items since %(since)s, from several accounts") % {
        "items": number_format(reason["items"], force_grouping=True),
        "since": short(since),
    }


def watch(reason: Reason, _titles: Titles) -> str:
    what = str(reason.get("what"))
    counted = WATCHED.get(what, WATCHED["items_hour"])
    is_share = what == "reports_share"
    facts = {
        "plan": str(reason.get("plan", "")),
        "name": str(reason.get("name", "")),
        "term": str(reason.get("term", "")),
        "hour": short(datetime.fromisoformat(str(reason["hour"]))),
        "counted": str(counted)
        % {
            "observed": as_figure(float(reason["observed"]), is_share=is_share),
            "threshold": as_figure(float(reason["threshold"]), is_share=is_share),
        },
    }
    return _("watch list: %(plan)s, %(name)s, “%(term)s”: %(counted)s (hour from %(hour)s)") % facts


def as_figure(value: float, *, is_share: bool) -> str:
    if is_share:
        return f"{number_format(value * 100, decimal_pos=0)}%"
    return number_format(round(value), force_grouping=True)


WATCHED = {
    "items_hour": lazy("%(observed)s in an hour, threshold %(threshold)s"),
    "items_day": lazy("%(observed)s in 24 hours, threshold %(threshold)s"),
    "new_regions": lazy("%(observed)s new regions in 24 hours, threshold %(threshold)s"),
    "reports_share": lazy("%(observed)s of them from citizens, threshold %(threshold)s"),
}


TELL = {
    "known_claim": known_claim,
    "maybe_claim": maybe_claim,
    "burst": burst,
    "coordination": coordination,
    "template": template,
    "report": report,
    "new": new,
    "watch": watch,
}


def dismissal(code: str, words: str = "") -> str:
    """The reason to keep: the chosen one in this person's language, with their own words."""
    chosen = str(DISMISSALS[code]) if code in DISMISSALS else ""
    return ": ".join(part for part in (chosen, words.strip()) if part)
