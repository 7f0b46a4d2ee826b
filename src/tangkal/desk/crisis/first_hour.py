"""The first hour of the doctrine's E as data: what is due when, and what helps to do it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the checklist.

    Args:
        key: kept with every tick; permanent.
        minutes: after the activation.
        text: what is to be done.
        route: an address with the crisis' key as its argument, where the step is done.
    """

    key: str
    minutes: int
    text: object
    route: str = ""


STEPS = (
    Step(key="log", minutes=5, text=_("Open the log: who keeps it, and what is known now"),
         route="crisis-log"),
    Step(key="freeze", minutes=5, text=_("Freeze what is scheduled to be published"),
         route="crisis-freeze"),
    Step(key="facts", minutes=10, text=_("Settle what is confirmed and what is not known"),
         route="crisis-house"),
    Step(key="policy_owner", minutes=10, text=_("Call the policy owner")),
    Step(key="team", minutes=15, text=_("Activate, and give every role to somebody"),
         route="crisis-team"),
    Step(key="one_voice", minutes=20, text=_("One lead agency, one spokesperson"),
         route="crisis-team"),
    Step(key="holding", minutes=30, text=_("Publish the holding statement"),
         route="crisis-house"),
    Step(key="regions", minutes=40, text=_("Alert the regions, and count who confirms"),
         route="crisis-alert"),
    Step(key="answers", minutes=50, text=_("Questions and answers, first version, pinned"),
         route="crisis-questions"),
    Step(key="report", minutes=60, text=_("Situation report number one"), route="crisis-report"),
    Step(key="next_update", minutes=60, text=_("Announce when the next update comes"),
         route="crisis-briefing"),
)  # fmt: skip
BY_KEY = {step.key: step for step in STEPS}
