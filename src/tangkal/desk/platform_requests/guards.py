"""What can never be asked of a platform, whoever asks. No setting and no role switches these off.

Each rule reads facts that others recorded: the gate, the verdict, the impact, the conflicts of
interest. It is asked when a request begins and again at every step until it is sent; where it
holds, the request ends there, on record, with the rule's name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tangkal.desk.platform_requests.grounds import Ground
from tangkal.desk.platform_requests.kinds import CARRIED_BY, Kind
from tangkal.impact_analysis.gate import eligibility
from tangkal.impact_analysis.severity import GROUPS, PEOPLE, PUBLIC, highest


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the content and of the people who take part."""

    kind: str
    ground: Ground | None
    gate_kind: str = ""  # "" where nobody has judged the gate
    rests_on_false_information: bool = False
    is_checkable: bool = False
    verdict: str = ""  # "" where none stands
    severities: Mapping[str, int] | None = None  # None: not judged
    claimants: frozenset[str] = field(default_factory=frozenset)  # who asserts it, by kind
    publishers: tuple[str, ...] = ()  # media and public institutions that posted its items
    takes_part: frozenset[int] = field(default_factory=frozenset)
    conflicted: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One rule: when it holds, what is said, and what can be done instead."""

    key: str
    holds: Callable[[Facts], bool]
    says: object  # lazy text
    instead: object


def protected_as(kind: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.gate_kind == kind


def may_not_by_gate(facts: Facts) -> bool:
    return (
        not facts.gate_kind
        or not eligibility(
            facts.gate_kind,
            rests_on_false_information=facts.rests_on_false_information,
            is_checkable=facts.is_checkable,
        ).may_ask_takedown
    )


def not_found_false(facts: Facts) -> bool:
    return facts.verdict not in CARRIED_BY[Kind(facts.kind)]


def harms_nobody(facts: Facts) -> bool:
    """No harm to people or the public: what is left is the office's own concern."""
    return facts.severities is None or highest(facts.severities, PEOPLE, PUBLIC)[0] == 0


def lacks_the_grounds_harm(facts: Facts) -> bool:
    if facts.ground is None:
        return True
    named = facts.ground.harms or (*GROUPS[PEOPLE], *GROUPS[PUBLIC])
    severities = facts.severities or {}
    return max((severities.get(item, 0) for item in named), default=0) < facts.ground.least_harm


REPLY = _("Answer it openly, under your own name.")
PRESS = _(
    "Use the right of reply or of correction (UU 40/1999 on the Press), or turn to the Press "
    "Council. Press work is never asked to be labelled or removed."
)

GUARDS: tuple[Guard, ...] = (
    Guard(
        key="press_work",
        holds=lambda facts: facts.gate_kind == "press_work" or "outlet" in facts.claimants,
        says=_("This is press work."),
        instead=PRESS,
    ),
    Guard(
        key="medium_or_institution",
        holds=lambda facts: bool(facts.publishers),
        says=_("A medium or a public institution published one of the items under its own name."),
        instead=_(
            "With a medium: the right of reply or of correction, or the Press Council. With an "
            "institution: ask it to correct itself."
        ),
    ),
    Guard(
        key="satire",
        holds=protected_as("satire"),
        says=_("This is satire; it is protected."),
        instead=REPLY,
    ),
    Guard(
        key="opinion",
        holds=protected_as("opinion"),
        says=_("This is opinion; an opinion is not false and stays where it is."),
        instead=_("If it rests on false information, clarify that information; the opinion stays."),
    ),
    Guard(
        key="criticism",
        holds=protected_as("criticism"),
        says=_("This is criticism of government; it is protected."),
        instead=_("Ask whether it is right. If so, put it right and say so."),
    ),
    Guard(
        key="whistleblowing",
        holds=protected_as("whistleblowing"),
        says=_("This comes from a whistle-blower; the source is protected."),
        instead=_("Follow up what is reported, and protect who reported it."),
    ),
    Guard(
        key="gate",
        holds=may_not_by_gate,
        says=_("The eligibility gate has not passed this as a claim that can be checked."),
        instead=_("Record the gate of the case first; what cannot be checked is answered openly."),
    ),
    Guard(
        key="not_found_false",
        holds=not_found_false,
        says=_("No verdict that stands finds the claim false in a way that carries this request."),
        instead=_("A take-down needs a claim found false; what misleads gets context instead."),
    ),
    Guard(
        key="reputation_only",
        holds=harms_nobody,
        says=_(
            "The impact names no harm to people or the public. Harm to a good name alone can never "
            "be asked to be removed."
        ),
        instead=REPLY,
    ),
    Guard(
        key="harm_of_ground",
        holds=lacks_the_grounds_harm,
        says=_("The impact does not name the harm that this legal ground is about."),
        instead=_("Choose a ground that fits what was judged, or answer the claim openly."),
    ),
    Guard(
        key="official_takes_part",
        holds=lambda facts: bool(facts.takes_part & facts.conflicted),
        says=_(
            "Somebody who takes part in this has a conflict of interest on record: the claim is "
            "about them or theirs."
        ),
        instead=_("Colleagues without a part in it begin anew, or another office does."),
    ),
)
BY_KEY = {guard.key: guard for guard in GUARDS}


def first_that_holds(facts: Facts) -> Guard | None:
    """The rule that forbids it; None where none does."""
    return next((guard for guard in GUARDS if guard.holds(facts)), None)
