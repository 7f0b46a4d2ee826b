"""Words of this part's screens: steps, filters, events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STEPS = {
    "submit": _("Hand in for approval"),
    "return": _("Send back"),
    "send": _("Approve and send out"),
    "discard": _("Discard"),
    "renew": _("Ask all anew with the newer version"),
    "recall": _("Withdraw"),
    "close": pgettext_lazy("directive", "Close"),
}
NEED_REASON = frozenset({"return", "discard", "renew", "recall", "close"})

SHOWS = {
    "all": pgettext_lazy("offices", "All"),
    "addressed": pgettext_lazy("offices", "Addressed"),
    "unaddressed": pgettext_lazy("offices", "Not addressed"),
    "late": pgettext_lazy("offices", "Late"),
    "unconfirmed": pgettext_lazy("offices", "Not confirmed"),
    "unpublished": pgettext_lazy("offices", "Not published"),
    "published": pgettext_lazy("offices", "Published"),
    "asking": pgettext_lazy("offices", "Asking or proposing"),
    "contradicting": pgettext_lazy("offices", "Contradicting"),
}

EVENTS = {
    "directive.drafted": _("Draft begun"),
    "directive.edited": _("Draft changed"),
    "directive.submit": _("Handed in for approval"),
    "directive.return": _("Sent back"),
    "directive.sent": _("Approved and sent out"),
    "directive.discard": _("Discarded"),
    "directive.renewed": _("Sent anew with another version"),
    "directive.recall": _("Withdrawn"),
    "directive.close": _("Closed"),
    "directive.overdue": _("Late offices were called"),
    "directive.lapsed": _("Its message house ended; it stands still"),
    "directive.resumed": _("A version is in force again; its deadlines go on"),
    "directive.links_made": _("Links were made"),
    "directive.links_taken": _("The list of links was taken out"),
}
