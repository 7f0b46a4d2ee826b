"""Who follows what, and what they were told; addresses lie in questions.Contact alone."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.portal.models import Clarification
from tangkal.desk.questions.models import Contact


def new_name() -> str:
    """What links carry, signed: nobody guesses it, and it tells nothing of the address."""
    return secrets.token_urlsafe(16)


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, at 07.00 WIB")


class Wish(models.Model):
    """What somebody asked for by e-mail. It holds once they confirm it, and goes in 72 hours."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="wishes")
    name = models.CharField(max_length=30, unique=True, default=new_name)
    choices = models.JSONField()  # [[topic, region code], …]; "" is all of them
    rhythm = models.CharField(max_length=8, choices=Rhythm)
    with_province = models.BooleanField(default=False, db_default=False)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"wish {self.pk}"


class Follower(models.Model):
    """Somebody who confirmed that they want to be told, until they say stop."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="follower")
    name = models.CharField(max_length=30, unique=True, default=new_name)
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    # Whoever chose a regency or city is also told of what concerns its whole province.
    with_province = models.BooleanField(default=False, db_default=False)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"follower {self.pk}"


class Choice(models.Model):
    """A topic in a region; empty is all of them, and a province holds its districts.

    A district holds its province only for a follower who said so.
    """

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="choices")
    topic = models.CharField(max_length=30, blank=True)
    region = models.CharField(max_length=13, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("follower", "topic", "region"), name="one_choice_once")
        ]
        indexes = [models.Index(fields=("topic", "region"), name="choices_of_news")]

    def __str__(self) -> str:
        return f"{self.topic or '*'} in {self.region or '*'}"


class News(models.Model):
    """One edition of an answer that followers are told of."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("news", "New")
        CORRECTED = "corrected", pgettext_lazy("news", "Corrected")
        UPDATED = "updated", pgettext_lazy("news", "Updated")
        WITHDRAWN = "withdrawn", pgettext_lazy("news", "Withdrawn")

    clarification = models.ForeignKey(Clarification, on_delete=models.CASCADE, related_name="news")
    edition = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    told = models.PositiveIntegerField(default=0)  # followers it went out to

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("clarification", "edition"), name="one_news_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.clarification_id}, edition {self.edition}"


class Telling(models.Model):
    """One follower and one piece of news: waiting for its hour, or gone out in a message."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="tellings")
    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="tellings")
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=100, blank=True, db_index=True)  # of the message

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("follower", "news"), name="nobody_is_told_twice")
        ]
        indexes = [models.Index(fields=("told_at", "due_at"), name="tellings_due")]

    def __str__(self) -> str:
        return f"{self.follower} of {self.news}"
