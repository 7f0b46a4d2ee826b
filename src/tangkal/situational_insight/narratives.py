"""Which story does a text belong to? Clustering of text families that learns from its stream.

Only the first member of a family is compared; copies follow it, so ten thousand
forwards weigh as much in a story's meaning as one post, and cost nothing.

Now and then, by the stream's own time and size, narratives are compared with one another and
those that tell one story are merged: see :mod:`tangkal.situational_insight.merging`.
"""

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput, NarrativeChange, NarrativeOrder, NarrativeSummary
from tangkal.situational_insight import history
from tangkal.situational_insight.centres import LEADS, Outcome, Placed, Rows, Settings
from tangkal.situational_insight.clustering import assign_rows, begin
from tangkal.situational_insight.live import LiveNarratives, narrative_id, split_id
from tangkal.situational_insight.merging import find_partners, part, pour
from tangkal.situational_insight.packing import pack_strings, unpack_strings
from tangkal.situational_insight.placing import SLOT_BITS, SLOT_MASK, FamilyPlaces
from tangkal.situational_insight.standing import Standing
from tangkal.text.tokens import TokenBatch

__all__ = ["METHOD", "NarrativeIndex", "narrative_id", "split_id"]

METHOD = "narrative-mixture/1"
EVIDENCE = 5.0  # nats: a join must be e**5, some 150 times likelier than a story of its own
HALF_LIFE_HOURS = 72.0
MAX_NARRATIVES = 1 << 16  # some 2.5 kB each, once they are used
FAMILY_WINDOW = 1_000_000

_SECONDS_AN_HOUR = 3600.0
_FORMAT = 3  # of the snapshot

Arrays = dict[str, npt.NDArray[Any]]


class NarrativeIndex:
    """Live narratives and the families in them; equal input gives equal ids, always.

    Args:
        evidence: natural logarithm of how much likelier a family's words must be from a
            narrative of one family than from a new one; a larger narrative needs less.
        half_life_hours: hours of silence that halve a narrative's pull.
        max_narratives: narratives held; beyond it one unused since longest makes room.
        family_window: families remembered, so that late copies follow their first.

    Raises:
        InvalidInput: a parameter outside its range.
    """

    def __init__(
        self,
        *,
        evidence: float = EVIDENCE,
        half_life_hours: float = HALF_LIFE_HOURS,
        max_narratives: int = MAX_NARRATIVES,
        family_window: int = FAMILY_WINDOW,
    ) -> None:
        if not 0.0 <= evidence < math.inf:
            raise InvalidInput(f"evidence {evidence} must be a number, 0 or more")
        if not 0.0 < half_life_hours < math.inf:
            raise InvalidInput(f"half_life_hours {half_life_hours} must be a positive number")
        if not 0 < max_narratives <= SLOT_MASK or family_window < 1:
            raise InvalidInput(
                f"{max_narratives=} must be in 1..{SLOT_MASK} and {family_window=} at least 1"
            )
        self._settings = Settings(float(evidence), float(half_life_hours), int(max_narratives))
        self._live = LiveNarratives(int(max_narratives))
        self._families = FamilyPlaces(family_window)
        self._standing = Standing()
        self._changes: list[NarrativeChange] = []

    def __len__(self) -> int:
        return len(self._live.slot_of)

    def ids(self) -> Collection[str]:
        """The narratives held live."""
        return self._live.slot_of.keys()

    def current_id(self, narrative_id: str) -> str:
        """The id that a narrative has become by merging; itself where it never did."""
        return self._standing.current(narrative_id)

    def summaries(self, ids: Collection[str] | None = None) -> list[NarrativeSummary]:
        """What each live narrative says and how large it is, in order of first creation.

        Args:
            ids: only these; ids no longer held live are left out. None for all.
        """
        return self._live.summaries(ids)

    # -- items

    def assign(
        self,
        family_ids: Sequence[str],
        is_first: Sequence[bool] | npt.NDArray[np.bool_],
        tokens: TokenBatch,
        texts: Sequence[str],
        moments: Sequence[datetime],
    ) -> list[str]:
        """Narrative id of each row, in row order; a later merge may give it another.

        Args:
            family_ids: n family ids as the family index gave them.
            is_first: n flags; a first row whose family is already placed (a repeat)
                follows it, a later row whose family was forgotten is placed anew.
            tokens: n rows of hashed words.
            texts: n texts, masked; the beginnings of typical ones are kept.
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
        placed = self._placed(self._families.find_all(names))
        self._live.make_room(len(names))
        rows = Rows(tokens.offsets, tokens.hashes, hours, family_of_row)
        outcome = Outcome(
            np.empty(n, np.int64),
            np.empty(n, np.bool_),
            np.empty(n, np.int64),
            np.empty(n, np.bool_),
        )
        named: list[str] = []
        while len(named) < n:
            live, start = self._live, len(named)
            stop = assign_rows(
                live.centres, rows, start, placed, self._settings, live.scratch, outcome
            )
            named += self._name_rows(family_ids, texts, outcome, start, stop)
            if stop < n and self._tidy():
                placed = self._placed(self._places_now(placed))
        self._families.remember(names, (placed.serial << SLOT_BITS) | placed.slot)
        return named

    @staticmethod
    def _placed(packed: npt.NDArray[np.int64]) -> Placed:
        return Placed(np.where(packed < 0, -1, packed & SLOT_MASK), packed >> SLOT_BITS)

    def _places_now(self, placed: Placed) -> npt.NDArray[np.int64]:
        packed = np.where(placed.slot < 0, -1, (placed.serial << SLOT_BITS) | placed.slot)
        now = self._families.now
        return np.fromiter((now(each) for each in packed.tolist()), np.int64, len(packed))

    def _name_rows(
        self,
        family_ids: Sequence[str],
        texts: Sequence[str],
        outcome: Outcome,
        start: int,
        stop: int,
    ) -> list[str]:
        ids, named = self._live.ids, []
        columns = (column[start:stop].tolist() for column in outcome)
        for row, (slot, created, lead, placed) in enumerate(zip(*columns, strict=True), start):
            if created:
                self._live.take(slot, self._free_name(narrative_id(family_ids[row])))
            if lead >= 0:
                self._live.set_lead(slot, lead, family_ids[row], texts[row])
            if placed:
                self._families.note_placed((family_ids[row],))
            named.append(ids[slot])
        return named

    def _free_name(self, name: str) -> str:
        # 44 bits: rare, yet two stories must never share an id.
        while name in self._live.slot_of or name in self._standing.became:
            name = narrative_id(hashlib.sha256(name.encode()).hexdigest())
        return name

    # -- what becomes of narratives

    def take_changes(self) -> list[NarrativeChange]:
        """What became of the narratives since the last call, in order."""
        changes, self._changes = self._changes, []
        return changes

    def _tidy(self) -> bool:
        """Merge what tells one story, and see who was born, slept or woke; whether any merged."""
        live = self._live
        partner = np.empty(live.centres.slots, np.int64)
        odds = np.empty(live.centres.slots)
        pinned, apart = self._kept()
        find_partners(live.centres, live.scratch, self._settings, pinned, apart, partner, odds)
        each = np.flatnonzero(partner >= 0)
        mutual = each[(partner[partner[each]] == each) & (partner[each] < each)]
        for slot in mutual.tolist():
            self._merge_found(slot, int(partner[slot]), float(odds[slot]))
        self._changes += history.rests(live)
        return len(mutual) > 0

    def _kept(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """Slots of pinned narratives, marked, and the pairs of slots kept apart."""
        live, slots = self._live, self._live.slot_of
        pinned = np.zeros(live.centres.slots, np.uint8)
        held = [slots[one] for one in self._standing.pinned_now() if one in slots]
        pinned[held] = 1
        live.centres.touched[held] = 1  # a pinned one never makes room
        pairs = [
            (slots[one], slots[other])
            for one, other in self._standing.apart_now()
            if one in slots and other in slots
        ]
        return pinned, np.array(pairs, np.int64).reshape(-1, 2)

    def _merge_found(self, one: int, other: int, odds: float) -> None:
        serial = self._live.centres.serial
        into, source = (one, other) if serial[one] < serial[other] else (other, one)
        evidence = history.merge_evidence(self._live, into, source, odds)
        self._merge(self._live.ids[into], self._live.ids[source], "machine", evidence)

    def _merge(self, stays: str, ends: str, by: str, evidence: Mapping[str, Any]) -> None:
        self._standing.merge(stays, ends)
        live = self._live
        into, source = live.slot_of.get(stays), live.slot_of.pop(ends, None)
        if into is not None and source is not None:
            self._families.move(live.place_of(source), live.place_of(into))
            pour(live.centres, source, into)
            live.leads[into] = [*live.leads[into], *live.leads[source]][:LEADS]
            live.leads[source] = []
            live.ids[source] = ""
        elif source is not None:  # the one that stays is not live: the other goes on as it
            live.ids[source] = stays
            live.slot_of[stays] = source
        self._report("merged", stays, other_id=ends, by=by, evidence=evidence)

    def _report(self, kind: str, narrative_id: str, **told: Any) -> None:
        self._changes.append(
            NarrativeChange(kind=kind, narrative_id=narrative_id, at=self._live.now, **told)
        )

    # -- analysts' orders

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

    def _merge_by_hand(self, stays: str, ends: str) -> None:
        one, other = self._standing.current(stays), self._standing.current(ends)
        if one == other:
            return
        self._standing.allow(one, other)
        self._merge(one, other, "analyst", {})

    def _split_by_hand(self, order: NarrativeOrder) -> None:
        old = self._standing.current(order.narrative_id)
        new = order.other_id or split_id(order.narrative_id, order.families)
        home = self._live.slot_of.get(old)
        # A merged id that is named anew begins again: that is how a merge is taken back.
        if home is None or new in self._live.slot_of:
            return
        here = self._live.place_of(home)
        moving = [one for one in order.families if self._families.find(one) == here]
        if not moving:
            return
        self._standing.became.pop(new, None)
        self._standing.keep_apart(old, new)
        self._move_out(home, new, moving)
        self._report("split", old, other_id=new, by="analyst", families=tuple(moving))

    def _move_out(self, home: int, new: str, moving: Sequence[str]) -> None:
        live, leaving = self._live, set(moving)
        live.make_room(1)
        slot = int(begin(live.centres, float(live.centres.first_hour[home]), live.limit))
        live.take(slot, new)
        leads = [at for at, (family, _) in enumerate(live.leads[home]) if family in leaving]
        live.leads[slot] = [live.leads[home][at] for at in leads]
        live.leads[home] = [lead for lead in live.leads[home] if lead[0] not in leaving]
        rows = self._families.recent_rows(leaving)
        part(live.centres, home, slot, rows, np.array(leads, np.int64), len(moving))
        for one in moving:
            self._families.put(one, live.place_of(slot))

    # -- snapshots

    def snapshot(self) -> Arrays:
        """The whole state as plain arrays, for ``np.savez`` and :meth:`restore`."""
        arrays: Arrays = {
            "version": np.array([_FORMAT], np.int64),
            "settings": np.array([*self._settings, self._families.window], np.float64),
        }
        lines = [history.change_to_json(change) for change in self._changes]
        arrays["changes_utf8"], arrays["changes_offsets"] = pack_strings(lines)
        for part_name, held in self._parts().items():
            arrays |= {f"{part_name}_{name}": each for name, each in held.snapshot().items()}
        return arrays

    def _parts(self) -> dict[str, LiveNarratives | FamilyPlaces | Standing]:
        return {"live": self._live, "families": self._families, "standing": self._standing}

    @classmethod
    def restore(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> "NarrativeIndex":
        """The index that :meth:`snapshot` saved; it goes on exactly as the old one would.

        Raises:
            InvalidInput: the arrays are not a snapshot of a version this code reads.
        """
        if "version" not in arrays or int(arrays["version"][0]) != _FORMAT:
            raise InvalidInput(
                f"these arrays are no narrative snapshot of version {_FORMAT}; start without "
                "the snapshot and replay the bus"
            )
        evidence, half_life, limit, window = (float(value) for value in arrays["settings"])
        index = cls(
            evidence=evidence,
            half_life_hours=half_life,
            max_narratives=int(limit),
            family_window=int(window),
        )
        index._live = LiveNarratives.restore(int(limit), _part_of(arrays, "live_"))
        index._families = FamilyPlaces.restore(int(window), _part_of(arrays, "families_"))
        index._standing = Standing.restore(_part_of(arrays, "standing_"))
        lines = unpack_strings(arrays["changes_utf8"], arrays["changes_offsets"])
        index._changes = [history.change_from_json(line) for line in lines]
        return index


def _part_of(arrays: Mapping[str, npt.NDArray[Any]], start: str) -> Arrays:
    return {name.removeprefix(start): a for name, a in arrays.items() if name.startswith(start)}


def _number(names: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Distinct names in order of first appearance, and each row's number among them."""
    numbers: dict[str, int] = {}
    rows = np.fromiter((numbers.setdefault(one, len(numbers)) for one in names), np.int64)
    return list(numbers), rows


def _hours(moments: Sequence[datetime]) -> npt.NDArray[np.float64]:
    for each in moments:
        if each.tzinfo is None:
            raise InvalidInput(f"moment {each.isoformat()} has no time zone; give one")
    seconds = np.fromiter((each.timestamp() for each in moments), np.float64, len(moments))
    return seconds / _SECONDS_AN_HOUR
