"""Legal grounds as data: which law, who may ask through which channel, how soon it is due.

The file is read once. An office may replace it; what it can never contain is a ground that
protects the good name of an institution, and a ground without a law.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from tangkal.desk.platform_requests.kinds import Kind
from tangkal.impact_analysis.severity import ITEMS
from tangkal.kernel import InvalidInput

OWN = Path(__file__).with_name("grounds.toml")
URGENT, ORDINARY, VOLUNTARY = "urgent", "ordinary", "voluntary"
# Steps of the table of deadlines; what is voluntary has none.
STEPS: Mapping[str, str] = {URGENT: "request_urgent", ORDINARY: "request"}
LONGEST_HOURS = 24 * 30
# The Constitutional Court (105/PUU-XXII/2024): defamation protects individuals, no institution.
DEFAMATION = re.compile(r"27A|defam|pencemaran|penghinaan|nama.?baik|reputa", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Through whom a request goes out."""

    key: str
    names: Mapping[str, str]
    who: Mapping[str, str]
    law: str

    def __str__(self) -> str:
        return spoken(self.names)

    @property
    def who_may(self) -> str:
        return spoken(self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """How soon an answer is due, and which law says so."""

    key: str
    hours: int | None  # None: no law sets a time
    law: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One legal ground."""

    key: str
    names: Mapping[str, str]
    notes: Mapping[str, str]
    law: str
    urgency: Urgency
    channel: Channel
    kinds: tuple[str, ...]
    harms: tuple[str, ...] = ()  # of which at least one must be judged that severe; () any
    least_harm: int = 1
    needs_provision: bool = False
    needs_data_officer: bool = False

    def __str__(self) -> str:
        return spoken(self.names)

    @property
    def note(self) -> str:
        return spoken(self.notes)

    @property
    def step(self) -> str | None:
        """The step of the table of deadlines; None where no law sets a time."""
        return STEPS.get(self.urgency.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Everything a file says."""

    checked: str
    by_key: Mapping[str, Ground]

    def get(self, key: str) -> Ground | None:
        return self.by_key.get(key)


def spoken(words: Mapping[str, str]) -> str:
    language = (get_language() or "id")[:2]
    return words.get(language) or words.get("id", "")


def current() -> Grounds:
    """The file in force.

    Raises:
        InvalidInput: it names what may not be a ground, or cannot be read.
    """
    told = settings.TANGKAL.request_grounds
    return read_once(Path(told) if told else OWN)


@lru_cache(maxsize=8)
def read_once(path: Path) -> Grounds:
    return read(path.read_text(encoding="utf-8"))


def read(text: str) -> Grounds:
    """The grounds of a file's text.

    Raises:
        InvalidInput: not TOML, an unknown kind, harm, channel or urgency, a ground or a time
            without a law, or a ground that protects an institution's good name.
    """
    try:
        found = tomllib.loads(text)
        channels = {key: channel_of(key, row) for key, row in found["channels"].items()}
        urgencies = {key: urgency_of(key, row) for key, row in found["urgency"].items()}
        rows = [ground_of(row, channels, urgencies) for row in found["grounds"]]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InvalidInput(f"the file of legal grounds cannot be read: {error}") from None
    return Grounds(checked=str(found.get("checked", "")), by_key={row.key: row for row in rows})


def channel_of(key: str, row: Mapping[str, Any]) -> Channel:
    return Channel(
        key=key,
        names={"id": row["id"], "en": row["en"]},
        who={"id": row["who_id"], "en": row["who_en"]},
        law=row["law"],
    )


def urgency_of(key: str, row: Mapping[str, Any]) -> Urgency:
    hours, law = row.get("hours"), str(row["law"]).strip()
    if key not in {*STEPS, VOLUNTARY}:
        raise InvalidInput(f"urgency {key!r} is not one of {', '.join((*STEPS, VOLUNTARY))}")
    if not law:
        raise InvalidInput(f"urgency {key!r} names no law")
    if key == VOLUNTARY and hours is not None:
        raise InvalidInput(f"urgency {key!r} has no time: no law sets one")
    if key in STEPS and not (isinstance(hours, int) and 1 <= hours <= LONGEST_HOURS):
        raise InvalidInput(f"urgency {key!r}: hours {hours!r} are not 1 to {LONGEST_HOURS}")
    return Urgency(key=key, hours=hours, law=law)


def ground_of(
    row: Mapping[str, Any], channels: Mapping[str, Channel], urgencies: Mapping[str, Urgency]
) -> Ground:
    if DEFAMATION.search(f"{row['key']} {row['id']} {row['en']} {row['law']}"):
        raise InvalidInput(
            f"ground {row['key']!r} protects a good name: no institution can ask for that"
        )
    if not str(row["law"]).strip():
        raise InvalidInput(f"ground {row['key']!r} names no law")
    if unknown := set(row["kinds"]) - set(Kind.values):
        raise InvalidInput(f"ground {row['key']!r}: kinds {sorted(unknown)} are not known")
    if unknown := set(row.get("harms", ())) - set(ITEMS):
        raise InvalidInput(f"ground {row['key']!r}: harms {sorted(unknown)} are not known")
    if row["urgency"] == VOLUNTARY and Kind.TAKE_DOWN in row["kinds"]:
        raise InvalidInput(f"ground {row['key']!r}: a take-down needs a law, not a platform's rule")
    return Ground(
        key=row["key"],
        names={"id": row["id"], "en": row["en"]},
        notes={"id": row.get("note_id", ""), "en": row.get("note_en", "")},
        law=row["law"],
        urgency=urgencies[row["urgency"]],
        channel=channels[row["channel"]],
        kinds=tuple(row["kinds"]),
        harms=tuple(row.get("harms", ())),
        least_harm=int(row.get("least_harm", 1)),
        needs_provision=bool(row.get("needs_provision", False)),
        needs_data_officer=bool(row.get("needs_data_officer", False)),
    )
