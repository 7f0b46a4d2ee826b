"""Words of the house in force for a message or a first statement, in minutes instead of hours."""

import re

from tangkal.desk.cases.models import Case
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.strategic_communication.house import UMBRELLA, House, Translation
from tangkal.strategic_communication.placeholders import NAMED

OPEN = "____"  # brackets would be taken for a quotation's once they are filled in


def words_for_message(case: Case, language: str) -> dict[str, str]:
    """Headline, fact and source from the house in force; nothing where it lacks the language."""
    version = house_queries.in_force_on(case)
    if version is None:
        return {}
    house = house_queries.read(version)
    umbrella, texts = house.umbrella, {each.id: each.text for each in house.pillars}
    if language != version.house.language:
        words = house.translations.get(language, Translation())
        umbrella, texts = words.umbrella, dict(words.pillars)
    if not umbrella:
        return {}
    said = [umbrella, *(texts.get(pillar.id, "") for pillar in house.pillars)]
    found = {
        "headline": left_open(umbrella, house),
        "fact": " ".join(left_open(text, house) for text in said if text),
        "source": next((pillar.source for pillar in house.pillars if pillar.source), ""),
    }
    return {name: text for name, text in found.items() if text}


def written(version: MessageHouseVersion) -> dict[str, str]:
    """Each key message as a reader of the desk sees it, with its open places marked."""
    house = house_queries.read(version)
    said = {UMBRELLA: house.umbrella, **{each.id: each.text for each in house.pillars}}
    return {name: left_open(text, house) for name, text in said.items()}


def left_open(text: str, house: House) -> str:
    """A place for local words as one that waits: nothing is submitted while it stands open."""
    hints = {slot.name: slot.hint for slot in house.slots}

    def word(found: re.Match[str]) -> str:
        hint = hints.get(found.group(1), "")
        return f"{OPEN} ({hint})" if hint else OPEN

    return NAMED.sub(word, text)


def values_for_holding(case: Case, language: str) -> dict[str, str]:
    """What a first statement can take: what is confirmed, what to do, where to read on."""
    found = words_for_message(case, language)
    version = house_queries.in_force_on(case)
    if version is None or "fact" not in found:
        return {}
    values = {"confirmed": found["fact"].rstrip("."), "source": found.get("source", "")}
    if language == version.house.language:
        actions = [each.actions for each in house_queries.read(version).pillars if each.actions]
        values["protective_action"] = " ".join(actions).rstrip(".")
    return {name: text for name, text in values.items() if text}
