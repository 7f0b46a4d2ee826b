"""Write down that items belong elsewhere now; call it inside the transaction that decides it."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from tangkal.desk.situational_insight.membership import end_of
from tangkal.desk.situational_insight.models import MovedFamily, MovedNarrative, Movement

AT_ONCE = 500


def next_number() -> int:
    """The number of a new movement. Its row is the lock: movements come one after the other."""
    movement = Movement.objects.select_for_update().first()
    if movement is None:
        Movement.objects.bulk_create([Movement(pk=1)], ignore_conflicts=True)
        movement = Movement.objects.select_for_update().get(pk=1)
    movement.number += 1
    movement.save(update_fields=["number"])
    return movement.number


def move_narratives(moves: Iterable[tuple[str, str]]) -> None:
    """Each first narrative's items belong to the second one now; to itself: they are back."""
    number, now = next_number(), timezone.now()
    rows = {
        old: MovedNarrative(narrative_id=old, now_in=now_in, number=number, at=now)
        for old, now_in in moves
    }
    MovedNarrative.objects.bulk_create(
        rows.values(),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["narrative_id"],
        update_fields=["now_in", "number", "at"],
    )


def move_families(families: Sequence[str], now_in: str) -> None:
    """These families' items belong to this narrative now, those that are still to come too."""
    number, now = next_number(), timezone.now()
    rows = [
        MovedFamily(family_id=each, now_in=now_in, number=number, at=now)
        for each in dict.fromkeys(families)
    ]
    MovedFamily.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["family_id"],
        update_fields=["now_in", "number", "at"],
    )


def standing(narrative_id: str) -> str:
    """Where a narrative's items belong now, read inside the transaction: no copy may be old."""
    steps: dict[str, str] = {}
    at = narrative_id
    while at not in steps:
        row = MovedNarrative.objects.filter(pk=at).values_list("now_in", flat=True).first()
        steps[at] = row or at
        at = steps[at]
    return end_of(narrative_id, steps)
