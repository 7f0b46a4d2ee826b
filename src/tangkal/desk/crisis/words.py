"""What the codes of a crisis are called on the screens."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTIONS = {
    "raise_1": _("Raise to level 1"),
    "raise_2": _("Raise to level 2"),
    "raise_3": _("Raise to level 3"),
    "decline": pgettext_lazy("crisis", "Decline"),
    "renew": _("Renew for 24 hours"),
    "deescalate": _("Step down"),
    "expire": _("Expire"),
    "recover": _("Begin recovery"),
    "review": _("Begin the review"),
    "close": _("Close the crisis"),
    "draft": _("Draft an answer"),
    "check": _("Confirm the facts"),
    "approve": _("Approve the answer"),
    "return": _("Send back"),
}
