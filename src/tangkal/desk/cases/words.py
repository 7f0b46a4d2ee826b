"""The doctrine's codes in people's words; the tables of codes stand in the library."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tangkal.desk.portal import words as public
from tangkal.impact_analysis.confidence import Confidence
from tangkal.impact_analysis.disorder import DisorderType
from tangkal.impact_analysis.gate import Kind
from tangkal.impact_analysis.phia import Term
from tangkal.impact_analysis.reach import Reach
from tangkal.impact_analysis.severity import ORGANISATION, PEOPLE, PUBLIC
from tangkal.impact_analysis.techniques import Technique

Words = Mapping[str, object]

CATEGORIES: Words = public.CATEGORIES

# Indonesian names are Mafindo's.
DISORDER_TYPES: Words = {
    DisorderType.SATIRE.value: gettext_lazy("Satire or parody"),
    DisorderType.FALSE_CONNECTION.value: gettext_lazy("False connection"),
    DisorderType.MISLEADING.value: gettext_lazy("Misleading content"),
    DisorderType.FALSE_CONTEXT.value: gettext_lazy("False context"),
    DisorderType.IMPOSTER.value: gettext_lazy("Imposter content"),
    DisorderType.MANIPULATED.value: gettext_lazy("Manipulated content"),
    DisorderType.FABRICATED.value: gettext_lazy("Fabricated content"),
}

# The same standard holds for what government itself claims, so it is among them.
CLAIMANTS: Words = {
    "public": gettext_lazy("Members of the public"),
    "official": gettext_lazy("Government or an official"),
    "outlet": gettext_lazy("A news outlet"),
    "organisation": gettext_lazy("An organisation"),
    "unknown": pgettext_lazy("claimant", "Not known"),
}

GATE_KINDS: Words = {
    Kind.FACT_CLAIM.value: gettext_lazy("A claim about facts"),
    Kind.OPINION.value: gettext_lazy("An opinion"),
    Kind.CRITICISM.value: gettext_lazy("Criticism"),
    Kind.SATIRE.value: gettext_lazy("Satire or parody"),
    Kind.PRESS_WORK.value: gettext_lazy("Press work"),
    Kind.WHISTLEBLOWING.value: gettext_lazy("Whistle-blowing"),
}

GATE_RULES: Words = {
    "checkable_claim": gettext_lazy(
        "This is a claim that evidence can show true or false. It goes to verification."
    ),
    "opinion_is_not_false": gettext_lazy(
        "An opinion cannot be false. It gets no label; an open answer is possible."
    ),
    "criticism_is_protected": gettext_lazy(
        "Criticism is never labelled. First ask whether it is right; if so, correct ourselves."
    ),
    "satire_is_protected": gettext_lazy("Satire is never labelled as false."),
    "press_work_is_protected": gettext_lazy(
        "Press work is never labelled. Use the right of reply, or the Press Council."
    ),
    "whistleblowing_is_protected": gettext_lazy(
        "Whistle-blowing is never labelled. Protect the source and look into what is reported."
    ),
    "cannot_be_checked": gettext_lazy(
        "Nothing could show this true or false, so it gets no label."
    ),
    "opinion_rests_on_false_information": gettext_lazy(
        "The opinion stays up; only the false information it rests on may be clarified."
    ),
}

TERMS: Words = {
    Term.REMOTE_CHANCE.value: gettext_lazy("Remote chance (0–5 %)"),
    Term.HIGHLY_UNLIKELY.value: gettext_lazy("Highly unlikely (10–20 %)"),
    Term.UNLIKELY.value: gettext_lazy("Unlikely (25–35 %)"),
    Term.REALISTIC_POSSIBILITY.value: gettext_lazy("Realistic possibility (40–<50 %)"),
    Term.LIKELY.value: gettext_lazy("Likely (55–75 %)"),
    Term.HIGHLY_LIKELY.value: gettext_lazy("Highly likely (80–90 %)"),
    Term.ALMOST_CERTAIN.value: gettext_lazy("Almost certain (95–100 %)"),
}

CONFIDENCES: Words = {
    Confidence.LOW.value: pgettext_lazy("confidence", "Low"),
    Confidence.MODERATE.value: pgettext_lazy("confidence", "Moderate"),
    Confidence.HIGH.value: pgettext_lazy("confidence", "High"),
}

TECHNIQUES: Words = {
    Technique.KEY_ASSUMPTIONS.value: gettext_lazy("Key assumptions check"),
    Technique.QUALITY_OF_INFORMATION.value: gettext_lazy("Quality of information check"),
    Technique.INDICATORS.value: gettext_lazy("Indicators and signposts"),
    Technique.COMPETING_HYPOTHESES.value: gettext_lazy("Competing hypotheses"),
    Technique.DEVILS_ADVOCACY.value: gettext_lazy("Devil’s advocacy"),
    Technique.RED_TEAM.value: gettext_lazy("Red team"),
    Technique.WHAT_IF.value: gettext_lazy("What if"),
    Technique.HIGH_IMPACT_LOW_PROBABILITY.value: gettext_lazy("High impact, low probability"),
}

SEVERITY_GROUPS: Words = {
    ORGANISATION: gettext_lazy("The organisation"),
    PEOPLE: gettext_lazy("People who rely on it"),
    PUBLIC: gettext_lazy("The public"),
}

SEVERITY_ITEMS: Words = {
    "service_delivery": gettext_lazy("Service delivery"),
    "critical_operations": gettext_lazy("Critical operations"),
    "policy_objective": gettext_lazy("Policy objective"),
    "reputation": gettext_lazy("Reputation"),
    "staff_safety": gettext_lazy("Staff safety"),
    "vulnerable_groups": gettext_lazy("Vulnerable groups"),
    "access_to_services": gettext_lazy("Access to services"),
    "finances": gettext_lazy("People’s money"),
    "life_health": gettext_lazy("Life and health"),
    "public_order": gettext_lazy("Public order"),
    "election_process": gettext_lazy("Election process"),
    "national_security": gettext_lazy("National security"),
    "economy": gettext_lazy("Economy"),
    "cohesion": gettext_lazy("Cohesion between groups"),
}

SEVERITIES: Mapping[int, object] = {
    0: gettext_lazy("0 none"),
    1: gettext_lazy("1 slight"),
    2: gettext_lazy("2 noticeable"),
    3: gettext_lazy("3 serious"),
    4: gettext_lazy("4 severe or irreversible"),
}

REACHES: Mapping[int, object] = {
    Reach.LITTLE_INTEREST.value: gettext_lazy("0 little interest"),
    Reach.FILTER_BUBBLE.value: gettext_lazy("1 inside groups that agree anyway"),
    Reach.TRENDING.value: gettext_lazy("2 open debate, trending"),
    Reach.MINOR_STORY.value: gettext_lazy("3 a minor story in the media"),
    Reach.HEADLINE_STORY.value: gettext_lazy("4 a headline that affects operations"),
}

BREAKOUTS: Mapping[int, object] = {
    1: gettext_lazy("1 one platform, one community"),
    2: gettext_lazy("2 several platforms or several communities"),
    3: gettext_lazy("3 several platforms and communities"),
    4: gettext_lazy("4 mainstream media"),
    5: gettext_lazy("5 a celebrity, politician or candidate"),
    6: gettext_lazy("6 action in the world, or a call for violence"),
}

# Why a priority came out as it did: keys are the library's rules.
PRIORITY_RULES: Words = {
    "severe_harm_likely": gettext_lazy("severe harm to people or the public is likely"),
    "serious_harm_widely_seen": gettext_lazy("serious harm, and the media carry it"),
    "serious_harm_broken_out": gettext_lazy("serious harm, and it has reached mainstream media"),
    "harm_and_action": gettext_lazy("noticeable harm, and somebody already acts on it"),
    "harm_trending": gettext_lazy("noticeable harm, and it is in open debate"),
    "organisation_trending": gettext_lazy(
        "serious harm to the organisation, and it is in open debate"
    ),
    "about_to_break_out": gettext_lazy(
        "it has left its platform and its community: now is the time to act"
    ),
    "reputation_only_cap": gettext_lazy(
        "only a reputation is harmed, which never makes a high priority"
    ),
    "routine": gettext_lazy("little harm or little reach"),
}

DEADLINE_STEPS: Words = {
    "screen": gettext_lazy("Screening"),
    "triage": gettext_lazy("Triage"),
    "verify": gettext_lazy("Verdict"),
    "first_line": gettext_lazy("First public line"),
    "clarification": gettext_lazy("Full clarification"),
    "review": gettext_lazy("Look again"),
}


def say(table: Mapping[str, object], code: str) -> str:
    """The words for a code, or the code itself where a newer table wrote it."""
    return str(table.get(code, code))


def choices(table: Mapping[str, object], *, empty: object = None) -> list[tuple[str, object]]:
    """A table as the choices of a form field; `empty` adds a first, unanswered one."""
    rows = list(table.items())
    return rows if empty is None else [("", empty), *rows]


def check(code: str, table: Mapping[str, object]) -> None:
    """Refuse a code that a table does not hold; no code is "not said"."""
    if code and code not in table:
        raise ValidationError(
            _("%(code)s is not one of %(known)s.") % {"code": code, "known": ", ".join(table)}
        )
