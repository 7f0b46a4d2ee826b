"""Names of steps and of who refused, as the pages say them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENTS: Mapping[str, object] = {
    "begun": _("Begun"),
    "edited": _("Words changed"),
    "weighed": _("An item was weighed"),
    "test": _("On to the proportionality test"),
    "submit": _("Brought to legal review"),
    "drop": _("Given up by its author"),
    "return": _("Sent back to be changed"),
    "clear": _("Cleared by the legal officer"),
    "clear_data": _("Cleared by the data protection officer"),
    "refuse": _("Refused in review"),
    "refuse_by_rule": _("Refused by a rule"),
    "sign": _("First signature"),
    "authorise": _("Second signature: authorised"),
    "send": _("Sent through the channel by a person"),
    "receive": _("The platform confirmed receipt"),
    "item_answered": _("Answer for one item"),
    "acted": _("The platform acted on all items"),
    "partly": _("The platform acted on some items"),
    "declined": _("The platform refused all items"),
    "expire": _("Closed without an answer"),
    "letter_1": _("First letter sent"),
    "letter_2": _("Second letter sent"),
    "letter_3": _("Third letter sent"),
    "contest": _("An objection came in"),
    "uphold": _("The request stands after the objection"),
    "reverse": _("Withdrawn after the objection"),
    "fall": _("Withdrawn: its verdict no longer stands"),
    "ask_restoration": _("The platform was asked to restore"),
    "restored": _("The platform restored it"),
    "report": _("Counted in the published report"),
}
REFUSED_BY: Mapping[str, object] = {
    "legal": pgettext_lazy("refused by", "the legal officer"),
    "data": pgettext_lazy("refused by", "the data protection officer"),
    "author": pgettext_lazy("refused by", "its own author"),
}
