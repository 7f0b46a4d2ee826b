"""Write down one person's word on one version."""

from django.db import models

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.models import Approval


def give_word(
    subject: models.Model,
    *,
    sha256: str,
    stage: str,
    word: Approval.Word,
    by: User,
    comment: str = "",
) -> Approval:
    """Record an approval or a return; the caller's transaction audits the step itself."""
    return Approval.objects.create(
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        version_sha256=sha256,
        stage=stage,
        word=word,
        comment=comment,
        by=by,
    )
