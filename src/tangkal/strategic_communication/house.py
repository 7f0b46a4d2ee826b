"""A message house: one umbrella sentence, the pillars it stands on, and what must not change.

The umbrella is one sentence of at most 27 words; under it stand a few pillars with their proof,
what must not be said, questions and answers, places for local words and translations. Figures,
dates, places, names and promises that nobody may change on the way are locked, as written.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.alignment.check import KeyMessage
from tangkal.strategic_communication.placeholders import NAMED

UMBRELLA = "0"  # the umbrella's id among the key messages
MOST_PILLARS = 5
MOST_ROWS = 40  # of questions, of words not to be said, of locked facts
LONGEST = 2_000  # characters of any one text
LANGUAGES = ("id", "en", "jv", "su", "min", "ban", "bjn")

# What a locked fact is: the writer's word for it.
KINDS = ("figure", "date", "place", "name", "promise")

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ID = re.compile(r"[a-z0-9]{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pillar:
    """One thing that carries the umbrella, with its proof. Importance 1 to 3, 3 the most."""

    id: str
    text: str
    importance: int = 2
    proof: tuple[str, ...] = ()
    source: str = ""
    actions: str = ""  # what people can do, or what is being done

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id) or self.id == UMBRELLA:
            raise InvalidInput(f"pillar id {self.id!r} is not of a–z and 0–9, or is the umbrella's")
        if not 1 <= self.importance <= 3:
            raise InvalidInput(f"importance {self.importance} of pillar {self.id} is not 1, 2 or 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for local words, e.g. {hotline}: its name, what belongs there, an example."""

    name: str
    hint: str = ""
    example: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InvalidInput(
                f"slot {self.name!r} is not one word of small letters, digits and underscores"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """Words that a local text may not change, as they stand in the house."""

    text: str
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InvalidInput(f"kind {self.kind!r} of “{self.text}” is not one of {KINDS}")

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, same(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The umbrella and the pillars in another language; "" where not yet translated."""

    umbrella: str = ""
    pillars: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What one version of a message house says."""

    umbrella: str = ""
    pillars: tuple[Pillar, ...] = ()
    do_not_say: tuple[str, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()  # question, answer
    slots: tuple[Slot, ...] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict)
    locked: tuple[Locked, ...] = ()

    def __post_init__(self) -> None:
        check_counts(self)
        names = [pillar.id for pillar in self.pillars]
        if len(set(names)) < len(names):
            raise InvalidInput(f"two pillars have the same id: {', '.join(names)}")
        said = same(" \n ".join(texts_of(self)))
        for lock in self.locked:
            if same(lock.text) not in said:
                raise InvalidInput(
                    f"the locked words “{lock.text}” stand in neither the umbrella nor a pillar"
                )
        for code, translation in self.translations.items():
            if code not in LANGUAGES:
                raise InvalidInput(f"language {code!r} is not one of {', '.join(LANGUAGES)}")
            unknown = sorted(set(translation.pillars) - set(names))
            if unknown:
                raise InvalidInput(f"the translation {code!r} has no pillar {', '.join(unknown)}")

    def content(self) -> dict[str, Any]:
        """As stored: plain lists and texts."""
        return {
            "umbrella": self.umbrella,
            "pillars": [
                {
                    "id": each.id,
                    "text": each.text,
                    "importance": each.importance,
                    "proof": list(each.proof),
                    "source": each.source,
                    "actions": each.actions,
                }
                for each in self.pillars
            ],
            "do_not_say": list(self.do_not_say),
            "questions": [{"question": asked, "answer": said} for asked, said in self.questions],
            "slots": [
                {"name": each.name, "hint": each.hint, "example": each.example}
                for each in self.slots
            ],
            "translations": {
                code: {"umbrella": each.umbrella, "pillars": dict(each.pillars)}
                for code, each in self.translations.items()
            },
            "locked": [{"text": each.text, "kind": each.kind} for each in self.locked],
        }


def read_house(content: Mapping[str, Any]) -> House:
    """A stored or submitted house, trimmed; rows without words are left out.

    Raises:
        InvalidInput: naming what is not of the right form, too long, or locked without being said.

    >>> read_house({"umbrella": " Harga tetap. "}).umbrella
    'Harga tetap.'
    """
    known = set(House.__dataclass_fields__)
    unknown = sorted(set(content) - known)
    if unknown:
        raise InvalidInput(f"a message house has no {', '.join(unknown)}")
    return House(
        umbrella=_text(content.get("umbrella", "")),
        pillars=tuple(
            Pillar(
                id=_text(row.get("id", "")),
                text=_text(row["text"]),
                importance=_whole(row.get("importance", 2)),
                proof=_texts(row.get("proof", ())),
                source=_text(row.get("source", "")),
                actions=_text(row.get("actions", "")),
            )
            for row in _rows(content, "pillars", needs="text")
        ),
        do_not_say=_texts(content.get("do_not_say", ())),
        questions=tuple(
            (_text(row["question"]), _text(row.get("answer", "")))
            for row in _rows(content, "questions", needs="question")
        ),
        slots=tuple(
            Slot(
                name=_text(row["name"]),
                hint=_text(row.get("hint", "")),
                example=_text(row.get("example", "")),
            )
            for row in _rows(content, "slots", needs="name")
        ),
        translations=_translations(content.get("translations", {})),
        locked=tuple(
            Locked(text=_text(row["text"]), kind=_text(row.get("kind", "")))
            for row in _rows(content, "locked", needs="text")
        ),
    )


def key_messages(house: House, language: str = "") -> tuple[KeyMessage, ...]:
    """What a text is compared with: the umbrella (importance 3), then the pillars.

    Args:
        language: of a translation; what it lacks is left out. "" is the house's own language.

    >>> [each.id for each in key_messages(House(umbrella="Harga tetap."))]
    ['0']
    """
    translation = house.translations.get(language, Translation()) if language else None
    said = [(UMBRELLA, house.umbrella, 3)]
    said += [(each.id, each.text, each.importance) for each in house.pillars]
    if translation is not None:
        words = {UMBRELLA: translation.umbrella, **translation.pillars}
        said = [(name, words.get(name, ""), importance) for name, _text, importance in said]
    return tuple(
        KeyMessage(id=name, text=without_slots(text), importance=importance)
        for name, text, importance in said
        if without_slots(text)
    )


def without_slots(text: str) -> str:
    """The words without the places that local words fill."""
    return " ".join(NAMED.sub(" ", text).split())


def same(text: str) -> str:
    """Words as they are compared: in small letters, with single spaces."""
    return " ".join(text.split()).casefold()


def texts_of(house: House) -> list[str]:
    """What the house says in its own language."""
    return [house.umbrella, *(pillar.text for pillar in house.pillars)]


def changed_locks(old: House, new: House) -> tuple[list[Locked], list[Locked]]:
    """Locked facts that went and that came between two versions, each in its order.

    >>> lock = Locked(text="Rp10.000", kind="figure")
    >>> changed_locks(House(umbrella="Rp10.000", locked=(lock,)), House())[0][0].text
    'Rp10.000'
    """
    before, after = {each.key for each in old.locked}, {each.key for each in new.locked}
    gone = [each for each in old.locked if each.key not in after]
    return gone, [each for each in new.locked if each.key not in before]


def check_counts(house: House) -> None:
    """Refuse what nobody could read or remember.

    Raises:
        InvalidInput: too many pillars or rows.
    """
    limits = (
        ("pillars", len(house.pillars), MOST_PILLARS),
        ("questions", len(house.questions), MOST_ROWS),
        ("words not to be said", len(house.do_not_say), MOST_ROWS),
        ("locked facts", len(house.locked), MOST_ROWS),
        ("places for local words", len(house.slots), MOST_ROWS),
    )
    for name, found, most in limits:
        if found > most:
            raise InvalidInput(f"{found} {name} are too many; a message house has at most {most}")


def _translations(found: Any) -> dict[str, Translation]:
    if not isinstance(found, Mapping):
        raise InvalidInput(f"translations {found!r} are not of the form language → words")
    read = {}
    for code, row in found.items():
        if not isinstance(row, Mapping) or not isinstance(row.get("pillars", {}), Mapping):
            raise InvalidInput(f"the translation {code!r} is not of the form umbrella, pillars")
        umbrella = _text(row.get("umbrella", ""))
        pillars = {str(name): _text(text) for name, text in row.get("pillars", {}).items()}
        pillars = {name: text for name, text in pillars.items() if text}
        if umbrella or pillars:
            read[str(code)] = Translation(umbrella=umbrella, pillars=pillars)
    return read


def _rows(content: Mapping[str, Any], name: str, *, needs: str) -> Iterable[Mapping[str, Any]]:
    rows = content.get(name, ())
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise InvalidInput(f"{name} {rows!r} is not a list")
    for row in rows:
        if not isinstance(row, Mapping):
            raise InvalidInput(f"{row!r} among {name} is not of the form name → words")
        if _text(row.get(needs, "")):
            yield row


def _texts(found: Any) -> tuple[str, ...]:
    if isinstance(found, str) or not isinstance(found, Sequence):
        raise InvalidInput(f"{found!r} is not a list of texts")
    return tuple(text for each in found if (text := _text(each)))


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise InvalidInput(f"{found!r} is not a text")
    if len(found) > LONGEST:
        raise InvalidInput(f"a text has {len(found)} characters; at most {LONGEST} are allowed")
    return found.strip()


def _whole(found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, int):
        raise InvalidInput(f"importance {found!r} is not 1, 2 or 3")
    return found
