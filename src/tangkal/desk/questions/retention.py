"""Forget what citizens sent and were sent; that they asked and were told stays in the figures."""

from datetime import datetime

from django.db.models import QuerySet

from tangkal.desk.questions.models import Asked


def forget_pictures_before(before: datetime) -> int:
    """Delete pictures that came with questions before a moment; answers how many."""
    return forget_pictures(Asked.objects.filter(report__created_at__lt=before))


def forget_pictures(found: QuerySet[Asked]) -> int:
    """Delete the pictures of these; their hash stays, so that the same one finds its family."""
    count = 0
    for asked in found.exclude(picture=""):
        asked.picture.delete(save=False)
        Asked.objects.filter(pk=asked.pk).update(picture="")
        count += 1
    return count
