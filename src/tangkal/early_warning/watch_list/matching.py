"""Which entries of a watch list each item of a batch is a hit of, and by which conditions.

Texts that are the same are read once. Each text is read itself, not for its family: a copy may
lack the very word that is watched. Source of phrases with gaps: proximity operators as in
Salton and McGill 1983, "Introduction to Modern Information Retrieval", chapter 2.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

import pyarrow as pa

from tangkal.early_warning.watch_list.compiled import compile_patterns, find_patterns
from tangkal.early_warning.watch_list.conditions import GAP, Condition, Kind, as_name
from tangkal.early_warning.watch_list.entries import WatchEntry
from tangkal.kernel import InvalidInput
from tangkal.text.normalise import words
from tangkal.text.tokens import tokenise


class Hit(NamedTuple):
    """One item that one entry looks for."""

    row: int
    entry_id: str
    conditions: tuple[Condition, ...]  # those of any_of and all_of that it meets


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A batch's columns, n rows each; None where none of its rows has the field."""

    texts: Sequence[str] | pa.Array | pa.ChunkedArray
    urls: Sequence[str | None] | None = None
    # Names of accounts that their source declared public; None for everybody else.
    public_names: Sequence[str | None] | None = None
    regions: Sequence[str | None] | None = None
    claims: Sequence[Sequence[str]] | None = None  # ids of claims that each surely resembles


class WatchList:
    """Entries compiled for the stream. It keeps nothing of what it reads.

    >>> from tangkal.early_warning.watch_list.entries import read_entry
    >>> entry = read_entry("e1", any_of=["pendaftaran bantuan"], all_of=[], none_of=["lowongan"])
    >>> texts = ["Pendaftaran b4ntu4n dibuka", "pendaftaran mahasiswa bantuan", "bantu daftar"]
    >>> [hit.row for hit in WatchList([entry]).find(Observed(texts=texts))]
    [0, 1]
    """

    def __init__(self, entries: Sequence[WatchEntry]) -> None:
        names = [entry.entry_id for entry in entries]
        if len(set(names)) != len(names):
            raise InvalidInput("two entries of a watch list have one name")
        self.entries = tuple(entries)
        self.conditions = tuple(dict.fromkeys(c for e in entries for c in e.conditions))
        self._number = {condition: n for n, condition in enumerate(self.conditions)}
        self._rules = [self._rule(entry) for entry in entries]
        self._asking: dict[int, list[int]] = {}
        for place, entry in enumerate(entries):
            for condition in entry.triggers:
                self._asking.setdefault(self._number[condition], []).append(place)
        self._patterns = compile_patterns(list(self._texts()), GAP)
        self._by_kind = {
            kind: {c.value: n for c, n in self._number.items() if c.kind is kind} for kind in Kind
        }
        self._spelt = {n: _spelling(domain) for domain, n in self._by_kind[Kind.DOMAIN].items()}

    def __len__(self) -> int:
        return len(self.entries)

    def _rule(self, entry: WatchEntry) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
        any_of, all_of, none_of = (
            frozenset(self._number[c] for c in part)
            for part in (entry.any_of, entry.all_of, entry.none_of)
        )
        return any_of, all_of, none_of

    def _texts(self) -> list[tuple[int, tuple[str, ...], bool]]:
        found = []
        for condition, number in self._number.items():
            if condition.kind is Kind.DOMAIN:
                found.append((number, tuple(words(condition.value)), True))
            elif condition.words:
                found.append((number, condition.words, condition.is_exact))
        return found

    def find(self, observed: Observed) -> list[Hit]:
        """The hits of a batch, by row, then in the list's order."""
        met = self.met(observed)
        hits = []
        for row in sorted(met):
            held = met[row]
            asked = {place for number in held for place in self._asking.get(number, ())}
            for place in sorted(asked):
                any_of, all_of, none_of = self._rules[place]
                if (not any_of or any_of & held) and all_of <= held and not none_of & held:
                    shown = sorted((any_of | all_of) & held)
                    conditions = tuple(self.conditions[number] for number in shown)
                    hits.append(Hit(row, self.entries[place].entry_id, conditions))
        return hits

    def met(self, observed: Observed) -> dict[int, set[int]]:
        """Numbers of the conditions that each row meets, for rows that some entry may ask for."""
        met = self._said(observed)
        self._add_addresses(met, observed.urls)
        self._add_names(met, observed.public_names)
        self._add_claims(met, observed.claims)
        self._add_regions(met, observed.regions)
        return met

    def _said(self, observed: Observed) -> dict[int, set[int]]:
        """What the texts say; equal texts are read once."""
        met: dict[int, set[int]] = {}
        column = observed.texts
        texts = column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column)
        if not len(texts) or not len(self._patterns.targets):
            return met
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        encoded = texts.dictionary_encode()
        rows, numbers = find_patterns(
            tokenise(encoded.dictionary), self._patterns, len(self.conditions)
        )
        said: dict[int, set[int]] = {}
        for text, number in zip(rows.tolist(), numbers.tolist(), strict=True):
            spelling = self._spelt.get(number)
            if spelling is None or spelling.search(encoded.dictionary[text].as_py().lower()):
                said.setdefault(text, set()).add(number)
        if said:
            for row, text in enumerate(encoded.indices.to_pylist()):
                if text in said:
                    met[row] = set(said[text])
        return met

    def _add_addresses(self, met: dict[int, set[int]], urls: Sequence[str | None] | None) -> None:
        known = self._by_kind[Kind.DOMAIN]
        if not known or urls is None:
            return
        for row, url in enumerate(urls):
            for number in _hosts(url, known) if url else ():
                met.setdefault(row, set()).add(number)

    def _add_names(self, met: dict[int, set[int]], names: Sequence[str | None] | None) -> None:
        known = self._by_kind[Kind.ACCOUNT]
        if not known or names is None:
            return
        for row, name in enumerate(names):
            if name and (number := known.get(as_name(name))) is not None:
                met.setdefault(row, set()).add(number)

    def _add_claims(self, met: dict[int, set[int]], claims: Sequence[Sequence[str]] | None) -> None:
        known = self._by_kind[Kind.CLAIM]
        if not known or claims is None:
            return
        for row, ids in enumerate(claims):
            for number in (known[claim] for claim in ids if claim in known):
                met.setdefault(row, set()).add(number)

    def _add_regions(self, met: dict[int, set[int]], regions: Sequence[str | None] | None) -> None:
        """A region is asked of hits alone, so only rows that meet something are looked at."""
        known = self._by_kind[Kind.REGION]
        if not known or regions is None:
            return
        for row, held in met.items():
            code = regions[row]
            held.update(n for region, n in known.items() if code and lies_in(code, region))


def lies_in(code: str, region: str) -> bool:
    """Whether a region's code is another's or below it.

    >>> lies_in("32.04", "32"), lies_in("32", "32.04"), lies_in("321", "32")
    (True, False, False)
    """
    return code == region or code.startswith(f"{region}.")


def _hosts(url: str, known: Mapping[str, int]) -> list[int]:
    """Numbers of the sites that an address lies on: its host, or one above it."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return []
    parts = host.split(".")
    above = (".".join(parts[place:]) for place in range(len(parts) - 1))
    return [known[name] for name in above if name in known]


def _spelling(domain: str) -> re.Pattern[str]:
    """The site as it stands in a text: not the beginning of another one's name."""
    return re.compile(rf"(?<![\w-]){re.escape(domain)}(?![\w-]|\.[a-z0-9])")
