"""Which story does a text belong to? Single-pass clustering of text families.

Only the first member of a family is compared; copies follow it, so ten thousand
forwards weigh as much in a story's meaning as one post, and cost nothing.
"""

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput, NarrativeSummary
from tangkal.situational_insight.centres import (
    DOCS,
    LEADS,
    PER_SLOT,
    TERM_BITS,
    USED,
    Centres,
    Outcome,
    Placed,
    Rows,
    Settings,
)
from tangkal.situational_insight.clustering import assign_rows, lead_nearness
from tangkal.situational_insight.function_words import FUNCTION_WORDS
from tangkal.situational_insight.packing import pack_strings, unpack_strings
from tangkal.situational_insight.titles import first_sentence
from tangkal.text.tokens import TokenBatch, tokenise

METHOD = "narrative-centres/1"
# From the planted weeks: B³ precision 0.93 to 0.97 there; 0.18 gains 3 points and splits stories.
JOIN_THRESHOLD = 0.13
HALF_LIFE_HOURS = 168.0  # a story silent for a week needs twice the likeness to be joined
MAX_NARRATIVES = 200_000
FAMILY_WINDOW = 1_000_000

_FIRST_SLOTS = 1_024
_SLOT_BITS = 24
_SLOT_MASK = (1 << _SLOT_BITS) - 1
_PRIOR_DOCS = 400  # families the index pretends to have met, half with each function word
_SECONDS_AN_HOUR = 3600.0

Lead = tuple[str, str]  # family id, first sentence


class NarrativeIndex:
    """Live narratives and the families in them; equal input gives equal ids, always.

    Args:
        threshold: cosine in 0..1, after time decay, from which a family joins.
        half_life_hours: hours of silence that halve a narrative's pull.
        max_narratives: narratives held; beyond it one unused since longest makes room.
        family_window: families remembered, so that late copies follow their first.

    Raises:
        InvalidInput: a parameter outside its range.
    """

    def __init__(
        self,
        *,
        threshold: float = JOIN_THRESHOLD,
        half_life_hours: float = HALF_LIFE_HOURS,
        max_narratives: int = MAX_NARRATIVES,
        family_window: int = FAMILY_WINDOW,
    ) -> None:
        if not 0.0 < threshold <= 1.0:
            raise InvalidInput(f"threshold {threshold} is outside 0..1")
        if not 0.0 < half_life_hours < math.inf:
            raise InvalidInput(f"half_life_hours {half_life_hours} must be a positive number")
        if not 0 < max_narratives <= _SLOT_MASK or family_window < 1:
            raise InvalidInput(
                f"{max_narratives=} must be in 1..{_SLOT_MASK} and {family_window=} at least 1"
            )
        self._settings = Settings(float(threshold), float(half_life_hours), int(max_narratives))
        self._window = family_window
        self._centres = Centres.empty(min(_FIRST_SLOTS, max_narratives))
        self._ids: list[str] = []  # by slot
        self._leads: list[list[Lead]] = []  # by slot
        self._slot_of_id: dict[str, int] = {}
        self._family: dict[str, int] = {}  # family id → serial and slot, oldest first
        self._expect_function_words()

    def __len__(self) -> int:
        return len(self._slot_of_id)

    def assign(
        self,
        family_ids: Sequence[str],
        is_first: Sequence[bool] | npt.NDArray[np.bool_],
        tokens: TokenBatch,
        texts: Sequence[str],
        moments: Sequence[datetime],
    ) -> list[str]:
        """Narrative id of each row, in row order.

        Args:
            family_ids: n family ids as the family index gave them.
            is_first: n flags; a first row whose family is already placed (a repeat)
                follows it, a later row whose family was forgotten is placed anew.
            tokens: n rows of hashed words.
            texts: n texts, masked; only first rows' sentences are kept, as titles.
            moments: n aware moments, when each item appeared.

        Returns:
            n ids, "N" and 11 hex digits of the family that began the narrative.

        Raises:
            InvalidInput: lengths differ, or a moment has no time zone.
        """
        n = len(family_ids)
        lengths = (n, len(is_first), len(tokens.offsets) - 1, len(texts), len(moments))
        if len(set(lengths)) > 1:
            raise InvalidInput(
                "family_ids, is_first, tokens, texts and moments have "
                f"{lengths} rows; give one of each a row"
            )
        if n == 0:
            return []
        hours = _hours(moments)
        names, family_of_row = _number(family_ids)
        packed = np.fromiter((self._family.get(name, -1) for name in names), np.int64, len(names))
        placed = Placed(np.where(packed < 0, -1, packed & _SLOT_MASK), packed >> _SLOT_BITS)
        self._make_room(len(names))
        rows = Rows(tokens.offsets, tokens.hashes, hours, family_of_row)
        outcome = Outcome(np.empty(n, np.int64), np.empty(n, np.bool_), np.empty(n, np.int64))
        assign_rows(self._centres, rows, placed, self._settings, outcome)
        self._remember(names, (placed.serial << _SLOT_BITS) | placed.slot)
        return self._name_rows(family_ids, texts, outcome)

    def summaries(self, ids: Collection[str] | None = None) -> list[NarrativeSummary]:
        """What each live narrative says and how large it is, in order of first creation.

        Args:
            ids: only these; ids no longer held live are left out. None for all.
        """
        if ids is None:
            slots = list(self._slot_of_id.values())
        else:
            slots = [self._slot_of_id[one] for one in dict.fromkeys(ids) if one in self._slot_of_id]
        if not slots:
            return []
        chosen = np.array(slots, np.int64)
        chosen = chosen[np.argsort(self._centres.serial[chosen], kind="stable")]
        near = np.zeros((len(chosen), LEADS), np.float32)
        lead_nearness(self._centres, chosen, near)
        return [self._summary(int(slot), near[row]) for row, slot in enumerate(chosen)]

    def snapshot(self) -> dict[str, npt.NDArray[Any]]:
        """The whole state as plain arrays, for ``np.savez`` and :meth:`restore`."""
        centres = self._centres
        used = int(centres.counters[USED])
        known = np.flatnonzero(centres.df)
        lines = np.flatnonzero(centres.ring[:, 0] >= 0)
        arrays: dict[str, npt.NDArray[Any]] = {
            "version": np.array([1], np.int64),
            "settings": np.array([*self._settings, self._window], np.float64),
            "counters": centres.counters.copy(),
            "df_terms": known,
            "df_counts": centres.df[known],
            "ring_lines": lines,
            "ring": centres.ring[lines],
            "ring_at": centres.ring_at[lines],
            "family_places": np.fromiter(self._family.values(), np.int64, len(self._family)),
            "lead_counts": np.array([len(leads) for leads in self._leads], np.int64),
        }
        for name in PER_SLOT:
            arrays[f"slot_{name}"] = getattr(centres, name)[:used].copy()
        every_lead = [lead for leads in self._leads for lead in leads]
        texts = {
            "ids": self._ids,
            "family_ids": list(self._family),
            "lead_families": [family for family, _ in every_lead],
            "lead_titles": [title for _, title in every_lead],
        }
        for name, strings in texts.items():
            arrays[f"{name}_utf8"], arrays[f"{name}_offsets"] = pack_strings(strings)
        return arrays

    @classmethod
    def restore(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> "NarrativeIndex":
        """The index that :meth:`snapshot` saved; it goes on exactly as the old one would.

        Raises:
            InvalidInput: the arrays are not a snapshot of a version this code reads.
        """
        if "version" not in arrays or int(arrays["version"][0]) != 1:
            raise InvalidInput(
                "these arrays are no narrative snapshot of version 1; start without the "
                "snapshot and replay the bus"
            )
        threshold, half_life, limit, window = (float(value) for value in arrays["settings"])
        index = cls(
            threshold=threshold,
            half_life_hours=half_life,
            max_narratives=int(limit),
            family_window=int(window),
        )
        used = int(arrays["counters"][USED])
        centres = index._centres.grown(max(used, index._centres.slots))
        centres.df[:] = 0
        centres.counters[:] = arrays["counters"]
        centres.df[arrays["df_terms"]] = arrays["df_counts"]
        centres.ring[arrays["ring_lines"]] = arrays["ring"]
        centres.ring_at[arrays["ring_lines"]] = arrays["ring_at"]
        for name in PER_SLOT:
            getattr(centres, name)[:used] = arrays[f"slot_{name}"]
        index._centres = centres

        def strings(name: str) -> list[str]:
            return unpack_strings(arrays[f"{name}_utf8"], arrays[f"{name}_offsets"])

        index._ids = strings("ids")
        index._slot_of_id = {one: slot for slot, one in enumerate(index._ids)}
        places = (int(place) for place in arrays["family_places"])
        index._family = dict(zip(strings("family_ids"), places, strict=True))
        leads = zip(strings("lead_families"), strings("lead_titles"), strict=True)
        index._leads = [[next(leads) for _ in range(int(n))] for n in arrays["lead_counts"]]
        return index

    def _expect_function_words(self) -> None:
        words = tokenise(FUNCTION_WORDS)
        mixed = words.hashes ^ (words.hashes >> np.uint64(32))
        terms = np.unique(mixed & np.uint64((1 << TERM_BITS) - 1)).astype(np.int64)
        self._centres.df[terms] = _PRIOR_DOCS / 2
        self._centres.counters[DOCS] = _PRIOR_DOCS

    def _make_room(self, families: int) -> None:
        wanted = min(self._settings.limit, int(self._centres.counters[USED]) + families)
        if wanted > self._centres.slots:
            slots = min(self._settings.limit, max(wanted, 2 * self._centres.slots))
            self._centres = self._centres.grown(slots)

    def _remember(self, names: Sequence[str], placed: npt.NDArray[np.int64]) -> None:
        self._family.update(zip(names, placed.tolist(), strict=True))
        for oldest in list(self._family)[: max(0, len(self._family) - self._window)]:
            del self._family[oldest]

    def _name_rows(
        self,
        family_ids: Sequence[str],
        texts: Sequence[str],
        outcome: Outcome,
    ) -> list[str]:
        ids = self._ids
        named: list[str] = []
        places = zip(*(column.tolist() for column in outcome), strict=True)
        for row, (slot, created, lead) in enumerate(places):
            if created:
                self._begin(slot, family_ids[row])
            if lead >= 0:
                self._set_lead(slot, lead, (family_ids[row], first_sentence(texts[row])))
            named.append(ids[slot])
        return named

    def _begin(self, slot: int, family_id: str) -> None:
        if slot == len(self._ids):
            self._ids.append("")
            self._leads.append([])
        else:
            del self._slot_of_id[self._ids[slot]]
        name = narrative_id(family_id)
        while name in self._slot_of_id:  # 44 bits: rare, yet two stories must never merge
            name = narrative_id(hashlib.sha256(name.encode()).hexdigest())
        self._ids[slot] = name
        self._leads[slot] = []
        self._slot_of_id[name] = slot

    def _set_lead(self, slot: int, place: int, lead: Lead) -> None:
        leads = self._leads[slot]
        if place == len(leads):
            leads.append(lead)
        else:
            leads[place] = lead

    def _summary(self, slot: int, near: npt.NDArray[np.float32]) -> NarrativeSummary:
        leads = self._leads[slot]
        order = sorted(range(len(leads)), key=lambda at: (-float(near[at]), at))
        titles = (leads[at][1] for at in order)
        centres = self._centres
        return NarrativeSummary(
            narrative_id=self._ids[slot],
            title=next((title for title in titles if title), self._ids[slot]),
            first_seen=_moment(float(centres.first_hour[slot])),
            last_seen=_moment(float(centres.last_hour[slot])),
            items=int(centres.items[slot]),
            families=int(centres.families[slot]),
            typical_items=tuple(dict.fromkeys(leads[at][0] for at in order)),
        )


def narrative_id(family_id: str) -> str:
    """ "N" and 11 hex digits: the family id's own first ones, or of its SHA-256.

    >>> narrative_id("0123456789abcdef0123456789abcdef")
    'N0123456789a'
    """
    head = family_id[:11].lower()
    if len(head) < 11 or not set(head) <= set("0123456789abcdef"):
        head = hashlib.sha256(family_id.encode("utf-8", "surrogatepass")).hexdigest()[:11]
    return f"N{head}"


def _number(names: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Distinct names in order of first appearance, and each row's number among them."""
    numbers: dict[str, int] = {}
    rows = np.fromiter((numbers.setdefault(one, len(numbers)) for one in names), np.int64)
    return list(numbers), rows


def _hours(moments: Sequence[datetime]) -> npt.NDArray[np.float64]:
    for moment in moments:
        if moment.tzinfo is None:
            raise InvalidInput(f"moment {moment.isoformat()} has no time zone; give one")
    seconds = np.fromiter((moment.timestamp() for moment in moments), np.float64, len(moments))
    return seconds / _SECONDS_AN_HOUR


def _moment(hours: float) -> datetime:
    return datetime.fromtimestamp(round(hours * _SECONDS_AN_HOUR, 3), UTC)
