"""What proves a person beside the password, sessions, and accounts of a sign-in service.

django-allauth has tables of its own for these. They come with its e-mail tables and its sign-in
flow, which know neither our lock nor our record; it keeps the authenticator's secret in the clear
and remembers used codes in a cache that each web process has for itself. So the tables are ours,
and the cryptography stays with the libraries that it, too, builds on (see docs/decisions).
"""

from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.models import User

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase


class Authenticator(models.Model):
    """A thing a person holds: an app that makes codes, or a passkey."""

    class Kind(models.TextChoices):
        TOTP = "totp", _("Authenticator app")
        PASSKEY = "passkey", _("Passkey")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="authenticators")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=60)
    # The app's secret, encrypted with a key outside the database; a passkey's public half.
    secret = models.TextField()
    credential_id = models.CharField(max_length=500, unique=True, null=True)  # noqa: DJ001 - apps have none
    # The last half-minute a code was taken for, or the passkey's own counter: never again below.
    counter = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """One way in, once, for whoever has lost the rest. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user}, {'used' if self.used_at else 'unused'}"


class FactorFailure(models.Model):
    """A wrong code. Counted by account: whoever gets here knows the password already."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.user} at {self.at}"


class ExternalIdentity(models.Model):
    """The same person at the office's sign-in service: its issuer and its name for them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("issuer", "subject"), name="one_account_a_subject"),
            models.UniqueConstraint(fields=("user", "issuer"), name="one_subject_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.issuer}"


class DeskSession(AbstractBaseSession):
    """A session that knows whose it is, so that it can be shown to them and ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=200, blank=True)  # as the browser describes itself
    place = models.CharField(max_length=40, blank=True)  # its address, shortened
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> "type[SessionBase]":
        from tangkal.desk.accounts.sessions import SessionStore  # noqa: PLC0415 - it asks us

        return SessionStore

    def __str__(self) -> str:
        return f"{self.user} since {self.signed_in_at}"
