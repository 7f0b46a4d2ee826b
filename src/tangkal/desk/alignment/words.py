"""Words of the screens: kinds of contradictions, and a machine's confidence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tangkal.strategic_communication.house import UMBRELLA

KINDS = {
    "number": lazy("Another number"),
    "date": lazy("Another date or time"),
    "place": lazy("Another place"),
    "condition": lazy("Other conditions"),
    "negation": lazy("The one denies what the other says"),
    "responsible": lazy("Somebody else is responsible"),
    "validity": lazy("Another term of validity"),
    "subject": lazy("Said of something else"),
    "contact": lazy("Another number to call or address"),
}
SURE, LIKELY = 0.8, 0.6

TONES = {"1": "ok", "0.5": "info", "0": "", "-1": "danger"}
ICONS = {"1": "check", "0.5": "half", "0": "dash", "-1": "warning"}


def name_of(message_id: str, place: int) -> str:
    """What a reader calls a key message; ids are the writer's own shorthand."""
    if message_id == UMBRELLA:
        return _("Umbrella message")
    return _("Pillar %(n)d") % {"n": place}


def confidence(value: float) -> str:
    """A machine's confidence as a reader takes it: it is none of a person."""
    if value >= SURE:
        return _("the machine is fairly sure")
    if value >= LIKELY:
        return _("the machine thinks it likely")
    return _("the machine is unsure")
