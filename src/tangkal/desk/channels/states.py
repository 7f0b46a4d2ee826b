"""State machines of a dispatch and of its deliveries, as tables of data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.roles import Role
from tangkal.desk.workflow import Machine, steps

DISPATCHERS = (Role.APPROVER, Role.SPOKESPERSON)


class DispatchState(models.TextChoices):
    SCHEDULED = "TERJADWAL", pgettext_lazy("dispatch", "Scheduled")
    GOING = "BERJALAN", pgettext_lazy("dispatch", "On its way")
    SETTLED = "SELESAI", pgettext_lazy("dispatch", "Settled")
    STOPPED = "BERHENTI", pgettext_lazy("dispatch", "Stopped before it went")
    RECALLED = "DITARIK", pgettext_lazy("dispatch", "Recalled")


class DeliveryState(models.TextChoices):
    CREATED = "DIBUAT", pgettext_lazy("delivery", "waits to be sent")
    SENDING = "DIKIRIM", pgettext_lazy("delivery", "being sent")
    SENT = "TERKIRIM", pgettext_lazy("delivery", "sent")
    DELIVERED = "TIBA", pgettext_lazy("delivery", "delivered")
    TRY_AGAIN = "DIULANG", pgettext_lazy("delivery", "temporary failure, tried again")
    FAILED = "GAGAL", pgettext_lazy("delivery", "permanent failure")
    UNCERTAIN = "TIDAK_PASTI", pgettext_lazy("delivery", "not known whether it arrived")
    STOPPED = "DIHENTIKAN", pgettext_lazy("delivery", "stopped before it went")


class Recall(models.TextChoices):
    """What became of one delivery when its dispatch was recalled."""

    NONE = "", "–"
    WAITING = "MENUNGGU", _("is being deleted")
    DELETED = "DIHAPUS", _("deleted")
    IMPOSSIBLE = "TIDAK_BISA", _("cannot be recalled")


D, S = DispatchState, DeliveryState

# Steps without a role are the machine's own.
DISPATCH = Machine(
    "dispatch",
    steps(
        (D.SCHEDULED, "go", D.GOING, ()),
        (D.SCHEDULED, "stop", D.STOPPED, DISPATCHERS),
        (D.GOING, "settle", D.SETTLED, ()),
        (D.SETTLED, "resume", D.GOING, DISPATCHERS),
        ((D.GOING, D.SETTLED), "recall", D.RECALLED, DISPATCHERS),
    ),
)

DELIVERY = Machine(
    "delivery",
    steps(
        ((S.CREATED, S.TRY_AGAIN, S.SENDING), "begin", S.SENDING, ()),
        (S.SENDING, "take", S.SENT, ()),
        (S.SENDING, "fail", S.TRY_AGAIN, ()),
        (S.SENDING, "refuse", S.FAILED, ()),
        # The service knows no key: to send again could publish twice, so a person looks.
        (S.SENDING, "lose", S.UNCERTAIN, ()),
        (S.UNCERTAIN, "confirm", S.SENT, DISPATCHERS),
        (S.UNCERTAIN, "found", S.SENT, ()),  # a receipt says so
        (S.UNCERTAIN, "repeat", S.CREATED, DISPATCHERS),
        ((S.FAILED, S.STOPPED), "resend", S.CREATED, DISPATCHERS),  # what never went out
        ((S.SENDING, S.SENT, S.UNCERTAIN), "receipt", S.DELIVERED, ()),
        ((S.SENDING, S.SENT, S.UNCERTAIN), "bounce", S.FAILED, ()),
        ((S.CREATED, S.TRY_AGAIN), "stop", S.STOPPED, ()),
    ),
)

WAITING = (S.CREATED, S.TRY_AGAIN, S.SENDING)
ARRIVED = (S.SENT, S.DELIVERED)
