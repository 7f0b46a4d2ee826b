"""Show to those who wait what is known so far; whoever released it checked it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from tangkal.desk.portal.interim_models import Interim
from tangkal.desk.portal.models import PublicReport

# Whoever knows which matters a question belongs to registers here.
references: list[Callable[[PublicReport], Iterable[str]]] = []


def show(
    *, reference: str, key: str, text: str, language: str, more_at: datetime | None
) -> Interim:
    """Let these words stand, and end those before them; the caller's transaction audits it."""
    now = timezone.now()
    Interim.objects.filter(reference=reference, ended_at=None).update(ended_at=now)
    return Interim.objects.create(
        reference=reference,
        key=key,
        text=text,
        language=language,
        more_at=more_at,
        published_at=now,
    )


def end(key: str) -> int:
    """Take words away; answers how many stood."""
    return Interim.objects.filter(key=key, ended_at=None).update(ended_at=timezone.now())


def refer(key: str, reference: str) -> int:
    """Let words stand for the matter that took in theirs; answers how many that were."""
    return Interim.objects.filter(key=key).update(reference=reference)


def for_report(report: PublicReport) -> list[Interim]:
    """What those who asked this can be told while they wait, the newest first."""
    if report.state != PublicReport.State.WAITING:
        return []
    found = {each for refer in references for each in refer(report) if each}
    return list(Interim.objects.filter(reference__in=found, ended_at=None)) if found else []
