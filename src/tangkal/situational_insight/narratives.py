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

from tangkal.kernel import InvalidInput, NarrativeChange, NarrativeOrder, NarrativeSummary
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
from tangkal.situational_insight.clustering import assign_rows, begin, lead_nearness, part, pour
from tangkal.situational_insight.function_words import FUNCTION_WORDS
from tangkal.situational_insight.history import change_from_json, change_to_json
from tangkal.situational_insight.packing import pack_strings, unpack_strings
from tangkal.situational_insight.standing import Standing
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
_FORMAT = 2  # of the snapshot

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
        self._standing = Standing()
        self._changes: list[NarrativeChange] = []
        self._moved: dict[int, int] = {}  # place of a merged narrative → where it is now
        self._latest = 0.0  # hour of the latest item so far
        self._expect_function_words()

    def __len__(self) -> int:
        return len(self._slot_of_id)

    def ids(self) -> Collection[str]:
        """The narratives held live."""
        return self._slot_of_id.keys()

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
        self._latest = max(self._latest, float(hours.max()))
        names, family_of_row = _number(family_ids)
        packed = np.fromiter((self._place_of(name) for name in names), np.int64, len(names))
        placed = Placed(np.where(packed < 0, -1, packed & _SLOT_MASK), packed >> _SLOT_BITS)
        self._make_room(len(names))
        rows = Rows(tokens.offsets, tokens.hashes, hours, family_of_row)
        outcome = Outcome(np.empty(n, np.int64), np.empty(n, np.bool_), np.empty(n, np.int64))
        assign_rows(self._centres, rows, placed, self._settings, outcome)
        self._remember(names, (placed.serial << _SLOT_BITS) | placed.slot)
        return self._name_rows(family_ids, texts, outcome)

    def take_changes(self) -> list[NarrativeChange]:
        """What became of the narratives since the last call, in order."""
        changes, self._changes = self._changes, []
        return changes

    def apply(self, orders: Sequence[NarrativeOrder]) -> None:
        """Follow analysts' orders, in their order; those already followed change nothing.

        An order about a narrative that is no longer held live is kept for its id alone.
        """
        for order in orders:
            match order.kind:
                case "merge":
                    self._merge_by_hand(order.narrative_id, str(order.other_id))
                case "split":
                    self._split_by_hand(order)
                case "keep_apart":
                    self._standing.keep_apart(order.narrative_id, str(order.other_id))
                case "pin":
                    self._standing.pin(order.narrative_id)
                case "unpin":
                    self._standing.unpin(order.narrative_id)

    def current_id(self, narrative_id: str) -> str:
        """The id that a narrative has become by merging; itself where it never did."""
        return self._standing.current(narrative_id)

    def _merge_by_hand(self, stays: str, ends: str) -> None:
        one, other = self._standing.current(stays), self._standing.current(ends)
        if one == other:
            return
        self._standing.allow(one, other)
        self._standing.join_by_hand(one)
        self._merge(one, other, by="analyst", evidence={})

    def _merge(self, stays: str, ends: str, *, by: str, evidence: Mapping[str, Any]) -> None:
        self._standing.merge(stays, ends)
        into, source = self._slot_of_id.get(stays), self._slot_of_id.pop(ends, None)
        if into is not None and source is not None:
            self._pour(source, into)
        elif source is not None:  # the one that stays is not live: the other goes on as it
            self._ids[source] = stays
            self._slot_of_id[stays] = source
        self._report("merged", stays, other_id=ends, by=by, evidence=evidence)

    def _pour(self, source: int, into: int) -> None:
        centres = self._centres
        pour(centres, source, into)
        self._moved[self._packed(source)] = self._packed(into)
        leads = [*self._leads[into], *self._leads[source]][:LEADS]
        self._leads[into], self._leads[source] = leads, []
        self._ids[source] = ""
        centres.serial[source] = -1

    def _split_by_hand(self, order: NarrativeOrder) -> None:
        old = self._standing.current(order.narrative_id)
        new = order.other_id or split_id(order.narrative_id, order.families)
        home = self._slot_of_id.get(old)
        # A merged id that is named anew begins again: that is how a merge is taken back.
        if home is None or new in self._slot_of_id:
            return
        here = self._packed(home)
        moving = [one for one in order.families if self._place_of(one) == here]
        if not moving:
            return
        self._standing.became.pop(new, None)
        self._standing.keep_apart(old, new)
        slot = self._begin_named(new, home)
        leads = [at for at, lead in enumerate(self._leads[home]) if lead[0] in set(moving)]
        self._leads[slot] = [self._leads[home][at] for at in leads]
        self._leads[home] = [one for one in self._leads[home] if one not in self._leads[slot]]
        part(self._centres, home, slot, np.array(leads, np.int64), len(moving))
        for one in moving:
            self._family[one] = self._packed(slot)
        self._report("split", old, other_id=new, by="analyst", families=tuple(moving))

    def _begin_named(self, name: str, like: int) -> int:
        self._make_room(1)
        slot = int(
            begin(self._centres, float(self._centres.first_hour[like]), self._settings.limit)
        )
        self._take_slot(slot, name)
        return slot

    def _packed(self, slot: int) -> int:
        return (int(self._centres.serial[slot]) << _SLOT_BITS) | slot

    def _place_of(self, family_id: str) -> int:
        place = self._family.get(family_id, -1)
        while place in self._moved:
            place = self._moved[place]
        return place

    def _report(self, kind: str, narrative_id: str, **told: Any) -> None:
        change = NarrativeChange(
            kind=kind, narrative_id=narrative_id, at=_moment(self._latest), **told
        )
        self._changes.append(change)

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
            "version": np.array([_FORMAT], np.int64),
            "settings": np.array([*self._settings, self._window], np.float64),
            "counters": centres.counters.copy(),
            "df_terms": known,
            "df_counts": centres.df[known],
            "ring_lines": lines,
            "ring": centres.ring[lines],
            "ring_at": centres.ring_at[lines],
            "family_places": np.fromiter(self._family.values(), np.int64, len(self._family)),
            "moved": np.array([*self._moved.items()], np.int64).reshape(-1, 2),
            "latest": np.array([self._latest]),
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
            "changes": [change_to_json(change) for change in self._changes],
        }
        for name, strings in texts.items():
            arrays[f"{name}_utf8"], arrays[f"{name}_offsets"] = pack_strings(strings)
        standing = self._standing.snapshot()
        return arrays | {f"standing_{name}": array for name, array in standing.items()}

    @classmethod
    def restore(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> "NarrativeIndex":
        """The index that :meth:`snapshot` saved; it goes on exactly as the old one would.

        Raises:
            InvalidInput: the arrays are not a snapshot of a version this code reads.
        """
        if "version" not in arrays or int(arrays["version"][0]) != _FORMAT:
            raise InvalidInput(
                f"these arrays are no narrative snapshot of version {_FORMAT}; start without the "
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
        index._slot_of_id = {one: slot for slot, one in enumerate(index._ids) if one}
        places = (int(place) for place in arrays["family_places"])
        index._family = dict(zip(strings("family_ids"), places, strict=True))
        leads = zip(strings("lead_families"), strings("lead_titles"), strict=True)
        index._leads = [[next(leads) for _ in range(int(n))] for n in arrays["lead_counts"]]
        index._moved = {int(old): int(new) for old, new in arrays["moved"]}
        index._latest = float(arrays["latest"][0])
        index._standing = Standing.restore(
            {
                name.removeprefix("standing_"): array
                for name, array in arrays.items()
                if name.startswith("standing_")
            }
        )
        index._changes = [change_from_json(line) for line in strings("changes")]
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
        name = narrative_id(family_id)
        # 44 bits: rare, yet two stories must never merge
        while name in self._slot_of_id or name in self._standing.became:
            name = narrative_id(hashlib.sha256(name.encode()).hexdigest())
        self._take_slot(slot, name)
        self._report("born", name)

    def _take_slot(self, slot: int, name: str) -> None:
        if slot == len(self._ids):
            self._ids.append("")
            self._leads.append([])
        else:
            self._slot_of_id.pop(self._ids[slot], None)
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


def split_id(narrative_id: str, families: Collection[str]) -> str:
    """The id of the narrative that some families make when they are split from another.

    >>> split_id("N0123456789a", ["b", "a"]) == split_id("N0123456789a", ["a", "b"])
    True
    """
    told = "\n".join(["split", narrative_id, *sorted(set(families))])
    return f"N{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:11]}"


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
