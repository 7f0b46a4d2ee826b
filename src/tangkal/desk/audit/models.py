"""The audit chain: each event carries the hash of the one before it."""

import hashlib
import json
from typing import NoReturn

from django.db import models

GENESIS = "0" * 64


class AuditEvent(models.Model):
    """One change: who, what, when. Never updated, never deleted (triggers refuse both)."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    # Not a foreign key: removing an account must leave its past acts as they were.
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    action = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    object_label = models.CharField(max_length=200, blank=True)
    # Canonical JSON as text: a database's own JSON type may rewrite numbers and break the hash.
    detail = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        indexes = [models.Index(fields=("object_type", "object_id"))]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.action} {self.object_type} {self.object_id}"

    def save(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("audit events are written by audit.commands.record alone")

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("audit events are never deleted")

    def expected_hash(self) -> str:
        """SHA-256 over every field but the hash itself, as canonical JSON."""
        content = [
            self.sequence,
            self.at.isoformat(),
            self.actor_id,
            self.actor_name,
            self.action,
            self.object_type,
            self.object_id,
            self.object_label,
            self.detail,
            self.previous_hash,
        ]
        encoded = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return hashlib.sha256(encoded).hexdigest()

    @property
    def details(self) -> dict[str, object]:
        return dict(json.loads(self.detail))

    @property
    def listed_details(self) -> list[tuple[str, object]]:
        """The same as pairs: a template that asks a dict for its items gets the key "items"."""
        return list(self.details.items())


class ChainHead(models.Model):
    """The last link: locked while a new one is written, and proof that none was cut off."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"head at {self.sequence}"
