"""Why a case has its priority: one sentence that names the facts the rule read."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.cases import words
from tangkal.desk.cases.models import ImpactAssessment, Priority

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
