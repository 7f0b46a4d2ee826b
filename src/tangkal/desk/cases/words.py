"""The doctrine's codes in people's words; the tables of codes stand in the library."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from tangkal.impact_analysis.categories import Category
from tangkal.impact_analysis.confidence import Confidence
from tangkal.impact_analysis.disorder import DisorderType
from tangkal.impact_analysis.gate import Kind
from tangkal.impact_analysis.phia import Term
from tangkal.impact_analysis.reach import Reach
from tangkal.impact_analysis.severity import ORGANISATION, PEOPLE, PUBLIC
from tangkal.impact_analysis.techniques import Technique

Words = Mapping[str, object]

CATEGORIES: Words = {
    Category.HEALTH.value: lazy("Health"),
    Category.FRAUD.value: lazy("Fraud"),
    Category.GOVERNMENT.value: lazy("Government"),
    Category.POLITICS.value: lazy("Politics"),
    Category.INTERNATIONAL.value: lazy("International"),
    Category.CRIME.value: lazy("Crime"),
    Category.DISASTER.value: lazy("Disaster"),
    Category.DEFAMATION.value: lazy("Defamation"),
    Category.RELIGION.value: lazy("Religion"),
    Category.MYTH.value: lazy("Myth"),
    Category.TRADE.value: lazy("Trade"),
    Category.EDUCATION.value: lazy("Education"),
    Category.OTHER.value: pgettext_lazy("category", "Other"),
}

# Indonesian names are Mafindo's.
DISORDER_TYPES: Words = {
    DisorderType.SATIRE.value: lazy("Satire or parody"),
    DisorderType.FALSE_CONNECTION.value: lazy("False connection"),
    DisorderType.MISLEADING.value: lazy("Misleading content"),
    DisorderType.FALSE_CONTEXT.value: lazy("False context"),
    DisorderType.IMPOSTER.value: lazy("Imposter content"),
    DisorderType.MANIPULATED.value: lazy("Manipulated content"),
    DisorderType.FABRICATED.value: lazy("Fabricated content"),
}

# The same standard holds for what government itself claims, so it is among them.
CLAIMANTS: Words = {
    "public": lazy("Members of the public"),
    "official": lazy("Government or an official"),
    "outlet": lazy("A news outlet"),
    "organisation": lazy("An organisation"),
    "unknown": pgettext_lazy("claimant", "Not known"),
}

GATE_KINDS: Words = {
    Kind.FACT_CLAIM.value: lazy("A claim about facts"),
    Kind.OPINION.value: lazy("An opinion"),
    Kind.CRITICISM.value: lazy("Criticism"),
    Kind.SATIRE.value: lazy("Satire or parody"),
    Kind.PRESS_WORK.value: lazy("Press work"),
    Kind.WHISTLEBLOWING.value: lazy("Whistle-blowing"),
}

GATE_RULES: Words = {
    "checkable_claim": lazy(
        "This is a claim that evidence can show true or false. It goes to verification."
    ),
    "opinion_is_not_false": lazy(
        "An opinion cannot be false. It gets no label; an open answer is possible."
    ),
    "criticism_is_protected": lazy(
        "Criticism is never labelled. First ask whether it is right; if so, correct ourselves."
    ),
    "satire_is_protected": lazy("Satire is never labelled as false."),
    "press_work_is_protected": lazy(
        "Press work is never labelled. Use the right of reply, or the Press Council."
    ),
    "whistleblowing_is_protected": lazy(
        "Whistle-blowing is never labelled. Protect the source and look into what is reported."
    ),
    "cannot_be_checked": lazy("Nothing could show this true or false, so it gets no label."),
    "opinion_rests_on_false_information": lazy(
        "The opinion stays up; only the false information it rests on may be clarified."
    ),
}

TERMS: Words = {
    Term.REMOTE_CHANCE.value: lazy("Remote chance (0–5 %)"),
    Term.HIGHLY_UNLIKELY.value: lazy("Highly unlikely (10–20 %)"),
    Term.UNLIKELY.value: lazy("Unlikely (25–35 %)"),
    Term.REALISTIC_POSSIBILITY.value: lazy("Realistic possibility (40–<50 %)"),
    Term.LIKELY.value: lazy("Likely (55–75 %)"),
    Term.HIGHLY_LIKELY.value: lazy("Highly likely (80–90 %)"),
    Term.ALMOST_CERTAIN.value: lazy("Almost certain (95–100 %)"),
}

CONFIDENCES: Words = {
    Confidence.LOW.value: pgettext_lazy("confidence", "Low"),
    Confidence.MODERATE.value: pgettext_lazy("confidence", "Moderate"),
    Confidence.HIGH.value: pgettext_lazy("confidence", "High"),
}

TECHNIQUES: Words = {
    Technique.KEY_ASSUMPTIONS.value: lazy("Key assumptions check"),
    Technique.QUALITY_OF_INFORMATION.value: lazy("Quality of information check"),
    Technique.INDICATORS.value: lazy("Indicators and signposts"),
    Technique.COMPETING_HYPOTHESES.value: lazy("Competing hypotheses"),
    Technique.DEVILS_ADVOCACY.value: lazy("Devil’s advocacy"),
    Technique.RED_TEAM.value: lazy("Red team"),
    Technique.WHAT_IF.value: lazy("What if"),
    Technique.HIGH_IMPACT_LOW_PROBABILITY.value: lazy("High impact, low probability"),
}

SEVERITY_GROUPS: Words = {
    ORGANISATION: lazy("The organisation"),
    PEOPLE: lazy("People who rely on it"),
    PUBLIC: lazy("The public"),
}

SEVERITY_ITEMS: Words = {
    "service_delivery": lazy("Service delivery"),
    "critical_operations": lazy("Critical operations"),
    "policy_objective": lazy("Policy objective"),
    "reputation": lazy("Reputation"),
    "staff_safety": lazy("Staff safety"),
    "vulnerable_groups": lazy("Vulnerable groups"),
    "access_to_services": lazy("Access to services"),
    "finances": lazy("People’s money"),
    "life_health": lazy("Life and health"),
    "public_order": lazy("Public order"),
    "election_process": lazy("Election process"),
    "national_security": lazy("National security"),
    "economy": lazy("Economy"),
    "cohesion": lazy("Cohesion between groups"),
}

SEVERITIES: Mapping[int, object] = {
    0: lazy("0 none"),
    1: lazy("1 slight"),
    2: lazy("2 noticeable"),
    3: lazy("3 serious"),
    4: lazy("4 severe or irreversible"),
}

REACHES: Mapping[int, object] = {
    Reach.LITTLE_INTEREST.value: lazy("0 little interest"),
    Reach.FILTER_BUBBLE.value: lazy("1 inside groups that agree anyway"),
    Reach.TRENDING.value: lazy("2 open debate, trending"),
    Reach.MINOR_STORY.value: lazy("3 a minor story in the media"),
    Reach.HEADLINE_STORY.value: lazy("4 a headline that affects operations"),
}

BREAKOUTS: Mapping[int, object] = {
    1: lazy("1 one platform, one community"),
    2: lazy("2 several platforms or several communities"),
    3: lazy("3 several platforms and communities"),
    4: lazy("4 mainstream media"),
    5: lazy("5 a celebrity, politician or candidate"),
    6: lazy("6 action in the world, or a call for violence"),
}

# Why a priority came out as it did: keys are the library's rules.
PRIORITY_RULES: Words = {
    "severe_harm_likely": lazy("severe harm to people or the public is likely"),
    "serious_harm_widely_seen": lazy("serious harm, and the media carry it"),
    "serious_harm_broken_out": lazy("serious harm, and it has reached mainstream media"),
    "harm_and_action": lazy("noticeable harm, and somebody already acts on it"),
    "harm_trending": lazy("noticeable harm, and it is in open debate"),
    "organisation_trending": lazy("serious harm to the organisation, and it is in open debate"),
    "about_to_break_out": lazy(
        "it has left its platform and its community: now is the time to act"
    ),
    "reputation_only_cap": lazy("only a reputation is harmed, which never makes a high priority"),
    "routine": lazy("little harm or little reach"),
}

DEADLINE_STEPS: Words = {
    "triage": lazy("Triage"),
    "verify": lazy("Verdict"),
    "first_line": lazy("First public line"),
    "clarification": lazy("Full clarification"),
    "review": lazy("Look again"),
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
