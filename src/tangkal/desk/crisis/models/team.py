"""Who holds which seat, who did before, and who is in the room."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis.models.core import Crisis
from tangkal.desk.crisis.team import SeatRole


class Seat(models.Model):
    """One person in one seat for one stretch of time; a row is never given to somebody else."""

    class Availability(models.TextChoices):
        HERE = "here", pgettext_lazy("availability", "On duty")
        CALL = "call", pgettext_lazy("availability", "On call")
        AWAY = "away", pgettext_lazy("availability", "Not available")

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=20, choices=SeatRole)
    is_alternate = models.BooleanField(default=False)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="crisis_seats")
    availability = models.CharField(max_length=5, choices=Availability, default=Availability.HERE)
    contact = models.CharField(max_length=120, blank=True)  # shown inside the room alone
    since = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # of the hand-over, when the seat was left

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("crisis", "role"),
                condition=Q(until=None, is_alternate=False),
                name="one_holder_a_seat",
            ),
            models.UniqueConstraint(
                fields=("crisis", "role", "holder"),
                condition=Q(until=None),
                name="nobody_sits_twice_in_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.holder}"


class Presence(models.Model):
    """When somebody was last seen in the room; kept for the present, not as a record."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("crisis", "user"), name="one_presence_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.seen_at:%H:%M}"
