"""Whether a text says what its case's house in force says."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_labels import KINDS
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.workflow import ActionDenied
from tangkal.strategic_communication.house_checks import Report, compare_with_house


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A text beside the house: what the machine found, for a person to judge."""

    house: MessageHouseVersion
    report: Report
    is_comparable: bool  # False where the house says nothing in the text's language


def agreement_of(message: Message, version: MessageVersion) -> Agreement | None:
    """The newest words beside the house in force; None where the case has none in force."""
    return compared(message.case, version.parts, message.language)


def compared(case: Case, parts: Mapping[str, str], language: str) -> Agreement | None:
    """The parts of a text beside the house in force; None where the case has none in force."""
    house = house_queries.in_force_on(case)
    if house is None:
        return None
    said = house_queries.read(house)
    own = language == house.house.language
    is_comparable = own or language in said.translations
    report = (
        compare_with_house(said, parts, language="" if own else language)
        if is_comparable
        else Report()
    )
    return Agreement(house=house, report=report, is_comparable=is_comparable)


def check_agrees(case: Case, parts: Mapping[str, str], language: str) -> None:
    """Refuse a text that states a locked fact otherwise; when the house is wrong, it is the house
    that has to be changed first.

    Raises:
        ActionDenied: naming each fact, as it is locked and as the text has it.
    """
    found = compared(case, parts, language)
    if found is None or not found.report.broken:
        return
    raise ActionDenied(
        _(
            "The text says otherwise than the message house: %(facts)s. Change the text, or write "
            "the next version of the house if it is the house that is wrong."
        )
        % {
            "facts": "; ".join(
                f"{KINDS[each.lock.kind]} “{each.lock.text}” → “{each.local_words or each.local}”"
                for each in found.report.broken
            )
        }
    )
