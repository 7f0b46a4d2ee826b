"""Who changes a narrative: analysts. Everybody else who reads content reads it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import rules as cases
from tangkal.desk.situational_insight.models import Narrative, NarrativeEvent
from tangkal.desk.situational_insight.states import NARRATIVE, NarrativeState
from tangkal.desk.workflow import ActionDenied

CHANGERS = frozenset({Role.ANALYST.value})
TURNED = (NarrativeEvent.Kind.MERGED, NarrativeEvent.Kind.SPLIT)  # what can be taken back


def may_change(user: User) -> bool:
    return user.has_role(*CHANGERS)


def check_may_change(user: User) -> None:
    """Raises ActionDenied where none of the person's roles changes narratives."""
    cases.check_role(user, CHANGERS)


def check_step(narrative: Narrative, action: str, by: User) -> str:
    """The state an archive or reactivation leads to.

    Raises:
        ActionDenied: the state or the person's roles do not allow it.
    """
    check_may_change(by)
    try:
        return NARRATIVE.check(narrative.state, action, by.roles)
    except ActionDenied:
        raise ActionDenied(
            _("“%(what)s” is not possible: the narrative is %(state)s now.")
            % {
                "what": _("Archive") if action == "archive" else _("Reactivate"),
                "state": narrative.get_state_display(),
            }
        ) from None


def check_can_merge(narrative: Narrative, other: Narrative) -> None:
    """Raises ValidationError where the two are one already, or exercise would meet reality."""
    if narrative.pk == other.pk:
        raise ValidationError(_("These two are one narrative already."))
    check_same_world(narrative, other)
    for each in (narrative, other):
        if each.state == NarrativeState.ARCHIVED:
            raise ValidationError(
                _("“%(title)s” is archived: reactivate it first.") % {"title": each}
            )


def check_same_world(narrative: Narrative, other: Narrative) -> None:
    if narrative.is_exercise != other.is_exercise:
        raise ValidationError(_("A narrative of an exercise and a real one never become one."))


def check_can_undo(event: NarrativeEvent, newest: NarrativeEvent | None) -> None:
    """Raises ValidationError where something else has happened to the two since."""
    if event.kind not in TURNED:
        raise ValidationError(_("Only a merge or a split can be taken back."))
    if NarrativeEvent.objects.filter(undoes=event).exists():
        raise ValidationError(_("That was taken back already."))
    if newest is None or newest.pk != event.pk:
        raise ValidationError(
            _("Something else was joined or divided since: take that back first, or split anew.")
        )
