"""What the parts, templates and steps of a message are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: dict[str, Promise] = {
    "headline": _("Headline"),
    "fact": _("The fact"),
    "myth": _("What circulated, named once"),
    "explanation": _("Why it is not so"),
    "fact_again": _("The fact again"),
    "action": _("What to do"),
}

STEPS: dict[str, Promise] = {
    "submit": _("Submit for the fact check"),
    "confirm_facts": _("Confirm the facts"),
    "return": _("Send back"),
    "ask_legal": _("Ask for legal review"),
    "clear": _("Clear legally"),
    "approve": _("Approve this version"),
    "publish": _("Publish"),
    "withdraw": _("Withdraw"),
}
