"""What the indicators are called, how each is made in plain words, and why one is not measured."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tangkal.desk.ui.charts import number
from tangkal.desk.ui.moments import length
from tangkal.tracking_effectiveness.kpis import Group, Kpi, Unit
from tangkal.tracking_effectiveness.kpis_figures import Figure

GROUPS = {
    Group.SPEED: _("How fast"),
    Group.DEADLINES: _("Deadlines kept"),
    Group.RIGHTS: _("Rights"),
    Group.QUALITY: _("Quality of judgement"),
    Group.REACH: _("Reach and alignment"),
    Group.NARRATIVES: _("How stories fade"),
    Group.OUTCOME: _("What people believe"),
    Group.CAPACITY: _("Capacity"),
}

NAMES = {
    "ttd": _("Time to detection"),
    "screening": _("Time to screening"),
    "ttt": _("Time to triage"),
    "ttv": _("Time to verdict"),
    "ttfr": _("Time to first public statement"),
    "sla_screen": _("Screened on time"),
    "sla_triage": _("Triaged on time"),
    "sla_verify": _("Verdict on time"),
    "sla_first_line": _("First public line on time"),
    "sla_clarification": _("Full clarification on time"),
    "takedown_complete": _("Requests to platforms: complete legal and necessity form"),
    "takedown_refused": _("Requests to platforms: refused or reversed"),
    "wrongly_labelled": _("Press work and criticism wrongly labelled"),
    "appeal_on_time": _("Appeals decided on time"),
    "appeal_reversed": _("Appeals that changed our answer"),
    "transparency_on_time": _("Transparency reports on time"),
    "no_response": _("Accuracy of quiet decisions"),
    "verdict_corrected": _("Verdicts corrected or withdrawn"),
    "kappa": _("Agreement of two raters (κ)"),
    "brier": _("Stated probabilities (Brier score)"),
    "reach_ratio": _("Correction reach ratio"),
    "overlap": _("Audience overlap"),
    "alignment": _("Message alignment index"),
    "acknowledged": _("Regional alerts and directives acknowledged on time"),
    "coverage": _("National coverage"),
    "half_life": _("Half-life of a story"),
    "recurrence": _("Stories that came back"),
    "belief": _("Change in accurate belief"),
    "trust": _("Change in trust"),
    "intention": _("Change in the intention to share"),
    "trained": _("Staff trained in 12 months"),
    "exercise_score": _("Exercise score"),
    "actions_on_time": _("Improvement actions closed on time"),
}

WHAT = {
    "ttd": _(
        "From the earliest publication that somebody archived as evidence or spread to the first "
        "signal of the case (its opening where there is none). Missing: no publication with a "
        "known moment, or one that is later than the signal."
    ),
    "screening": _(
        "From a signal’s arrival to the moment a person first looked at it. Signals belong to no "
        "office. Missing: nobody has looked yet."
    ),
    "ttt": _(
        "From the first signal to triage; of a case opened again, its present round. Missing: not "
        "triaged yet."
    ),
    "ttv": _(
        "From triage to the first verdict that a second verifier approved. Left out: cases closed "
        "without a verdict, because the gate asked for none, and cases not triaged yet. Missing: "
        "no approved verdict yet."
    ),
    "ttfr": _(
        "From the first signal to the first statement or clarification on the portal, of cases "
        "whose latest decision is to respond. Missing: nothing public yet."
    ),
    "sla_screen": _("Of signals whose deadline passed or that were screened. Nothing is missing."),
    "sla_triage": _("By the office’s own limits, as they stood when the clock started."),
    "sla_verify": _("By the office’s own limits and pauses, counted from triage."),
    "sla_first_line": _(
        "Of cases to be answered that have this deadline (high and medium priority)."
    ),
    "sla_clarification": _(
        "Of cases to be answered: the full clarification, not a first statement."
    ),
    "takedown_complete": _(
        "Every request needs its legal basis, aim, necessity and proportionality on record. How "
        "many requests there are is no aim and is never shown as one."
    ),
    "takedown_refused": _(
        "Refused by the office, the platform or an appeal. Neither more nor less of it is good."
    ),
    "wrongly_labelled": _(
        "Of the labels that went out, those on content of which the gate now says that it may bear "
        "none: opinion, criticism, satire, press work, whistle-blowing. The aim is none."
    ),
    "appeal_on_time": _("By the deadline of the case’s priority."),
    "appeal_reversed": _(
        "Answers corrected or withdrawn after an appeal, of all appeals. Missing: not decided yet. "
        "A reversal is the safeguard at work: it has no target."
    ),
    "transparency_on_time": _("Quarterly reports to the public by their date."),
    "no_response": _(
        "Of cases first left without an answer or watched, those that stayed under breakout level "
        "4 for 14 days. Missing: 14 days have not passed, or nobody measured."
    ),
    "verdict_corrected": _(
        "Of the verdicts that went out, those corrected or withdrawn later. A visible correction "
        "is good work: it has no target, and nobody is ranked by it."
    ),
    "kappa": _(
        "Agreement on the priority beyond chance, of cases judged twice blind; 1 is full "
        "agreement, 0 what chance brings. Under ten pairs it is withheld."
    ),
    "brier": _(
        "The squared distance between the newest probability stated in numbers and what came true; "
        "0 is best, always saying 50 % gives 0.25. Missing: nobody recorded how it turned out."
    ),
    "reach_ratio": _(
        "Of every case with a public answer, on the platforms and in the metric in which both were "
        "measured. Missing: nobody brought both reaches."
    ),
    "overlap": _("From lawful aggregates alone. Missing: none was brought."),
    "alignment": _(
        "How far units carry the same key messages, less half a point a point for units that "
        "contradict; the number of contradictions stands beside it. A contradiction may show that "
        "the centre is wrong."
    ),
    "acknowledged": _("Offices addressed by an alert or a directive that confirmed it in time."),
    "coverage": _("Regional governments that show the current version, of 546."),
    "half_life": _(
        "From the busiest hour of the case’s narratives to the first hour with at most half as "
        "many items. A description: stories fade by themselves. Missing: it has not fallen so far, "
        "or no items are kept."
    ),
    "recurrence": _(
        "Of cases that were closed, those opened again within 90 days. Missing: 90 days have not "
        "passed."
    ),
    "belief": _(
        "By polls: the newest round of the period less the last one before it, weighted, in points "
        "of 100; less belief in a false claim counts as more accurate belief. Several questions: "
        "their mean. Polls are not split by priority or platform, and tell no cause."
    ),
    "trust": _(
        "By polls: the newest round of the period less the last one before it, weighted, in points "
        "of 100. Several questions: their mean. A poll tells what people say, not why."
    ),
    "intention": _(
        "By polls: the newest round of the period less the last one before it, weighted, in points "
        "of 100; below 0 fewer mean to pass it on. What people say, not what they do."
    ),
    "trained": _(
        "Of staff with a role that reads content. Counts alone: who it is stays in the accounts."
    ),
    "exercise_score": _("By the ratings of observers, 1 to 4, weighted by objective."),
    "actions_on_time": _("Actions of reviews after crises, closed by the day they were due."),
}

UNMEASURED = {
    "takedown_complete": _("No request to a platform has been made yet."),
    "takedown_refused": _("No request to a platform has been made yet."),
    "transparency_on_time": _("No transparency report has fallen due yet."),
    "alignment": _("No office’s text has been compared with a message house in force."),
    "acknowledged": _("No office has been addressed yet."),
    "coverage": _("No directive to all governments was sent yet."),
    "belief": _("No poll asked about it in two rounds, the later one in this period."),
    "trust": _("No poll asked about it in two rounds, the later one in this period."),
    "intention": _("No poll asked about it in two rounds, the later one in this period."),
    "exercise_score": _("No exercise has been rated yet."),
    "actions_on_time": _("No improvement action has fallen due yet."),
}

SPLITS = {
    "priority": _("By priority"),
    "office": _("By office"),
    "platform": _("By platform"),
    "month": _("By month"),
}

EVENTS = {
    "kpi.target_set": _("target set"),
    "kpi.outcome_recorded": _("outcome recorded"),
    "kpi.taken": _("taken out as a file"),
}

NO_PLATFORM = pgettext_lazy("platform", "none known")


def name_of(key: str) -> str:
    return str(NAMES[key])


def reason_of(key: str) -> str:
    """Why nothing is measured."""
    return str(UNMEASURED.get(key, _("Nobody measures it yet.")))


def value_in_words(kpi: Kpi, value: float | None) -> str:
    """A value as a reader needs it: a length of time, a percentage, a ratio, a score."""
    if value is None:
        return "–"
    if kpi.unit is Unit.TIME:
        return length(timedelta(seconds=value))
    if kpi.unit is Unit.PERCENT:
        return f"{number(round(100 * value))} %"
    if kpi.unit is Unit.CHANGE:
        return signed(value)
    if kpi.unit is Unit.POINTS:
        return number(round(value, 1))
    return number(round(value, 2))


def signed(value: float) -> str:
    """A difference with its sign, as the reader's language writes it."""
    rounded = round(value, 1)
    return f"{'−' if rounded < 0 else '+'}{number_format(abs(rounded), 1)}"


def range_in_words(kpi: Kpi, figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return gettext("%(low)s to %(high)s") % {
        "low": value_in_words(kpi, figure.low),
        "high": value_in_words(kpi, figure.high),
    }


def target_in_words(kpi: Kpi, target: float | None) -> str:
    """A target with its direction."""
    if target is None:
        return "–"
    said = {"value": value_in_words(kpi, target)}
    return (
        gettext("at most %(value)s") % said
        if kpi.better == "lower"
        else gettext("at least %(value)s") % said
    )
