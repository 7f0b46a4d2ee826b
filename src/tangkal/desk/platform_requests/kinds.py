"""What can be asked of a platform, and what is less intrusive: tables, from mild to hard."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.impact_analysis.verdicts import Verdict


class Kind(models.TextChoices):
    CORRECTION = "correction", pgettext_lazy("request kind", "Correction by the poster")
    LABEL = "label", pgettext_lazy("request kind", "Label with a link to the answer")
    REDUCE = "reduce", pgettext_lazy("request kind", "Less recommendation")
    IMPERSONATION = "impersonation", pgettext_lazy("request kind", "Account that impersonates")
    TAKE_DOWN = "takedown", pgettext_lazy("request kind", "Take-down")


# How far each goes into what somebody may say and read: 0 leaves it alone.
INTRUSION: Mapping[str, int] = MappingProxyType(
    {Kind.CORRECTION: 1, Kind.LABEL: 2, Kind.REDUCE: 3, Kind.IMPERSONATION: 4, Kind.TAKE_DOWN: 5}
)
CONTEXT = (Verdict.MISLEADING, Verdict.FALSE_CONTEXT)
FALSE = (Verdict.FALSE, Verdict.MANIPULATED, Verdict.IMPOSTER, Verdict.FRAUD)
# Which verdicts carry which request: what merely misleads needs context, not removal.
CARRIED_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Kind.CORRECTION: frozenset((*FALSE, *CONTEXT)),
        Kind.LABEL: frozenset((*FALSE, *CONTEXT)),
        Kind.REDUCE: frozenset((*FALSE, *CONTEXT)),
        Kind.IMPERSONATION: frozenset((Verdict.IMPOSTER, Verdict.FRAUD)),
        Kind.TAKE_DOWN: frozenset(FALSE),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Something milder that could be enough."""

    label: object  # lazy text
    intrusion: int


ALTERNATIVES: Mapping[str, Alternative] = MappingProxyType(
    {
        "monitor": Alternative(label=_("Watch, and do nothing yet"), intrusion=0),
        "clarify": Alternative(
            label=_("An answer on the portal and through partners"), intrusion=0
        ),
        "reply": Alternative(label=_("An open reply under our own name, at the post"), intrusion=0),
        "fix": Alternative(label=_("Put the service right that the claim is about"), intrusion=0),
        "prebunk": Alternative(label=_("Warn people before they meet it"), intrusion=0),
        "ask_poster": Alternative(label=_("Ask the poster to correct it"), intrusion=1),
        "label": Alternative(label=_("A label with a link to the answer"), intrusion=2),
        "reduce": Alternative(label=_("Less recommendation, without removal"), intrusion=3),
    }
)


def milder_than(kind: str) -> tuple[str, ...]:
    """The alternatives that go less far than a request of this kind."""
    return tuple(
        key for key, each in ALTERNATIVES.items() if each.intrusion < INTRUSION[Kind(kind)]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One of the four questions that every single item answers."""

    question: object  # lazy text
    help: object


TESTS: Mapping[str, Test] = MappingProxyType(
    {
        "legality": Test(
            question=_("Legality: does the law forbid this very item?"),
            help=_("Name the provision and the words of the item that meet it."),
        ),
        "aim": Test(
            question=_("Legitimate aim: who is protected, from which harm?"),
            help=_("People and the public. The good name of an office is no such aim."),
        ),
        "necessity": Test(
            question=_("Necessity: is it needed, though the answer is out?"),
            help=_("What happens to whom if the item stays where it is?"),
        ),
        "proportionality": Test(
            question=_("Proportionality: does the gain outweigh what is lost?"),
            help=_("What lawful speech goes with it, for how long, for how many?"),
        ),
    }
)
