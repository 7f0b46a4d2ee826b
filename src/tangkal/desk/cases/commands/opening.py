"""Open a case from signals, and link later signals to it."""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import deadlines, rules
from tangkal.desk.cases.commands.base import keep_case, lock_case, lock_signal, required
from tangkal.desk.cases.evidence import from_item
from tangkal.desk.cases.models import Case, CaseCounter, Evidence, Signal
from tangkal.desk.cases.people.commands import watch
from tangkal.desk.cases.spreads.taking import take_items

Item = Mapping[str, object]


@transaction.atomic
def open_case(
    signals: Sequence[Signal],
    *,
    title: str,
    by: User,
    summary: str = "",
    lead_organisation: Organisation | None = None,
    items: Iterable[Item] = (),
    is_exercise: bool = False,
) -> Case:
    """Open a case on signals, or on none where the press officer saw it first.

    Args:
        signals: become LINKED; all real or all of an exercise.
        lead_organisation: whose case it is; the opener's own where not told.
        items: rows of the lake to copy as evidence, so that retention never loses them.

    Raises:
        ActionDenied: the role, or a signal that is already settled, does not allow it.
        ValidationError: no title, or exercise mixed with reality.
    """
    title = required(title, _("A case needs a title."))
    organisation = lead_organisation or by.organisation
    rules.check_can_open_case(by, organisation)
    locked = [lock_signal(signal) for signal in sorted(signals, key=lambda s: s.pk)]
    kinds = {signal.is_exercise for signal in locked} or {is_exercise}
    if len(kinds) > 1:
        raise ValidationError(_("Signals of an exercise and real ones never share a case."))
    case = Case(
        number=next_number(),
        title=title[:200],
        summary=summary.strip(),
        lead_organisation=organisation,
        opened_by=by,
        changed_by=by,
        is_exercise=kinds.pop(),
    )
    case.save()
    attach(case, locked, by=by)
    rows = list(items)
    copied = copy_items(case, rows, by=by)
    seen = take_items(case, rows, by=by)
    # The deadline follows the most pressing signal, so it is known once they are attached.
    case.due_step, case.due_at = deadlines.deadline_of(case)
    case.save(update_fields=["due_step", "due_at"])
    watch(case, by=by)
    record(
        "case.opened",
        case,
        by=by,
        number=case.number,
        state=str(case.state),
        signals=[signal.pk for signal in locked],
        evidence=[each.sha256 for each in copied],
        spreads=len(seen.added),
    )
    return case


@transaction.atomic
def open_for_office(
    organisation: Organisation, *, title: str, summary: str, by: User, is_exercise: bool
) -> Case:
    """Open a case at another office, at whose door somebody outside it knocks.

    Whoever calls this has checked that the person may knock: a government that disagrees with a
    directive opens a case at the centre without a role there, and does not read it afterwards.
    """
    case = Case(
        number=next_number(),
        title=required(title, _("A case needs a title."))[:200],
        summary=summary.strip(),
        lead_organisation=organisation,
        opened_by=by,
        changed_by=by,
        is_exercise=is_exercise,
    )
    case.save()
    case.due_step, case.due_at = deadlines.deadline_of(case)
    case.save(update_fields=["due_step", "due_at"])
    record(
        "case.opened", case, by=by, number=case.number, state=str(case.state), signals=[],
        evidence=[], spreads=0, from_office=by.organisation_id,
    )  # fmt: skip
    return case


@transaction.atomic
def link(
    signal: Signal,
    case: Case,
    *,
    by: User,
    items: Iterable[Item] = (),
    version: int | None = None,
) -> Case:
    """Link one more signal to an open case; `version` is the signal's."""
    case = lock_case(case)
    rules.check_can(by, "link", case)
    signal = lock_signal(signal, version)
    if signal.is_exercise != case.is_exercise:
        raise ValidationError(_("Signals of an exercise and real ones never share a case."))
    attach(case, [signal], by=by)
    rows = list(items)
    copied = copy_items(case, rows, by=by)
    seen = take_items(case, rows, by=by)
    return keep_case(
        case,
        "signal_linked",
        by=by,
        signal=signal.pk,
        title=signal.title,
        evidence=[each.sha256 for each in copied],
        spreads=len(seen.added),
    )


def next_number() -> str:
    """The next number of this year. Held by the row's lock until the case is in, or neither is."""
    year = timezone.localtime(timezone=timezone.get_default_timezone()).year
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:04d}"


def attach(case: Case, signals: Sequence[Signal], *, by: User) -> None:
    for signal in signals:
        signal.state = rules.check_can_change_signal(by, signal, "link")
        signal.screened_at = signal.screened_at or timezone.now()
        signal.due_at = None
        signal.resolution = case.number
        signal.version += 1
        signal.changed_by = by
        signal.save()
    case.signals.add(*signals)


def copy_items(case: Case, items: Iterable[Item], *, by: User) -> list[Evidence]:
    """Copy items that the case does not hold yet; the same item twice is one piece of evidence."""
    present = set(case.evidence.exclude(item_id="").values_list("item_id", flat=True))
    copied = []
    for item in items:
        if item.get("is_exercise") and not case.is_exercise:
            raise ValidationError(
                _("An item of an exercise cannot be evidence in a real case; take it out.")
            )
        evidence = from_item(item)
        if evidence.item_id in present:
            continue
        present.add(evidence.item_id)
        evidence.case, evidence.added_by = case, by
        evidence.save()
        copied.append(evidence)
    return copied
