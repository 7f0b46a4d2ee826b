"""Local texts, what a machine measured in them, and what people said of it: three records."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.directives.models import LocalPublication
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion


class Value(models.TextChoices):
    """What a text makes of one key message; the doctrine's numbers stand in `NUMBERS`."""

    PRESENT = "1", pgettext_lazy("alignment", "Carried")
    PARTLY = "0.5", pgettext_lazy("alignment", "Partly carried")
    MISSING = "0", pgettext_lazy("alignment", "Missing")
    CONTRADICTS = "-1", pgettext_lazy("alignment", "Contradicts")


LONGEST_MARK = 200  # of a site's mark of a version; a longer one is not kept
NUMBERS = {value: float(value.value) for value in Value}


class LocalText(models.Model):
    """What one office said in public, to be compared with one message house."""

    class Kind(models.TextChoices):
        PASTED = "pasted", pgettext_lazy("local text", "pasted")
        LINK = "link", pgettext_lazy("local text", "from a page")
        FEED = "feed", pgettext_lazy("local text", "from a feed")
        DIRECTIVE = "directive", pgettext_lazy("local text", "reported for a directive")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("local text", "Waits to be compared")
        READING = "reading", pgettext_lazy("local text", "Is being compared")
        COMPARED = "compared", pgettext_lazy("local text", "Compared")
        FAILED = "failed", pgettext_lazy("local text", "Could not be compared")

    house = models.ForeignKey(MessageHouse, on_delete=models.PROTECT, related_name="local_texts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    publication = models.OneToOneField(
        LocalPublication, on_delete=models.PROTECT, null=True, related_name="local_text"
    )
    text = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    # Of the worker: what it is doing, how often it tried, and why nothing came of it.
    started_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-taken_at", "-pk")
        indexes = [
            models.Index(fields=("house", "organisation", "-taken_at"), name="local_text_newest"),
            models.Index(fields=("state", "taken_at"), name="local_text_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.house}"

    @property
    def is_exercise(self) -> bool:
        return self.house.is_exercise


class LocalFeed(models.Model):
    """The RSS or Atom feed of a regional site: what in it touches a message is compared."""

    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    url = models.URLField(max_length=500)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)  # when the worker looks again
    checked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why nothing could be read
    seen = models.JSONField(default=list)  # names of entries that were compared
    # As the site marked what came last: what has not changed since is not sent again.
    etag = models.CharField(max_length=LONGEST_MARK, blank=True, default="", db_default="")
    modified = models.CharField(max_length=LONGEST_MARK, blank=True, default="", db_default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("organisation__name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("keeper", "url"),
                condition=models.Q(ended_at=None),
                name="one_feed_a_keeper",
            )
        ]
        indexes = [models.Index(fields=("next_at",), name="local_feed_due")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.url}"

    def known(self) -> dict[str, str]:
        """The headers that ask for a newer version only."""
        marks = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: mark for name, mark in marks.items() if mark}


class AlignmentCheck(models.Model):
    """One key message in one text, as a machine measured it; never changed."""

    local_text = models.ForeignKey(LocalText, on_delete=models.PROTECT, related_name="checks")
    house_version = models.ForeignKey(
        MessageHouseVersion, on_delete=models.PROTECT, related_name="alignment_checks"
    )
    message_id = models.CharField(max_length=40)
    message = models.TextField()  # as compared
    place = models.PositiveSmallIntegerField()  # among the messages of the version
    importance = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    value = models.CharField(max_length=3, choices=Value)
    share = models.FloatField()  # of the message that was found, 0..1
    found = models.JSONField(default=list)  # passages of the local text, best first
    missing = models.JSONField(default=list)  # facts of the message that were not found
    # {"kind", "central", "local", "central_words", "local_words", "confidence"}
    contradictions = models.JSONField(default=list)
    confidence = models.FloatField(null=True)  # of the surest contradiction; None without one
    method = models.CharField(max_length=40)  # the comparison's version
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("place", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("local_text", "house_version", "message_id"), name="one_check_a_message"
            )
        ]

    def __str__(self) -> str:
        return f"{self.local_text} [{self.message_id}]"


class Confirmation(models.Model):
    """What a person found in the same text; the newest one counts, none is ever changed."""

    check_made = models.ForeignKey(
        AlignmentCheck, on_delete=models.PROTECT, related_name="confirmations"
    )
    value = models.CharField(max_length=3, choices=Value)
    reason = models.TextField(blank=True)  # never empty where it differs from the machine's
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.check_made}: {self.value}"


class Resolution(models.Model):
    """Who was right in a contradiction that a person had confirmed, and why."""

    class Favour(models.TextChoices):
        REGION = "region", pgettext_lazy("contradiction", "the local text is right")
        CENTRE = "centre", pgettext_lazy("contradiction", "the message is right")

    check_made = models.OneToOneField(
        AlignmentCheck, on_delete=models.PROTECT, related_name="resolution"
    )
    favour = models.CharField(max_length=6, choices=Favour)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.check_made}: {self.favour}"
