"""Work on several signals at once, take steps back, and keep saved views."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.early_warning.models import SavedView
from tangkal.desk.workflow import ActionDenied, StaleObject

MOST_VIEWS = 30
MOST_AT_ONCE = 200

Chosen = Sequence[tuple[Signal, int]]  # each with the version its row showed


@dataclass(slots=True)
class Outcome:
    """What came of one act on several signals."""

    # As each step left it: to read them again could name a colleague's later step as one's own.
    moved: list[Signal] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)  # who was quicker, by name
    refused: list[str] = field(default_factory=list)  # the rules' sentences


def for_each(chosen: Chosen, act: Callable[[Signal, int], object]) -> Outcome:
    """Act on each signal in a transaction of its own: one that was changed stops no other."""
    outcome = Outcome()
    for signal, version in chosen:
        try:
            done = act(signal, version)
        except StaleObject as stale:
            outcome.stale.append(stale.changed_by or _("somebody else"))
        except ActionDenied as denied:
            outcome.refused.append(str(denied))
        except ValidationError as invalid:
            outcome.refused.extend(invalid.messages)
        else:
            outcome.moved.append(done if isinstance(done, Signal) else signal)
    return outcome


def dismiss_all(chosen: Chosen, *, why: str, by: User) -> Outcome:
    if not why.strip():
        raise ValidationError(_("Give a reason: it is part of the record."))
    return for_each(chosen, lambda s, v: cases.dismiss(s, by=by, why=why, version=v))


def mark_all_duplicates(chosen: Chosen, *, of: Signal, by: User) -> Outcome:
    others = [(signal, version) for signal, version in chosen if signal.pk != of.pk]
    return for_each(others, lambda s, v: cases.mark_duplicate(s, of=of, by=by, version=v))


def claim_all(chosen: Chosen, *, by: User) -> Outcome:
    return for_each(chosen, lambda s, v: cases.claim_ownership(s, by=by, version=v))


def link_all(chosen: Chosen, *, case: Case, by: User) -> Outcome:
    return for_each(chosen, lambda s, v: cases.link(s, case, by=by, version=v))


def take_back(chosen: Chosen, what: str, *, by: User) -> Outcome:
    """Undo an act on signals nobody has touched since; `what` is the act."""
    if what == "claim":
        return for_each(chosen, lambda s, v: cases.release(s, by=by, version=v))
    return for_each(chosen, lambda s, v: cases.undo(s, by=by, version=v))


def save_view(user: User, *, name: str, query: str) -> SavedView:
    """Keep a filter under a name; the same name is given the new filter."""
    name = name.strip()[:60]
    if not name:
        raise ValidationError(_("Give the view a name."))
    others = SavedView.objects.filter(user=user).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise ValidationError(
            _("You keep %(n)d views already; delete one first.") % {"n": MOST_VIEWS}
        )
    view, _created = SavedView.objects.update_or_create(
        user=user, name=name, defaults={"query": query[:500]}
    )
    return view
