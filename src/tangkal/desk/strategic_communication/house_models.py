"""The message house of a case, and its versions: what everyone is to say, approved by hash."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication.house_states import HouseState


class MessageHouse(models.Model):
    """One message for one case. Its newest version is worked on; one version is in force."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="houses")
    organisation = models.ForeignKey(  # who issues it
        Organisation, on_delete=models.PROTECT, related_name="houses"
    )
    title = models.CharField(_("title"), max_length=160)
    language = models.CharField(_("language"), max_length=5, default="id")
    state = models.CharField(max_length=12, choices=HouseState, default=HouseState.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    is_exercise = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # optimistic lock
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("state",), name="house_state")]

    def __str__(self) -> str:
        return self.title


class MessageHouseVersion(models.Model):
    """What one person wrote at one time; never changed but by the marks of its standing."""

    house = models.ForeignKey(MessageHouse, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # as `tangkal.strategic_communication.house.House.content`
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64)
    truth_as_of = models.DateTimeField()  # the moment for which its facts were true
    expires_at = models.DateTimeField(null=True, blank=True)
    ending_told_at = models.DateTimeField(null=True)  # when everyone heard that it ends soon
    expired_told_at = models.DateTimeField(null=True)  # when everyone heard that it has ended
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)  # a newer version came into force
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("house", "number"), name="one_house_version"),
            models.UniqueConstraint(
                fields=("house",),
                condition=models.Q(
                    approved_at__isnull=False, superseded_at=None, withdrawn_at=None
                ),
                name="one_house_version_in_force",
            ),
        ]
        indexes = [models.Index(fields=("expires_at",), name="house_expiry")]

    def __str__(self) -> str:
        return f"{self.house}/{self.number}"

    @property
    def umbrella(self) -> str:
        return str(self.content.get("umbrella", ""))

    @property
    def stands(self) -> bool:
        """Approved, and neither superseded nor withdrawn; it may have expired."""
        return bool(self.approved_at and not self.superseded_at and not self.withdrawn_at)

    @property
    def is_in_force(self) -> bool:
        return self.stands and not self.has_expired()

    def has_expired(self, now: datetime | None = None) -> bool:
        return self.expires_at is not None and self.expires_at <= (now or timezone.now())
