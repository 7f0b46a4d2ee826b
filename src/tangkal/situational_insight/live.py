"""The narratives held live: their places in memory, their ids and their typical texts."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tangkal.kernel import NarrativeSummary
from tangkal.situational_insight.centres import (
    DOCS,
    LEADS,
    PER_SLOT,
    RECENT,
    TERM_BITS,
    USED,
    WORDS,
    Centres,
    Float32,
    Scratch,
)
from tangkal.situational_insight.clustering import lead_nearness
from tangkal.situational_insight.function_words import FUNCTION_WORDS
from tangkal.situational_insight.packing import pack_strings, unpack_strings
from tangkal.situational_insight.placing import place
from tangkal.situational_insight.titles import first_sentence
from tangkal.text.tokens import tokenise

Arrays = dict[str, npt.NDArray[Any]]
Lead = tuple[str, str]  # family id, the beginning of its text

LEAD_CHARACTERS = 240
FIRST_SLOTS = 1_024
_PRIOR_DOCS = 100  # families the index pretends to have met,
_PRIOR_USES = 5.0  # in so many of which each function word was used
_SECONDS_AN_HOUR = 3600.0


class LiveNarratives:
    """Narratives by slot. A slot that was merged away has the id ""."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.centres = Centres.empty(min(FIRST_SLOTS, limit))
        self.scratch = Scratch.make(self.centres.slots)
        self.ids: list[str] = []
        self.leads: list[list[Lead]] = []
        self.slot_of: dict[str, int] = {}
        self._expect_function_words()

    def _expect_function_words(self) -> None:
        words = tokenise(FUNCTION_WORDS)
        mixed = words.hashes ^ (words.hashes >> np.uint64(32))
        terms = np.unique(mixed & np.uint64((1 << TERM_BITS) - 1)).astype(np.int64)
        self.centres.df[terms] = _PRIOR_USES
        self.centres.counters[WORDS] = int(_PRIOR_USES * len(terms))
        self.centres.counters[DOCS] = _PRIOR_DOCS

    def make_room(self, more: int) -> None:
        """Be ready for so many narratives more."""
        centres = self.centres
        wanted = min(self.limit, int(centres.counters[USED]) + more)
        if wanted > centres.slots:
            slots = min(self.limit, max(wanted, 2 * centres.slots))
            self.centres = centres.grown_to(slots)
            self.scratch = self.scratch._replace(votes=np.zeros(slots))

    def take(self, slot: int, name: str) -> None:
        """The narrative that now begins in a slot; the one it held before is forgotten."""
        while slot >= len(self.ids):
            self.ids.append("")
            self.leads.append([])
        self.slot_of.pop(self.ids[slot], None)
        self.ids[slot] = name
        self.leads[slot] = []
        self.slot_of[name] = slot

    def place_of(self, slot: int) -> int:
        return place(int(self.centres.serial[slot]), slot)

    def set_lead(self, slot: int, at: int, family_id: str, text: str) -> None:
        """Keep a typical text at the place that the kernel chose."""
        leads, lead = self.leads[slot], (family_id, text[:LEAD_CHARACTERS])
        if at == len(leads):
            leads.append(lead)
        else:
            leads[at] = lead

    @property
    def hour(self) -> float:
        """The stream's hour so far."""
        clock = self.centres.clock
        return float(clock[0]) or float(clock.max())

    @property
    def now(self) -> datetime:
        """The stream's moment so far."""
        return moment(self.hour)

    def typical(self, slot: int) -> list[Lead]:
        """A narrative's kept texts, the nearest to its centre first."""
        near = np.zeros((1, LEADS), np.float32)
        lead_nearness(self.centres, np.array([slot]), self.scratch.marked, near)
        return self._in_order(slot, near[0])

    def _in_order(self, slot: int, near: Float32) -> list[Lead]:
        leads = self.leads[slot]
        return [
            leads[at] for at in sorted(range(len(leads)), key=lambda at: (-float(near[at]), at))
        ]

    def summaries(self, ids: Collection[str] | None) -> list[NarrativeSummary]:
        """What narratives say and how large they are, in order of first creation."""
        wanted = self.slot_of if ids is None else dict.fromkeys(ids)
        slots = [self.slot_of[one] for one in wanted if one in self.slot_of]
        if not slots:
            return []
        chosen = np.array(slots, np.int64)
        chosen = chosen[np.argsort(self.centres.serial[chosen], kind="stable")]
        near = np.zeros((len(chosen), LEADS), np.float32)
        # Its own room: a summary may be asked for while a batch is measured.
        lead_nearness(self.centres, chosen, np.zeros_like(self.scratch.marked), near)
        return [self._summary(int(slot), near[row]) for row, slot in enumerate(chosen)]

    def _summary(self, slot: int, near: Float32) -> NarrativeSummary:
        leads, centres = self._in_order(slot, near), self.centres
        titles = (first_sentence(text) for _, text in leads)
        return NarrativeSummary(
            narrative_id=self.ids[slot],
            title=next((title for title in titles if title), self.ids[slot]),
            first_seen=moment(float(centres.first_hour[slot])),
            last_seen=moment(float(centres.last_hour[slot])),
            items=int(centres.items[slot]),
            families=int(centres.families[slot]),
            typical_items=tuple(dict.fromkeys(family for family, _ in leads)),
        )

    def snapshot(self) -> Arrays:
        """Everything as plain arrays."""
        centres = self.centres
        used = int(centres.counters[USED])
        known, lines = np.flatnonzero(centres.df), np.flatnonzero(centres.ring[:, 0] >= 0)
        recent = int(np.count_nonzero(centres.recent[:, 0] >= 0)) and RECENT
        arrays: Arrays = {
            "counters": centres.counters.copy(),
            "clock": centres.clock.copy(),
            "df_terms": known,
            "df_counts": centres.df[known],
            "ring_lines": lines,
            "ring": centres.ring[lines],
            "ring_at": centres.ring_at[lines],
            "recent": centres.recent[:recent].copy(),
            "lead_counts": np.array([len(leads) for leads in self.leads], np.int64),
        }
        for name in PER_SLOT:
            arrays[f"slot_{name}"] = getattr(centres, name)[:used].copy()
        every_lead = [lead for leads in self.leads for lead in leads]
        texts = {
            "ids": self.ids,
            "lead_families": [family for family, _ in every_lead],
            "lead_texts": [text for _, text in every_lead],
        }
        for name, strings in texts.items():
            arrays[f"{name}_utf8"], arrays[f"{name}_offsets"] = pack_strings(strings)
        return arrays

    @classmethod
    def restore(cls, limit: int, arrays: Mapping[str, npt.NDArray[Any]]) -> "LiveNarratives":
        """What :meth:`snapshot` saved."""
        self = cls(limit)
        used = int(arrays["counters"][USED])
        self.make_room(used)
        centres = self.centres
        centres.df[:] = 0
        centres.counters[:] = arrays["counters"]
        centres.clock[:] = arrays["clock"]
        centres.df[arrays["df_terms"]] = arrays["df_counts"]
        centres.ring[arrays["ring_lines"]] = arrays["ring"]
        centres.ring_at[arrays["ring_lines"]] = arrays["ring_at"]
        centres.recent[: len(arrays["recent"])] = arrays["recent"]
        for name in PER_SLOT:
            getattr(centres, name)[:used] = arrays[f"slot_{name}"]

        def strings(name: str) -> list[str]:
            return unpack_strings(arrays[f"{name}_utf8"], arrays[f"{name}_offsets"])

        self.ids = strings("ids")
        self.slot_of = {one: slot for slot, one in enumerate(self.ids) if one}
        leads = zip(strings("lead_families"), strings("lead_texts"), strict=True)
        self.leads = [[next(leads) for _ in range(int(n))] for n in arrays["lead_counts"]]
        return self


def moment(hours: float) -> datetime:
    """The moment so many hours after 1970."""
    return datetime.fromtimestamp(round(hours * _SECONDS_AN_HOUR, 3), UTC)


def narrative_id(family_id: str) -> str:
    """ "N" and 11 hex digits: the family id's own first ones, or of its SHA-256.

    >>> narrative_id("0123456789abcdef0123456789abcdef")
    'N0123456789a'
    """
    head = family_id[:11].lower()
    if len(head) < 11 or not set(head) <= set("0123456789abcdef"):
        head = hashlib.sha256(family_id.encode("utf-8", "surrogatepass")).hexdigest()[:11]
    return f"N{head}"


def split_id(narrative_id: str, families: Collection[str]) -> str:
    """The id of the narrative that some families make when they are split from another.

    >>> split_id("N0123456789a", ["b", "a"]) == split_id("N0123456789a", ["a", "b"])
    True
    """
    told = "\n".join(["split", narrative_id, *sorted(set(families))])
    return f"N{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:11]}"
