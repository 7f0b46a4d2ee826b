"""What an analyst does with narratives; each in one transaction with its audit event."""

from collections.abc import Sequence
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.commands.base import required_reason
from tangkal.desk.situational_insight import moving, rows, rules, signals
from tangkal.desk.situational_insight.evidence import of_merge, of_split
from tangkal.desk.situational_insight.families import as_written, counted
from tangkal.desk.situational_insight.models import Narrative, NarrativeEvent, NarrativeOrder
from tangkal.desk.situational_insight.states import NarrativeState

Kind, Order = NarrativeEvent.Kind, NarrativeOrder.Kind
REASON_LENGTH = 300


def tell(
    narrative: Narrative, kind: str, *, by: User, other: str = "", why: str = "", **more: object
) -> NarrativeEvent:
    """One line of the history, and the same in the audit."""
    event = NarrativeEvent.objects.create(
        narrative_id=narrative.pk,
        other_id=other,
        kind=kind,
        at=timezone.now(),
        by=by,
        why=why[:REASON_LENGTH],
        **more,
    )
    detail: dict[str, object] = {"why": why} if why else {}
    if other:
        detail["other"] = other
    record(f"narrative.{kind}", narrative, by=by, **detail)
    return event


def keep(narrative: Narrative, *, by: User) -> None:
    narrative.version += 1
    narrative.changed_by = by
    narrative.save()


def order(kind: str, narrative_id: str, other_id: str = "", families: Sequence[str] = ()) -> None:
    """What the live stream shall do and respect from now on; the worker takes it in order."""
    NarrativeOrder.objects.create(
        kind=kind, narrative_id=narrative_id, other_id=other_id, families=list(families)
    )


# -- names, notes, pins --------------------------------------------------------------------


@transaction.atomic
def rename(narrative_id: str, *, title: str, by: User, version: int | None = None) -> Narrative:
    """Give a narrative a person's title, or with none the machine's again."""
    rules.check_may_change(by)
    narrative = rows.lock(narrative_id, version)
    title = title.strip()[:200]
    if title == narrative.title:
        return narrative
    tell(narrative, Kind.RENAMED, by=by, evidence={"before": str(narrative), "after": title})
    narrative.title = title
    keep(narrative, by=by)
    return narrative


@transaction.atomic
def describe(
    narrative_id: str, *, summary: str, belief_anchor: str, by: User, version: int | None = None
) -> Narrative:
    """Keep a note, and which kind of belief the story holds on to."""
    rules.check_may_change(by)
    if belief_anchor and belief_anchor not in Narrative.Anchor.values:
        raise ValidationError(_("“%(value)s” is not in the list.") % {"value": belief_anchor})
    narrative = rows.lock(narrative_id, version)
    narrative.summary, narrative.belief_anchor = summary.strip(), belief_anchor
    keep(narrative, by=by)
    tell(narrative, Kind.DESCRIBED, by=by, evidence={"anchor": belief_anchor})
    return narrative


@transaction.atomic
def set_pin(narrative_id: str, *, pinned: bool, by: User, version: int | None = None) -> Narrative:
    """Pin: it stands first in the list, and the machine neither joins nor divides it."""
    rules.check_may_change(by)
    narrative = rows.lock(narrative_id, version)
    if narrative.is_pinned == pinned:
        return narrative
    narrative.is_pinned = pinned
    keep(narrative, by=by)
    order(Order.PIN if pinned else Order.UNPIN, narrative.pk)
    tell(narrative, Kind.PINNED if pinned else Kind.UNPINNED, by=by)
    return narrative


# -- putting away and taking up again ------------------------------------------------------


@transaction.atomic
def archive(narrative_id: str, *, by: User, why: str, version: int | None = None) -> Narrative:
    """Put a narrative away: it leaves the list, and its items are counted all the same."""
    return move(narrative_id, "archive", Kind.ARCHIVED, by=by, why=why, version=version)


@transaction.atomic
def reactivate(narrative_id: str, *, by: User, why: str, version: int | None = None) -> Narrative:
    """Take an archived narrative up again."""
    return move(narrative_id, "reactivate", Kind.REACTIVATED, by=by, why=why, version=version)


def move(
    narrative_id: str, action: str, kind: str, *, by: User, why: str, version: int | None
) -> Narrative:
    rules.check_may_change(by)
    narrative = rows.lock(narrative_id, version)
    narrative.state = rules.check_step(narrative, action, by)
    why = required_reason(why)
    narrative.state_since = timezone.now()
    keep(narrative, by=by)
    tell(narrative, kind, by=by, why=why)
    return narrative


# -- joining and dividing ------------------------------------------------------------------


@transaction.atomic
def merge(
    narrative_id: str, other_id: str, *, by: User, why: str, version: int | None = None
) -> NarrativeEvent:
    """Make two narratives one: the first takes the other in, with its items and signals.

    Raises:
        ValidationError: no reason, the same narrative twice, exercise and reality mixed.
    """
    rules.check_may_change(by)
    why = required_reason(why)
    narrative, other = lock_both(narrative_id, other_id, version)
    rules.check_can_merge(narrative, other)
    evidence = of_merge(narrative, other)
    moving.move_narratives([(other.pk, narrative.pk)])
    before = signals.follow_merge(other.pk, narrative.pk)
    other.merged_into = narrative
    keep(other, by=by)
    take_in(narrative, other)
    keep(narrative, by=by)
    order(Order.MERGE, narrative.pk, other.pk)
    return tell(
        narrative,
        Kind.MERGED,
        by=by,
        other=other.pk,
        why=why,
        evidence=evidence,
        signals_before=before,
    )


def lock_both(first: str, second: str, version: int | None) -> tuple[Narrative, Narrative]:
    """Both rows, locked in one order everywhere, so that nobody waits in a circle."""
    if first == second:
        raise ValidationError(_("These two are one narrative already."))
    found = {
        each: rows.lock(each, version if each == first else None)
        for each in sorted((first, second))
    }
    return found[first], found[second]


def take_in(narrative: Narrative, other: Narrative) -> None:
    """What is known of a narrative that took another in, until it is measured again."""
    narrative.items += other.items
    narrative.families += other.families
    seen = [n.first_seen_at for n in (narrative, other) if n.first_seen_at]
    last = [n.last_seen_at for n in (narrative, other) if n.last_seen_at]
    narrative.first_seen_at = min(seen, default=None)
    narrative.last_seen_at = max(last, default=None)


@transaction.atomic
def split(
    narrative_id: str,
    families: Sequence[str],
    *,
    by: User,
    why: str,
    title: str = "",
    version: int | None = None,
) -> Narrative:
    """Move some families of a narrative, with all their items, into a new one.

    Raises:
        ValidationError: no reason, no family, one that is not its own, or all it has.
    """
    rules.check_may_change(by)
    why = required_reason(why)
    narrative = rows.lock(narrative_id, version)
    wanted = set(families)
    own = counted(narrative.pk)
    moving_now = [each for each in own if each.family_id in wanted]
    staying = [each for each in own if each.family_id not in wanted]
    if not moving_now:
        raise ValidationError(_("Choose the texts that should move."))
    if not staying:
        raise ValidationError(_("Leave at least one text: a narrative needs something to say."))
    chosen = [each.family_id for each in moving_now]
    new = Narrative(
        pk=new_id(narrative.pk, chosen),
        parent=narrative,
        title=title.strip()[:200],
        is_exercise=narrative.is_exercise,
        state=narrative.state,
        first_seen_at=narrative.first_seen_at,
        last_seen_at=narrative.last_seen_at,
        items=sum(each.items for each in moving_now),
        families=len(chosen),
        changed_by=by,
    )
    evidence = of_split(moving_now, staying)
    new.machine_title = evidence["texts"][0][:200] if evidence["texts"] else ""
    new.save(force_insert=True)
    moving.move_families(chosen, new.pk)
    keep(narrative, by=by)
    order(Order.SPLIT, narrative.pk, new.pk, chosen)
    tell(narrative, Kind.SPLIT, by=by, other=new.pk, why=why, evidence=evidence)
    return new


def new_id(narrative_id: str, families: Sequence[str]) -> str:
    """An id that no narrative has, the same for the same split of the same narrative."""
    text = " ".join([narrative_id, *sorted(families)])
    while True:
        text = sha256(text.encode()).hexdigest()
        found = f"N{text[:11]}"
        is_met = Q(narrative_id=found) | Q(other_id=found)
        if not (
            Narrative.objects.filter(pk=found).exists()
            or NarrativeEvent.objects.filter(is_met).exists()
        ):
            return found


@transaction.atomic
def keep_apart(
    narrative_id: str, other_id: str, *, by: User, why: str, version: int | None = None
) -> NarrativeEvent:
    """Tell the machine never to join these two; a person still may."""
    rules.check_may_change(by)
    why = required_reason(why)
    narrative, other = lock_both(narrative_id, other_id, version)
    keep(narrative, by=by)
    order(Order.KEEP_APART, narrative.pk, other.pk)
    return tell(narrative, Kind.KEPT_APART, by=by, other=other.pk, why=why)


# -- taking back ---------------------------------------------------------------------------


def newest_turn(*ids: str) -> NarrativeEvent | None:
    """The newest merge or split of these narratives that was not taken back."""
    return (
        NarrativeEvent.objects.filter(
            Q(narrative_id__in=ids) | Q(other_id__in=ids), kind__in=rules.TURNED, undone_by=None
        )
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def undo(event_id: int, *, by: User, why: str = "") -> NarrativeEvent:
    """Take back the last merge or split of two narratives, a person's or the machine's.

    Raises:
        NarrativeEvent.DoesNotExist: no such event.
        ValidationError: it is no merge or split, or something else was done to the two since.
    """
    rules.check_may_change(by)
    event = NarrativeEvent.objects.select_for_update(of=("self",)).get(pk=event_id)
    rules.check_can_undo(event, newest_turn(event.narrative_id, event.other_id))
    narrative = rows.lock(event.narrative_id)
    if event.kind == Kind.MERGED:
        part_again(narrative, event, by=by)
    else:
        join_again(narrative, event, by=by)
    return tell(
        narrative,
        Kind.UNDONE,
        by=by,
        other=event.other_id,
        why=why,
        undoes=event,
        evidence={"what": event.kind},
    )


def part_again(narrative: Narrative, event: NarrativeEvent, *, by: User) -> None:
    """The narrative that was taken in stands by itself again, with every text that was its."""
    gone = event.other_id
    families = as_written(gone)
    moving.move_narratives([(gone, gone)])
    if families:
        # Copies that came since were written under the survivor: the families bring them along.
        moving.move_families(families, gone)
        order(Order.SPLIT, narrative.pk, gone, families)
    order(Order.KEEP_APART, narrative.pk, gone)
    signals.take_back(event.signals_before)
    Narrative.objects.filter(pk=gone).update(merged_into=None)
    if not Narrative.objects.filter(pk=gone).exists():
        revive(gone, narrative, event)
    keep(narrative, by=by)


def revive(gone: str, narrative: Narrative, event: NarrativeEvent) -> None:
    """A row for a narrative that the machine had joined before anybody looked at it."""
    texts = event.evidence.get("texts") or ["", ""]
    rows.make_missing(
        [
            Narrative(
                pk=gone,
                machine_title=str(texts[-1])[:200],
                is_exercise=narrative.is_exercise,
                state=NarrativeState.EMERGING,
            )
        ]
    )


def join_again(narrative: Narrative, event: NarrativeEvent, *, by: User) -> None:
    """What was divided is one again; the part's own row stays as a trace."""
    part = rows.lock(event.other_id)
    moving.move_narratives([(part.pk, narrative.pk)])
    signals.follow_merge(part.pk, narrative.pk)
    part.merged_into = narrative
    keep(part, by=by)
    keep(narrative, by=by)
    order(Order.MERGE, narrative.pk, part.pk)
