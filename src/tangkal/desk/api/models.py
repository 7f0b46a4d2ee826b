"""Tokens by which programs ask in a person's name, and the answers kept for a repeated request."""

from django.db import models
from django.utils import timezone

from tangkal.desk.accounts.models import User


class ApiToken(models.Model):
    """A key for one program. Only its hash is kept: nobody can read it again, we neither."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)  # which program holds it
    start = models.CharField(max_length=12)  # its first characters, to tell tokens apart
    hash = models.CharField(max_length=64, unique=True)  # SHA-256: 256 random bits need no salt
    scopes = models.JSONField(default=list)  # codes of scopes.SCOPES
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @property
    def state(self) -> str:
        """in force, expired or revoked: a revoked token is revoked whatever its day."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "in_force"


class KeptAnswer(models.Model):
    """What a request with an idempotency key was answered, so that repeating it changes nothing.

    A row without a status is being answered now, or its process died: ``claim`` says who holds
    it, so that whoever takes an interrupted one over and the one thought dead cannot both finish.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    claim = models.CharField(max_length=32)
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    content = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("token", "key"), name="one_answer_an_idempotency_key")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status or 'under way'}"


class Pace(models.Model):
    """How many requests of a token's minute its processes have taken; one row a token lives."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    minute = models.PositiveBigIntegerField()  # since the epoch
    taken = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("token", "minute"), name="one_pace_a_minute")
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.minute}: {self.taken}"
