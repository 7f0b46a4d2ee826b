"""A locked fact changed: which texts carry the old one, and what the portal says of them at once.

What was sent through outlets can be recalled; a page of the portal stays where its readers find
it, says that it is being corrected, and is offered to nobody until its correction is out.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from tangkal.desk.accounts.models import User
from tangkal.desk.portal.commands import doubt_clarification
from tangkal.desk.portal.statements import doubt_statement
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.holding_models import HoldingStatement
from tangkal.desk.strategic_communication.house_lapse import states
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import Message
from tangkal.desk.strategic_communication.states import STANDING, MessageState
from tangkal.strategic_communication.checks import MYTH_PARTS
from tangkal.strategic_communication.house import changed_locks
from tangkal.strategic_communication.house_checks import compare_with_house


def fallen_in(
    parts: Mapping[str, str], old: MessageHouseVersion, new: MessageHouseVersion
) -> list[str]:
    """The facts that are locked no more and stand in a text, as written or in other words."""
    gone, _come = changed_locks(house_queries.read(old), house_queries.read(new))
    said = "\n".join(text for part, text in parts.items() if part not in MYTH_PARTS)
    return [lock.text for lock in gone if states(said, (lock.text,))]


def says_otherwise(
    parts: Mapping[str, str],
    old: MessageHouseVersion,
    new: MessageHouseVersion,
    *,
    language: str = "",
) -> bool:
    """Whether a text carries a fact that is locked no more, or contradicts one that is now.

    Args:
        language: of the text; "" is the house's own. Without a translation of the house into it
            only the facts themselves are looked for.
    """
    if fallen_in(parts, old, new):
        return True
    house = house_queries.read(new)
    own = language in {"", new.house.language}
    if not own and language not in house.translations:
        return False
    return bool(compare_with_house(house, parts, language="" if own else language).broken)


def mark_outdated(old: MessageHouseVersion, new: MessageHouseVersion, by: User) -> None:
    """Say on our own pages, in the transaction of the change, that a fact in them fell.

    A safeguard and nobody's decision: whoever changed the fact has said that the page is wrong.
    """
    out = Message.objects.filter(case=new.house.case, state=MessageState.PUBLISHED)
    for message in out.exclude(clarification_slug="").select_for_update(of=("self",)):
        version = message.versions.first()
        if version is None:
            continue
        if says_otherwise(version.parts, old, new, language=message.language):
            with override(message.language):
                why = reason(fallen_in(version.parts, old, new))
            doubt_clarification(message.clarification_slug, reason=why, by=by)
    mark_statements(old, new, by)


def mark_statements(old: MessageHouseVersion, new: MessageHouseVersion, by: User) -> None:
    """The same on the first statements of a crisis, whose next version takes the mark away."""
    out = HoldingStatement.objects.filter(case=new.house.case, state__in=STANDING)
    rows = out.select_related("template__template").select_for_update(of=("self",))
    for statement in rows.order_by("pk"):
        language = statement.template.template.language
        if says_otherwise(statement.parts, old, new, language=language):
            with override(language):
                why = reason(fallen_in(statement.parts, old, new))
            doubt_statement(statement.slug, reason=why, by=by)


def reason(fallen: Sequence[str]) -> str:
    """What readers are told, in the language that is in force."""
    if not fallen:
        return _("A fact in it has changed.")
    facts = "; ".join(f"“{fact}”" for fact in fallen)
    return _("A fact in it has changed. This no longer holds: %(facts)s.") % {"facts": facts}
