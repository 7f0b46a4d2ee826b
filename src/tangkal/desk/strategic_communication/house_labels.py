"""What the rooms, steps and findings of a message house are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.strategic_communication.checks import Finding

KINDS: dict[str, Promise] = {
    "figure": _("figure"),
    "date": _("date or time"),
    "place": _("place"),
    "name": _("name"),
    "promise": _("promise"),
}

IMPORTANCES: dict[int, Promise] = {
    3: _("must be said"),
    2: _("should be said"),
    1: _("good to say"),
}

GAPS: dict[str, Promise] = {
    "no_umbrella": _("Write the umbrella message: what one sentence everyone should say."),
    "umbrella_too_long": _("The umbrella message has %(found)d words; at most %(most)d are said."),
    "no_pillar": _("Write at least one pillar; three carry best."),
    "no_proof": _("Pillar %(number)d lacks its proof or where the proof comes from."),
    "no_lock": _("Lock at least one fact: a figure, a date, a place, a name or a promise."),
    "no_answer": _("The question “%(question)s” has no answer yet."),
    "open_placeholder": _("Fill the place %(place)s, or name it as a place for local words."),
}

STEPS: dict[str, Promise] = {
    "submit": _("Submit for the fact check"),
    "confirm_facts": _("Confirm the facts"),
    "return": _("Send back"),
    "approve": _("Approve and put in force"),
    "rest": _("Leave it ended, as it stands"),
    "withdraw": _("Withdraw"),
}

EVENTS: dict[str, Promise] = {
    "house.drafted": _("Begun"),
    "house.versioned": _("Changed: a new version"),
    "house.submit": _("Submitted for the fact check"),
    "house.confirm_facts": _("Facts confirmed"),
    "house.return": _("Sent back"),
    "house.approve": _("Approved and in force"),
    "house.withdrawn": _("Withdrawn"),
    "house.expired": _("Expired"),
    "house.rest": _("Left ended, as it stands"),
}


def sentence_of(gap: Finding) -> str:
    """What a gap asks for, in words."""
    return str(GAPS[gap.code]) % dict(gap.facts)
