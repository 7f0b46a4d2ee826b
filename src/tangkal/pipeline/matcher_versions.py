"""Versions of what the matcher learned, side by side in the home; none ever replaces another.

Version 0 is the knowledge that ships with the package. Each later one is a folder
``models/recognise/<number>/`` with its weights and associations and a card that says what it
learned from and how it did afterwards. Which one answers is a decision, kept by the desk.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangkal import __version__
from tangkal.kernel import InvalidInput
from tangkal.kernel.durable import write_durably

if TYPE_CHECKING:
    from tangkal.recognise.encoders.second_reading import Reading
    from tangkal.recognise.knowledge import Knowledge

SHIPPED = 0
CARD = "card.json"
_TRIES = 20  # two trainings that end at once take neighbouring numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How one version did on pairs later than those it learned from."""

    pairs: int  # texts whose claim was to be found
    unknown: int  # texts whose claim was not among the known ones
    s_at_1: float  # share of pairs whose claim came first
    s_at_5: float  # … among the first five
    recall_at_95: float | None  # share found where 95% of the answers are right; None: nowhere
    false_alarms: float | None  # share of unknown texts answered "same claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a version is: what it learned from, until when, and how it did afterwards."""

    number: int
    made_at: datetime
    confirmed: int  # pairs that a person confirmed, learned from
    rejected: int  # texts whose suggestion a person rejected, learned from
    from_desk: int  # of both, how many came from this desk; the others from a file
    learned_since: date | None
    learned_until: date | None  # nothing later was learned from
    tested_until: date | None
    figures: Figures
    shipped: Figures  # the shipped matcher on the same texts
    code_version: str = __version__

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str)

    @classmethod
    def from_json(cls, text: str) -> "Card":
        """Read what :meth:`as_json` wrote; fields of a later edition are passed over.

        Raises:
            InvalidInput: it is no card.
        """
        try:
            told: dict[str, Any] = json.loads(text)
            known = {field.name: told[field.name] for field in fields(cls)}
            for name in ("learned_since", "learned_until", "tested_until"):
                known[name] = date.fromisoformat(known[name]) if known[name] else None
            known["made_at"] = datetime.fromisoformat(known["made_at"])
            for name in ("figures", "shipped"):
                known[name] = _figures(known[name])
            return cls(**known)
        except (ValueError, KeyError, TypeError) as problem:
            raise InvalidInput(f"this is no card of a matcher's version: {problem}") from problem


def _figures(told: Mapping[str, Any]) -> Figures:
    return Figures(**{field.name: told[field.name] for field in fields(Figures)})


def reading_name(fingerprint: str) -> str:
    """The file in a version's folder that holds its reading of one encoder."""
    return f"reading-{fingerprint}.json"


class MatcherVersions:
    """The learned versions of one home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def numbers(self) -> list[int]:
        """Numbers of the learned versions, oldest first; the shipped one is not among them."""
        if not self.folder.is_dir():
            return []
        found = (path.name for path in self.folder.iterdir() if (path / CARD).is_file())
        return sorted(int(name) for name in found if name.isdecimal())

    def cards(self) -> list[Card]:
        """The cards of the learned versions, newest first."""
        return [self.card(number) for number in reversed(self.numbers())]

    def card(self, number: int) -> Card:
        """What a version is.

        Raises:
            InvalidInput: there is no such version, or its card cannot be read.
        """
        try:
            return Card.from_json((self.folder / str(number) / CARD).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InvalidInput(f"the matcher has no version {number}") from None
        except OSError as problem:
            raise InvalidInput(f"version {number} cannot be read: {problem}") from problem

    def load(self, number: int) -> "Knowledge":
        """What a version learned; 0 is the shipped one.

        Raises:
            InvalidInput: there is no such version, or this edition cannot read it.
        """
        # Its compiled kernels take a second to load: who only reads cards does not wait.
        from tangkal.recognise.knowledge import Knowledge  # noqa: PLC0415

        if number == SHIPPED:
            return Knowledge.shipped()
        self.card(number)
        return Knowledge.load(self.folder / str(number))

    def reading(self, number: int, fingerprint: str) -> "Reading | None":
        """How a version weighs words against the encoder of this fingerprint.

        None where it learned nothing of that encoder: then the shipped reading holds.

        Raises:
            InvalidInput: the file is damaged.
        """
        from tangkal.recognise.encoders.second_reading import Reading  # noqa: PLC0415

        path = self.folder / str(number) / reading_name(fingerprint)
        try:
            return Reading.from_table(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as problem:
            raise InvalidInput(f"{path} cannot be read: {problem}") from problem

    def keep(
        self, knowledge: "Knowledge", card: Card, readings: "Mapping[str, Reading] | None" = None
    ) -> Card:
        """Write a new version under the next free number and answer its card.

        Args:
            readings: how it weighs an encoder, by the encoder's fingerprint.

        The folder appears whole or not at all, and never in the place of another.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f".draft-{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        knowledge.save(draft)
        for fingerprint, reading in (readings or {}).items():
            told = json.dumps(reading.table(), indent=1)
            write_durably(draft / reading_name(fingerprint), told.encode())
        try:
            for _ in range(_TRIES):
                number = max(self.numbers(), default=SHIPPED) + 1
                numbered = replace(card, number=number)
                write_durably(draft / CARD, numbered.as_json().encode())
                try:
                    draft.rename(self.folder / str(number))
                except OSError:  # somebody else's training took the number in this moment
                    continue
                return numbered
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        raise InvalidInput(f"no free version number was found under {self.folder}")
