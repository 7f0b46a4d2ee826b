"""Two versions of a house side by side, word by word, and what changed without being locked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_labels import IMPORTANCES, KINDS
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.ui import moments
from tangkal.desk.ui.languages import language_name
from tangkal.strategic_communication import house as rooms
from tangkal.strategic_communication.alignment.check import Contradiction, check_text
from tangkal.strategic_communication.differences import ADDED, REMOVED, Run, word_differences
from tangkal.strategic_communication.house import Locked


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One room that changed, as it was and as it is."""

    label: str
    before: list[Run]  # what stayed and what went
    after: list[Run]  # what stayed and what came


def between(old: MessageHouseVersion, new: MessageHouseVersion) -> list[Change]:
    """The rooms that differ, in the order of the house."""
    was, now = as_texts(old), as_texts(new)
    changes = []
    for label in dict.fromkeys([*was, *now]):
        before, after = was.get(label, ""), now.get(label, "")
        if before == after:
            continue
        runs = word_differences(before, after)
        changes.append(
            Change(
                label=label,
                before=[run for run in runs if run[0] != ADDED],
                after=[run for run in runs if run[0] != REMOVED],
            )
        )
    return changes


def as_texts(version: MessageHouseVersion) -> dict[str, str]:
    """Each room as a label and one text."""
    house = house_queries.read(version)
    found = {_("Umbrella message"): house.umbrella}
    for pillar in house.pillars:
        found[_("Pillar “%(id)s”") % {"id": pillar.id}] = pillar_text(pillar)
    found[_("Not to be said")] = "\n".join(house.do_not_say)
    found[_("Questions and answers")] = "\n".join(
        f"{question} — {answer}" for question, answer in house.questions
    )
    found[_("Places for local words")] = "\n".join(
        f"{{{slot.name}}} {slot.hint} {slot.example}" for slot in house.slots
    )
    found[_("Locked facts")] = "\n".join(
        f"{lock.text} ({KINDS[lock.kind]})" for lock in house.locked
    )
    for code, words in house.translations.items():
        found[language_name(code)] = "\n".join([words.umbrella, *words.pillars.values()])
    found[_("True as of")] = moments.in_words(version.truth_as_of)
    ends = version.expires_at
    found[_("Holds until")] = moments.in_words(ends) if ends else _("no end")
    return found


def pillar_text(pillar: rooms.Pillar) -> str:
    parts = [pillar.text, str(IMPORTANCES[pillar.importance]), *pillar.proof]
    return "\n".join(part for part in [*parts, pillar.source, pillar.actions] if part)


def unlocked_changes(
    standing: MessageHouseVersion | None, new: MessageHouseVersion
) -> list[Contradiction]:
    """Where the new words seem to say another thing than those in force, though no lock changed.

    Only a changed lock calls back what went out, so the writer should see these before approval.
    """
    if standing is None or standing.pk == new.pk:
        return []
    old, said = house_queries.read(standing), house_queries.read(new)
    gone, come = rooms.changed_locks(old, said)
    messages = rooms.key_messages(old)
    text = "\n".join(message.text for message in rooms.key_messages(said))
    if gone or come or not messages or not text:
        return []
    return [clash for check in check_text(messages, text) for clash in check.contradictions]


def marked(text: str, locks: Sequence[Locked]) -> list[tuple[bool, str]]:
    """The text in pieces: (whether it is locked, words), in reading order."""
    low = text.casefold()
    if len(low) != len(text):  # a letter that grows when made small: places would not agree
        return [(False, text)]
    held = [False] * len(text)
    for lock in locks:
        words = lock.text.casefold()
        at = low.find(words)
        while words and at >= 0:
            held[at : at + len(words)] = [True] * len(words)
            at = low.find(words, at + len(words))
    pieces: list[tuple[bool, str]] = []
    for is_held, letter in zip(held, text, strict=True):
        if pieces and pieces[-1][0] == is_held:
            pieces[-1] = (is_held, pieces[-1][1] + letter)
        else:
            pieces.append((is_held, letter))
    return pieces
