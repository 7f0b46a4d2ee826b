"""What states, files and events of channels are called, and how they look."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.desk.channels.models import Kind
from tangkal.desk.channels.states import DeliveryState

# Tone and icon of a delivery's state; the words stand beside them.
TONES: dict[str, tuple[str, str]] = {
    DeliveryState.CREATED: ("info", "clock"),
    DeliveryState.SENDING: ("info", "clock"),
    DeliveryState.SENT: ("ok", "check"),
    DeliveryState.DELIVERED: ("ok", "check"),
    DeliveryState.TRY_AGAIN: ("warn", "clock"),
    DeliveryState.FAILED: ("danger", "warning"),
    DeliveryState.UNCERTAIN: ("danger", "question"),
    DeliveryState.STOPPED: ("", "cross"),
}

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "svg": "image/svg+xml",
}

# What recalling can do at each kind of outlet, said before somebody relies on it.
RECALLS: dict[str, Promise] = {
    Kind.EMAIL: _(
        "An e-mail cannot be taken back. Whoever received it gets a notice of withdrawal."
    ),
    Kind.TELEGRAM: _(
        "Telegram deletes it within 48 hours of sending; the channel gets a notice of withdrawal."
    ),
    Kind.WHATSAPP: _(
        "A WhatsApp message cannot be taken back. Whoever received it gets a notice by the "
        "template for withdrawals, where the outlet has one."
    ),
    Kind.WEBSITE: _("The list shows it as withdrawn at once, with the reason."),
}

EVENTS: dict[str, Promise] = {
    "dispatch.made": _("Handed to the worker"),
    "dispatch.due": _("Its hour came"),
    "dispatch.stopped": _("Stopped"),
    "dispatch.held_back": _("Stopped half-way"),
    "dispatch.renewed": _("Brought up to what is confirmed now"),
    "dispatch.resumed": _("The rest was sent on"),
    "dispatch.recalled": _("Recalled"),
    "dispatch.notice": _("Notice of withdrawal written"),
    "delivery.terkirim": _("Sent"),
    "delivery.tiba": _("Delivered"),
    "delivery.gagal": _("Failed for good"),
    "delivery.tidak_pasti": _("Not known whether it arrived"),
    "delivery.resolved": _("A person looked"),
    "delivery.recall": _("Taken back, as far as possible"),
}
