"""What the steps and events of evaluation reports are called."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "submit": _("Submit for approval"),
    "return": _("Send back to draft"),
    "approve": _("Approve"),
    "withdraw": _("Withdraw"),
    "discard": _("Discard this draft"),
}

EVENTS = {
    "evaluation_report.drafted": _("drafted"),
    "evaluation_report.edited": _("edited"),
    "evaluation_report.submit": _("submitted for approval"),
    "evaluation_report.return": _("sent back to draft"),
    "evaluation_report.approve": _("approved"),
    "evaluation_report.withdraw": _("withdrawn"),
    "evaluation_report.discard": _("discarded"),
    "evaluation_report.superseded": _("replaced by a later one"),
    "evaluation_report.taken": _("taken out as a file"),
}
