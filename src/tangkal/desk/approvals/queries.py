"""Read who approved what."""

from django.db import models
from django.db.models import QuerySet

from tangkal.desk.approvals.models import Approval


def words_on(subject: models.Model) -> QuerySet[Approval]:
    """Everything said about an object, newest first."""
    return Approval.objects.filter(
        object_type=subject._meta.label_lower, object_id=str(subject.pk)
    ).select_related("by")


def has_approval(subject: models.Model, sha256: str, stage: str) -> bool:
    """Whether this very version was approved at a stage."""
    return last_approval(subject, sha256, stage) is not None


def last_approval(subject: models.Model, sha256: str, stage: str) -> Approval | None:
    """The newest approval of this very version at a stage."""
    return (
        words_on(subject)
        .filter(version_sha256=sha256, stage=stage, word=Approval.Word.APPROVED)
        .first()
    )
