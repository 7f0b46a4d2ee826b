"""Where an appeal stands, in words that its sender reads too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppealState(models.TextChoices):
    RECEIVED = "DITERIMA", _("Received")
    IN_REVIEW = "DITELAAH", _("Under review")
    UPHELD = "TETAP", _("The answer stands")
    REVISED = "DIREVISI", _("The answer is corrected")
    WITHDRAWN = "DICABUT", _("The answer is withdrawn")
    TOLD = "DIBERITAHUKAN", _("Sender told")
    ANNOUNCED = "DIUMUMKAN", _("Outcome published")


OPEN = (AppealState.RECEIVED, AppealState.IN_REVIEW)
OUTCOMES = (AppealState.UPHELD, AppealState.REVISED, AppealState.WITHDRAWN)
REVERSED = (AppealState.REVISED, AppealState.WITHDRAWN)
