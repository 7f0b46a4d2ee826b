"""What can be said to those who wait for an answer, before there is one."""

from django.db import models
from django.utils import timezone


class Interim(models.Model):
    """What is known so far about a matter: the portal's own copy of words that were released.

    One a reference stands at a time; what stood before stays, ended.
    """

    reference = models.CharField(max_length=40)  # what the desk calls the matter
    key = models.CharField(max_length=40, unique=True)  # what the desk calls these words
    text = models.TextField()
    language = models.CharField(max_length=10, default="id")
    more_at = models.DateTimeField(null=True, blank=True)  # when there will be more
    published_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-published_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("reference",), condition=models.Q(ended_at=None), name="one_interim_stands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.text[:60]}"
