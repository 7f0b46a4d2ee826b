"""Imported by the fork server: its children then start with everything loaded."""

from datetime import UTC, datetime

import tangkal.bus.nats
import tangkal.engines  # noqa: F401
from tangkal.engines.index.build import block_of
from tangkal.pipeline.seen import SeenItems, _hash_each
from tangkal.pipeline.stream import FamilyIndex, NarrativeIndex
from tangkal.situational_insight.history import merge_evidence
from tangkal.situational_insight.merging import pour
from tangkal.text.language import detect_languages
from tangkal.text.tokens import tokenise
from tests.engines.lakes import row, table


def load_kernels():
    """Each compiled function once, straight, so that no thread pool starts before a fork."""
    tokens = tokenise(["satu dua tiga empat lima"])
    detect_languages(["satu dua tiga empat lima"])  # its word lists are read at the first text
    seen = SeenItems()
    keys = _hash_each(tokens.hashes.view("uint8"), tokens.offsets)
    seen.are_new(keys)
    seen.add(keys)
    SeenItems.restore(seen.snapshot())
    families, narratives = FamilyIndex(1000), NarrativeIndex()
    found = families.assign(["a"], tokens)
    narratives.assign(
        found.family_ids, found.is_first, tokens, ["satu"], [datetime(2026, 1, 1, tzinfo=UTC)]
    )
    narratives._tidy()
    merge_evidence(narratives._live, 0, 0, 0.0)
    pour(NarrativeIndex()._live.centres, 0, 1)
    FamilyIndex.restore(families.snapshot())
    NarrativeIndex.restore(narratives.snapshot())
    block_of(table(row("a", text="Satu #dua")))


load_kernels()
