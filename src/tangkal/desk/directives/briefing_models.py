"""Sheets for community and religious leaders and information groups, and who agreed to get them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion


class Contact(models.Model):
    """A leader or group that agreed to be written to; after a withdrawal only the dates stay."""

    class Kind(models.TextChoices):
        COMMUNITY = "masyarakat", _("Community leader")
        RELIGIOUS = "agama", _("Religious leader")
        GROUP = "kim", _("Community information group (KIM)")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("region")
    )
    kind = models.CharField(pgettext_lazy("contact", "kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120, blank=True)
    address = models.CharField(_("telephone number or e-mail"), max_length=200, blank=True)
    # Consent: to what, how it was given, when, and who wrote it down.
    purpose = models.CharField(_("agreed to"), max_length=300)
    how = models.CharField(_("how consent was given"), max_length=300)
    consented_on = models.DateField(_("day of consent"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("kind", "name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(name="", address="", how=""),
                name="withdrawn_is_erased",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class Briefing(models.Model):
    """One sheet: an approved version of a house, in words for a meeting rather than a website."""

    class State(models.TextChoices):
        DRAFT = "DRAF", _("Draft")
        APPROVED = "DISETUJUI", _("Approved")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    house_version = models.ForeignKey(
        MessageHouseVersion, on_delete=models.PROTECT, related_name="briefings"
    )
    title = models.CharField(_("title"), max_length=120)
    request = models.TextField(_("what we ask of you"))
    contact = models.CharField(_("whom to ask"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    is_exercise = models.BooleanField(default=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    # The facts of its version changed: it is handed out no more.
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title


class Handed(models.Model):
    """One sheet that was given to one contact."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="handed")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="handed")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("briefing", "contact"), name="a_sheet_once_a_contact")
        ]

    def __str__(self) -> str:
        return f"{self.briefing}: {self.contact}"
