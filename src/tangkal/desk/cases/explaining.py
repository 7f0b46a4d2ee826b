"""Why a case has its priority: one sentence that names the facts the rule read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.cases import words
from tangkal.desk.cases.models import Case, ImpactAssessment, Priority
from tangkal.impact_analysis.gate import Kind
from tangkal.impact_analysis.response import Suggestion, suggest

# rule → what held, with the facts it read; the codes are the library's.
BECAUSE: Mapping[str, object] = {
    "severe_harm_likely": gettext_lazy(
        "harm to %(harms)s is judged “%(harm)s” and its likelihood “%(likelihood)s”"
    ),
    "serious_harm_widely_seen": gettext_lazy(
        "harm to %(harms)s is judged “%(harm)s” and the reach is “%(reach)s”"
    ),
    "serious_harm_broken_out": gettext_lazy(
        "harm to %(harms)s is judged “%(harm)s” and the breakout level is “%(breakout)s”"
    ),
    "harm_and_action": gettext_lazy(
        "harm to %(harms)s is judged “%(harm)s” and somebody already acts on it (level 6)"
    ),
    "harm_trending": gettext_lazy(
        "harm to %(harms)s is judged “%(harm)s” and the reach is “%(reach)s”, short of what a high "
        "priority asks"
    ),
    "organisation_trending": gettext_lazy(
        "harm to the organisation (%(organisation_harms)s) is judged “%(organisation_harm)s” and "
        "the reach is “%(reach)s”"
    ),
    "about_to_break_out": gettext_lazy(
        "it has reached breakout level 3: it has left its platform and its community"
    ),
    "reputation_only_cap": gettext_lazy(
        "only a reputation is harmed, which never makes a high priority"
    ),
    "routine": gettext_lazy(
        "no harm reaches the level that asks for more: to people and public “%(harm)s”, reach "
        "“%(reach)s”, breakout level “%(breakout)s”"
    ),
}


def priority_sentence(assessment: ImpactAssessment) -> str:
    """ "HIGH because …": the computed priority with the facts that made it so."""
    found = assessment.computed_rule
    because = BECAUSE.get(str(found.get("rule", "")))
    if because is None:
        return ""
    label = str(Priority(assessment.computed_priority).label).upper()
    return _("%(priority)s because %(facts)s.") % {
        "priority": label,
        "facts": str(because) % facts_in_words(found),
    }


# What the judged impact speaks for, beside the decision; the person decides.
SUGGESTIONS: Mapping[str, object] = {
    Suggestion.MONITOR: gettext_lazy(
        "Little reach and little harm: to answer would show it to more people than see it now. "
        "Monitor, unless something else speaks for an answer."
    ),
    Suggestion.ADMIT: gettext_lazy("The criticism may be right: fix it, and say so."),
    Suggestion.ESCALATE: gettext_lazy(
        "High priority: answer at once, and consider a crisis with its team."
    ),
    Suggestion.RESPOND: gettext_lazy(
        "Reach or harm is large enough for an answer; ask whose voice is believed, often not the "
        "government’s. Where the criticism in it is right: fix it, and say so."
    ),
}


def suggestion(case: Case, assessment: ImpactAssessment | None) -> str:
    """What the impact speaks for; criticism is first asked whether it is right."""
    if assessment is None:
        return ""
    gate = next(iter(case.gates.all()), None)
    found = suggest(
        harm=int(assessment.computed_rule.get("harm", 0)),
        reach=assessment.reach,
        priority=assessment.priority,
        criticism_is_right=gate is not None and gate.kind == Kind.CRITICISM,
    )
    return str(SUGGESTIONS[found])


def facts_in_words(found: Mapping[str, Any]) -> dict[str, str]:
    return {
        "harms": harms(found.get("harm_items", ())) or _("nobody"),
        "harm": str(words.SEVERITIES.get(found.get("harm", 0), "")),
        "organisation_harms": harms(found.get("organisation_items", ())),
        "organisation_harm": str(words.SEVERITIES.get(found.get("organisation_harm", 0), "")),
        "reach": str(words.REACHES.get(found.get("reach", 0), "")),
        "breakout": str(words.BREAKOUTS.get(found.get("breakout", 1), "")),
        "likelihood": words.say(words.TERMS, str(found.get("likelihood") or "")),
    }


def harms(items: Any) -> str:
    return ", ".join(words.say(words.SEVERITY_ITEMS, item).lower() for item in items)
